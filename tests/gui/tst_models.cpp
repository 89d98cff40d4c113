#include "ui/charts/journeybuilder.h"
#include "ui/charts/verdictbuilder.h"
#include "ui/models/figures.h"
#include "ui/models/funnelmodel.h"
#include "ui/models/npsmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace xo;
using namespace xo::ui;

namespace {

analysis::FunnelResult funnel() {
    analysis::FunnelResult r;
    r.by = "city";
    r.entrants = 400;
    const std::int64_t reached[] = {400, 200, 50};
    for (std::size_t i = 0; i < 3; ++i) {
        analysis::FunnelStage s;
        s.stage = "s" + std::to_string(i);
        const double previous = i ? static_cast<double>(reached[i]) / static_cast<double>(reached[i - 1]) : 1.0;
        s.all = {400, reached[i], static_cast<double>(reached[i]) / 400, previous};
        s.matured = s.all;
        s.lost = i < 2 ? reached[i] - reached[i + 1] : 0;
        if (i) s.timeFromPrevious = analysis::StageTimes{3600.0, 7200.0, 86400.0, 5000.0};
        if (i == 1)
            s.satisfaction = analysis::StageSatisfaction{"csat", 120, 3.62, 0.5, {}, stats::Interval{3.54, 3.70}};
        if (i == 2) s.satisfaction = analysis::StageSatisfaction{"csat", 4, 2.0, 0.5, {}, stats::Interval{1, 3}};
        r.stages.push_back(s);
    }
    r.groups = {{std::string("B"), 250, r.stages}, {std::nullopt, 150, r.stages}};
    return r;
}

analysis::NpsRow row(std::vector<std::optional<std::string>> group, std::int64_t p, std::int64_t q, std::int64_t d) {
    analysis::NpsRow r;
    r.group = std::move(group);
    r.n = p + q + d, r.promoters = p, r.passives = q, r.detractors = d;
    const auto e = stats::npsEstimate({p, q, d});
    r.nps = e->nps, r.ci95 = e->ci;
    if (r.n < 10) r.smallBase = "hidden";
    return r;
}

/// The shown table as lines, columns separated by " | ".
QStringList lines(const QAbstractItemModel& model) {
    QStringList out = tableText(model).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (QString& line : out)
        line.replace(QLatin1Char('\t'), QStringLiteral(" | "));
    return out;
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stagesAsShown();
    void groupsAsShown();
    void npsTree();
    void sortsByRawValues();
    void figures();
    void aStageThatHoldsCustomersUp();
};

void TestModels::aStageThatHoldsCustomersUp() {
    analysis::FunnelResult now = funnel();
    const auto english = wording::Language::English;
    const JourneyPictureOptions options;
    QVERIFY(!stuckStage(now));
    QVERIFY(!journeySpec(now, options).flag); // no verdict, no box
    now.stages[1].verdict = "stuck";
    QCOMPARE(stuckStage(now), std::optional<std::size_t>(1));
    QVERIFY(journeySpec(now, options).flag->lines.empty()); // nothing is known of what it is held against
    analysis::StageVerdict verdict;
    verdict.verdict = "stuck";
    verdict.tested = true;
    verdict.qBoth = 0.0004;
    verdict.loss = stats::ExpectedLoss{218, {164, 272}};
    analysis::StageEvidence& evidence = verdict.evidence;
    evidence.n = 200, evidence.converted = 50;
    evidence.referenceN = 300, evidence.referenceConverted = 120;
    evidence.score = {120, 3.62, 1};
    evidence.referenceScore = {80, 3.98, 1};
    now.stages[1].evidence = verdict;
    const auto spec = journeySpec(now, options);
    QVERIFY(spec.flag.has_value());
    QCOMPARE(spec.flag->column, std::size_t(1));
    QCOMPARE(spec.flag->lines,
             (std::vector<std::string>{"Conversion 25.0%, period before 40.0%", "Satisfaction 3.62, period before 3.98",
                                       "Both low (q < 0.001): 218 [164, 272] lost"}));
    QCOMPARE(spec.columns[1].scoreReference, std::optional(3.98));
    QCOMPARE(journeyFinding(now, english),
             std::string("s1 holds customers up: conversion to s2 fell to 25.0%, satisfaction to 3.62"));
    const auto facts = verdictFacts(now, 1, english);
    QVERIFY(std::find(facts.begin(), facts.end(),
                      std::pair<std::string, std::string>("Conversion: period before", "40.0%")) != facts.end());
    QVERIFY(std::find(facts.begin(), facts.end(), std::pair<std::string, std::string>("Difference, points", "−15.0")) !=
            facts.end());
    // against a target and the customers' other stages the words don't speak of a fall
    auto& held = now.stages[1].evidence->evidence;
    held.conversionReference = analysis::ConversionReference::Target;
    held.satisfactionReference = analysis::SatisfactionReference::OtherStages;
    held.target = 0.35;
    held.otherStages = {60, -0.124, 0.04};
    const auto low = journeySpec(now, options);
    QCOMPARE(low.flag->lines[0], std::string("Conversion 25.0%, target 35.0%"));
    QCOMPARE(low.flag->lines[1], std::string("Satisfaction 3.62, −12.4% of the scale against other stages"));
    QVERIFY(!low.columns[1].scoreReference);
    QCOMPARE(journeyFinding(now, english),
             std::string("s1 holds customers up: conversion to s2 is only 25.0%, satisfaction 3.62"));
    // of two such stages the one that costs more is named, whatever its rate
    now.stages[0].verdict = "stuck";
    now.stages[0].evidence = verdict;
    now.stages[0].evidence->loss->lost = 500;
    QCOMPARE(stuckStage(now), std::optional<std::size_t>(0));
}

void TestModels::stagesAsShown() {
    FunnelModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    FigureProxy proxy;
    proxy.setSourceModel(&model);
    QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setResult(funnel());
    // Wilson of 200 in 400 and 50 in 200: scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    QCOMPARE(lines(proxy),
             (QStringList{
                 QStringLiteral("Stage | Reached | Of start | From prev. | 95% CI (%) | Rate of all | Reference | "
                                "Lost | Open | Time P50 | P90 | Score | 95% CI | n | Verdict"),
                 QStringLiteral("s0 | 400 | 100.0% | – | – | – | – | 200 | 0 | – | – | – | – | – | –"),
                 QStringLiteral("s1 | 200 | 50.0% | 50.0% | 45.1–54.9 | 50.0% | – | 150 | 0 | 1.0 h | 1.0 d | 3.62 | "
                                "3.54–3.70 | 120 | unsure"),
                 QStringLiteral("s2 | 50 | 12.5% | 25.0% | 19.5–31.4 | 25.0% | – | – | – | 1.0 h | 1.0 d | n<10 | n<10 "
                                "| 4 | unsure")}));
    QCOMPARE(model.index(1, FunnelModel::FromPrevious).data().toDouble(), 0.5); // raw below the proxy
    QCOMPARE(proxy.index(1, FunnelModel::Reached).data(Qt::TextAlignmentRole).toInt(),
             int(Qt::AlignRight | Qt::AlignVCenter));
    model.setResult({});
    QCOMPARE(proxy.rowCount(), 0);
}

