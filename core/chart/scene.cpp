#include "core/chart/scene.h"

#include "core/base/text.h"
#include "core/chart/scale.h"

namespace xo::chart {

const Hit* Scene::hitAt(Point p) const {
    for (auto it = hits.rbegin(); it != hits.rend(); ++it)
        if (it->covers(p)) return &*it;
    return nullptr;
}

const Hit* Scene::hit(std::string_view id) const {
    if (id.empty()) return nullptr;
    for (const Hit& h : hits)
        if (h.id == id) return &h;
    return nullptr;
}

std::string elided(const std::string& text, double width, int pixelSize, bool bold, const Measure& measure) {
    if (measure(text, pixelSize, bold) <= width) return text;
    std::vector<std::size_t> ends;
    for (std::size_t offset = 0; offset < text.size();) {
        nextCodePoint(text, offset);
        ends.push_back(offset);
    }
    while (!ends.empty()) {
        ends.pop_back();
        const std::string cut = text.substr(0, ends.empty() ? 0 : ends.back()) + "…";
        if (ends.empty() || measure(cut, pixelSize, bold) <= width) return cut;
    }
    return "…";
}

void addTickLabels(Scene& scene, const Plot& plot) {
    const Scale y{plot.y.low, plot.y.high, plot.area.bottom(), plot.area.y};
    for (const AxisTick& tick : plot.y.ticks)
        scene.front.push_back(
            TextShape{{plot.area.x - 8, y(tick.value) + 4}, tick.label, Align::Right, Ink::Text3, 11, false});
}

} // namespace xo::chart
