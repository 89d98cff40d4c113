#include "core/analysis/score/exactsums.h"
#include "core/analysis/score/tally.h"
#include "tests/core/analysis/answerstable.h"
#include "tests/core/analysis/dice.h"

#include <QtTest>

#include <map>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

struct Part {
    std::int64_t a = 0, m = 0;
};

void add(ClusterSums& out, const Part& part, bool customer) {
    out.aa += static_cast<double>(part.a * part.a);
    out.am += static_cast<double>(part.a * part.m);
    out.mm += static_cast<double>(part.m * part.m);
    ++out.clusters;
    out.customers += customer ? 1 : 0;
}

void add(CrossSums& out, const Part& first, const Part& second, bool customer) {
    out.ar += static_cast<double>(first.a * second.a);
    out.ak += static_cast<double>(first.a * second.m);
    out.mr += static_cast<double>(first.m * second.a);
    out.mk += static_cast<double>(first.m * second.m);
    out.customers += customer ? 1 : 0;
}

// The sums by their definition.
CustomerSums expectedSums(const ScoreFrame& frame, const std::vector<double>& values,
                          const std::vector<std::uint32_t>& compared) {
    std::map<std::pair<std::uint32_t, std::size_t>, std::map<std::uint32_t, Part>> clusters; // cells of each
    for (std::size_t row = 0; row < frame.rows(); ++row) {
        const std::uint8_t score = frame.answers->scores[row];
        if (score >= values.size()) continue;
        if (frame.selected && !frame.selected->test(row)) continue;
        if (frame.superseded && frame.superseded->test(row)) continue;
        const std::uint32_t subject = (*frame.subjects)[row];
        Part& part = clusters[{subject, subject == 0 ? row + 1 : 0}][frame.cells.of(row)];
        part.a += static_cast<std::int64_t>(values[score]);
        ++part.m;
    }
    CustomerSums out;
    out.groups.resize(frame.groups.count());
    out.versusRest.resize(frame.groups.count());
    if (!compared.empty()) out.previous.resize(frame.groups.count());
    out.populations.resize(frame.groups.populations());
    for (const auto& [key, cells] : clusters) {
        const bool customer = key.first != 0;
        Part total;
        std::map<std::uint32_t, Part> populations;
        for (const auto& [cell, part] : cells) {
            Part& population = populations[frame.groups.population(cell)];
            population.a += part.a, population.m += part.m;
            total.a += part.a, total.m += part.m;
        }
        for (const auto& [cell, part] : cells) {
            const Part& population = populations[frame.groups.population(cell)];
            add(out.groups[cell], part, customer);
            if (population.m > part.m)
                add(out.versusRest[cell], part, {population.a - part.a, population.m - part.m}, customer);
            if (compared.empty()) continue;
            const auto other = cells.find(compared[cell]);
            if (other != cells.end()) add(out.previous[cell], part, other->second, customer);
        }
        for (const auto& [population, part] : populations)
            add(out.populations[population], part, customer);
        add(out.total, total, customer);
        if (!customer) continue;
        ++out.repeats.customers;
        out.repeats.repeating += total.m > 1 ? 1 : 0;
        out.repeats.answers += total.m;
    }
    return out;
}

bool equal(const ClusterSums& a, const ClusterSums& b) {
    return a.aa == b.aa && a.am == b.am && a.mm == b.mm && a.clusters == b.clusters && a.customers == b.customers;
}
bool equal(const CrossSums& a, const CrossSums& b) {
    return a.ar == b.ar && a.ak == b.ak && a.mr == b.mr && a.mk == b.mk && a.customers == b.customers;
}
template <class T>
bool equal(const std::vector<T>& a, const std::vector<T>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return equal(x, y); });
}

std::vector<Answer> randomAnswers(Dice& dice, std::uint32_t rows, std::uint32_t customers, std::uint32_t shops) {
    std::vector<Answer> out(rows);
    for (Answer& answer : out) {
        // a few hold many answers
        const std::uint32_t among = dice.below(3) == 0 ? 1 + customers / 50 : customers;
        if (dice.below(10) != 0) answer.customer = "c" + std::to_string(dice.below(among));
        if (dice.below(12) != 0) answer.region = dice.below(2) != 0 ? "A" : "浙江省";
        if (dice.below(12) != 0) answer.shop = "s" + std::to_string(dice.below(shops));
        if (dice.below(9) != 0) answer.score = static_cast<int>(dice.below(11));
        if (dice.below(15) != 0)
            answer.time = "2024-" + std::string(dice.below(2) != 0 ? "0" : "1") + std::to_string(1 + dice.below(2)) +
                          "-0" + std::to_string(1 + dice.below(9));
    }
    return out;
}

} // namespace

