#include "core/chart/scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace xo::chart {

namespace {

Ticks ticksOfStep(double mantissa, int exponent, double low, double high, bool inside) {
    Ticks ticks;
    // built from integers: 3 × 0.1 has to be 0.3 and not 0.30000000000000004
    const double unit = std::pow(10.0, std::abs(exponent));
    const auto value = [&](double k) { return exponent < 0 ? k * mantissa / unit : k * mantissa * unit; };
    ticks.step = value(1);
    ticks.decimals = std::max(0, -exponent + (mantissa == 2.5 ? 1 : 0));
    const double slack = 1e-9;
    const double first = inside ? std::ceil(low / ticks.step - slack) : std::floor(low / ticks.step + slack);
    const double last = inside ? std::floor(high / ticks.step + slack) : std::ceil(high / ticks.step - slack);
    for (double k = first; k <= last; k += 1)
        ticks.values.push_back(k == 0 ? 0.0 : value(k));
    return ticks;
}

Ticks searched(double low, double high, int maxCount, bool inside) {
    if (!std::isfinite(low) || !std::isfinite(high)) low = 0, high = 1;
    if (low > high) std::swap(low, high);
    if (high - low <= 1e-12 * std::max(1.0, std::fabs(low))) {
        const double pad = low == 0 ? 1 : std::fabs(low) / 10;
        low -= low == 0 ? 0 : pad;
        high += pad;
    }
    maxCount = std::max(maxCount, 2);
    constexpr std::array<double, 4> kMantissas{1, 2, 2.5, 5};
    const int start = static_cast<int>(std::floor(std::log10((high - low) / maxCount)));
    for (int exponent = start; exponent < start + 4; ++exponent)
        for (const double mantissa : kMantissas) {
            Ticks ticks = ticksOfStep(mantissa, exponent, low, high, inside);
            if (static_cast<int>(ticks.values.size()) <= maxCount) {
                if (ticks.values.size() >= 2 || !inside) return ticks;
                return searched(low, high, maxCount + 1, inside);
            }
        }
    return ticksOfStep(1, start + 4, low, high, false);
}

} // namespace

Ticks niceTicks(double low, double high, int maxCount) {
    return searched(low, high, maxCount, false);
}

Ticks innerTicks(double low, double high, int maxCount) {
    return searched(low, high, maxCount, true);
}

} // namespace xo::chart
