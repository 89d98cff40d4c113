#include "core/analysis/drivers/drivers.h"
#include "core/analysis/drivers/momentsums.h"
#include "core/analysis/sop/sop.h"
#include "core/stats/intervals.h"
#include "tests/core/analysis/answerstable.h"
#include "tests/core/analysis/dice.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <algorithm>
#include <map>
#include <numeric>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;
using xo::testing::TextTables;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Event {
    std::string customer;
    std::string time;
    double wait = kNone;
};
struct Given {
    std::string customer;
    std::string time;
    std::string region;
    double a = kNone, b = kNone, y = kNone;
    double wait = kNone; // of the event the answer is about
};

std::string text(double value) {
    return std::isnan(value) ? "-" : formatNumber(value);
}
std::string orDash(const std::string& value) {
    return value.empty() ? "-" : value;
}

std::string randomTime(Dice& dice, std::uint32_t days) {
    if (dice.below(25) == 0) return {};
    const std::uint32_t day = dice.below(days);
    return "2026-0" + std::to_string(1 + day / 28) + "-" + std::to_string(101 + day % 28).substr(1) +
           (dice.below(2) ? "T08:00" : "T20:00"); // ties are the rule
}

struct Condition {
    const char* text;
    bool (*holds)(const Given&, const std::vector<Event>& ofCustomer);
};
const Condition kFilters[] = {
    {"", [](const Given&, const std::vector<Event>&) { return true; }},
    {"region = '华东'", [](const Given& given, const std::vector<Event>&) { return given.region == "华东"; }},
    {"y >= 2 or region is blank",
     [](const Given& given, const std::vector<Event>&) { return given.y >= 2 || given.region.empty(); }},
    {"any event(wait > 20)",
     [](const Given&, const std::vector<Event>& events) {
         return std::any_of(events.begin(), events.end(), [](const Event& event) { return event.wait > 20; });
     }},
    {"event.wait >= 10", [](const Given& given, const std::vector<Event>&) { return given.wait >= 10; }},
    {"y > 5", [](const Given&, const std::vector<Event>&) { return false; }},
};

struct Case {
    std::vector<Given> answers;
    std::string filter;
    std::vector<std::size_t> selected;
    std::shared_ptr<Workspace> workspace;
};

// Answers, and events that an answer is tied to by time: the customer's latest at or before it, within 30 days.
Case randomCase(std::uint64_t seed) {
    Dice dice(seed);
    Case out;
    const std::uint32_t odd = dice.below(30); // 0: one answer, 1: no scores, 2: no customers, 3: no events
    const std::uint32_t customers = 1 + dice.below(40), days = 2 + dice.below(110);
    const auto customer = [&] {
        return odd == 2 || dice.below(12) == 0 ? std::string() : "客户" + std::to_string(dice.below(customers));
    };
    const double unit = dice.below(4) == 0   ? 0.25
                        : dice.below(3) == 0 ? 1.0 / 3
                                             : 1; // of the waits; thirds are no decimals
    std::vector<Event> events;
    for (std::uint32_t i = 0, count = odd == 3 ? 0 : dice.below(150); i < count; ++i)
        events.push_back({customer(), randomTime(dice, days), dice.below(7) == 0 ? kNone : unit * dice.below(41)});
    const auto score = [&](int shift) {
        if (odd == 1 || dice.below(8) == 0) return kNone;
        return std::clamp(1.0 + dice.below(5) + shift, 1.0, 5.0);
    };
    const TimeZone zone = *TimeZone::named("UTC");
    const auto instant = [&](const std::string& time) { return zone.fromParsed(*parseTime(time)); };
    const Condition& condition = kFilters[dice.below(2) == 0 ? 0 : dice.below(std::size(kFilters))];
    out.filter = condition.text;
    std::string answerRows, eventRows;
    for (const Event& event : events)
        eventRows += orDash(event.customer) + " " + orDash(event.time) + " " + text(event.wait) + "\n";
    for (std::uint32_t i = 0, count = odd == 0 ? 1 : 1 + dice.below(300); i < count; ++i) {
        Given given{customer(), randomTime(dice, days), dice.below(6) == 0 ? "" : dice.below(2) ? "华东" : "B"};
        given.a = score(0), given.b = score(0);
        given.y = score(std::isnan(given.a) ? 0 : static_cast<int>(given.a) - 3);
        std::vector<Event> own;
        const Event* tied = nullptr;
        for (const Event& event : events) {
            if (event.customer.empty() || event.customer != given.customer) continue;
            own.push_back(event);
            if (event.time.empty() || given.time.empty()) continue;
            const Instant at = instant(event.time), answered = instant(given.time);
            if (at <= answered && at >= answered - 30 * kMsPerDay && (!tied || at >= instant(tied->time)))
                tied = &event;
        }
        if (tied) given.wait = tied->wait;
        if (condition.holds(given, own)) out.selected.push_back(out.answers.size());
        answerRows += orDash(given.customer) + " " + orDash(given.time) + " " + orDash(given.region) + " " +
                      text(given.a) + " " + text(given.b) + " " + text(given.y) + "\n";
        out.answers.push_back(given);
    }
    out.workspace = TextTables("UTC")
                        .table("answers", DatasetKind::Answers,
                               "who=customer at=time region=dimension a=csat:1-5 b=csat:1-5 y=csat:1-5", answerRows)
                        .table("events", DatasetKind::Events, "who=customer at=time wait=metric:h", eventRows)
                        .build();
    return out;
}

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

