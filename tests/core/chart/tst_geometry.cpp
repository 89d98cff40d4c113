#include "core/chart/geometry.h"
#include "core/chart/scene.h"

#include <QtTest>

#include <cmath>

using namespace xo::chart;

class TestGeometry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ribbonEndsOnBothBars();
    void hatchStaysInsideAndContinues();
    void hatchOfConcaveShapesHasHoles();
    void thinnedLabelsNeverCollide();
    void thinnedLabelsKeepAllWhereThereIsRoom();
    void spreadBoxesDoNotOverlap();
    void elisionCutsWholeCharacters();
    void linesBreakBetweenWords();
    void topmostMarkWins();
};

void TestGeometry::ribbonEndsOnBothBars() {
    const auto r = ribbonOutline(10, 20, 60, 110, 70, 90);
    const Rect box = boundingRect(r);
    QCOMPARE(box, (Rect{10, 20, 100, 70}));
    QVERIFY(contains(r, {12, 40}));
    QVERIFY(contains(r, {108, 80}));
    QVERIFY(!contains(r, {108, 40}));
    // the curve is level at both ends: just behind the start it has hardly moved
    QVERIFY(contains(r, {12, 20.6}));
    // the area by the shoelace formula lies between that of the narrow and the wide end
    double area = 0;
    for (std::size_t i = 0, j = r.size() - 1; i < r.size(); j = i++)
        area += (r[j].x - r[i].x) * (r[j].y + r[i].y) / 2;
    QVERIFY(std::fabs(area) > 2000 && std::fabs(area) < 4000);
}

void TestGeometry::hatchStaysInsideAndContinues() {
    const Rect box{10, 20, 40, 30};
    const auto lines = hatchLines(box, 6);
    QVERIFY(lines.size() >= 10); // (40 + 30) / 6
    for (const Segment& s : lines) {
        for (const Point p : {s.from, s.to})
            QVERIFY(p.x >= 10 - 1e-9 && p.x <= 50 + 1e-9 && p.y >= 20 - 1e-9 && p.y <= 50 + 1e-9);
        QVERIFY(std::fabs((s.to.x - s.from.x) + (s.to.y - s.from.y)) < 1e-9); // rising to the right, 45°
        const double c = (s.from.x + s.from.y) / 6;
        QVERIFY(std::fabs(c - std::round(c)) < 1e-9); // one lattice for the whole picture
    }
}

void TestGeometry::hatchOfConcaveShapesHasHoles() {
    // a U: a 45° line through both arms gives two pieces
    const std::vector<Point> u{{0, 0}, {10, 0}, {10, 30}, {30, 30}, {30, 0}, {40, 0}, {40, 40}, {0, 40}};
    bool split = false;
    const auto lines = hatchLines(u, 4);
    for (std::size_t i = 1; i < lines.size(); ++i)
        split = split ||
                std::fabs((lines[i].from.x + lines[i].from.y) - (lines[i - 1].from.x + lines[i - 1].from.y)) < 1e-9;
    QVERIFY(split);
    for (const Segment& s : lines)
        QVERIFY(!(s.from.x < 10 - 1e-9 && s.to.x > 30 + 1e-9 && s.from.y < 29 && s.to.y < 29));
    QVERIFY(hatchLines(std::vector<Point>{{0, 0}, {1, 1}}, 4).empty());
}

void TestGeometry::thinnedLabelsNeverCollide() {
    for (const double pitch : {6.0, 11.0, 23.0, 47.0, 90.0}) {
        std::vector<double> centres, widths;
        for (int i = 0; i < 40; ++i) {
            centres.push_back(20 + pitch * i);
            widths.push_back(i % 3 == 0 ? 52 : 18);
        }
        const auto shown = thinnedLabels(centres, widths, 8);
        QVERIFY(shown.back());
        int last = -1;
        for (int i = 0; i < 40; ++i) {
            if (!shown[static_cast<std::size_t>(i)]) continue;
            if (last >= 0)
                QVERIFY(centres[static_cast<std::size_t>(i)] - centres[static_cast<std::size_t>(last)] >=
                        (widths[static_cast<std::size_t>(i)] + widths[static_cast<std::size_t>(last)]) / 2 + 8);
            last = i;
        }
    }
}

