#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace xo::stats {

/// A straight line through counted points, with the heteroscedasticity-consistent error HC1 of its slope.
struct Slope {
    std::int64_t n = 0;
    double slope = 0;
    double se = 0;
    bool operator==(const Slope&) const = default;
};
/// Least squares of y on x from a table of counts: row i stands at x[i], column j at y[j]. nullopt for n < 3 or one x
/// only. O(cells). Source: MacKinnon & White 1985.
std::optional<Slope> slopeOfTable(std::span<const double> x, std::span<const double> y,
                                  std::span<const std::int64_t> counts);

/// Do groups differ in a slope, and do some rise while others fall?
struct Interaction {
    double cochranQ = 0;
    double heterogeneityP = 1; ///< of cochranQ, groups − 1 df
    double gailSimonQ = 0;     ///< the smaller of the evidence for rising and for falling
    double oppositeP = 1;      ///< Gail–Simon: p of opposite signs
};
/// nullopt for fewer than two slopes or an error that isn't positive. O(groups). Source: Cochran 1954; Gail & Simon
/// 1985, Biometrics 41:361.
std::optional<Interaction> interaction(std::span<const Slope> groups);

} // namespace xo::stats