void TestModels::groupsAsShown() {
    FunnelGroupModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    FigureProxy proxy;
    proxy.setSourceModel(&model);
    model.setResult(funnel(), 0);
    const QStringList shown = lines(proxy);
    QCOMPARE(shown.size(), 3);
    QVERIFY(shown[0].startsWith(QStringLiteral("city | Entrants")));
    QVERIFY(shown[1].startsWith(QStringLiteral("B | 250 | 400 | 50.0% | 45.1–54.9 | 12.5%")));
    QVERIFY(shown[2].startsWith(QStringLiteral("(blank) | 150")));
}

void TestModels::npsTree() {
    NpsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    analysis::NpsResult total, first, second;
    total.total = row({}, 60, 20, 20);
    first.params.by = {"region"};
    first.rows = {row({std::string("East")}, 50, 10, 10), row({std::nullopt}, 5, 1, 2)};
    first.rows[0].versusRest = {20.0, 3.0, 0.001, 0.002};
    second.params.by = {"region", "channel"};
    second.rows = {row({std::string("East"), std::string("web")}, 30, 5, 5),
                   row({std::nullopt, std::string("app")}, 5, 1, 2)};
    model.setResults(total, {first, second});
    QCOMPARE(model.rowCount(), 3); // East, blank, total
    QCOMPARE(model.rowCount(model.index(0, 0)), 1);
    QCOMPARE(model.row(model.index(0, 0, model.index(0, 0)))->n, std::int64_t(40));
    const QModelIndex web = model.find({std::string("East"), std::string("web")});
    QVERIFY(web.isValid());
    QVERIFY(web.parent() == model.index(0, 0));
    QVERIFY(!model.find({std::string("North")}).isValid());
    FigureProxy proxy;
    proxy.setSourceModel(&model);
    QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(lines(proxy)[1],
             QStringLiteral("East | 70 | 71.4% | 14.3% | 14.3% | ▲ +57.1 | [+37.7, +70.6] | ▲ +20.0 | 0.002")
                 .replace(QStringLiteral("[+37.7, +70.6]"),
                          figureText(QPointF(first.rows[0].ci95->low, first.rows[0].ci95->high),
                                     FigureKind::PointsInterval, false)));
    QVERIFY(lines(proxy)[3].startsWith(QStringLiteral("(blank) | 8 | – | – | – | n<10 not shown")));
    // the total stays last, whichever way the table is sorted
    for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        proxy.sort(NpsModel::Nps, order);
        QVERIFY(proxy.index(2, 0).data(PinnedRole).toBool());
    }
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestModels::sortsByRawValues() {
    FunnelModel model;
    FigureProxy proxy;
    proxy.setSourceModel(&model);
    model.setResult(funnel());
    proxy.sort(FunnelModel::Reached, Qt::AscendingOrder);
    QCOMPARE(proxy.index(0, 0).data().toString(), QStringLiteral("s2"));
    // a missing value comes last in both directions
    proxy.sort(FunnelModel::FromPrevious, Qt::DescendingOrder);
    QCOMPARE(proxy.index(2, 0).data().toString(), QStringLiteral("s0"));
    proxy.sort(FunnelModel::FromPrevious, Qt::AscendingOrder);
    QCOMPARE(proxy.index(0, 0).data().toString(), QStringLiteral("s2"));
    QCOMPARE(proxy.index(2, 0).data().toString(), QStringLiteral("s0"));
}

void TestModels::figures() {
    QCOMPARE(figureText(-3.25, FigureKind::Points, false), QStringLiteral("−3.3"));
    QCOMPARE(figureText(QVariant(), FigureKind::Count, false), QStringLiteral("–"));
    QCOMPARE(figureText(7200.0, FigureKind::Duration, true), QStringLiteral("2.0 小时"));
    QCOMPARE(figureText(0.00001, FigureKind::Probability, true), QStringLiteral("< 0.001"));
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
