#include "core/analysis/sop/sop.h"
#include "tests/core/analysis/answerstable.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

// The worked cases of METHODS 4.1, recomputed with scipy (Spearman) and statsmodels (Wilson, Newcombe).
struct Case {
    const char* name;
    std::vector<double> levels;
    std::vector<std::int64_t> counts;
    SopStandard::Side side;
    double limit;
    const char* verdict;
    std::int64_t n;
    double breachRate;
    stats::Interval breachCi;
    double gap;
    stats::Interval gapCi;
    stats::Interval rhoCi90;
    double rhoKept;
    stats::Interval rhoKeptCi;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> kCases{
        {"A",
         {0.0, 1.0, 2.0, 3.0, 4.0},
         {6, 10, 30, 90, 104, 7, 12, 38, 102, 101, 20, 30, 34, 28, 8, 24, 26, 22, 14, 4, 10, 8, 6, 3, 1},
         SopStandard::Side::AtMost,
         1.0,
         "not_executed",
         738,
         0.3224932249322493,
         {0.2897634352552637, 0.35706137227638646},
         0.5503025210084034,
         {0.48088849910247833, 0.6104475808006926},
         {-0.5436415424635105, -0.4468035004569598},
         -0.047496211535095784,
         {-0.13467475522677183, 0.04041197228433107}},
        {"B",
         {20.0, 30.0, 40.0, 50.0},
         {26, 30, 46, 80, 78, 24, 30, 52, 86, 78, 24, 30, 52, 86, 78, 26, 30, 46, 80, 78},
         SopStandard::Side::AtLeast,
         30.0,
         "irrelevant",
         1060,
         0.24528301886792453,
         {0.22033197145721106, 0.2720735975092314},
         -0.0001923076923076028,
         {-0.06701951860066747, 0.0688449672287273},
         {-0.050549799564176955, 0.050549799564176955},
         0.0,
         {-0.06931415964139424, 0.06931415964139424}},
        {"C",
         {0.0, 1.0, 2.0, 3.0},
         {10, 20, 60, 300, 310, 12, 20, 58, 290, 300, 8, 6, 4, 3, 1, 5, 4, 3, 1, 0},
         SopStandard::Side::AtMost,
         1.0,
         "fine",
         1415,
         0.024734982332155476,
         {0.017838328326337312, 0.03420515994476897},
         0.7267080745341614,
         {0.5746431201002231, 0.8086917712626989},
         {-0.12059998966083789, -0.03350022796036068},
         -0.003822787642583141,
         {-0.05658040413999956, 0.04895611818831663}},
        {"D",
         {0.0, 1.0, 2.0},
         {5, 10, 40, 200, 345, 30, 60, 120, 230, 160, 10, 12, 9, 6, 3},
         SopStandard::Side::AtMost,
         1.0,
         "wrong_standard",
         1240,
         0.03225806451612903,
         {0.02377799918931311, 0.04362726233025832},
         0.5541666666666667,
         {0.4021741712053966, 0.6584742483315845},
         {-0.44484523966750206, -0.3635416153352419},
         -0.3651812874330001,
         {-0.41477100043100285, -0.31342874771427776}},
        {"E",
         {0.0, 1.0, 2.0},
         {1, 1, 2, 4, 4, 1, 2, 2, 3, 2, 1, 1, 1, 2, 1},
         SopStandard::Side::AtMost,
         1.0,
         "unsure",
         28,
         0.21428571428571427,
         {0.1021246033289788, 0.3953858565372187},
         0.09090909090909094,
         {-0.28194559189172536, 0.44972294624840303},
         {-0.4843140797339572, 0.13467856997444574},
         -0.18549773424333088,
         {-0.5656946397107637, 0.25973825586587923}},
    };
    return kCases;
}

bool near(const stats::Interval& a, const stats::Interval& b) {
    return testing::near(a.low, b.low) && testing::near(a.high, b.high);
}
using testing::near;

const std::vector<double> kFive{1, 2, 3, 4, 5};

// The answers of a table one by one, with the metric and the wish of each.
struct Minutes {
    double minutes;
    int csat;
    std::string wish;
};

