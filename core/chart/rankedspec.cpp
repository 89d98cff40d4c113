#include "core/chart/rankedspec.h"

#include <algorithm>
#include <cmath>

namespace xo::chart {

namespace {
constexpr double kTop = 54; // below title and subtitle
constexpr double kBottom = 12;
constexpr double kLowestRow = 20;
constexpr double kHighestRow = 30;
constexpr double kIndent = 12; // of bars under a heading
} // namespace

Scene layoutRanked(const RankedSpec& s, Size size, const Measure& m) {
    Scene scene;
    const auto n = static_cast<double>(std::max<std::size_t>(s.bars.size(), 1));
    const double w = std::max(size.width, 420.0), h = std::max(size.height, kTop + kBottom + kLowestRow * n);
    const double row = std::min(kHighestRow, (h - kTop - kBottom) / n);
    scene.size = {w, h};
    scene.description = s.description;
    const auto text = [&](Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    };
    text({16, 22}, elided(s.title, w - 32, 13, true, m), Align::Left, Ink::Text1, 13, true);
    text({16, 40}, elided(s.subtitle, w - 32, 11, false, m), Align::Left, Ink::Text3, 11);

    double labels = 0, values = 0, low = 0, high = 0;
    for (const RankedBar& bar : s.bars) {
        if (bar.heading) continue;
        labels = std::max(labels, m(bar.label, 12, false) + kIndent);
        values = std::max(values, m(bar.valueText, 12, true) + (bar.note.empty() ? 0 : 8 + m(bar.note, 11, false)));
        low = std::min({low, bar.value, bar.low.value_or(0)});
        high = std::max({high, bar.value, bar.high.value_or(0)});
    }
    if (high - low <= 0) high = 1;
    labels = std::min(labels, w * 0.34);
    const double left = 16 + labels + 12, right = w - 16 - std::min(values, w * 0.34) - 12;
    const auto across = [&](double value) { return left + (value - low) / (high - low) * (right - left); };
    const double zero = onHalfPixel(across(0));
    double lowest = kTop;
    for (std::size_t i = 0; i < s.bars.size(); ++i) {
        const RankedBar& bar = s.bars[i];
        const double top = kTop + row * static_cast<double>(i), middle = top + row / 2;
        const double baseline = std::floor(middle) + 4.5;
        lowest = top + row;
        if (bar.heading) {
            text({16, baseline}, elided(bar.label, labels + 12, 12, true, m), Align::Left, Ink::Text1, 12, true);
            text({right + 12, baseline}, bar.valueText, Align::Left, Ink::Text1, 12, true);
            text({right + 12 + m(bar.valueText, 12, true) + 8, baseline}, bar.note, Align::Left, Ink::Text3, 11);
            continue;
        }
        text({16 + kIndent, baseline}, elided(bar.label, labels - kIndent, 12, false, m), Align::Left, Ink::Text2, 12);
        const double thick = std::min(14.0, std::floor(row * 0.6)), end = across(bar.value);
        const Rect box{std::min(zero, end), std::floor(middle - thick / 2), std::max(1.0, std::abs(end - zero)), thick};
        scene.back.push_back(BoxShape{box, bar.ink});
        if (bar.low && bar.high) {
            const double from = across(*bar.low), to = across(*bar.high), y = std::floor(middle) + 0.5;
            scene.front.push_back(LineShape{{from, y}, {to, y}, Ink::Text2, 1.5});
            for (const double at : {from, to})
                scene.front.push_back(LineShape{{at, y - 4}, {at, y + 4}, Ink::Text2, 1.5});
        }
        text({right + 12, baseline}, bar.valueText, Align::Left, Ink::Text1, 12, true);
        text({right + 12 + m(bar.valueText, 12, true) + 8, baseline}, bar.note, Align::Left, Ink::Text3, 11);
        scene.hits.push_back({bar.id, {8, top, w - 16, row}, {}, bar.label, bar.facts});
    }
    scene.back.push_back(LineShape{{zero, kTop}, {zero, lowest}, Ink::Line2});
    return scene;
}

} // namespace xo::chart
