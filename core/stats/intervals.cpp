#include "core/stats/intervals.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>

namespace xo::stats {

namespace {
constexpr double kUsual = 0.95;

// of the level that a table of a thousand rows asks for a thousand times it is found once
double criticalZ(double level) {
    static const double usual = normalQuantile(0.5 + kUsual / 2);
    return level == kUsual ? usual : normalQuantile(0.5 + level / 2);
}
} // namespace

std::optional<NpsEstimate> npsEstimate(const NpsCounts& counts, double level) {
    const double n = static_cast<double>(counts.n());
    if (counts.promoters < 0 || counts.passives < 0 || counts.detractors < 0 || n == 0) return std::nullopt;
    const double p = static_cast<double>(counts.promoters) / n;
    const double d = static_cast<double>(counts.detractors) / n;
    NpsEstimate out;
    // one rounding only, so that a round NPS comes out round
    out.nps = 100.0 * static_cast<double>(counts.promoters - counts.detractors) / n;
    out.se = 100.0 * std::sqrt(std::max(0.0, p + d - (p - d) * (p - d)) / n);

    const double adjustedN = n + 3;
    const double adjustedP = (static_cast<double>(counts.promoters) + 0.75) / adjustedN;
    const double adjustedD = (static_cast<double>(counts.detractors) + 0.75) / adjustedN;
    const double centre = adjustedP - adjustedD;
    const double se = std::sqrt((adjustedP + adjustedD - centre * centre) / adjustedN);
    const double half = criticalZ(level) * se;
    out.adjustedNps = 100.0 * centre;
    out.adjustedSe = 100.0 * se;
    out.ci = {std::max(-100.0, 100.0 * (centre - half)), std::min(100.0, 100.0 * (centre + half))};
    return out;
}

std::optional<Interval> wilsonInterval(double k, double n, double level) {
    if (!(n > 0) || !(k >= 0) || !(k <= n)) return std::nullopt;
    const double z = criticalZ(level);
    const double p = k / n;
    const double scale = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / scale;
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    return Interval{k == 0 ? 0.0 : std::max(0.0, centre - half), k == n ? 1.0 : std::min(1.0, centre + half)};
}

std::optional<Interval> tInterval(double estimate, double se, double df, double level) {
    if (!(df > 0) || !(se >= 0)) return std::nullopt;
    const double half = tQuantile(0.5 + level / 2, df) * se;
    return Interval{estimate - half, estimate + half};
}

std::optional<MeanEstimate> meanEstimate(std::int64_t n, double mean, double sumOfSquaredDeviations, double level) {
    if (n < 2) return std::nullopt;
    const double count = static_cast<double>(n);
    MeanEstimate out;
    out.mean = mean;
    out.df = count - 1;
    out.se = std::sqrt(std::max(0.0, sumOfSquaredDeviations) / out.df / count);
    const auto ci = tInterval(mean, out.se, out.df, level);
    if (!ci) return std::nullopt;
    out.ci = *ci;
    return out;
}

std::optional<ShareDifference> newcombeDifference(double k1, double n1, double k0, double n0, double level) {
    const auto first = wilsonInterval(k1, n1, level);
    const auto second = wilsonInterval(k0, n0, level);
    if (!first || !second) return std::nullopt;
    const double p1 = k1 / n1;
    const double p0 = k0 / n0;
    const double difference = p1 - p0;
    return ShareDifference{difference,
                           {difference - std::hypot(p1 - first->low, second->high - p0),
                            difference + std::hypot(first->high - p1, p0 - second->low)}};
}

} // namespace xo::stats