Context contextWith(const std::vector<Minutes>& rows, double factor = 1) {
    auto workspace = std::make_shared<Workspace>();
    auto score = std::make_shared<Column>();
    score->info.name = "csat";
    score->info.role = *Role::parse("csat:1-5");
    score->info.type = ValueType::Score;
    auto minutes = std::make_shared<Column>();
    minutes->info.name = "minutes";
    minutes->info.type = ValueType::Number;
    score->rows = minutes->rows = rows.size();
    std::vector<std::string> wishes, shops;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        score->scores.push_back(rows[i].csat > 0 ? static_cast<std::uint8_t>(rows[i].csat - 1)
                                                 : scoreByte(CellState::Blank));
        minutes->numbers.push_back(rows[i].minutes * factor);
        wishes.push_back(rows[i].wish);
        shops.push_back(i % 2 != 0 ? "店一" : "店二");
    }
    workspace->tables.push_back(Table::fromColumns("survey", DatasetKind::Answers,
                                                   {score, minutes, categoryColumn("wish", RoleKind::Dimension, wishes),
                                                    categoryColumn("shop", RoleKind::Dimension, shops)}));
    return {workspace, std::make_shared<NoHooks>()};
}

const std::vector<std::int64_t> kShort{8, 10, 20, 52, 60, 10, 12, 24, 46, 48, 14, 18, 28, 40, 30, 18, 20, 26, 28, 18};
const std::vector<std::int64_t> kMore{18, 20, 26, 28, 18, 14, 18, 28, 40, 30, 10, 12, 24, 46, 48, 8, 10, 20, 52, 60};
const std::vector<double> kLevels{20, 30, 40, 50};

void addTable(std::vector<Minutes>& rows, const std::vector<std::int64_t>& counts, const std::string& wish) {
    for (std::size_t i = 0; i < counts.size(); ++i)
        for (std::int64_t k = 0; k < counts[i]; ++k)
            rows.push_back({kLevels[i / 5], static_cast<int>(i % 5) + 1, wish});
}

} // namespace

