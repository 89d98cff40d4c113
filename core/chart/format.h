#pragma once

#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <string>

namespace xo::chart {

// Figures as pictures and tables show them (PRODUCT.md 3.14): rounded half away from zero, minus sign U+2212, thousands
// separated by commas, "–" for a missing value.

inline constexpr const char* kMissing = "\u2013";

std::string count(std::int64_t value);                   ///< 12345 → "12,345"
std::string fixed(double value, int decimals = 1);       ///< −3.25 → "−3.3"; −0.04 → "0.0"
std::string signedFixed(double value, int decimals = 1); ///< 3.25 → "+3.3"; 0 → "0.0"
std::string percent(double ratio, int decimals = 1);     ///< 0.1984 → "19.8%"
std::string percent(const std::optional<double>& ratio, int decimals = 1);
/// "18.5–21.2" of two numbers already in the unit to show; with a minus in it "−14.5 … −7.9".
std::string range(double low, double high, int decimals, bool plusSigns = false);
/// "< 0.001", "0.043"; "–" when missing.
std::string probability(const std::optional<double>& p);

} // namespace xo::chart
