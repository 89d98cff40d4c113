#include "core/chart/format.h"
#include "core/chart/geometry.h"
#include "core/chart/scale.h"

#include <QtTest>

#include <cmath>

using namespace xo::chart;

class TestScales : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ticksCoverTheRangeWithRoundSteps();
    void ticksOfOddRanges();
    void innerTicksStayInside();
    void scaleMapsLinearly();
    void figuresAreRoundedAndSigned();
    void rangesAndProbabilities();
};

void TestScales::ticksCoverTheRangeWithRoundSteps() {
    const struct {
        double low, high;
        int count;
        std::vector<double> want;
        int decimals;
    } cases[] = {{0, 20000, 5, {0, 5000, 10000, 15000, 20000}, 0},
                 {-14.5, 53, 5, {-20, 0, 20, 40, 60}, 0},
                 {0, 0.3, 4, {0, 0.1, 0.2, 0.3}, 1},
                 {3.4, 4.6, 4, {3, 3.5, 4, 4.5, 5}, 1},
                 {0, 7, 8, {0, 1, 2, 3, 4, 5, 6, 7}, 0}};
    for (const auto& c : cases) {
        const Ticks t = niceTicks(c.low, c.high, static_cast<int>(c.want.size()));
        QCOMPARE(t.values, c.want); // exactly: 3 × 0.1 has to be 0.3
        QCOMPARE(t.decimals, c.decimals);
    }
}

void TestScales::ticksOfOddRanges() {
    for (const auto& [low, high] :
         {std::pair{5.0, 5.0}, std::pair{0.0, 0.0}, std::pair{-3.0, -3.0}, std::pair{8.0, 2.0},
          std::pair{std::nan(""), 1.0}, std::pair{1e-9, 3e-9}, std::pair{-1e12, 1e12}}) {
        const Ticks t = niceTicks(low, high, 6);
        QVERIFY(t.values.size() >= 2);
        QVERIFY(t.values.size() <= 6);
        QVERIFY(std::is_sorted(t.values.begin(), t.values.end()));
        if (std::isfinite(low)) {
            QVERIFY(t.low() <= std::min(low, high));
            QVERIFY(t.high() >= std::max(low, high));
        }
    }
}

void TestScales::innerTicksStayInside() {
    const Ticks t = innerTicks(3.42, 4.57, 4);
    QCOMPARE(t.values, (std::vector<double>{3.5, 4, 4.5}));
    for (const double v : innerTicks(-0.7, 0.9, 5).values) {
        QVERIFY(v >= -0.7);
        QVERIFY(v <= 0.9);
    }
}

void TestScales::scaleMapsLinearly() {
    const Scale y{0, 100, 300, 100};
    QCOMPARE(y(0), 300.0);
    QCOMPARE(y(100), 100.0);
    QCOMPARE(y(25), 250.0);
    QCOMPARE((Scale{5, 5, 10, 90})(5), 10.0);
}

void TestScales::figuresAreRoundedAndSigned() {
    QCOMPARE(count(12345), std::string("12,345"));
    QCOMPARE(count(-3), std::string("\u22123"));
    QCOMPARE(fixed(-3.25), std::string("\u22123.3")); // half away from zero
    QCOMPARE(fixed(3.25), std::string("3.3"));
    QCOMPARE(fixed(-0.04), std::string("0.0")); // no negative zero
    QCOMPARE(signedFixed(0.04), std::string("0.0"));
    QCOMPARE(signedFixed(12.44), std::string("+12.4"));
    QCOMPARE(percent(0.19801), std::string("19.8%"));
    QCOMPARE(percent(std::optional<double>()), std::string("\u2013"));
}

void TestScales::rangesAndProbabilities() {
    QCOMPARE(range(18.53, 21.19, 1), std::string("18.5\u201321.2"));
    QCOMPARE(range(-14.5, -7.9, 1, true), std::string("[\u221214.5, \u22127.9]"));
    QCOMPARE(range(-2.24, 1.8, 1, true), std::string("[\u22122.2, +1.8]"));
    QCOMPARE(probability(0.0002), std::string("< 0.001"));
    QCOMPARE(probability(0.0434), std::string("0.043"));
    QCOMPARE(probability(std::nullopt), std::string("\u2013"));
}

QTEST_APPLESS_MAIN(TestScales)
#include "tst_scales.moc"
