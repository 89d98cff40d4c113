#include "core/analysis/nps/nps.h"
#include "tests/core/analysis/answerstable.h"

#include <QtTest>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;

namespace {

std::vector<Answer> scored(const std::string& region, int promoters, int passives, int detractors) {
    std::vector<Answer> out;
    const auto add = [&](int count, int score) {
        for (int i = 0; i < count; ++i)
            out.push_back({"", region, "", score, CellState::Valid, "2025-03-05", 1});
    };
    add(promoters, 9);
    add(passives, 8);
    add(detractors, 6);
    return out;
}

std::vector<Answer> operator+(std::vector<Answer> a, const std::vector<Answer>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

NpsResult npsOf(const std::vector<Answer>& answers, NpsParams params) {
    auto result = runNps(contextOf(answers), params, JobContext());
    if (!result) qFatal("%s", result.error().code.c_str());
    return std::move(*result);
}

std::string errorOf(const std::vector<Answer>& answers, const NpsParams& params) {
    const auto result = runNps(contextOf(answers), params, JobContext());
    return result ? "" : result.error().code;
}

const NpsRow& rowOf(const NpsResult& result, const std::optional<std::string>& group, const std::string& period = "") {
    for (const NpsRow& row : result.rows)
        if (row.group.front() == group && row.period.value_or("") == period) return row;
    qFatal("no such row");
    return result.total;
}

} // namespace

class TestNps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // nps_basic and nps_diff_independent of the methods sheet (numpy 1.24, weighted pseudo-observations)
    void workedCase() {
        NpsParams params;
        params.by = {"region"};
        const auto result = npsOf(scored("before", 420, 330, 250) + scored("after", 380, 340, 320), params);
        const NpsRow& before = rowOf(result, "before");
        const NpsRow& after = rowOf(result, "after");
        QCOMPARE(*before.nps, 17.0);
        QVERIFY(near(before.ci95->low, 11.99525834799558));
        QVERIFY(near(before.ci95->high, 21.90304673675018));
        QCOMPARE(before.promoters, std::int64_t{420});
        QCOMPARE(before.passives, std::int64_t{330});
        QCOMPARE(before.detractors, std::int64_t{250});
        QVERIFY(near(*after.versusRest.difference, -11.230769230769234));
        QVERIFY(near(*after.versusRest.z, -3.1288793950974987));
        QVERIFY(near(*after.versusRest.p, 0.0017547431556433452));
        QVERIFY(near(*after.versusRest.q, 0.0017547431556433452));
        QVERIFY(near(*before.versusRest.z, 3.1288793950974987));
        QCOMPARE(result.total.n, std::int64_t{2040});
        QVERIFY(!result.total.versusRest.difference);
        QCOMPARE(result.rows.front().n, std::int64_t{1040}); // n descending
    }

    void edgeIntervals() {
        // nps_all_promoters, nps_single
        const auto all = npsOf(scored("a", 12, 0, 0), {});
        QVERIFY(near(all.total.ci95->low, 54.19587509227159));
        QCOMPARE(all.total.ci95->high, 100.0);
        const auto single = npsOf(scored("a", 0, 0, 1), {});
        QVERIFY(near(single.total.ci95->low, -98.49864942025202));
        QVERIFY(near(single.total.ci95->high, 48.49864942025203));
    }

    void statesAreKeptApart() {
        std::vector<Answer> answers = scored("a", 3, 2, 1);
        for (const CellState state : {CellState::Blank, CellState::NotApplicable, CellState::NotAsked,
                                      CellState::OutOfRange, CellState::OutOfRange, CellState::Unparsed})
            answers.push_back({"", "b", "", std::nullopt, state, "", 1});
        NpsParams params;
        params.by = {"region"};
        const auto result = npsOf(answers, params);
        QCOMPARE(result.base.answers(), std::int64_t{12});
        QCOMPARE(result.base.of(CellState::Valid), std::int64_t{6});
        QCOMPARE(result.base.of(CellState::OutOfRange), std::int64_t{2});
        QCOMPARE(result.base.of(CellState::NotAsked), std::int64_t{1});
        // a group without a valid answer stays a row, its figures missing
        const NpsRow& empty = rowOf(result, "b");
        QCOMPARE(empty.n, std::int64_t{0});
        QVERIFY(!empty.nps && !empty.ci95 && !empty.versusRest.difference);
        QCOMPARE(*empty.smallBase, std::string("hidden"));
        // the other one has no rest to be tested against
        QVERIFY(!rowOf(result, "a").versusRest.p);
    }

