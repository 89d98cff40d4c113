#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/columnar/column.h"
#include "core/model/identity.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace xo::fusion {

/// The keys that one rule compares, and who holds them. A node is a customer key, or what rows without a customer hold.
struct RuleKeys {
    IdentityKind kind = IdentityKind::Exact;
    bool stated = false;                ///< somebody said so (a row of an identities dataset): may join two member ids
    std::size_t rule = 0;               ///< index in IdentityRules::rules; of no meaning when stated
    std::string name;                   ///< "phone", "identities ids.openid"
    Dictionary keys;                    ///< in their compared form
    std::vector<std::uint64_t> holders; ///< key << 32 | node; finish() sorts them
    /// Node → the key that it is nothing but: a customer key that is itself compared, a row that holds only that.
    std::vector<std::uint32_t> ownKey; ///< 0 = none; may be shorter than the nodes
    std::vector<bool> placeholders;    ///< per key, filled by finish()
    void add(std::uint32_t key, std::uint32_t node) { holders.push_back((std::uint64_t{key} << 32) | node); }
    /// Sorts, drops repeated entries, marks placeholders. O(n log n).
    void finish();
    /// [first, last) of the holders of a key. O(log n).
    std::pair<std::size_t, std::size_t> holdersOf(std::uint32_t key) const;
    std::uint32_t node(std::size_t holder) const { return static_cast<std::uint32_t>(holders[holder]); }
};

enum class Refusal : std::uint8_t { TooCommon, Placeholder, MemberIds, Separated };
std::string_view refusalName(Refusal refusal); ///< "too_common", "placeholder", "member_ids", "separated"

/// Two nodes joined by a key of a rule (index into the rule keys given).
struct Join {
    std::uint32_t rule = 0, key = 0, from = 0, to = 0;
    bool operator==(const Join&) const = default;
};
/// A key that several nodes share and that joined nobody.
struct Refused {
    std::uint32_t rule = 0, key = 0;
    Refusal why = Refusal::TooCommon;
    bool operator==(const Refused&) const = default;
};
struct Resolution {
    std::vector<std::uint32_t> person; ///< node → smallest node of its person
    std::vector<Join> joins;           ///< in the order they were made
    std::vector<Refused> refused;
};

/// Union of keys: rule by rule, key by key in the order of first appearance, all who hold a key become one person —
/// unless the key is a placeholder; more than `tooCommon` hold it (writings of the key itself not counted); two of the
/// persons have different member ids (the writings of the key itself are joined all the same); or a pair of `separate`
/// would become one. Node 0 is nobody. Pure. O(holders · log holders).
Result<Resolution> resolve(std::uint32_t nodes, const std::vector<RuleKeys>& rules,
                           const std::vector<std::pair<std::uint32_t, std::uint32_t>>& separate, int tooCommon,
                           const JobContext& job);

} // namespace xo::fusion
