#include "core/analysis/nps/nps.h"
#include "core/analysis/score/score.h"
#include "core/stats/linearised.h"
#include "core/stats/multiplicity.h"
#include "tests/core/analysis/answerstable.h"
#include "tests/core/analysis/dice.h"

#include <QDate>
#include <QtTest>

#include <set>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

const char* const kRegions[4] = {"A", "B", "广东省", "浙江省"};

std::vector<Answer> randomAnswers(Dice& dice, std::uint32_t rows, std::uint32_t customers) {
    const std::uint32_t days = 1 + dice.below(900);
    const bool allBlank = dice.below(40) == 0; // no answer is valid
    std::vector<Answer> out;
    for (std::uint32_t i = 0; i < rows; ++i) {
        Answer answer;
        if (dice.below(10) != 0) answer.customer = "c" + std::to_string(dice.below(customers));
        if (dice.below(12) != 0) answer.region = kRegions[dice.below(4)];
        if (dice.below(12) != 0) answer.shop = "s" + std::to_string(dice.below(6) * dice.below(6));
        if (dice.below(9) != 0 && !allBlank)
            answer.score = static_cast<int>(dice.below(3) == 0 ? dice.below(11) : 6 + dice.below(5));
        else
            answer.state = static_cast<CellState>(1 + dice.below(5));
        if (dice.below(15) != 0)
            answer.time = QDate(2023, 12, 20).addDays(dice.below(days)).toString(Qt::ISODate).toStdString() +
                          (dice.below(2) != 0 ? " 23:30" : " 00:10");
        answer.weight = 0.25 * (1 + dice.below(12));
        out.push_back(answer);
    }
    return out;
}

// Customers' answers as conditions quantify over them.
using OfCustomer = std::map<std::string, std::vector<std::size_t>>;

// Conditions as the language writes them, and what they mean row by row (true = selected).
struct Condition {
    const char* text;
    bool (*holds)(const std::vector<Answer>&, const OfCustomer&, std::size_t);
};

template <class F>
int countedOf(const std::vector<Answer>& answers, const OfCustomer& customers, std::size_t i, F&& f) {
    int out = 0;
    for (const std::size_t other : customers.at(answers[i].customer))
        out += f(answers[other]);
    return out;
}

constexpr std::size_t kFilterCount = 7;
const Condition kFilters[kFilterCount] = {
    {"region in ('A', '广东省')",
     [](const std::vector<Answer>& answers, const OfCustomer&, std::size_t i) {
         return answers[i].region == "A" || answers[i].region == "广东省";
     }},
    {"any answer(nps <= 6)",
     [](const std::vector<Answer>& answers, const OfCustomer& customers, std::size_t i) {
         return !answers[i].customer.empty() &&
                countedOf(answers, customers, i, [](const Answer& a) { return a.score && *a.score <= 6; }) > 0;
     }},
    {"count answer(region = '浙江省' and nps >= 7) >= 2 and answered_at < '2024-06-01'",
     [](const std::vector<Answer>& answers, const OfCustomer& customers, std::size_t i) {
         return !answers[i].customer.empty() && !answers[i].time.empty() && answers[i].time < "2024-06-01" &&
                countedOf(answers, customers, i,
                          [](const Answer& a) { return a.region == "浙江省" && a.score && *a.score >= 7; }) >= 2;
     }},
    {"all answer(nps >= 3)",
     [](const std::vector<Answer>& answers, const OfCustomer& customers, std::size_t i) {
         return !answers[i].customer.empty() &&
                countedOf(answers, customers, i, [](const Answer& a) { return !a.score || *a.score < 3; }) == 0;
     }},
    {"answered_at between '2024-02-01' and '2024-12-31' or region is blank",
     [](const std::vector<Answer>& answers, const OfCustomer&, std::size_t i) {
         return answers[i].region.empty() ||
                (!answers[i].time.empty() && answers[i].time >= "2024-02-01" && answers[i].time < "2025-01-01");
     }},
    {"not (shop = 's0') and csat >= 2",
     [](const std::vector<Answer>& answers, const OfCustomer&, std::size_t i) {
         return !answers[i].shop.empty() && answers[i].shop != "s0" && answers[i].score &&
                std::max(1, *answers[i].score / 2) >= 2;
     }},
    {"nps > 10", [](const std::vector<Answer>&, const OfCustomer&, std::size_t) { return false; }},
};

