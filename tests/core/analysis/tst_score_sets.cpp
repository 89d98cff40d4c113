#include "core/analysis/nps/nps.h"
#include "core/analysis/score/score.h"
#include "tests/core/analysis/answerstable.h"

#include <QtTest>
#include <random>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

const std::vector<std::string> kOptions{"价格", "服务", "a; b", "x"};

struct Survey {
    Context context;
    std::vector<std::vector<std::string>> held; ///< options by row
};

/// Random answers with a column "why" of several options, and for every option i a plain column "has<i>" (yes, no;
/// blank where the question was not answered) and "answered" (yes, no).
Survey randomSurvey(std::uint32_t seed, std::size_t rows) {
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::vector<Answer> answers;
    Survey out;
    std::vector<std::string> why, answered;
    std::vector<std::vector<std::string>> has(kOptions.size());
    for (std::size_t i = 0; i < rows; ++i) {
        Answer answer;
        answer.customer = below(5) == 0 ? "" : "c" + std::to_string(below(static_cast<std::uint32_t>(rows / 2)));
        answer.region = std::vector<std::string>{"", "east", "west"}[below(3)];
        answer.time = "2025-0" + std::to_string(1 + below(3)) + "-1" + std::to_string(below(9));
        answer.weight = 0.5 + 0.25 * below(6);
        if (below(8) != 0) answer.score = static_cast<int>(below(11));
        if (answer.score) answer.state = CellState::Valid;
        std::vector<std::string> held;
        std::string text;
        for (const std::string& option : kOptions)
            if (below(3) == 0) {
                held.push_back(option);
                text += (text.empty() ? "" : std::string(1, kOptionMark)) + option;
            }
        answers.push_back(answer);
        why.push_back(text);
        answered.push_back(held.empty() ? "no" : "yes");
        for (std::size_t o = 0; o < kOptions.size(); ++o)
            has[o].push_back(held.empty()                                                     ? ""
                             : std::find(held.begin(), held.end(), kOptions[o]) != held.end() ? "yes"
                                                                                              : "no");
        out.held.push_back(std::move(held));
    }
    const Context plain = contextOf(answers);
    auto workspace = std::make_shared<Workspace>();
    workspace->zone = plain.workspace->zone;
    workspace->customers = plain.workspace->customers;
    std::vector<std::shared_ptr<const Column>> columns;
    const Table& table = *plain.workspace->tables[0];
    for (std::size_t i = 0; i < table.columns().size(); ++i)
        columns.push_back(*table.column(i));
    auto set = categoryColumn("why", RoleKind::Reason, why);
    set->info.type = ValueType::Set;
    columns.push_back(set);
    columns.push_back(categoryColumn("answered", RoleKind::Dimension, answered));
    for (std::size_t o = 0; o < kOptions.size(); ++o)
        columns.push_back(categoryColumn("has" + std::to_string(o), RoleKind::Dimension, has[o]));
    workspace->tables.push_back(Table::fromColumns("survey", DatasetKind::Answers, columns));
    workspace->tables.push_back(plain.workspace->tables[1]);
    out.context = {workspace, plain.hooks};
    return out;
}

template <class Row>
const Row* find(const std::vector<Row>& rows, const std::vector<std::optional<std::string>>& group,
                const std::optional<std::string>& period) {
    for (const Row& row : rows)
        if (row.group == group && row.period == period) return &row;
    return nullptr;
}

bool near(const std::optional<double>& a, const std::optional<double>& b) {
    return a.has_value() == b.has_value() && (!a || testing::near(*a, *b, 1e-7));
}
bool near(const std::optional<stats::Interval>& a, const std::optional<stats::Interval>& b) {
    return a.has_value() == b.has_value() &&
           (!a || (testing::near(a->low, b->low, 1e-7) && testing::near(a->high, b->high, 1e-7)));
}
bool near(const VersusRest& a, const VersusRest& b) {
    return near(a.difference, b.difference) && near(a.z, b.z) && near(a.p, b.p);
}
bool near(const std::optional<PreviousPeriod>& a, const std::optional<PreviousPeriod>& b) {
    return a.has_value() == b.has_value() &&
           (!a || (testing::near(a->mean, b->mean) && testing::near(a->difference, b->difference) && near(a->p, b->p)));
}

} // namespace

