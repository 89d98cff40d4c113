#include "core/stats/distributions.h"
#include "core/stats/intervals.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace xo::stats;

namespace {

// All figures come from the worked cases of the methods sheet (numpy 1.24, statsmodels, R 4.2) or from scipy 1.10.1;
// both sides use double arithmetic, so they agree to rounding.
constexpr double kTolerance = 1e-9;

bool near(double actual, double expected) {
    return std::abs(actual - expected) <= kTolerance * std::max(1.0, std::abs(expected));
}

} // namespace

class TestIntervals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nps_data() {
        QTest::addColumn<int>("promoters");
        QTest::addColumn<int>("passives");
        QTest::addColumn<int>("detractors");
        QTest::addColumn<double>("nps");
        QTest::addColumn<double>("se");
        QTest::addColumn<double>("adjustedNps");
        QTest::addColumn<double>("adjustedSe");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("nps_basic") << 420 << 330 << 250 << 17.0 << 2.5319952606590714 << 16.94915254237288
                                   << 2.5275434821522165 << 11.99525834799558 << 21.90304673675018;
        QTest::newRow("nps_all_promoters")
            << 12 << 0 << 0 << 100.0 << 0.0 << 80.0 << 13.16561177208767 << 54.19587509227159 << 100.0;
        QTest::newRow("nps_single") << 0 << 0 << 1 << -100.0 << 0.0 << -25.0 << 37.5 << -98.49864942025202
                                    << 48.49864942025203;
        QTest::newRow("nps_small") << 9 << 1 << 1 << 72.72727272727273 << 18.590449387110734 << 57.14285714285714
                                   << 18.801556910906406 << 20.29248274420043 << 93.99323154151385;
    }
    void nps() {
        QFETCH(int, promoters);
        QFETCH(int, passives);
        QFETCH(int, detractors);
        QFETCH(double, nps);
        QFETCH(double, se);
        QFETCH(double, adjustedNps);
        QFETCH(double, adjustedSe);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto estimate = npsEstimate({promoters, passives, detractors});
        QVERIFY(estimate);
        QVERIFY(near(estimate->nps, nps));
        QVERIFY(near(estimate->se, se));
        QVERIFY(near(estimate->adjustedNps, adjustedNps));
        QVERIFY(near(estimate->adjustedSe, adjustedSe));
        QVERIFY(near(estimate->ci.low, low));
        QVERIFY(near(estimate->ci.high, high));
    }
    void npsOfNothing() {
        QVERIFY(!npsEstimate({0, 0, 0}));
        QVERIFY(!npsEstimate({5, -1, 3}));
    }

    void wilson_data() {
        QTest::addColumn<int>("k");
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("37 of 50") << 37 << 50 << 0.6044684273515117 << 0.8412847250644762;
        QTest::newRow("none of 12") << 0 << 12 << 0.0 << 0.24249400665524085;
        QTest::newRow("12 of 12") << 12 << 12 << 0.7575059933447592 << 1.0;
        QTest::newRow("640 of 1000") << 640 << 1000 << 0.609766237395941 << 0.6691622702281036;
        QTest::newRow("csat top 2") << 8 << 12 << 0.39062208887279953 << 0.8618799089087867;
    }
    void wilson() {
        QFETCH(int, k);
        QFETCH(int, n);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto interval = wilsonInterval(k, n);
        QVERIFY(interval);
        QVERIFY(near(interval->low, low));
        QVERIFY(near(interval->high, high));
        if (k == 0) QCOMPARE(interval->low, 0.0);
        if (k == n) QCOMPARE(interval->high, 1.0);
    }
    void wilsonRefuses() {
        QVERIFY(!wilsonInterval(0, 0));
        QVERIFY(!wilsonInterval(3, 2));
        QVERIFY(!wilsonInterval(-1, 2));
    }

    void newcombe() {
        const auto difference = newcombeDifference(56, 70, 48, 80);
        QVERIFY(difference);
        QVERIFY(near(difference->difference, 0.2));
        QVERIFY(near(difference->ci.low, 0.05243147240236498));
        QVERIFY(near(difference->ci.high, 0.333872654036906));
        QVERIFY(!newcombeDifference(1, 0, 1, 2));
    }

    void csatMean() {
        // csat_ces: 5 4 4 3 5 2 1 4 5 5 3 4; half width scipy.stats.t.ppf(.975, 11) = 2.200985160082949
        const double mean = 3.75;
        double squares = 0;
        for (const int score : {5, 4, 4, 3, 5, 2, 1, 4, 5, 5, 3, 4})
            squares += (score - mean) * (score - mean);
        const auto estimate = meanEstimate(12, mean, squares);
        QVERIFY(estimate);
        QVERIFY(near(estimate->se, 0.3718300361153948));
        QVERIFY(near(estimate->ci.high - mean, 2.200985160082949 * 0.3718300361153948));
        QVERIFY(near(mean - estimate->ci.low, 2.200985160082949 * 0.3718300361153948));
        QVERIFY(!meanEstimate(1, 4, 0));
    }

    void distributions() {
        QVERIFY(near(normalQuantile(0.975), 1.959963984540054));
        QVERIFY(near(tQuantile(0.975, 11), 2.200985160082949));
        QVERIFY(near(tTwoSidedP(2.5, 4.5), 0.05990568650220054));
        QVERIFY(near(tTwoSidedP(2, std::numeric_limits<double>::infinity()), normalTwoSidedP(2)));
        QVERIFY(near(chiSquaredUpperP(7.3, 3), 0.06292623645904312));
        QVERIFY(near(fUpperP(3.1, 2, 17), 0.07114886233552757));
        // far tails keep their relative precision
        QVERIFY(std::abs(normalTwoSidedP(9) / 2.2571768119076647e-19 - 1) < kTolerance);
        QVERIFY(std::abs(normalTwoSidedP(-30) / 9.813427854295816e-198 - 1) < kTolerance);
    }
    void distributionsNeverThrow() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        for (const double bad : {nan, -1.0, 2.0})
            QVERIFY(std::isnan(normalQuantile(bad)) && std::isnan(tQuantile(bad, 5)));
        for (const double df : {nan, 0.0, -3.0})
            QVERIFY(std::isnan(tTwoSidedP(1, df)) && std::isnan(tQuantile(0.9, df)) &&
                    std::isnan(chiSquaredUpperP(1, df)) && std::isnan(fUpperP(1, df, 3)));
        QCOMPARE(normalTwoSidedP(infinity), 0.0);
        QCOMPARE(tTwoSidedP(-infinity, 3), 0.0);
        QCOMPARE(normalQuantile(1), infinity);
        QCOMPARE(tQuantile(0, 3), -infinity);
        QVERIFY(std::isnan(normalTwoSidedP(nan)));
    }
};

QTEST_APPLESS_MAIN(TestIntervals)
#include "tst_intervals.moc"
