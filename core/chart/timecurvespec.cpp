#include "core/chart/timecurvespec.h"

#include "core/chart/scale.h"

#include <algorithm>

namespace xo::chart {

namespace {
constexpr std::size_t kReadings = 48;
} // namespace

Scene layoutTimeCurve(const TimeCurveSpec& s, Size size, const Measure& m) {
    Scene scene;
    const double w = std::max(size.width, 420.0), h = std::max(size.height, 180.0);
    scene.size = {w, h};
    scene.description = s.description;
    const auto text = [&](Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    };
    text({16, 22}, elided(s.title, w - 32, 13, true, m), Align::Left, Ink::Text1, 13, true);
    if (s.points.empty()) return scene;
    double most = 0, latest = 0;
    for (const CurvePoint& p : s.points) {
        most = std::max({most, p.high.value_or(p.value), p.lost});
        latest = std::max(latest, p.time);
    }
    const Ticks yTicks = niceTicks(0, std::max(most, 0.05), 6);
    const Ticks xTicks = innerTicks(0, latest, w > 700 ? 10 : 6);
    const Rect area{60, 40, w - 60 - 72, h - 40 - 40};
    const Scale x{0, std::max(latest, 1e-9), area.x, area.right()};
    const Scale y{0, std::min(yTicks.high(), 1.0), area.bottom(), area.y};

    Plot plot;
    plot.area = area;
    plot.x = {x.low, x.high, {}, false};
    plot.y = {y.low, y.high, {}, true};
    for (const double t : yTicks.values)
        if (t <= y.high + 1e-9) plot.y.ticks.push_back({t, tickLabel(t * 100, std::max(0, yTicks.decimals - 2)) + "%"});
    LineSeries curve{{}, Ink::Good, 2, false}, lost{{}, Ink::Bad, 1.5, true};
    std::vector<Point> upper, lower;
    bool anyLost = false;
    for (std::size_t i = 0; i < s.points.size(); ++i) {
        const CurvePoint& p = s.points[i];
        const double before = i ? s.points[i - 1].value : 0;
        curve.points.push_back({p.time, before});
        curve.points.push_back({p.time, p.value});
        lost.points.push_back({p.time, i ? s.points[i - 1].lost : 0});
        lost.points.push_back({p.time, p.lost});
        anyLost = anyLost || p.lost > 0;
        if (!p.low || !p.high) continue;
        if (!upper.empty()) {
            upper.push_back({x(p.time), upper.back().y});
            lower.push_back({x(p.time), lower.back().y});
        }
        upper.push_back({x(p.time), y(std::min(*p.high, y.high))});
        lower.push_back({x(p.time), y(*p.low)});
    }
    if (!upper.empty()) {
        upper.insert(upper.end(), lower.rbegin(), lower.rend());
        scene.back.push_back(AreaShape{std::move(upper), Ink::GoodBack, 1});
    }
    plot.lines.push_back(std::move(curve));
    if (anyLost) plot.lines.push_back(std::move(lost));
    addTickLabels(scene, plot);
    scene.plots.push_back(std::move(plot));
    for (const double t : xTicks.values)
        text({x(t), area.bottom() + 16}, tickLabel(t, xTicks.decimals), Align::Centre, Ink::Text3, 11);
    text({area.right(), area.bottom() + 32}, s.unit, Align::Right, Ink::Text3, 11);
    if (s.reliable && *s.reliable < latest) {
        const Rect beyond{x(*s.reliable), area.y, area.right() - x(*s.reliable), area.height};
        scene.back.push_back(HatchShape{hatchLines(beyond), Ink::Hatch, 0.45});
        const double width = m(s.unreliableText, 11, false) + 8;
        if (width < beyond.width) {
            scene.front.push_back(BoxShape{{beyond.right() - width, area.y + 2, width, 15}, Ink::Panel});
            text({beyond.right() - 4, area.y + 13}, s.unreliableText, Align::Right, Ink::Text2, 11);
        }
    }
    const CurvePoint& end = s.points.back();
    text({area.right() + 6, y(end.value) + 4}, tickLabel(end.value * 100, 1) + "%", Align::Left, Ink::GoodText, 12,
         true);
    if (anyLost) {
        double at = y(end.lost) + 4;
        if (std::abs(at - (y(end.value) + 4)) < 30) at = y(end.value) + (at > y(end.value) + 4 ? 34 : -26);
        text({area.right() + 6, at}, tickLabel(end.lost * 100, 1) + "%", Align::Left, Ink::BadText, 12, true);
        text({area.right() + 6, at + 14}, s.lostLabel, Align::Left, Ink::BadText, 11);
    }
    const double slice = area.width / static_cast<double>(kReadings);
    std::size_t at = 0;
    for (std::size_t k = 0; k < kReadings; ++k) {
        const double until = latest * static_cast<double>(k + 1) / static_cast<double>(kReadings);
        while (at + 1 < s.points.size() && s.points[at + 1].time <= until)
            ++at;
        scene.hits.push_back({{},
                              {area.x + slice * static_cast<double>(k), area.y, slice, area.height},
                              {},
                              s.title,
                              s.points[at].facts});
    }
    return scene;
}

} // namespace xo::chart
