#include "core/analysis/funnel/peergroups.h"

#include "core/stats/multiplicity.h"
#include "core/stats/peers.h"

namespace xo::analysis::detail {

namespace {

constexpr std::int64_t kLeastEntrants = 30;
constexpr std::size_t kLeastPeers = 6;
constexpr double kWinsor = 0.1;

} // namespace

void comparePeerGroups(FunnelResult& result) {
    if (result.overlapping) return;
    for (std::size_t k = 0; k + 1 < result.stages.size(); ++k) {
        std::vector<FunnelStage*> compared;
        std::vector<double> converted, n;
        for (FunnelGroup& group : result.groups) {
            if (!group.value || group.stages[k].matured.reached < kLeastEntrants) continue;
            compared.push_back(&group.stages[k]);
            n.push_back(static_cast<double>(group.stages[k].matured.reached));
            converted.push_back(static_cast<double>(group.stages[k + 1].matured.reached));
        }
        if (compared.size() < kLeastPeers) continue;
        const stats::PeerComparison peers = stats::comparePeers(converted, n, kWinsor);
        if (peers.units.empty()) continue; // nobody or everybody goes on
        std::vector<double> p;
        for (const stats::PeerUnit& unit : peers.units)
            p.push_back(unit.lowP);
        const std::vector<double> q = stats::benjaminiHochberg(p);
        for (std::size_t i = 0; i < compared.size(); ++i)
            compared[i]->versusPeers = PeerStanding{static_cast<std::int64_t>(compared.size()),
                                                    peers.target,
                                                    peers.units[i].value,
                                                    peers.units[i].naiveZ,
                                                    peers.units[i].adjustedZ,
                                                    p[i],
                                                    q[i]};
    }
}

} // namespace xo::analysis::detail
