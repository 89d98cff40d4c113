#include "core/chart/npsbarsspec.h"
#include "core/chart/scale.h"
#include "core/chart/trendspec.h"
#include "ui/charts/chartview.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/npsbuilder.h"
#include "ui/charts/render.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

using namespace xo;
using namespace xo::ui;
using wording::Language;

namespace {

/// Four stages with figures that add up: of 1,000 entrants 900 are matured.
analysis::FunnelResult funnel() {
    analysis::FunnelResult r;
    r.journey = "购车";
    r.window = {60, Span::Unit::Day};
    r.entrants = 1000;
    const std::int64_t reached[] = {1000, 700, 350, 70}, matured[] = {900, 630, 300, 60}, open[] = {20, 30, 10, 0};
    const double mean[] = {4.2, 4.1, 3.6, 4.4};
    const char* names[] = {"浏览咨询", "到店", "试乘试驾", "下定"};
    for (std::size_t i = 0; i < 4; ++i) {
        analysis::FunnelStage s;
        s.stage = names[i];
        const auto rate = [&](const std::int64_t* n) {
            return i ? static_cast<double>(n[i]) / static_cast<double>(n[i - 1]) : 1.0;
        };
        s.all = {1000, reached[i], static_cast<double>(reached[i]) / 1000, rate(reached)};
        s.matured = {900, matured[i], static_cast<double>(matured[i]) / 900, rate(matured)};
        s.open = open[i];
        s.lost = i < 3 ? reached[i] - reached[i + 1] - open[i] : 0;
        if (i) s.timeFromPrevious = analysis::StageTimes{7200.0, 90000.0, 200000.0, 90000.0};
        s.satisfaction = analysis::StageSatisfaction{
            "csat", i == 3 ? 5 : 200, mean[i], 0.6, {}, stats::Interval{mean[i] - 0.1, mean[i] + 0.1}};
        r.stages.push_back(s);
    }
    return r;
}

analysis::NpsRow npsRow(std::vector<std::optional<std::string>> group, std::int64_t promoters, std::int64_t passives,
                        std::int64_t detractors) {
    analysis::NpsRow row;
    row.group = std::move(group);
    row.promoters = promoters, row.passives = passives, row.detractors = detractors;
    row.n = promoters + passives + detractors;
    if (const auto e = stats::npsEstimate({promoters, passives, detractors})) row.nps = e->nps, row.ci95 = e->ci;
    if (row.n < 10)
        row.smallBase = "hidden";
    else if (row.n < 30)
        row.smallBase = "indicative";
    return row;
}

analysis::NpsResult nps() {
    analysis::NpsResult r;
    r.question = "nps";
    r.params.by = {"region"};
    r.total = npsRow({}, 600, 300, 300);
    r.rows = {npsRow({std::string("East")}, 400, 150, 50), npsRow({std::string("West")}, 180, 130, 240),
              npsRow({std::nullopt}, 15, 5, 5), npsRow({std::string("Tiny")}, 5, 1, 2)};
    r.rows[0].versusRest = {50.0, 9.0, 0.0001, 0.0002};
    r.rows[1].versusRest = {-60.0, -9.0, 0.0001, 0.0002};
    r.rows[2].versusRest = {9.0, 1.0, 0.01, 0.01}; // small base: no verdict whatever q
    return r;
}

ChartView::Layout layoutOf(chart::JourneySpec spec) {
    return [spec = std::move(spec)](chart::Size size, const chart::Measure& m) {
        return chart::layoutJourney(spec, size, m);
    };
}

QPoint middle(const chart::Hit& hit) {
    return {static_cast<int>(hit.box.centre().x), static_cast<int>(hit.box.centre().y)};
}

} // namespace

class TestCharts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void paintedWhereTheLayoutSays();
    void clickDrillsAndControlFilters();
    void keyboardReachesEveryMark();
    void fadesOnlyWhenItTakesLong();
    void themeChangesTheColours();
    void filesOfAllKinds();
    void copies();
    void findingsComeFromTheNumbers();
    void findingOfSmallBases();
    void npsOrderAndVerdicts();
    void manyGroupsAreCutInThePictureOnly();
    void durations();
};

void TestCharts::initTestCase() {
    applyTheme(*qApp, ThemeMode::Light, true);
}