    void rowsAndBlankGroup() {
        NpsParams params;
        params.by = {"region"};
        const auto result = npsOf(scored("b", 2, 0, 0) + scored("", 3, 0, 0) + scored("a", 1, 1, 0), params);
        QCOMPARE(result.rows.size(), std::size_t{3});
        QVERIFY(!result.rows[0].group.front());
        QCOMPARE(*result.rows[1].group.front(), std::string("a"));
        QCOMPARE(*result.rows[2].group.front(), std::string("b"));
    }

    void smallBases() {
        QCOMPARE(*smallBase(9), std::string("hidden"));
        QCOMPARE(*smallBase(10), std::string("indicative"));
        QCOMPARE(*smallBase(29.9), std::string("indicative"));
        QVERIFY(!smallBase(30));
    }

    void onlyBasesOfTenShareTheFamily() {
        NpsParams params;
        params.by = {"region"};
        const auto result = npsOf(scored("a", 8, 2, 1) + scored("b", 2, 3, 7) + scored("c", 4, 4, 1), params);
        const double pa = *rowOf(result, "a").versusRest.p;
        const double pb = *rowOf(result, "b").versusRest.p;
        QVERIFY(near(*rowOf(result, "a").versusRest.q, std::min(std::max(pa, pb), 2 * pa)));
        QVERIFY(rowOf(result, "c").versusRest.p);
        QVERIFY(!rowOf(result, "c").versusRest.q);
        // one row alone has no family
        const auto two = npsOf(scored("a", 8, 2, 1) + scored("c", 4, 4, 1), params);
        QVERIFY(rowOf(two, "a").versusRest.p && !rowOf(two, "a").versusRest.q);
    }

    void overlappingCustomers() {
        // nps_diff_overlap of the methods sheet (statsmodels OLS, cluster sandwich CR0)
        const int scores0[] = {5, 4, 7, 5, 8, 6, 5, 10, 1, 5, 7, 4, 3, 1, 10, 9, 5, 7, 2, 7};
        const int scores1[] = {6, 6, 2, 4, 9, 5, 3, 7, 3, 4, 5, 9, 7, 7, 5, 8, 1, 1, 6, 2, 3, 5};
        std::vector<Answer> answers;
        for (int i = 0; i < 20; ++i)
            answers.push_back({"c" + std::to_string(i + 1), "0", "", scores0[i], CellState::Valid, "2025-01-15", 1});
        for (int i = 0; i < 22; ++i)
            answers.push_back({"c" + std::to_string(i + 11), "1", "", scores1[i], CellState::Valid, "2025-02-15", 1});
        answers[40].customer = "c30";
        answers[41].customer = "c31";
        NpsParams params;
        params.by = {"region"};
        const auto result = npsOf(answers, params);
        QVERIFY(near(*rowOf(result, "1").versusRest.difference, -18.636363636363633));
        QVERIFY(near(*rowOf(result, "1").versusRest.z, -1.011348174814176));
        QVERIFY(near(*rowOf(result, "1").versusRest.p, 0.3118498162813014));
        QCOMPARE(result.notes.size(), std::size_t{1});
        QCOMPARE(result.notes.front().code, std::string("score.repeat_customers"));

        params.by.clear();
        params.trend = Trend::Month;
        params.compare = Compare::Previous;
        const auto trend = npsOf(answers, params);
        QCOMPARE(trend.rows.size(), std::size_t{2});
        QVERIFY(!trend.rows[0].previous);
        QVERIFY(near(trend.rows[1].previous->difference, -18.636363636363633));
        QVERIFY(near(*trend.rows[1].previous->p, 0.3118498162813014));
    }

