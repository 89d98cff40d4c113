#include "core/stats/attribution.h"
#include "core/stats/peers.h"
#include "core/stats/survival.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace xo::stats;

namespace {

bool near(double actual, double expected) {
    return std::abs(actual - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

const std::vector<double> kDays = {1, 2, 2, 3, 4, 5, 5, 6, 8, 9, 9, 12, 14, 15, 18, 20, 21, 25, 28, 30, 30, 30};

std::vector<Ending> endings(const std::vector<int>& codes) {
    std::vector<Ending> out;
    for (const int code : codes)
        out.push_back(static_cast<Ending>(code));
    return out;
}

} // namespace

/// Worked cases of the methods sheet (R survival 3.5, cmprsk 2.2, statsmodels) and what must hold for any figures.
class TestJourneyStats : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void kaplanMeier() {
        const auto curve =
            survivalCurve(kDays, endings({1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 1}));
        const double times[] = {7, 14, 28};
        const double survival[] = {0.7177033492822966, 0.5075187969924813, 0.30451127819548884};
        const double se[] = {0.09783047568325634, 0.11254127516566385, 0.11427851840416849};
        const double low[] = {0.47604809705149365, 0.2760178851412581, 0.11000144644453282};
        const double high[] = {0.8622298753469172, 0.6995431072748417, 0.5270092708903731};
        for (int i = 0; i < 3; ++i) {
            const SurvivalPoint* point = survivalAt(curve, times[i]);
            QVERIFY(point);
            QVERIFY(near(point->kaplanMeier, survival[i]));
            QVERIFY(near(point->surviving, survival[i]));
            QVERIFY(near(point->se, se[i]));
            QVERIFY(near(point->ci.low, low[i]));
            QVERIFY(near(point->ci.high, high[i]));
        }
        QCOMPARE(medianSurvival(curve).value_or(-1), 18.0);
        QVERIFY(!survivalAt(curve, 0.5));
    }

    void competingLosses() {
        const auto curve =
            survivalCurve(kDays, endings({1, 1, 0, 2, 1, 1, 2, 0, 1, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0, 0, 0, 2}));
        const double times[] = {7, 14, 28};
        const double converted[] = {0.18660287081339713, 0.3455228981544771, 0.48509056732740946};
        const double lost[] = {0.09569377990430622, 0.14695830485304168, 0.21039815447710183};
        const double naive[] = {0.19191919191919193, 0.37662337662337664, 0.5725417439703153};
        for (int i = 0; i < 3; ++i) {
            const SurvivalPoint* point = survivalAt(curve, times[i]);
            QVERIFY(near(point->cifConverted, converted[i]));
            QVERIFY(near(point->cifLost, lost[i]));
            QVERIFY(near(1 - point->kaplanMeier, naive[i]));
            QVERIFY(near(point->cifConverted + point->cifLost + point->surviving, 1));
        }
        // R 4.2.2, cmprsk 2.2-11: timepoints(cuminc(days, causes), …)$var; F^exp(±z·se/(F log F))
        const double se[] = {0.08660138551142721, 0.11044489324020118, 0.12880928158286592};
        const double low[] = {0.05579556704685568, 0.1471657512031379, 0.2264220254948498};
        const double high[] = {0.37662189506879706, 0.5546837826934382, 0.7030475985028166};
        for (int i = 0; i < 3; ++i) {
            const SurvivalPoint* point = survivalAt(curve, times[i]);
            QVERIFY(near(point->cifSe, se[i]));
            QVERIFY(near(point->cifCi.low, low[i]));
            QVERIFY(near(point->cifCi.high, high[i]));
        }
    }

    void competingLossesAtTheSameTime() {
        // several of each kind at one time; cmprsk as above
        const std::vector<double> days = {1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5};
        const auto curve = survivalCurve(days, endings({1, 1, 2, 0, 2, 2, 1, 1, 1, 2, 0, 1, 2, 2, 1, 0}));
        const double converted[] = {0.125, 0.1927083333333333, 0.328125, 0.409375, 0.490625};
        const double se[] = {0.08539125638299665, 0.1036270746564422, 0.1247130527786172, 0.1357808107577679,
                             0.1416946794918139};
        QCOMPARE(curve.size(), std::size_t(5));
        for (std::size_t i = 0; i < 5; ++i) {
            QVERIFY(near(curve[i].cifConverted, converted[i]));
            QVERIFY(near(curve[i].cifSe, se[i]));
        }
        // nobody converts before the first loss; everybody is lost at last
        const auto lost = survivalCurve(days, std::vector<Ending>(days.size(), Ending::Lost));
        QCOMPARE(lost.back().cifSe, 0.0);
        QVERIFY(lost.back().cifCi == (Interval{0, 0}));
        const auto mixed = survivalCurve(std::vector<double>{1, 2, 2}, endings({2, 1, 1}));
        QVERIFY(std::isfinite(mixed.back().cifSe) && mixed.back().cifCi.low <= mixed.back().cifConverted);
        QVERIFY(mixed.back().cifConverted <= mixed.back().cifCi.high);
    }

    void edgesOfSurvival() {
        QVERIFY(survivalCurve({}, {}).empty());
        const std::vector<double> times = {3, 1, 2};
        QVERIFY(survivalCurve(times, endings({0, 0, 0})).empty());
        const auto all = survivalCurve(times, endings({1, 1, 1}));
        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(all.back().kaplanMeier, 0.0);
        QVERIFY(all.back().ci == (Interval{0, 0}));
        QCOMPARE(medianSurvival(all).value_or(-1), 2.0);
        QVERIFY(!medianSurvival(survivalCurve(times, endings({0, 1, 0}))));
        // without censoring the curve is the share of those who wait longer
        std::mt19937 random(5);
        std::vector<double> waits;
        for (int i = 0; i < 500; ++i)
            waits.push_back(static_cast<double>(random() % 60));
        const auto curve = survivalCurve(waits, std::vector<Ending>(waits.size(), Ending::Converted));
        for (const SurvivalPoint& point : curve) {
            const auto longer =
                std::count_if(waits.begin(), waits.end(), [&](double wait) { return wait > point.time; });
            QVERIFY(std::abs(point.kaplanMeier - static_cast<double>(longer) / 500) < 1e-12);
        }
    }

    void contributions() {
        const std::vector<double> before = {0.445, 0.4457, 0.605, 0.28, 0.95}, after = {0.45, 0.45, 0.6, 0.2, 0.9506};
        const double expected[] = {0.00030471502595447316, 0.00026184941081844017, -0.00022632255284487371,
                                   -0.009176173630573898, 1.7218801645862698e-05};
        const auto parts = stageContributions(before, after);
        QCOMPARE(parts.size(), before.size());
        double sum = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            QVERIFY(std::abs(parts[i] - expected[i]) < 1e-12);
            sum += parts[i];
        }
        QVERIFY(std::abs(sum - -0.008818712945000001) < 1e-15);
        // nearly equal products must not lose their digits
        const std::vector<double> almost = {0.445, 0.4457, 0.605, 0.28, 0.95 + 1e-13};
        const auto tiny = stageContributions(before, almost);
        QVERIFY(std::abs(tiny[4] - 1e-13 * 0.445 * 0.4457 * 0.605 * 0.28) < 1e-18);
        QVERIFY(stageContributions(before, std::vector<double>{0.1}).empty());
        QVERIFY(stageContributions(std::vector<double>{0.0}, std::vector<double>{0.1}).empty());
        QCOMPARE(safeRate({9, 0}), 0.05);
        QCOMPARE(safeRate({10, 4}), 0.4);
        QCOMPARE(safeRate({0, 0}), 0.5);
    }