void TestCharts::paintedWhereTheLayoutSays() {
    ChartView view;
    view.resize(1000, 480);
    view.setPicture(layoutOf(journeySpec(funnel(), {Language::Chinese, 1, 5, {}})));
    const QImage image = view.render(QSize(1000, 480), 1);
    QCOMPARE(image.size(), QSize(1000, 480));
    const chart::Scene scene = view.pictureAt(QSize(1000, 480), currentChartStyle());
    const chart::Plot& upper = scene.plots.front();
    const chart::Scale y{upper.y.low, upper.y.high, upper.area.bottom(), upper.area.y};
    const Tokens& tokens = lightTokens();
    for (std::size_t i = 0; i < 4; ++i) {
        const chart::Hit* hit = scene.hit("stage:" + std::to_string(i));
        const int x = static_cast<int>(hit->box.x) + 6; // inside the bar's left edge
        const double next = upper.bars[0].values[i], all = next + upper.bars[1].values[i] + upper.bars[2].values[i];
        QCOMPARE(image.pixelColor(x, static_cast<int>(y(next) + 3)), tokens.good);
        QCOMPARE(image.pixelColor(x, static_cast<int>(upper.area.bottom()) - 2), tokens.good);
        QVERIFY(image.pixelColor(x, static_cast<int>(y(all) - 2)) != tokens.good);
        if (upper.bars[2].values[i] > 50) { // the lost part, bad at 80 %, up to the top of the bar
            const QColor lost = image.pixelColor(x, static_cast<int>(y(all) + 3));
            QVERIFY(lost.red() > 200 && lost.blue() < 130);
        }
    }
    // twice the density, same picture
    QCOMPARE(view.render(QSize(1000, 480), 2).size(), QSize(2000, 960));
}

void TestCharts::clickDrillsAndControlFilters() {
    ChartView view;
    view.resize(1000, 480);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.setPicture(layoutOf(journeySpec(funnel(), {})));
    QSignalSpy drill(&view, &ChartView::drillRequested), filter(&view, &ChartView::filterRequested);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(*view.picture().hit("step:2")));
    QCOMPARE(drill.size(), 1);
    QCOMPARE(drill.at(0).at(0).toString(), QStringLiteral("step:2"));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier, middle(*view.picture().hit("stage:0")));
    QCOMPARE(filter.size(), 1);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(3, 3)); // nothing there
    QCOMPARE(drill.size(), 1);
    view.setDrillable([](const QString&) { return false; });
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(*view.picture().hit("step:2")));
    QCOMPARE(drill.size(), 1);
    QVERIFY(view.accessibleDescription().contains(QStringLiteral("20.0%")));
}

void TestCharts::keyboardReachesEveryMark() {
    QWidget window;
    ChartView view(&window);
    view.resize(1000, 480);
    window.resize(1000, 480);
    window.show();
    window.activateWindow();
    view.setPicture(layoutOf(journeySpec(funnel(), {})));
    view.setFocus(Qt::TabFocusReason);
    QVERIFY(QTest::qWaitFor([&] { return view.hasFocus(); }));
    QSet<QString> seen{view.focusedId()};
    for (std::size_t i = 1; i < view.picture().hits.size(); ++i) {
        QTest::keyClick(&view, Qt::Key_Tab);
        seen.insert(view.focusedId());
    }
    QCOMPARE(seen.size(), static_cast<qsizetype>(view.picture().hits.size()));
    QSignalSpy drill(&view, &ChartView::drillRequested);
    const QString at = view.focusedId();
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(drill.size(), 1);
    QCOMPARE(drill.at(0).at(0).toString(), at);
    QTest::keyClick(&view, Qt::Key_Left);
    QVERIFY(view.focusedId() != at);
    // the focused mark is outlined in amber and has a name
    const chart::Hit* hit = view.picture().hit(view.focusedId().toStdString());
    QVERIFY(view.accessibleName().startsWith(QString::fromStdString(hit->title)));
    const QImage grab = view.viewport()->grab().toImage();
    QCOMPARE(grab.pixelColor(static_cast<int>(std::floor(hit->box.x)), middle(*hit).y()), lightTokens().sel);
}

void TestCharts::fadesOnlyWhenItTakesLong() {
    ChartView view;
    view.resize(1000, 480);
    view.show();
    view.setPicture(layoutOf(journeySpec(funnel(), {})));
    view.setLoading(true);
    QVERIFY(!view.showsLoading());
    QVERIFY(QTest::qWaitFor([&] { return view.showsLoading(); }, 2000));
    QVERIFY(!view.isEmpty()); // the last picture stays
    view.setPicture(layoutOf(journeySpec(funnel(), {})));
    QVERIFY(!view.showsLoading());
}

