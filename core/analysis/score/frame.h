#pragma once

#include "core/analysis/context.h"
#include "core/analysis/score/cells.h"
#include "core/analysis/score/groups.h"
#include "core/analysis/score/params.h"
#include "core/analysis/score/periods.h"
#include "core/analysis/score/question.h"
#include "core/base/job.h"
#include "core/columnar/bitmap.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// Something a reader of the figures should know: a code with a text in core/wording (error texts), and its arguments.
struct Note {
    std::string code;
    std::vector<std::string> args;
    bool operator==(const Note&) const = default;
};

/// Everything a score analysis reads, resolved from its parameters: the column of answers, the rows that pass the
/// filter, the cell of each row, the weights and the subjects (customers, or links where there are none).
struct ScoreFrame {
    std::shared_ptr<const Workspace> workspace;
    Question question;
    std::shared_ptr<const Column> answers;
    std::optional<Bitmap> selected;                              ///< rows that pass the filter; nullopt = all
    std::optional<Bitmap> superseded;                            ///< valid answers left out by the repeat rule
    std::vector<std::string> by;                                 ///< as it was asked for
    std::vector<std::vector<std::optional<std::string>>> labels; ///< per dimension of `by`, per code of a group
    std::optional<Periods> periods; ///< the last dimension of `cells` when there is a trend
    CellIndex cells{0};
    GroupIndex groups;                    ///< what the table has rows for
    std::shared_ptr<const Column> weight; ///< Integer or Number; null = unweighted
    std::shared_ptr<const std::vector<std::uint32_t>>
        subjects;                    ///< null when none are needed, or the dataset has neither customer nor link
    std::optional<LinkQuality> link; ///< when an event. column was asked for

    const Table& table() const { return *workspace->tables[question.table]; }
    std::size_t rows() const { return answers->rows; }
    int scaleLow() const { return answers->info.role.scaleLow; }
    int scaleHigh() const { return answers->info.role.scaleHigh; }
    std::size_t valueCount() const { return static_cast<std::size_t>(scaleHigh() - scaleLow()) + 1; }
    /// Period code of a group; 0 without a trend.
    std::uint32_t periodOf(std::size_t group) const { return periods ? groups.codes(group)[by.size()] : 0; }
};

/// Resolves the parameters. Errors: those of findQuestion, query::parse, query::evaluateRows, query::reachRows;
/// score.too_many_by; score.repeated_by{name}; score.compare_needs_trend; score.missing_role{role, dataset} (a trend or
/// `latest` without a time, `latest`, `clustered` or `customers` without a customer); score.no_weight{name, dataset};
/// score.bad_weight_column{name}; job.cancelled. O(rows · dimensions).
Result<ScoreFrame> makeScoreFrame(const Context& context, const ScoreParams& params, QuestionKind kind,
                                  const JobContext& job);

} // namespace xo::analysis
