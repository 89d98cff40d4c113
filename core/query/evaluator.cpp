#include "core/query/evaluator.h"

#include "core/query/predicate.h"

namespace xo::query {

Result<std::shared_ptr<const std::vector<std::uint32_t>>> customerRows(const Workspace& workspace, std::size_t table) {
    using RowOf = std::vector<std::uint32_t>;
    return workspace.cached<RowOf>("query.customer_rows/" + std::to_string(table),
                                   [&]() -> Result<std::shared_ptr<const RowOf>> {
                                       auto subjects = workspace.subjects(table);
                                       if (!subjects) return subjects.failure();
                                       auto rows = std::make_shared<RowOf>(workspace.subjectCount(), kNoRow);
                                       for (std::size_t row = (*subjects)->size(); row-- > 0;)
                                           (*rows)[(**subjects)[row]] = static_cast<std::uint32_t>(row);
                                       return std::shared_ptr<const RowOf>(rows);
                                   });
}

std::size_t Evaluator::sizeOf(const Frame& frame) const {
    return frame.table ? m_workspace.tables[*frame.table]->rows() : m_workspace.subjectCount();
}

Result<Outcome> Evaluator::evaluate(const Node& node, const Frame& frame) {
    if (m_job.cancelled()) return cancelled();
    switch (node.kind) {
    case NodeKind::Or:
    case NodeKind::And:
    case NodeKind::Not:
        return connective(node, frame);
    case NodeKind::Compare:
    case NodeKind::Between:
    case NodeKind::In:
    case NodeKind::Contains:
    case NodeKind::StartsWith:
    case NodeKind::State:
        if (node.operand.kind == Operand::Kind::Column) return onColumn(node, frame);
        return spread(node.operand.kind == Operand::Kind::Count ? onCount(node) : onPick(node), frame);
    case NodeKind::Any:
    case NodeKind::All:
        return spread(quantified(node), frame);
    case NodeKind::Reached:
        return spread(reached(node), frame);
    case NodeKind::JourneyReached:
    case NodeKind::JourneyStopped:
        return spread(journey(node), frame);
    case NodeKind::Tag:
        return spread(tag(node), frame);
    case NodeKind::Segment:
        break;
    }
    return spread(segment(node), frame);
}

// every part is evaluated even when the outcome is settled, so that a mistake in any of them is reported
Result<Outcome> Evaluator::connective(const Node& node, const Frame& frame) {
    auto out = evaluate(*node.children[0], frame);
    if (!out) return out;
    if (node.kind == NodeKind::Not) {
        negate(*out);
        return out;
    }
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        auto part = evaluate(*node.children[i], frame);
        if (!part) return part;
        node.kind == NodeKind::And ? conjoin(*out, *part) : disjoin(*out, *part);
    }
    return out;
}

Result<Outcome> Evaluator::spread(Result<Outcome> bySubject, const Frame& frame) {
    if (!bySubject || !frame.table) return bySubject;
    auto subjects = m_workspace.subjects(*frame.table);
    if (!subjects) return subjects.failure();
    Outcome& source = *bySubject;
    if (source.yes.size() > 0) {
        source.yes.reset(0);
        source.unknown.set(0);
    }
    const std::uint32_t* ids = (*subjects)->data();
    return scan((*subjects)->size(), m_job, [ids, &source](std::size_t row) { return valueAt(source, ids[row]); });
}

Result<Outcome> Evaluator::testTableColumn(const Node& node, std::size_t table, std::size_t column) {
    auto loaded = m_workspace.tables[table]->column(column);
    if (!loaded) return loaded.failure();
    return testColumn(node, **loaded, m_workspace.zone, m_job);
}

Result<Outcome> Evaluator::onColumn(const Node& node, const Frame& frame) {
    auto target = resolve(m_workspace, frame, node.operand.rows, node.operand.name, node.operand.position);
    if (!target) return target.failure();
    switch (target->kind) {
    case Target::Kind::Own:
        return testTableColumn(node, *frame.table, target->column);
    case Target::Kind::Absent:
        return everywhere(sizeOf(frame), outcomeOfAbsent(node));
    case Target::Kind::Tied:
        return onTied(node, *target, frame);
    case Target::Kind::OfCustomer:
        return onCustomer(node, *target, frame);
    case Target::Kind::AnyRow:
        break;
    }
    return spread(anyRow(&node, target->tables), frame);
}

Result<Outcome> Evaluator::onTied(const Node& node, const Target& target, const Frame& frame) {
    auto ties = m_hooks.ties(m_workspace, *frame.table, node.operand.name, m_job);
    if (!ties) return ties.failure();
    std::vector<Outcome> byTable(m_workspace.tables.size());
    for (const std::size_t table : target.tables) {
        auto tested = testTableColumn(node, table, *m_workspace.tables[table]->find(node.operand.name));
        if (!tested) return tested;
        byTable[table] = std::move(*tested);
    }
    const unsigned absent = outcomeOfAbsent(node);
    const EventRef* events = (*ties)->events.data();
    return scan((*ties)->events.size(), m_job, [&](std::size_t row) {
        const EventRef& event = events[row];
        if (event.table < 0) return absent;
        const Outcome& tested = byTable[static_cast<std::size_t>(event.table)];
        return event.row < tested.yes.size() ? valueAt(tested, event.row) : absent;
    });
}

Result<Outcome> Evaluator::onCustomer(const Node& node, const Target& target, const Frame& frame) {
    auto rows = customerRows(m_workspace, target.tables.front());
    if (!rows) return rows.failure();
    auto tested = testTableColumn(node, target.tables.front(), target.column);
    if (!tested) return tested;
    const unsigned absent = outcomeOfAbsent(node);
    const std::uint32_t* rowOf = (*rows)->data();
    return spread(scan((*rows)->size(), m_job,
                       [&](std::size_t subject) {
                           const std::uint32_t row = rowOf[subject];
                           return row == kNoRow ? absent : valueAt(*tested, row);
                       }),
                  frame);
}

Result<Outcome> evaluateRows(const Filter& filter, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                             const std::vector<std::size_t>& siblings, const JobContext& job) {
    Frame frame{table, siblings};
    std::erase(frame.siblings, table);
    if (!filter.root) return everywhere(workspace.tables[table]->rows(), kYes);
    return Evaluator(workspace, hooks, job).evaluate(*filter.root, frame);
}

Result<Outcome> evaluateSubjects(const Filter& filter, const Workspace& workspace, const Hooks& hooks,
                                 const JobContext& job) {
    auto known = workspace.knownSubjects();
    if (!known) return known.failure();
    if (!filter.root) return Outcome{**known, Bitmap((*known)->size())};
    auto out = Evaluator(workspace, hooks, job).evaluate(*filter.root, Frame{});
    if (!out) return out;
    out->yes &= **known;
    out->unknown &= **known;
    return out;
}

} // namespace xo::query
