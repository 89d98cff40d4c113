#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace xo::stats {

/// Means and centred cross products Σ(x − x̄)(y − ȳ) of several variables over n complete rows.
struct CrossProducts {
    std::int64_t n = 0;
    std::vector<double> means;
    std::vector<double> cross; ///< variables × variables, symmetric
    std::size_t variables() const { return means.size(); }
    double at(std::size_t i, std::size_t j) const { return cross[i * means.size() + j]; }
    /// Pearson's r of two variables; 0 when one is constant.
    double correlation(std::size_t i, std::size_t j) const;
};

/// Correlations of p predictors with each other (p × p) and with the outcome (p).
struct CorrelationMatrix {
    std::vector<double> predictors;
    std::vector<double> outcome;
    std::size_t size() const { return outcome.size(); }
};
/// The last variable is the outcome.
CorrelationMatrix correlationMatrix(const CrossProducts& sums);

/// One predictor in a least-squares regression.
struct RegressionTerm {
    double coefficient = 0;  ///< in units of the outcome per unit of the predictor
    double se = 0;           ///< of the coefficient
    double t = 0;            ///< at n − p − 1 degrees of freedom
    double p = 1;            ///< two-sided
    double standardised = 0; ///< beta: both sides in standard deviations
    double vif = 1;          ///< variance inflation factor
    bool operator==(const RegressionTerm&) const = default;
};
struct Regression {
    std::int64_t n = 0;
    double r2 = 0;
    double r2Adjusted = 0;
    double intercept = 0;
    double interceptSe = 0;
    std::vector<RegressionTerm> terms; ///< one per predictor
    bool operator==(const Regression&) const = default;
};
/// Least squares of the last variable on the others, with a constant. nullopt when n < p + 2, a variable is constant,
/// or the predictors are collinear (smallest eigenvalue of their correlations below 1e-10). O(p³).
std::optional<Regression> leastSquares(const CrossProducts& sums);

/// Johnson's relative weights: the outcome's R² split over the predictors; they add up to it. nullopt when the
/// predictors are collinear. O(p³). Source: Johnson 2000, Multivariate Behavioral Research 35:1.
std::optional<std::vector<double>> relativeWeights(const CorrelationMatrix& correlations);

inline constexpr std::size_t kMostShapleyPredictors = 20;
/// LMG: each predictor's gain in R², averaged over all orders; they add up to R². nullopt for none or more than
/// kMostShapleyPredictors. O(2^p·p²), 8·2^p bytes. Source: Lindeman, Merenda & Gold 1980.
std::optional<std::vector<double>> shapleyWeights(const CorrelationMatrix& correlations);

/// θ and its delete-a-group jackknife standard error √((G−1)/G·Σ(θ(g) − θ̄)²) from the G estimates that each leave one
/// group out; nullopt for fewer than two. Source: Kott 2001, Journal of Official Statistics 17:521.
std::optional<double> jackknifeError(const std::vector<double>& leftOut);

} // namespace xo::stats
