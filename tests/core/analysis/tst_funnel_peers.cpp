#include "core/analysis/funnel/funnel.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

using namespace xo;
using namespace xo::analysis;

namespace {

// {orders, test drives} of a store each; two days for everybody, in windows long over
FunnelResult funnelOf(const std::vector<std::pair<int, int>>& stores, const std::string& others = {}) {
    std::string events = others;
    for (std::size_t s = 0; s < stores.size(); ++s)
        for (int i = 0; i < stores[s].second; ++i) {
            const std::string who = "c" + std::to_string(s) + "_" + std::to_string(i);
            events += who + " 2026-01-01 drive s" + std::to_string(s) + "\n";
            if (i < stores[s].first) events += who + " 2026-01-02 order s" + std::to_string(s) + "\n";
        }
    events += "z 2026-06-01 other s0\n";
    const auto workspace =
        xo::testing::TextTables()
            .table("e", DatasetKind::Events, "who=customer at=time what=stage store=dimension", events)
            .build();
    FunnelParams params;
    params.stages = {"drive", "order"};
    params.window = Span{30, Span::Unit::Day};
    params.by = "store";
    return *runFunnel(makeContext(workspace), params, {});
}

bool near(double actual, double expected) {
    return std::abs(actual - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

} // namespace

class TestFunnelPeers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // METHODS 2.5, worked case peer_overdispersion, from events to the figures of each store
    void workedCase() {
        const auto result =
            funnelOf({{80, 400}, {132, 600}, {45, 180}, {210, 900}, {66, 420}, {150, 620}, {98, 410}, {30, 210}});
        const std::vector<double> z = {-0.8175238514701649, 0.18753723973134742, 1.0794134487344116,
                                       1.2003326390633366,  -2.969036046110535,  1.5160298735865456,
                                       1.089794446953101,   -2.6017832602119055};
        const std::vector<double> adjusted = {-0.49952013122340927, 0.09998922294455925, 0.8147191962248737,
                                              0.5492107240055152,   -1.7863583398446723, 0.7988286659657676,
                                              0.6607262976792738,   -1.8969285925173205};
        QCOMPARE(result.groups.size(), std::size_t(8));
        for (const FunnelGroup& group : result.groups) {
            const auto s = static_cast<std::size_t>(group.value->back() - '0');
            const auto& standing = group.stages[0].versusPeers;
            QVERIFY(standing);
            QCOMPARE(standing->groups, std::int64_t(8));
            QVERIFY(near(standing->target, 0.21684491978609627));
            QVERIFY(near(standing->z, z[s]));
            QVERIFY(near(standing->adjustedZ, adjusted[s]));
            QVERIFY(!group.stages[1].versusPeers);
        }
        const Json json = toJson(result)["groups"][0]["stages"];
        QCOMPARE(json[0]["versus_peers"]["groups"].get<int>(), 8);
        QVERIFY(json[1]["versus_peers"].is_null());
        QVERIFY(!toJson(result)["stages"][0].contains("versus_peers"));
    }
    void onlyWhereThereIsEnough() {
        // five stores with a base; the sixth has 29 entrants
        auto few = funnelOf({{20, 100}, {20, 100}, {20, 100}, {20, 100}, {25, 100}, {9, 29}});
        for (const FunnelGroup& group : few.groups)
            QVERIFY(!group.stages[0].versusPeers);
        auto enough = funnelOf({{20, 100}, {20, 100}, {20, 100}, {20, 100}, {25, 100}, {9, 30}});
        QVERIFY(enough.groups[0].stages[0].versusPeers);
        // nobody goes on: nothing to compare
        auto none = funnelOf({{0, 100}, {0, 100}, {0, 100}, {0, 100}, {0, 100}, {0, 100}}, "y 2025-12-01 order s0\n");
        QVERIFY(!none.groups[0].stages[0].versusPeers);
        // one that does far worse than alike ones is told by q
        const auto worse = funnelOf({{300, 1000},
                                     {300, 1000},
                                     {301, 1000},
                                     {299, 1000},
                                     {300, 1000},
                                     {300, 1000},
                                     {302, 1000},
                                     {298, 1000},
                                     {300, 1000},
                                     {300, 1000},
                                     {301, 1000},
                                     {150, 1000}});
        int flagged = 0;
        for (const FunnelGroup& group : worse.groups)
            if (group.stages[0].versusPeers->q <= 0.05) {
                ++flagged;
                QCOMPARE(group.value.value_or(""), std::string("s11"));
            }
        QCOMPARE(flagged, 1);
    }
};

QTEST_APPLESS_MAIN(TestFunnelPeers)
#include "tst_funnel_peers.moc"
