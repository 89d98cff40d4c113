#pragma once

#include "core/base/job.h"
#include "core/columnar/workspace.h"

#include <string>

namespace xo::query {

enum class JourneyState { Reached, Lost, Open, Converted, Excluded, Overdue };

/// What conditions need from rooms that stand beside this one; analysis/ supplies it (arrows: siblings don't know each
/// other).
class Hooks {
public:
    virtual ~Hooks() = default;
    /// The event each row of an answers (feedback, invitations) table is tied to, looking only at event tables that
    /// hold `column` (blank = all) — "ambiguous" is judged on that column. Cached by the implementation.
    virtual Result<std::shared_ptr<const Ties>> ties(const Workspace& workspace, std::size_t answersTable,
                                                     const std::string& column, const JobContext& job) const = 0;
    /// Bit per subject id: on the counted attempt of journey `name`, got to stage `stage` (Reached), or got there and
    /// no further (Lost/Open), or went through the whole journey (Converted), or was stopped there by the exclusion
    /// event (Excluded), or is open there for longer than nine of ten took to go on (Overdue). Errors:
    /// query.unknown_journey, query.unknown_stage.
    virtual Result<std::shared_ptr<const Bitmap>> journey(const Workspace& workspace, const std::string& name,
                                                          const std::string& stage, JourneyState state,
                                                          const JobContext& job) const = 0;
};

} // namespace xo::query