stats::CrossProducts crossOf(const std::vector<std::vector<double>>& columns, const std::vector<std::size_t>& rows) {
    stats::CrossProducts out;
    out.n = static_cast<std::int64_t>(rows.size());
    for (const auto& column : columns) {
        std::vector<double> values;
        for (const std::size_t row : rows)
            values.push_back(column[row]);
        out.means.push_back(meanOf(values));
    }
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (std::size_t j = 0; j < columns.size(); ++j) {
            double sum = 0;
            for (const std::size_t row : rows)
                sum += (columns[i][row] - out.means[i]) * (columns[j][row] - out.means[j]);
            out.cross.push_back(sum);
        }
    return out;
}

std::vector<double> ranks(const std::vector<double>& values) {
    std::vector<double> out;
    for (const double value : values) {
        double below = 0, equal = 0;
        for (const double other : values)
            below += other < value, equal += other == value;
        out.push_back(below + (equal + 1) / 2);
    }
    return out;
}

double pearson(const std::vector<double>& x, const std::vector<double>& y) {
    const double mx = meanOf(x), my = meanOf(y);
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        xx += (x[i] - mx) * (x[i] - mx), yy += (y[i] - my) * (y[i] - my), xy += (x[i] - mx) * (y[i] - my);
    return xy / std::sqrt(xx * yy);
}

const std::vector<std::string> kDrivers{"a", "b", "event.wait"};

std::string comparedDrivers(const Case& of, const DriversParams& params, int& compared) {
    const auto result = runDrivers(makeContext(of.workspace), params, JobContext());
    std::vector<std::vector<double>> columns(4);
    std::vector<std::size_t> rows;
    std::int64_t lost = 0;
    for (std::size_t i = 0; i < of.answers.size(); ++i) {
        const Given& given = of.answers[i];
        columns[0].push_back(given.a), columns[1].push_back(given.b);
        columns[2].push_back(given.wait), columns[3].push_back(given.y);
    }
    for (const std::size_t i : of.selected) {
        const Given& given = of.answers[i];
        if (std::isnan(given.y)) continue;
        const bool whole = !std::isnan(given.a) && !std::isnan(given.b) && !std::isnan(given.wait);
        whole ? rows.push_back(i) : static_cast<void>(++lost);
    }
    if (rows.size() < kDrivers.size() + 2) return !result && result.error().code == "drivers.few_answers" ? "" : "few";
    const stats::CrossProducts sums = crossOf(columns, rows);
    if (!(sums.at(3, 3) > 1e-9)) return !result && result.error().code == "drivers.constant_target" ? "" : "constant";
    bool odd = false; // a predictor is constant, or says what another one says
    for (std::size_t i = 0; i < 3; ++i) {
        odd = odd || !(sums.at(i, i) > 1e-9);
        for (std::size_t j = 0; j < i; ++j)
            odd = odd || std::abs(sums.correlation(i, j)) > 0.98;
    }
    const auto regression = odd ? std::nullopt : stats::leastSquares(sums);
    if (!regression) return {}; // what is refused then has tests of its own
    if (!result) return result.error().code;
    ++compared;
    const auto near6 = [](double actual, double expected) { return near(actual, expected, 1e-7); };
    if (result->n != sums.n || result->nLost != lost) return "n";
    if (!near6(result->r2, regression->r2) || !near6(result->intercept, regression->intercept)) return "R²";
    const auto weights = stats::relativeWeights(stats::correlationMatrix(sums));
    // the intervals leave out one group of customers at a time
    const auto groups = groupedRows(*of.workspace, 0);
    std::vector<std::vector<double>> shares(3);
    std::size_t used = 0;
    bool settled = true;
    for (std::size_t g = 0; g < kJackknifeGroups; ++g) {
        const auto begin = (*groups)->rows.begin() + static_cast<std::ptrdiff_t>((*groups)->offsets[g]);
        const auto end = (*groups)->rows.begin() + static_cast<std::ptrdiff_t>((*groups)->offsets[g + 1]);
        std::vector<std::size_t> others;
        for (const std::size_t row : rows)
            if (std::find(begin, end, row) == end) others.push_back(row);
        if (others.size() == rows.size()) continue;
        ++used;
        if (others.size() < 2) {
            settled = false;
            continue;
        }
        const auto without = stats::relativeWeights(stats::correlationMatrix(crossOf(columns, others)));
        const double total = without ? std::accumulate(without->begin(), without->end(), 0.0) : 0;
        settled = settled && total > 1e-9;
        for (std::size_t k = 0; k < 3 && total > 0; ++k)
            shares[k].push_back((*without)[k] / total);
    }
    const double total = std::accumulate(weights->begin(), weights->end(), 0.0);
    for (const Driver& driver : result->drivers) {
        const auto k =
            static_cast<std::size_t>(std::find(kDrivers.begin(), kDrivers.end(), driver.name) - kDrivers.begin());
        if (!near6(driver.weight, (*weights)[k]) ||
            !near6(driver.regression.coefficient, regression->terms[k].coefficient))
            return "weight of " + driver.name;
        if (!near6(driver.correlation, sums.correlation(k, 3)) || !near6(driver.performance, sums.means[k]))
            return "correlation of " + driver.name;
        if (!settled || used < 2) continue;
        const auto error = stats::jackknifeError(shares[k]);
        const auto expected = stats::tInterval((*weights)[k] / total, *error, static_cast<double>(used) - 1);
        if (!driver.ci95 || !expected || !near(driver.ci95->low, std::max(0.0, expected->low), 1e-6) ||
            !near(driver.ci95->high, std::min(1.0, expected->high), 1e-6))
            return "interval of " + driver.name;
    }
    return {};
}

