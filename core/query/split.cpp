#include "core/query/filter.h"
#include "core/query/resolve.h"

#include <algorithm>

namespace xo::query {

namespace {

// Every row of a customer has the same outcome.
bool isOfSubject(const Node& node, const Workspace& workspace, const Frame& frame) {
    if (node.kind == NodeKind::Or || node.kind == NodeKind::And || node.kind == NodeKind::Not)
        return std::all_of(node.children.begin(), node.children.end(),
                           [&](const NodePtr& child) { return isOfSubject(*child, workspace, frame); });
    // quantifiers, stages, journeys, tags and segments speak of customers, as do counts and picks
    if (!hasOperand(node.kind) || node.operand.kind != Operand::Kind::Column) return true;
    const auto target = resolve(workspace, frame, node.operand.rows, node.operand.name, node.operand.position);
    return target && (target->kind == Target::Kind::OfCustomer || target->kind == Target::Kind::AnyRow);
}

Filter joined(std::vector<NodePtr> parts, const Node& conjunction) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return {parts.front()};
    auto node = std::make_shared<Node>(conjunction);
    node->children = std::move(parts);
    return {node};
}

} // namespace

SplitFilter splitBySubject(const Filter& filter, const Workspace& workspace, const std::vector<std::size_t>& tables) {
    if (!filter.root) return {};
    std::vector<NodePtr> parts{filter.root}, bySubject, byRow;
    if (filter.root->kind == NodeKind::And) parts = filter.root->children;
    for (const NodePtr& part : parts) {
        const bool always = std::all_of(tables.begin(), tables.end(), [&](std::size_t table) {
            Frame frame{table, tables};
            std::erase(frame.siblings, table);
            return isOfSubject(*part, workspace, frame);
        });
        (always ? bySubject : byRow).push_back(part);
    }
    return {joined(std::move(bySubject), *filter.root), joined(std::move(byRow), *filter.root)};
}

} // namespace xo::query
