#include "core/model/role.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace xo {

namespace {

constexpr std::array<std::pair<RoleKind, std::string_view>, 19> kNames{{
    {RoleKind::Dimension, "dimension"},
    {RoleKind::Customer, "customer"},
    {RoleKind::Link, "link"},
    {RoleKind::Id, "id"},
    {RoleKind::Time, "time"},
    {RoleKind::Stage, "stage"},
    {RoleKind::Survey, "survey"},
    {RoleKind::Channel, "channel"},
    {RoleKind::Nps, "nps"},
    {RoleKind::Csat, "csat"},
    {RoleKind::Ces, "ces"},
    {RoleKind::Loyalty, "loyalty"},
    {RoleKind::Rating, "rating"},
    {RoleKind::Reason, "reason"},
    {RoleKind::Text, "text"},
    {RoleKind::Metric, "metric"},
    {RoleKind::Amount, "amount"},
    {RoleKind::Weight, "weight"},
    {RoleKind::Ignore, "ignore"},
}};

constexpr std::size_t kMostCodes = 20;

std::optional<int> wholeNumber(std::string_view text) {
    const auto value = parseNumber(text);
    // the comparison is made so that it fails for what is no number
    if (!value || !(std::abs(*value) < 1e6) || *value != std::floor(*value)) return std::nullopt;
    return static_cast<int>(*value);
}

} // namespace

bool Role::isScore() const {
    return kind == RoleKind::Nps || kind == RoleKind::Csat || kind == RoleKind::Ces || kind == RoleKind::Loyalty ||
           kind == RoleKind::Rating;
}

bool Role::isNotApplicable(int value) const {
    return std::find(notApplicable.begin(), notApplicable.end(), value) != notApplicable.end();
}

bool Role::isSingle() const {
    return kind == RoleKind::Time || kind == RoleKind::Customer || kind == RoleKind::Link || kind == RoleKind::Id ||
           kind == RoleKind::Stage;
}

std::string Role::text() const {
    std::string out;
    for (const auto& [role, name] : kNames)
        if (role == kind) out = name;
    if (isScore() && (kind != RoleKind::Nps || scaleLow != 0 || scaleHigh != 10))
        out += ":" + std::to_string(scaleLow) + "-" + std::to_string(scaleHigh);
    for (std::size_t i = 0; i < notApplicable.size(); ++i)
        out += (i ? "|" : ",na=") + std::to_string(notApplicable[i]);
    if (lowIsBest) out += ",best=low";
    if (!unit.empty()) out += ":" + unit;
    return out;
}

Result<Role> Role::parse(std::string_view text) {
    const auto bad = [&] { return fail("model.bad_role", {std::string(text)}); };
    const std::string_view whole = trimmed(text);
    const std::size_t colon = whole.find(':');
    std::string_view parameters = colon == std::string_view::npos ? std::string_view() : whole.substr(colon + 1);
    std::string_view word = whole.substr(0, colon);
    if (const std::size_t comma = word.find(','); comma != std::string_view::npos) {
        parameters = word.substr(comma);
        word = word.substr(0, comma);
    }
    const std::string name = lowerAscii(word);
    Role role;
    bool known = false;
    for (const auto& [kind, kindName] : kNames)
        if (kindName == name) {
            role.kind = kind;
            known = true;
        }
    if (!known) return bad();
    if (role.isScore()) {
        role.scaleLow = role.kind == RoleKind::Nps ? 0 : 1;
        role.scaleHigh = role.kind == RoleKind::Nps ? 10 : role.kind == RoleKind::Ces ? 7 : 5;
        for (const std::string& part : splitQuoted(parameters, ',')) {
            if (part.empty()) continue;
            if (part.starts_with("na=")) {
                for (const std::string& code : splitQuoted(std::string_view(part).substr(3), '|')) {
                    const auto value = wholeNumber(code);
                    if (!value || role.notApplicable.size() >= kMostCodes) return bad();
                    if (!role.isNotApplicable(*value)) role.notApplicable.push_back(*value);
                }
                if (role.notApplicable.empty()) return bad();
                continue;
            }
            if (part.starts_with("best=")) {
                if (part != "best=low" && part != "best=high") return bad();
                role.lowIsBest = part == "best=low";
                continue;
            }
            const std::size_t dash = part.find('-', 1);
            if (dash == std::string::npos) return bad();
            const auto low = wholeNumber(std::string_view(part).substr(0, dash));
            const auto high = wholeNumber(std::string_view(part).substr(dash + 1));
            // 249 steps is what one byte holds beside the cell states
            if (!low || !high || *low < 0 || *high <= *low || *high - *low > 249) return bad();
            role.scaleLow = *low;
            role.scaleHigh = *high;
        }
        if (role.kind == RoleKind::Nps && (role.scaleLow != 0 || role.scaleHigh != 10)) return bad();
    } else if (role.kind == RoleKind::Metric || role.kind == RoleKind::Amount) {
        role.unit = std::string(trimmed(parameters));
    } else if (!parameters.empty()) {
        return bad();
    }
    return role;
}

std::string_view cellStateName(CellState state) {
    constexpr std::array<std::string_view, kCellStateCount> names{"valid",     "blank",        "not_applicable",
                                                                  "not_asked", "out_of_range", "unparsed"};
    return names[static_cast<std::size_t>(state)];
}

} // namespace xo
