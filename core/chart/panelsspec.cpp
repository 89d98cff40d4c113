#include "core/chart/panelsspec.h"

#include <algorithm>
#include <cmath>

namespace xo::chart {

namespace {
constexpr double kNarrowest = 150; // of a panel of few bars
constexpr double kBarRoom = 34;
constexpr double kLowest = 130;
constexpr double kWidestLabel = 70;
constexpr double kLabelLine = 13;
constexpr std::size_t kMostLines = 2;
} // namespace

Scene layoutPanels(const PanelsSpec& s, Size size, const Measure& m) {
    Scene scene;
    const double w = std::max(size.width, 420.0);
    const std::size_t n = s.panels.size();
    std::size_t bars = 0;
    for (const BarPanel& panel : s.panels)
        bars = std::max(bars, panel.bars.size());
    double barRoom = kBarRoom; // two lines for the longest label
    for (const BarPanel& panel : s.panels)
        for (const PanelBar& bar : panel.bars)
            barRoom = std::max(barRoom, std::min(m(bar.label, 11, false) / 2 + 12, kWidestLabel));
    const double narrowest = std::max(kNarrowest, barRoom * static_cast<double>(bars));
    const std::size_t fit = std::max<std::size_t>(1, static_cast<std::size_t>((w - 16) / narrowest));
    const std::size_t columns = std::max<std::size_t>(1, std::min(n, fit));
    const std::size_t rows = n ? (n + columns - 1) / columns : 1;
    const double h = std::max(size.height, kLowest * static_cast<double>(rows));
    scene.size = {w, h};
    scene.description = s.description;
    double most = 0;
    for (const BarPanel& panel : s.panels)
        for (const PanelBar& bar : panel.bars)
            if (bar.value && bar.base != Base::Hidden) most = std::max({most, *bar.value, bar.high.value_or(0)});
    if (most <= 0) most = 1;
    const auto text = [&](Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    };
    const double wide = (w - 16) / static_cast<double>(columns), high = (h - 8) / static_cast<double>(rows);
    std::size_t lines = 1; // the same under every panel
    for (const BarPanel& panel : s.panels)
        for (const PanelBar& bar : panel.bars)
            lines = std::max(lines, wrapped(bar.label, (wide - 16) / static_cast<double>(panel.bars.size()) - 4,
                                            kMostLines, 11, false, m)
                                        .size());
    const double below = kLabelLine * static_cast<double>(lines - 1);
    for (std::size_t i = 0; i < n; ++i) {
        const BarPanel& panel = s.panels[i];
        const double left = 8 + wide * static_cast<double>(i % columns) + 8;
        const double top = 4 + high * static_cast<double>(i / columns);
        const double room = wide - 16;
        const double noteWidth = m(panel.note, 11, false);
        const std::string title = elided(panel.title, std::max(40.0, room - noteWidth - 8), 12, true, m);
        text({left, top + 20}, title, Align::Left, Ink::Text1, 12, true);
        text({left + m(title, 12, true) + 8, top + 20}, panel.note, Align::Left, Ink::Text3, 11);
        const double base = onHalfPixel(top + high - 24 - below), ceiling = top + 48;
        scene.back.push_back(LineShape{{left, base}, {left + room, base}, Ink::Line2});
        const double pitch = room / static_cast<double>(std::max<std::size_t>(panel.bars.size(), 1));
        for (std::size_t k = 0; k < panel.bars.size(); ++k) {
            const PanelBar& bar = panel.bars[k];
            const double centre = left + pitch * (static_cast<double>(k) + 0.5);
            double under = base + 15;
            for (const std::string& line : wrapped(bar.label, pitch - 4, kMostLines, 11, false, m)) {
                text({centre, under}, line, Align::Centre, Ink::Text3, 11);
                under += kLabelLine;
            }
            scene.hits.push_back({bar.id,
                                  {centre - pitch / 2, ceiling - 16, pitch, base - ceiling + 34 + below},
                                  {},
                                  panel.title.empty() ? bar.label : panel.title + " \u00b7 " + bar.label,
                                  bar.facts});
            if (!bar.value || bar.base == Base::Hidden) {
                const std::string hint = bar.value ? std::string("n<10") : std::string("\u2013");
                text({centre, base - 6}, hint, Align::Centre, Ink::Text3, 11);
                continue;
            }
            const double scale = (base - ceiling) / most;
            const double width = std::min(36.0, pitch * 0.6);
            const Rect box{centre - width / 2, base - *bar.value * scale, width, *bar.value * scale};
            const bool weak = bar.base == Base::Indicative;
            scene.back.push_back(BoxShape{box, weak ? Ink::PassBack : bar.ink});
            if (weak) scene.back.push_back(HatchShape{hatchLines(box), Ink::Hatch, 1});
            double label = box.y - 5;
            if (bar.low && bar.high) {
                const double from = base - *bar.low * scale, to = base - *bar.high * scale;
                scene.front.push_back(LineShape{{centre, from}, {centre, to}, Ink::Text2, 1.5});
                for (const double end : {from, to})
                    scene.front.push_back(LineShape{{centre - 4, end}, {centre + 4, end}, Ink::Text2, 1.5});
                label = std::min(label, to - 5);
            }
            const std::string& shown = m(bar.valueText, 11, true) <= pitch - 2 ? bar.valueText : bar.shortText;
            if (m(shown, 11, true) <= pitch)
                text({centre, label}, shown, Align::Centre, weak ? Ink::Text3 : Ink::Text1, 11, true);
        }
    }
    return scene;
}

} // namespace xo::chart