NpsParams randomParams(Dice& dice) {
    NpsParams params;
    for (const char* name : {"region", "shop", "customer.gender"})
        if (dice.below(2) != 0) params.by.emplace_back(name);
    params.trend = static_cast<Trend>(dice.below(4));
    if (params.trend != Trend::None) params.compare = static_cast<Compare>(dice.below(3));
    if (dice.below(4) != 0) params.filter = kFilters[dice.below(kFilterCount)].text;
    params.customers = dice.below(2) != 0;
    if (dice.below(2) != 0) params.weight = "w";
    if (dice.below(3) == 0) params.repeatAnswers = RepeatAnswers::Latest;
    if (dice.below(3) == 0) params.se = StandardError::Clustered;
    params.question = "nps";
    return params;
}

using Group = std::vector<std::optional<std::string>>;

std::string periodOf(const std::string& time, Trend trend) {
    if (time.empty() || trend == Trend::None) return "";
    const QDate date = QDate::fromString(QString::fromStdString(time.substr(0, 10)), Qt::ISODate);
    int year = date.year();
    if (trend == Trend::Week) {
        const int week = date.weekNumber(&year);
        return QStringLiteral("%1-W%2").arg(year).arg(week, 2, 10, QLatin1Char('0')).toStdString();
    }
    if (trend == Trend::Month) return time.substr(0, 7);
    return QStringLiteral("%1-Q%2").arg(year).arg((date.month() + 2) / 3).toStdString();
}

// The period a label is compared with, found through the calendar.
std::string comparedWith(const std::string& label, Trend trend, Compare compare) {
    if (label.empty()) return "-";
    const int year = std::stoi(label.substr(0, 4));
    if (compare == Compare::Year) return std::to_string(year - 1) + label.substr(4);
    QDate first(year, 1, 4);
    if (trend == Trend::Week)
        first = first.addDays(1 - first.dayOfWeek()).addDays(7 * (std::stoi(label.substr(6)) - 1));
    else if (trend == Trend::Month)
        first = QDate(year, std::stoi(label.substr(5)), 1);
    else
        first = QDate(year, 3 * std::stoi(label.substr(6)) - 2, 1);
    return periodOf(first.addDays(-1).toString(Qt::ISODate).toStdString(), trend);
}

// The same figures row by row, from the definitions and the span functions of core/stats, which have references of
// their own.
class Naive {
public:
    Naive(std::vector<Answer> answers, NpsParams params, bool nps)
        : m_params(std::move(params)), m_answers(std::move(answers)), m_nps(nps) {
        std::uint32_t next = 1;
        for (const Answer& answer : m_answers) {
            std::uint32_t& id = m_ids[answer.customer.empty() ? "?" + std::to_string(next) : answer.customer];
            if (id == 0) id = next++;
            m_clusters.push_back(id);
        }
        OfCustomer customers;
        for (std::size_t i = 0; i < m_answers.size(); ++i)
            customers[m_answers[i].customer].push_back(i);
        const Condition* condition = nullptr;
        for (const Condition& known : kFilters)
            if (m_params.filter == known.text) condition = &known;
        for (std::size_t i = 0; i < m_answers.size(); ++i)
            if (!condition || condition->holds(m_answers, customers, i)) m_selected.push_back(i);
        for (const std::size_t i : m_selected)
            if (m_answers[i].score && !replaced(i)) m_counted.push_back(i);
    }

