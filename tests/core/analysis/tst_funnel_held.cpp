#include "tests/core/analysis/funnelcase.h"

#include <QtTest>

#include <random>
#include <set>

using namespace xo;
using namespace xo::analysis;
using xo::analysis::testing::journeyOf;
using xo::analysis::testing::ran;
using xo::testing::TextTables;

namespace {

std::vector<std::int64_t> reached(const FunnelResult& result) {
    return xo::analysis::testing::reached(result.stages);
}
using Counts = std::vector<std::int64_t>;

FunnelParams journey(const std::vector<std::string>& stages) {
    FunnelParams params = journeyOf(stages);
    params.definition->window = Span{30, Span::Unit::Day};
    return params;
}

std::set<std::string> keys(const std::shared_ptr<Workspace>& workspace, const FunnelParams& params,
                           FunnelFigure::Kind kind, std::size_t stage) {
    FunnelFigure figure;
    figure.kind = kind;
    figure.stage = stage;
    const auto customers = funnelCustomers(makeContext(workspace), params, figure, {});
    std::set<std::string> out;
    if (customers)
        customers->subjects.forEach(
            [&](std::size_t s) { out.emplace(workspace->subjectKey(static_cast<std::uint32_t>(s))); });
    return out;
}

} // namespace

class TestFunnelHeld : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sameOrderThroughTheFunnel() {
        const auto shop = TextTables()
                              .table("e", DatasetKind::Events, "who=customer order=link at=time what=stage",
                                     "c1 o1 2026-01-01 quote\n"
                                     "c1 o2 2026-01-02 order\n" // another order's
                                     "c1 o3 2026-01-03 quote\n"
                                     "c1 o3 2026-01-04 order\n"
                                     "c1 o3 2026-01-05 pay\n"
                                     "c2 o4 2026-01-01 quote\n"
                                     "c2 o5 2026-01-02 order\n"
                                     "c3 - 2026-01-01 quote\n" // which order isn't known
                                     "c3 o6 2026-01-02 order\n"
                                     "c4 o7 2026-03-01 quote\n")
                              .build();
        FunnelParams params = journey({"quote", "order", "pay"});
        QCOMPARE(reached(ran(shop, params)), (Counts{4, 3, 1}));
        params.definition->hold = {"order"};
        const FunnelResult held = ran(shop, params);
        QCOMPARE(reached(held), (Counts{3, 1, 1}));
        QCOMPARE(held.bypass, 1); // c3: an order without the quote
        QCOMPARE(held.notes, (std::vector<std::string>{"funnel.note.hold_blank"}));
        params.attempt = FunnelAttempt::First; // c1's first entry was that of o1
        QCOMPARE(reached(ran(shop, params)), (Counts{3, 0, 0}));
        params.attempt = FunnelAttempt::Every;
        QCOMPARE(reached(ran(shop, params)), (Counts{4, 1, 1}));
        params.definition->hold = {"vin"};
        QCOMPARE(runFunnel(makeContext(shop), params, {}).error().code, std::string("funnel.no_hold_column"));
    }
    void severalColumnsAndExclusion() {
        const auto shop =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer car=dimension dealer=dimension at=time what=stage",
                       "c1 v1 a 2026-01-01 quote\nc1 v1 b 2026-01-02 order\n"
                       "c2 v1 a 2026-01-01 quote\nc2 v1 a 2026-01-02 order\n"
                       "c3 v1 a 2026-01-01 quote\nc3 - - 2026-01-02 stop\nc3 v1 a 2026-01-03 order\n"
                       "c4 v1 a 2026-01-01 quote\nc4 v2 a 2026-01-02 stop\nc4 v1 a 2026-01-03 order\n")
                .build();
        FunnelParams params = journey({"quote", "order"});
        params.definition->exclusion = "what = 'stop'";
        params.definition->hold = {"car", "dealer"};
        const FunnelResult result = ran(shop, params);
        QCOMPARE(reached(result), (Counts{4, 2}));
        // a stop that names no car ends every attempt, another car's none
        QCOMPARE(keys(shop, params, FunnelFigure::Kind::Excluded, 0), (std::set<std::string>{"c3"}));
        QCOMPARE(keys(shop, params, FunnelFigure::Kind::Reached, 1), (std::set<std::string>{"c2", "c4"}));
    }
    // Each order taken for a customer of its own gives the same customers.
    void equalsOrdersAsCustomers_data() {
        QTest::addColumn<int>("order");
        for (const auto order :
             {FunnelOrder::Sequential, FunnelOrder::Strict, FunnelOrder::StrictAll, FunnelOrder::Any})
            QTest::newRow(funnelOrderName(order).data()) << static_cast<int>(order);
    }
    void equalsOrdersAsCustomers() {
        QFETCH(int, order);
        std::mt19937 random(5);
        const auto draw = [&](unsigned below) { return std::to_string(random() % below); };
        std::string plain, apart;
        for (int i = 0; i < 3000; ++i) {
            const std::string who = "c" + draw(250), key = "o" + draw(3), stage = "s" + draw(4);
            const std::string at = "2026-01-" + std::to_string(10 + random() % 20) + "T10:0" + draw(10);
            plain += who + " " + key + " " + at + " " + stage + "\n";
            apart += who + "|" + key + " " + key + " " + at + " " + stage + "\n";
        }
        const char* columns = "who=customer order=dimension at=time what=stage";
        const auto one = TextTables().table("e", DatasetKind::Events, columns, plain).build();
        const auto other = TextTables().table("e", DatasetKind::Events, columns, apart).build();
        FunnelParams params = journey({"s0", "s1", "s2"}), held = params;
        params.window = held.window = Span{5, Span::Unit::Day};
        params.order = held.order = static_cast<FunnelOrder>(order);
        held.definition->hold = {"order"};
        bool any = false;
        for (std::size_t k = 0; k < 3; ++k) {
            std::set<std::string> wanted;
            for (const std::string& key : keys(other, params, FunnelFigure::Kind::Reached, k))
                wanted.insert(key.substr(0, key.find('|')));
            QCOMPARE(keys(one, held, FunnelFigure::Kind::Reached, k), wanted);
            any = any || (k == 2 && !wanted.empty());
        }
        QVERIFY(any);
    }

    void optionalStage() {
        const auto shop =
            TextTables()
                .table("e", DatasetKind::Events, "who=customer at=time what=stage",
                       "c1 2026-01-01 lead\nc1 2026-01-02 visit\nc1 2026-01-03 drive\nc1 2026-01-05 order\n"
                       "c2 2026-01-01 lead\nc2 2026-01-03 drive\nc2 2026-01-04 order\n" // no visit
                       "c3 2026-01-01 lead\nc3 2026-01-02 visit\n"
                       "c4 2026-01-01 lead\nc4 2026-01-03 drive\nc4 2026-01-04 visit\n" // too late
                       "c5 2026-01-01 lead\n"
                       "c6 2026-06-01 other\n")
                .build();
        FunnelParams params = journey({"lead", "visit", "drive", "order"});
        QCOMPARE(reached(ran(shop, params)), (Counts{5, 3, 1, 1}));
        params.definition->stages[1].optional = true;
        const FunnelResult result = ran(shop, params);
        QCOMPARE(reached(result), (Counts{5, 2, 3, 2}));
        QCOMPARE(result.stages[2].all.rateFromPrevious, std::optional(3.0 / 5)); // of the leads
        QCOMPARE(result.stages[0].wentOn, 3);                                    // lead → drive
        QCOMPARE(result.stages[1].wentOn, 1);                                    // visit → drive
        QCOMPARE(result.stages[0].lost, 1);                                      // c5
        QCOMPARE(result.stages[1].lost, 1);                                      // c3
        QCOMPARE(result.stages[2].lost, 1);                                      // c4
        // lead → drive took 2 days each time
        QCOMPARE(result.stages[2].timeFromPrevious->p50, std::optional(2 * 86400.0));
        QCOMPARE(keys(shop, params, FunnelFigure::Kind::Reached, 1), (std::set<std::string>{"c1", "c3"}));
        QCOMPARE(keys(shop, params, FunnelFigure::Kind::Converted, 0), (std::set<std::string>{"c1", "c2", "c4"}));
        QCOMPARE(keys(shop, params, FunnelFigure::Kind::Converted, 1), (std::set<std::string>{"c1"}));
        // whoever visits in between doesn't break a strict order
        params.order = FunnelOrder::StrictAll;
        QCOMPARE(reached(ran(shop, params)), (Counts{5, 2, 3, 2}));
        params.order = FunnelOrder::Any;
        QCOMPARE(reached(ran(shop, params)), (Counts{5, 3, 3, 2})); // c4's visit counts
        params.definition->stages[0].optional = true;
        QCOMPARE(runFunnel(makeContext(shop), params, {}).error().code, std::string("model.bad_journey"));
    }
    // Without its optional stages a journey has the same customers at the others.
    void optionalStagesChangeNothingElse() {
        std::mt19937 random(9);
        const auto draw = [&](unsigned below) { return std::to_string(random() % below); };
        std::string events;
        for (int i = 0; i < 3000; ++i)
            events += "c" + draw(400) + " 2026-01-" + std::to_string(10 + random() % 20) + " s" + draw(6) + "\n";
        const auto shop =
            TextTables().table("e", DatasetKind::Events, "who=customer at=time what=stage", events).build();
        FunnelParams some = journey({"s0", "s2", "s4"}), all = journey({"s0", "s1", "s2", "s3", "s4"});
        all.definition->stages[1].optional = all.definition->stages[3].optional = true;
        const FunnelResult without = ran(shop, some), with = ran(shop, all);
        for (std::size_t k = 0; k < 3; ++k) {
            QCOMPARE(with.stages[2 * k].all, without.stages[k].all);
            QCOMPARE(with.stages[2 * k].matured, without.stages[k].matured);
            QCOMPARE(with.stages[2 * k].wentOn, without.stages[k].wentOn);
            QCOMPARE(with.stages[2 * k].timeFromPrevious, without.stages[k].timeFromPrevious);
        }
        QVERIFY(with.stages[1].all.reached > 20 && with.stages[4].all.reached > 20);
        std::int64_t stopped = 0;
        for (const FunnelStage& stage : with.stages)
            stopped += stage.open + stage.lost;
        QCOMPARE(stopped + with.stages[4].all.reached, with.entrants);
    }
};

QTEST_APPLESS_MAIN(TestFunnelHeld)
#include "tst_funnel_held.moc"
