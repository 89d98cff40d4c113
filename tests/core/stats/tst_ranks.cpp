#include "core/stats/correlation.h"
#include "core/stats/multiplicity.h"
#include "core/stats/quantile.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace xo::stats;

namespace {

// Worked cases of the methods sheet (R p.adjust, scipy) and scipy 1.10.1 / numpy 1.24.2; double arithmetic on both
// sides.
constexpr double kTolerance = 1e-9;

bool near(double actual, double expected) {
    return std::abs(actual - expected) <= kTolerance;
}

const std::vector<double> kX{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
const std::vector<double> kY{2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5};

} // namespace

class TestRanks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void multiplicity() {
        const std::vector<double> p{0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216};
        const std::vector<double> bh{0.01,  0.04,  0.084, 0.084, 0.084, 0.09999999999999999, 0.10571428571428572,
                                     0.216, 0.216, 0.216};
        const std::vector<double> stepDown{0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615};
        const auto q = benjaminiHochberg(p);
        const auto adjusted = holm(p);
        for (std::size_t i = 0; i < p.size(); ++i) {
            QVERIFY(near(q[i], bh[i]));
            QVERIFY(near(adjusted[i], stepDown[i]));
        }
        // the order of the input is kept, a NaN is no member of the family
        const std::vector<double> mixed{0.04, std::nan(""), 0.01};
        const auto mixedQ = benjaminiHochberg(mixed);
        QVERIFY(near(mixedQ[0], 0.04) && std::isnan(mixedQ[1]) && near(mixedQ[2], 0.02));
        QVERIFY(benjaminiHochberg({}).empty());
    }

    void quantiles() {
        // numpy.quantile, default method
        const double probabilities[] = {0, 0.25, 0.5, 0.75, 0.9, 1};
        const double expected[] = {1.0, 2.75, 4.5, 5.25, 7.8, 9.0};
        std::vector<double> sorted = kX;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < 6; ++i) {
            std::vector<double> values = kX;
            QVERIFY(near(*quantile(values, probabilities[i]), expected[i]));
            QVERIFY(near(*quantileSorted(sorted, probabilities[i]), expected[i]));
        }
        std::vector<std::int64_t> seconds{10, 40, 20};
        QVERIFY(near(*quantile(seconds, 0.75), 30));
        QVERIFY(!quantile(std::span<double>(), 0.5));
        QVERIFY(!quantileSorted(sorted, 1.5));
        QVERIFY(!quantileSorted(sorted, std::nan("")));
    }

    void ranks() {
        const std::vector<double> expected{4.5, 1.5, 6, 1.5, 8, 12, 3, 10, 8, 4.5, 8, 11};
        QCOMPARE(midRanks(kX), expected);
    }

    void correlations() {
        const auto rho = spearman(kX, kY);
        QVERIFY(rho);
        QVERIFY(near(rho->coefficient, 0.1415796863640157));
        QVERIFY(near(rho->p, 0.6607268292868229));
        const auto r = pearson(kX, kY);
        QVERIFY(r);
        QVERIFY(near(r->coefficient, 0.09979900759721554));
        QVERIFY(near(r->p, 0.7576332870187428));
        QVERIFY(near(r->ci.low, -0.5029064836354723));
        QVERIFY(near(r->ci.high, 0.6372048374428626));
        QVERIFY(!pearson(kX, std::vector<double>(12, 4)));
        QVERIFY(!spearman(kX, std::vector<double>(3, 4)));
        QCOMPARE(spearman(kX, kX)->coefficient, 1.0);
    }

    void spearmanTable() {
        const std::vector<std::int64_t> table{1, 2, 3, 10, 14, 2, 4, 6, 9, 6, 3, 6, 9, 4, 2, 8, 7, 3, 2, 1};
        const auto rho = spearmanOfTable(table, 5);
        QVERIFY(rho);
        QCOMPARE(rho->n, std::int64_t{102});
        QVERIFY(near(rho->coefficient, -0.5533370397185193));
        QVERIFY(std::abs(rho->p / 1.6254502451625269e-09 - 1) < 1e-9);
        QVERIFY(near(rho->ci.low, -0.6829935052428472));
        QVERIFY(near(rho->ci.high, -0.38987530665007364));
        // the same rows one by one
        std::vector<double> wait;
        std::vector<double> score;
        for (std::size_t cell = 0; cell < table.size(); ++cell)
            for (std::int64_t i = 0; i < table[cell]; ++i)
                wait.push_back(static_cast<double>(cell / 5)), score.push_back(static_cast<double>(cell % 5));
        QVERIFY(near(spearman(wait, score)->coefficient, rho->coefficient));
        const auto r = pearson(wait, score);
        QVERIFY(near(r->coefficient, -0.5528051135994154));
        QVERIFY(near(r->ci.low, -0.6747408378684664));
        QVERIFY(!spearmanOfTable(table, 3));
    }
};

QTEST_APPLESS_MAIN(TestRanks)
#include "tst_ranks.moc"
