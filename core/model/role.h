#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xo {

/// What a column means to the analyses (PRODUCT.md 2). A column nobody gave a role is a Dimension.
enum class RoleKind : std::uint8_t {
    Dimension,
    Customer,
    Link,
    Id,
    Time,
    Stage,
    Survey,
    Channel,
    Nps,
    Csat,
    Ces,
    Loyalty,
    Rating,
    Reason,
    Text,
    Metric,
    Amount,
    Weight,
    Ignore
};

/// A role with its scale or unit, written "csat:1-5", "rating:1-5,na=0", "rating:1-5,na=0|9", "metric:h", "amount:CNY",
/// "nps", "customer".
struct Role {
    RoleKind kind = RoleKind::Dimension;
    int scaleLow = 0;               ///< lowest valid score; only for the score roles
    int scaleHigh = 0;              ///< highest valid score, inclusive
    std::vector<int> notApplicable; ///< codes that mean "not applicable"; each below a million either way, none twice
    bool lowIsBest = false;         ///< scores: the lowest is the best answer ("CES 1 = very easy"); ",best=low"
    std::string unit;               ///< "h", "min", "CNY"; only for Metric and Amount
    bool operator==(const Role&) const = default;

    /// Nps, Csat, Ces, Loyalty or Rating: integer answers on a scale.
    bool isScore() const;
    /// One of the codes that mean so.
    bool isNotApplicable(int value) const;
    /// Roles of which a dataset has one at most: Time, Customer, Link, Id, Stage.
    bool isSingle() const;
    /// The text form; reads back to an equal role.
    std::string text() const;
    /// Error model.bad_role{text}. "nps" means 0–10, "csat"/"loyalty"/"rating" without a scale 1–5, "ces" 1–7.
    static Result<Role> parse(std::string_view text);
};

/// How a cell came out of the import; kept apart up to the report. `answers` of a base is the sum of all states.
enum class CellState : std::uint8_t { Valid, Blank, NotApplicable, NotAsked, OutOfRange, Unparsed };
inline constexpr int kCellStateCount = 6;
/// "valid", "blank", "not_applicable", "not_asked", "out_of_range", "unparsed".
std::string_view cellStateName(CellState state);

} // namespace xo