    using Rows = std::vector<std::size_t>;
    const Rows& selected() const { return m_selected; }
    const Rows& counted() const { return m_counted; }
    Group groupOf(std::size_t i) const {
        Group out;
        for (const std::string& name : m_params.by) {
            const Answer& answer = m_answers[i];
            std::string value = name == "region" ? answer.region : name == "shop" ? answer.shop : "";
            if (name == "customer.gender" && !answer.customer.empty())
                value = (answer.customer.back() - '0') % 2 == 0 ? "f" : "m";
            out.push_back(value.empty() ? std::nullopt : std::optional(value));
        }
        return out;
    }
    std::string period(std::size_t i) const { return periodOf(m_answers[i].time, m_params.trend); }
    double value(std::size_t i) const {
        const int score = *m_answers[i].score;
        if (m_nps) return score >= 9 ? 100 : score >= 7 ? 0 : -100;
        return std::max(1, score / 2);
    }
    stats::NpsCounts counts(const Rows& rows) const {
        stats::NpsCounts out;
        for (const std::size_t i : rows)
            ++(value(i) > 0 ? out.promoters : value(i) < 0 ? out.detractors : out.passives);
        return out;
    }
    std::int64_t customers(const Rows& rows) const {
        std::set<std::string> out;
        for (const std::size_t i : rows)
            if (!m_answers[i].customer.empty()) out.insert(m_answers[i].customer);
        return static_cast<std::int64_t>(out.size());
    }
    bool weighted() const { return !m_params.weight.empty(); }
    bool clustered() const { return m_params.se == StandardError::Clustered; }

    struct Columns {
        std::vector<double> values;
        std::vector<double> weights;
        std::vector<std::uint32_t> clusters;
    };
    Columns columns(const Rows& rows) const {
        Columns out;
        for (const std::size_t i : rows) {
            out.values.push_back(value(i));
            out.weights.push_back(weighted() ? m_answers[i].weight : 1);
            out.clusters.push_back(m_clusters[i]);
        }
        return out;
    }
    std::optional<stats::LinearisedMean> mean(const Rows& rows) const {
        const Columns c = columns(rows);
        return stats::linearisedMean(c.values, c.weights,
                                     clustered() ? std::span<const std::uint32_t>(c.clusters)
                                                 : std::span<const std::uint32_t>());
    }
    std::optional<stats::Interval> interval(const Rows& rows) const {
        const auto estimate = mean(rows);
        if (!estimate) return std::nullopt;
        std::optional<stats::Interval> out;
        if (m_nps && !weighted() && !clustered())
            out = stats::npsEstimate(counts(rows))->ci;
        else
            out = stats::tInterval(estimate->mean, estimate->se, estimate->df);
        if (out && m_nps) out = {std::max(-100.0, out->low), std::min(100.0, out->high)};
        return out;
    }
    std::optional<stats::DifferenceTest> test(const Rows& first, const Rows& second) const {
        if (first.empty() || second.empty()) return std::nullopt;
        const auto known = [&](const Rows& rows) {
            std::set<std::string> out;
            for (const std::size_t i : rows)
                if (!m_answers[i].customer.empty()) out.insert(m_answers[i].customer);
            return out;
        };
        const auto a = known(first);
        const auto b = known(second);
        std::size_t both = 0;
        for (const std::string& key : a)
            both += b.count(key);
        if (clustered() || static_cast<double>(both) > 0.05 * static_cast<double>(std::min(a.size(), b.size()))) {
            Columns all = columns(first);
            const Columns rest = columns(second);
            std::vector<std::uint8_t> side(first.size(), 1);
            side.resize(first.size() + second.size(), 0);
            all.values.insert(all.values.end(), rest.values.begin(), rest.values.end());
            all.weights.insert(all.weights.end(), rest.weights.begin(), rest.weights.end());
            all.clusters.insert(all.clusters.end(), rest.clusters.begin(), rest.clusters.end());
            return stats::clusteredDifference(all.values, side, all.clusters, all.weights);
        }
        if (weighted()) {
            const auto x = mean(first);
            const auto y = mean(second);
            return stats::differenceTest(x->mean - y->mean, std::hypot(x->se, y->se),
                                         static_cast<double>(x->n + y->n - 2));
        }
        if (m_nps) return stats::npsDifference(counts(first), counts(second));
        const auto moments = [&](const Rows& rows) {
            const double n = static_cast<double>(rows.size());
            double sum = 0;
            double squares = 0;
            for (const std::size_t i : rows)
                sum += value(i);
            for (const std::size_t i : rows)
                squares += (value(i) - sum / n) * (value(i) - sum / n);
            return stats::SampleMoments{n, sum / n, n < 2 ? 0 : squares / (n - 1)};
        };
        return stats::welchTest(moments(first), moments(second));
    }

private:
    bool replaced(std::size_t i) const {
        if (m_params.repeatAnswers == RepeatAnswers::All || m_answers[i].customer.empty()) return false;
        for (const std::size_t other : m_selected) {
            if (other == i || !m_answers[other].score || m_answers[other].customer != m_answers[i].customer ||
                period(other) != period(i))
                continue;
            // ISO text sorts as time does, none first
            if (std::pair(m_answers[other].time, other) > std::pair(m_answers[i].time, i)) return true;
        }
        return false;
    }