class TestSop : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void verdicts() {
        for (const Case& one : cases()) {
            const SopStandard standard{"m", one.side, one.limit};
            const Diagnosis found = diagnose({one.levels, kFive, one.counts}, standard, {});
            QVERIFY2(found.verdict == one.verdict, one.name);
            QVERIFY2(found.n == one.n, one.name);
            QVERIFY2(near(*found.breachRate, one.breachRate) && near(*found.breachCi, one.breachCi), one.name);
            QVERIFY2(near(found.gap->difference, one.gap) && near(found.gap->ci, one.gapCi), one.name);
            QVERIFY2(near(*found.spearmanCi90, one.rhoCi90), one.name);
            QVERIFY2(near(found.spearmanKept->coefficient, one.rhoKept), one.name);
            QVERIFY2(near(found.spearmanKept->ci, one.rhoKeptCi), one.name);
        }
    }

    void nobodyBreaches() {
        const SopStandard standard{"m", SopStandard::Side::AtMost, 50};
        QCOMPARE(diagnose({kLevels, kFive, kShort}, standard, {}).verdict, std::string("wrong_standard"));
        QCOMPARE(diagnose({kLevels, kFive, kMore}, standard, {}).verdict, std::string("fine"));
        QCOMPARE(diagnose({{}, kFive, {}}, standard, {}).verdict, std::string("unsure"));
    }

    void slopes() {
        const auto falls = stats::slopeOfTable(kLevels, kFive, kShort),
                   rises = stats::slopeOfTable(kLevels, kFive, kMore);
        QVERIFY(near(falls->slope, -0.03040983606557369) && near(falls->se, 0.004866407327235477));
        QVERIFY(near(rises->slope, 0.030409836065573417));
        const std::vector<stats::Slope> both{*falls, *rises};
        const auto found = stats::interaction(both);
        QVERIFY(near(found->cochranQ, 78.09823855610428));
        QVERIFY(near(found->gailSimonQ, 39.049119278051435));
        QVERIFY(std::abs(found->oppositeP / 2.0663776276015935e-10 - 1) < 1e-9);
        // published 5 % points for two to five groups (Gail & Simon 1985): Q of both directions equal to them
        const double critical[4] = {2.7055434540954106, 4.230599177831493, 5.4345301305167375, 6.497885160926378};
        for (std::size_t groups = 2; groups <= 5; ++groups) {
            std::vector<stats::Slope> slopes(groups, {100, 1e-9, 1});
            slopes[0].slope = std::sqrt(critical[groups - 2]);
            slopes[1].slope = -2 * slopes[0].slope;
            QVERIFY(std::abs(stats::interaction(slopes)->oppositeP - 0.05) < 1e-9);
        }
        QVERIFY(!stats::slopeOfTable(std::vector<double>{3}, kFive, std::vector<std::int64_t>{1, 2, 3, 4, 5}));
    }

    void oppositeGroups() {
        std::vector<Minutes> rows;
        for (int times = 0; times < 2; ++times) {
            addTable(rows, kShort, "省时");
            addTable(rows, kMore, "深度体验");
        }
        rows.push_back({std::nan(""), 3, "省时"});
        rows.push_back({30, 0, ""});
        SopParams params;
        params.standard = "minutes >= 30";
        const auto found = runSop(contextWith(rows), params, JobContext());
        QVERIFY(found);
        QCOMPARE(found->diagnosis.n, std::int64_t(2120));
        QCOMPARE(found->diagnosis.verdict, std::string("incomplete"));
        QCOMPARE(found->opposite->by, std::string("wish"));
        QCOMPARE(found->opposite->groups.front().value.value_or(""), std::string("深度体验"));
        QVERIFY(near(found->opposite->groups.back().slope.slope, -0.03040983606557369));
        // without a column that tells them apart
        params.moderators = {"shop"};
        QCOMPARE(runSop(contextWith(rows), params, JobContext())->diagnosis.verdict, std::string("irrelevant"));
        params.moderators = {"nowhere"};
        QCOMPARE(runSop(contextWith(rows), params, JobContext()).error().code, std::string("query.unknown_name"));
        const auto back = sopParamsFromJson(toJson(params));
        QVERIFY(back && *back == params);
    }

    void doseAndThreads() {
        std::vector<Minutes> rows;
        for (int i = 0; i < 150'000; ++i)
            rows.push_back({i * 7919 % 1201 / 10.0, 1 + i * 31 % 5, ""});
        SopParams params;
        params.standard = "minutes <= 24";
        params.edges = {4, 24, 48};
        params.filter = "csat >= 2";
        const Context context = contextWith(rows);
        const auto found = runSop(context, params, JobContext());
        QVERIFY(found);
        std::array<std::int64_t, 4> n{}, sums{};
        std::int64_t kept = 0;
        for (const Minutes& row : rows) {
            if (row.csat < 2) continue;
            const std::size_t step = row.minutes <= 4 ? 0 : row.minutes <= 24 ? 1 : row.minutes <= 48 ? 2 : 3;
            ++n[step], sums[step] += row.csat;
            kept += row.minutes <= 24;
        }
        QCOMPARE(found->dose.size(), std::size_t(4));
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(found->dose[i].n, n[i]);
            QVERIFY(near(found->dose[i].mean, static_cast<double>(sums[i]) / static_cast<double>(n[i])));
        }
        QCOMPARE(found->diagnosis.kept.n, kept);
        for (const unsigned threads : {1U, 2U, 4U}) {
            JobContext job;
            job.threads = threads;
            QCOMPARE(toJson(*runSop(context, params, job)).dump(), toJson(*found).dump());
        }
        // thirds are no decimals: put into stretches, none of which reaches across the limit
        params.standard = "minutes <= 8";
        params.edges.clear();
        const auto binned = runSop(contextWith(rows, 1.0 / 3), params, JobContext());
        QCOMPARE(binned->notes.size(), std::size_t(1));
        QVERIFY(std::abs(static_cast<double>(binned->diagnosis.kept.n - kept)) <= 150);
        QVERIFY(std::abs(binned->diagnosis.spearman->coefficient - found->diagnosis.spearman->coefficient) < 1e-4);
        QVERIFY(binned->dose.size() >= 10 && binned->dose.size() <= 11);
    }

    void standards() {
        const auto standard = SopStandard::parse("event.wait_hours <= 24.5");
        QVERIFY(standard && standard->metric == "event.wait_hours" && standard->limit == 24.5 && standard->keeps(24.5));
        QCOMPARE(standard->text(), std::string("event.wait_hours <= 24.5"));
        QVERIFY(SopStandard::parse("m > 3") && !SopStandard::parse("m > 3")->keeps(3));
        for (const char* bad : {"", "m", "<= 3", "m <= three", "m = 3"})
            QVERIFY(!SopStandard::parse(bad));
    }
};

QTEST_APPLESS_MAIN(TestSop)
#include "tst_sop.moc"