    // METHODS' oracle case nps_change_decomposition: promoters, passives, detractors of both periods
    void groups() {
        const auto nps = [](double p, double n, double d) {
            const double total = p + n + d, value = total > 0 ? (p - d) / total : 0;
            return std::array<double, 3>{total, 100 * value, total > 0 ? 1e4 * ((p + d) / total - value * value) : 0};
        };
        const auto group = [&](std::array<double, 3> before, std::array<double, 3> after) {
            return GroupRate{before[0], before[1], before[2], after[0], after[1], after[2]};
        };
        const std::vector<GroupRate> segments{
            group(nps(120, 60, 40), nps(100, 70, 60)), group(nps(60, 70, 70), nps(50, 60, 70)),
            group(nps(30, 30, 40), nps(0, 0, 0)), group(nps(0, 0, 0), nps(90, 40, 30)),
            group(nps(90, 60, 50), nps(150, 80, 50))};
        const double mix[] = {-0.32676228628663356, 1.6891580161476358, 3.823983297022513, 3.758554402153018,
                              0.5330931937044969},
                     rate[] = {-5.465395644423778, -1.4958242556281771, 0, 0, 4.77077497665733},
                     se[] = {2.1553100877510807, 2.02918409470396, 0, 0, 2.230023159041734};
        const auto parts = groupContributions(segments);
        QCOMPARE(parts.size(), segments.size());
        double sum = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            QVERIFY(std::abs(parts[i].mix - mix[i]) < 1e-9);
            QVERIFY(std::abs(parts[i].rate - rate[i]) < 1e-9);
            QVERIFY(std::abs(parts[i].se - se[i]) < 1e-9);
            sum += parts[i].mix + parts[i].rate;
        }
        QVERIFY(std::abs(sum - 7.287581699346404) < 1e-9);
        QVERIFY(groupContributions({}).empty());
        QVERIFY(groupContributions(std::vector<GroupRate>{{10, 0.5, 0.25, 0, 0, 0}}).empty());
    }

    void losses() {
        const std::vector<double> onward = {462.0 / 486};
        const auto loss = expectedLoss({2430, 486}, {7200, 2016}, onward);
        QVERIFY(loss);
        QVERIFY(near(loss->lost, 184.80000000000004));
        QVERIFY(near(loss->ci.low, 140.94062382562637));
        QVERIFY(near(loss->ci.high, 228.6593761743737));
        const std::vector<double> rest = {0.45, 0.6, 0.2, 462.0 / 486};
        QVERIFY(near(expectedLoss({20000, 9000}, {60000, 26700}, rest)->lost, -5.133333333333338));
        QVERIFY(!expectedLoss({0, 0}, {10, 1}, rest));
        QVERIFY(!expectedLoss({10, 1}, {0, 0}, rest));
    }

    void peers() {
        const std::vector<double> converted = {80, 132, 45, 210, 66, 150, 98, 30};
        const std::vector<double> n = {400, 600, 180, 900, 420, 620, 410, 210};
        const double naive[] = {-0.8175238514701649, 0.18753723973134742, 1.0794134487344116, 1.2003326390633366,
                                -2.969036046110535,  1.5160298735865456,  1.089794446953101,  -2.6017832602119055};
        const double adjusted[] = {-0.49952013122340927, 0.09998922294455925, 0.8147191962248737, 0.5492107240055152,
                                   -1.7863583398446723,  0.7988286659657676,  0.6607262976792738, -1.8969285925173205};
        const double low[] = {0.3087065041466338,   0.5398235592951124, 0.792383468647118,  0.7085695771282785,
                              0.037020628213898454, 0.7878051168839628, 0.7456060720979008, 0.028918681587960023};
        const auto got = comparePeers(converted, n);
        QVERIFY(near(got.target, 0.21684491978609627));
        QVERIFY(near(got.dispersion, 2.5372788497337764));
        QVERIFY(near(got.between, 0.0007126290437932655));
        for (std::size_t i = 0; i < n.size(); ++i) {
            QVERIFY(near(got.units[i].naiveZ, naive[i]));
            QVERIFY(near(got.units[i].adjustedZ, adjusted[i]));
            QVERIFY(near(got.units[i].lowP, low[i]));
        }
    }

    void peersWithoutSpread() {
        // as alike as chance: nothing is added
        const auto alike = comparePeers(std::vector<double>{50, 52, 48, 51}, std::vector<double>{100, 100, 100, 100});
        QCOMPARE(alike.between, 0.0);
        QCOMPARE(alike.units[1].adjustedZ, alike.units[1].naiveZ);
        // a unit without a base is passed over and changes nothing
        const auto without = comparePeers(std::vector<double>{80, 132, 45}, std::vector<double>{400, 600, 180});
        const auto with = comparePeers(std::vector<double>{80, 0, 132, 45}, std::vector<double>{400, 0, 600, 180});
        QCOMPARE(with.between, without.between);
        QCOMPARE(with.units[2].adjustedZ, without.units[1].adjustedZ);
        QCOMPARE(with.units[1].lowP, 1.0);
        QVERIFY(comparePeers(std::vector<double>{0}, std::vector<double>{0}).units.empty());
        QCOMPARE(comparePeers(std::vector<double>{3}, std::vector<double>{9}).between, 0.0);
        QVERIFY(comparePeers(std::vector<double>{1, 2}, std::vector<double>{9}).units.empty());
    }
};

QTEST_APPLESS_MAIN(TestJourneyStats)
#include "tst_journeystats.moc"