/// Sums over customers against their definition: customers of one answer and of thousands, in one cell and in many,
/// with periods and compared cells, all rows and few of them.
class TestExactSums : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areThoseOfTheDefinition() {
        Dice dice(41);
        const char* const filters[] = {"", "", "region = 'A'", "shop = 's1'", "shop = 's1' and nps = 3", "nps > 10"};
        int sparse = 0, empty = 0;
        for (int round = 0; round < kProjects / 4; ++round) {
            const std::uint32_t rows = dice.below(20) == 0 ? 9000 : dice.below(700);
            const std::uint32_t customers = 1 + dice.below(2) * dice.below(40) + dice.below(2) * dice.below(900);
            const std::uint32_t shops = dice.below(5) == 0 ? 3000 : 1 + dice.below(40);
            const Context context = contextOf(randomAnswers(dice, rows, customers, shops));
            ScoreParams params;
            for (const char* name : {"region", "shop"})
                if (dice.below(2) != 0) params.by.emplace_back(name);
            params.trend = static_cast<Trend>(dice.below(4));
            params.filter = filters[dice.below(std::size(filters))];
            if (dice.below(4) == 0) params.repeatAnswers = RepeatAnswers::Latest;
            const bool nps = dice.below(2) != 0;
            params.question = nps ? "nps" : "csat";
            JobContext job;
            job.threads = 1 + dice.below(3);
            const auto frame = makeScoreFrame(context, params, nps ? QuestionKind::Nps : QuestionKind::Score, job);
            QVERIFY2(frame, frame ? "" : frame.error().code.c_str());
            std::vector<double> values;
            const std::uint32_t kind = dice.below(3);
            for (std::size_t v = 0; v < frame->valueCount(); ++v)
                values.push_back(kind == 0   ? (v >= 9   ? 100
                                                : v >= 7 ? 0
                                                         : -100)
                                 : kind == 1 ? static_cast<double>(v) + frame->scaleLow()
                                             : (v + 2 >= frame->valueCount() ? 1 : 0));
            std::vector<std::uint32_t> compared;
            if (dice.below(2) != 0) {
                compared.assign(frame->cells.count(), kNoGroup);
                for (std::uint32_t cell = 1; cell < compared.size(); ++cell)
                    if (dice.below(3) != 0) compared[cell] = dice.below(cell);
            }
            QVERIFY(hasExactSums(*frame, values));
            const auto sums = customerSums(*frame, values, compared, job);
            QVERIFY(sums);
            const CustomerSums wanted = expectedSums(*frame, values, compared);
            const std::string about = "round " + std::to_string(round) + ", " + params.filter;
            QVERIFY2(equal(sums->groups, wanted.groups), about.c_str());
            QVERIFY2(equal(sums->versusRest, wanted.versusRest), about.c_str());
            QVERIFY2(equal(sums->previous, wanted.previous), about.c_str());
            QVERIFY2(equal(sums->populations, wanted.populations), about.c_str());
            QVERIFY2(equal(sums->total, wanted.total), about.c_str());
            QCOMPARE(sums->repeats.customers, wanted.repeats.customers);
            QCOMPARE(sums->repeats.repeating, wanted.repeats.repeating);
            QCOMPARE(sums->repeats.answers, wanted.repeats.answers);
            if (frame->selected && frame->selected->count() < frame->rows() / 16) ++sparse;
            if (sums->total.clusters == 0) ++empty;
        }
        // what the cases are meant to cover
        QVERIFY(sparse > 20);
        QVERIFY(empty > 10);
    }

    void isOfWholeNumbersOnly() {
        const Context context = contextOf({{"a", "A", "s", 3, CellState::Blank, "2024-01-01", 1}});
        ScoreParams params;
        params.question = "nps";
        const auto frame = makeScoreFrame(context, params, QuestionKind::Nps, {});
        QVERIFY(frame);
        const std::vector<double> halves{0, 0.5, 1}, whole{-7, 0, 1000}, large{0, 1001};
        QVERIFY(!hasExactSums(*frame, halves));
        QVERIFY(!hasExactSums(*frame, large));
        QVERIFY(!hasExactSums(*frame, whole)); // 1,008 steps
    }
};

QTEST_GUILESS_MAIN(TestExactSums)
#include "tst_exactsums.moc"
