#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace xo::stats {

/// Quantile of type 7 (linear between order statistics, the default of R and numpy) of values sorted ascending;
/// `probability` 0…1. nullopt when there is no value or the probability is outside 0…1. O(1). Source: Hyndman & Fan
/// 1996.
std::optional<double> quantileSorted(std::span<const double> sorted, double probability);
std::optional<double> quantileSorted(std::span<const std::int64_t> sorted, double probability);

/// The same without sorting: reorders `values` (std::nth_element). O(n). No NaN may be among them.
std::optional<double> quantile(std::span<double> values, double probability);
std::optional<double> quantile(std::span<std::int64_t> values, double probability);

} // namespace xo::stats