std::string comparedSop(const Case& of, const SopParams& params, double limit, int& compared) {
    const auto result = runSop(makeContext(of.workspace), params, JobContext());
    if (!result) return result.error().code;
    std::vector<double> waits, scores;
    std::array<std::vector<double>, 2> sides;
    for (const std::size_t i : of.selected) {
        const Given& given = of.answers[i];
        if (std::isnan(given.wait) || std::isnan(given.y)) continue;
        waits.push_back(given.wait), scores.push_back(given.y);
        sides[given.wait <= limit ? 0 : 1].push_back(given.y);
    }
    const Diagnosis& found = result->diagnosis;
    if (found.n != static_cast<std::int64_t>(waits.size())) return "n";
    const std::array<const SopSide*, 2> own{&found.kept, &found.breached};
    for (std::size_t side = 0; side < 2; ++side) {
        if (own[side]->n != static_cast<std::int64_t>(sides[side].size())) return "n of a side";
        if (own[side]->mean.has_value() == sides[side].empty()) return "mean is there";
        if (!sides[side].empty() && !near(*own[side]->mean, meanOf(sides[side]))) return "mean";
    }
    std::int64_t dosed = 0;
    for (const DoseStep& step : result->dose) {
        std::vector<double> inside;
        for (std::size_t i = 0; i < waits.size(); ++i)
            if (waits[i] >= step.from - 1e-9 && waits[i] <= step.to + 1e-9) inside.push_back(scores[i]);
        if (step.n != static_cast<std::int64_t>(inside.size()) || !near(step.mean, meanOf(inside))) return "dose";
        dosed += step.n;
    }
    if (dosed != found.n) return "dose does not add up";
    const double rho = waits.size() > 3 ? pearson(ranks(waits), ranks(scores)) : kNone;
    if (found.spearman && waits.size() > 3) {
        if (!near(found.spearman->coefficient, rho)) return "Spearman";
        ++compared;
    }
    return {};
}

} // namespace

/// Drivers and service standards of random projects, as-of ties included, against plain definitions; the same figures
/// on one, two and four threads.
class TestRelationsProperty : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsPlainDefinitions() {
        int drivers = 0, standards = 0, tied = 0;
        for (std::uint64_t seed = 1; seed <= kProjects; ++seed) {
            const Case one = randomCase(seed);
            for (const Given& given : one.answers)
                tied += !std::isnan(given.wait);
            const std::string where = "seed " + std::to_string(seed) + " [" + one.filter + "]: ";
            DriversParams params;
            params.target = "y";
            params.drivers = kDrivers;
            params.filter = one.filter;
            const std::string oddDrivers = comparedDrivers(one, params, drivers);
            QVERIFY2(oddDrivers.empty(), (where + "drivers: " + oddDrivers).c_str());
            SopParams sop;
            sop.question = "y";
            sop.standard = "event.wait <= 12";
            sop.filter = one.filter;
            if (seed % 3 == 0) sop.edges = {4, 12, 20};
            const std::string oddSop = comparedSop(one, sop, 12, standards);
            QVERIFY2(oddSop.empty(), (where + "sop: " + oddSop).c_str());
            std::optional<std::string> alone;
            for (const unsigned threads : {1U, 2U, 4U}) {
                JobContext job;
                job.threads = threads;
                const Context context = makeContext(randomCase(seed).workspace); // nothing kept from the run before
                const auto again = runDrivers(context, params, job);
                const auto standard = runSop(context, sop, job);
                const std::string figures =
                    (again ? toJson(*again).dump() : again.error().code) + (standard ? toJson(*standard).dump() : "");
                if (!alone) alone = figures;
                QVERIFY2(figures == *alone, where.c_str());
            }
        }
        QVERIFY(drivers > kProjects / 5 && standards > 3 * kProjects / 10 && tied > 10 * kProjects);
    }
};

QTEST_APPLESS_MAIN(TestRelationsProperty)
#include "tst_relations_property.moc"