    void fewSharedCustomersAreIndependent() {
        std::vector<Answer> answers = scored("a", 20, 10, 10) + scored("b", 10, 20, 10);
        for (std::size_t i = 0; i < answers.size(); ++i)
            answers[i].customer = "c" + std::to_string(i);
        NpsParams params;
        params.by = {"region"};
        const double z = *rowOf(npsOf(answers, params), "a").versusRest.z;
        answers[40].customer = "c0", answers[41].customer = "c1"; // 2 of 40 are exactly 5 %: still independent
        QCOMPARE(*rowOf(npsOf(answers, params), "a").versusRest.z, z);
        answers[42].customer = "c2";
        QVERIFY(std::abs(*rowOf(npsOf(answers, params), "a").versusRest.z - z) > 1e-6);
    }

    void weighted() {
        // nps_weighted of the methods sheet (R survey 4.1); customers stand for its stores
        const int scores[] = {4, 7, 9, 5, 2, 5, 6, 7, 5, 2, 6, 10, 8, 9, 4, 9, 5, 10, 8, 8, 7, 8, 7, 9};
        const double weights[] = {1.75, 1.49, 2.46, 2.88, 1.14, 1.8,  2.67, 1.65, 0.78, 2.5,  1.74, 0.99,
                                  2.69, 1.17, 1.09, 1.43, 1.46, 1.08, 0.94, 1.5,  2.6,  2.47, 2.1,  1.74};
        const int stores[] = {1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6};
        std::vector<Answer> answers;
        for (std::size_t i = 0; i < 24; ++i)
            answers.push_back({"s" + std::to_string(stores[i]), "a", "", scores[i], CellState::Valid, "", weights[i]});
        NpsParams params;
        params.weight = "w";
        const auto plain = npsOf(answers, params);
        QVERIFY(near(*plain.total.nps, -21.225071225071225));
        QVERIFY(near(*plain.total.nEff, 21.258401654568154));
        // scipy.stats.t.ppf(0.975, 23) and (0.975, 5)
        QVERIFY(near(plain.total.ci95->high - *plain.total.nps, 2.0686576104190406 * 16.352713675412105));
        QCOMPARE(*plain.total.smallBase, std::string("indicative"));
        params.se = StandardError::Clustered;
        const auto clustered = npsOf(answers, params);
        QVERIFY(near(*clustered.total.nps - clustered.total.ci95->low, 2.5705818366147395 * 19.42313204310104));
        QVERIFY(clustered.notes.empty());
        for (Answer& answer : answers)
            answer.weight *= 100;
        const auto scaled = npsOf(answers, params);
        QVERIFY(near(*scaled.total.nps, *clustered.total.nps));
        QVERIFY(near(scaled.total.ci95->low, clustered.total.ci95->low));
        QVERIFY(near(*scaled.total.nEff, *clustered.total.nEff));
    }

    void badWeightsStopTheRun() {
        std::vector<Answer> answers = scored("a", 3, 3, 3);
        NpsParams params;
        params.weight = "w";
        answers.push_back(
            {"", "a", "", std::nullopt, CellState::Blank, "", -5}); // not counted, its weight doesn't matter
        QCOMPARE(errorOf(answers, params), std::string());
        answers[0].weight = 0;
        answers[1].weight = std::nan("");
        answers[2].weight = -1;
        const auto result = runNps(contextOf(answers), params, JobContext());
        QVERIFY(!result);
        QCOMPARE(result.error().code, std::string("score.bad_weights"));
        QCOMPARE(result.error().args.front(), std::string("3"));
    }

