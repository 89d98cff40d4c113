#include "core/query/evaluator.h"

#include "core/query/marks.h"
#include "core/query/predicate.h"

#include <limits>

namespace xo::query {

Result<Outcome> Evaluator::onRows(const Node* condition, std::size_t table) {
    if (!condition) return everywhere(m_workspace.tables[table]->rows(), kYes);
    return evaluate(*condition, Frame{table, {}});
}

Result<Outcome> Evaluator::anyRow(const Node* condition, const std::vector<std::size_t>& tables) {
    Outcome out = everywhere(m_workspace.subjectCount(), kNo);
    for (const std::size_t table : tables) {
        if (m_job.cancelled()) return cancelled();
        auto tested = onRows(condition, table);
        if (!tested) return tested;
        auto subjects = m_workspace.subjects(table);
        if (!subjects) return subjects.failure();
        const auto& ids = **subjects;
        if (!markSubjects(tested->yes, ids, m_job, out.yes) || !markSubjects(tested->unknown, ids, m_job, out.unknown))
            return cancelled();
    }
    out.unknown.subtract(out.yes);
    return out;
}

Result<Outcome> Evaluator::allRows(const Node& condition, const std::vector<std::size_t>& tables) {
    Bitmap seen(m_workspace.subjectCount()), no(m_workspace.subjectCount());
    Outcome out = everywhere(m_workspace.subjectCount(), kNo);
    for (const std::size_t table : tables) {
        auto tested = onRows(&condition, table);
        if (!tested) return tested;
        auto subjects = m_workspace.subjects(table);
        if (!subjects) return subjects.failure();
        const auto& ids = **subjects;
        for (std::size_t row = 0; row < ids.size(); ++row) {
            if ((row & 0xFFFF) == 0 && m_job.cancelled()) return cancelled();
            seen.set(ids[row]);
        }
        tested->unknown.forEach([&](std::size_t row) { out.unknown.set(ids[row]); });
        Bitmap failed = std::move(tested->yes);
        failed |= tested->unknown;
        failed.flip();
        failed.forEach([&](std::size_t row) { no.set(ids[row]); });
    }
    out.yes = seen;
    out.yes.subtract(no).subtract(out.unknown);
    // nobody is satisfied with "all" of nothing, nor dissatisfied: without rows it stays unknown
    seen.flip();
    out.unknown.subtract(no);
    out.unknown |= seen;
    return out;
}

Result<Outcome> Evaluator::quantified(const Node& node) {
    const Node* condition = node.children.empty() ? nullptr : node.children[0].get();
    auto tables = quantifiedTables(m_workspace, node.rows, condition, {}, node.position);
    if (!tables) return tables.failure();
    return node.kind == NodeKind::Any ? anyRow(condition, *tables) : allRows(*condition, *tables);
}

Result<Outcome> Evaluator::onCount(const Node& node) {
    const Operand& operand = node.operand;
    auto tables = quantifiedTables(m_workspace, operand.rows, operand.condition.get(), {}, operand.position);
    if (!tables) return tables.failure();
    Column counts;
    counts.info.name = "count " + std::string(rowsWord(operand.rows));
    counts.info.type = ValueType::Integer;
    counts.rows = m_workspace.subjectCount();
    counts.numbers.assign(counts.rows, 0.0);
    for (const std::size_t table : *tables) {
        auto tested = onRows(operand.condition.get(), table);
        if (!tested) return tested;
        auto subjects = m_workspace.subjects(table);
        if (!subjects) return subjects.failure();
        const auto& ids = **subjects;
        tested->yes.forEach([&](std::size_t row) { counts.numbers[ids[row]] += 1; });
    }
    return testColumn(node, counts, m_workspace.zone, m_job);
}

Result<Outcome> Evaluator::onPick(const Node& node) {
    const Operand& operand = node.operand;
    auto tables = quantifiedTables(m_workspace, operand.rows, operand.condition.get(), operand.name, operand.position);
    if (!tables) return tables.failure();
    const bool first = operand.which == Operand::Which::First;
    std::vector<EventRef> picked(m_workspace.subjectCount());
    // rows without a time come last in "first" and lose against any time in "last"
    std::vector<Instant> times(m_workspace.subjectCount());
    std::vector<Outcome> byTable(m_workspace.tables.size());
    for (const std::size_t table : *tables) {
        if (m_job.cancelled()) return cancelled();
        auto tested = onRows(operand.condition.get(), table);
        if (!tested) return tested;
        auto subjects = m_workspace.subjects(table);
        if (!subjects) return subjects.failure();
        std::shared_ptr<const Column> time;
        if (const auto index = m_workspace.tables[table]->findRole(RoleKind::Time)) {
            auto column = m_workspace.tables[table]->column(*index);
            if (!column) return column.failure();
            if ((*column)->isTime()) time = *column;
        }
        const auto& ids = **subjects;
        tested->yes.forEach([&](std::size_t row) {
            Instant at = time ? time->times[row] : kNoTime;
            if (first && at == kNoTime) at = std::numeric_limits<Instant>::max();
            const std::uint32_t subject = ids[row];
            EventRef& best = picked[subject];
            if (best.table >= 0 && (first ? at >= times[subject] : at < times[subject])) return;
            best = {static_cast<std::int32_t>(table), static_cast<std::uint32_t>(row)};
            times[subject] = at;
        });
        auto values = testTableColumn(node, table, *m_workspace.tables[table]->find(operand.name));
        if (!values) return values;
        byTable[table] = std::move(*values);
    }
    const unsigned absent = outcomeOfAbsent(node);
    return scan(picked.size(), m_job, [&](std::size_t subject) {
        const EventRef& best = picked[subject];
        return best.table < 0 ? absent : valueAt(byTable[static_cast<std::size_t>(best.table)], best.row);
    });
}

} // namespace xo::query