    NpsParams m_params;
    std::vector<Answer> m_answers;
    bool m_nps;
    std::map<std::string, std::uint32_t> m_ids;
    std::vector<std::uint32_t> m_clusters;
    Rows m_selected;
    Rows m_counted;
};

// One row of either result, in common words.
struct Figures {
    std::int64_t n = 0;
    std::optional<double> mean;
    std::optional<double> nEff;
    std::optional<stats::Interval> ci95;
    VersusRest versusRest;
    std::optional<PreviousPeriod> previous;
    std::optional<std::int64_t> customers;
};
Figures figuresOf(const NpsRow& row) {
    return {row.n, row.nps, row.nEff, row.ci95, row.versusRest, row.previous, row.customers};
}
Figures figuresOf(const ScoreResultRow& row) {
    return {row.n, row.mean, row.nEff, row.ci95, row.versusRest, row.previous, row.customers};
}

bool same(const std::optional<double>& actual, const std::optional<double>& expected) {
    return actual.has_value() == expected.has_value() && (!actual || near(*actual, *expected, 1e-8));
}
bool same(const std::optional<stats::Interval>& actual, const std::optional<stats::Interval>& expected) {
    return actual.has_value() == expected.has_value() &&
           (!actual || (near(actual->low, expected->low, 1e-8) && near(actual->high, expected->high, 1e-8)));
}

int testsSeen = 0;
int overlapsSeen = 0;

