#include "core/chart/npsbarsspec.h"

#include "core/chart/scale.h"

#include <algorithm>
#include <cmath>

namespace xo::chart {

namespace {

constexpr double kTitleRow = 32;
constexpr double kHead = 28; // column titles and tick labels
constexpr double kFoot = 12;
constexpr double kSide = 16;
constexpr double kMore = 22;

} // namespace

double npsBarsHeight(const NpsBarsSpec& spec) {
    return (spec.title.empty() ? 0 : kTitleRow) + kHead + kScoreRowHeight * static_cast<double>(spec.bars.size()) +
           kFoot;
}

Scene layoutNpsBars(const NpsBarsSpec& s, Size size, const Measure& m) {
    Scene scene;
    const double w = std::max(size.width, 480.0), h = std::max(size.height, 120.0);
    scene.size = {w, h};
    scene.description = s.description;
    const auto text = [&](Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    };
    const double titleHeight = s.title.empty() ? 0 : kTitleRow;
    std::size_t rows = s.bars.size();
    double rowHeight = kScoreRowHeight;
    if (npsBarsHeight(s) > h) {
        rowHeight = std::max(
            22.0, std::floor((h - titleHeight - kHead - kFoot) / static_cast<double>(std::max<std::size_t>(rows, 1))));
        const auto fit =
            static_cast<std::size_t>(std::max(1.0, std::floor((h - titleHeight - kHead - kFoot - kMore) / rowHeight)));
        if (rowHeight * static_cast<double>(rows) > h - titleHeight - kHead - kFoot) rows = std::min(rows, fit);
    }
    // columns: name | bars | value | n | gap
    double nameWidth = m(s.groupTitle, 12, false), valueWidth = m(s.valueTitle, 12, false),
           countWidth = m(s.countTitle, 12, false), gapWidth = m(s.gapTitle, 12, false);
    double low = 0, high = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const ScoreBar& b = s.bars[i];
        nameWidth = std::max(nameWidth, m(b.name, 13, b.strong) + 16 * b.level);
        valueWidth = std::max(valueWidth, m(b.valueText, 13, true));
        countWidth = std::max(countWidth, m(b.countText, 11, false));
        gapWidth = std::max(gapWidth, m(b.gapText, 12, false) + 16);
        if (b.base != Base::Hidden) low = std::min({low, b.low, b.value}), high = std::max({high, b.high, b.value});
    }
    nameWidth = std::min(nameWidth, w * 0.3);
    const double gapRight = w - kSide, countRight = gapRight - gapWidth - 20, valueRight = countRight - countWidth - 20;
    const Rect area{kSide + nameWidth + 20, titleHeight + kHead,
                    valueRight - valueWidth - 24 - (kSide + nameWidth + 20), rowHeight * static_cast<double>(rows)};
    const Ticks ticks = niceTicks(std::max(low, s.scaleLow), std::min(high, s.scaleHigh), area.width > 420 ? 8 : 5);
    const Scale x{std::max(ticks.low(), s.scaleLow), std::min(ticks.high(), s.scaleHigh), area.x, area.right()};

    text({kSide, 22}, s.title, Align::Left, Ink::Text1, 13, true);
    text({kSide, titleHeight + 18}, s.groupTitle, Align::Left, Ink::Text3, 11);
    text({valueRight, titleHeight + 18}, s.valueTitle, Align::Right, Ink::Text3, 11);
    text({countRight, titleHeight + 18}, s.countTitle, Align::Right, Ink::Text3, 11);
    text({gapRight, titleHeight + 18}, s.gapTitle, Align::Right, Ink::Text3, 11);

