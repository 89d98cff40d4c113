#include "core/stats/peers.h"

#include "core/stats/distributions.h"
#include "core/stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xo::stats {

PeerComparison comparePeers(std::span<const double> converted, std::span<const double> n, double winsor) {
    const double total = std::accumulate(n.begin(), n.end(), 0.0);
    if (converted.size() != n.size() || !(total > 0)) return {};
    const double target = std::accumulate(converted.begin(), converted.end(), 0.0) / total;
    std::vector<double> values(n.size()), ses(n.size());
    for (std::size_t i = 0; i < n.size(); ++i) {
        if (!(n[i] > 0)) continue;
        values[i] = converted[i] / n[i];
        ses[i] = std::sqrt(target * (1 - target) / n[i]);
    }
    return comparePeers(values, ses, target, winsor);
}

PeerComparison comparePeers(std::span<const double> values, std::span<const double> ses, double target, double winsor) {
    PeerComparison out;
    if (values.size() != ses.size()) return out;
    out.target = target;
    std::vector<double> sorted;
    double weights = 0, squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        PeerUnit& unit = out.units.emplace_back();
        unit.value = values[i];
        unit.se = ses[i];
        if (!(unit.se > 0)) continue;
        unit.naiveZ = (unit.value - target) / unit.se;
        sorted.push_back(unit.naiveZ);
        const double weight = 1 / (unit.se * unit.se);
        weights += weight;
        squares += weight * weight;
    }
    if (sorted.empty()) return {};
    std::sort(sorted.begin(), sorted.end());
    const double low = *quantileSorted(std::span<const double>(sorted), winsor);
    const double high = *quantileSorted(std::span<const double>(sorted), 1 - winsor);
    const double count = static_cast<double>(sorted.size());
    double sum = 0;
    for (const double z : sorted)
        sum += std::clamp(z, low, high) * std::clamp(z, low, high);
    out.dispersion = sum / count;
    const double spare = weights - squares / weights; // 0 with one unit
    if (count * out.dispersion > count - 1 && spare > 0)
        out.between = std::max(0.0, (count * out.dispersion - (count - 1)) / spare);
    for (PeerUnit& unit : out.units) {
        if (!(unit.se > 0)) continue;
        unit.adjustedZ = (unit.value - target) / std::sqrt(unit.se * unit.se + out.between);
        unit.lowP = normalCdf(unit.adjustedZ);
    }
    return out;
}

} // namespace xo::stats
