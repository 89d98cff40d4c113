#pragma once

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/columnar/workspace.h"

#include <map>
#include <string>

namespace xo::fusion {

/// How answers are tied where their dataset shares no link with the events.
struct TieOptions {
    int asOfDays = 30; ///< how far back the customer's event may lie
    /// Which stage of the events an answer is about, by the value of its `survey` column; a value that isn't listed is
    /// about any stage. An answer's own `stage` column, where its value is a stage of the events, goes first.
    std::map<std::string, std::string> surveyStages;
    bool operator==(const TieOptions&) const = default;
};

/// Ties each row of a table (answers, feedback, invitations) to the event it is about; derived, nothing is changed.
///
/// Only event tables that hold `column` are looked at (blank = all of them). Where the answers and any of these share a
/// link column, equal keys tie whatever the times: of several events under one key the latest at or before the answer,
/// else the earliest (then the answer is `beforeEvent`); without a time on the answer the earliest. Only where they
/// share none: as-of, the customer's latest event — of the mapped stage — at or before the answer within
/// `asOfDays` × 24 h. An answer dated by day is taken at the end of its day, and its limit is counted in days.
/// `ambiguous`: the events under the key (as-of: those of the same instant) hold different non-blank values of
/// `column`; with a blank `column`, belong to different customers.
/// Events without a time are used only where a key has no other. O(answers + events); errors: those of loading columns.
Result<Ties> tieAnswers(const Workspace& workspace, std::size_t answersTable, const std::string& column,
                        const TieOptions& options, const JobContext& job);

/// Link quality summed over all datasets of kind answers, any event counted; the ties come from tieAnswers with a blank
/// column and default options. A project without events: every answer an orphan.
Result<LinkQuality> linkQuality(const Workspace& workspace, const JobContext& job);

/// {"answers","linked","ambiguous","orphans","before_event","linked_share","fan_out_max"}; the share is a ratio, null
/// without answers.
Json toJson(const LinkQuality& quality);

} // namespace xo::fusion
