#include "core/analysis/funnel/parts.h"
#include "tests/core/analysis/funnelcase.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace xo;
using namespace xo::analysis;
using xo::analysis::testing::journeyOf;
using xo::analysis::testing::ran;
using xo::testing::TextTables;

namespace {

std::string padded(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}
bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

// METHODS' oracle cases km_time_to_convert and aalen_johansen as events: each customer waits `days` and then converts
// (1), is still waiting (0) or is lost (2). Who still waits came that many days before the end.
constexpr int kDays[] = {1, 2, 2, 3, 4, 5, 5, 6, 8, 9, 9, 12, 14, 15, 18, 20, 21, 25, 28, 30, 30, 30};
constexpr int kConverted[] = {1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 1};
constexpr int kCause[] = {1, 1, 0, 2, 1, 1, 2, 0, 1, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0, 0, 0, 2};

std::shared_ptr<Workspace> waiting(const int (&endings)[22]) {
    const TimeZone zone = *TimeZone::named("Asia/Shanghai");
    const std::int64_t end = daysFromCivil({2026, 3, 31});
    const auto day = [&](std::int64_t number) { return zone.formatLocal(zone.startOfDay(number), true); };
    std::string events = "z " + day(end) + " other\n";
    for (int i = 0; i < 22; ++i) {
        const std::string who = "c" + std::to_string(i) + " ";
        events += who + day(end - kDays[i]) + " drive\n";
        if (endings[i]) events += who + day(end) + (endings[i] == 1 ? " order\n" : " lost\n");
    }
    return TextTables().table("e", DatasetKind::Events, "who=customer at=time what=stage", events).build();
}

FunnelParams drives() {
    FunnelParams params = journeyOf({"drive", "order"});
    params.survival = true;
    return params;
}

const SurvivalStep& at(const StageSurvival& curve, double days) {
    std::size_t i = 0;
    while (i + 1 < curve.steps.size() && curve.steps[i + 1].time <= days * 86400)
        ++i;
    return curve.steps[i];
}

} // namespace

namespace {
// From the test drive to the order in thirty days.
FunnelParams driveToOrder() {
    FunnelParams params;
    params.stages = {"drive", "order"};
    params.window = Span{30, Span::Unit::Day};
    return params;
}
} // namespace

