#include "core/fusion/ties.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <random>

using namespace xo;
using xo::fusion::tieAnswers;
using xo::testing::TextTables;

namespace {

// "events:row" of each answer, "-" = tied to none, "!" ambiguous, "<" answered before the event
std::string described(const Workspace& workspace, const Result<Ties>& ties) {
    if (!ties) return ties.error().code;
    std::string out;
    for (std::size_t row = 0; row < ties->events.size(); ++row) {
        const EventRef& event = ties->events[row];
        if (row) out += ' ';
        out += event.table < 0
                   ? std::string("-")
                   : workspace.tables[static_cast<std::size_t>(event.table)]->name() + ":" + std::to_string(event.row);
        if (ties->ambiguous.test(row)) out += '!';
        if (ties->beforeEvent.test(row)) out += '<';
    }
    return out;
}

} // namespace

class TestTies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalKeysTieWhateverTheTimes() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer order=link at=time store=dimension",
                                          "c1 o1 2026-01-10T10:00 A\n"
                                          "c1 o1 2026-01-05T10:00 B\n"
                                          "c2 o2 2026-01-05T10:00 A\n"
                                          "c2 o2 2026-01-06T10:00 A\n"
                                          "c3 o3 2026-02-01T10:00 -\n"
                                          "c3 o3 2026-02-02T10:00 C\n"
                                          "c4 o4 - A\n")
                                   .table("a", DatasetKind::Answers, "who=customer order=link at=time score=nps",
                                          "c1 o1 2026-01-07T10:00 9\n" // latest at or before: row 1
                                          "c1 o1 2026-01-10T10:00 9\n" // exactly at: row 0
                                          "c1 o1 2026-01-01T10:00 9\n" // before all: the earliest, row 1
                                          "c2 o2 2027-01-01T10:00 9\n" // a year later all the same
                                          "c3 o3 2026-02-03T10:00 9\n" // a blank is no second value
                                          "c4 o4 2026-01-01T10:00 9\n" // an event without a time
                                          "c1 o9 2026-01-07T10:00 9\n" // unknown key: no as-of where a link is shared
                                          "c1 - 2026-01-07T10:00 9\n"
                                          "c1 o1 - 9\n") // answer without a time: the earliest
                                   .build();
        const auto store = tieAnswers(*workspace, 1, "store", {}, {});
        QCOMPARE(described(*workspace, store), std::string("e:1! e:0! e:1!< e:3 e:5 e:6 - - e:1!"));
        QCOMPARE(store->quality, (LinkQuality{9, 7, 4, 2, 1, 2}));
        // with no column asked for only events of different customers are ambiguous
        const auto any = tieAnswers(*workspace, 1, "", {}, {});
        QCOMPARE(described(*workspace, any), std::string("e:1 e:0 e:1< e:3 e:5 e:6 - - e:1"));
        const auto sum = fusion::linkQuality(*workspace, {});
        QVERIFY(sum.has_value());
        QCOMPARE(*sum, (LinkQuality{9, 7, 0, 2, 1, 2}));
        const Json json = fusion::toJson(*sum);
        QCOMPARE(json.dump(), std::string(R"({"answers":9,"linked":7,"ambiguous":0,"orphans":2,"before_event":1,)"
                                          R"("linked_share":0.7777777777777778,"fan_out_max":2})"));
    }
    void customersUnderOneKey() {
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer order=link at=time",
                       "c1 o1 2026-01-10T10:00\nc2 o1 2026-01-11T10:00\n")
                .table("a", DatasetKind::Answers, "order=link at=time score=nps", "o1 2026-01-12T10:00 9\n")
                .build();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", {}, {})), std::string("e:1!"));
    }
    void dayAnswersAreTakenAtTheEndOfTheDay() {
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "order=link at=time", "o1 2026-01-10T22:00\no1 2026-01-11T00:00\n")
                .table("a", DatasetKind::Answers, "order=link at=time:day score=nps",
                       "o1 2026-01-10 9\no1 2026-01-09 9\no1 2026-01-11 9\n")
                .build();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", {}, {})), std::string("e:0 e:0< e:1"));
    }
    void severalEventTables() {
        const auto workspace =
            TextTables()
                .table("shop", DatasetKind::Events, "who=customer order=link at=time store=dimension",
                       "c1 o1 2026-01-10T10:00 A\n")
                .table("web", DatasetKind::Events, "who=customer order=link at=time store=dimension page=dimension",
                       "c1 o1 2026-01-12T10:00 A x\nc1 o1 2026-01-08T10:00 A y\n")
                .table("a", DatasetKind::Answers, "who=customer order=link at=time score=nps",
                       "c1 o1 2026-01-11T10:00 9\nc1 o1 2026-01-13T10:00 9\n")
                .build();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 2, "", {}, {})), std::string("shop:0 web:0"));
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 2, "store", {}, {})), std::string("shop:0 web:0"));
        // only tables that hold the column are looked at
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 2, "page", {}, {})), std::string("web:1! web:0!"));
    }
    void asOfWithoutASharedLink() {
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer at=time stage=stage",
                       "c1 2026-01-10T10:00 visit\n"
                       "c1 2026-01-05T10:00 lead\n"
                       "c1 2026-01-20T10:00 drive\n"
                       "c2 2026-01-01T00:00 visit\n"
                       "c2 - visit\n")
                .table("a", DatasetKind::Answers, "who=customer order=link at=time stage=stage score=nps",
                       "c1 o1 2026-01-15T10:00 - 9\n"     // latest: visit
                       "c1 o1 2026-01-15T10:00 lead 9\n"  // of its stage
                       "c1 o1 2026-01-15T10:00 drive 9\n" // not yet
                       "c1 o1 2026-01-15T10:00 hall 9\n"  // not a stage of the events: any
                       "c1 o1 2026-01-04T10:00 - 9\n"     // before all
                       "c1 o1 2026-02-19T10:00 - 9\n"     // 30 days to the second
                       "c1 o1 2026-02-19T10:01 - 9\n"     // and past it
                       "c2 o1 2026-01-20T10:00 - 9\n"
                       "- o1 2026-01-20T10:00 - 9\n"
                       "c1 o1 - - 9\n")
                .build();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", {}, {})),
                 std::string("e:0 e:1 - e:0 - e:2 - e:3 - -"));
        fusion::TieOptions shorter;
        shorter.asOfDays = 5;
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", shorter, {})),
                 std::string("e:0 - - e:0 - - - - - -"));
    }
    void asOfDaysOfAnswersDatedByDay() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time:day store=dimension",
                                          "c1 2026-01-01 A\nc1 2026-01-01 B\nc2 2026-01-01 A\n")
                                   .table("a", DatasetKind::Answers, "who=customer at=time:day survey=survey score=nps",
                                          "c1 2026-01-31 s 9\nc1 2026-02-01 s 9\nc2 2026-01-01 s 9\n")
                                   .build();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "store", {}, {})), std::string("e:1! - e:2"));
    }
    void surveyMappedToAStage() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer at=time stage=stage",
                                          "c1 2026-01-01T10:00 drive\nc1 2026-01-02T10:00 order\n")
                                   .table("a", DatasetKind::Answers, "who=customer at=time form=survey score=nps",
                                          "c1 2026-01-03T10:00 TD 9\nc1 2026-01-03T10:00 other 9\n")
                                   .build();
        fusion::TieOptions options;
        options.surveyStages["TD"] = "drive";
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", options, {})), std::string("e:0 e:1"));
    }
    // against a loop over everything
    void bruteForce() {
        std::mt19937 random(11);
        const auto draw = [&](unsigned below) { return random() % below; };
        int tied = 0;
        for (int trial = 0; trial < 60; ++trial) {
            const bool link = trial % 2;
            std::string events, answers;
            for (int i = 0; i < 40; ++i)
                events += "c" + std::to_string(draw(5)) + " " + (link ? "o" + std::to_string(draw(9)) : "-") +
                          " 2026-01-" + std::to_string(10 + draw(20)) + " " + (draw(3) ? "A" : "B") + "\n";
            for (int i = 0; i < 40; ++i)
                answers += "c" + std::to_string(draw(6)) + " " + (link ? "o" + std::to_string(draw(11)) : "-") +
                           " 2026-01-" + std::to_string(10 + draw(20)) + " 9\n";
            const auto workspace =
                TextTables()
                    .table("e", DatasetKind::Events,
                           link ? "who=customer order=link at=time s=dimension"
                                : "who=customer order=dimension at=time s=dimension",
                           events)
                    .table("a", DatasetKind::Answers, "who=customer order=link at=time score=nps", answers)
                    .build();
            const auto ties = tieAnswers(*workspace, 1, "s", fusion::TieOptions{5, {}}, {});
            QVERIFY(ties.has_value());
            const auto cell = [&](std::size_t table, std::size_t column, std::size_t row) {
                return (*workspace->tables[table]->column(column))->text(row, workspace->zone);
            };
            for (std::size_t a = 0; a < 40; ++a) {
                const Instant answered = (*workspace->tables[1]->column(2))->times[a];
                std::optional<std::size_t> before, first;
                for (std::size_t e = 0; e < 40; ++e) {
                    const Instant at = (*workspace->tables[0]->column(2))->times[e];
                    const std::size_t key = link ? 1 : 0;
                    if (cell(0, key, e) != cell(1, key, a) || cell(0, key, e).empty()) continue;
                    if (!link && (at > answered || at < answered - 5 * kMsPerDay)) continue;
                    const auto time = [&](std::size_t row) { return (*workspace->tables[0]->column(2))->times[row]; };
                    if (at <= answered && (!before || at >= time(*before))) before = e;
                    if (!first || at < time(*first)) first = e;
                }
                const auto expected = before ? before : link ? first : std::nullopt;
                QCOMPARE(ties->events[a].table, expected ? 0 : -1);
                if (expected) QCOMPARE(std::size_t{ties->events[a].row}, *expected);
                if (expected) ++tied;
                QCOMPARE(ties->beforeEvent.test(a), expected && !before);
            }
        }
        QVERIFY(tied > 1000);
    }
    void emptyTables() {
        const auto workspace = TextTables()
                                   .table("e", DatasetKind::Events, "who=customer order=link at=time", "")
                                   .table("a", DatasetKind::Answers, "who=customer order=link at=time score=nps", "")
                                   .table("b", DatasetKind::Answers, "score=nps", "9\n-\n")
                                   .build();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", {}, {})), std::string());
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 2, "", {}, {})), std::string("- -"));
        QVERIFY(fusion::toJson(*fusion::linkQuality(*workspace, {})).at("linked_share") == 0.0);
        const auto nothing = TextTables().build();
        QVERIFY(fusion::toJson(*fusion::linkQuality(*nothing, {})).at("linked_share").is_null());
    }
    void cancel() {
        const auto workspace =
            TextTables()
                .table("e", DatasetKind::Events, "order=link at=time", "o1 2026-01-10T22:00\n")
                .table("a", DatasetKind::Answers, "order=link at=time:day score=nps", "o1 2026-01-10 9\n")
                .build();
        JobContext job;
        job.cancel();
        QCOMPARE(described(*workspace, tieAnswers(*workspace, 1, "", {}, job)), std::string(kCancelled));
    }
};

QTEST_APPLESS_MAIN(TestTies)
#include "tst_ties.moc"
