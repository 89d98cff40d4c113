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

/// One group in the period before (0) and now (1): its base, its rate (a share, or an NPS in points) and the variance
/// of one answer.
struct GroupRate {
    double n0 = 0, rate0 = 0, variance0 = 0;
    double n1 = 0, rate1 = 0, variance1 = 0;
    bool operator==(const GroupRate&) const = default;
};
/// `mix`: the group grew or shrank, against how it lies to the whole; `rate`: it did better or worse.
struct GroupContribution {
    double mix = 0, rate = 0;
    double se = 0; ///< of `rate`; 0 where a period has no base
    bool operator==(const GroupContribution&) const = default;
};
/// What each group contributed to the change of the whole rate: Σ(mix + rate) is exactly that change. A group without a
/// base in one period has the other period's rate, so all of it is mix. Empty when a period has no base at all.
/// O(groups). Source: Kitagawa 1955; METHODS 1.7.
std::vector<GroupContribution> groupContributions(std::span<const GroupRate> groups);

} // namespace xo::stats