    void latestPerCustomerAndPeriod() {
        const std::vector<Answer> answers{
            {"c1", "a", "", 10, CellState::Valid, "2025-01-05 10:00", 1},
            {"c1", "a", "", 0, CellState::Valid, "2025-01-20 10:00", 1},
            {"c1", "a", "", std::nullopt, CellState::Blank, "2025-01-25 10:00", 1}, // no answer: replaces nothing
            {"c1", "b", "", 8, CellState::Valid, "2025-02-01 00:00", 1},
            {"c2", "a", "", 9, CellState::Valid, "2025-01-20 10:00", 1},
            {"c2", "a", "", 3, CellState::Valid, "2025-01-20 10:00", 1}, // same instant: the later row
            {"c3", "a", "", 7, CellState::Valid, "", 1},                 // no time: earlier than any with one
            {"c3", "a", "", 10, CellState::Valid, "2024-06-01", 1},
            {"", "a", "", 5, CellState::Valid, "2025-01-01", 1},
            {"", "a", "", 5, CellState::Valid, "2025-01-02", 1}};
        NpsParams params;
        params.repeatAnswers = RepeatAnswers::Latest;
        const auto all = npsOf(answers, params);
        QCOMPARE(all.base.answers(), std::int64_t{10});
        QCOMPARE(all.base.of(CellState::Valid), std::int64_t{9});
        QCOMPARE(all.base.superseded, std::int64_t{4});
        QCOMPARE(all.total.n, std::int64_t{5});
        QCOMPARE(all.total.promoters, std::int64_t{1});  // c3
        QCOMPARE(all.total.passives, std::int64_t{1});   // c1 in February
        QCOMPARE(all.total.detractors, std::int64_t{3}); // c2 and the two without a customer
        params.trend = Trend::Month;
        const auto monthly = npsOf(answers, params);
        QCOMPARE(monthly.total.n, std::int64_t{7});
        QCOMPARE(monthly.rows.size(), std::size_t{4});
        QCOMPARE(*monthly.rows[1].period, std::string("2025-01"));
        QCOMPARE(monthly.rows[1].detractors, std::int64_t{4}); // c1, c2, two without a customer
        QVERIFY(!monthly.rows[3].period);
        QCOMPARE(monthly.rows[3].passives, std::int64_t{1});
    }

    void trendUsesTheProjectsZone() {
        // 2025-01-01 00:30 in Shanghai is still 2024 in UTC
        const std::vector<Answer> answers{{"", "a", "", 9, CellState::Valid, "2025-01-01 00:30", 1},
                                          {"", "a", "", 9, CellState::Valid, "2024-12-31 23:59", 1}};
        NpsParams params;
        params.trend = Trend::Month;
        const auto result = npsOf(answers, params);
        QCOMPARE(*result.rows[0].period, std::string("2024-12"));
        QCOMPARE(*result.rows[1].period, std::string("2025-01"));
        params.trend = Trend::Week;
        QCOMPARE(*npsOf(answers, params).rows[0].period, std::string("2025-W01"));
        params.trend = Trend::Quarter;
        QCOMPARE(*npsOf(answers, params).rows[0].period, std::string("2024-Q4"));
    }

    void yearAgo() {
        NpsParams params;
        params.by = {"region"};
        params.trend = Trend::Quarter;
        params.compare = Compare::Year;
        std::vector<Answer> answers = scored("a", 20, 10, 10);
        for (Answer& answer : answers)
            answer.time = "2024-02-10";
        answers = answers + scored("a", 30, 10, 5) + scored("b", 5, 5, 5);
        const auto result = npsOf(answers, params);
        const NpsRow& now = rowOf(result, "a", "2025-Q1");
        const auto expected = stats::npsDifference({30, 10, 5}, {20, 10, 10});
        QVERIFY(near(now.previous->mean, 25));
        QVERIFY(near(now.previous->difference, expected->difference));
        QVERIFY(near(*now.previous->p, expected->p));
        QVERIFY(!rowOf(result, "b", "2025-Q1").previous);
        QVERIFY(!rowOf(result, "a", "2024-Q1").versusRest.p);
        const Json json = toJson(result);
        QVERIFY(json["rows"][0]["previous"].is_null());
        QCOMPARE(json["rows"][0]["period"].get<std::string>(), std::string("2024-Q1"));
    }

