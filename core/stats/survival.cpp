#include "core/stats/survival.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace xo::stats {

namespace {

// Of a survival or an incidence: the transformation treats both alike.
Interval logLogInterval(double survival, double se, double level) {
    if (!(survival > 0 && survival < 1)) return {survival, survival};
    const double half = normalQuantile(0.5 + level / 2) * se / (survival * std::abs(std::log(survival)));
    return {std::pow(survival, std::exp(half)), std::pow(survival, std::exp(-half))};
}

// Running sums of the variance of one incidence F: V = v1 + F²·v3 − 2F·v2.
class IncidenceVariance {
public:
    /// `surviving` just before the time, `after` behind it; `incidence` behind it.
    void add(double surviving, double after, double incidence, double atRisk, double converted, double lost) {
        const auto part = [&](double endings, double a, double b) {
            const double ties = endings > 1 ? 1 - (endings - 1) / (atRisk - 1) : 1;
            const double variance = surviving * surviving * ties * endings / (atRisk * atRisk);
            m_v1 += a * a * variance;
            m_v2 += a * b * variance;
            m_v3 += b * b * variance;
        };
        const double inverse = after > 0 ? 1 / after : 0;
        if (lost > 0 && after > 0) part(lost, incidence * inverse, inverse);
        if (converted > 0) part(converted, 1 + incidence * inverse, inverse);
    }
    double se(double incidence) const {
        return std::sqrt(std::max(0.0, m_v1 + incidence * incidence * m_v3 - 2 * incidence * m_v2));
    }

private:
    double m_v1 = 0, m_v2 = 0, m_v3 = 0;
};

} // namespace

std::vector<SurvivalPoint> survivalCurve(std::span<const double> times, std::span<const Ending> endings, double level) {
    assert(times.size() == endings.size());
    std::vector<std::size_t> order(times.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    std::vector<SurvivalPoint> out;
    SurvivalPoint now;
    double greenwood = 0;
    IncidenceVariance incidence;
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
        const double before = now.surviving;
        now.surviving = now.converted + now.lost < now.atRisk ? before * (1 - (now.converted + now.lost) / now.atRisk)
                                                              : 0; // exactly: the variance divides by it
        incidence.add(before, now.surviving, now.cifConverted, now.atRisk, now.converted, now.lost);
        now.cifSe = incidence.se(now.cifConverted);
        now.cifCi = logLogInterval(now.cifConverted, now.cifSe, level);
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
