#include "core/chart/trendspec.h"

#include "core/chart/scale.h"

#include <algorithm>
#include <cmath>

namespace xo::chart {

namespace {

bool drawn(const TrendPoint& p) {
    return p.value.has_value() && p.base != Base::Hidden;
}

/// Solid through complete periods with a full base, dashed into the others, broken at gaps.
std::vector<LineSeries> connectors(const std::vector<TrendPoint>& points) {
    std::vector<LineSeries> lines;
    LineSeries solid{{}, Ink::Good, 1.5, false};
    const auto flush = [&] {
        if (solid.points.size() > 1) lines.push_back(solid);
        solid.points.clear();
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!drawn(points[i])) {
            flush();
            continue;
        }
        const Point here{static_cast<double>(i), *points[i].value};
        const bool weak = points[i].incomplete || points[i].base == Base::Indicative;
        const bool weakBefore = i > 0 && (points[i - 1].incomplete || points[i - 1].base == Base::Indicative);
        if (i > 0 && drawn(points[i - 1]) && (weak || weakBefore)) {
            flush();
            lines.push_back({{{static_cast<double>(i) - 1, *points[i - 1].value}, here}, Ink::Good, 1.5, true});
        }
        solid.points.push_back(here);
    }
    flush();
    return lines;
}

} // namespace

Scene layoutTrend(const TrendSpec& s, Size size, const Measure& m) {
    Scene scene;
    const double w = std::max(size.width, 480.0), h = std::max(size.height, 96.0);
    scene.size = {w, h};
    scene.description = s.description;
    const auto text = [&](Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    };
    double gutter = m(s.title, 12, true);
    for (const std::string& note : s.notes)
        gutter = std::max(gutter, m(note, 11, false));
    gutter = std::min(gutter, w * 0.25) + 16 + 44;
    text({16, 24}, elided(s.title, gutter - 30, 12, true, m), Align::Left, Ink::Text1, 12, true);
    double noteY = 42;
    for (const std::string& note : s.notes) {
        text({16, noteY}, elided(note, gutter - 30, 11, false, m), Align::Left, Ink::Text3, 11);
        noteY += 16;
    }
    double low = 1e300, high = -1e300;
    for (const TrendPoint& p : s.points)
        if (drawn(p)) low = std::min(low, p.low), high = std::max(high, p.high);
    if (low > high) low = s.scaleLow, high = s.scaleHigh;
    const double pad = std::max((high - low) * 0.15, 0.01 * (s.scaleHigh - s.scaleLow));
    low = std::max(low - pad, s.scaleLow);
    high = std::min(high + pad, s.scaleHigh);
    const Rect area{gutter, 30, w - 24 - gutter, h - 30 - 30};
    const std::size_t n = s.points.size();
    const double pitch = area.width / static_cast<double>(std::max<std::size_t>(n, 1));
    const Scale y{low, high, area.bottom(), area.y};
    const auto x = [&](std::size_t i) { return std::floor(area.x + pitch * (static_cast<double>(i) + 0.5)) + 0.5; };

    Plot plot;
    plot.area = area;
    plot.x = {-0.5, static_cast<double>(n) - 0.5, {}, false};
    plot.y = {low, high, {}, true};
    const Ticks ticks = innerTicks(low, high, h > 180 ? 6 : 3);
    for (const double t : ticks.values)
        plot.y.ticks.push_back({t, tickLabel(t, std::max(ticks.decimals, s.decimals), s.signedValues)});
    plot.lines = connectors(s.points);
    addTickLabels(scene, plot);
    scene.plots.push_back(std::move(plot));

    std::vector<double> centres, labelWidths, figureWidths;
    for (std::size_t i = 0; i < n; ++i) {
        centres.push_back(x(i));
        labelWidths.push_back(m(s.points[i].label, 11, false));
        figureWidths.push_back(m(s.points[i].valueText, 11, true));
    }
    const std::vector<bool> labels = thinnedLabels(centres, labelWidths),
                            figures = thinnedLabels(centres, figureWidths, 4);
    for (std::size_t i = 0; i < n; ++i) {
        const TrendPoint& p = s.points[i];
        if (p.incomplete) {
            const Rect band{x(i) - pitch / 2, 8, std::min(pitch, w - 2 - (x(i) - pitch / 2)), h - 30};
            scene.back.push_back(HatchShape{hatchLines(band), Ink::Hatch, 0.55});
        }
        if (labels[i]) text({x(i), h - 8}, p.label, Align::Centre, Ink::Text3, 11);
        scene.hits.push_back(
            {"period:" + std::to_string(i), {x(i) - pitch / 2, 8, pitch, h - 12}, {}, p.label, p.facts});
        if (!drawn(p)) continue;
        const bool weak = p.incomplete || p.base == Base::Indicative;
        const Ink ink = p.base == Base::Indicative ? Ink::Pass : Ink::Good;
        scene.front.push_back(LineShape{{x(i), y(p.low)}, {x(i), y(p.high)}, ink, 1.5});
        if (pitch > 18)
            for (const double end : {y(p.low), y(p.high)})
                scene.front.push_back(LineShape{{x(i) - 3, end}, {x(i) + 3, end}, ink, 1.5});
        scene.front.push_back(DotShape{{x(i), y(*p.value)}, pitch > 12 ? 3.5 : 2, ink, weak});
        if (!figures[i]) continue;
        if (p.incomplete) {
            const double width = figureWidths[i] + 6;
            scene.front.push_back(BoxShape{{x(i) - width / 2, y(p.high) - 16, width, 13}, Ink::Panel});
        }
        text({x(i), y(p.high) - 5}, p.valueText, Align::Centre, weak ? Ink::Text3 : Ink::Text1, 11, p.emphasised);
    }
    if (n && s.points.back().incomplete && !s.incompleteText.empty()) {
        const double width = m(s.incompleteText, 11, false) + 8;
        const double left = std::min(x(n - 1) - width / 2, w - width - 2);
        const double below = drawn(s.points.back()) ? y(s.points.back().low) + 6 : area.y + 4;
        if (below + 15 <= area.bottom() + 8 && width < pitch * 2.2) {
            scene.front.push_back(BoxShape{{left, below, width, 15}, Ink::Panel});
            text({left + width / 2, below + 11}, s.incompleteText, Align::Centre, Ink::Text2, 11);
        }
    }
    return scene;
}

} // namespace xo::chart