void TestGeometry::thinnedLabelsKeepAllWhereThereIsRoom() {
    QCOMPARE(thinnedLabels({0, 50, 100}, {30, 30, 30}, 8), (std::vector<bool>{true, true, true}));
    QCOMPARE(thinnedLabels({0, 30, 60}, {30, 30, 30}, 8), (std::vector<bool>{true, false, true}));
    QCOMPARE(thinnedLabels({}, {}), std::vector<bool>{});
    QCOMPARE(thinnedLabels({5}, {100}), std::vector<bool>{true});
}

void TestGeometry::spreadBoxesDoNotOverlap() {
    const std::vector<double> heights(5, 12);
    const auto tops = spreadApart({40, 41, 42, 90, 95}, heights, 0, 110, 2);
    for (std::size_t i = 1; i < tops.size(); ++i)
        QVERIFY(tops[i] - tops[i - 1] >= 14 - 1e-9);
    QVERIFY(tops.back() + 12 <= 110);
    QCOMPARE(spreadApart({10, 50}, {12, 12}, 0, 100), (std::vector<double>{10, 50})); // nothing to do
}

void TestGeometry::elisionCutsWholeCharacters() {
    const Measure m = [](const std::string& t, int px, bool b) { return approximateWidth(t, px, b); };
    QCOMPARE(elided("试乘试驾", 100, 12, false, m), std::string("试乘试驾"));
    const std::string cut = elided("试乘试驾预约确认", 50, 12, false, m);
    QVERIFY(m(cut, 12, false) <= 50);
    QCOMPARE(cut, std::string("试乘试…"));
    QCOMPARE(elided("abc", 1, 12, false, m), std::string("…"));
}

void TestGeometry::linesBreakBetweenWords() {
    const Measure m = [](const std::string& t, int px, bool b) { return approximateWidth(t, px, b); };
    using Lines = std::vector<std::string>;
    QCOMPARE(wrapped("", 100, 3, 12, false, m), Lines{});
    QCOMPARE(wrapped("Conversion", 300, 3, 12, false, m), Lines{"Conversion"});
    const std::string sentence = "Conversion 19.8%, period before 28.0%";
    const Lines lines = wrapped(sentence, 130, 3, 12, false, m);
    QVERIFY(lines.size() == 2 || lines.size() == 3);
    std::string together;
    for (const std::string& line : lines) {
        QVERIFY(m(line, 12, false) <= 130);
        together += (together.empty() ? "" : " ") + line;
    }
    QCOMPARE(together, sentence);
    // no line begins with a closing mark or ends with an opening one
    QCOMPARE(wrapped("试乘试驾，下定", 50, 3, 12, false, m), (Lines{"试乘试", "驾，下定"}));
    QCOMPARE(wrapped("到店（首次）", 38, 3, 12, false, m), (Lines{"到店", "（首", "次）"}));
    const Lines cut = wrapped("试乘试驾预约确认之后", 50, 2, 12, false, m);
    QCOMPARE(cut.size(), std::size_t(2));
    QVERIFY(cut[1].ends_with("…") && m(cut[1], 12, false) <= 50);
}

void TestGeometry::topmostMarkWins() {
    Scene s;
    s.hits.push_back({"below", {0, 0, 100, 100}, {}, "below", {}});
    s.hits.push_back({"above", {0, 0, 100, 100}, {{0, 0}, {50, 0}, {0, 50}}, "above", {}});
    QCOMPARE(s.hitAt({5, 5})->id, std::string("above"));
    QCOMPARE(s.hitAt({80, 80})->id, std::string("below")); // inside the box of the triangle, not inside it
    QVERIFY(!s.hitAt({120, 5}));
    QVERIFY(!s.hit(""));
}

QTEST_APPLESS_MAIN(TestGeometry)
#include "tst_geometry.moc"
