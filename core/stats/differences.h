#pragma once

#include "core/stats/intervals.h"

#include <optional>

namespace xo::stats {

/// A difference of two groups and its test. `z` is the test statistic, referred to the normal when `df` is infinite and
/// to t(df) otherwise; `p` two-sided.
struct DifferenceTest {
    double difference = 0; ///< first − second, as shown (raw)
    double se = 0;         ///< of the tested difference
    double z = 0;
    double df = 0;
    double p = 1;
    Interval ci; ///< of the tested difference
    bool operator==(const DifferenceTest&) const = default;
};

/// Difference of two NPS of independent groups, in points: `difference` is raw, z, p and ci come from the adjusted
/// counts (¾, 1½, ¾), variances unpooled. nullopt when a group is empty. O(1). Source: MeasuringU 2021; METHODS 1.2.
std::optional<DifferenceTest> npsDifference(const NpsCounts& group, const NpsCounts& other, double level = 0.95);

/// Test of an estimated difference with a known standard error; df infinite = normal. nullopt when se is 0 or no
/// number: then nothing can be said.
std::optional<DifferenceTest> differenceTest(double difference, double se, double df, double level = 0.95);

/// Moments of one sample: size, mean, and variance with n − 1.
struct SampleMoments {
    double n = 0;
    double mean = 0;
    double variance = 0;
    bool operator==(const SampleMoments&) const = default;
};

/// Welch's t test of two means, variances unpooled, Satterthwaite df. nullopt when a sample has fewer than two values
/// or both variances are 0. Source: Welch 1947.
std::optional<DifferenceTest> welchTest(const SampleMoments& group, const SampleMoments& other, double level = 0.95);

/// Two-proportion z test k1/n1 − k0/n0: `se`, `z` and `p` use the pooled share (the score test of equality), `ci` is
/// Newcombe's. nullopt when a group is empty or the pooled share is 0 or 1.
std::optional<DifferenceTest> twoProportionTest(double k1, double n1, double k0, double n0, double level = 0.95);

/// A share k/n against a constant: `se` and `z` under the constant, `p` of z, or of the exact binomial (twice the
/// smaller tail) where n·min(target, 1 − target) < 10; `ci` is Wilson's less the target. nullopt when n is 0 or the
/// target isn't strictly between 0 and 1. Source: METHODS 2.3.
std::optional<DifferenceTest> proportionTest(double k, double n, double target, double level = 0.95);

} // namespace xo::stats
