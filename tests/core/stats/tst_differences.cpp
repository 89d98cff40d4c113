#include "core/stats/differences.h"
#include "core/stats/distributions.h"
#include "core/stats/linearised.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace xo::stats;

namespace {

// Worked cases of the methods sheet (statsmodels, R survey 4.1) and scipy 1.10.1; double arithmetic on both sides.
constexpr double kTolerance = 1e-9;

bool near(double actual, double expected) {
    return std::abs(actual - expected) <= kTolerance * std::max(1.0, std::abs(expected));
}

double classOf(int score) {
    return score >= 9 ? 100 : score >= 7 ? 0 : -100;
}

} // namespace

class TestDifferences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void npsIndependent() {
        const auto test = npsDifference({380, 340, 320}, {420, 330, 250});
        QVERIFY(test);
        QVERIFY(near(test->difference, -11.230769230769234));
        QVERIFY(near(test->se, 3.5784427916257653));
        QVERIFY(near(test->z, -3.1288793950974987));
        QVERIFY(near(test->p, 0.0017547431556433452));
        QVERIFY(near(test->ci.low, -18.210134909576496));
        QVERIFY(near(test->ci.high, -4.18289692492956));
        QVERIFY(!npsDifference({0, 0, 0}, {1, 2, 3}));
        QVERIFY(!npsDifference({1, 2, 3}, {0, 0, 0}));
    }

    void npsOverlap() {
        const int scores0[] = {5, 4, 7, 5, 8, 6, 5, 10, 1, 5, 7, 4, 3, 1, 10, 9, 5, 7, 2, 7};
        const int scores1[] = {6, 6, 2, 4, 9, 5, 3, 7, 3, 4, 5, 9, 7, 7, 5, 8, 1, 1, 6, 2, 3, 5};
        const std::uint32_t customers1[] = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                            22, 23, 24, 25, 26, 27, 28, 29, 30, 30, 31};
        std::vector<double> values;
        std::vector<std::uint8_t> later;
        std::vector<std::uint32_t> customers;
        for (std::uint32_t i = 0; i < 20; ++i)
            values.push_back(classOf(scores0[i])), later.push_back(0), customers.push_back(i + 1);
        for (std::size_t i = 0; i < 22; ++i)
            values.push_back(classOf(scores1[i])), later.push_back(1), customers.push_back(customers1[i]);
        const auto test = clusteredDifference(values, later, customers);
        QVERIFY(test);
        QVERIFY(near(test->difference, -18.636363636363633));
        QVERIFY(near(test->se, 18.427248004662548));
        QVERIFY(near(test->z, -1.011348174814176));
        QVERIFY(near(test->p, 0.3118498162813014));
        // weights of one size change nothing
        const std::vector<double> weights(values.size(), 2.5);
        const auto weighted = clusteredDifference(values, later, customers, weights);
        QVERIFY(weighted && near(weighted->se, test->se));
    }

    void overlapOfFewClustersUsesT() {
        const std::vector<double> values{100, 0, -100, 100, 0, -100};
        const std::vector<std::uint8_t> later{0, 0, 0, 1, 1, 1};
        const std::vector<std::uint32_t> customers{1, 2, 3, 1, 2, 4};
        const auto test = clusteredDifference(values, later, customers);
        // both means 0: customers 1 and 2 change nothing, 3 and 4 contribute (100/3)² each
        QVERIFY(test);
        QVERIFY(near(test->se, std::sqrt(2.0) * 100 / 3));
        QCOMPARE(test->df, 3.0);
        QVERIFY(!clusteredDifference(values, std::vector<std::uint8_t>(6, 1), customers));
        QVERIFY(!clusteredDifference(std::vector<double>(6, 100), later, customers));
    }

    void weighted() {
        const int scores[] = {4, 7, 9, 5, 2, 5, 6, 7, 5, 2, 6, 10, 8, 9, 4, 9, 5, 10, 8, 8, 7, 8, 7, 9};
        std::vector<double> weights{1.75, 1.49, 2.46, 2.88, 1.14, 1.8,  2.67, 1.65, 0.78, 2.5,  1.74, 0.99,
                                    2.69, 1.17, 1.09, 1.43, 1.46, 1.08, 0.94, 1.5,  2.6,  2.47, 2.1,  1.74};
        const std::vector<std::uint32_t> stores{1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6};
        std::vector<double> values;
        for (const int score : scores)
            values.push_back(classOf(score));
        const auto plain = linearisedMean(values, weights);
        QVERIFY(plain);
        QVERIFY(near(plain->mean, -21.225071225071225));
        QVERIFY(near(plain->se, 16.352713675412105));
        QVERIFY(near(plain->nEff, 21.258401654568154));
        QVERIFY(near(kishEffectiveSize(weights), 21.258401654568154));
        QCOMPARE(plain->df, 23.0);
        const auto clustered = linearisedMean(values, weights, stores);
        QVERIFY(clustered);
        QVERIFY(near(clustered->se, 19.42313204310104));
        QCOMPARE(clustered->clusters, std::int64_t{6});
        for (double& weight : weights)
            weight *= 100;
        const auto scaled = linearisedMean(values, weights, stores);
        QVERIFY(scaled && near(scaled->mean, clustered->mean) && near(scaled->se, clustered->se) &&
                near(scaled->nEff, clustered->nEff));
        weights[3] = 0;
        QVERIFY(!linearisedMean(values, weights));
        weights[3] = std::nan("");
        QVERIFY(!linearisedMean(values, weights));
        QVERIFY(!linearisedMean({}));
    }

    void welch() {
        // scipy.stats.ttest_ind([5,4,4,3,5,2,1,4,5,5,3,4], [3,2,4,4,1,2,3,5], equal_var=False)
        const auto test = welchTest({12, 3.75, 1.6590909090909092}, {8, 3, 1.7142857142857142});
        QVERIFY(test);
        QVERIFY(near(test->z, 1.2631503210985942));
        QVERIFY(near(test->p, 0.2258438296875134));
        QVERIFY(near(test->df, 14.97880645311719));
        QVERIFY(near(test->ci.low, -0.5157117327500649));
        QVERIFY(near(test->ci.high, 2.0157117327500647));
        QVERIFY(!welchTest({1, 3, 0}, {8, 3, 1}));
        QVERIFY(!welchTest({5, 3, 0}, {8, 4, 0}));
    }

    void proportionAgainstAConstant() {
        // 150 of 600 against 0.3, by the normal; 1 of 30 against 0.2 and 3 of 10 against a half, summed by hand
        const auto many = proportionTest(150, 600, 0.3);
        QVERIFY(std::abs(many->se - 0.01870828693386971) < 1e-15);
        QVERIFY(std::abs(many->z - -2.672612419124243) < 1e-12);
        QVERIFY(std::abs(many->p - 0.007526315166457915) < 1e-12);
        QVERIFY(many->ci.low < many->difference && many->difference < many->ci.high);
        QVERIFY(std::abs(proportionTest(1, 30, 0.2)->p - 2 * 0.010522490333925749) < 1e-12);
        QVERIFY(std::abs(proportionTest(3, 10, 0.5)->p - 2 * 0.171875) < 1e-12);
        QVERIFY(std::abs(binomialUpperP(3, 10, 0.5) - 0.9453125) < 1e-12);
        QVERIFY(std::abs(binomialUpperP(1, 30, 0.2) - 0.9987620599607147) < 1e-12);
        QVERIFY(std::isnan(binomialLowerP(5, 4, 0.5)));
        QVERIFY(!proportionTest(0, 0, 0.5) && !proportionTest(1, 2, 0) && !proportionTest(1, 2, 1));
    }
    void twoProportions() {
        // scipy.stats.chi2_contingency([[56,14],[48,32]], correction=False): χ² = z²
        const auto test = twoProportionTest(56, 70, 48, 80);
        QVERIFY(test);
        QVERIFY(near(test->z * test->z, 7.023411371237456));
        QVERIFY(near(test->p, 0.008045081368196585));
        QVERIFY(near(test->ci.low, 0.05243147240236498));
        QVERIFY(!twoProportionTest(0, 5, 0, 7));
    }
};

QTEST_APPLESS_MAIN(TestDifferences)
#include "tst_differences.moc"
