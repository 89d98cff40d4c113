#pragma once

#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace xo::stats {

/// A correlation coefficient (−1…+1), its two-sided p and interval.
struct Correlation {
    std::int64_t n = 0;
    double coefficient = 0;
    double p = 1; ///< t with n − 2 df
    Interval ci;  ///< on Fisher's z scale
    bool operator==(const Correlation&) const = default;
};

/// Ranks from 1, equal values sharing the mean of their ranks. No NaN. O(n log n).
std::vector<double> midRanks(std::span<const double> values);

/// Pearson's r with Fisher's interval (variance 1/(n−3)). nullopt when n < 4, lengths differ, or one side is constant.
std::optional<Correlation> pearson(std::span<const double> x, std::span<const double> y, double level = 0.95);

/// Spearman's ρ (Pearson of mid-ranks) with the Bonett–Wright interval (variance (1 + ρ²/2)/(n−3)); same errors.
/// Source: Spearman 1904; Bonett & Wright 2000, Psychometrika 65:23.
std::optional<Correlation> spearman(std::span<const double> x, std::span<const double> y, double level = 0.95);

/// Spearman's ρ of a contingency table: counts row by row, `columns` per row, both margins in ascending order.
/// O(cells).
std::optional<Correlation> spearmanOfTable(std::span<const std::int64_t> counts, std::size_t columns,
                                           double level = 0.95);

} // namespace xo::stats
