#include "core/analysis/drivers/drivers.h"
#include "core/analysis/drivers/momentsums.h"
#include "tests/core/analysis/answerstable.h"

#include <QtTest>

#include <array>
#include <cmath>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

// product, service, route, price and overall satisfaction of 60 customers: a worked case of the methods sheet,
// recomputed with statsmodels and R lm (METHODS 3.1–3.3)
const char* const kSurvey[60] = {
    "54544", "54454", "43343", "31333", "34243", "34353", "43344", "33454", "43444", "43345", "23343", "55225",
    "45444", "54455", "44434", "43332", "43534", "33422", "34454", "42343", "22333", "44454", "55445", "35444",
    "32432", "44553", "44534", "33344", "14432", "34334", "43354", "55544", "22343", "33544", "33343", "22331",
    "33443", "23322", "44444", "54334", "32333", "34442", "33344", "32523", "45355", "33553", "32133", "35442",
    "21432", "44344", "45554", "44434", "44444", "54435", "44534", "32423", "53443", "32322", "34454", "33243"};
const char* const kNames[5] = {"product", "service", "route", "price", "overall"};

// mpg, cyl, disp, hp, gear (Motor Trend 1974; R datasets::mtcars); expected: R relaimpo and rwa
constexpr double kCars[32][5] = {
    {21.0, 6, 160, 110, 4},   {21.0, 6, 160, 110, 4},   {22.8, 4, 108, 93, 4},    {21.4, 6, 258, 110, 3},
    {18.7, 8, 360, 175, 3},   {18.1, 6, 225, 105, 3},   {14.3, 8, 360, 245, 3},   {24.4, 4, 146.7, 62, 4},
    {22.8, 4, 140.8, 95, 4},  {19.2, 6, 167.6, 123, 4}, {17.8, 6, 167.6, 123, 4}, {16.4, 8, 275.8, 180, 3},
    {17.3, 8, 275.8, 180, 3}, {15.2, 8, 275.8, 180, 3}, {10.4, 8, 472, 205, 3},   {10.4, 8, 460, 215, 3},
    {14.7, 8, 440, 230, 3},   {32.4, 4, 78.7, 66, 4},   {30.4, 4, 75.7, 52, 4},   {33.9, 4, 71.1, 65, 4},
    {21.5, 4, 120.1, 97, 3},  {15.5, 8, 318, 150, 3},   {15.2, 8, 304, 150, 3},   {13.3, 8, 350, 245, 3},
    {19.2, 8, 400, 175, 3},   {27.3, 4, 79, 66, 4},     {26.0, 4, 120.3, 91, 5},  {30.4, 4, 95.1, 113, 5},
    {15.8, 8, 351, 264, 5},   {19.7, 6, 145, 175, 5},   {15.0, 8, 301, 335, 5},   {21.4, 4, 121, 109, 4}};

std::shared_ptr<Column> numberColumn(const std::string& name, const std::vector<double>& values) {
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.type = ValueType::Number;
    column->rows = values.size();
    column->numbers = values;
    return column;
}

std::shared_ptr<Column> ratingColumn(const std::string& name, const std::vector<int>& values) {
    auto column = std::make_shared<Column>();
    column->info.name = name;
    column->info.role = *Role::parse("csat:1-5");
    column->info.type = ValueType::Score;
    column->rows = values.size();
    for (const int value : values)
        column->scores.push_back(value > 0 ? static_cast<std::uint8_t>(value - 1) : scoreByte(CellState::Blank));
    return column;
}

Context contextWith(std::vector<std::shared_ptr<const Column>> columns) {
    auto workspace = std::make_shared<Workspace>();
    workspace->tables.push_back(Table::fromColumns("survey", DatasetKind::Answers, std::move(columns)));
    return {workspace, std::make_shared<NoHooks>()};
}

Context survey() {
    std::vector<std::shared_ptr<const Column>> columns;
    for (std::size_t c = 0; c < 5; ++c) {
        std::vector<int> values;
        for (const char* row : kSurvey)
            values.push_back(row[c] - '0');
        columns.push_back(ratingColumn(kNames[c], values));
    }
    return contextWith(std::move(columns));
}

Context cars(double scale = 1) {
    std::vector<std::shared_ptr<const Column>> columns;
    const char* const names[5] = {"mpg", "cyl", "disp", "hp", "gear"};
    for (std::size_t c = 0; c < 5; ++c) {
        std::vector<double> values;
        for (const auto& car : kCars)
            values.push_back(car[c] * scale);
        columns.push_back(numberColumn(names[c], values));
    }
    return contextWith(std::move(columns));
}

