#include "core/query/reach.h"
#include "tests/core/query/fixture.h"

#include <QTest>

using namespace xo;
using namespace xo::query;
using namespace xo::querytest;

namespace {

std::shared_ptr<Workspace> demo() {
    auto workspace = std::make_shared<Workspace>();
    workspace->zone = *TimeZone::named("Asia/Shanghai");
    const TimeZone& zone = workspace->zone;
    auto customers = std::make_shared<Dictionary>();
    auto links = std::make_shared<Dictionary>();
    workspace->tables = {
        Table::fromColumns(
            "survey", DatasetKind::Answers,
            {category("customer", "customer", {"b", "a", "", "c", "b"}, customers),
             times("answered_at", "time", ValueType::DateTime,
                   {"2026-01-01 08:30:00", "", "2026-01-01 08:30:00", "2025-12-31 00:00:00", "2026-03-31 23:59:59"},
                   zone),
             scores("nps", "nps", {9, -2, 3, 9, -5}), category("region", "", {"华南", "", "华东", "华南", "华东"}),
             numbers("weight", {0.1, 5, std::nan(""), -0.0, 0}), texts("note", {"x", "", "y", "x", "z"}),
             category("event.kind", "", {"k", "k", "", "l", "k"}), category("city", "", {"s1", "s2", "s3", "", ""})}),
        Table::fromColumns("visits", DatasetKind::Events,
                           {category("customer", "customer", {"a", "b", "b", "d"}, customers),
                            category("order", "link", {"l1", "l2", "l3", "l4"}, links),
                            category("store", "", {"S1", "S2", "", "S1"}), numbers("wait", {1, 2, 3, 1})}),
        Table::fromColumns("calls", DatasetKind::Events,
                           {category("customer", "customer", {"a", "c"}, customers),
                            category("store", "", {"S2", "S9"}), numbers("minutes", {7, 8})}),
        Table::fromColumns("people", DatasetKind::Customers,
                           {category("id", "customer", {"a", "b", "b", ""}, customers),
                            category("gender", "", {"女", "男", "女", "x"}),
                            category("city", "", {"p1", "p2", "p3", "p4"}),
                            times("joined", "", ValueType::Date, {"2025-06-30", "", "2026-01-01", ""}, zone)}),
        Table::fromColumns(
            "old_people", DatasetKind::Customers,
            {category("id", "customer", {"c"}, customers), category("city", "", {"q"}), category("tier", "", {"高"})}),
        Table::fromColumns("complaints", DatasetKind::Feedback,
                           {category("order", "link", {"l2", "l9", ""}, links), scores("stars", "csat", {1, 2, 3})}),
        Table::fromColumns("gmv", DatasetKind::Metrics,
                           {category("region", "", {"华东"}), category("unit", "", {"u"})}),
    };
    workspace->customers = customers;
    workspace->links = links;
    return workspace;
}

/// The value of each row, "-" for the blank group; checks on the way that the codes are dense, in order of first
/// appearance, and that no label stands twice.
std::string shown(const Dimension& dimension) {
    std::string out;
    std::uint32_t highest = 0;
    for (const std::uint32_t code : dimension.codes) {
        if (code > highest + 1) return "codes out of order";
        highest = std::max(highest, code);
        out += (out.empty() ? "" : " ") + dimension.labels.at(code).value_or("-");
    }
    if (dimension.labels.size() != highest + 1 || dimension.labels[0]) return "labels without rows";
    for (std::size_t i = 1; i < dimension.labels.size(); ++i)
        for (std::size_t j = 1; j < i; ++j)
            if (dimension.labels[i] == dimension.labels[j]) return "repeated label";
    return out;
}

struct Case {
    std::size_t table;
    const char* name;
    const char* values;
};

const Case kCases[] = {
    {0, "region", "华南 - 华东 华南 华东"},
    {0, "REGION", "华南 - 华东 华南 华东"},
    {0, "answer.region", "华南 - 华东 华南 华东"},
    {0, "nps", "9 - 3 9 -"},
    {0, "weight", "0.1 5 - 0 0"},
    {0, "note", "x - y x z"},
    {0, "answered_at", "2026-01-01 08:30:00 - 2026-01-01 08:30:00 2025-12-31 00:00:00 2026-03-31 23:59:59"},
    {0, "customer", "b a - c b"},
    {0, "customer.gender", "男 女 - - 男"},
    {0, "gender", "男 女 - - 男"},
    {0, "customer.\"gender\"", "男 女 - - 男"},
    {0, "customer.joined", "- 2025-06-30 - - -"},
    {0, "city", "s1 s2 s3 - -"},
    {0, "customer.city", "p2 p1 - - p2"},
    {0, "tier", "- - - 高 -"},
    {0, "event.kind", "k k - l k"},
    {1, "customer.gender", "女 男 男 -"},
    {1, "event.store", "S1 S2 - S1"},
    {1, "minutes", "- - - -"},
    {5, "customer.gender", "男 - -"},
    {3, "gender", "女 男 女 x"},
    {3, "customer.tier", "- - - -"},
    {6, "unit", "u"},
    {6, "region", "华东"},
};

struct Wrong {
    std::size_t table;
    const char* name;
    const char* code;
    const char* second;
};

const Wrong kWrong[] = {
    {0, "regoin", "query.unknown_name", "region"},  {0, "customer.gendre", "query.unknown_name", "gender"},
    {0, "event.shop", "query.unknown_name", "–"},   {0, "store", "query.ambiguous_name", "visits, calls"},
    {0, "stars", "query.not_single", "complaints"}, {0, "feedback.stars", "query.not_single", "complaints"},
    {1, "nps", "query.not_single", "survey"},       {0, "unit", "query.unknown_name", "wait"},
};

} // namespace