void TestCharts::themeChangesTheColours() {
    ChartView view;
    view.resize(1000, 480);
    view.setPicture(layoutOf(journeySpec(funnel(), {})));
    QCOMPARE(view.render(QSize(1000, 480), 1).pixelColor(2, 2), lightTokens().panel);
    applyTheme(*qApp, ThemeMode::Dark, true);
    view.restyle();
    QCOMPARE(view.render(QSize(1000, 480), 1).pixelColor(2, 2), darkTokens().panel);
    applyTheme(*qApp, ThemeMode::Light, true);
}

void TestCharts::filesOfAllKinds() {
    QTemporaryDir folder;
    RenderOptions options;
    options.language = Language::Chinese;
    options.size = {1000, 540};
    const QString png = folder.filePath(QStringLiteral("j.png")), svg = folder.filePath(QStringLiteral("j.svg")),
                  pdf = folder.filePath(QStringLiteral("j.pdf"));
    QVERIFY(renderJourney(funnel(), options, png));
    QCOMPARE(QImage(png).size(), QSize(2000, 1080));
    QVERIFY(renderJourney(funnel(), options, svg));
    QFile file(svg);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QString words;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isCharacters()) words += xml.text();
    }
    QVERIFY(!xml.hasError());
    QVERIFY(words.contains(QStringLiteral("试乘试驾 → 下定"))); // texts stay texts
    QVERIFY(renderJourney(funnel(), options, pdf));
    QFile paper(pdf);
    QVERIFY(paper.open(QIODevice::ReadOnly));
    QVERIFY(paper.read(5) == "%PDF-");
    QVERIFY(renderNpsBars(nps(), options, folder.filePath(QStringLiteral("n.png"))));
    analysis::NpsResult trend = nps();
    trend.params.trend = analysis::Trend::Month;
    for (std::size_t i = 0; i < trend.rows.size(); ++i)
        trend.rows[i].period = "2026-0" + std::to_string(i + 1);
    QVERIFY(renderNpsTrend(trend, options, folder.filePath(QStringLiteral("t.svg"))));
    // errors leave nothing behind
    const auto odd = renderJourney(funnel(), options, folder.filePath(QStringLiteral("j.gif")));
    QVERIFY(!odd);
    QCOMPARE(odd.error().code, std::string("chart.format"));
    const auto nowhere = renderJourney(funnel(), options, folder.filePath(QStringLiteral("no/such/folder/j.png")));
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, std::string("chart.not_written"));
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("j.gif"))));
}

void TestCharts::copies() {
    ChartView view;
    view.resize(1000, 480);
    view.setPicture(layoutOf(journeySpec(funnel(), {})));
    view.copyPicture();
    QVERIFY(!QApplication::clipboard()->image().isNull());
    view.setTableText([] { return QStringLiteral("a\tb\n1\t2\n"); });
    view.copyTable();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("a\tb\n1\t2\n"));
}

void TestCharts::findingsComeFromTheNumbers() {
    analysis::FunnelResult r = funnel();
    QCOMPARE(weakestStep(r), std::optional<std::size_t>(2)); // 60 of 300
    QCOMPARE(journeyFinding(r, Language::English),
             std::string("试乘试驾 → 下定 converts least: 20.0%, satisfaction at 试乘试驾 is 3.60"));
    r.stages[1].matured.rateFromPrevious = 0.1;
    QCOMPARE(weakestStep(r), std::optional<std::size_t>(0));
    QVERIFY(journeyFinding(r, Language::Chinese).find("10.0%") != std::string::npos);

    analysis::NpsResult n = nps();
    QCOMPARE(npsFinding(n, Language::English),
             std::string("West is lowest against the rest: NPS \u221210.9, 60.0 points below"));
    n.rows[1].versusRest.q = 0.2;
    QVERIFY(npsFinding(n, Language::English).find("East stands out") == 0);
    n.rows[0].versusRest.difference = 4.9; // under the five points worth an arrow
    QVERIFY(npsFinding(n, Language::English).find("no group differs") != std::string::npos);
}

void TestCharts::findingOfSmallBases() {
    analysis::FunnelResult r = funnel();
    for (auto& stage : r.stages)
        stage.matured.reached = 24;
    QVERIFY(!weakestStep(r));
    QCOMPARE(journeyFinding(r, Language::Chinese), std::string("样本不足以判断（n 24）"));
    r.entrants = 0;
    QVERIFY(journeyFinding(r, Language::English).find("No customer") == 0);
    analysis::NpsResult n = nps();
    n.total = npsRow({}, 10, 5, 5);
    QCOMPARE(npsFinding(n, Language::English), std::string("Too few answers to judge (n 20)"));
    // the score of a stage with 5 answers is not shown anywhere
    const chart::JourneySpec spec = journeySpec(funnel(), {});
    QVERIFY(spec.columns[3].scoreBase == chart::Base::Hidden);
    QCOMPARE(spec.columns[3].scoreText, std::string("n<10"));
    for (const auto& [label, figure] : spec.columns[3].scoreFacts)
        QVERIFY(figure.find("4.4") == std::string::npos);
}