/// Groups by a question with several options: each row is what a plain yes-or-no column of that option says among those
/// who answered.
class TestScoreSets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsPlainColumns_data() {
        QTest::addColumn<NpsParams>("params");
        NpsParams plain;
        plain.by = {"why"};
        QTest::newRow("plain") << plain;
        NpsParams weighted = plain;
        weighted.weight = "w";
        QTest::newRow("weighted") << weighted;
        NpsParams clustered = plain;
        clustered.se = StandardError::Clustered;
        QTest::newRow("clustered") << clustered;
        NpsParams both = clustered;
        both.weight = "w";
        QTest::newRow("weighted and clustered") << both;
        NpsParams trend = plain;
        trend.trend = Trend::Month;
        trend.compare = Compare::Previous;
        QTest::newRow("trend") << trend;
        NpsParams clusteredTrend = trend;
        clusteredTrend.se = StandardError::Clustered;
        QTest::newRow("clustered trend") << clusteredTrend;
        NpsParams latest = trend;
        latest.repeatAnswers = RepeatAnswers::Latest;
        QTest::newRow("latest") << latest;
        NpsParams crossed = plain;
        crossed.by = {"region", "why"};
        QTest::newRow("crossed") << crossed;
        NpsParams clusteredCrossed = crossed;
        clusteredCrossed.se = StandardError::Clustered;
        QTest::newRow("clustered, crossed") << clusteredCrossed;
    }
    void equalsPlainColumns() {
        QFETCH(NpsParams, params);
        int compared = 0;
        for (std::uint32_t seed = 1; seed <= 6; ++seed) {
            const Survey survey = randomSurvey(seed, seed == 6 ? 12 : 60 + 90 * seed);
            const auto result = runNps(survey.context, params, JobContext());
            QVERIFY2(result, result ? "" : result.error().code.c_str());
            const auto scores = runScore(
                survey.context,
                [&] {
                    ScoreParams score = params;
                    score.question = "csat";
                    return score;
                }(),
                JobContext());
            QVERIFY(scores);
            QVERIFY(result->overlapping && scores->overlapping);
            QCOMPARE(toJson(*result)["overlapping"], Json(true));
            std::size_t rows = 0;
            // one plain column after the other; the blank group against all who answered
            for (std::size_t o = 0; o <= kOptions.size(); ++o) {
                const bool blank = o == kOptions.size();
                NpsParams reference = params;
                reference.by.back() = blank ? "answered" : "has" + std::to_string(o);
                // what counts as a customer's latest answer is settled before anybody asks for options
                const bool latest = params.repeatAnswers == RepeatAnswers::Latest;
                if (!blank && !latest) reference.filter = "why is not blank";
                const auto expected = runNps(survey.context, reference, JobContext());
                QVERIFY(expected);
                reference.question = "csat";
                const auto expectedScores = runScore(survey.context, reference, JobContext());
                QVERIFY(expectedScores);
                for (const NpsRow& want : expected->rows) {
                    if (want.group.back() != (blank ? "no" : "yes")) continue;
                    auto group = want.group;
                    group.back() = blank ? std::nullopt : std::optional(kOptions[o]);
                    const NpsRow* got = find(result->rows, group, want.period);
                    QVERIFY(got);
                    ++rows;
                    ++compared;
                    QCOMPARE(got->n, want.n);
                    QCOMPARE(got->promoters, want.promoters);
                    QCOMPARE(got->passives, want.passives);
                    QCOMPARE(got->detractors, want.detractors);
                    QVERIFY(near(got->nEff, want.nEff));
                    QVERIFY(near(got->nps, want.nps));
                    QVERIFY(near(got->ci95, want.ci95));
                    if (!latest) QVERIFY(near(got->versusRest, want.versusRest));
                    QVERIFY(near(got->previous, want.previous));
                    QCOMPARE(got->smallBase, want.smallBase);
                    const ScoreResultRow* gotScore = find(scores->rows, group, want.period);
                    const ScoreResultRow* wantScore = find(expectedScores->rows, want.group, want.period);
                    QVERIFY(gotScore && wantScore);
                    QCOMPARE(gotScore->distribution, wantScore->distribution);
                    QVERIFY(near(gotScore->mean, wantScore->mean));
                    QVERIFY(near(gotScore->ci95, wantScore->ci95));
                    QVERIFY(near(gotScore->top2Ci95, wantScore->top2Ci95));
                    if (!latest) QVERIFY(near(gotScore->versusRest, wantScore->versusRest));
                }
            }
            QCOMPARE(result->rows.size(), rows);
            // totals know nothing of groups
            NpsParams total = params;
            total.by = {};
            const auto whole = runNps(survey.context, total, JobContext());
            QVERIFY(whole && !whole->overlapping);
            QCOMPARE(result->total.n, whole->total.n);
            QCOMPARE(result->total.nps, whole->total.nps);
            QVERIFY(near(result->total.ci95, whole->total.ci95));
            QCOMPARE(result->base, whole->base);
        }
        QVERIFY(compared > 25);
    }

    void valueLabels() {
        Answer answer{"", "", "", 9, CellState::Valid, "2025-03-05", 1};
        const Context plain = contextOf({answer});
        auto column = std::make_shared<Column>(**plain.workspace->tables[0]->column(3));
        column->info.valueLabels = {{"1", "很不满意"}, {"5", "很满意"}};
        auto workspace = std::make_shared<Workspace>();
        workspace->tables.push_back(Table::fromColumns("survey", DatasetKind::Answers, {column}));
        const auto result = runScore({workspace, plain.hooks}, {}, JobContext());
        QVERIFY(result);
        QCOMPARE(toJson(*result)["labels"], (Json{{"1", "很不满意"}, {"5", "很满意"}}));
        QVERIFY(!toJson(*runScore(
                            plain,
                            [] {
                                ScoreParams params;
                                params.question = "csat";
                                return params;
                            }(),
                            JobContext()))
                     .contains("labels"));
    }
};

QTEST_APPLESS_MAIN(TestScoreSets)
#include "tst_score_sets.moc"