template <class Result>
QString compared(const Result& result, const std::vector<Answer>& answers, const NpsParams& params, bool nps) {
    const Naive naive(answers, params, nps);
    using Key = std::pair<std::string, Group>;
    std::map<Key, Naive::Rows> counted;
    std::map<std::string, Naive::Rows> periods;
    for (const std::size_t i : naive.selected())
        counted[{naive.period(i), naive.groupOf(i)}];
    for (const std::size_t i : naive.counted()) {
        counted[{naive.period(i), naive.groupOf(i)}].push_back(i);
        periods[naive.period(i)].push_back(i);
    }
    if (result.base.answers() != static_cast<std::int64_t>(naive.selected().size())) return QStringLiteral("base");
    if (result.total.n != static_cast<std::int64_t>(naive.counted().size())) return QStringLiteral("total n");
    if (!same(figuresOf(result.total).ci95, naive.interval(naive.counted()))) return QStringLiteral("total ci95");
    if (params.customers && result.total.customers != naive.customers(naive.counted()))
        return QStringLiteral("total customers");
    if (result.rows.size() != counted.size()) return QStringLiteral("number of rows");

    std::map<std::string, std::vector<std::pair<Key, double>>> families;
    std::map<Key, std::optional<double>> expectedQ;
    for (std::size_t at = 0; at < result.rows.size(); ++at) {
        const auto& row = result.rows[at];
        const Figures figures = figuresOf(row);
        const Key key{row.period.value_or(""), row.group};
        const QString where =
            QString::fromStdString(key.first + "/" + (row.group.empty() ? "" : row.group[0].value_or("-")));
        if (counted.count(key) == 0) return QStringLiteral("unknown row ") + where;
        const Naive::Rows& rows = counted[key];
        if (figures.n != static_cast<std::int64_t>(rows.size())) return QStringLiteral("n of ") + where;
        const auto mean = naive.mean(rows);
        if (!same(figures.mean, mean ? std::optional(mean->mean) : std::nullopt))
            return QStringLiteral("mean of ") + where;
        if (naive.weighted() && mean && !same(figures.nEff, mean->nEff)) return QStringLiteral("n_eff of ") + where;
        if (!same(figures.ci95, naive.interval(rows))) return QStringLiteral("ci95 of ") + where;
        if (params.customers && figures.customers != naive.customers(rows))
            return QStringLiteral("customers of ") + where;

        Naive::Rows rest;
        std::set_difference(periods[key.first].begin(), periods[key.first].end(), rows.begin(), rows.end(),
                            std::back_inserter(rest));
        const auto restMean = naive.mean(rest);
        const auto test = naive.test(rows, rest);
        if (!same(figures.versusRest.difference,
                  mean && restMean ? std::optional(mean->mean - restMean->mean) : std::nullopt))
            return QStringLiteral("difference of ") + where;
        if (!same(figures.versusRest.z, test ? std::optional(test->z) : std::nullopt))
            return QStringLiteral("z of %1: %2 instead of %3")
                .arg(where)
                .arg(figures.versusRest.z.value_or(0))
                .arg(test ? test->z : 0);
        if (!same(figures.versusRest.p, test ? std::optional(test->p) : std::nullopt))
            return QStringLiteral("p of ") + where;
        if (test) ++testsSeen;
        if (test && rows.size() >= 10) families[key.first].push_back({key, test->p});

        if (params.compare != Compare::None) {
            const auto before = counted.find({comparedWith(key.first, params.trend, params.compare), key.second});
            const bool known = before != counted.end() && !before->second.empty() && !rows.empty();
            if (figures.previous.has_value() != known) return QStringLiteral("previous of ") + where;
            if (known) {
                ++overlapsSeen;
                const auto change = naive.test(rows, before->second);
                const double was = naive.mean(before->second)->mean;
                if (!near(figures.previous->mean, was) || !near(figures.previous->difference, mean->mean - was, 1e-8) ||
                    !same(figures.previous->p, change ? std::optional(change->p) : std::nullopt))
                    return QStringLiteral("change of ") + where;
            }
        }
        if (at == 0) continue;
        const auto& above = result.rows[at - 1];
        const bool sameTable = above.period == row.period;
        if (sameTable && (above.n < row.n || (above.n == row.n && !(above.group < row.group))))
            return QStringLiteral("order at ") + where;
        if (!sameTable && row.period && above.period >= row.period) return QStringLiteral("periods at ") + where;
    }
    for (const auto& [period, family] : families) {
        std::vector<double> p;
        for (const auto& member : family)
            p.push_back(member.second);
        const auto q = stats::benjaminiHochberg(p);
        for (std::size_t i = 0; i < family.size() && family.size() > 1; ++i)
            expectedQ[family[i].first] = q[i];
    }
    for (const auto& row : result.rows)
        if (!same(row.versusRest.q, expectedQ[{row.period.value_or(""), row.group}])) return QStringLiteral("q");
    return {};
}

} // namespace

