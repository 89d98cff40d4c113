#pragma once

#include "core/stats/differences.h"

#include <cstdint>
#include <optional>
#include <span>

namespace xo::stats {

/// A (weighted) mean with its linearised standard error.
struct LinearisedMean {
    double mean = 0;
    double se = 0;
    double df = 0;   ///< of the t interval: n − 1, or clusters − 1
    double nEff = 0; ///< Kish's effective size (Σw)²/Σw²
    std::int64_t n = 0;
    std::int64_t clusters = 0; ///< distinct clusters; n when none were given
    bool operator==(const LinearisedMean&) const = default;
};

/// Mean of `values` with SE = √(n/(n−1)·Σuᵢ²), uᵢ = wᵢ(xᵢ − x̄)/Σw; with clusters √(m/(m−1)·Σ_c(Σ_{i∈c}uᵢ)²). `weights`
/// blank = all 1; `clusters` blank = every row its own; otherwise both are as long as `values`. Multiplying all weights
/// by a constant changes nothing. nullopt: no rows, spans of different lengths, a weight ≤ 0 or not finite. SE is NaN
/// for a single row or cluster. O(n), with clusters O(n log n). Source: Kish 1965, Binder 1983; equals R survey's
/// svymean.
std::optional<LinearisedMean> linearisedMean(std::span<const double> values, std::span<const double> weights = {},
                                             std::span<const std::uint32_t> clusters = {});

/// Kish's effective sample size (Σw)²/Σw²; 0 for no weights.
double kishEffectiveSize(std::span<const double> weights);

/// Difference of two (weighted) means when one customer may answer several times or be in both groups:
/// u_c = Σ_{i∈c, group}w(x − x̄₁)/W₁ − Σ_{i∈c, other}w(x − x̄₀)/W₀, Var = Σ_c u_c² (the cluster sandwich CR0 of an OLS on
/// the group). Normal p from 30 clusters on, below that t(m − 1). `inGroup` is 1 for rows of the first group, 0 for the
/// other; weights blank = all 1. nullopt: a side is empty, lengths differ, or SE = 0. O(n log n). Source: Liang & Zeger
/// 1986; METHODS 1.2.
std::optional<DifferenceTest> clusteredDifference(std::span<const double> values, std::span<const std::uint8_t> inGroup,
                                                  std::span<const std::uint32_t> clusters,
                                                  std::span<const double> weights = {}, double level = 0.95);

/// Degrees of freedom of a customer-linearised difference over `clusters` clusters: infinite (normal) from 30 on, else
/// m − 1.
double clusteredDf(std::int64_t clusters);

} // namespace xo::stats