void TestCharts::npsOrderAndVerdicts() {
    const analysis::NpsResult n = nps();
    QVERIFY(npsVerdict(n.rows[0]) == chart::Verdict::Better);
    QVERIFY(npsVerdict(n.rows[1]) == chart::Verdict::Worse);
    QVERIFY(npsVerdict(n.rows[2]) == chart::Verdict::None); // n 25
    const auto byScore = npsRowOrder({n}, NpsOrder::ByScore);
    QCOMPARE(byScore.size(), std::size_t(4));
    QCOMPARE(byScore.front().row, std::size_t(0));
    QCOMPARE(byScore.back().row, std::size_t(3)); // hidden ones last
    // children stand under their parent
    analysis::NpsResult second = n;
    second.params.by = {"region", "channel"};
    second.rows = {npsRow({std::string("West"), std::string("web")}, 50, 50, 50),
                   npsRow({std::string("East"), std::string("web")}, 60, 50, 50)};
    const auto tree = npsRowOrder({n, second}, NpsOrder::ByCount);
    QCOMPARE(tree[0], (NpsRef{0, 0}));
    QCOMPARE(tree[1], (NpsRef{1, 1}));
    QCOMPARE(tree[2], (NpsRef{0, 1}));
    const chart::NpsBarsSpec spec = npsBarsSpec({n}, Language::Chinese);
    QCOMPARE(spec.bars[2].name, std::string("(空)"));
    QVERIFY(spec.bars[3].valueText.empty());
    QCOMPARE(spec.bars[3].countText, std::string("<10"));
}

void TestCharts::manyGroupsAreCutInThePictureOnly() {
    analysis::NpsResult first = nps(), second = nps();
    first.rows.clear();
    second.rows.clear();
    first.params.by = {"store"};
    second.params.by = {"store", "channel"};
    for (int i = 0; i < 300; ++i) {
        const std::optional<std::string> store = "S" + std::to_string(i);
        first.rows.push_back(npsRow({store}, 1000 + i, 50, 50));
        for (const char* channel : {"web", "phone"})
            second.rows.push_back(npsRow({store, std::string(channel)}, 50, 50, 50));
    }
    const auto order = npsRowOrder({first, second}, NpsOrder::ByCount);
    QCOMPARE(order.size(), std::size_t(900));
    QCOMPARE(order[0], (NpsRef{0, 299}));
    QCOMPARE(order[1], (NpsRef{1, 598}));
    QCOMPARE(order[899], (NpsRef{1, 1}));
    const chart::NpsBarsSpec spec = npsBarsSpec({first, second}, Language::English);
    QCOMPARE(spec.bars.size() + spec.moreBars, std::size_t(900));
    QVERIFY(spec.moreBars > 0);
    QCOMPARE(spec.bars[3].name, std::string("S298"));
    // the picture says how many groups it leaves to the table
    const chart::Scene scene = chart::layoutNpsBars(spec, {800, 300}, [](std::string_view, int, bool) { return 40.0; });
    const auto more = std::find_if(scene.front.begin(), scene.front.end(), [](const chart::Shape& shape) {
        const auto* text = std::get_if<chart::TextShape>(&shape);
        return text && text->text.find("more groups") != std::string::npos;
    });
    QVERIFY(more != scene.front.end());
    QCOMPARE(std::get<chart::TextShape>(*more).text,
             "+" + std::to_string(900 - scene.hits.size()) + " more groups in the table");
}

void TestCharts::durations() {
    QCOMPARE(durationText(18720, Language::English), std::string("5.2 h"));
    QCOMPARE(durationText(18720, Language::Chinese), std::string("5.2 小时"));
    QCOMPARE(durationText(2520, Language::Chinese), std::string("42 分"));
    QCOMPARE(durationText(552960, Language::English), std::string("6.4 d"));
    QCOMPARE(durationText(std::nullopt, Language::English), std::string("\u2013"));
    QCOMPARE(spanText({1, Span::Unit::Day}, Language::English), std::string("1 day"));
    QCOMPARE(spanText({90, Span::Unit::Day}, Language::Chinese), std::string("90 天"));
}

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
