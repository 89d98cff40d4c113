#include "core/query/resolve.h"

#include "core/base/text.h"

#include <algorithm>
#include <set>

namespace xo::query {

namespace {

std::string place(std::size_t position) {
    return position ? placeOf(position) : std::string();
}

bool isReachable(DatasetKind kind) {
    return kind != DatasetKind::Metrics && kind != DatasetKind::Identities;
}

Rows rowsOfKind(DatasetKind kind) {
    switch (kind) {
    case DatasetKind::Answers:
        return Rows::Answer;
    case DatasetKind::Feedback:
        return Rows::Feedback;
    case DatasetKind::Events:
        return Rows::Event;
    case DatasetKind::Invitations:
        return Rows::Invitation;
    case DatasetKind::Customers:
        return Rows::Customer;
    case DatasetKind::Metrics:
    case DatasetKind::Identities:
        break;
    }
    return Rows::Own;
}

std::vector<std::size_t> holders(const Workspace& workspace, DatasetKind kind, const std::string& name) {
    std::vector<std::size_t> out;
    for (const std::size_t table : workspace.tablesOfKind(kind))
        if (workspace.tables[table]->find(name)) out.push_back(table);
    return out;
}

/// Names a user could have meant: of one kind's datasets, or of the frame's table and everything that can be reached.
Unexpected unknownName(const Workspace& workspace, const Frame& frame, Rows prefix, const std::string& name,
                       std::size_t position) {
    std::vector<std::string> candidates;
    const auto addTable = [&](std::size_t table) {
        for (const ColumnInfo& column : workspace.tables[table]->columns()) {
            candidates.push_back(column.name);
            if (!column.label.empty()) candidates.push_back(column.label);
        }
    };
    const auto kind = kindOfRows(prefix);
    if (!kind && frame.table) addTable(*frame.table);
    for (std::size_t table = 0; table < workspace.tables.size(); ++table)
        if (kind ? workspace.tables[table]->kind() == *kind
                 : isReachable(workspace.tables[table]->kind()) && table != frame.table)
            addTable(table);
    return fail("query.unknown_name", {name, nearestOrDash(name, candidates)}, place(position));
}

Result<Target> resolveBare(const Workspace& workspace, const Frame& frame, const std::string& name,
                           std::size_t position, BareEvents bareEvents) {
    if (!frame.table)
        if (const auto customers = holders(workspace, DatasetKind::Customers, name); !customers.empty())
            return Target{Target::Kind::OfCustomer,
                          Rows::Customer,
                          {customers.front()},
                          *workspace.tables[customers.front()]->find(name)};
    std::vector<std::size_t> found;
    for (std::size_t table = 0; table < workspace.tables.size(); ++table)
        if (table != frame.table && isReachable(workspace.tables[table]->kind()) && workspace.tables[table]->find(name))
            found.push_back(table);
    if (found.empty()) return unknownName(workspace, frame, Rows::Own, name, position);
    if (found.size() > 1) {
        std::vector<std::string> names;
        for (const std::size_t table : found)
            names.push_back(workspace.tables[table]->name());
        return fail("query.ambiguous_name", {name, joined(names, ", ")}, place(position));
    }
    const Table& table = *workspace.tables[found.front()];
    Target target{Target::Kind::AnyRow, rowsOfKind(table.kind()), found, *table.find(name)};
    if (table.kind() == DatasetKind::Customers) target.kind = Target::Kind::OfCustomer;
    if (table.kind() == DatasetKind::Events && bareEvents == BareEvents::Tied && frame.table &&
        isTiedKind(workspace.tables[*frame.table]->kind()))
        target.kind = Target::Kind::Tied;
    return target;
}

void collectNames(const Node& node, Rows rows, std::set<std::string>& names) {
    for (const NodePtr& child : node.children)
        if (node.kind == NodeKind::Or || node.kind == NodeKind::And || node.kind == NodeKind::Not)
            collectNames(*child, rows, names);
    if (hasOperand(node.kind) && node.operand.kind == Operand::Kind::Column &&
        (node.operand.rows == Rows::Own || node.operand.rows == rows))
        names.insert(node.operand.name);
}

} // namespace

std::optional<DatasetKind> kindOfRows(Rows rows) {
    switch (rows) {
    case Rows::Answer:
        return DatasetKind::Answers;
    case Rows::Event:
        return DatasetKind::Events;
    case Rows::Feedback:
        return DatasetKind::Feedback;
    case Rows::Invitation:
        return DatasetKind::Invitations;
    case Rows::Customer:
        return DatasetKind::Customers;
    case Rows::Own:
        break;
    }
    return std::nullopt;
}

bool isTiedKind(DatasetKind kind) {
    return kind == DatasetKind::Answers || kind == DatasetKind::Feedback || kind == DatasetKind::Invitations;
}

Result<Target> resolve(const Workspace& workspace, const Frame& frame, Rows prefix, const std::string& name,
                       std::size_t position, BareEvents bareEvents) {
    const auto kind = kindOfRows(prefix);
    if (frame.table && (!kind || workspace.tables[*frame.table]->kind() == *kind)) {
        if (const auto own = workspace.tables[*frame.table]->find(name))
            return Target{Target::Kind::Own, prefix, {*frame.table}, *own};
        for (const std::size_t sibling : frame.siblings)
            if (workspace.tables[sibling]->find(name)) return Target{Target::Kind::Absent, prefix, {}, 0};
    }
    if (!kind) return resolveBare(workspace, frame, name, position, bareEvents);
    auto found = holders(workspace, *kind, name);
    if (found.empty()) return unknownName(workspace, frame, prefix, name, position);
    if (*kind == DatasetKind::Customers)
        return Target{Target::Kind::OfCustomer, prefix, {found.front()}, *workspace.tables[found.front()]->find(name)};
    const bool tied = *kind == DatasetKind::Events && frame.table && isTiedKind(workspace.tables[*frame.table]->kind());
    return Target{tied ? Target::Kind::Tied : Target::Kind::AnyRow, prefix, std::move(found), 0};
}

Result<std::vector<std::size_t>> quantifiedTables(const Workspace& workspace, Rows rows, const Node* condition,
                                                  const std::string& picked, std::size_t position) {
    const DatasetKind kind = *kindOfRows(rows);
    auto tables = workspace.tablesOfKind(kind);
    std::set<std::string> names;
    if (condition) collectNames(*condition, rows, names);
    if (!picked.empty()) {
        if (holders(workspace, kind, picked).empty()) return unknownName(workspace, {}, rows, picked, position);
        names.insert(picked);
    }
    if (tables.empty()) {
        if (!names.empty()) return unknownName(workspace, {}, rows, *names.begin(), position);
        return tables;
    }
    std::vector<std::string> held;
    for (const std::string& name : names)
        if (!holders(workspace, kind, name).empty()) held.push_back(name);
    std::erase_if(tables, [&](std::size_t table) {
        return std::any_of(held.begin(), held.end(),
                           [&](const std::string& name) { return !workspace.tables[table]->find(name); });
    });
    if (tables.empty()) return fail("query.names_apart", {joined(held, ", ")}, place(position));
    return tables;
}

} // namespace xo::query
