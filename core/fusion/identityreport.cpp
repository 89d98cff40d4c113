#include "core/fusion/identityreport.h"

#include <algorithm>
#include <set>

namespace xo::fusion {

namespace {

constexpr std::size_t kMostJoins = 200, kMostShown = 5, kMostRefused = 50;

struct Resolved {
    IdentityKeys keys;
    Resolution resolution;
};

Result<Resolved> resolved(const Workspace& workspace, const JobContext& job) {
    auto keys = gatherKeys(workspace, job);
    if (!keys) return keys.failure();
    auto resolution = resolve(keys->nodes(), keys->rules, keys->separate, workspace.identity.tooCommon, job);
    if (!resolution) return resolution.failure();
    return Resolved{std::move(*keys), std::move(*resolution)};
}

std::string nodeName(const Workspace& workspace, const IdentityKeys& keys, std::uint32_t node) {
    if (node < keys.customers) return std::string(workspace.customers->at(node));
    const auto& [rule, key] = keys.loose[node - keys.customers].front();
    return std::string(keys.rules[rule].keys.at(key));
}

RefusedKey described(const Workspace& workspace, const IdentityKeys& keys, const Refused& refused) {
    const RuleKeys& rule = keys.rules[refused.rule];
    const auto [first, last] = rule.holdersOf(refused.key);
    RefusedKey out{rule.name, std::string(rule.keys.at(refused.key)), refused.why, last - first, {}};
    for (std::size_t i = first; i < last && out.customers.size() < kMostShown; ++i)
        out.customers.push_back(nodeName(workspace, keys, rule.node(i)));
    return out;
}

Result<std::uint64_t> subjectsOf(const Workspace& workspace) {
    auto known = workspace.knownSubjects();
    if (!known) return known.failure();
    return static_cast<std::uint64_t>((*known)->count());
}

// The first row where `node` holds `key` under a rule; a customer column counts as holding its own text.
Result<std::vector<Evidence>> evidenceOf(const Workspace& workspace, const IdentityKeys& keys, const Join& join,
                                         const JobContext& job) {
    std::vector<Evidence> out;
    const RuleKeys& rule = keys.rules[join.rule];
    const std::string_view wanted = rule.keys.at(join.key);
    for (const std::uint32_t node : {join.from, join.to}) {
        bool found = false;
        const auto add = [&](std::size_t table, std::size_t row, const std::string& column, const std::string& text) {
            out.push_back({table, static_cast<std::uint32_t>(row), column, text,
                           node < keys.customers ? std::string(workspace.customers->at(node)) : std::string()});
            found = true;
        };
        const auto look = [&](std::size_t t, std::size_t c) -> Result<void> {
            if (job.cancelled()) return cancelled();
            const Table& table = *workspace.tables[t];
            auto column = table.column(c);
            if (!column) return column.failure();
            const auto customer = table.findRole(RoleKind::Customer);
            std::shared_ptr<const Column> customers;
            if (customer) {
                auto loaded = table.column(*customer);
                if (!loaded) return loaded.failure();
                customers = *loaded;
            }
            const auto loose = keys.looseRows.find(t);
            const KeyReader reader(*column, rule.kind, workspace.zone);
            for (std::size_t row = 0; row < table.rows() && !found; ++row) {
                const std::uint32_t code = customers ? customers->codes[row] : 0;
                const std::uint32_t of = code ? code : loose == keys.looseRows.end() ? 0 : loose->second[row];
                if (of == node && reader.form(row) == wanted)
                    add(t, row, table.columns()[c].name, (*column)->text(row, workspace.zone));
            }
            return {};
        };
        for (const KeyColumn& column : keys.columns[join.rule])
            if (!found)
                if (auto done = look(column.table, column.column); !done) return done.failure();
        // an identities dataset names the customer key of another dataset
        if (rule.stated && !found)
            for (std::size_t t = 0; t < workspace.tables.size() && !found; ++t)
                if (const auto customer = workspace.tables[t]->findRole(RoleKind::Customer))
                    if (auto done = look(t, *customer); !done) return done.failure();
    }
    return out;
}

} // namespace

Result<IdentityReport> identityReport(const Workspace& workspace, std::size_t most, const JobContext& job) {
    auto got = resolved(workspace, job);
    if (!got) return got.failure();
    const IdentityKeys& keys = got->keys;
    IdentityReport report;
    auto persons = subjectsOf(workspace);
    if (!persons) return persons.failure();
    report.persons = *persons;
    const auto bare = std::make_shared<Workspace>();
    bare->tables = workspace.tables;
    bare->customers = workspace.customers;
    bare->links = workspace.links;
    auto before = subjectsOf(*bare);
    if (!before) return before.failure();
    report.customersBefore = *before;
    for (std::size_t r = 0; r < keys.rules.size(); ++r) {
        RuleReport rule;
        rule.name = keys.rules[r].name;
        rule.stated = keys.rules[r].stated;
        for (const KeyColumn& column : keys.columns[r])
            rule.columns.push_back(keyColumnName(workspace, column));
        if (!rule.stated)
            for (const std::string& name : workspace.identity.rules[keys.rules[r].rule].columns)
                if (!findKeyColumn(workspace, name)) rule.missing.push_back(name);
        std::uint32_t last = 0;
        for (const std::uint64_t holder : keys.rules[r].holders) {
            const auto key = static_cast<std::uint32_t>(holder >> 32);
            rule.keys += key != last;
            last = key;
        }
        report.rules.push_back(std::move(rule));
    }
    std::map<std::uint32_t, std::set<std::uint32_t>> rulesOf; // person node → rules
    for (const Join& join : got->resolution.joins) {
        ++report.rules[join.rule].joins;
        rulesOf[got->resolution.person[join.from]].insert(join.rule);
    }
    for (const Refused& refused : got->resolution.refused) {
        RuleReport& rule = report.rules[refused.rule];
        ++(refused.why == Refusal::TooCommon     ? rule.tooCommon
           : refused.why == Refusal::Placeholder ? rule.placeholders
           : refused.why == Refusal::MemberIds   ? rule.conflicts
                                                 : rule.separated);
        ++report.refusedCount;
        if (report.refused.size() < most) report.refused.push_back(described(workspace, keys, refused));
    }
    const Persons found = personsOf(workspace, keys, got->resolution);
    std::map<std::uint32_t, std::size_t> shown; // canonical code → index in merged
    for (std::uint32_t code = 1; code < found.ofCustomer.size(); ++code) {
        const std::uint32_t canonical = found.ofCustomer[code];
        if (canonical == code) continue;
        ++report.mergedKeys;
        const auto [at, fresh] = shown.try_emplace(canonical, report.merged.size());
        if (fresh && report.merged.size() >= most) at->second = SIZE_MAX;
        if (at->second == SIZE_MAX) continue;
        if (fresh) {
            MergedPerson person{std::string(workspace.customers->at(canonical)), {}, {}};
            person.members.push_back(person.key);
            for (const std::uint32_t rule : rulesOf[got->resolution.person[canonical]])
                person.rules.push_back(keys.rules[rule].name);
            report.merged.push_back(std::move(person));
        }
        report.merged[at->second].members.emplace_back(workspace.customers->at(code));
    }
    report.mergedCount = shown.size();
    return report;
}

Result<PersonExplained> explainPerson(const Workspace& workspace, const std::string& key, const JobContext& job) {
    auto got = resolved(workspace, job);
    if (!got) return got.failure();
    const IdentityKeys& keys = got->keys;
    std::uint32_t node = workspace.customers->find(key);
    for (std::size_t r = 0; r < keys.rules.size() && !node; ++r)
        if (const std::uint32_t code = keys.rules[r].keys.find(key)) {
            const auto [first, last] = keys.rules[r].holdersOf(code);
            if (first < last) node = keys.rules[r].node(first);
        }
    if (!node) return fail("fusion.unknown_key", {key});
    const std::uint32_t person = got->resolution.person[node];
    PersonExplained out;
    const Persons persons = personsOf(workspace, keys, got->resolution);
    for (std::uint32_t n = 1; n < keys.customers; ++n)
        if (got->resolution.person[n] == person) {
            out.members.emplace_back(workspace.customers->at(n));
            out.person = std::string(workspace.customers->at(persons.customer(n)));
        }
    if (out.members.empty()) out.person = nodeName(workspace, keys, person);
    for (const Join& join : got->resolution.joins) {
        if (got->resolution.person[join.from] != person || out.joins.size() >= kMostJoins) continue;
        const RuleKeys& rule = keys.rules[join.rule];
        auto evidence = evidenceOf(workspace, keys, join, job);
        if (!evidence) return evidence.failure();
        out.joins.push_back({rule.name, std::string(rule.keys.at(join.key)), nodeName(workspace, keys, join.from),
                             nodeName(workspace, keys, join.to), std::move(*evidence)});
    }
    for (const Refused& refused : got->resolution.refused) {
        if (out.refused.size() >= kMostRefused) break;
        const auto [first, last] = keys.rules[refused.rule].holdersOf(refused.key);
        for (std::size_t i = first; i < last; ++i)
            if (got->resolution.person[keys.rules[refused.rule].node(i)] == person) {
                out.refused.push_back(described(workspace, keys, refused));
                break;
            }
    }
    return out;
}

Json toJson(const IdentityReport& report) {
    Json rules = Json::array(), refused = Json::array(), merged = Json::array();
    for (const RuleReport& rule : report.rules)
        rules.push_back({{"rule", rule.name},
                         {"stated", rule.stated},
                         {"columns", rule.columns},
                         {"missing", rule.missing},
                         {"keys", rule.keys},
                         {"joins", rule.joins},
                         {"too_common", rule.tooCommon},
                         {"placeholders", rule.placeholders},
                         {"conflicts", rule.conflicts},
                         {"separated", rule.separated}});
    for (const RefusedKey& key : report.refused)
        refused.push_back({{"rule", key.rule},
                           {"key", key.key},
                           {"why", refusalName(key.why)},
                           {"holders", key.holders},
                           {"customers", key.customers}});
    for (const MergedPerson& person : report.merged)
        merged.push_back({{"person", person.key}, {"keys", person.members}, {"rules", person.rules}});
    return {{"customers_before", report.customersBefore},
            {"persons", report.persons},
            {"merged_keys", report.mergedKeys},
            {"rules", rules},
            {"refused", refused},
            {"refused_count", report.refusedCount},
            {"merged", merged},
            {"merged_count", report.mergedCount}};
}

} // namespace xo::fusion
