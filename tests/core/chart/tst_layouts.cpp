#include "core/chart/journeyspec.h"
#include "core/chart/npsbarsspec.h"
#include "core/chart/panelsspec.h"
#include "core/chart/rankedspec.h"
#include "core/chart/scale.h"
#include "core/chart/titled.h"
#include "core/chart/trendspec.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace xo::chart;

namespace {

const Measure kMeasure = [](const std::string& t, int px, bool bold) { return approximateWidth(t, px, bold); };

JourneySpec journey() {
    JourneySpec s;
    const std::int64_t reached[] = {20000, 12400, 6820, 3751, 750, 578}, open[] = {858, 632, 352, 344, 42, 0};
    for (std::size_t i = 0; i < 6; ++i) {
        JourneyColumn c;
        c.name = "stage " + std::to_string(i);
        c.reached = reached[i];
        c.next = i < 5 ? reached[i + 1] : reached[i];
        c.open = open[i];
        c.lost = c.reached - c.next - c.open;
        c.reachedText = std::to_string(reached[i]);
        if (i < 5) c.rateText = "62.0%", c.timeText = "5 h", c.lostText = "6,742", c.openText = "858";
        if (i != 2)
            c.score = 4 - 0.1 * static_cast<double>(i), c.scoreLow = *c.score - 0.1, c.scoreHigh = *c.score + 0.1;
        c.scoreText = "4.0";
        c.stepTitle = c.name + " on";
        s.columns.push_back(c);
    }
    s.columns[5].scoreBase = Base::Hidden;
    s.columns[5].scoreText = "n<10";
    s.missingText = "no answers";
    s.lowerHint = "no question";
    s.scaleLow = 1;
    s.scaleHigh = 5;
    return s;
}

std::vector<TextShape> texts(const Scene& scene) {
    std::vector<TextShape> out;
    for (const Shape& s : scene.front)
        if (const auto* t = std::get_if<TextShape>(&s)) out.push_back(*t);
    return out;
}
bool says(const Scene& scene, const std::string& text) {
    const auto all = texts(scene);
    return std::any_of(all.begin(), all.end(), [&](const TextShape& t) { return t.text == text; });
}
Rect boxOf(const TextShape& t) {
    const double w = approximateWidth(t.text, t.pixelSize, t.bold);
    const double left = t.align == Align::Left    ? t.baseline.x
                        : t.align == Align::Right ? t.baseline.x - w
                                                  : t.baseline.x - w / 2;
    return {left, t.baseline.y - t.pixelSize * 0.8, w, t.pixelSize * 0.95};
}
bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

} // namespace

class TestLayouts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void barHeightsAreProportionalFromZero();
    void everyFigureIsAMark();
    void missingScoresAreGaps();
    void journeyWithoutScoresSaysWhatToDo();
    void textsStayInsideAndApart_data();
    void textsStayInsideAndApart();
    void emptyAndTinyJourneys();
    void barsCarryVerdictAndBase();
    void barsThatDoNotFitAreCounted();
    void trendBreaksAtGapsAndDashesIntoIncomplete();
    void titleMovesEverythingDown();
    void rankedBarsStandOnBothSidesOfZero();
    void referencesAreDashedTicks();
    void theFlagSaysItsWholeSentence();
    void labelsOfPanelsAreWrapped();
};

// at the size of a small window, beside bars that leave little room
void TestLayouts::theFlagSaysItsWholeSentence() {
    JourneySpec spec = journey();
    spec.columns[3].flagged = true;
    spec.flag = JourneyFlag{3,
                            "Holds up: stage 3",
                            {"Conversion 19.8%, period before 28.0%", "Satisfaction 3.62, period before 3.98",
                             "Both low (q < 0.001): 218 [164, 272] lost"},
                            "List the 3,001 who did not go on"};
    for (const Size size : {Size{840, 354}, Size{860, 440}, Size{1000, 480}, Size{2000, 900}}) {
        const Scene scene = layoutJourney(spec, size, kMeasure);
        const Hit* flag = scene.hit("flag");
        QVERIFY(flag);
        std::string words;
        for (const TextShape& text : texts(scene)) {
            const Rect box = boxOf(text);
            if (!overlap(box, flag->box)) continue;
            QVERIFY2(box.x >= flag->box.x && box.right() <= flag->box.right() && box.y >= flag->box.y &&
                         box.bottom() <= flag->box.bottom() + 1,
                     text.text.c_str());
            words += text.text + " ";
        }
        const std::size_t sentences = size.height < 400 ? 2 : 3; // the least picture has no room for more
        for (std::size_t i = 0; i < sentences; ++i)
            for (const char* word : {"28.0%", "3.98", "[164, 272]"})
                if (spec.flag->lines[i].find(word) != std::string::npos)
                    QVERIFY2(words.find(word) != std::string::npos, words.c_str());
        QVERIFY2(words.find(spec.flag->link) != std::string::npos, words.c_str());
    }
}

