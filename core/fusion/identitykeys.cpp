#include "core/fusion/identitykeys.h"

#include "core/base/text.h"
#include "core/fusion/keyforms.h"

#include <algorithm>
#include <unordered_map>

namespace xo::fusion {

namespace {

constexpr std::uint32_t kUnknown = UINT32_MAX;
constexpr std::size_t kPollRows = 0x7fff;

using Codes = std::vector<std::uint32_t>;

// Codes that stand in customer columns now: the dictionary keeps those of undone imports too.
Result<std::vector<bool>> liveCustomers(const Workspace& workspace) {
    std::vector<bool> live(workspace.customers->size());
    for (const auto& table : workspace.tables) {
        const auto index = table->findRole(RoleKind::Customer);
        if (!index) continue;
        auto column = table->column(*index);
        if (!column) return column.failure();
        (*column)->codes.visit([&](const auto& codes) {
            for (const auto code : codes)
                live[code] = true;
        });
    }
    return live;
}

// Repeated pairs are the rule (one customer, many events): they are thrown out on the way.
void compact(RuleKeys& rule, std::size_t& limit) {
    if (rule.holders.size() < limit) return;
    std::sort(rule.holders.begin(), rule.holders.end());
    rule.holders.erase(std::unique(rule.holders.begin(), rule.holders.end()), rule.holders.end());
    limit = std::max<std::size_t>(std::size_t{1} << 20, rule.holders.size() * 2);
}

struct TableColumn {
    std::uint32_t rule = 0;
    KeyReader reader;
};

class Gatherer {
public:
    Gatherer(const Workspace& workspace, const JobContext& job) : m_workspace(workspace), m_job(job) {}

    Result<IdentityKeys> run() {
        m_out.customers = m_workspace.customers->size();
        addStated();
        addRules();
        m_limits.assign(m_out.rules.size(), std::size_t{1} << 20);
        for (std::size_t t = 0; t < m_workspace.tables.size(); ++t)
            if (auto done = addTable(t); !done) return done.failure();
        if (auto done = addCustomersNamed(); !done) return done.failure();
        for (std::uint32_t i = 0; i < m_out.loose.size(); ++i) {
            if (m_out.loose[i].size() != 1) continue;
            const auto [r, key] = m_out.loose[i].front();
            RuleKeys& rule = m_out.rules[r];
            rule.ownKey.resize(m_out.nodes(), 0);
            rule.ownKey[m_out.customers + i] = key;
        }
        for (RuleKeys& rule : m_out.rules)
            rule.finish();
        return std::move(m_out);
    }

private:
    void addStated() {
        for (const std::size_t t : m_workspace.tablesOfKind(DatasetKind::Identities)) {
            const Table& table = *m_workspace.tables[t];
            for (std::size_t c = 0; c < table.columns().size(); ++c) {
                const ColumnInfo& column = table.columns()[c];
                const RoleKind role = column.role.kind;
                if (role == RoleKind::Customer || role == RoleKind::Ignore || role == RoleKind::Time ||
                    column.type == ValueType::Set || column.role.isScore())
                    continue;
                RuleKeys rule;
                rule.stated = true;
                rule.name = table.name() + "." + column.name;
                m_out.rules.push_back(std::move(rule));
                m_out.columns.push_back({{t, c}});
            }
        }
    }

    void addRules() {
        const IdentityRules& identity = m_workspace.identity;
        for (std::size_t r = 0; r < identity.rules.size(); ++r) {
            const IdentityRule& given = identity.rules[r];
            if (given.kind == IdentityKind::LinkKey) continue;
            if (given.kind == IdentityKind::Separate) {
                for (std::size_t a = 0; a < given.keys.size(); ++a)
                    for (std::size_t b = a + 1; b < given.keys.size(); ++b) {
                        const std::uint32_t one = m_workspace.customers->find(given.keys[a]);
                        const std::uint32_t other = m_workspace.customers->find(given.keys[b]);
                        if (one && other && one != other) m_out.separate.emplace_back(one, other);
                    }
                continue;
            }
            RuleKeys rule;
            rule.kind = given.kind;
            rule.rule = r;
            rule.name = identityKindName(given.kind);
            std::vector<KeyColumn> columns;
            for (const std::string& name : given.columns)
                if (const auto column = findKeyColumn(m_workspace, name)) columns.push_back(*column);
            m_out.rules.push_back(std::move(rule));
            m_out.columns.push_back(std::move(columns));
        }
    }

