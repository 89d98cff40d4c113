#include "core/chart/rankedspec.h"

#include <algorithm>
#include <cmath>

namespace xo::chart {

namespace {
constexpr double kTop = 54; // below title and subtitle
constexpr double kBottom = 12;
constexpr double kLowestRow = 17;
constexpr double kHighestRow = 30;
constexpr double kIndent = 12; // of bars under a heading
} // namespace

Scene layoutRanked(const RankedSpec& s, Size size, const Measure& m) {
    Scene scene;
    const double w = std::max(size.width, 420.0), h = std::max(size.height, kTop + kBottom + 4 * kLowestRow);
    const auto fit = static_cast<std::size_t>((h - kTop - kBottom) / kLowestRow);
    const std::size_t drawn = s.bars.size() <= fit ? s.bars.size() : fit - 1;
    const std::size_t rows = drawn < s.bars.size() ? fit : std::max<std::size_t>(drawn, 1);
    const double row = std::min(kHighestRow, (h - kTop - kBottom) / static_cast<double>(rows));
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
    for (std::size_t i = 0; i < drawn; ++i) {
        const RankedBar& bar = s.bars[i];
        const double top = kTop + row * static_cast<double>(i), middle = top + row / 2;
        const double baseline = std::floor(middle) + 4.5;
        if (bar.heading) {
            text({16, baseline}, elided(bar.label, right - 24, 12, true, m), Align::Left, Ink::Text1, 12, true);
            text({right + 12, baseline}, bar.valueText, Align::Left, Ink::Text1, 12, true);
            text({right + 12 + m(bar.valueText, 12, true) + 8, baseline}, bar.note, Align::Left, Ink::Text3, 11);
            continue;
        }
        text({16 + kIndent, baseline}, elided(bar.label, labels - kIndent, 12, false, m), Align::Left, Ink::Text2, 12);
        scene.back.push_back(LineShape{{zero, top}, {zero, top + row}, Ink::Line2});
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
    if (drawn < s.bars.size()) {
        std::string more = s.moreText;
        if (const auto at = more.find("%1"); at != std::string::npos)
            more.replace(at, 2, std::to_string(s.bars.size() - drawn));
        text({16 + kIndent, std::floor(kTop + row * (static_cast<double>(drawn) + 0.5)) + 4.5}, more, Align::Left,
             Ink::Text3, 11);
    }
    return scene;
}

} // namespace xo::chart