void TestLayouts::labelsOfPanelsAreWrapped() {
    PanelsSpec spec;
    for (int p = 0; p < 3; ++p) {
        BarPanel panel;
        panel.title = "group";
        for (const char* name : {"浏览咨询", "留资", "到店", "试乘试驾", "下定", "提车"}) {
            PanelBar bar;
            bar.label = name;
            bar.value = 0.5;
            panel.bars.push_back(bar);
        }
        spec.panels.push_back(panel);
    }
    const Scene scene = layoutPanels(spec, {800, 300}, kMeasure);
    std::string all;
    for (const TextShape& text : texts(scene)) {
        QVERIFY2(text.text.find("…") == std::string::npos, text.text.c_str());
        all += text.text;
        QVERIFY(boxOf(text).bottom() <= scene.size.height);
    }
    QVERIFY2(all.find("浏览咨询") != std::string::npos && all.find("试乘试驾") != std::string::npos, all.c_str());
}

void TestLayouts::barHeightsAreProportionalFromZero() {
    const Scene scene = layoutJourney(journey(), {1000, 480}, kMeasure);
    QCOMPARE(scene.plots.size(), std::size_t(2));
    const Plot& upper = scene.plots[0];
    QCOMPARE(upper.y.low, 0.0);
    QCOMPARE(upper.y.high, 20000.0);
    const std::vector<double> total{20000, 12400, 6820, 3751, 750, 578};
    for (std::size_t i = 0; i < 6; ++i) {
        double sum = 0;
        for (const BarSet& set : upper.bars)
            sum += set.values[i];
        QCOMPARE(sum, total[i]);
        // the mark of a stage ends on the zero line and its bar on the scale
        const Hit* hit = scene.hit("stage:" + std::to_string(i));
        QVERIFY(hit);
        QVERIFY(std::fabs(hit->box.bottom() - upper.area.bottom()) < 1e-9);
        QVERIFY(std::fabs(hit->box.centre().x -
                          (upper.area.x + upper.area.width / 6 * (static_cast<double>(i) + 0.5))) < 1e-9);
    }
    // a ribbon leaves at the height of what converts
    const Scale y{0, 20000, upper.area.bottom(), upper.area.y};
    const Hit* next = scene.hit("next:0");
    QVERIFY(std::fabs(next->box.y - y(12400)) < 1e-9);
    const Hit* lost = scene.hit("lost:0");
    QVERIFY(std::fabs(lost->box.y - y(20000)) < 1e-9);
}

void TestLayouts::everyFigureIsAMark() {
    const Scene scene = layoutJourney(journey(), {1000, 480}, kMeasure);
    for (int i = 0; i < 6; ++i) {
        const std::string n = std::to_string(i);
        QVERIFY(scene.hit("stage:" + n));
        QVERIFY(scene.hit("score:" + n));
        QCOMPARE(scene.hit("step:" + n) != nullptr, i < 5);
        QCOMPARE(scene.hit("next:" + n) != nullptr, i < 5);
    }
    // the lost wedge answers where it is painted, not in the rest of its box
    const Hit* lost = scene.hit("lost:0");
    QVERIFY(lost->covers({lost->box.x + 2, lost->box.y + 10}));
    QVERIFY(!lost->covers({lost->box.right() - 2, lost->box.y + 2}));
}

void TestLayouts::missingScoresAreGaps() {
    const Scene scene = layoutJourney(journey(), {1000, 480}, kMeasure);
    const Plot& lower = scene.plots[1];
    // stage 2 has no answers and stage 5 too few: 0–1 and 3–4 are joined, nothing else
    QCOMPARE(lower.lines.size(), std::size_t(2));
    QCOMPARE(lower.lines[0].points.size(), std::size_t(2));
    QCOMPARE(lower.lines[1].points.front().x, 3.0);
    QVERIFY(says(scene, "no answers"));
    QVERIFY(says(scene, "n<10"));
    QVERIFY(lower.y.low >= 1 && lower.y.high <= 5);
}

void TestLayouts::journeyWithoutScoresSaysWhatToDo() {
    JourneySpec s = journey();
    for (JourneyColumn& c : s.columns)
        c.score.reset();
    const Scene scene = layoutJourney(s, {1000, 480}, kMeasure);
    QCOMPARE(scene.plots.size(), std::size_t(1));
    QVERIFY(says(scene, "no question"));
}