    // A customer column under a rule: each customer key holds itself.
    void addOwnKeys(RuleKeys& rule, const Column& column) {
        if (rule.ownKey.empty()) rule.ownKey.assign(m_out.customers, 0);
        std::vector<bool> seen(m_out.customers);
        column.codes.visit([&](const auto& codes) {
            for (const auto code : codes)
                seen[code] = true;
        });
        for (std::uint32_t code = 1; code < m_out.customers; ++code) {
            if (!seen[code] || rule.ownKey[code]) continue;
            const std::string form = keyForm(rule.kind, m_workspace.customers->at(code));
            if (form.empty()) continue;
            rule.ownKey[code] = rule.keys.add(form);
            rule.add(rule.ownKey[code], code);
        }
    }

    Result<void> addTable(std::size_t t) {
        const Table& table = *m_workspace.tables[t];
        std::vector<TableColumn> columns;
        std::shared_ptr<const Column> customers;
        const auto customerColumn = table.findRole(RoleKind::Customer);
        for (std::size_t r = 0; r < m_out.rules.size(); ++r)
            for (const KeyColumn& key : m_out.columns[r]) {
                if (key.table != t) continue;
                auto column = table.column(key.column);
                if (!column) return column.failure();
                if (customerColumn && *customerColumn == key.column)
                    addOwnKeys(m_out.rules[r], **column);
                else
                    columns.push_back(
                        {static_cast<std::uint32_t>(r), KeyReader(*column, m_out.rules[r].kind, m_workspace.zone)});
            }
        if (columns.empty()) return {};
        if (customerColumn) {
            auto column = table.column(*customerColumn);
            if (!column) return column.failure();
            customers = *column;
        }
        Codes looseRows;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if ((row & kPollRows) == 0) {
                if (m_job.cancelled()) return cancelled();
                for (const TableColumn& column : columns)
                    compact(m_out.rules[column.rule], m_limits[column.rule]);
            }
            if (const std::uint32_t customer = customers ? customers->codes[row] : 0) {
                for (TableColumn& column : columns) {
                    RuleKeys& rule = m_out.rules[column.rule];
                    if (const std::uint32_t key = column.reader.code(row, rule.keys)) rule.add(key, customer);
                }
            } else if (const std::uint32_t node = looseNode(columns, row)) {
                if (looseRows.empty()) looseRows.assign(table.rows(), 0);
                looseRows[row] = node;
            }
        }
        if (!looseRows.empty()) m_out.looseRows.emplace(t, std::move(looseRows));
        return {};
    }

    std::uint32_t looseNode(std::vector<TableColumn>& columns, std::size_t row) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> held;
        std::string signature;
        for (TableColumn& column : columns)
            if (const std::uint32_t key = column.reader.code(row, m_out.rules[column.rule].keys))
                held.emplace_back(column.rule, key);
        if (held.empty()) return 0;
        std::sort(held.begin(), held.end());
        held.erase(std::unique(held.begin(), held.end()), held.end());
        for (const auto& [rule, key] : held)
            signature += std::to_string(rule) + ":" + std::to_string(key) + ",";
        const auto [found, fresh] =
            m_nodes.try_emplace(signature, m_out.customers + static_cast<std::uint32_t>(m_out.loose.size()));
        if (fresh) {
            for (const auto& [rule, key] : held)
                m_out.rules[rule].add(key, found->second);
            m_out.loose.push_back(std::move(held));
        }
        return found->second;
    }

