#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace xo {

/// What one identity rule compares, or says.
enum class IdentityKind : std::uint8_t {
    Phone,    ///< blanks, dashes, brackets, +86 of a Chinese mobile and full width don't count
    Email,    ///< blanks around it and case don't count
    MemberId, ///< blanks around it and full width don't count, nor a ".0" behind digits; one person has one
    Exact,    ///< as MemberId, but a person may have several
    Separate, ///< no key: the customers named in `keys` are never one person
    LinkKey   ///< no person either: the forms in which link keys are compared
};
/// "phone", "email", "member_id", "exact", "separate", "link_key".
std::string_view identityKindName(IdentityKind kind);
/// Error model.bad_identity_kind{text}.
Result<IdentityKind> identityKindFromName(std::string_view name);

/// What doesn't count when link keys are compared: spreadsheets damage keys in these ways.
struct LinkForms {
    bool trim = false;       ///< blanks around and inside
    bool width = false;      ///< full-width letters and digits
    bool letterCase = false; ///< capital letters
    bool number = false;     ///< "1001.0" is "1001"
    bool zeros = false;      ///< zeros before digits: "00123" is "123"
    bool any() const { return trim || width || letterCase || number || zeros; }
    bool operator==(const LinkForms&) const = default;
};

struct IdentityRule {
    IdentityKind kind = IdentityKind::Phone;
    std::vector<std::string> columns; ///< "dataset.column": their values are compared with each other
    std::vector<std::string> keys;    ///< Separate: customer keys
    LinkForms forms;                  ///< LinkKey
    bool operator==(const IdentityRule&) const = default;
};

/// The identity rules of a project, strongest first.
struct IdentityRules {
    std::vector<IdentityRule> rules;
    int tooCommon = 5; ///< a key that more customers than this share merges nobody
    bool empty() const { return rules.empty(); }
    bool operator==(const IdentityRules&) const = default;
};

/// {"too_common": 5, "rules": [{"kind": "phone", "columns": ["crm.phone", "survey.mobile"]},
/// {"kind": "separate", "keys": ["A", "B"]}, {"kind": "link_key", "forms": ["trim", "width", "case", "number",
/// "zeros"]}]}
Json toJson(const IdentityRules& rules);
/// Errors model.bad_json{what is wrong}, model.bad_identity_kind{text}.
Result<IdentityRules> identityRulesFromJson(const Json& json);

} // namespace xo
