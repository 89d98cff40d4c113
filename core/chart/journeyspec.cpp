#include "core/chart/journeyspec.h"

#include "core/base/text.h"
#include "core/chart/scale.h"

#include <algorithm>
#include <cmath>

namespace xo::chart {

std::string tickLabel(double value, int decimals, bool plusSign) {
    const double magnitude = std::fabs(value);
    std::string digits = decimals > 0 ? formatFixed(magnitude, decimals)
                                      : formatCount(static_cast<std::int64_t>(std::llround(magnitude)));
    if (value < 0 && magnitude > 0) return "\u2212" + digits;
    return plusSign && value > 0 ? "+" + digits : digits;
}

namespace {

constexpr double kLeft = 84; // plot begins: lane titles and tick labels stand left of it
constexpr double kRight = 16;
constexpr double kHeader = 32;
constexpr double kFigures = 80;  // from the zero line to the lane border
constexpr double kHeadroom = 52; // above the tallest bar: its two labels
constexpr double kFoot = 24;
constexpr double kLowest = 352; // below that the lanes would lie on each other
constexpr double kUpperShare = 0.56;
constexpr double kTickRoom = 26; // least pixels between the ticks of the lower lane

/// How close the box of the flag is set: the link may stand in the line of the title.
struct FlagStyle {
    int px = 12;
    double line = 16, top = 8.5, title = 20, head = 30;
    bool linkAbove = false;
};
constexpr FlagStyle kFlagStyles[] = {
    {}, {12, 16, 8.5, 20, 30, true}, {11, 14, 3.5, 16, 24, false}, {11, 14, 3.5, 16, 24, true}};

class Layout {
public:
    Layout(const JourneySpec& spec, Size size, const Measure& measure)
        : s(spec), m(measure), w(std::max(size.width, 640.0)), h(std::max(size.height, kLowest)) {
        scene.size = {w, h};
        scene.description = s.description;
        plot = {kLeft, 0, w - kLeft - kRight, 0};
        pitch = plot.width / static_cast<double>(std::max<std::size_t>(s.columns.size(), 1));
        barWidth = std::min(36.0, std::floor(pitch * 0.26));
        const double body = h - kHeader - kFigures - kFoot;
        base = std::floor(kHeader + body * (kUpperShare + 0.02)) + 0.5;
        border = base + kFigures;
        for (const JourneyColumn& c : s.columns)
            most = std::max(most, static_cast<double>(c.reached));
    }

    Scene run() {
        flagBand();
        upperLane();
        figures();
        lowerLane();
        header();
        flagBox();
        return std::move(scene);
    }

private:
    double centre(std::size_t i) const { return plot.x + pitch * (static_cast<double>(i) + 0.5); }
    double up(double customers) const {
        return base - (most > 0 ? customers / most * (base - kHeader - kHeadroom) : 0);
    }
    bool last(std::size_t i) const { return i + 1 == s.columns.size(); }
    static std::string id(const char* kind, std::size_t i) { return std::string(kind) + ":" + std::to_string(i); }

    void text(Point at, const std::string& t, Align align, Ink ink, int px, bool bold = false) {
        if (!t.empty()) scene.front.push_back(TextShape{at, t, align, ink, px, bold});
    }

    void flagBand() {
        for (std::size_t i = 0; i < s.columns.size(); ++i)
            if (s.columns[i].flagged)
                scene.back.push_back(
                    BoxShape{{centre(i) - barWidth / 2 - 12, kHeader, pitch - 8, h - kHeader}, Ink::BadBack});
    }

    void header() {
        text({16, 21}, s.stageTitle, Align::Left, Ink::Text3, 12);
        for (std::size_t i = 0; i < s.columns.size(); ++i)
            text({centre(i), 21}, elided(s.columns[i].name, pitch - 8, 13, true, m), Align::Centre, Ink::Text1, 13,
                 true);
        scene.back.push_back(LineShape{{0, kHeader + 0.5}, {w, kHeader + 0.5}, Ink::Line});
        scene.back.push_back(LineShape{{0, onHalfPixel(border)}, {w, onHalfPixel(border)}, Ink::Line});
    }

