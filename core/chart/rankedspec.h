#pragma once

#include "core/chart/journeyspec.h"

namespace xo::chart {

/// One bar from the zero line to the right or, below zero, to the left; or a heading over the bars that follow.
struct RankedBar {
    std::string label;
    bool heading = false;
    double value = 0;
    std::optional<double> low, high;
    std::string valueText;
    std::string note; ///< behind the value, small
    Ink ink = Ink::Good;
    Facts facts;
    std::string id; ///< of the mark; blank = hover only
    bool operator==(const RankedBar&) const = default;
};
/// Bars under each other on one scale: reasons, or what gave how much to a change.
struct RankedSpec {
    std::string title;
    std::string subtitle;
    std::vector<RankedBar> bars;
    std::string moreText; ///< where not all bars fit: "… %1 more in the table"
    std::string description;
    bool operator==(const RankedSpec&) const = default;
};
/// Rows of 17 to 30 px; bars that don't fit are counted at the foot. O(bars).
Scene layoutRanked(const RankedSpec& spec, Size size, const Measure& measure);

} // namespace xo::chart
