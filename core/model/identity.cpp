#include "core/model/identity.h"

#include "core/model/jsonfields.h"

#include <algorithm>
#include <array>

namespace xo {

namespace {

constexpr std::array<std::string_view, 6> kKinds{"phone", "email", "member_id", "exact", "separate", "link_key"};

struct FormName {
    std::string_view name;
    bool LinkForms::*form;
};
constexpr FormName kForms[] = {{"trim", &LinkForms::trim},
                               {"width", &LinkForms::width},
                               {"case", &LinkForms::letterCase},
                               {"number", &LinkForms::number},
                               {"zeros", &LinkForms::zeros}};

Result<IdentityRule> ruleFromJson(const Json& json, std::size_t number) {
    const std::string what = "rules[" + std::to_string(number) + "]";
    IdentityRule rule;
    std::string kind;
    std::vector<std::string> forms;
    JsonFields fields(json, what);
    fields.read("kind", kind);
    fields.read("columns", rule.columns);
    fields.read("keys", rule.keys);
    fields.read("forms", forms);
    if (auto done = fields.finish(); !done) return done.failure();
    auto parsed = identityKindFromName(kind);
    if (!parsed) return parsed.failure();
    rule.kind = *parsed;
    for (const std::string& form : forms) {
        const auto known = std::find_if(std::begin(kForms), std::end(kForms),
                                        [&](const FormName& entry) { return entry.name == form; });
        if (known == std::end(kForms)) return fail("model.bad_json", {what + ".forms: '" + form + "' is unknown"});
        rule.forms.*(known->form) = true;
    }
    const auto missing = [&](const char* field) {
        return fail("model.bad_json", {what + ": '" + field + "' is missing"});
    };
    if (rule.kind == IdentityKind::Separate) {
        if (rule.keys.size() < 2) return fail("model.bad_json", {what + ".keys: two keys are expected"});
    } else if (rule.kind == IdentityKind::LinkKey) {
        if (!rule.forms.any()) return missing("forms");
    } else if (rule.columns.empty()) {
        return missing("columns");
    }
    return rule;
}

} // namespace

std::string_view identityKindName(IdentityKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

Result<IdentityKind> identityKindFromName(std::string_view name) {
    const auto found = std::find(kKinds.begin(), kKinds.end(), name);
    if (found == kKinds.end()) return fail("model.bad_identity_kind", {std::string(name)});
    return static_cast<IdentityKind>(found - kKinds.begin());
}

Json toJson(const IdentityRules& rules) {
    Json list = Json::array();
    for (const IdentityRule& rule : rules.rules) {
        Json entry{{"kind", identityKindName(rule.kind)}};
        if (rule.kind == IdentityKind::Separate)
            entry["keys"] = rule.keys;
        else if (rule.kind != IdentityKind::LinkKey)
            entry["columns"] = rule.columns;
        if (rule.kind == IdentityKind::LinkKey) {
            entry["forms"] = Json::array();
            for (const FormName& form : kForms)
                if (rule.forms.*(form.form)) entry["forms"].push_back(form.name);
        }
        list.push_back(std::move(entry));
    }
    return Json{{"too_common", rules.tooCommon}, {"rules", list}};
}

Result<IdentityRules> identityRulesFromJson(const Json& json) {
    IdentityRules rules;
    JsonFields fields(json, "identity");
    fields.read("too_common", rules.tooCommon);
    const std::vector<Json> list = fields.array("rules");
    if (auto done = fields.finish(); !done) return done.failure();
    if (rules.tooCommon < 1) return fail("model.bad_json", {"identity.too_common: 1 or more is expected"});
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto rule = ruleFromJson(list[i], i);
        if (!rule) return rule.failure();
        rules.rules.push_back(std::move(*rule));
    }
    return rules;
}

} // namespace xo