    void upperLane() {
        text({16, 52}, s.upperTitle, Align::Left, Ink::Text1, 12, true);
        text({16, 67}, s.upperUnit, Align::Left, Ink::Text3, 11);
        Plot upper;
        upper.area = {plot.x, up(most), plot.width, base - up(most)};
        const std::size_t n = s.columns.size();
        upper.x = {-0.5, static_cast<double>(n) - 0.5, {}, false};
        upper.y = {0, std::max(most, 1.0), {}, true};
        const Ticks ticks = innerTicks(0, std::max(most, 1.0), 5);
        for (const double t : ticks.values)
            if (ticks.decimals == 0) upper.y.ticks.push_back({t, tickLabel(t, 0)});
        upper.barWidth = barWidth;
        BarSet next{{}, Ink::Good, Ink::None, 1}, open{{}, Ink::Panel, Ink::None, 1},
            lost{{}, Ink::Bad, Ink::None, 0.8};
        for (std::size_t i = 0; i < n; ++i) {
            const JourneyColumn& c = s.columns[i];
            next.values.push_back(static_cast<double>(c.next));
            open.values.push_back(static_cast<double>(c.open));
            lost.values.push_back(static_cast<double>(c.lost));
            ribbons(i);
            bar(i);
        }
        upper.bars = {next, open, lost};
        addTickLabels(scene, upper);
        scene.plots.push_back(std::move(upper));
        scene.front.push_back(LineShape{{plot.x, base}, {plot.right(), base}, Ink::Line2});
    }

    void hit(std::string hitId, Rect box, std::string title, const Facts& facts, std::vector<Point> polygon = {}) {
        scene.hits.push_back({std::move(hitId), box, std::move(polygon), std::move(title), facts});
    }

    void ribbons(std::size_t i) {
        if (last(i)) return;
        const JourneyColumn& c = s.columns[i];
        const double x1 = centre(i) + barWidth / 2, x2 = centre(i + 1) - barWidth / 2;
        const double top = up(static_cast<double>(c.reached)), toOpen = up(static_cast<double>(c.next + c.open)),
                     toNext = up(static_cast<double>(c.next));
        const auto converted = outline(Rect{x1, toNext, x2 - x1, base - toNext});
        const auto open = ribbonOutline(x1, toOpen, toNext, x2, toNext, toNext);
        // the lost wedge narrows to nothing at the next bar, bent along both sides
        const auto lost = ribbonOutline(x1, top, toOpen, x2, toNext, toNext);
        scene.front.push_back(AreaShape{converted, Ink::GoodBack, 1});
        if (c.lost > 0) scene.front.push_back(AreaShape{lost, Ink::BadMid, c.flagged ? 1.0 : 0.55});
        if (c.open > 0) scene.front.push_back(HatchShape{hatchLines(open), Ink::Good, 0.9});
        hit(id("next", i), boundingRect(converted), c.stepTitle + " · " + s.nextLabel, c.stepFacts, converted);
        if (c.lost > 0) hit(id("lost", i), boundingRect(lost), c.stepTitle + " · " + s.lostLabel, c.stepFacts, lost);
        if (c.open > 0) hit(id("open", i), boundingRect(open), c.stepTitle + " · " + s.openLabel, c.stepFacts, open);
    }

