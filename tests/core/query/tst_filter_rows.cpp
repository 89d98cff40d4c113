#include "core/base/text.h"
#include "core/wording/errors.h"
#include "tests/core/query/fixture.h"

#include <QTest>

using namespace xo;
using namespace xo::query;
using namespace xo::querytest;

namespace {

constexpr int kBlank = -2, kNotApplicable = -3, kNotAsked = -4, kOutOfRange = -5, kUnparsed = -6;

/// Six answers of a (3), b, none, d; visits of a (3), b, c; calls of a; people a, b, c; complaints on links.
/// Subjects: 1 a, 2 b, 3 c, 4 d (answered only), 5 e (known to nobody but a snapshot), links behind them.
std::shared_ptr<Workspace> demo() {
    auto workspace = std::make_shared<Workspace>();
    workspace->zone = *TimeZone::named("Asia/Shanghai");
    const TimeZone& zone = workspace->zone;
    auto customers = std::make_shared<Dictionary>();
    auto links = std::make_shared<Dictionary>();
    for (const char* key : {"a", "b", "c", "d", "e"})
        customers->add(key);
    const auto state = [](CellState s) { return static_cast<std::uint8_t>(s); };
    workspace->tables = {
        Table::fromColumns(
            "survey", DatasetKind::Answers,
            {category("customer", "customer", {"a", "a", "a", "b", "", "d"}, customers),
             category("order", "link", {"o1", "o2", "", "o4", "o5", ""}, links),
             times("answered_at", "time", ValueType::DateTime,
                   {"2026-01-01 00:00:00", "2026-03-31 23:59:59", "2026-04-01 00:00:00", "", "2025-12-31 23:59:59",
                    "2026-03-31 00:00:00"},
                   zone),
             scores("nps", "nps", {9, 3, kBlank, 6, 10, kOutOfRange}),
             scores("csat", "csat", {kNotApplicable, 2, 5, kNotAsked, 1, kUnparsed}),
             category("region", "", {"华东", "华南", "", "east", "East", "华东北"}, nullptr,
                      {0, 0, state(CellState::NotAsked), 0, 0, 0}),
             category("code", "", {"3", "03", "A1", "", "12", "-1"}),
             texts("verbatim", {"等太久", "", "很好，不用等", "ok", "OK", "it's"}),
             numbers("weight", {1, 0.1, std::nan(""), 2.5, -1, 0}, {0, 0, state(CellState::Unparsed), 0, 0, 0})}),
        Table::fromColumns("pulse", DatasetKind::Answers,
                           {category("customer", "customer", {"a", "b", "b"}, customers),
                            times("sent", "time", ValueType::Date, {"2026-05-01", "", "2026-02-01"}, zone),
                            scores("nps", "nps", {0, 9, kBlank}), scores("mood", "csat", {5, 1, 2})}),
        Table::fromColumns(
            "visits", DatasetKind::Events,
            {category("customer", "customer", {"a", "a", "a", "b", "c"}, customers),
             category("order", "link", {"o1", "o2", "", "o4", ""}, links),
             times("at", "time", ValueType::DateTime,
                   {"2026-01-02 10:00", "2026-01-03 10:00", "2026-01-03 10:00", "", "2026-01-05 08:00"}, zone),
             category("stage", "stage", {"预约", "到店", "预约", "到店", ""}),
             numbers("wait_hours", {30, 5, 20, std::nan(""), 1}), category("store", "", {"S1", "S2", "S1", "", "S3"})}),
        Table::fromColumns("calls", DatasetKind::Events,
                           {category("customer", "customer", {"a"}, customers),
                            times("day", "time", ValueType::Date, {"2026-02-01"}, zone),
                            category("stage", "stage", {"回访"}), numbers("minutes", {7})}),
        Table::fromColumns("people", DatasetKind::Customers,
                           {category("id", "customer", {"a", "b", "c"}, customers),
                            category("gender", "", {"女", "男", ""}),
                            times("joined", "", ValueType::Date, {"2025-06-30", "2026-01-01", ""}, zone),
                            numbers("spend", {100, 20, 3})}),
        Table::fromColumns("complaints", DatasetKind::Feedback,
                           {category("order", "link", {"o1", "o9", ""}, links), texts("note", {"坏了", "慢", "x"}),
                            scores("stars", "csat", {1, 2, 3})}),
    };
    ColumnInfo wording;
    workspace->customers = customers;
    workspace->links = links;
    workspace->tags["担心闲置"] = {{1, "actual", 1}, {2, "predicted", 0.7}, {3, "rule", 1}, {3, "predicted", 0.2}};
    const auto segment = [](const char* name, const char* rule) {
        Segment out;
        out.name = name;
        out.rule = rule;
        return out;
    };
    Segment frozen = segment("名单", "");
    frozen.snapshot = true;
    frozen.snapshotKeys = {"b", "e", "o9", "nobody"};
    workspace->segments = {segment("高价值", "spend >= 20"),
                           segment("高价值女", "segment('高价值') and gender = '女'"),
                           segment("圈1", "segment('圈2')"),
                           segment("圈2", "not segment('圈1')"),
                           segment("坏", "spend > and"),
                           segment("错", "spnd > 3"),
                           segment("所有", ""),
                           segment("绕", "reached('绕')"),
                           frozen};
    Journey journey;
    journey.name = "购车";
    journey.stages = {{"久等", "wait_hours > 10", std::nullopt, ""},
                      {"提车", "", std::nullopt, ""},
                      {"绕", "segment('绕')", std::nullopt, ""},
                      {"误", "wait_hour > 3", std::nullopt, ""}};
    workspace->journeys = {journey};
    return workspace;
}

std::string listed(const Bitmap& bits) {
    std::string out;
    bits.forEach([&](std::size_t i) { out += (out.empty() ? "" : " ") + std::to_string(i); });
    return out;
}

struct Case {
    std::size_t table;
    const char* condition;
    const char* yes;
    const char* unknown;
};
constexpr std::size_t kSubjects = 99;

const Case kCases[] = {
    {kSurvey, "", "0 1 2 3 4 5", ""},
    // numbers and scores: a missing value is unknown, whatever its state
    {kSurvey, "nps <= 6", "1 3", "2 5"},
    {kSurvey, "not nps <= 6", "0 4", "2 5"},
    {kSurvey, "nps != 9", "1 3 4", "2 5"},
    {kSurvey, "nps = '9'", "0", "2 5"},
    {kSurvey, "nps > 3.5", "0 3 4", "2 5"},
    {kSurvey, "nps in (3, 6, 7.5)", "1 3", "2 5"},
    {kSurvey, "nps not in (3, 6)", "0 4", "2 5"},
    {kSurvey, "nps between 3 and 9", "0 1 3", "2 5"},
    {kSurvey, "nps not between 3 and 9", "4", "2 5"},
    {kSurvey, "nps between 9 and 3", "", "2 5"},
    {kSurvey, "weight = 0.1", "1", "2"},
    {kSurvey, "weight < 0", "4", "2"},
    {kSurvey, "weight in (-1, 2.5, 0)", "3 4 5", "2"},
    // states
    {kSurvey, "nps is blank", "2", ""},
    {kSurvey, "nps is not blank", "0 1 3 4 5", ""},
    {kSurvey, "csat is not applicable", "0", ""},
    {kSurvey, "csat is not not applicable", "1 2 3 4 5", ""},
    {kSurvey, "csat is not asked", "3", ""},
    {kSurvey, "csat is unparsed", "5", ""},
    {kSurvey, "nps is out of range", "5", ""},
    {kSurvey, "region is blank", "", ""},
    {kSurvey, "region is not asked", "2", ""},
    {kSurvey, "weight is unparsed", "2", ""},
    {kSurvey, "answered_at is blank", "3", ""},
    {kSurvey, "verbatim is blank", "1", ""},
    // three-valued and / or
    {kSurvey, "nps <= 6 and csat <= 2", "1", "3 5"},
    {kSurvey, "nps <= 6 or csat <= 2", "1 3 4", "0 2 5"},
    // texts
    {kSurvey, "region = '华东'", "0", "2"},
    {kSurvey, "region = 'east'", "3", "2"},
    {kSurvey, "region != 'east'", "0 1 4 5", "2"},
    {kSurvey, "region in ('华东', 'East', 'x')", "0 4", "2"},
    {kSurvey, "region not in ('华东', 'East')", "1 3 5", "2"},
    {kSurvey, "region starts with '华东'", "0 5", "2"},
    {kSurvey, "region contains '东'", "0 5", "2"},
    {kSurvey, "region not contains 'as'", "0 1 5", "2"},
    {kSurvey, "region < 'a'", "4", "2"},
    {kSurvey, "region between 'a' and 'z'", "3", "2"},
    {kSurvey, "region > '华东'", "1 5", "2"},
    {kSurvey, "verbatim contains '等'", "0 2", "1"},
    {kSurvey, "verbatim = 'OK'", "4", "1"},
    {kSurvey, "verbatim starts with 'it''s'", "5", "1"},
    // numbers on texts: compared where they read as numbers
    {kSurvey, "code = 3", "0 1", "3"},
    {kSurvey, "code = '3'", "0", "3"},
    {kSurvey, "code != 3", "2 4 5", "3"},
    {kSurvey, "code > 2", "0 1 4", "2 3"},
    {kSurvey, "code between -5 and 3", "0 1 5", "2 3"},
    {kSurvey, "code in (12, 'A1')", "2 4", "3"},
    {kSurvey, "code not in (12, 'A1')", "0 1 5", "3"},
    // dates stand for whole local days
    {kSurvey, "answered_at between '2026-01-01' and '2026-03-31'", "0 1 5", "3"},
    {kSurvey, "answered_at <= '2026-03-31'", "0 1 4 5", "3"},
    {kSurvey, "answered_at < '2026-03-31'", "0 4", "3"},
    {kSurvey, "answered_at > '2026-03-31'", "2", "3"},
    {kSurvey, "answered_at >= '2026-03-31'", "1 2 5", "3"},
    {kSurvey, "answered_at = '2026-03-31'", "1 5", "3"},
    {kSurvey, "answered_at != '2026-03-31'", "0 2 4", "3"},
    {kSurvey, "answered_at in ('2026-01-01', '2026/4/1')", "0 2", "3"},
    {kSurvey, "answered_at not in ('2026-01-01', '2026-04-01')", "1 4 5", "3"},
    {kSurvey, "answered_at = '2026-03-31 23:59:59'", "1", "3"},
    {kSurvey, "answered_at <= '2026-03-31 00:00'", "0 4 5", "3"},
    {kSurvey, "answered_at > '2026-03-31 00:00'", "1 2", "3"},
    {kSurvey, "answered_at = '2025-12-31T16:00:00Z'", "0", "3"},
    {kPulse, "sent between '2026-02-01' and '2026-02-01'", "2", "1"},
    // reach: a row without a customer is unknown to what is asked of its customer
    {kSurvey, "customer.gender = '女'", "0 1 2", "4 5"},
    {kSurvey, "not customer.gender = '女'", "3", "4 5"},
    {kSurvey, "customer.gender is blank", "5", "4"},
    {kSurvey, "gender = '女'", "0 1 2", "4 5"},
    {kSurvey, "mood <= 2", "3", "4"},
    {kSurvey, "answer.mood <= 2", "3", "4"},
    {kSurvey, "not mood <= 2", "0 1 2 5", "4"},
    {kSurvey, "answer.nps = 9", "0", "2 5"},
    {kVisits, "gender = '男'", "3", "4"},
    {kVisits, "answer.csat <= 2", "0 1 2", "3"},
    {kVisits, "event.store = 'S1'", "0 2", "3"},
    {kVisits, "event.minutes > 5", "0 1 2", ""},
    {kPeople, "customer.spend > 10 and spend > 10", "0 1", ""},
    {kComplaints, "customer.gender = '女'", "0", "1 2"},
    {kComplaints, "any answer(nps = 9)", "0", "2"},
    {kComplaints, "feedback.stars < 3", "0 1", ""},
    {kSurvey, "feedback.stars = 1", "0 1 2", "4"},
    // quantifiers
    {kSubjects, "any answer(nps <= 6)", "1 2", "4"},
    {kSubjects, "not any answer(nps <= 6)", "3 15", "4"},
    {kSubjects, "all answer(nps <= 9)", "", "1 2 3 4 15"},
    {kSubjects, "all answer(nps > 3)", "", "2 3 4 15"},
    {kSubjects, "not all answer(nps > 3)", "1", "2 3 4 15"},
    {kSubjects, "all answer(nps is not out of range)", "1 2", "3 15"},
    {kSubjects, "any answer", "1 2 4", ""},
    {kSubjects, "any answer(mood = 5)", "1", ""},
    {kSubjects, "count answer >= 3", "1 2", ""},
    {kSubjects, "count answer(nps <= 6) = 0", "3 4 15", ""},
    {kSubjects, "count event(stage = '预约') between 1 and 2", "1", ""},
    {kSubjects, "count event in (1, 4)", "1 2 3", ""},
    {kSubjects, "last event(stage = '预约').wait_hours > 24", "", "2 3 4 15"},
    {kSubjects, "first event(stage = '预约').wait_hours > 24", "1", "2 3 4 15"},
    {kSubjects, "latest answer.nps = 0", "1", "2 3 4 15"},
    {kSubjects, "latest answer.nps is blank", "2 3 15", ""},
    {kSubjects, "first answer.nps = 9", "1", "2 3 4 15"},
    {kSubjects, "last event.store = 'S1'", "1", "2 4 15"},
    {kSubjects, "last event.stage = '回访'", "1", "3 4 15"},
    {kSubjects, "any event(wait_hours > 10 and any answer(csat = 5))", "1", "2"},
    {kSubjects, "wait_hours > 10", "1", "2"},
    {kSubjects, "minutes > 5 and event.store = 'S2'", "1", ""},
    {kSubjects, "mood = 1", "2", ""},
    {kSubjects, "spend >= 20", "1 2", "4 15"},
    {kSubjects, "joined >= '2026-01-01'", "2", "3 4 15"},
    {kSubjects, "any feedback(note contains '坏')", "1", ""},
    {kSubjects, "any feedback", "1 15", ""},
    // stages, tags, segments
    {kSubjects, "reached('到店')", "1 2", ""},
    {kSubjects, "not reached('到店')", "3 4 15", ""},
    {kSubjects, "reached('回访')", "1", ""},
    {kSubjects, "reached('提车')", "", ""},
    {kSubjects, "reached('久等')", "1", "2"},
    {kSurvey, "not reached('到店')", "5", "4"},
    {kSubjects, "tag('担心闲置')", "1 3", ""},
    {kSubjects, "tag('担心闲置', source = actual)", "1", ""},
    {kSubjects, "tag('担心闲置', source = predicted)", "2 3", ""},
    {kSubjects, "tag('担心闲置', source = predicted, p >= 0.7)", "2", ""},
    {kSubjects, "tag('担心闲置', source = any)", "1 2 3", ""},
    {kSubjects, "tag('担心闲置', p < 1)", "", ""},
    {kSurvey, "tag('担心闲置')", "0 1 2", "4"},
    {kSubjects, "segment('高价值')", "1 2", ""},
    {kSubjects, "not segment('高价值')", "3 4 15", ""},
    {kSubjects, "segment('高价值女')", "1", ""},
    {kSubjects, "segment('名单')", "2 15", ""},
    {kSubjects, "segment('所有')", "1 2 3 4 15", ""},
    {kComplaints, "segment('名单')", "1", "2"},
};

struct Wrong {
    std::size_t table;
    const char* condition;
    const char* code;
    const char* place;
    const char* second = nullptr;
};

const Wrong kWrong[] = {
    {kSurvey, "regoin = 'x'", "query.unknown_name", "position 1", "region"},
    {kSurvey, "nps > 3 and 认证 = 1", "query.unknown_name", "position 13"},
    {kSurvey, "customer.gendr = 'x'", "query.unknown_name", "position 10", "gender"},
    {kSurvey, "event.wait_hour > 3", "query.unknown_name", "position 7", "wait_hours"},
    {kSurvey, "any event(wait_houres > 3)", "query.unknown_name", "position 11", "wait_hours"},
    {kSurvey, "last event.wait_houres > 3", "query.unknown_name", "position 12", "wait_hours"},
    {kSurvey, "invitation.channel = 'x'", "query.unknown_name", "position 12"},
    {kSurvey, "any invitation(channel = 'x')", "query.unknown_name", "position 1"},
    {kSurvey, "stage = '到店'", "query.ambiguous_name", "position 1", "visits, calls"},
    {kSubjects, "nps = 9", "query.ambiguous_name", "position 1", "survey, pulse"},
    {kSurvey, "any answer(csat = 1 and mood = 2)", "query.names_apart", "position 1"},
    {kSurvey, "nps < 'abc'", "query.type_mismatch", "position 7", "score"},
    {kSurvey, "nps in (1, 'x')", "query.type_mismatch", "position 12", "score"},
    {kSurvey, "weight contains '1'", "query.type_mismatch", "position 17", "number"},
    {kSurvey, "answered_at > 20260101", "query.type_mismatch", "position 15", "datetime"},
    {kSurvey, "answered_at > 'soon'", "query.bad_date", "position 15", "answered_at"},
    {kSurvey, "answered_at = '2026-02-30'", "query.bad_date", "position 15", "answered_at"},
    {kSurvey, "code between 1 and 'x'", "query.type_mismatch", "position 20", "category"},
    {kSurvey, "customer.joined = 'x'", "query.bad_date", "position 19", "joined"},
    {kSurvey, "count event = 'x'", "query.type_mismatch", "position 15", "integer"},
    // a mistake is reported even where the other side settles the outcome
    {kSurvey, "nps is blank and nps is not blank and customer.spend = 'x'", "query.type_mismatch", "position 56"},
    {kSurvey, "reached('到点')", "query.unknown_stage", "position 1", "到店"},
    {kSurvey, "journey('购物').reached('到店')", "query.unknown_journey", "position 1", "购车"},
    {kSurvey, "nps = 1 and tag('担心闲')", "query.unknown_tag", "position 13", "担心闲置"},
    {kSurvey, "segment('高价')", "query.unknown_segment", "position 1", "高价值"},
    {kSurvey, "nps = 1 or segment('圈1')", "query.segment_cycle", "position 12"},
    {kSurvey, "nps = 1 or reached('绕')", "query.stage_cycle", "position 12"},
    {kSurvey, "reached('误')", "query.unknown_name", "stage '误', position 1", "wait_hours"},
    {kSurvey, "segment('坏')", "query.expected_value", "segment '坏', position 9"},
    {kSurvey, "segment('错')", "query.unknown_name", "segment '错', position 1", "spend"},
};

Result<Outcome> run(const Workspace& workspace, std::size_t table, const std::string& condition,
                    const std::vector<std::size_t>& siblings = {}, const JobContext& job = {}) {
    const auto filter = parse(condition);
    if (!filter) return filter.failure();
    const FakeHooks hooks;
    return table == kSubjects ? evaluateSubjects(*filter, workspace, hooks, job)
                              : evaluateRows(*filter, workspace, hooks, table, siblings, job);
}

} // namespace

class TestFilterRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selects() {
        const auto workspace = demo();
        QCOMPARE(workspace->findSubject("o9"), 0U + workspace->customers->size() + workspace->links->find("o9"));
        for (const Case& c : kCases) {
            const auto outcome = run(*workspace, c.table, c.condition);
            QVERIFY2(outcome, (std::string(c.condition) + ": " + (outcome ? "" : outcome.error().code)).c_str());
            const std::string shown = std::string(c.condition) + " on " + std::to_string(c.table) + ": yes " +
                                      listed(outcome->yes) + ", unknown " + listed(outcome->unknown);
            // the only subject that is a link, o9, is written 15
            const auto expected = [&](const char* text) {
                std::string out = text;
                const std::size_t at = out.find("15");
                if (c.table == kSubjects && at != std::string::npos)
                    out.replace(at, 2, std::to_string(workspace->findSubject("o9")));
                return out;
            };
            QVERIFY2(listed(outcome->yes) == expected(c.yes), shown.c_str());
            QVERIFY2(listed(outcome->unknown) == expected(c.unknown), shown.c_str());
        }
    }

    void mistakes() {
        const auto workspace = demo();
        for (const Wrong& wrong : kWrong) {
            const auto outcome = run(*workspace, wrong.table, wrong.condition);
            QVERIFY2(!outcome, wrong.condition);
            const Error& error = outcome.error();
            const std::string shown =
                std::string(wrong.condition) + ": " + error.code + " {" + joined(error.args, "; ") + "} " + error.place;
            QVERIFY2(error.code == wrong.code && error.place == wrong.place, shown.c_str());
            if (wrong.second) QVERIFY2(error.args.at(1) == wrong.second, shown.c_str());
            QVERIFY2(wording::errorText(error, wording::Language::Chinese).find(error.code) == std::string::npos,
                     shown.c_str());
        }
    }

    void tiedEvents() {
        const auto workspace = demo();
        const FakeHooks hooks;
        const auto ties = *hooks.ties(*workspace, kSurvey, "store", JobContext());
        const auto& visits = *workspace->tables[kVisits];
        const auto store = *visits.column(*visits.find("store"));
        const auto is = run(*workspace, kSurvey, "event.store = 'S1'"),
                   blank = run(*workspace, kSurvey, "event.store is blank");
        int tied = 0;
        for (std::size_t row = 0; row < 6; ++row) {
            const EventRef event = ties->events[row];
            tied += event.table >= 0;
            const std::string text = event.table < 0 ? "" : store->text(event.row, workspace->zone);
            QCOMPARE(is->yes.test(row), text == "S1");
            QCOMPARE(is->unknown.test(row), text.empty());
            QCOMPARE(blank->yes.test(row), text.empty());
            QVERIFY(!blank->unknown.test(row));
        }
        QVERIFY(tied > 0 && tied < 6);
    }

    void siblingsHoldTheName() {
        const auto workspace = demo();
        const auto alone = run(*workspace, kCalls, "store = 'S1'");
        QCOMPARE(listed(alone->yes), std::string("0"));
        const auto together = run(*workspace, kCalls, "store = 'S1'", {kVisits, kCalls});
        QCOMPARE(listed(together->yes), std::string());
        QCOMPARE(listed(together->unknown), std::string("0"));
        QCOMPARE(listed(run(*workspace, kCalls, "store is blank", {kVisits, kCalls})->yes), std::string("0"));
        QCOMPARE(listed(run(*workspace, kCalls, "event.store is blank", {kVisits})->yes), std::string("0"));
        QCOMPARE(run(*workspace, kCalls, "stor = 'S1'", {kVisits}).error().code, std::string("query.unknown_name"));
    }

    void labelsNameColumns() {
        auto workspace = demo();
        auto column = std::make_shared<Column>(*scores("q7", "nps", {9, 1}));
        column->info.label = "您会推荐我们吗？";
        workspace->tables.push_back(Table::fromColumns("long", DatasetKind::Answers, {column}));
        QCOMPARE(listed(run(*workspace, 6, "\"您会推荐我们吗？\" >= 9")->yes), std::string("0"));
        QCOMPARE(listed(run(*workspace, 6, "Q7 < 9")->yes), std::string("1"));
    }

    void everyCodeWidth() {
        for (const std::size_t distinct : {200U, 5'000U, 70'000U}) {
            auto workspace = std::make_shared<Workspace>();
            std::vector<std::string> values;
            for (std::size_t i = 0; i < 100'000; ++i)
                values.push_back(i % 7 == 0 ? "" : "v" + std::to_string(i % distinct));
            workspace->tables = {Table::fromColumns("t", DatasetKind::Metrics, {category("k", "", values)})};
            const auto outcome = run(*workspace, 0, "k in ('v3', 'v199') or k starts with 'v12'");
            QVERIFY(outcome);
            std::size_t yes = 0, unknown = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const bool is = values[i] == "v3" || values[i] == "v199" || values[i].rfind("v12", 0) == 0;
                yes += is;
                unknown += values[i].empty();
                QCOMPARE(outcome->yes.test(i), is);
            }
            QVERIFY(yes > 0);
            QCOMPARE(outcome->yes.count(), yes);
            QCOMPARE(outcome->unknown.count(), unknown);
        }
    }

    void daysOfTwentyThreeHours() {
        auto workspace = std::make_shared<Workspace>();
        workspace->zone = *TimeZone::named("Europe/Berlin");
        const TimeZone& zone = workspace->zone;
        workspace->tables = {Table::fromColumns(
            "t", DatasetKind::Metrics,
            {times("at", "", ValueType::DateTime,
                   {"2026-03-28 23:59:59", "2026-03-29 00:00", "2026-03-29 23:59:59", "2026-03-30 00:00"}, zone)})};
        QCOMPARE(listed(run(*workspace, 0, "at = '2026-03-29'")->yes), std::string("1 2"));
        QCOMPARE(listed(run(*workspace, 0, "at > '2026-03-29'")->yes), std::string("3"));
        QCOMPARE(listed(run(*workspace, 0, "at <= '2026-03-28'")->yes), std::string("0"));
    }

    void emptyProjectsAndTables() {
        auto workspace = std::make_shared<Workspace>();
        QVERIFY(run(*workspace, kSubjects, ""));
        QCOMPARE(run(*workspace, kSubjects, "nps = 1").error().code, std::string("query.unknown_name"));
        QCOMPARE(listed(run(*workspace, kSubjects, "any event")->yes), std::string());
        QCOMPARE(run(*workspace, kSubjects, "reached('x')").error().code, std::string("query.unknown_stage"));
        workspace->tables = {Table::fromColumns("e", DatasetKind::Answers, {scores("nps", "nps", {})})};
        QCOMPARE(run(*workspace, 0, "nps = 1 and any answer(nps > 3)")->yes.size(), std::size_t{0});
        QCOMPARE(run(*workspace, 0, "nps = 'x'").error().code, std::string("query.type_mismatch"));
    }

    void cancels() {
        const auto workspace = demo();
        const JobContext job;
        job.cancel();
        for (const char* condition : {"nps = 1", "any answer(nps = 1)", "not reached('到店')", "segment('高价值')"})
            QCOMPARE(run(*workspace, kSurvey, condition, {}, job).error().code, std::string(kCancelled));
    }
};

QTEST_APPLESS_MAIN(TestFilterRows)
#include "tst_filter_rows.moc"
