#pragma once

#include <string>
#include <vector>

namespace xo::chart {

/// Maps a value of low…high to a coordinate of from…to, linearly and without clamping.
struct Scale {
    double low = 0;
    double high = 1;
    double from = 0;
    double to = 1;
    double operator()(double value) const {
        return high == low ? from : from + (value - low) / (high - low) * (to - from);
    }
    bool operator==(const Scale&) const = default;
};

/// Round tick values (1, 2, 2.5 or 5 × 10^k apart) that cover low…high.
struct Ticks {
    std::vector<double> values; ///< ascending; the first ≤ low and the last ≥ high
    double step = 1;
    int decimals = 0; ///< digits after the point that the labels need
    double low() const { return values.front(); }
    double high() const { return values.back(); }
};
/// At most `maxCount` (≥ 2) ticks; low == high is widened to a range that holds it. Never empty; values that are no
/// numbers give 0…1.
Ticks niceTicks(double low, double high, int maxCount);
/// Like niceTicks, but only the ticks that lie inside low…high (for axes that need not start on a tick).
Ticks innerTicks(double low, double high, int maxCount);

} // namespace xo::chart