    void filterAndReach() {
        std::vector<Answer> answers = scored("a", 3, 0, 0) + scored("b", 0, 0, 3);
        for (std::size_t i = 0; i < answers.size(); ++i)
            answers[i].customer = "c" + std::to_string(i);
        NpsParams params;
        params.by = {"customer.gender"};
        params.filter = "region = 'a'";
        const auto result = npsOf(answers, params);
        QCOMPARE(result.base.answers(), std::int64_t{3});
        QCOMPARE(rowOf(result, "f").n, std::int64_t{2});
        QCOMPARE(rowOf(result, "m").n, std::int64_t{1});
        QVERIFY(toJson(result)["rows"][0]["group"].contains("customer.gender"));
    }

    // Two events under one link: the latest at or before the answer is read; "o9" ties to nothing.
    void reachesEvents() {
        const auto links = std::make_shared<Dictionary>();
        const auto customers = std::make_shared<Dictionary>();
        const auto timeColumn = [](const std::vector<std::string>& texts) {
            auto column = std::make_shared<Column>();
            column->info.name = "at";
            column->info.role.kind = RoleKind::Time;
            column->info.type = ValueType::DateTime;
            column->rows = texts.size();
            for (const std::string& text : texts)
                column->times.push_back(TimeZone().fromParsed(*parseTime(text)));
            return column;
        };
        auto answers = scored("a", 2, 0, 2);
        answers.resize(4);
        auto workspace = std::make_shared<Workspace>();
        workspace->tables.push_back(
            Table::fromColumns("survey", DatasetKind::Answers,
                               {categoryColumn("customer", RoleKind::Customer, {"c1", "c2", "c3", "c4"}, customers),
                                categoryColumn("order", RoleKind::Link, {"o1", "o2", "o2", "o9"}, links),
                                timeColumn({"2025-01-10", "2025-01-10", "2025-01-20", "2025-01-10"}),
                                scoreColumn("nps", "nps", answers, [](int score) { return score; })}));
        workspace->tables.push_back(
            Table::fromColumns("visits", DatasetKind::Events,
                               {categoryColumn("order", RoleKind::Link, {"o1", "o2", "o2"}, links),
                                timeColumn({"2025-01-11", "2025-01-05", "2025-01-15"}),
                                categoryColumn("store", RoleKind::Dimension, {"north", "south", "east"})}));
        workspace->links = links;
        workspace->customers = customers;
        NpsParams params;
        params.by = {"event.store"};
        const auto result = runNps(makeContext(workspace), params, JobContext());
        QVERIFY2(result, result ? "" : result.error().code.c_str());
        QCOMPARE(result->rows.size(), std::size_t{4});
        for (const char* store : {"north", "south", "east"})
            QCOMPARE(rowOf(*result, store).n, std::int64_t{1});
        QCOMPARE(rowOf(*result, std::nullopt).detractors, std::int64_t{1});
        QVERIFY(result->link);
        const Json link = toJson(*result)["link"];
        QCOMPARE(link["answers"].get<int>(), 4);
        QCOMPARE(link["linked"].get<int>(), 3);
        QCOMPARE(link["orphans"].get<int>(), 1);
        QCOMPARE(link["before_event"].get<int>(), 1);
        QCOMPARE(link["ambiguous"].get<int>(), 2);
        QCOMPARE(link["linked_share"].get<double>(), 0.75);
    }

