#include "core/query/evaluator.h"

#include "core/query/partcache.h"
#include "core/query/predicate.h"

#include <algorithm>
#include <optional>

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

Result<Outcome> Evaluator::evaluate(const Node& node, const Frame& frame, const Bitmap* where) {
    if (m_job.cancelled()) return cancelled();
    switch (node.kind) {
    case NodeKind::Or:
    case NodeKind::And:
    case NodeKind::Not:
        return connective(node, frame, where);
    case NodeKind::Compare:
    case NodeKind::Between:
    case NodeKind::In:
    case NodeKind::Contains:
    case NodeKind::StartsWith:
    case NodeKind::State:
        if (node.operand.kind == Operand::Kind::Column) return onColumn(node, frame, where);
        return spread(node.operand.kind == Operand::Kind::Count ? onCount(node) : onPick(node), frame);
    case NodeKind::Any:
    case NodeKind::All:
        return spread(quantified(node), frame);
    case NodeKind::Reached:
        return spread(reached(node), frame);
    case NodeKind::Journey:
        return spread(journey(node), frame);
    case NodeKind::Tag:
        return spread(tag(node), frame);
    case NodeKind::Segment:
        break;
    }
    return spread(segment(node), frame);
}

Result<std::shared_ptr<const Outcome>> Evaluator::part(const NodePtr& node, const Frame& frame) {
    std::string key = frame.table ? std::to_string(*frame.table) : std::string("-");
    for (const std::size_t sibling : frame.siblings)
        key += "," + std::to_string(sibling);
    key += " " + print(Filter{node});
    const auto kept = partCache(m_workspace);
    if (auto known = kept->find(key)) return known;
    auto found = evaluate(*node, frame);
    if (!found) return found.failure();
    auto out = std::make_shared<const Outcome>(std::move(*found));
    kept->keep(key, out);
    return out;
}

Result<Outcome> Evaluator::whole(const NodePtr& root, const Frame& frame) {
    // the parts of a conjunction are kept one by one
    if (root->kind == NodeKind::And) return evaluate(*root, frame);
    const auto out = part(root, frame);
    if (!out) return out.failure();
    return **out;
}

bool Evaluator::isSlow(const Node& node, const Frame& frame) const {
    if (node.kind == NodeKind::Not) return isSlow(*node.children[0], frame);
    if (!frame.table || node.operand.kind != Operand::Kind::Column || node.operand.name.empty()) return false;
    const auto target = resolve(m_workspace, frame, node.operand.rows, node.operand.name, node.operand.position);
    return target && target->kind == Target::Kind::Own &&
           m_workspace.tables[*frame.table]->columns()[target->column].type == ValueType::Text;
}

// every part is evaluated even when the outcome is settled, so that a mistake in any of them is reported
Result<Outcome> Evaluator::connective(const Node& node, const Frame& frame, const Bitmap* where) {
    std::vector<NodePtr> parts = node.children;
    const bool both = node.kind == NodeKind::And;
    if (both)
        std::stable_partition(parts.begin(), parts.end(), [&](const NodePtr& part) { return !isSlow(*part, frame); });
    Result<Outcome> out = cancelled();
    if (both && !where) {
        const auto first = part(parts[0], frame);
        if (!first) return first.failure();
        out = **first;
    } else {
        out = evaluate(*parts[0], frame, where);
        if (!out) return out;
    }
    if (node.kind == NodeKind::Not) {
        negate(*out);
        return out;
    }
    for (std::size_t i = 1; i < parts.size(); ++i) {
        std::optional<Bitmap> open; // rows that the parts so far leave in question
        if (both && isSlow(*parts[i], frame)) {
            open = out->yes;
            *open |= out->unknown;
            if (where) *open &= *where;
        }
        if (open || !both || where) {
            auto found = evaluate(*parts[i], frame, open ? &*open : where);
            if (!found) return found;
            both ? conjoin(*out, *found) : disjoin(*out, *found);
            continue;
        }
        const auto found = part(parts[i], frame);
        if (!found) return found.failure();
        conjoin(*out, **found);
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

Result<Outcome> Evaluator::testTableColumn(const Node& node, std::size_t table, std::size_t column,
                                           const Bitmap* where) {
    auto loaded = m_workspace.tables[table]->column(column);
    if (!loaded) return loaded.failure();
    const Column& cells = **loaded;
    if (!cells.isTime() || node.kind == NodeKind::State)
        return testColumn(node, cells, m_workspace.zone, m_job, nullptr, where);
    const auto days = m_workspace.cached<DayCodes>("query.days/" + std::to_string(table) + "/" + std::to_string(column),
                                                   [&]() -> Result<std::shared_ptr<const DayCodes>> {
                                                       auto made = dayCodes(cells, m_workspace.zone, m_job);
                                                       if (!made) return made.failure();
                                                       return std::make_shared<const DayCodes>(std::move(*made));
                                                   });
    if (!days) return days.failure();
    return testColumn(node, cells, m_workspace.zone, m_job, days->get(), where);
}

Result<Outcome> Evaluator::onColumn(const Node& node, const Frame& frame, const Bitmap* where) {
    auto target = resolve(m_workspace, frame, node.operand.rows, node.operand.name, node.operand.position);
    if (!target) return target.failure();
    switch (target->kind) {
    case Target::Kind::Own:
        return testTableColumn(node, *frame.table, target->column, where);
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
    return Evaluator(workspace, hooks, job).whole(filter.root, frame);
}

Result<Outcome> evaluateSubjects(const Filter& filter, const Workspace& workspace, const Hooks& hooks,
                                 const JobContext& job) {
    auto known = workspace.knownSubjects();
    if (!known) return known.failure();
    if (!filter.root) return Outcome{**known, Bitmap((*known)->size())};
    auto out = Evaluator(workspace, hooks, job).whole(filter.root, Frame{});
    if (!out) return out;
    out->yes &= **known;
    out->unknown &= **known;
    return out;
}

} // namespace xo::query
