#pragma once

#include "core/chart/journeyspec.h"

namespace xo::chart {

/// One bar of a small panel, from zero up.
struct PanelBar {
    std::string label;
    std::optional<double> value; ///< no value = a gap
    std::optional<double> low, high;
    std::string valueText;
    std::string shortText; ///< where there is no room for it; blank = nothing then
    Ink ink = Ink::Good;
    Base base = Base::Full;
    Facts facts;
    std::string id; ///< of the mark; blank = hover only
    bool operator==(const PanelBar&) const = default;
};
struct BarPanel {
    std::string title;
    std::string note; ///< beside the title, small
    std::vector<PanelBar> bars;
    bool operator==(const BarPanel&) const = default;
};
/// The same bars for several groups, side by side on one scale.
struct PanelsSpec {
    std::vector<BarPanel> panels;
    std::string description;
    bool operator==(const PanelsSpec&) const = default;
};
/// Panels at least 150 px wide (34 a bar) in as many columns as fit; their height is shared. O(bars).
Scene layoutPanels(const PanelsSpec& spec, Size size, const Measure& measure);

} // namespace xo::chart