class TestFunnelMore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void kaplanMeierOracle() {
        const FunnelResult result = ran(waiting(kConverted), drives());
        QVERIFY(result.stages.size() == 2 && !result.stages[0].survival);
        const StageSurvival& curve = *result.stages[1].survival;
        QCOMPARE(curve.n, 22);
        QCOMPARE(curve.converted, 14);
        QVERIFY(!curve.competing);
        QCOMPARE(curve.median, std::optional(18 * 86400.0));
        const double by[] = {7, 14, 28}, s[] = {0.7177033492822966, 0.5075187969924813, 0.30451127819548884},
                     low[] = {0.47604809705149365, 0.2760178851412581, 0.11000144644453282},
                     high[] = {0.8622298753469172, 0.6995431072748417, 0.5270092708903731};
        for (int i = 0; i < 3; ++i) {
            const SurvivalStep& step = at(curve, by[i]);
            QVERIFY(near(step.converted, 1 - s[i]));
            QVERIFY(near(step.ci->low, 1 - high[i]) && near(step.ci->high, 1 - low[i]));
        }
        QCOMPARE(curve.reliable, std::optional(14 * 86400.0)); // ten at risk; nine at 18
        const Json json = toJson(result)["stages"][1]["survival"];
        QCOMPARE(json["method"].get<std::string>(), std::string("kaplan_meier"));
        QCOMPARE(json["steps"].size(), curve.steps.size());
    }
    void aalenJohansenOracle() {
        FunnelParams params = drives();
        params.definition->exclusion = "what = 'lost'";
        const FunnelResult result = ran(waiting(kCause), params);
        const StageSurvival& curve = *result.stages[1].survival;
        QVERIFY(curve.competing);
        QCOMPARE(curve.lost, 5);
        const double by[] = {7, 14, 28}, converted[] = {0.18660287081339713, 0.3455228981544771, 0.48509056732740946},
                     lost[] = {0.09569377990430622, 0.14695830485304168, 0.21039815447710183},
                     low[] = {0.05579556704685568, 0.1471657512031379, 0.2264220254948498},
                     high[] = {0.37662189506879706, 0.5546837826934382, 0.7030475985028166}; // cmprsk 2.2-11
        for (int i = 0; i < 3; ++i) {
            const SurvivalStep& step = at(curve, by[i]);
            QVERIFY(near(step.converted, converted[i]) && near(step.lost, lost[i]));
            QVERIFY(near(step.ci->low, low[i]) && near(step.ci->high, high[i]));
        }
        params.order = FunnelOrder::Any;
        QVERIFY(!ran(waiting(kCause), params).stages[1].survival);
    }
    void longCurvesAreThinned() {
        std::string events = "z 2026-06-01 other\n";
        for (int i = 0; i < 2000; ++i) {
            const std::string who = "c" + std::to_string(i);
            events += who + " 2026-01-01T00:00 drive\n" + who + " 2026-01-0" + std::to_string(2 + i / 1440) + "T" +
                      padded(i / 60 % 24) + ":" + padded(i % 60) + " order\n";
        }
        const auto workspace =
            TextTables().table("e", DatasetKind::Events, "who=customer at=time what=stage", events).build();
        const FunnelResult result = ran(workspace, drives());
        const StageSurvival& curve = *result.stages[1].survival;
        QVERIFY(curve.steps.size() <= 240 && curve.steps.size() > 120);
        QVERIFY(near(curve.steps.back().converted, 1));
        for (const SurvivalStep& step : curve.steps) // one an hour's minute: exact where the points stand
            QVERIFY(near(step.converted, ((step.time / 60 - 1440) + 1) / 2000));
    }
    void overdue() {
        // nine order after 1 … 9 days; P90 of those is 8.2 days
        std::string events;
        for (int i = 1; i <= 9; ++i) {
            const std::string who = "c" + std::to_string(i);
            events += who + " 2026-01-01 drive\n" + who + " 2026-01-" + padded(1 + i) + " order\n";
        }
        events += "late 2026-01-20 drive\nearly 2026-01-25 drive\nover 2025-01-01 drive\nz 2026-01-31 other\n";
        const auto workspace =
            TextTables().table("e", DatasetKind::Events, "who=customer at=time what=stage", events).build();
        workspace->journeys = {*drives().definition};
        FunnelParams params;
        params.journey = "j";
        const FunnelResult result = ran(workspace, params);
        const FunnelStage& drive = result.stages[0];
        QCOMPARE(drive.open, 2);
        QVERIFY(drive.overdueAfter && near(*drive.overdueAfter, *result.stages[1].timeFromPrevious->p90));
        QCOMPARE(drive.overdue, 1);
        const auto list = overdueCustomers(makeContext(workspace), params, {});
        QVERIFY(list);
        QCOMPARE(list->size(), std::size_t{1});
        QCOMPARE(list->front().customer, std::string("late"));
        QCOMPARE(list->front().waited, 11 * 86400.0);
        QCOMPARE(list->front().stageName, std::string("drive"));
        FunnelFigure figure;
        figure.kind = FunnelFigure::Kind::Overdue;
        const auto customers = funnelCustomers(makeContext(workspace), params, figure, {});
        QCOMPARE(customers->filter, std::string("journey('j').stopped('drive', overdue)"));
        QCOMPARE(customers->subjects.count(), std::size_t{1});
        // and the condition selects them
        FunnelParams filtered = params;
        filtered.filter = customers->filter;
        QCOMPARE(ran(workspace, filtered).entrants, 1);
    }
    void comparesPeriodsAndConditions() {
        std::string events = "z 2026-12-31 other -\n";
        for (int i = 0; i < 400; ++i) {
            const bool later = i >= 200;
            const std::string who = "c" + std::to_string(i), month = later ? "2026-02-" : "2026-01-";
            const std::string store = i % 2 ? " a\n" : " b\n";
            events += who + " " + month + std::to_string(10 + i % 10) + " drive" + store;
            if (i % 10 < (later ? 2 : 4)) events += who + " " + month + std::to_string(20 + i % 5) + " order" + store;
        }
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer at=time what=stage store=dimension", events)
                .build();
        FunnelParams params = driveToOrder();
        params.compare = Compare::Previous;
        QCOMPARE(runFunnel(makeContext(workspace), params, {}).error().code, std::string("funnel.compare_needs_from"));
        params.from = "2026-02-01";
        params.to = "2026-02-28";
        const FunnelResult result = ran(workspace, params);
        QVERIFY(result.comparison);
        QCOMPARE(result.comparison->otherEntrants, 200);
        QCOMPARE(result.comparison->from, std::string("2026-01-04T00:00:00+08:00"));
        const StageComparison& order = result.comparison->tests[1];
        QCOMPARE(order.rate, std::optional(0.2));
        QCOMPARE(order.otherRate, std::optional(0.4));
        // statsmodels proportions_ztest(40, 80 of 200 each)
        QVERIFY(std::abs(order.conversion->z + 4.364357804719848) < 1e-9);
        QVERIFY(order.conversionQ && *order.conversionQ < 0.001);
        params.compare = Compare::Year;
        QCOMPARE(ran(workspace, params).comparison->from, std::string("2025-02-01T00:00:00+08:00"));
        params.compare = Compare::None;
        params.from = params.to = "";
        params.compareFilter = "store = 'a'";
        const FunnelResult split = ran(workspace, params);
        QCOMPARE(split.comparison->entrants, 200);
        QCOMPARE(split.comparison->otherEntrants, 200);
        QCOMPARE(split.comparison->stages[1].all.reached + split.comparison->otherStages[1].all.reached,
                 split.stages[1].all.reached);
        QVERIFY(toJson(split)["comparison"]["stages"].size() == 2);
        params.compareFilter.clear();
        params.by = "store";
        const FunnelResult grouped = ran(workspace, params);
        const StageComparison& rest = *grouped.groups[0].stages[1].versusRest;
        QCOMPARE(rest.n + rest.otherN, grouped.stages[0].matured.reached);
        QCOMPARE(rest.otherReached, grouped.groups[1].stages[1].matured.reached);
        QVERIFY(rest.conversionQ);
    }
    void trendMarksWhatIsImmature() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time what=stage",
                                          "c1 2026-01-05 drive\nc1 2026-01-06 order\nc2 2026-01-31 drive\n"
                                          "c3 2026-03-10 drive\nc3 2026-03-12 order\nc4 2026-03-30 drive\n"
                                          "z 2026-04-10 other\n")
                                   .build();
        FunnelParams params = driveToOrder();
        params.trend = Trend::Month;
        const FunnelResult result = ran(workspace, params);
        QCOMPARE(result.trend.size(), std::size_t{3}); // February too, with nobody
        QCOMPARE(result.trend[0].period, std::string("2026-01"));
        QVERIFY(!result.trend[0].immature && !result.trend[1].immature && result.trend[2].immature);
        QCOMPARE(result.trend[0].all[1].reached, 1);
        QCOMPARE(result.trend[0].matured[1].rateFromPrevious, std::optional(0.5));
        QVERIFY(!result.trend[1].matured[1].rateFromPrevious);
        QCOMPARE(result.trend[2].all[0].reached, 2);
        QCOMPARE(result.trend[2].matured[1], (StageCounts{1, 1, 1.0, 1.0}));
        QCOMPARE(toJson(result)["trend"][2]["immature"].get<bool>(), true);
    }
    // METHODS' oracle case dropoff_reasons
    void reasonShares() {
        using R = std::vector<std::string>;
        const std::vector<detail::Leaver> leavers{{1.2, true, R{"price"}},
                                                  {1.2, true, R{"price", "competitor"}},
                                                  {0.8, true, R{"competitor"}},
                                                  {1.0, true, R{"aftersales"}},
                                                  {1.5, false, R{"service"}},
                                                  {1.5, false, R{"service", "product"}},
                                                  {0.9, false, R{"route"}},
                                                  {1.1, false, R{"product", "service"}},
                                                  {1.0, true, R{}},
                                                  {0.8, false, R{"service"}}};
        const std::map<std::pair<bool, std::string>, double> wanted{{{true, "price"}, 0.16363636363636364},
                                                                    {{true, "competitor"}, 0.1272727272727273},
                                                                    {{true, "aftersales"}, 0.09090909090909091},
                                                                    {{false, "service"}, 0.32727272727272727},
                                                                    {{false, "product"}, 0.11818181818181818},
                                                                    {{false, "route"}, 0.08181818181818182},
                                                                    {{true, ""}, 0.09090909090909091}};
        const auto shares = detail::reasonShares(leavers, 184.80000000000004);
        QCOMPARE(shares.size(), wanted.size());
        for (const DropReason& one : shares) {
            QVERIFY(near(one.share, wanted.at({one.satisfied, one.reason})));
            QVERIFY(near(*one.lost, 184.80000000000004 * one.share));
            QVERIFY(one.ci95 && one.ci95->low <= one.share && one.ci95->high >= one.share);
        }
        QCOMPARE(shares.front().reason, std::string("service"));
        QVERIFY(near(*shares.front().lost, 60.48));
    }
    void reasonsOfThoseWhoLeft() {
        // 40 leave, 20 in the north of whom 10 answer, 20 in the south of whom 5 do
        std::string events = "z 2026-06-01 other\n", people, answers;
        for (int i = 0; i < 50; ++i) {
            const std::string who = "c" + std::to_string(i);
            events += who + " 2026-01-01 drive\n";
            if (i >= 40) events += who + " 2026-01-02 order\n";
            people += who + (i < 20 ? " north\n" : " south\n");
            if (i < 10) answers += who + " drive 5 price\n";
            if (i >= 20 && i < 25) answers += who + " drive 1 service\n";
            if (i >= 40) answers += who + " drive 5 none\n"; // went on: not asked why
        }
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer at=time what=stage", events)
                .table("p", DatasetKind::Customers, "who=customer region=dimension", people)
                .table("s", DatasetKind::Answers, "who=customer touch=stage q=csat:1-5 why=reason", answers)
                .build();
        FunnelParams params = driveToOrder();
        params.satisfaction = "q";
        params.reasons = "why";
        const auto plain = ran(workspace, params).stages[0].reasons;
        QVERIFY(plain);
        QCOMPARE(plain->left, 40);
        QCOMPARE(plain->answered, 15);
        QVERIFY(!plain->weighted && !plain->onlyAnswerers);
        QCOMPARE(plain->reasons[0].reason, std::string("price"));
        QVERIFY(near(plain->reasons[0].share, 10.0 / 15));
        params.by = "customer.region";
        const auto weighted = ran(workspace, params).stages[0].reasons;
        QVERIFY(weighted->weighted);
        QVERIFY(near(weighted->reasons[0].share, 0.5) && near(weighted->reasons[1].share, 0.5));
        QVERIFY(near(weighted->satisfied, 0.5));
        params.reasons = "what";
        QCOMPARE(runFunnel(makeContext(workspace), params, {}).error().code, std::string("funnel.no_reasons"));
    }
    void whoChangedTheRate() {
        // two stores; store b's share of the drives grows, store a's rate falls
        std::string events = "z 2026-06-01 other -\n";
        int who = 0;
        const auto add = [&](const char* month, const char* store, int n, int orders) {
            for (int i = 0; i < n; ++i, ++who) {
                const std::string key = "c" + std::to_string(who) + " 2026-";
                events += key + month + "-10 drive " + store + "\n";
                if (i < orders) events += key + month + "-12 order " + store + "\n";
            }
        };
        add("01", "a", 100, 40);
        add("01", "b", 100, 20);
        add("02", "a", 60, 18);
        add("02", "b", 140, 28);
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer at=time what=stage store=dimension", events)
                .build();
        FunnelParams params = driveToOrder();
        params.by = "store";
        params.from = "2026-02-01";
        params.to = "2026-02-28";
        const auto changes = ran(workspace, params).stages[0].changeByGroup;
        QCOMPARE(changes.size(), std::size_t{2});
        double sum = 0;
        for (const GroupChange& one : changes)
            sum += one.mix + one.own;
        QVERIFY(near(sum, 46.0 / 200 - 60.0 / 200));
        const GroupChange& a =
            *std::find_if(changes.begin(), changes.end(), [](const auto& one) { return one.value == "a"; });
        // weights 0.5 → 0.3, rates 0.4 → 0.3, mean of the totals 0.265
        QVERIFY(near(a.mix, -0.2 * (0.35 - 0.265)));
        QVERIFY(near(a.own, 0.4 * -0.1));
        QVERIFY(near(a.se, 0.4 * std::sqrt(0.24 / 100 + 0.21 / 60)));
    }
    void targetsAndOtherStages() {
        // everybody rates the visit 5 and the drive 2; 20 % of 600 order where 40 % should
        std::string events = "z 2026-06-01 other\n", answers;
        for (int i = 0; i < 600; ++i) {
            const std::string who = "c" + std::to_string(i);
            events += who + " 2026-01-01 visit\n" + who + " 2026-01-02 drive\n";
            if (i % 5 == 0) events += who + " 2026-01-05 order\n";
            if (i % 4 == 0)
                answers += who + " visit " + std::to_string(4 + i / 4 % 2) + "\n" + who + " drive " +
                           std::to_string(1 + i / 8 % 3) + "\n";
        }
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time what=stage", events)
                                   .table("s", DatasetKind::Answers, "who=customer touch=stage q=csat:1-5", answers)
                                   .build();
        FunnelParams params = drives();
        params.survival = false;
        params.definition->stages.insert(params.definition->stages.begin(), JourneyStage{});
        params.definition->stages[0].name = "visit";
        params.definition->window = Span{30, Span::Unit::Day};
        params.satisfaction = "q";
        QCOMPARE(ran(workspace, params).stages[1].why, std::string("funnel.why.no_period"));
        params.definition->stages[1].target = 0.4;
        const FunnelResult result = ran(workspace, params);
        const FunnelStage& drive = result.stages[1];
        QCOMPARE(drive.why, std::string("funnel.why.stuck.target_stages"));
        QCOMPARE(drive.verdict, std::string("stuck"));
        QCOMPARE(result.stages[0].why, std::string("funnel.why.no_period")); // no target of its own
        QVERIFY(!result.stages[0].evidence);
        // z = (0.2 − 0.4)/√(0.24/600) = −10; the loss 600·0.2
        QVERIFY(near(drive.evidence->conversion->z, -10));
        QVERIFY(near(drive.evidence->loss->lost, 120));
        QCOMPARE(drive.evidence->evidence.otherStages.n, 150.0);
        QCOMPARE(drive.whyArguments.size(), std::size_t{8});
        const Json evidence = toJson(result)["stages"][1]["evidence"];
        QCOMPARE(evidence["conversion"]["against"].get<std::string>(), std::string("target"));
        QCOMPARE(evidence["satisfaction"]["pairs"].get<double>(), 150.0);
        params.definition->stages[1].target = 0.21;
        QCOMPARE(ran(workspace, params).stages[1].verdict, std::string("x_only"));
        params.conversionReference = ConversionReference::Target;
        QCOMPARE(ran(workspace, params).stages[0].why, std::string("funnel.why.no_target"));
        params.conversionReference = ConversionReference::Peers;
        QCOMPARE(ran(workspace, params).stages[0].why, std::string("funnel.why.groups_only"));
    }
    void peersJudgeGroups() {
        // eight shops of 250 drives; in one a tenth order instead of 40 %, and its drives are rated lower
        std::string events = "z 2026-06-01 other -\n", answers;
        for (int i = 0; i < 2000; ++i) {
            const int shop = i / 250;
            const std::string who = "c" + std::to_string(i), of = " s" + std::to_string(shop) + "\n";
            events += who + " 2026-01-01 visit" + of + who + " 2026-01-02 drive" + of;
            if (i % 100 < (shop == 3 ? 10 : 38 + shop)) events += who + " 2026-01-05 order" + of;
            if (i % 5 == 0)
                answers +=
                    who + " visit 4\n" + who + " drive " + std::to_string((shop == 3 ? 1 : 3) + i / 5 % 3) + "\n";
        }
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer at=time what=stage shop=dimension", events)
                .table("s", DatasetKind::Answers, "who=customer touch=stage q=csat:1-5", answers)
                .build();
        FunnelParams params;
        params.stages = {"visit", "drive", "order"};
        params.window = Span{30, Span::Unit::Day};
        params.satisfaction = "q";
        params.by = "shop";
        params.conversionReference = ConversionReference::Peers;
        const FunnelResult result = ran(workspace, params);
        QCOMPARE(result.groups.size(), std::size_t{8});
        for (const FunnelGroup& group : result.groups) {
            const FunnelStage& drive = group.stages[1];
            QVERIFY(drive.evidence);
            QCOMPARE(drive.verdict == "stuck", group.value == "s3");
        }
        QCOMPARE(result.stages[1].why, std::string("funnel.why.groups_only"));
    }
};

QTEST_APPLESS_MAIN(TestFunnelMore)
#include "tst_funnel_more.moc"
