#pragma once

#include "core/chart/journeyspec.h"

namespace xo::chart {

/// One period of a trend. No value = no answers: a gap, never 0.
struct TrendPoint {
    std::string label; ///< "2026-01"
    std::optional<double> value;
    double low = 0;
    double high = 0;
    Base base = Base::Full;
    bool incomplete = false; ///< the period is still running: hatched, dashed into it
    bool emphasised = false; ///< differs from the period before by the table's rule
    std::string valueText;
    Facts facts;
    bool operator==(const TrendPoint&) const = default;
};

/// A score over time with its interval. Mark ids: "period:i".
struct TrendSpec {
    std::vector<TrendPoint> points;
    std::string title;
    std::vector<std::string> notes; ///< small lines under the title
    std::string incompleteText;     ///< "month not over"
    std::string description;
    double scaleLow = -100;
    double scaleHigh = 100;
    int decimals = 0;
    bool signedValues = true;
    bool operator==(const TrendSpec&) const = default;
};
/// O(periods); labels and figures are thinned to the width, the last always stays.
Scene layoutTrend(const TrendSpec& spec, Size size, const Measure& measure);

} // namespace xo::chart
