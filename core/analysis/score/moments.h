#pragma once

#include "core/analysis/score/customers.h"
#include "core/stats/differences.h"
#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace xo::analysis {

/// Answers of one group as a histogram over the scale, with the weights on each value; what its mean and error follow
/// from.
struct Histogram {
    std::vector<std::int64_t> counts;   ///< by value, index 0 = lowest of the scale
    std::vector<double> weights;        ///< Σw by value; empty = unweighted
    std::vector<double> squaredWeights; ///< Σw² by value; empty = unweighted
    std::int64_t n() const;
    Histogram& operator+=(const Histogram& other);
    /// Takes a part of it away.
    Histogram& operator-=(const Histogram& part);
    bool operator==(const Histogram&) const = default;
};

/// Mean of the numbers that the scores stand for, weighted when there are weights. n = 0: everything is 0.
struct Moments {
    std::int64_t n = 0;
    double sumW = 0; ///< n when unweighted
    double mean = 0;
    double nEff = 0;      ///< Kish (Σw)²/Σw²
    double squares = 0;   ///< Σ w²(x − mean)², Σ(x − mean)² when unweighted
    bool constant = true; ///< all answers have one value
    /// Linearised standard error √(n/(n−1)·Σw²(x − x̄)²)/Σw; nullopt for n < 2. Source: METHODS 1.3.
    std::optional<double> se() const;
};
Moments momentsOf(const Histogram& histogram, std::span<const double> values);

/// Σ_c(a − m·x̄)² of a group; 0 when all its answers are equal.
double clusterSquares(const ClusterSums& sums, const Moments& moments);
/// Customer-linearised standard error √(m/(m−1)·Σ_c u_c²) of a mean over m clusters; nullopt for m < 2. Source:
/// METHODS 1.3.
std::optional<double> clusteredError(const ClusterSums& sums, const Moments& moments);

/// Both sides of a customer-linearised comparison.
struct ClusteredPair {
    double firstSquares = 0;  ///< clusterSquares of the group
    double secondSquares = 0; ///< of the other one
    CrossSums cross;
    std::int64_t clusters = 0; ///< distinct ones in both together
};
/// Difference of means with Var = Σ_c u_c² over all clusters (METHODS 1.2); nullopt when a side is empty or the
/// variance is 0.
std::optional<stats::DifferenceTest> clusteredDifference(const Moments& first, const Moments& second,
                                                         const ClusteredPair& pair);
/// Difference of weighted means of independent groups, linearised errors unpooled, t(n₁ + n₂ − 2); nullopt when a side
/// has fewer than two answers or both errors are 0.
std::optional<stats::DifferenceTest> weightedDifference(const Moments& first, const Moments& second);

} // namespace xo::analysis