    void jsonFields() {
        NpsParams params;
        params.by = {"region"};
        const Json json = toJson(npsOf(scored("a", 9, 5, 3) + scored("", 5, 5, 5), params));
        QCOMPARE(json["analysis"].get<std::string>(), std::string("nps"));
        QCOMPARE(json["question"].get<std::string>(), std::string("nps"));
        for (const char* field :
             {"answers", "valid", "blank", "not_applicable", "not_asked", "out_of_range", "unparsed"})
            QVERIFY2(json["base"][field].is_number_integer(), field);
        for (const char* field :
             {"group", "n", "promoters", "passives", "detractors", "nps", "ci95", "small_base", "versus_rest"}) {
            QVERIFY2(json["rows"][0].contains(field), field);
            QVERIFY2(json["total"].contains(field), field);
        }
        for (const char* field : {"difference", "z", "p", "q"})
            QVERIFY2(json["rows"][0]["versus_rest"][field].is_number(), field);
        QCOMPARE(json["rows"][0]["group"]["region"].get<std::string>(), std::string("a"));
        QVERIFY(json["rows"][1]["group"]["region"].is_null());
        QVERIFY(!json["rows"][0].contains("n_eff") && !json["rows"][0].contains("period") &&
                !json["rows"][0].contains("previous"));
        QCOMPARE(json["rows"][0]["ci95"].size(), std::size_t{2});
    }

    void paramsRoundTrip() {
        const NpsParams params{"survey",
                               "nps",
                               {"region", "event.store"},
                               Trend::Week,
                               Compare::Year,
                               "nps <= 6",
                               "w",
                               RepeatAnswers::Latest,
                               StandardError::Clustered};
        const auto again = scoreParamsFromJson(toJson(params));
        QVERIFY(again);
        QCOMPARE(*again, params);
        QCOMPARE(*scoreParamsFromJson(Json::object()), NpsParams());
        QCOMPARE(scoreParamsFromJson(Json{{"trend", "day"}}).error().code, std::string("analysis.bad_choice"));
        QCOMPARE(scoreParamsFromJson(Json{{"datset", "x"}}).error().code, std::string("analysis.bad_params"));
        QCOMPARE(scoreParamsFromJson(Json{{"by", "x"}}).error().code, std::string("analysis.bad_params"));
    }

    void errors() {
        const auto answers = scored("a", 1, 1, 1);
        const auto with = [](auto&& change) {
            NpsParams params;
            change(params);
            return params;
        };
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.question = "nope"; })), std::string("score.no_question"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.question = "csat"; })), std::string("score.not_nps"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.question = "region"; })), std::string("score.not_a_score"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.dataset = "nope"; })), std::string("columnar.no_dataset"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.dataset = "people"; })),
                 std::string("score.no_nps_question"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) {
                             p.by = {"a", "b", "c", "d"};
                         })),
                 std::string("score.too_many_by"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) {
                             p.by = {"region", "region"};
                         })),
                 std::string("score.repeated_by"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.compare = Compare::Year; })),
                 std::string("score.compare_needs_trend"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.weight = "nope"; })), std::string("score.no_weight"));
        QCOMPARE(errorOf(answers, with([](NpsParams& p) { p.weight = "region"; })),
                 std::string("score.bad_weight_column"));
        QVERIFY(!errorOf(answers, with([](NpsParams& p) { p.by = {"nope"}; })).empty());
        QVERIFY(!errorOf(answers, with([](NpsParams& p) { p.filter = "region ="; })).empty());
    }

    void emptyTable() {
        const auto result = npsOf({}, {});
        QCOMPARE(result.base.answers(), std::int64_t{0});
        QVERIFY(!result.total.nps);
        QVERIFY(result.rows.empty());
        NpsParams params;
        params.by = {"region", "customer.gender"};
        params.trend = Trend::Week;
        params.compare = Compare::Previous;
        params.se = StandardError::Clustered;
        QVERIFY(npsOf({}, params).rows.empty());
    }

    void cancels() {
        const JobContext job;
        job.cancel();
        const auto result = runNps(contextOf(scored("a", 1, 1, 1)), {}, job);
        QVERIFY(!result);
        QCOMPARE(result.error().code, std::string(kCancelled));
    }
};

QTEST_APPLESS_MAIN(TestNps)
#include "tst_nps.moc"
