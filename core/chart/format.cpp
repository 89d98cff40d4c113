#include "core/chart/format.h"

#include "core/base/text.h"

#include <cmath>

namespace xo::chart {

std::string count(std::int64_t value) {
    std::string text = formatCount(value);
    if (!text.empty() && text.front() == '-') text.replace(0, 1, "\u2212");
    return text;
}

std::string fixed(double value, int decimals) {
    const std::string digits = formatFixed(std::fabs(value), decimals);
    const bool zero = digits.find_first_not_of("0.") == std::string::npos;
    return value < 0 && !zero ? "\u2212" + digits : digits;
}

std::string signedFixed(double value, int decimals) {
    const std::string text = fixed(value, decimals);
    const bool zero = text.find_first_not_of("0.") == std::string::npos;
    return value > 0 && !zero ? "+" + text : text;
}

std::string percent(double ratio, int decimals) {
    return fixed(ratio * 100, decimals) + "%";
}

std::string percent(const std::optional<double>& ratio, int decimals) {
    return ratio ? percent(*ratio, decimals) : kMissing;
}

std::string range(double low, double high, int decimals, bool plusSigns) {
    const auto text = [&](double v) { return plusSigns ? signedFixed(v, decimals) : fixed(v, decimals); };
    const bool spaced = plusSigns || low < 0;
    return spaced ? "[" + text(low) + ", " + text(high) + "]" : text(low) + "\u2013" + text(high);
}

std::string probability(const std::optional<double>& p) {
    if (!p) return kMissing;
    return *p < 0.001 ? "< 0.001" : formatFixed(*p, 3);
}

} // namespace xo::chart