    void bar(std::size_t i) {
        const JourneyColumn& c = s.columns[i];
        const double x = centre(i) - barWidth / 2;
        const double top = up(static_cast<double>(c.reached));
        const double openTop = up(static_cast<double>(c.next + c.open)), nextTop = up(static_cast<double>(c.next));
        if (c.open > 0) {
            const Rect r{x + 0.5, openTop, barWidth - 1, nextTop - openTop};
            scene.front.push_back(HatchShape{hatchLines(r), Ink::Good, 1});
            if (r.height >= 2) scene.front.push_back(BoxShape{r, Ink::None, Ink::Good, 1, 1});
        }
        text({centre(i), top - 21}, c.reachedText, Align::Centre, Ink::Text1, 14, true);
        text({centre(i), top - 7}, elided(c.shareText, pitch - 4, 11, false, m), Align::Centre, Ink::Text2, 11);
        const double labelTop = top - 36;
        hit(id("stage", i), {x - 2, labelTop, barWidth + 4, base - labelTop}, c.name, c.stageFacts);
    }

    void figures() {
        const std::pair<double, const std::string*> labels[] = {
            {19, &s.rateLabel}, {35, &s.timeLabel}, {52, &s.lostLabel}, {68, &s.openLabel}};
        for (const auto& [dy, label] : labels)
            text({16, base + dy - 0.5}, elided(*label, kLeft - 20, 11, false, m), Align::Left, Ink::Text3, 11);
        for (std::size_t i = 0; i + 1 < s.columns.size(); ++i) {
            const JourneyColumn& c = s.columns[i];
            const double x = centre(i) + pitch / 2;
            const double y = base - 0.5;
            const Ink strong = c.flagged ? Ink::BadText : Ink::GoodText;
            text({x, y + 19}, c.rateText, Align::Centre, strong, 14, true);
            if (c.flagged) text({x + m(c.rateText, 14, true) / 2 + 5, y + 18}, "▼", Align::Left, strong, 10);
            text({x, y + 35}, c.timeText, Align::Centre, Ink::Text2, 11);
            text({x, y + 52}, c.lostText, Align::Centre, Ink::Text2, 11);
            text({x, y + 68}, c.openText, Align::Centre, Ink::Text2, 11);
            const double widest = std::max(m(c.lostText, 11, false), m(c.openText, 11, false));
            const double key = std::floor(x - widest / 2 - 14);
            if (!c.lostText.empty()) scene.front.push_back(BoxShape{{key, y + 44, 8, 8}, Ink::BadMid});
            if (!c.openText.empty()) {
                const Rect box{key + 0.5, y + 60.5, 7, 7};
                scene.front.push_back(HatchShape{hatchLines(box, 3), Ink::Good, 1});
                scene.front.push_back(BoxShape{box, Ink::None, Ink::Good, 1, 1});
            }
            const double width = std::min(pitch - 8, 120.0);
            hit(id("step", i), {x - width / 2, y + 4, width, kFigures - 8}, c.stepTitle, c.stepFacts);
        }
    }

    void lowerLane() {
        text({16, border + 20}, s.lowerTitle, Align::Left, Ink::Text1, 12, true);
        text({16, border + 35}, s.lowerUnit, Align::Left, Ink::Text3, 11);
        text({16, h - 9}, elided(s.note, w - 32, 11, false, m), Align::Left, Ink::Text3, 11);
        double low = 1e300, high = -1e300;
        for (const JourneyColumn& c : s.columns)
            if (c.score && c.scoreBase != Base::Hidden) {
                low = std::min({low, c.scoreLow.value_or(*c.score), c.scoreReference.value_or(*c.score)});
                high = std::max({high, c.scoreHigh.value_or(*c.score), c.scoreReference.value_or(*c.score)});
            }
        const double top = border + 30, bottom = h - kFoot - 20;
        if (low > high) {
            text({plot.centre().x, (top + bottom) / 2 + 4}, s.lowerHint, Align::Centre, Ink::Text3, 12);
            return;
        }
        const double pad = std::max((high - low) * 0.12, 0.02 * std::max(1.0, std::fabs(high)));
        low -= pad, high += pad;
        if (s.scaleLow) low = std::max(low, *s.scaleLow);
        if (s.scaleHigh) high = std::min(high, *s.scaleHigh);
        const Scale y{low, high, bottom, top};
        Plot lower;
        lower.area = {plot.x, top, plot.width, bottom - top};
        lower.x = {-0.5, static_cast<double>(s.columns.size()) - 0.5, {}, false};
        lower.y = {low, high, {}, true};
        const Ticks ticks = innerTicks(low, high, std::clamp(static_cast<int>((bottom - top) / kTickRoom), 2, 4));
        for (const double t : ticks.values)
            lower.y.ticks.push_back({t, tickLabel(t, std::max(ticks.decimals, s.scoreDecimals), s.signedScore)});
        LineSeries line{{}, Ink::Pass, 1, false};
        const auto flush = [&] {
            if (line.points.size() > 1) lower.lines.push_back(line);
            line.points.clear();
        };
        for (std::size_t i = 0; i < s.columns.size(); ++i) {
            const JourneyColumn& c = s.columns[i];
            if (c.score && c.scoreBase != Base::Hidden)
                line.points.push_back({static_cast<double>(i), *c.score});
            else
                flush();
            score(i, y);
        }
        flush();
        addTickLabels(scene, lower);
        scene.plots.push_back(std::move(lower));
    }

