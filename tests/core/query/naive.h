#pragma once

#include "core/base/text.h"
#include "core/query/ast.h"
#include "tests/core/query/fixture.h"

#include <functional>

namespace xo::querytest {

/// The filter language row by row, straight from its definition: no bitmaps, no codes, no dictionaries. Slow, and
/// written without looking at the evaluator: what the two must agree on is the specification.
class Naive {
public:
    enum class Tri { No, Unknown, Yes };

    /// Where a condition stands: a row of a table, or a customer as such.
    struct At {
        int table = -1;
        std::size_t row = 0;
        std::uint32_t subject = 0;
        std::vector<std::size_t> siblings;
    };

    Naive(const Workspace& workspace, const query::Hooks& hooks) : m_workspace(workspace), m_hooks(hooks) {
        for (std::size_t table = 0; table < workspace.tables.size(); ++table) {
            m_subjects.push_back(*workspace.subjects(table));
            std::vector<std::vector<std::size_t>> rows(workspace.subjectCount());
            for (std::size_t row = 0; row < m_subjects.back()->size(); ++row)
                rows[(*m_subjects.back())[row]].push_back(row);
            m_rowsOf.push_back(std::move(rows));
        }
    }

    At atRow(std::size_t table, std::size_t row, std::vector<std::size_t> siblings = {}) const {
        return {static_cast<int>(table), row, (*m_subjects[table])[row], std::move(siblings)};
    }
    static At atSubject(std::uint32_t subject) { return {-1, 0, subject, {}}; }

    Tri eval(const query::Node& node, const At& at) const {
        using query::NodeKind;
        switch (node.kind) {
        case NodeKind::Or:
        case NodeKind::And: {
            Tri out = node.kind == NodeKind::Or ? Tri::No : Tri::Yes;
            for (const auto& child : node.children)
                out = node.kind == NodeKind::Or ? std::max(out, eval(*child, at)) : std::min(out, eval(*child, at));
            return out;
        }
        case NodeKind::Not:
            return static_cast<Tri>(2 - static_cast<int>(eval(*node.children[0], at)));
        case NodeKind::Any:
        case NodeKind::All:
            return quantified(node, at);
        case NodeKind::Reached:
            if (!at.subject) return Tri::Unknown;
            for (const std::size_t table : {kVisits, kCalls})
                for (const std::size_t row : m_rowsOf[table][at.subject])
                    if (cell(table, *m_workspace.tables[table]->findRole(RoleKind::Stage), row)->text == node.name)
                        return Tri::Yes;
            return Tri::No;
        case NodeKind::Journey:
            if (!at.subject) return Tri::Unknown;
            return tri((*m_hooks.journey(m_workspace, *node.figure, JobContext()))->test(at.subject));
        case NodeKind::Tag:
            return tag(node, at);
        case NodeKind::Segment:
            return segment(node, at);
        default:
            return predicate(node, at);
        }
    }

private:
    struct Cell {
        CellState state = CellState::Blank;
        std::string text;
        double number = 0;
        Instant time = kNoTime;
        ValueType type = ValueType::Category;
    };

    static Tri tri(bool value) { return value ? Tri::Yes : Tri::No; }

    std::optional<Cell> cell(std::size_t table, std::size_t index, std::size_t row) const {
        const auto column = *m_workspace.tables[table]->column(index);
        Cell out;
        out.type = column->info.type;
        out.state = column->state(row);
        if (out.state != CellState::Valid) return out;
        out.text = column->text(row, m_workspace.zone);
        if (column->isNumeric()) out.number = column->number(row);
        if (column->isTime()) out.time = column->times[row];
        return out;
    }

    static std::optional<DatasetKind> kindOf(query::Rows rows) {
        switch (rows) {
        case query::Rows::Answer:
            return DatasetKind::Answers;
        case query::Rows::Event:
            return DatasetKind::Events;
        case query::Rows::Feedback:
            return DatasetKind::Feedback;
        case query::Rows::Customer:
            return DatasetKind::Customers;
        default:
            return std::nullopt;
        }
    }
    std::vector<std::size_t> holding(std::optional<DatasetKind> kind, const std::string& name) const {
        std::vector<std::size_t> out;
        for (std::size_t table = 0; table < m_workspace.tables.size(); ++table)
            if ((!kind || m_workspace.tables[table]->kind() == *kind) && m_workspace.tables[table]->find(name))
                out.push_back(table);
        return out;
    }

