#pragma once

#include "core/fusion/identitykeys.h"

#include "core/base/json.h"

namespace xo::fusion {

struct RuleReport {
    std::string name; ///< "phone"; of an identities dataset "ids.openid"
    bool stated = false;
    std::vector<std::string> columns; ///< "dataset.column"
    std::vector<std::string> missing; ///< columns named by the rule that the project lacks
    std::uint64_t keys = 0;           ///< different keys
    std::uint64_t joins = 0;          ///< customers and others joined to somebody by this rule
    std::uint64_t tooCommon = 0, placeholders = 0, conflicts = 0, separated = 0; ///< keys that joined nobody
};
struct RefusedKey {
    std::string rule, key;
    Refusal why = Refusal::TooCommon;
    std::uint64_t holders = 0;
    std::vector<std::string> customers; ///< the first of those who share it
};
struct MergedPerson {
    std::string key;                  ///< stands for the person
    std::vector<std::string> members; ///< customer keys, the earliest first
    std::vector<std::string> rules;   ///< names of the rules that joined them
};
struct IdentityReport {
    std::uint64_t customersBefore = 0, persons = 0; ///< subjects without and with the rules
    std::uint64_t mergedKeys = 0;                   ///< customer keys that count as another key's person
    std::vector<RuleReport> rules;
    std::vector<RefusedKey> refused; ///< the first `most`
    std::uint64_t refusedCount = 0;
    std::vector<MergedPerson> merged; ///< the first `most`
    std::uint64_t mergedCount = 0;
};
/// What the rules of a workspace do. O(rows).
Result<IdentityReport> identityReport(const Workspace& workspace, std::size_t most, const JobContext& job);
Json toJson(const IdentityReport& report);

/// A row that shows who holds a key.
struct Evidence {
    std::size_t table = 0;
    std::uint32_t row = 0;
    std::string column;
    std::string text;     ///< as it stands in the row
    std::string customer; ///< customer key of the row; blank when it has none
};
/// Two were joined because both hold `key`.
struct ExplainedJoin {
    std::string rule, key;
    std::string from, to; ///< customer keys, or what a row without a customer holds
    std::vector<Evidence> evidence;
};
struct PersonExplained {
    std::string person;               ///< the key that stands for the person
    std::vector<std::string> members; ///< customer keys
    std::vector<ExplainedJoin> joins; ///< in the order they were made; at most 200
    std::vector<RefusedKey> refused;  ///< keys of the person's that would have joined somebody else
};
/// Why a key belongs to its person. Error fusion.unknown_key{key}. O(rows).
Result<PersonExplained> explainPerson(const Workspace& workspace, const std::string& key, const JobContext& job);

} // namespace xo::fusion