void TestLayouts::textsStayInsideAndApart_data() {
    QTest::addColumn<double>("width");
    QTest::addColumn<double>("height");
    for (const auto& [w, h] : {std::pair{640.0, 352.0}, std::pair{640.0, 380.0}, std::pair{848.0, 420.0},
                               std::pair{1008.0, 482.0}, std::pair{2100.0, 900.0}})
        QTest::addRow("%.0fx%.0f", w, h) << w << h;
}

void TestLayouts::textsStayInsideAndApart() {
    QFETCH(double, width);
    QFETCH(double, height);
    const Scene scene = layoutJourney(journey(), {width, height}, kMeasure);
    const auto all = texts(scene);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Rect a = boxOf(all[i]);
        QVERIFY2(a.x >= 0 && a.right() <= width && a.y >= 0 && a.bottom() <= height, all[i].text.c_str());
        // the figures under the bars may not run into each other
        for (std::size_t j = i + 1; j < all.size(); ++j)
            if (all[i].pixelSize >= 13 && all[j].pixelSize >= 13)
                QVERIFY2(!overlap(a, boxOf(all[j])), (all[i].text + " / " + all[j].text).c_str());
    }
}

void TestLayouts::emptyAndTinyJourneys() {
    QVERIFY(layoutJourney({}, {1000, 480}, kMeasure).hits.empty());
    JourneySpec one;
    one.columns.push_back({});
    one.columns[0].name = "only";
    const Scene scene = layoutJourney(one, {100, 50}, kMeasure); // smaller than the smallest: laid out as that
    QCOMPARE(scene.size.width, 640.0);
    QVERIFY(scene.hit("stage:0"));
    QVERIFY(!scene.hit("step:0"));
}

void TestLayouts::barsCarryVerdictAndBase() {
    NpsBarsSpec s;
    s.bars = {{"East", 42, 40, 44, Base::Full, Verdict::Better, "+42.0", "12,000", "+6.0", "", 0, false, {}},
              {"West", -11, -15, -8, Base::Full, Verdict::Worse, "−11.0", "2,436", "−51.7", "", 0, false, {}},
              {"Mid", 30, 25, 35, Base::Full, Verdict::None, "+30.0", "900", "−7.0", "", 0, false, {}},
              {"Few", 29, 0, 55, Base::Indicative, Verdict::Worse, "+29.0", "24", "−8.0", "indicative", 0, false, {}},
              {"None", 0, 0, 0, Base::Hidden, Verdict::Worse, "", "<10", "", "n<10", 0, false, {}}};
    const Scene scene = layoutNpsBars(s, {900, 300}, kMeasure);
    const auto& bars = scene.plots.at(0).bars;
    QCOMPARE(bars[0].values, (std::vector<double>{42, 0, 0, 0, 0}));  // better
    QCOMPARE(bars[1].values, (std::vector<double>{0, -11, 0, 0, 0})); // worse, only where the base is full
    QCOMPARE(bars[2].values, (std::vector<double>{0, 0, 30, 0, 0}));
    QVERIFY(says(scene, "▲"));
    const auto all = texts(scene);
    QCOMPARE(std::count_if(all.begin(), all.end(), [](const TextShape& t) { return t.text == "▼"; }), 1);
    QVERIFY(says(scene, "n<10"));
    QVERIFY(!says(scene, "−8.0")); // no difference for a small base
    QVERIFY(scene.plots[0].x.low <= -15 && scene.plots[0].x.high >= 55);
    QCOMPARE(scene.hits.size(), std::size_t(5));
}

void TestLayouts::barsThatDoNotFitAreCounted() {
    NpsBarsSpec s;
    s.moreText = "+%1 more";
    for (int i = 0; i < 40; ++i)
        s.bars.push_back(
            {"g" + std::to_string(i), 10, 5, 15, Base::Full, Verdict::None, "+10.0", "100", "", "", 0, false, {}});
    const Scene scene = layoutNpsBars(s, {900, 300}, kMeasure);
    QVERIFY(scene.hits.size() < 40);
    QVERIFY(says(scene, "+" + std::to_string(40 - scene.hits.size()) + " more"));
    for (const TextShape& t : texts(scene))
        QVERIFY(t.baseline.y <= 300);
    QCOMPARE(layoutNpsBars(s, {900, npsBarsHeight(s)}, kMeasure).hits.size(), std::size_t(40));
}