const Driver& named(const DriversResult& result, const std::string& name) {
    for (const Driver& driver : result.drivers)
        if (driver.name == name) return driver;
    static const Driver none;
    return none;
}

DriversParams carParams(DriverMethod method) {
    DriversParams params;
    params.target = "mpg";
    params.drivers = {"cyl", "disp", "hp", "gear"};
    params.method = method;
    return params;
}

std::string errorOf(const Context& context, const DriversParams& params) {
    const auto result = runDrivers(context, params, JobContext());
    return result ? std::string() : result.error().code;
}

} // namespace

class TestDrivers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void workedCase() {
        const std::array<double, 4> johnson{0.3077675769179709, 0.13804045491473302, 0.005442101825732374,
                                            0.06524787699488398};
        const std::array<double, 4> lmg{0.3061035482026204, 0.14106078585222395, 0.006378304310453925,
                                        0.06295537228802178};
        const std::array<double, 5> coefficients{0.524294648316327, 0.5260837082307267, 0.20171615475876617,
                                                 -0.06895580499632666, 0.17586405493602392};
        const std::array<double, 5> errors{0.5225790734714767, 0.10793360344516101, 0.10381037585555938,
                                           0.10331512578292942, 0.10411222482847443};
        const std::array<double, 4> betas{0.5268590715228585, 0.22306539486994162, -0.06533497738869057,
                                          0.17119064355557184};
        DriversParams params;
        params.target = "overall";
        for (const DriverMethod method : {DriverMethod::Johnson, DriverMethod::Lmg}) {
            params.method = method;
            const auto result = runDrivers(survey(), params, JobContext());
            QVERIFY(result);
            QCOMPARE(result->n, std::int64_t(60));
            QCOMPARE(result->nLost, std::int64_t(0));
            QVERIFY(near(result->r2, 0.5164980106533199));
            QVERIFY(near(result->r2Adjusted, 0.481334229609925));
            QVERIFY(near(result->intercept, coefficients[0]) && near(result->interceptSe, errors[0]));
            QVERIFY(result->smallBase == "indicative");
            for (std::size_t i = 0; i < 4; ++i) {
                const Driver& driver = named(*result, kNames[i]);
                const double weight = method == DriverMethod::Johnson ? johnson[i] : lmg[i];
                QVERIFY(near(driver.weight, weight) && near(driver.share, weight / result->r2));
                QVERIFY(near(driver.regression.coefficient, coefficients[i + 1]));
                QVERIFY(near(driver.regression.se, errors[i + 1]));
                QVERIFY(near(driver.regression.standardised, betas[i]));
                QCOMPARE(driver.sign, betas[i] > 0 ? 1 : -1);
                QVERIFY(driver.ci95 && driver.ci95->low <= driver.share && driver.ci95->high >= driver.share);
            }
            QCOMPARE(result->drivers.front().name, std::string("product"));
            QCOMPARE(result->correlations.size(), std::size_t(5));
            QVERIFY(near(result->correlations[0][4], result->drivers[0].correlation));
        }
    }

    void numbersLikeR() {
        const std::array<double, 4> johnson{0.22847972592821683, 0.22214687054000068, 0.2321744392994474,
                                            0.09638860321539108};
        const std::array<double, 4> lmg{0.2470520332352079, 0.24349959479564018, 0.2109128995442742,
                                        0.07772511140793348};
        const std::array<double, 4> vif{7.74651506767073, 7.3207901203431325, 6.217361492258175, 2.6852452336458974};
        const std::array<double, 4> pearson{-0.8521619594266131, -0.8475513792624785, -0.7761683718265864,
                                            0.4802847573388422};
        // thirds are no decimals: summed as doubles
        for (const double scale : {1.0, 1.0 / 3}) {
            for (const DriverMethod method : {DriverMethod::Johnson, DriverMethod::Lmg}) {
                const DriversParams params = carParams(method);
                const auto result = runDrivers(cars(scale), params, JobContext());
                QVERIFY(result);
                QVERIFY(near(result->r2, 0.7791896389830557));
                for (std::size_t i = 0; i < 4; ++i) {
                    const Driver& driver = named(*result, params.drivers[i]);
                    QVERIFY(near(driver.weight, method == DriverMethod::Johnson ? johnson[i] : lmg[i]));
                    QVERIFY(near(driver.regression.vif, vif[i]));
                    QVERIFY(near(driver.correlation, pearson[i]));
                }
            }
        }
    }

    void rowsThatLackSomething() {
        std::vector<int> target, first, second;
        std::vector<double> minutes;
        for (int i = 0; i < 5000; ++i) {
            target.push_back(i % 11 == 0 ? 0 : 1 + (i * 7 + i / 13) % 5);
            first.push_back(i % 7 == 0 ? 0 : 1 + (i * 3 + i / 29) % 5);
            second.push_back(1 + (i / 3 + i * i % 17) % 5);
            minutes.push_back(i % 5 == 0 ? std::nan("") : i * 37 % 4001 / 10.0);
        }
        const Context context = contextWith({ratingColumn("y", target), ratingColumn("a", first),
                                             ratingColumn("b", second), numberColumn("m", minutes)});
        DriversParams params;
        params.target = "y";
        params.drivers = {"a", "b", "m"};
        params.filter = "b >= 2";
        const auto result = runDrivers(context, params, JobContext());
        QVERIFY(result);
        std::int64_t n = 0, lost = 0;
        double sumY = 0, sumM = 0;
        for (std::size_t i = 0; i < target.size(); ++i) {
            if (second[i] < 2 || target[i] == 0) continue;
            const bool whole = first[i] != 0 && !std::isnan(minutes[i]);
            whole ? ++n : ++lost;
            if (whole) sumY += target[i], sumM += minutes[i];
        }
        QCOMPARE(result->n, n);
        QCOMPARE(result->nLost, lost);
        double sxx = 0, syy = 0, sxy = 0;
        for (std::size_t i = 0; i < target.size(); ++i) {
            if (second[i] < 2 || target[i] == 0 || first[i] == 0 || std::isnan(minutes[i])) continue;
            const double x = minutes[i] - sumM / static_cast<double>(n);
            const double y = target[i] - sumY / static_cast<double>(n);
            sxx += x * x, syy += y * y, sxy += x * y;
        }
        QVERIFY(near(named(*result, "m").correlation, sxy / std::sqrt(sxx * syy)));
        QVERIFY(near(named(*result, "m").performance, sumM / static_cast<double>(n)));
        // the same to the last bit whatever the number of threads
        for (const unsigned threads : {1U, 2U, 4U}) {
            JobContext job;
            job.threads = threads;
            QCOMPARE(toJson(*runDrivers(context, params, job)).dump(), toJson(*result).dump());
        }
    }

    // Sums of numbers of every width, of all rows and of a selection, next to those of plain loops.
    void sumsOfEveryWidth() {
        constexpr std::size_t kRows = 40'013;
        const std::array<std::uint32_t, 7> largest{4, 10, 6, 300, 5000, 30'000, 700'000};
        std::vector<std::vector<double>> values(largest.size());
        std::vector<std::shared_ptr<const NumberColumn>> columns;
        std::uint32_t dice = 12345;
        for (std::size_t c = 0; c < largest.size(); ++c) {
            std::vector<std::shared_ptr<const Column>> one;
            for (std::size_t row = 0; row < kRows; ++row) {
                dice = dice * 1664525 + 1013904223;
                values[c].push_back(dice >> 28 == 0 ? std::nan("") : (dice >> 8) % (largest[c] + 1));
            }
            values[c][7] = largest[c], values[c][8] = 0;
            const Context context = contextWith({numberColumn("x", values[c])});
            auto made = makeNumbers(context, 0, "x", JobContext());
            QVERIFY(made && made->exact && made->largest == largest[c]);
            columns.push_back(std::make_shared<const NumberColumn>(std::move(*made)));
        }
        // three groups of rows in their order; the others have none
        GroupedRows rows;
        rows.rows.resize(kRows);
        rows.offsets.fill(kRows);
        rows.offsets[0] = 0, rows.offsets[1] = 9'001, rows.offsets[2] = 9'002;
        Bitmap some(kRows);
        for (std::size_t row = 0; row < kRows; ++row)
            if (row % 3 == 0 || row % 101 == 7) some.set(row);
        some.reset(9'001); // a group of nobody
        for (const Bitmap* selected : {static_cast<const Bitmap*>(nullptr), static_cast<const Bitmap*>(&some)}) {
            const std::size_t last = largest.size() - 1;
            std::int64_t n = 0, lost = 0;
            std::vector<std::int64_t> sums(largest.size()), products(largest.size() * largest.size());
            for (std::size_t row = 0; row < kRows; ++row) {
                if ((selected && !selected->test(row)) || std::isnan(values[last][row])) continue;
                if (std::any_of(values.begin(), values.end(), [&](const auto& v) { return std::isnan(v[row]); })) {
                    ++lost;
                    continue;
                }
                ++n;
                for (std::size_t a = 0; a < largest.size(); ++a) {
                    sums[a] += static_cast<std::int64_t>(values[a][row]);
                    for (std::size_t b = 0; b < largest.size(); ++b)
                        products[a * largest.size() + b] +=
                            static_cast<std::int64_t>(values[a][row]) * static_cast<std::int64_t>(values[b][row]);
                }
            }
            for (const unsigned threads : {1U, 4U}) {
                JobContext job;
                job.threads = threads;
                const auto found = groupedMoments(rows, columns, selected, job);
                QVERIFY(found && found->exact);
                QCOMPARE(found->all.n, n);
                QCOMPARE(found->lost, lost);
                QCOMPARE(found->leftOut.size(), std::size_t(selected ? 2 : 3));
                for (std::size_t a = 0; a < largest.size(); ++a) {
                    QCOMPARE(found->all.means[a], static_cast<double>(sums[a]) / static_cast<double>(n));
                    for (std::size_t b = a; b < largest.size(); ++b)
                        QCOMPARE(found->all.at(a, b), static_cast<double>(products[a * largest.size() + b]) -
                                                          static_cast<double>(sums[a]) *
                                                              (static_cast<double>(sums[b]) / static_cast<double>(n)));
                }
            }
        }
    }

    void leavesOutAndRefuses() {
        std::vector<int> y, a, b, same, constant, sum;
        std::vector<double> total;
        for (int i = 0; i < 200; ++i) {
            y.push_back(1 + i * 7 % 5);
            a.push_back(1 + i / 3 % 5);
            b.push_back(1 + i / 7 % 5);
            constant.push_back(4);
            total.push_back(a.back() + b.back());
        }
        const Context context =
            contextWith({ratingColumn("y", y), ratingColumn("a", a), ratingColumn("b", b), ratingColumn("a2", a),
                         ratingColumn("c", constant), numberColumn("total", total),
                         categoryColumn("region", RoleKind::Dimension, std::vector<std::string>(200, "north"))});
        DriversParams params;
        params.target = "y";
        params.drivers = {"a", "b", "a2", "c"};
        const auto result = runDrivers(context, params, JobContext());
        QVERIFY(result);
        QCOMPARE(result->drivers.size(), std::size_t(2));
        QCOMPARE(result->notes[0].code, std::string("drivers.duplicate"));
        QCOMPARE(result->notes[1].code, std::string("drivers.constant"));
        params.drivers = {"a", "b", "total"};
        QCOMPARE(errorOf(context, params), std::string("drivers.collinear"));
        params.drivers = {"a", "region"};
        QCOMPARE(errorOf(context, params), std::string("query.not_numeric"));
        params.drivers = {"a"};
        QCOMPARE(errorOf(context, params), std::string("drivers.few_drivers"));
        params.drivers = {"a", "a"};
        QCOMPARE(errorOf(context, params), std::string("drivers.repeated"));
        params.drivers = {"a", "y"};
        QCOMPARE(errorOf(context, params), std::string("drivers.is_target"));
        params.drivers = {"a", "b"};
        params.filter = "y = 99";
        QCOMPARE(errorOf(context, params), std::string("drivers.few_answers"));
        params.filter.clear();
        params.target = "c";
        QCOMPARE(errorOf(context, params), std::string("drivers.constant_target"));
        const auto back = driversParamsFromJson(toJson(params));
        QVERIFY(back && *back == params);
    }

    void uncorrelatedPredictors() {
        const stats::CorrelationMatrix matrix{{1, 0, 0, 0, 1, 0, 0, 0, 1}, {0.5, 0.3, 0.1}};
        const auto johnson = stats::relativeWeights(matrix), lmg = stats::shapleyWeights(matrix);
        for (std::size_t i = 0; i < 3; ++i) {
            const double square = matrix.outcome[i] * matrix.outcome[i];
            QVERIFY(near((*johnson)[i], square) && near((*lmg)[i], square));
        }
        // with two predictors both methods agree (Thomas et al. 2014)
        const stats::CorrelationMatrix two{{1, 0.5, 0.5, 1}, {0.6, 0.4}};
        QVERIFY(near((*stats::relativeWeights(two))[0], 0.2866666666666667));
        QVERIFY(near((*stats::shapleyWeights(two))[1], 0.08666666666666667));
        QVERIFY(!stats::relativeWeights({{1, 1, 1, 1}, {0.3, 0.3}}));
    }
};

QTEST_APPLESS_MAIN(TestDrivers)
#include "tst_drivers.moc"