    // What stands in an identities dataset may be the customer key of another one.
    Result<void> addCustomersNamed() {
        if (m_out.rules.empty() || !m_out.rules.front().stated) return {};
        auto live = liveCustomers(m_workspace);
        if (!live) return live.failure();
        for (RuleKeys& rule : m_out.rules) {
            if (!rule.stated) continue;
            rule.ownKey.assign(m_out.customers, 0);
            for (std::uint32_t code = 1; code < m_out.customers; ++code) {
                if (!(*live)[code]) continue;
                const std::uint32_t key = rule.keys.find(keyForm(rule.kind, m_workspace.customers->at(code)));
                if (!key) continue;
                rule.ownKey[code] = key;
                rule.add(key, code);
            }
        }
        return {};
    }

    const Workspace& m_workspace;
    const JobContext& m_job;
    IdentityKeys m_out;
    std::vector<std::size_t> m_limits;
    std::unordered_map<std::string, std::uint32_t> m_nodes;
};

Codes linkCodes(const Workspace& workspace) {
    LinkForms forms;
    for (const IdentityRule& rule : workspace.identity.rules) {
        if (rule.kind != IdentityKind::LinkKey) continue;
        forms.trim |= rule.forms.trim;
        forms.width |= rule.forms.width;
        forms.letterCase |= rule.forms.letterCase;
        forms.number |= rule.forms.number;
        forms.zeros |= rule.forms.zeros;
    }
    if (!forms.any()) return {};
    Codes of(workspace.links->size(), 0);
    Dictionary written;
    Codes first{0};
    for (std::uint32_t code = 1; code < of.size(); ++code) {
        const std::string form = linkForm(forms, workspace.links->at(code));
        if (form.empty()) {
            of[code] = code;
            continue;
        }
        const std::uint32_t at = written.add(form);
        if (at == first.size()) first.push_back(code);
        of[code] = first[at];
    }
    return of;
}

} // namespace

std::optional<KeyColumn> findKeyColumn(const Workspace& workspace, const std::string& name) {
    for (std::size_t t = 0; t < workspace.tables.size(); ++t) {
        const std::string& table = workspace.tables[t]->name();
        if (name.size() <= table.size() + 1 || !name.starts_with(table) || name[table.size()] != '.') continue;
        if (const auto column = workspace.tables[t]->find(std::string_view(name).substr(table.size() + 1)))
            return KeyColumn{t, *column};
    }
    return std::nullopt;
}

std::string keyColumnName(const Workspace& workspace, const KeyColumn& column) {
    const Table& table = *workspace.tables[column.table];
    return table.name() + "." + table.columns()[column.column].name;
}

KeyReader::KeyReader(std::shared_ptr<const Column> column, IdentityKind kind, const TimeZone& zone)
    : m_column(std::move(column)), m_kind(kind), m_zone(zone) {
    if (m_column->info.type == ValueType::Category) m_known.assign(m_column->dictionary->size(), kUnknown);
}

std::string KeyReader::form(std::size_t row) const {
    if (!m_column->isValid(row)) return {};
    if (m_column->info.type == ValueType::Text) return keyForm(m_kind, m_column->texts[row]);
    return keyForm(m_kind, m_column->text(row, m_zone));
}

std::uint32_t KeyReader::code(std::size_t row, Dictionary& keys) {
    if (m_known.empty()) {
        const std::string key = form(row);
        return key.empty() ? 0 : keys.add(key);
    }
    std::uint32_t& known = m_known[m_column->codes[row]];
    if (known == kUnknown) {
        const std::string key = form(row);
        known = key.empty() ? 0 : keys.add(key);
    }
    return known;
}

Result<IdentityKeys> gatherKeys(const Workspace& workspace, const JobContext& job) {
    return Gatherer(workspace, job).run();
}