    void score(std::size_t i, const Scale& y) {
        const JourneyColumn& c = s.columns[i];
        const double x = std::floor(centre(i)) + 0.5;
        if (!c.score || c.scoreBase == Base::Hidden) {
            const double mid = (y.from + y.to) / 2;
            const Rect r{x - 24, mid - 14, 48, 20};
            if (c.score) scene.front.push_back(HatchShape{hatchLines(r), Ink::Hatch, 0.6});
            const std::string& t = c.score ? c.scoreText : s.missingText;
            const double width = m(t, 11, false) + 8;
            scene.front.push_back(BoxShape{{x - width / 2, mid - 11, width, 15}, Ink::Panel});
            text({x, mid}, t, Align::Centre, Ink::Text3, 11);
            hit(id("score", i), r, c.name, c.scoreFacts);
            return;
        }
        const bool pale = c.scoreBase == Base::Indicative;
        const Ink ink = pale ? Ink::Pass : c.scoreBad ? Ink::Bad : Ink::Good;
        const double mid = y(*c.score), low = y(c.scoreLow.value_or(*c.score)),
                     high = y(c.scoreHigh.value_or(*c.score));
        if (c.scoreLow && c.scoreHigh) {
            scene.front.push_back(LineShape{{x, low}, {x, high}, ink, 1.5});
            scene.front.push_back(LineShape{{x - 4, low}, {x + 4, low}, ink, 1.5});
            scene.front.push_back(LineShape{{x - 4, high}, {x + 4, high}, ink, 1.5});
        }
        if (c.scoreReference) {
            const double at = onHalfPixel(y(*c.scoreReference));
            scene.front.push_back(LineShape{{x - 18, at}, {x + 18, at}, Ink::Text3, 1, true});
        }
        scene.front.push_back(DotShape{{x, mid}, 4.5, ink, pale});
        const Ink words = pale ? Ink::Text3 : c.scoreBad ? Ink::BadText : Ink::Text1;
        // above the interval, or beside the dot where the reference would run through it
        const bool beside = c.scoreReference && std::abs(y(*c.scoreReference) - (high - 11)) < 10;
        const double width = m(c.scoreText, 13, true);
        const Point label = beside ? Point{x + 10 + width / 2, mid + 4.5} : Point{x, high - 7};
        text(label, c.scoreText, Align::Centre, words, 13, true);
        if (c.scoreBad) text({label.x + width / 2 + 4, label.y - 1}, "▼", Align::Left, words, 10);
        text({x, low + 14}, c.countText, Align::Centre, Ink::Text3, 11);
        hit(id("score", i), {x - 24, high - 20, 48, low - high + 38}, c.name, c.scoreFacts);
    }

