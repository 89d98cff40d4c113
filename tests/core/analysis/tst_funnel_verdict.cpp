#include "core/analysis/funnel/funnel.h"
#include "core/analysis/funnel/verdict.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <cmath>

using namespace xo;
using namespace xo::analysis;

namespace {
// Two periods of a stage asked about on a scale from 1 to 5.
StageEvidence fiveUp(std::int64_t n, std::int64_t converted, std::int64_t referenceN, std::int64_t referenceConverted,
                     const stats::SampleMoments& score, const stats::SampleMoments& referenceScore) {
    StageEvidence evidence;
    evidence.n = n;
    evidence.converted = converted;
    evidence.referenceN = referenceN;
    evidence.referenceConverted = referenceConverted;
    evidence.score = score;
    evidence.referenceScore = referenceScore;
    evidence.scoreRange = 4;
    return evidence;
}
} // namespace

class TestFunnelVerdict : public QObject {
    Q_OBJECT
    // METHODS 2.3, oracle stuck_stage (statsmodels proportions_ztest, scipy Welch t): a car maker's five transitions.
    const std::vector<StageEvidence> m_oracle{
        fiveUp(20000, 9000, 60000, 26700, {900, 4.21, .86 * .86}, {2500, 4.2, .88 * .88}),
        fiveUp(9000, 4050, 26700, 11900, {520, 4.12, .9 * .9}, {1500, 4.15, .89 * .89}),
        fiveUp(4050, 2430, 11900, 7200, {400, 4.05, .95 * .95}, {1200, 4.08, .93 * .93}),
        fiveUp(2430, 486, 7200, 2016, {310, 3.62, 1.12 * 1.12}, {950, 3.98, .97 * .97}),
        fiveUp(486, 462, 2016, 1915, {150, 4.3, .8 * .8}, {600, 4.28, .82 * .82})};

private Q_SLOTS:
    void oracle() {
        const auto verdicts = stageVerdicts(m_oracle);
        const char* expected[] = {"fine", "fine", "fine", "stuck", "fine"};
        const double qBoth[] = {0.8910037031410087, 0.8910037031410087, 0.728269698133992, 1.415847724949815e-06,
                                0.8910037031410087};
        const double qO[] = {0.8910037031410087, 0.8910037031410087, 0.7136910505804106, 1.8743189808773977e-14,
                             0.8765747687059204};
        const double qX[] = {0.6168545291099055, 0.485513132089328, 0.485513132089328, 1.415847724949815e-06,
                             0.6168545291099055};
        for (std::size_t k = 0; k < 5; ++k) {
            QCOMPARE(verdicts[k].verdict, std::string(expected[k]));
            QVERIFY(std::abs(verdicts[k].qBoth - qBoth[k]) <= 1e-9 * qBoth[k]);
            QVERIFY(std::abs(verdicts[k].qX - qX[k]) <= 1e-9 * qX[k]);
            QVERIFY(std::abs(verdicts[k].qO - qO[k]) <= 1e-9);
        }
        QVERIFY(verdicts[3].tested && verdicts[3].loss);
        QVERIFY(std::abs(verdicts[3].conversion->z - -7.7757988492259305) < 1e-9);
        QVERIFY(std::abs(verdicts[3].satisfaction->z - -5.0724995228322) < 1e-9);
        QVERIFY(std::abs(verdicts[3].satisfaction->df - 469.61465982390274) < 1e-9);
        QVERIFY(std::abs(verdicts[3].pBoth - 2.8316954498996303e-07) < 1e-15);
        QVERIFY(std::abs(verdicts[3].loss->lost - 184.8) < 1e-9);
        QVERIFY(std::abs(verdicts[3].loss->ci.low - 140.94062382562637) < 1e-9);
        QVERIFY(std::abs(verdicts[3].loss->ci.high - 228.6593761743737) < 1e-9);
        QVERIFY(std::abs(verdicts[0].loss->lost - -5.133333333333338) < 1e-9);
        QVERIFY(
            verdictArguments(verdicts[3], "试驾", "下定") ==
            (std::vector<std::string>{"试驾", "下定", "20.0%", "28.0%", "3.62", "3.98", "1.4e-6", "185 [141, 229]"}));
    }
    void oneSideOnly() {
        auto stages = m_oracle;
        stages[3].score.mean = 3.98;
        QCOMPARE(stageVerdicts(stages)[3].verdict, std::string("o_only"));
        stages = m_oracle;
        stages[3].converted = 680; // 28 %
        QCOMPARE(stageVerdicts(stages)[3].verdict, std::string("x_only"));
        stages = m_oracle;
        stages[3].score.mean = 3.85; // significant or not, 0.13 is below 5 % of the scale
        QCOMPARE(stageVerdicts(stages)[3].verdict, std::string("o_only"));
        stages = m_oracle;
        stages[3].score.mean = 3.98;
        stages[3].n = stages[3].referenceN = 500;
        stages[3].referenceConverted = 157;
        stages[3].converted = 118; // p = 0.003, q over both sides 0.024: not enough for a side alone
        QCOMPARE(stageVerdicts(stages)[3].verdict, std::string("fine"));
        stages[3].converted = 105; // p = 0.00005
        QCOMPARE(stageVerdicts(stages)[3].verdict, std::string("o_only"));
    }
    void missingEvidence() {
        const auto why = [&](const StageEvidence& stage) {
            const auto verdict = stageVerdicts({stage})[0];
            return verdict.verdict + " " + verdict.why;
        };
        StageEvidence stage = m_oracle[3];
        stage.n = 199;
        QCOMPARE(why(stage), std::string("unsure funnel.why.few_entrants"));
        stage = m_oracle[3];
        stage.referenceConverted = 72; // 1 % of 2430
        QCOMPARE(why(stage), std::string("unsure funnel.why.few_conversions"));
        const auto told = stageVerdicts({stage})[0];
        QVERIFY(!told.tested);
        QVERIFY(verdictArguments(told, "a", "b") == (std::vector<std::string>{"a", "b", "2,430", "1.0%"}));
        stage = m_oracle[3];
        stage.scoreRange = 0;
        QCOMPARE(why(stage), std::string("unsure funnel.why.no_satisfaction"));
        stage = m_oracle[3];
        stage.score.n = 29;
        QCOMPARE(why(stage), std::string("unsure funnel.why.few_answers"));
        QCOMPARE(stageVerdicts({}).size(), std::size_t{0});
    }
    // 600 test drives in each of two months; in the second fewer order and they are less happy
    void throughTheFunnel() {
        std::string events, answers;
        for (int i = 0; i < 1200; ++i) {
            const bool later = i >= 600;
            const std::string who = "c" + std::to_string(i);
            const std::string month = later ? "2026-02-" : "2026-01-";
            events += who + " " + month + std::to_string(10 + i % 10) + " drive\n";
            if (i % 10 < (later ? 2 : 4)) events += who + " " + month + std::to_string(20 + i % 5) + " order\n";
            if (i % 4 == 0) answers += who + " drive " + std::to_string((later ? 2 : 3) + i / 4 % 3) + "\n";
        }
        events += "z 2026-06-01 other\n";
        const auto workspace = xo::testing::TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time what=stage", events)
                                   .table("s", DatasetKind::Answers, "who=customer touch=stage q=csat:1-5", answers)
                                   .build();
        FunnelParams params;
        params.stages = {"drive", "order"};
        params.window = Span{30, Span::Unit::Day};
        params.satisfaction = "q";
        const auto plain = runFunnel(makeContext(workspace), params, {});
        QCOMPARE(plain->stages[0].why, std::string("funnel.why.no_period"));
        QCOMPARE(plain->stages[1].why, std::string("funnel.why.last_stage"));
        QVERIFY(!plain->stages[0].evidence && toJson(*plain)["stages"][0]["evidence"].is_null());
        params.from = "2026-02-05";
        params.to = "2026-02-28";
        const auto later = runFunnel(makeContext(workspace), params, {});
        QCOMPARE(later->entrants, 600);
        QCOMPARE(later->stages[0].verdict, std::string("stuck"));
        QCOMPARE(later->stages[0].why, std::string("funnel.why.stuck"));
        const Json evidence = toJson(*later)["stages"][0]["evidence"];
        QCOMPARE(evidence["conversion"]["n"].get<double>(), 600.0);
        QCOMPARE(evidence["conversion"]["rate"].get<double>(), 0.2);
        // the 24 days before leave out those of 10 and 11 January: 2 of 8 days order
        QCOMPARE(evidence["conversion"]["reference_n"].get<double>(), 480.0);
        QCOMPARE(evidence["conversion"]["reference_rate"].get<double>(), 0.25);
        QCOMPARE(evidence["satisfaction"]["n"].get<double>(), 150.0);
        QVERIFY(evidence["satisfaction"]["difference"].get<double>() < -0.9);
        QVERIFY(evidence["both"]["q"].get<double>() < 0.05);
        QVERIFY(std::abs(evidence["expected_loss"]["lost"].get<double>() - 30) < 1e-9);
        QVERIFY(later->change && !plain->change);
        QVERIFY(std::abs(later->change->conversion - 0.2) < 1e-12);
        QVERIFY(std::abs(later->change->contributions[0] + 0.05) < 1e-12);
        QCOMPARE(toJson(*later)["change"]["steps"].size(), std::size_t(1));
        params.satisfaction.clear();
        QCOMPARE(runFunnel(makeContext(workspace), params, {})->stages[0].why,
                 std::string("funnel.why.no_satisfaction"));
    }
};

QTEST_APPLESS_MAIN(TestFunnelVerdict)
#include "tst_funnel_verdict.moc"