std::uint32_t nodeOf(const IdentityKeys& keys, const Workspace& workspace, std::size_t table, std::size_t row) {
    if (const auto index = workspace.tables[table]->findRole(RoleKind::Customer)) {
        const auto column = workspace.tables[table]->column(*index);
        if (column && (*column)->codes[row]) return (*column)->codes[row];
    }
    const auto loose = keys.looseRows.find(table);
    return loose == keys.looseRows.end() ? 0 : loose->second[row];
}

Persons personsOf(const Workspace& workspace, const IdentityKeys& keys, const Resolution& resolution) {
    Persons persons;
    persons.ofLink = linkCodes(workspace);
    Codes canonical(keys.nodes(), 0);
    for (const RuleKeys& rule : keys.rules) {
        if (rule.stated || rule.kind != IdentityKind::MemberId) continue;
        const auto own = std::min<std::size_t>(rule.ownKey.size(), keys.customers);
        for (std::uint32_t code = 1; code < own; ++code) {
            std::uint32_t& best = canonical[resolution.person[code]];
            if (rule.ownKey[code] && !rule.placeholders[rule.ownKey[code]] && !best) best = code;
        }
    }
    for (std::uint32_t code = 1; code < keys.customers; ++code) {
        std::uint32_t& best = canonical[resolution.person[code]];
        if (!best) best = code;
    }
    bool merged = false;
    Codes ofCustomer(keys.customers, 0);
    for (std::uint32_t code = 1; code < keys.customers; ++code) {
        ofCustomer[code] = canonical[resolution.person[code]];
        merged = merged || ofCustomer[code] != code;
    }
    if (merged) persons.ofCustomer = std::move(ofCustomer);

    std::vector<std::vector<bool>> unusable;
    for (const RuleKeys& rule : keys.rules)
        unusable.push_back(rule.placeholders);
    for (const Refused& refused : resolution.refused)
        if (refused.why == Refusal::TooCommon) unusable[refused.rule][refused.key] = true;
    const std::uint32_t behind = keys.customers + workspace.links->size();
    Codes subjectOf(keys.loose.size(), 0); // loose node → subject
    for (std::size_t i = 0; i < keys.loose.size(); ++i) {
        const auto usable = std::find_if(keys.loose[i].begin(), keys.loose[i].end(),
                                         [&](const auto& held) { return !unusable[held.first][held.second]; });
        if (usable == keys.loose[i].end()) continue;
        std::uint32_t& best = canonical[resolution.person[keys.customers + i]];
        if (!best) {
            best = behind + static_cast<std::uint32_t>(persons.keys.size());
            persons.keys.emplace_back(keys.rules[usable->first].keys.at(usable->second));
        }
        subjectOf[i] = best;
    }
    for (const auto& [table, nodes] : keys.looseRows) {
        Codes subjects(nodes.size(), 0);
        for (std::size_t row = 0; row < nodes.size(); ++row)
            if (nodes[row]) subjects[row] = subjectOf[nodes[row] - keys.customers];
        persons.keyed.emplace(table, std::move(subjects));
    }
    return persons;
}

Result<std::shared_ptr<const Persons>> findPersons(const Workspace& workspace) {
    auto keys = gatherKeys(workspace, {});
    if (!keys) return keys.failure();
    auto resolution = resolve(keys->nodes(), keys->rules, keys->separate, workspace.identity.tooCommon, {});
    if (!resolution) return resolution.failure();
    return std::shared_ptr<const Persons>(std::make_shared<Persons>(personsOf(workspace, *keys, *resolution)));
}

std::shared_ptr<const Workspace> withIdentity(const Workspace& workspace, const IdentityRules& rules) {
    auto other = std::make_shared<Workspace>();
    other->tables = workspace.tables;
    other->customers = workspace.customers;
    other->links = workspace.links;
    other->zone = workspace.zone;
    other->fiscalStartMonth = workspace.fiscalStartMonth;
    other->journeys = workspace.journeys;
    other->segments = workspace.segments;
    other->tags = workspace.tags;
    other->identity = rules;
    other->resolvePersons = &findPersons;
    return other;
}

} // namespace xo::fusion