    Plot plot;
    plot.area = area;
    plot.horizontalBars = true;
    plot.barWidth = 12;
    plot.x = {x.low, x.high, {}, true};
    plot.y = {-0.5, static_cast<double>(rows) - 0.5, {}, false};
    for (const double t : ticks.values)
        if (t >= x.low - 1e-9 && t <= x.high + 1e-9) {
            plot.x.ticks.push_back({t, tickLabel(t, std::max(ticks.decimals, s.decimals), s.signedValues)});
            text({x(t), titleHeight + 18}, plot.x.ticks.back().label, Align::Centre, Ink::Text3, 11);
        }
    // one set per colour so that each bar has the colour of its verdict
    BarSet better{{}, Ink::Good}, worse{{}, Ink::Bad}, plain{{}, Ink::Pass};
    for (std::size_t i = 0; i < rows; ++i) {
        const ScoreBar& b = s.bars[i];
        const double top = area.y + rowHeight * static_cast<double>(i), mid = std::floor(top + rowHeight / 2) + 0.5;
        const bool full = b.base == Base::Full;
        better.values.push_back(full && b.verdict == Verdict::Better ? b.value : 0);
        worse.values.push_back(full && b.verdict == Verdict::Worse ? b.value : 0);
        plain.values.push_back(full && b.verdict == Verdict::None ? b.value : 0);
        if (b.strong)
            scene.back.push_back(BoxShape{{1, top, w - 2, rowHeight}, Ink::Alt});
        else if (b.verdict == Verdict::Worse && full)
            scene.back.push_back(BoxShape{{1, top, w - 2, rowHeight}, Ink::BadBack});
        if (i) scene.back.push_back(LineShape{{1, onHalfPixel(top)}, {w - 1, onHalfPixel(top)}, Ink::Grid});
        const double indent = 16.0 * b.level;
        text({kSide + indent, mid + 4}, elided(b.name, nameWidth - indent, 13, b.strong, m), Align::Left,
             full ? Ink::Text1 : Ink::Text3, 13, b.strong);
        const Ink ink = b.verdict == Verdict::Better  ? Ink::GoodText
                        : b.verdict == Verdict::Worse ? Ink::BadText
                                                      : Ink::Text1;
        if (b.base == Base::Hidden) {
            const Rect r{x(0), mid - 6, std::min(96.0, area.right() - x(0)), 12};
            scene.front.push_back(HatchShape{hatchLines(r), Ink::Hatch, 0.8});
            text({r.right() + 8, mid + 4}, b.hint, Align::Left, Ink::Text3, 11);
        } else {
            const double zero = x(0), end = x(b.value);
            if (b.base == Base::Indicative) {
                const Rect r{std::min(zero, end), mid - 6, std::fabs(end - zero), 12};
                scene.front.push_back(HatchShape{hatchLines(r), Ink::Hatch, 1});
                scene.front.push_back(BoxShape{r, Ink::None, Ink::Hatch, 1, 0.8});
            }
            const Ink bar = full ? Ink::Text2 : Ink::Hatch;
            const double lo = x(std::max(b.low, x.low)), hi = x(std::min(b.high, x.high));
            scene.front.push_back(LineShape{{lo, mid}, {hi, mid}, bar, 1.5});
            scene.front.push_back(LineShape{{lo, mid - 4}, {lo, mid + 4}, bar, 1.5});
            scene.front.push_back(LineShape{{hi, mid - 4}, {hi, mid + 4}, bar, 1.5});
            if (!b.hint.empty()) {
                const bool right = hi + 10 + m(b.hint, 11, false) < area.right();
                const double at = right ? hi + 8 : std::min(lo, zero) - 8;
                text({at, mid + 4}, b.hint, right ? Align::Left : Align::Right, Ink::Text3, 11);
            }
            text({valueRight, mid + 5}, b.valueText, Align::Right, full ? ink : Ink::Text3, 13, full);
        }
        text({countRight, mid + 4}, b.countText, Align::Right, Ink::Text3, 11);
        if (full) {
            const std::string arrow = b.verdict == Verdict::Better ? "▲" : b.verdict == Verdict::Worse ? "▼" : "";
            text({gapRight, mid + 4}, b.gapText, Align::Right, b.verdict == Verdict::None ? Ink::Text3 : ink, 12);
            text({gapRight - m(b.gapText, 12, false) - 5, mid + 4}, arrow, Align::Right, ink, 9);
        }
        scene.hits.push_back({"row:" + std::to_string(i), {2, top + 1, w - 4, rowHeight - 2}, {}, b.name, b.facts});
    }
    plot.bars = {better, worse, plain};
    scene.plots.push_back(std::move(plot));
    const double zero = onHalfPixel(x(0));
    if (rows) scene.front.push_back(LineShape{{zero, area.y}, {zero, area.bottom()}, Ink::Line2});
    if (const std::size_t hidden = s.bars.size() - rows + s.moreBars; hidden > 0) {
        std::string more = s.moreText;
        if (const auto at = more.find("%1"); at != std::string::npos) more.replace(at, 2, std::to_string(hidden));
        text({kSide, area.bottom() + 18}, more, Align::Left, Ink::Text3, 11);
    }
    return scene;
}

} // namespace xo::chart
