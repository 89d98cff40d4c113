#include "core/session/identity.h"

#include <algorithm>

namespace xo::session {

namespace {

// One row as the user finds it again.
Result<Json> rowJson(const Store& store, const Workspace& workspace, std::size_t table, std::uint32_t row) {
    const std::string& dataset = workspace.tables[table]->name();
    auto origin = store.rowOrigins(dataset, {row});
    if (!origin) return origin.failure();
    return Json{{"dataset", dataset},
                {"row", row + 1},
                {"batch", origin->front().batch},
                {"file", origin->front().file},
                {"line", origin->front().line}};
}

} // namespace

Result<IdentityRules> checkedRules(const Workspace& workspace, const IdentityRules& rules) {
    for (const IdentityRule& rule : rules.rules) {
        for (const std::string& column : rule.columns)
            if (!fusion::findKeyColumn(workspace, column)) return fail("fusion.unknown_column", {column});
        for (const std::string& key : rule.keys)
            if (!workspace.customers->find(key)) return fail("fusion.unknown_key", {key});
    }
    return rules;
}

IdentityRules withProposals(const IdentityRules& rules, const std::vector<IdentityRule>& added) {
    IdentityRules out = rules;
    for (const IdentityRule& rule : added) {
        if (rule.kind == IdentityKind::LinkKey)
            std::erase_if(out.rules, [](const IdentityRule& old) { return old.kind == IdentityKind::LinkKey; });
        out.rules.push_back(rule);
    }
    return out;
}

Result<IdentityRules> withSeparated(const Workspace& workspace, const std::string& one, const std::string& other) {
    for (const std::string& key : {one, other})
        if (!workspace.customers->find(key)) return fail("fusion.unknown_key", {key});
    IdentityRules rules = workspace.identity;
    IdentityRule veto;
    veto.kind = IdentityKind::Separate;
    veto.keys = {one, other};
    if (std::find(rules.rules.begin(), rules.rules.end(), veto) == rules.rules.end())
        rules.rules.insert(rules.rules.begin(), veto);
    return rules;
}

Result<Json> explanationJson(const Store& store, const Workspace& workspace, const fusion::PersonExplained& person) {
    Json joins = Json::array(), refused = Json::array();
    for (const fusion::ExplainedJoin& join : person.joins) {
        Json evidence = Json::array();
        for (const fusion::Evidence& one : join.evidence) {
            auto row = rowJson(store, workspace, one.table, one.row);
            if (!row) return row.failure();
            (*row)["column"] = one.column;
            (*row)["text"] = one.text;
            (*row)["customer"] = one.customer.empty() ? Json() : Json(one.customer);
            evidence.push_back(std::move(*row));
        }
        joins.push_back(
            {{"rule", join.rule}, {"key", join.key}, {"from", join.from}, {"to", join.to}, {"evidence", evidence}});
    }
    for (const fusion::RefusedKey& key : person.refused)
        refused.push_back({{"rule", key.rule},
                           {"key", key.key},
                           {"why", fusion::refusalName(key.why)},
                           {"holders", key.holders},
                           {"customers", key.customers}});
    return Json{{"person", person.person}, {"keys", person.members}, {"joins", joins}, {"refused", refused}};
}

Result<Json> linkJson(const Store& store, const Workspace& workspace, std::size_t examples, const JobContext& job) {
    auto panel = fusion::linkPanel(workspace, examples, job);
    if (!panel) return panel.failure();
    Json json = fusion::toJson(*panel);
    Json lists = Json::object();
    for (const bool orphans : {true, false}) {
        Json list = Json::array();
        for (const fusion::LinkExample& example : orphans ? panel->orphans : panel->ambiguous) {
            auto row = rowJson(store, workspace, example.table, example.row);
            if (!row) return row.failure();
            (*row)["key"] = example.key.empty() ? Json() : Json(example.key);
            if (orphans)
                (*row)["reason"] = fusion::orphanReasonName(example.reason);
            else
                (*row)["events"] = example.events;
            list.push_back(std::move(*row));
        }
        lists[orphans ? "orphans" : "ambiguous"] = std::move(list);
    }
    json["examples"] = std::move(lists);
    auto keys = fusion::keyQuality(workspace, job);
    if (!keys) return keys.failure();
    json["key_quality"] = Json::array();
    for (const fusion::KeyQuality& one : *keys)
        json["key_quality"].push_back(fusion::toJson(one));
    auto proposals = fusion::proposeRules(workspace, job);
    if (!proposals) return proposals.failure();
    json["proposals"] = Json::array();
    for (const fusion::RuleProposal& proposal : *proposals)
        if (proposal.rule.kind == IdentityKind::LinkKey) json["proposals"].push_back(fusion::toJson(proposal));
    return json;
}

} // namespace xo::session
