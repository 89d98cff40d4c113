#include "core/analysis/score/score.h"
#include "core/stats/linearised.h"
#include "tests/core/analysis/answerstable.h"

#include <QtTest>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

// The csat column of the fixture is half the score, at least 1: this gives a csat of `value`.
Answer rated(int value, const std::string& region = "a", const std::string& customer = "", double weight = 1) {
    return {customer, region, "", value * 2, CellState::Valid, "2025-03-05", weight};
}

ScoreParams csat() {
    ScoreParams params;
    params.question = "csat";
    return params;
}

ScoreResult scoreOf(const std::vector<Answer>& answers, const ScoreParams& params) {
    auto result = runScore(contextOf(answers), params, JobContext());
    if (!result) qFatal("%s", result.error().code.c_str());
    return std::move(*result);
}

} // namespace

class TestScore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void workedCase() {
        // csat_ces of the methods sheet (statsmodels, scipy sem); t from scipy.stats.t.ppf(0.975, 11)
        std::vector<Answer> answers;
        for (const int value : {5, 4, 4, 3, 5, 2, 1, 4, 5, 5, 3, 4})
            answers.push_back(rated(value));
        answers.push_back({"", "a", "", std::nullopt, CellState::NotApplicable, "", 1});
        const auto result = scoreOf(answers, csat());
        QCOMPARE(result.total.n, std::int64_t{12});
        QCOMPARE(result.base.of(CellState::NotApplicable), std::int64_t{1});
        QVERIFY(near(*result.total.mean, 3.75));
        QVERIFY(near(result.total.ci95->high - 3.75, 2.200985160082949 * 0.3718300361153948));
        QVERIFY(near(*result.total.top2Share, 0.6666666666666666));
        QVERIFY(near(result.total.top2Ci95->low, 0.39062208887279953));
        QVERIFY(near(result.total.top2Ci95->high, 0.8618799089087867));
        QCOMPARE(result.total.distribution, (std::vector<std::int64_t>{1, 1, 2, 4, 4}));
        QCOMPARE(result.scaleLow, 1);
        QCOMPARE(result.scaleHigh, 5);
    }

    void againstTheRest() {
        // scipy.stats.ttest_ind([5,4,4,3,5,2,1,4,5,5,3,4], [3,2,4,4,1,2,3,5], equal_var=False)
        std::vector<Answer> answers;
        for (const int value : {5, 4, 4, 3, 5, 2, 1, 4, 5, 5, 3, 4})
            answers.push_back(rated(value, "a"));
        for (const int value : {3, 2, 4, 4, 1, 2, 3, 5})
            answers.push_back(rated(value, "b"));
        ScoreParams params = csat();
        params.by = {"region"};
        const auto result = scoreOf(answers, params);
        QVERIFY(near(*result.rows[0].versusRest.difference, 0.75));
        QVERIFY(near(*result.rows[0].versusRest.z, 1.2631503210985942));
        QVERIFY(near(*result.rows[0].versusRest.p, 0.2258438296875134));
        QVERIFY(!result.rows[0].versusRest.q); // b has fewer than ten answers: a is alone in the family
    }

    void topTwoWhenWeightedOrClustered() {
        const int values[] = {5, 4, 4, 3, 5, 2, 1, 4, 5, 5, 3, 4};
        std::vector<Answer> answers;
        std::vector<double> top;
        std::vector<double> weights;
        std::vector<std::uint32_t> customers;
        for (std::uint32_t i = 0; i < 12; ++i) {
            weights.push_back(1 + 0.5 * (i % 3));
            customers.push_back(i / 3);
            top.push_back(values[i] >= 4 ? 1 : 0);
            answers.push_back(rated(values[i], "a", "c" + std::to_string(i / 3), weights.back()));
        }
        ScoreParams params = csat();
        params.weight = "w";
        const auto weighted = scoreOf(answers, params);
        const auto expected = stats::linearisedMean(top, weights);
        QVERIFY(near(*weighted.total.top2Share, expected->mean));
        QVERIFY(near(weighted.total.top2Ci95->low, stats::tInterval(expected->mean, expected->se, 11)->low));
        QVERIFY(near(*weighted.total.nEff, expected->nEff));
        params.se = StandardError::Clustered;
        const auto clustered = scoreOf(answers, params);
        const auto byCustomer = stats::linearisedMean(top, weights, customers);
        QVERIFY(near(clustered.total.top2Ci95->low,
                     std::max(0.0, stats::tInterval(byCustomer->mean, byCustomer->se, 3)->low)));
    }

    void questionMustBeNamedUnlessOne() {
        const std::vector<Answer> answers{rated(3)};
        const auto several = runScore(contextOf(answers), {}, JobContext());
        QVERIFY(!several);
        QCOMPARE(several.error().code, std::string("score.several_questions"));
        QCOMPARE(several.error().args.front(), std::string("survey.nps, survey.csat"));
        ScoreParams params;
        params.question = "nps";
        QCOMPARE(scoreOf(answers, params).scaleHigh, 10);
    }

    void jsonFields() {
        ScoreParams params = csat();
        params.by = {"region"};
        const Json json = toJson(scoreOf({rated(5), rated(4), rated(2), rated(2, "b")}, params));
        QCOMPARE(json["analysis"].get<std::string>(), std::string("score"));
        QCOMPARE(json["scale"].dump(), std::string("[1,5]"));
        for (const char* field : {"group", "n", "mean", "ci95", "top2_share", "top2_ci95", "distribution"}) {
            QVERIFY2(json["rows"][0].contains(field), field);
            QVERIFY2(json["total"].contains(field), field);
        }
        QCOMPARE(json["rows"][0]["distribution"].dump(), std::string(R"({"1":0,"2":1,"3":0,"4":1,"5":1})"));
        QVERIFY(json["rows"][1]["ci95"].is_null()); // one answer has no interval
        QVERIFY(json["rows"][1]["top2_ci95"].is_array());
    }
};

QTEST_APPLESS_MAIN(TestScore)
#include "tst_score.moc"