class TestNpsProperty : public QObject {
    Q_OBJECT
    // Without tests everything else is as it was.
    void withoutTests(const Context& context, NpsParams params, const NpsResult& with) {
        params.tests = false;
        const auto plain = runNps(context, params, JobContext());
        QVERIFY(plain);
        QCOMPARE(plain->rows.size(), with.rows.size());
        for (std::size_t i = 0; i < with.rows.size(); ++i) {
            NpsRow expected = with.rows[i];
            expected.versusRest.z = expected.versusRest.p = expected.versusRest.q = std::nullopt;
            if (expected.previous) expected.previous->p = std::nullopt;
            QVERIFY(plain->rows[i] == expected);
        }
        QCOMPARE(plain->total, with.total);
    }

private Q_SLOTS:
    void equalsRowByRowDefinitions() {
        for (std::uint64_t seed = 1; seed <= kProjects; ++seed) {
            Dice dice(seed);
            const std::uint32_t rows = dice.below(25) == 0 ? 1 : 1 + dice.below(400);
            const auto answers = randomAnswers(dice, rows, 1 + dice.below(2) * 20 + dice.below(2) * 1000);
            const NpsParams params = randomParams(dice);
            const Context context = contextOf(answers);
            const std::string text = "seed " + std::to_string(seed) + " " + toJson(params).dump() + " ";
            const auto nps = runNps(context, params, JobContext());
            QVERIFY2(nps, (text + (nps ? "" : nps.error().code)).c_str());
            const QString npsOdd = compared(*nps, answers, params, true);
            QVERIFY2(npsOdd.isEmpty(), (text + npsOdd.toStdString()).c_str());
            JobContext job;
            job.threads = 1U << seed % 3; // the reference ran on all cores
            QVERIFY2(*runNps(contextOf(answers), params, job) == *nps, text.c_str());
            withoutTests(context, params, *nps);

            ScoreParams scoreParams = params;
            scoreParams.question = "csat";
            const auto score = runScore(context, scoreParams, JobContext());
            QVERIFY2(score, (text + (score ? "" : score.error().code)).c_str());
            const QString scoreOdd = compared(*score, answers, scoreParams, false);
            QVERIFY2(scoreOdd.isEmpty(), (text + scoreOdd.toStdString()).c_str());
        }
        // the tables were rich enough to mean something
        QVERIFY(testsSeen > 5 * kProjects);
        QVERIFY(overlapsSeen > kProjects);
    }

    // Enough rows that they are counted, and customers read, in several pieces at once.
    void threadsChangeNothing_data() {
        QTest::addColumn<QString>("named");
        for (const char* kind :
             {"weighted", "plain", "filtered", "sparse", "trend", "clustered", "latest", "customers"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void threadsChangeNothing() {
        QFETCH(QString, named);
        const std::string kind = named.toStdString();
        Dice dice(7);
        const auto answers = randomAnswers(dice, 200'000, 50'000);
        NpsParams params;
        params.question = "nps";
        params.by = {"region"};
        if (kind == "weighted") params.weight = "w";
        if (kind == "filtered") params.filter = "region in ('A', '广东省')";
        if (kind == "customers") params.by = {"region", "shop"}, params.customers = true;
        if (kind == "sparse") params.filter = "shop = 's25' and region = 'A'";
        if (kind == "trend") {
            params.trend = Trend::Month;
            params.compare = Compare::Year;
        }
        if (kind == "clustered") params.se = StandardError::Clustered;
        if (kind == "latest") params.repeatAnswers = RepeatAnswers::Latest;
        std::optional<NpsResult> alone;
        for (const unsigned threads : {1U, 2U, 4U}) {
            JobContext job;
            job.threads = threads;
            const Context context = contextOf(answers); // nothing kept from the run before
            for (int run = 0; run < 2; ++run) {
                const auto result = runNps(context, params, job);
                QVERIFY(result);
                if (!alone) alone = *result;
                QVERIFY(*result == *alone);
                QCOMPARE(QString::fromStdString(toJson(*result).dump()), QString::fromStdString(toJson(*alone).dump()));
            }
        }
        if (kind == "latest" || kind == "sparse") return; // the row-by-row reference is quadratic, or knows no shops
        const QString odd = compared(*alone, answers, params, true);
        QVERIFY2(odd.isEmpty(), odd.toStdString().c_str());
    }

    void cancelStops() {
        Dice dice(9);
        const Context context = contextOf(randomAnswers(dice, 100'000, 30'000));
        NpsParams params;
        params.question = "nps";
        params.by = {"region"};
        JobContext job;
        job.cancel();
        const auto result = runNps(context, params, job);
        QVERIFY(!result);
        QCOMPARE(result.error().code, std::string(kCancelled));
        QVERIFY(runNps(context, params, JobContext())); // and leaves nothing half made behind
    }
};

QTEST_APPLESS_MAIN(TestNpsProperty)
#include "tst_nps_property.moc"
