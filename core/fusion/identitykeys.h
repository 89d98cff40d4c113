#pragma once

#include "core/columnar/workspace.h"
#include "core/fusion/identity.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::fusion {

struct KeyColumn {
    std::size_t table = 0, column = 0;
    bool operator==(const KeyColumn&) const = default;
};
/// "dataset.column" of a rule; nullopt when the workspace has no such column.
std::optional<KeyColumn> findKeyColumn(const Workspace& workspace, const std::string& name);
std::string keyColumnName(const Workspace& workspace, const KeyColumn& column);

/// Gives the rows of one column their keys, each distinct value looked at once where the column has a dictionary.
class KeyReader {
public:
    KeyReader(std::shared_ptr<const Column> column, IdentityKind kind, const TimeZone& zone);
    /// The compared form of a cell; "" when it holds no key.
    std::string form(std::size_t row) const;
    /// Its code in `keys`, added when new; 0 when it holds no key.
    std::uint32_t code(std::size_t row, Dictionary& keys);

private:
    std::shared_ptr<const Column> m_column;
    IdentityKind m_kind;
    const TimeZone& m_zone;
    std::vector<std::uint32_t> m_known; // dictionary code → key, kUnknown = not looked at
};

/// All keys that the identity rules of a workspace compare, and who holds them.
struct IdentityKeys {
    std::vector<RuleKeys> rules;                 ///< one per column of an identities dataset, then the project's rules
    std::vector<std::vector<KeyColumn>> columns; ///< per entry of `rules`
    std::uint32_t customers = 0;                 ///< nodes below are customer codes, those from here on `loose`
    /// What rows without a customer hold: the (rule, key) pairs of each different combination.
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> loose;
    std::map<std::size_t, std::vector<std::uint32_t>> looseRows; ///< table → row → node, 0 = none
    std::vector<std::pair<std::uint32_t, std::uint32_t>> separate;
    std::uint32_t nodes() const { return customers + static_cast<std::uint32_t>(loose.size()); }
};
/// Columns that the workspace lacks are passed over. O(rows of the datasets with key columns).
Result<IdentityKeys> gatherKeys(const Workspace& workspace, const JobContext& job);
/// The node of a row (its customer, else what it holds besides); 0 = none.
std::uint32_t nodeOf(const IdentityKeys& keys, const Workspace& workspace, std::size_t table, std::size_t row);

/// The persons of a resolution: canonical is the member id that is a customer key, else the earliest customer key; of
/// people without one the strongest key they hold.
Persons personsOf(const Workspace& workspace, const IdentityKeys& keys, const Resolution& resolution);

/// What Workspace::resolvePersons is set to.
Result<std::shared_ptr<const Persons>> findPersons(const Workspace& workspace);

/// The same project under other rules; tables and keys are shared.
std::shared_ptr<const Workspace> withIdentity(const Workspace& workspace, const IdentityRules& rules);

} // namespace xo::fusion
