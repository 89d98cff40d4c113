#pragma once

#include "core/stats/intervals.h"

#include <optional>
#include <span>
#include <vector>

namespace xo::stats {

/// Conversion of one step: `converted` of `n`.
struct StepRate {
    double n = 0, converted = 0;
    bool operator==(const StepRate&) const = default;
};

/// What each step contributed to the change of the end-to-end conversion from `before` to `after`: sums exactly to
/// Π after − Π before. Rates in (0, 1]; one that is 0 has no logarithm, so give rates of counts through `safeRate`.
/// Empty when the sizes differ, there is no step or a rate isn't positive. O(steps). Source: LMDI-I, Ang 2005; METHODS
/// 2.4.
std::vector<double> stageContributions(std::span<const double> before, std::span<const double> after);

/// converted/n, or (converted + ½)/(n + 1) when nobody converted or nobody came.
double safeRate(const StepRate& step);

/// Final conversions lost at one step against its reference rate, the later steps (their rates, `onward`) going on as
/// they are: n(p_ref − p)·Π onward, with its interval. nullopt when a side is empty. Negative = won. Source: METHODS
/// 2.3.
struct ExpectedLoss {
    double lost = 0;
    Interval ci;
    bool operator==(const ExpectedLoss&) const = default;
};
std::optional<ExpectedLoss> expectedLoss(const StepRate& now, const StepRate& reference, std::span<const double> onward,
                                         double level = 0.95);

} // namespace xo::stats
