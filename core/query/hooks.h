#pragma once

#include "core/base/job.h"
#include "core/columnar/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo::query {

struct Node; ///< syntax tree, core/query/ast.h

/// How a counted attempt stands to a stage. Reached: it got there. Passed: on to the next stage too (one that may be
/// passed over doesn't count as the next). Stopped: there and no further, in whatever way. Lost, Open: stopped, and its
/// window is over or still runs. Excluded: stopped by the exclusion event. Overdue: open for longer than nine of ten
/// took to go on. Converted: it went through the whole journey.
enum class JourneyState { Reached, Passed, Stopped, Lost, Open, Converted, Excluded, Overdue };

/// journey('J', from = '2026-01-01').stopped('S', lost): the customers behind one figure of a funnel. What is blank or
/// unset is the journey's own.
struct JourneyFigure {
    std::string journey;             ///< a saved one; blank: `stages`
    std::vector<std::string> stages; ///< values of the stage column
    std::string dataset;
    std::string from, to, asOf; ///< ISO dates or date-times: first-stage events lie in from … to
    std::optional<Span> window;
    std::optional<FunnelOrder> order;
    std::optional<FunnelAttempt> attempt;
    bool removeExcluded = false;
    std::shared_ptr<const Node> filter; ///< condition on the events counted; null = none
    std::string by;                     ///< the attempts of one group only, that of `group`; blank = all
    std::optional<std::string> group;   ///< nullopt = the blank group
    std::string stage;
    std::size_t nth = 0; ///< of several stages of that name, 1 = the first; 0 = as many as fit
    JourneyState state = JourneyState::Reached;
    bool matured = false;          ///< only attempts whose window is over
    std::size_t stagePosition = 0; ///< of the stage's name in the condition, 1-based
};

/// What conditions need from rooms that stand beside this one; analysis/ supplies it (arrows: siblings don't know each
/// other).
class Hooks {
public:
    virtual ~Hooks() = default;
    /// The event each row of an answers (feedback, invitations) table is tied to, looking only at event tables that
    /// hold `column` (blank = all) — "ambiguous" is judged on that column. Cached by the implementation.
    virtual Result<std::shared_ptr<const Ties>> ties(const Workspace& workspace, std::size_t answersTable,
                                                     const std::string& column, const JobContext& job) const = 0;
    /// Bit per subject id: those with at least one counted attempt that stands so. Of several stages of a name (nth =
    /// 0) the first is meant by Reached, the one any of which they passed or stopped at by the others. Errors:
    /// query.unknown_journey, query.unknown_stage, those of the funnel and of its filter.
    virtual Result<std::shared_ptr<const Bitmap>> journey(const Workspace& workspace, const JourneyFigure& figure,
                                                          const JobContext& job) const = 0;
};

} // namespace xo::query