void TestLayouts::trendBreaksAtGapsAndDashesIntoIncomplete() {
    TrendSpec s;
    for (int i = 0; i < 8; ++i) {
        TrendPoint p;
        p.label = "2026-0" + std::to_string(i + 1);
        if (i != 3) p.value = 30 + i, p.low = 25 + i, p.high = 35 + i;
        p.valueText = "+30.0";
        s.points.push_back(p);
    }
    s.points.back().incomplete = true;
    s.incompleteText = "not over";
    const Scene scene = layoutTrend(s, {900, 140}, kMeasure);
    const auto& lines = scene.plots.at(0).lines;
    QCOMPARE(lines.size(), std::size_t(3)); // 0–2, 4–6 solid, 6–7 dashed
    QCOMPARE(std::count_if(lines.begin(), lines.end(), [](const LineSeries& l) { return l.dashed; }), 1);
    for (const LineSeries& line : lines)
        for (std::size_t i = 1; i < line.points.size(); ++i)
            QVERIFY(!(line.points[i - 1].x < 3 && line.points[i].x > 3)); // nothing spans the gap
    QVERIFY(std::any_of(scene.back.begin(), scene.back.end(),
                        [](const Shape& x) { return std::holds_alternative<HatchShape>(x); }));
    QVERIFY(says(scene, "2026-08"));
    QCOMPARE(scene.hits.size(), std::size_t(8));
}

void TestLayouts::titleMovesEverythingDown() {
    const JourneySpec s = journey();
    const auto layout = [&](Size size, const Measure& m) { return layoutJourney(s, size, m); };
    const Scene plain = layout({1000, 480}, kMeasure);
    const Scene titled = withTitle("Finding", "subtitle", {1000, 544}, kMeasure, layout);
    QCOMPARE(titled.size, (Size{1000, 544}));
    QCOMPARE(titled.plots[0].area.y, plain.plots[0].area.y + 64);
    QCOMPARE(titled.hit("stage:0")->box.y, plain.hit("stage:0")->box.y + 64);
    QVERIFY(says(titled, "Finding"));
}

void TestLayouts::rankedBarsStandOnBothSidesOfZero() {
    RankedSpec spec;
    spec.title = "From start to end";
    const double values[] = {0.4, -1.2, 0, 0.1};
    for (const double value : values) {
        RankedBar bar;
        bar.label = "step of a journey " + std::to_string(spec.bars.size());
        bar.value = value;
        bar.valueText = tickLabel(value, 2, true);
        bar.id = "step:" + std::to_string(spec.bars.size());
        spec.bars.push_back(bar);
    }
    RankedBar heading;
    heading.label = "groups";
    heading.heading = true;
    spec.bars.insert(spec.bars.begin() + 2, heading);
    spec.bars[1].low = -1.5, spec.bars[1].high = -0.9;
    spec.moreText = "%1 more";
    const Scene low = layoutRanked(spec, {420, 60}, kMeasure); // room for three and a line that says so
    QCOMPARE(low.hits.size(), std::size_t(2));
    QVERIFY(says(low, "2 more"));
    QVERIFY(!says(layoutRanked(spec, {420, 300}, kMeasure), "0 more"));
    for (const Size size : {Size{760, 300}, Size{420, 160}}) {
        const Scene scene = layoutRanked(spec, size, kMeasure);
        std::vector<Rect> boxes;
        double zero = 0;
        for (const Shape& shape : scene.back) {
            if (const auto* box = std::get_if<BoxShape>(&shape)) boxes.push_back(box->rect);
            if (const auto* line = std::get_if<LineShape>(&shape)) zero = line->from.x;
        }
        QCOMPARE(boxes.size(), std::size_t(4)); // a heading has none
        QCOMPARE(scene.hits.size(), std::size_t(4));
        QVERIFY(std::abs(boxes[0].x - zero) < 1e-9);       // to the right of zero
        QVERIFY(std::abs(boxes[1].right() - zero) < 1e-9); // to the left
        QVERIFY(std::abs(boxes[1].width / boxes[0].width - 3) < 0.02);
        QVERIFY(boxes[2].width <= 1);
        const auto all = texts(scene);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Rect box = boxOf(all[i]);
            QVERIFY2(box.x >= 0 && box.right() <= scene.size.width && box.bottom() <= scene.size.height,
                     all[i].text.c_str());
            for (std::size_t k = 0; k < i; ++k)
                QVERIFY2(!overlap(box, boxOf(all[k])), all[i].text.c_str());
        }
    }
    QVERIFY(layoutRanked({}, {400, 200}, kMeasure).hits.empty());
}

void TestLayouts::referencesAreDashedTicks() {
    const auto dashed = [](const JourneySpec& spec) {
        const Scene scene = layoutJourney(spec, {1000, 500}, kMeasure);
        return std::count_if(scene.front.begin(), scene.front.end(), [](const Shape& shape) {
            const auto* line = std::get_if<LineShape>(&shape);
            return line && line->dashed;
        });
    };
    JourneySpec spec = journey();
    QCOMPARE(dashed(spec), 0);
    spec.columns[1].scoreReference = 4.2;
    spec.columns[5].scoreReference = 4.2; // its own score is hidden
    QCOMPARE(dashed(spec), 1);
}

QTEST_APPLESS_MAIN(TestLayouts)
#include "tst_layouts.moc"
