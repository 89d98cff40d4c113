#pragma once

#include "core/query/outcome.h"
#include "core/query/resolve.h"

#include <map>
#include <string>
#include <vector>

namespace xo::query {

/// Evaluates one condition tree. Used once per call of evaluateRows/evaluateSubjects; not thread-safe.
class Evaluator {
public:
    Evaluator(const Workspace& workspace, const Hooks& hooks, const JobContext& job)
        : m_workspace(workspace), m_hooks(hooks), m_job(job) {}

    /// Rows of the frame's table, or subjectCount() subjects.
    std::size_t sizeOf(const Frame& frame) const;
    /// `where`: only the outcome of these rows of the frame is wanted; null = of all.
    Result<Outcome> evaluate(const Node& node, const Frame& frame, const Bitmap* where = nullptr);

    /// A whole condition.
    Result<Outcome> whole(const NodePtr& root, const Frame& frame);

private:
    Result<Outcome> connective(const Node& node, const Frame& frame, const Bitmap* where);
    /// The same as evaluate(), from what is kept with the snapshot where it was evaluated before.
    Result<std::shared_ptr<const Outcome>> part(const NodePtr& node, const Frame& frame);
    /// Texts of the frame's own rows are searched: worth asking last, and of the rows only that are still in question.
    bool isSlow(const Node& node, const Frame& frame) const;
    Result<Outcome> onColumn(const Node& node, const Frame& frame, const Bitmap* where);
    Result<Outcome> onTied(const Node& node, const Target& target, const Frame& frame);
    Result<Outcome> onCustomer(const Node& node, const Target& target, const Frame& frame);
    // the following give one outcome per subject
    Result<Outcome> onCount(const Node& node);
    Result<Outcome> onPick(const Node& node);
    Result<Outcome> anyRow(const Node* condition, const std::vector<std::size_t>& tables);
    Result<Outcome> allRows(const Node& condition, const std::vector<std::size_t>& tables);
    Result<Outcome> quantified(const Node& node);
    Result<Outcome> reached(const Node& node); ///< kept with the workspace
    Result<Outcome> findReached(const Node& node);
    Result<Outcome> journey(const Node& node);
    Result<Outcome> tag(const Node& node);
    Result<Outcome> segment(const Node& node);

    /// An outcome per subject as one per row of the frame; rows without a subject are unknown.
    Result<Outcome> spread(Result<Outcome> bySubject, const Frame& frame);
    /// The condition on a table's rows; everything when there is none.
    Result<Outcome> onRows(const Node* condition, std::size_t table);
    Result<Outcome> testTableColumn(const Node& node, std::size_t table, std::size_t column,
                                    const Bitmap* where = nullptr);

    const Workspace& m_workspace;
    const Hooks& m_hooks;
    const JobContext& m_job;
    std::vector<std::string> m_segments;     ///< being evaluated, outermost first
    std::vector<std::string> m_stages;       ///< of journeys, whose conditions are being evaluated
    std::map<std::string, Bitmap> m_members; ///< of the live segments evaluated so far
};

inline constexpr std::uint32_t kNoRow = UINT32_MAX;
/// Row of each subject in a customers dataset (its first one there), kNoRow where it has none. Kept with the workspace.
Result<std::shared_ptr<const std::vector<std::uint32_t>>> customerRows(const Workspace& workspace, std::size_t table);

} // namespace xo::query
