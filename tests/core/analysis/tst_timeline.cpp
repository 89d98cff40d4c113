#include "core/analysis/timeline.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

using namespace xo;
using namespace xo::analysis;
using xo::testing::TextTables;

namespace {

std::shared_ptr<Workspace> shop() {
    TextTables tables;
    tables.table("visits", DatasetKind::Events, "who=customer order=link at=time what=stage store=dimension",
                 "c1 o1 2026-01-05T10:00 order A\n"
                 "c1 o1 2026-01-01T10:00 visit A\n"
                 "c1 o9 - call -\n"
                 "c2 o2 2026-01-01T11:00 visit B\n");
    tables.table("people", DatasetKind::Customers, "who=customer city=dimension", "c1 north\nc2 -\n");
    tables.table("survey", DatasetKind::Answers, "who=customer order=link at=time kind=survey q=csat:1-5",
                 "c1 o1 2026-01-02T12:00 visits 4\n"
                 "c1 o2 2026-01-03T12:00 visits 3\n" // the order is c2's
                 "c1 - 2026-01-07T12:00 visits -\n");
    tables.table("calls", DatasetKind::Feedback, "who=customer at=time:day", "c1 2026-01-05\n");
    return tables.build();
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneOrderOfTime() {
        const auto timeline = customerTimeline(makeContext(shop()), "c1", {});
        QVERIFY(timeline);
        QCOMPARE(timeline->customer, std::string("c1"));
        QCOMPARE(timeline->profile, (std::vector<std::pair<std::string, std::string>>{{"city", "north"}}));
        std::vector<std::string> seen;
        for (const TimelineEntry& entry : timeline->entries)
            seen.push_back(entry.dataset + " " + entry.timeText);
        const std::vector<std::string> wanted{"visits 2026-01-01T10:00:00+08:00",
                                              "survey 2026-01-02T12:00:00+08:00",
                                              "survey 2026-01-03T12:00:00+08:00",
                                              "visits 2026-01-05T10:00:00+08:00",
                                              "calls 2026-01-05",
                                              "survey 2026-01-07T12:00:00+08:00",
                                              "visits "};
        QCOMPARE(seen, wanted);
        QCOMPARE(timeline->entries[0].stage, std::string("visit"));
        QCOMPARE(timeline->entries[0].cells,
                 (std::vector<std::pair<std::string, std::string>>{{"order", "o1"}, {"store", "A"}}));
        QCOMPARE(timeline->entries[1].scores, (std::vector<std::pair<std::string, int>>{{"q", 4}}));
        QVERIFY(timeline->entries[5].scores.empty());
    }
    void tiesWithTheirRule() {
        const auto timeline = customerTimeline(makeContext(shop()), "c1", {});
        QVERIFY(timeline);
        const TimelineEntry& answer = timeline->entries[1];
        QCOMPARE(answer.tie, std::string("link"));
        QCOMPARE(answer.linkKey, std::string("o1"));
        QCOMPARE(answer.event, std::optional<std::size_t>(0)); // the visit: the latest at or before the answer
        QCOMPARE(timeline->entries[0].answers, (std::vector<std::size_t>{1}));
        const TimelineEntry& other = timeline->entries[2];
        QVERIFY(!other.event);
        QCOMPARE(other.otherCustomer, std::optional<std::string>("c2"));
        QCOMPARE(timeline->entries[4].tie, std::string("as_of")); // calls hold no link
        QCOMPARE(timeline->entries[4].asOfDays, 30);
        QCOMPARE(timeline->entries[4].event, std::optional<std::size_t>(3)); // the order of that day
        QVERIFY(timeline->entries[5].tie.empty());                           // no key
    }
    void json() {
        const auto timeline = customerTimeline(makeContext(shop()), "c1", {});
        QVERIFY(timeline);
        const Json json = toJson(*timeline);
        QCOMPARE(json["profile"]["city"].get<std::string>(), std::string("north"));
        QCOMPARE(json["entries"].size(), std::size_t{7});
        QCOMPARE(json["entries"][0]["row"].get<int>(), 2); // rows from 1
        QCOMPARE(json["entries"][1]["tie"]["rule"].get<std::string>(), std::string("link"));
        QCOMPARE(json["entries"][1]["tie"]["event"].get<int>(), 0);
        QVERIFY(json["entries"][5]["tie"].is_null());
        QVERIFY(json["entries"][6]["time"].is_null());
    }
    void unknownCustomer() {
        const auto timeline = customerTimeline(makeContext(shop()), "nobody", {});
        QVERIFY(!timeline);
        QCOMPARE(timeline.error().code, std::string("timeline.no_customer"));
    }
    void nothingButAProfile() {
        TextTables tables;
        tables.table("people", DatasetKind::Customers, "who=customer city=dimension", "c1 north\n");
        const auto timeline = customerTimeline(makeContext(tables.build()), "c1", {});
        QVERIFY(timeline);
        QVERIFY(timeline->entries.empty());
    }
};

QTEST_APPLESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