    Tri predicate(const query::Node& node, const At& at) const {
        const query::Operand& operand = node.operand;
        if (operand.kind == query::Operand::Kind::Count) {
            if (!at.subject) return Tri::Unknown;
            Cell counted;
            counted.type = ValueType::Integer;
            counted.state = CellState::Valid;
            counted.number = static_cast<double>(rowsWhere(operand.rows, operand.condition, "", at.subject).size());
            return test(node, counted);
        }
        if (operand.kind == query::Operand::Kind::Pick) return picked(node, at);
        auto kind = kindOf(operand.rows);
        const Table* own = at.table >= 0 ? m_workspace.tables[static_cast<std::size_t>(at.table)].get() : nullptr;
        if (own && (!kind || *kind == own->kind())) {
            if (const auto index = own->find(operand.name))
                return test(node, *cell(static_cast<std::size_t>(at.table), *index, at.row));
            for (const std::size_t sibling : at.siblings)
                if (m_workspace.tables[sibling]->find(operand.name)) return test(node, Cell());
        }
        auto tables = holding(kind, operand.name);
        const bool bare = !kind;
        if (bare) {
            // on customers as such, bare names are the customers dataset's
            if (at.table < 0)
                if (const auto people = holding(DatasetKind::Customers, operand.name); !people.empty()) tables = people;
            if (tables.size() != 1) throw std::string("unresolved " + operand.name);
            kind = m_workspace.tables[tables[0]]->kind();
        }
        if (tables.empty()) throw std::string("unresolved " + operand.name);
        const bool tied = own && (own->kind() == DatasetKind::Answers || own->kind() == DatasetKind::Feedback);
        if (kind == DatasetKind::Events && !bare && tied) {
            const auto ties =
                *m_hooks.ties(m_workspace, static_cast<std::size_t>(at.table), operand.name, JobContext());
            const EventRef event = ties->events[at.row];
            if (event.table < 0) return test(node, Cell());
            const auto table = static_cast<std::size_t>(event.table);
            return test(node, *cell(table, *m_workspace.tables[table]->find(operand.name), event.row));
        }
        if (!at.subject) return Tri::Unknown;
        if (kind == DatasetKind::Customers) {
            const auto& rows = m_rowsOf[tables[0]][at.subject];
            if (rows.empty()) return test(node, Cell());
            return test(node, *cell(tables[0], *m_workspace.tables[tables[0]]->find(operand.name), rows.front()));
        }
        Tri out = Tri::No;
        for (const std::size_t table : tables)
            for (const std::size_t row : m_rowsOf[table][at.subject])
                out = std::max(out, test(node, *cell(table, *m_workspace.tables[table]->find(operand.name), row)));
        return out;
    }

    /// Names of the rows' own columns in a condition on them.
    static void names(const query::NodePtr& node, query::Rows rows, std::vector<std::string>& out) {
        using query::NodeKind;
        if (!node) return;
        if (node->kind == NodeKind::And || node->kind == NodeKind::Or || node->kind == NodeKind::Not) {
            for (const auto& child : node->children)
                names(child, rows, out);
        } else if (node->kind >= NodeKind::Compare && node->kind <= NodeKind::State &&
                   node->operand.kind == query::Operand::Kind::Column &&
                   (node->operand.rows == query::Rows::Own || node->operand.rows == rows)) {
            out.push_back(node->operand.name);
        }
    }