    /// How far a bar with its labels reaches to either side.
    double besides(std::size_t i) const {
        const JourneyColumn& c = s.columns[i];
        const double labels = std::max(m(c.reachedText, 14, true), m(c.shareText, 11, false));
        return std::min(pitch / 2, std::max(barWidth, labels) / 2);
    }
    struct FlagPlace {
        Rect box;
        std::vector<std::string> lines;
    };
    // Where the box of the first `shown` sentences stands: above its stage, else beside it, and only where no bar or
    // its labels are underneath. The sentences are wrapped where the room is narrow.
    std::optional<FlagPlace> flagPlace(std::size_t shown, const FlagStyle& style) const {
        const double title = m(s.flag->title, 13, true), link = m(s.flag->link, style.px, false);
        double width = (style.linkAbove ? title + link + 24 : std::max(title, link)) + 40;
        const double least = style.linkAbove ? width : std::min(width, 180.0);
        for (std::size_t i = 0; i < shown; ++i)
            width = std::max(width, m(s.flag->lines[i], style.px, false) + 34);
        for (const double from :
             {centre(s.flag->column) - barWidth / 2 - 12, centre(s.flag->column) + besides(s.flag->column) + 6}) {
            FlagPlace place;
            place.box = {std::floor(from) + 0.5, kHeader + style.top, std::floor(std::min(width, w - kRight - from)),
                         0};
            if (place.box.width < least - 1) continue;
            for (std::size_t i = 0; i < shown; ++i)
                for (std::string& line : wrapped(s.flag->lines[i], place.box.width - 30, 3, style.px, false, m))
                    place.lines.push_back(std::move(line));
            const bool linkBelow = !style.linkAbove && !s.flag->link.empty();
            place.box.height = style.head + style.line * static_cast<double>(place.lines.size() + (linkBelow ? 1 : 0));
            bool free = true;
            for (std::size_t i = 0; i < s.columns.size(); ++i)
                if (centre(i) + besides(i) > place.box.x - 4 && centre(i) - besides(i) < place.box.right() + 4 &&
                    up(static_cast<double>(s.columns[i].reached)) - 38 < place.box.bottom())
                    free = false;
            if (free) return place;
        }
        return std::nullopt;
    }

    void flagBox() {
        if (!s.flag || s.flag->column >= s.columns.size()) return;
        // where the picture is low the box is set closer first, then the last sentences give way
        for (std::size_t shown = s.flag->lines.size() + 1; shown-- > 0;)
            for (const FlagStyle& style : kFlagStyles)
                if (const auto place = flagPlace(shown, style)) return drawFlag(*place, style);
    }

    void drawFlag(const FlagPlace& place, const FlagStyle& style) {
        const Rect& box = place.box;
        scene.front.push_back(BoxShape{box, Ink::Panel, Ink::Bad, 1, 1});
        scene.front.push_back(BoxShape{{box.x - 0.5, box.y - 0.5, 4, box.height + 1}, Ink::Bad});
        const double x = box.x + 16;
        double y = box.y + style.title;
        text({x, y}, elided(s.flag->title, box.width - 24, 13, true, m), Align::Left, Ink::BadText, 13, true);
        if (style.linkAbove) text({box.right() - 12, y}, s.flag->link, Align::Right, Ink::GoodText, style.px);
        y += style.line + 3;
        for (const std::string& line : place.lines) {
            text({x, y}, line, Align::Left, Ink::Text1, style.px);
            y += style.line;
        }
        if (!style.linkAbove) text({x, y}, s.flag->link, Align::Left, Ink::GoodText, style.px);
        hit("flag", box, s.flag->title, {});
    }

    const JourneySpec& s;
    const Measure& m;
    double w, h;
    Rect plot;
    double pitch = 0, barWidth = 36, base = 0, border = 0, most = 0;
    Scene scene;
};

} // namespace

Scene layoutJourney(const JourneySpec& spec, Size size, const Measure& measure) {
    return Layout(spec, size, measure).run();
}

} // namespace xo::chart