class TestReach : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rows() {
        const auto workspace = demo();
        const FakeHooks hooks;
        for (const Case& c : kCases) {
            const auto got = reachRows(c.name, *workspace, hooks, c.table, JobContext());
            QVERIFY2(got, (std::string(c.name) + ": " + (got ? "" : got.error().code)).c_str());
            QCOMPARE(got->name.c_str(), c.name);
            QCOMPARE(got->codes.size(), workspace->tables[c.table]->rows());
            QVERIFY2(shown(*got) == c.values, (std::string(c.name) + ": " + shown(*got)).c_str());
            QVERIFY(!got->link);
        }
    }

    void tiedEvents() {
        const auto workspace = demo();
        const FakeHooks hooks;
        for (const char* name : {"event.store", "event.wait", "wait", "event.minutes"}) {
            const std::string column = std::string(name).substr(std::string(name).find('.') + 1);
            const auto ties = *hooks.ties(*workspace, 0, column, JobContext());
            std::string expected;
            for (const EventRef& event : ties->events) {
                std::string value;
                if (event.table >= 0) {
                    const Table& table = *workspace->tables[static_cast<std::size_t>(event.table)];
                    value = (*table.column(*table.find(column)))->text(event.row, workspace->zone);
                }
                expected += (expected.empty() ? "" : " ") + (value.empty() ? "-" : value);
            }
            const auto got = reachRows(name, *workspace, hooks, 0, JobContext());
            QVERIFY2(got, name);
            QVERIFY2(shown(*got) == expected, (shown(*got) + " / " + expected).c_str());
            QVERIFY(expected.find_first_not_of("- ") != std::string::npos);
            QVERIFY(got->link && *got->link == ties->quality);
        }
    }

    void subjects() {
        const auto workspace = demo();
        const auto got = reachSubjects("gender", *workspace, JobContext());
        QVERIFY(got);
        QCOMPARE(got->codes.size(), workspace->subjectCount());
        const auto of = [&](const char* key) {
            return got->labels.at(got->codes.at(workspace->findSubject(key))).value_or("-");
        };
        QCOMPARE(of("a"), std::string("女"));
        QCOMPARE(of("b"), std::string("男"));
        QCOMPARE(of("c"), std::string("-"));
        QCOMPARE(of("l9"), std::string("-"));
        QCOMPARE(got->codes[0], 0U);
        QCOMPARE(reachSubjects("customer.gender", *workspace, JobContext())->codes, got->codes);
        QCOMPARE(reachSubjects("nps", *workspace, JobContext()).error().code, std::string("query.not_single"));
        QCOMPARE(reachSubjects("gendre", *workspace, JobContext()).error().code, std::string("query.unknown_name"));
    }

    void mistakes() {
        const auto workspace = demo();
        const FakeHooks hooks;
        for (const Wrong& wrong : kWrong) {
            const auto got = reachRows(wrong.name, *workspace, hooks, wrong.table, JobContext());
            QVERIFY2(!got, wrong.name);
            QCOMPARE(got.error().code.c_str(), wrong.code);
            QCOMPARE(got.error().args.at(1).c_str(), wrong.second);
        }
    }

    void cancels() {
        const auto workspace = demo();
        const FakeHooks hooks;
        const JobContext job;
        job.cancel();
        QCOMPARE(reachRows("region", *workspace, hooks, 0, job).error().code, std::string(kCancelled));
        QCOMPARE(reachSubjects("gender", *workspace, job).error().code, std::string(kCancelled));
    }

    void anOverlapOfTheClockIsOneLabel() {
        auto workspace = std::make_shared<Workspace>();
        workspace->zone = *TimeZone::named("Europe/Berlin");
        auto column =
            std::make_shared<Column>(*times("at", "time", ValueType::DateTime, {"2026-10-25 02:30"}, workspace->zone));
        column->times.push_back(column->times[0] + 3'600'000);
        column->rows = 2;
        workspace->tables = {Table::fromColumns("t", DatasetKind::Metrics, {column})};
        const auto got = reachRows("at", *workspace, FakeHooks(), 0, JobContext());
        QCOMPARE(shown(*got), std::string("2026-10-25 02:30:00 2026-10-25 02:30:00"));
        QCOMPARE(got->codes, (std::vector<std::uint32_t>{1, 1}));
    }
};

QTEST_APPLESS_MAIN(TestReach)
#include "tst_reach.moc"
