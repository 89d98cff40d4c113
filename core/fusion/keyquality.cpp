#include "core/fusion/keyquality.h"

#include "core/fusion/identitykeys.h"
#include "core/fusion/keyforms.h"

namespace xo::fusion {

namespace {

constexpr std::size_t kPollRows = 0x7fff;

Result<KeyQuality> qualityOf(const Workspace& workspace, const KeyColumn& at, IdentityKind kind, std::string use,
                             bool counted, const JobContext& job) {
    const Table& table = *workspace.tables[at.table];
    auto column = table.column(at.column);
    if (!column) return column.failure();
    std::shared_ptr<const Column> customers;
    if (const auto customer = table.findRole(RoleKind::Customer)) {
        auto loaded = table.column(*customer);
        if (!loaded) return loaded.failure();
        customers = *loaded;
    }
    KeyQuality out{table.name(), table.columns()[at.column].name, std::move(use), table.rows(), 0, 0, 0, 0, {}};
    KeyReader reader(*column, kind, workspace.zone);
    RuleKeys keys;
    keys.kind = kind;
    std::vector<std::uint64_t> rowsOf{0}; // rows per key
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if ((row & kPollRows) == 0 && job.cancelled()) return cancelled();
        if (!(*column)->isValid(row)) {
            ++out.blank;
            continue;
        }
        const std::uint32_t key = reader.code(row, keys.keys);
        if (!key) {
            ++out.unreadable;
            continue;
        }
        rowsOf.resize(keys.keys.size());
        ++rowsOf[key];
        if (counted && customers && customers->codes[row]) keys.add(key, customers->codes[row]);
    }
    keys.finish();
    std::uint64_t shared = 0;
    const auto most = static_cast<std::uint64_t>(workspace.identity.tooCommon);
    for (std::uint32_t key = 1; key < keys.keys.size(); ++key) {
        if (keys.placeholders[key]) {
            out.placeholders += rowsOf[key];
            continue;
        }
        ++out.keys;
        const auto [first, last] = keys.holdersOf(key);
        shared += (customers ? last - first : rowsOf[key]) > most;
    }
    if (counted) out.shared = shared;
    return out;
}

} // namespace

Result<std::vector<KeyQuality>> keyQuality(const Workspace& workspace, const JobContext& job) {
    std::vector<KeyQuality> out;
    const auto add = [&](const KeyColumn& column, IdentityKind kind, std::string use, bool counted) -> Result<void> {
        auto quality = qualityOf(workspace, column, kind, std::move(use), counted, job);
        if (!quality) return quality.failure();
        out.push_back(std::move(*quality));
        return {};
    };
    for (const RoleKind role : {RoleKind::Customer, RoleKind::Link})
        for (const DatasetKind dataset : {DatasetKind::Answers, DatasetKind::Events, DatasetKind::Customers})
            for (const std::size_t t : workspace.tablesOfKind(dataset))
                if (const auto column = workspace.tables[t]->findRole(role)) {
                    const bool link = role == RoleKind::Link;
                    if (auto done = add({t, *column}, IdentityKind::Exact, link ? "link" : "customer", link); !done)
                        return done.failure();
                }
    for (const IdentityRule& rule : workspace.identity.rules)
        for (const std::string& name : rule.columns)
            if (const auto column = findKeyColumn(workspace, name)) {
                // a customer column under a rule: each customer holds itself, nothing is shared
                const bool own =
                    workspace.tables[column->table]->columns()[column->column].role.kind == RoleKind::Customer;
                if (auto done = add(*column, rule.kind, std::string(identityKindName(rule.kind)), !own); !done)
                    return done.failure();
            }
    return out;
}

Json toJson(const KeyQuality& quality) {
    return {{"dataset", quality.dataset},
            {"column", quality.column},
            {"use", quality.use},
            {"rows", quality.rows},
            {"blank", quality.blank},
            {"unreadable", quality.unreadable},
            {"placeholders", quality.placeholders},
            {"keys", quality.keys},
            {"shared_by_many", quality.shared ? Json(*quality.shared) : Json()}};
}

} // namespace xo::fusion