    struct Tested {
        std::size_t table, row;
        Tri outcome;
    };
    std::vector<Tested> testedRows(query::Rows rows, const query::NodePtr& condition, const std::string& name,
                                   std::uint32_t subject) const {
        std::vector<std::string> needed;
        names(condition, rows, needed);
        if (!name.empty()) needed.push_back(name);
        std::vector<Tested> out;
        bool some = false;
        for (const std::size_t table : m_workspace.tablesOfKind(*kindOf(rows))) {
            bool all = true;
            for (const std::string& one : needed)
                if (!holding(kindOf(rows), one).empty() && !m_workspace.tables[table]->find(one)) all = false;
            if (!all) continue;
            some = true;
            for (const std::size_t row : m_rowsOf[table][subject])
                out.push_back({table, row, condition ? eval(*condition, atRow(table, row)) : Tri::Yes});
        }
        if (!some) throw std::string("apart");
        return out;
    }
    std::vector<Tested> rowsWhere(query::Rows rows, const query::NodePtr& condition, const std::string& name,
                                  std::uint32_t subject) const {
        auto out = testedRows(rows, condition, name, subject);
        std::erase_if(out, [](const Tested& tested) { return tested.outcome != Tri::Yes; });
        return out;
    }

    Tri quantified(const query::Node& node, const At& at) const {
        const auto condition = node.children.empty() ? nullptr : node.children[0];
        const auto rows = testedRows(node.rows, condition, "", at.subject);
        if (!at.subject) return Tri::Unknown;
        const bool any = node.kind == query::NodeKind::Any;
        if (rows.empty()) return any ? Tri::No : Tri::Unknown;
        Tri out = any ? Tri::No : Tri::Yes;
        for (const Tested& tested : rows)
            out = any ? std::max(out, tested.outcome) : std::min(out, tested.outcome);
        return out;
    }

    Tri picked(const query::Node& node, const At& at) const {
        const query::Operand& operand = node.operand;
        auto rows = rowsWhere(operand.rows, operand.condition, operand.name, at.subject);
        if (!at.subject) return Tri::Unknown;
        if (rows.empty()) return test(node, Cell());
        const auto timeOf = [&](const Tested& tested) {
            const auto index = m_workspace.tables[tested.table]->findRole(RoleKind::Time);
            return index ? cell(tested.table, *index, tested.row)->time : kNoTime;
        };
        std::vector<Tested> timed;
        for (const Tested& tested : rows)
            if (timeOf(tested) != kNoTime) timed.push_back(tested);
        if (!timed.empty()) rows = timed;
        // rows stand in dataset and row order already
        std::stable_sort(rows.begin(), rows.end(),
                         [&](const Tested& a, const Tested& b) { return timeOf(a) < timeOf(b); });
        const Tested& chosen = operand.which == query::Operand::Which::First ? rows.front() : rows.back();
        return test(node, *cell(chosen.table, *m_workspace.tables[chosen.table]->find(operand.name), chosen.row));
    }

    Tri tag(const query::Node& node, const At& at) const {
        if (!at.subject) return Tri::Unknown;
        for (const TagValue& value : m_workspace.tags.at(node.name)) {
            if (value.customer != at.subject) continue;
            bool fits = false;
            switch (node.tagSource) {
            case query::TagSource::Unset:
                fits = value.source == "actual" || value.source == "rule";
                break;
            case query::TagSource::Actual:
                fits = value.source == "actual";
                break;
            case query::TagSource::Rule:
                fits = value.source == "rule";
                break;
            case query::TagSource::Predicted:
                fits = value.source == "predicted";
                break;
            case query::TagSource::Any:
                fits = true;
                break;
            }
            if (fits &&
                (node.values.empty() || ordered(node.comparison, value.probability < node.values[0].number   ? -1
                                                                 : value.probability > node.values[0].number ? 1
                                                                                                             : 0)))
                return Tri::Yes;
        }
        return Tri::No;
    }

    Tri segment(const query::Node& node, const At& at) const {
        if (!at.subject) return Tri::Unknown;
        for (const Segment& segment : m_workspace.segments) {
            if (segment.name != node.name) continue;
            if (segment.snapshot) {
                for (const std::string& key : segment.snapshotKeys)
                    if (key == m_workspace.subjectKey(at.subject)) return Tri::Yes;
                return Tri::No;
            }
            return tri(eval(*query::parse(segment.rule)->root, atSubject(at.subject)) == Tri::Yes);
        }
        throw std::string("segment");
    }

