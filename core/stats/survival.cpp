#include "core/stats/survival.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace xo::stats {

namespace {

Interval logLogInterval(double survival, double se, double level) {
    if (!(survival > 0 && survival < 1)) return {survival, survival};
    const double half = normalQuantile(0.5 + level / 2) * se / (survival * std::abs(std::log(survival)));
    return {std::pow(survival, std::exp(half)), std::pow(survival, std::exp(-half))};
}

} // namespace

std::vector<SurvivalPoint> survivalCurve(std::span<const double> times, std::span<const Ending> endings, double level) {
    assert(times.size() == endings.size());
    std::vector<std::size_t> order(times.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    std::vector<SurvivalPoint> out;
    SurvivalPoint now;
    double greenwood = 0;
    for (std::size_t i = 0; i < order.size();) {
        now.time = times[order[i]];
        now.atRisk = static_cast<double>(order.size() - i);
        now.converted = now.lost = 0;
        for (; i < order.size() && times[order[i]] == now.time; ++i) {
            if (endings[order[i]] == Ending::Converted) ++now.converted;
            if (endings[order[i]] == Ending::Lost) ++now.lost;
        }
        if (now.converted + now.lost == 0) continue;
        now.cifConverted += now.surviving * now.converted / now.atRisk;
        now.cifLost += now.surviving * now.lost / now.atRisk;
        now.surviving *= 1 - (now.converted + now.lost) / now.atRisk;
        now.kaplanMeier *= 1 - now.converted / now.atRisk;
        if (now.atRisk > now.converted) greenwood += now.converted / (now.atRisk * (now.atRisk - now.converted));
        now.se = now.kaplanMeier * std::sqrt(greenwood);
        now.ci = logLogInterval(now.kaplanMeier, now.se, level);
        out.push_back(now);
    }
    return out;
}

const SurvivalPoint* survivalAt(const std::vector<SurvivalPoint>& curve, double time) {
    const auto after = std::upper_bound(curve.begin(), curve.end(), time,
                                        [](double t, const SurvivalPoint& point) { return t < point.time; });
    return after == curve.begin() ? nullptr : &*(after - 1);
}

std::optional<double> medianSurvival(const std::vector<SurvivalPoint>& curve) {
    for (const SurvivalPoint& point : curve)
        if (point.kaplanMeier <= 0.5) return point.time;
    return std::nullopt;
}

} // namespace xo::stats