    static bool ordered(query::Comparison comparison, int order) {
        switch (comparison) {
        case query::Comparison::Equal:
            return order == 0;
        case query::Comparison::NotEqual:
            return order != 0;
        case query::Comparison::Less:
            return order < 0;
        case query::Comparison::LessEqual:
            return order <= 0;
        case query::Comparison::Greater:
            return order > 0;
        case query::Comparison::GreaterEqual:
            return order >= 0;
        }
        return false;
    }

    /// −1, 0, 1, or none where the two cannot be put in order (they then differ).
    std::optional<int> order(const Cell& cell, const query::Literal& literal) const {
        const auto sign = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : 0; };
        if (cell.time != kNoTime) {
            const ParsedTime time = *parseTime(literal.text);
            if (!time.dateOnly) return sign(cell.time, m_workspace.zone.fromParsed(time));
            return sign(civilFromDays(m_workspace.zone.localDay(cell.time)), civilFromDays(time.localMs / kMsPerDay));
        }
        const bool numeric =
            cell.type == ValueType::Score || cell.type == ValueType::Integer || cell.type == ValueType::Number;
        if (numeric) return sign(cell.number, literal.isNumber ? literal.number : *parseNumber(literal.text));
        if (!literal.isNumber) return sign(codePoints(cell.text), codePoints(literal.text));
        const auto number = parseNumber(cell.text);
        if (!number) return std::nullopt;
        return sign(*number, literal.number);
    }
    static std::u32string codePoints(const std::string& text) {
        std::u32string out;
        for (std::size_t offset = 0; offset < text.size();)
            out += nextCodePoint(text, offset);
        return out;
    }

    Tri test(const query::Node& node, const Cell& cell) const {
        using query::NodeKind;
        if (node.kind == NodeKind::State) return tri((cell.state == node.state) != node.negated);
        if (cell.state != CellState::Valid) return Tri::Unknown;
        if (cell.type == ValueType::Set && (node.kind == NodeKind::Compare || node.kind == NodeKind::In)) {
            // the text shows the options; no option of these tests holds "; "
            bool found = false;
            for (std::size_t from = 0; from <= cell.text.size();) {
                const std::size_t end = std::min(cell.text.find("; ", from), cell.text.size());
                Cell option;
                option.state = CellState::Valid;
                option.text = cell.text.substr(from, end - from);
                for (const query::Literal& literal : node.values)
                    if (order(option, literal) == 0) found = true;
                from = end + 2;
            }
            const bool wanted = node.kind == NodeKind::In ? !node.negated : node.comparison == query::Comparison::Equal;
            return tri(found == wanted);
        }
        switch (node.kind) {
        case NodeKind::Compare: {
            const auto at = order(cell, node.values[0]);
            if (at) return tri(ordered(node.comparison, *at));
            if (node.comparison == query::Comparison::Equal) return Tri::No;
            return node.comparison == query::Comparison::NotEqual ? Tri::Yes : Tri::Unknown;
        }
        case NodeKind::Between: {
            const auto low = order(cell, node.values[0]), high = order(cell, node.values[1]);
            if (!low || !high) return Tri::Unknown;
            return tri((*low >= 0 && *high <= 0) != node.negated);
        }
        case NodeKind::In: {
            bool found = false;
            for (const query::Literal& literal : node.values)
                if (order(cell, literal) == 0) found = true;
            return tri(found != node.negated);
        }
        case NodeKind::Contains:
            return tri((cell.text.find(node.values[0].text) != std::string::npos) != node.negated);
        default:
            break;
        }
        const std::string& start = node.values[0].text;
        return tri((cell.text.substr(0, start.size()) == start) != node.negated);
    }

    const Workspace& m_workspace;
    const query::Hooks& m_hooks;
    std::vector<std::shared_ptr<const std::vector<std::uint32_t>>> m_subjects;
    std::vector<std::vector<std::vector<std::size_t>>> m_rowsOf;
};

} // namespace xo::querytest
