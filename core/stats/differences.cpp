#include "core/stats/differences.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xo::stats {

std::optional<DifferenceTest> differenceTest(double difference, double se, double df, double level) {
    if (!(se > 0) || !std::isfinite(se) || !std::isfinite(difference) || !(df > 0)) return std::nullopt;
    DifferenceTest out;
    out.difference = difference;
    out.se = se;
    out.df = df;
    out.z = difference / se;
    out.p = tTwoSidedP(out.z, df);
    const double half = tQuantile(0.5 + level / 2, df) * se;
    out.ci = {difference - half, difference + half};
    return out;
}

std::optional<DifferenceTest> npsDifference(const NpsCounts& group, const NpsCounts& other, double level) {
    const auto first = npsEstimate(group, level);
    const auto second = npsEstimate(other, level);
    if (!first || !second) return std::nullopt;
    auto out =
        differenceTest(first->adjustedNps - second->adjustedNps, std::hypot(first->adjustedSe, second->adjustedSe),
                       std::numeric_limits<double>::infinity(), level);
    if (out) out->difference = first->nps - second->nps;
    return out;
}

std::optional<DifferenceTest> welchTest(const SampleMoments& group, const SampleMoments& other, double level) {
    if (group.n < 2 || other.n < 2) return std::nullopt;
    const double first = group.variance / group.n;
    const double second = other.variance / other.n;
    const double sum = first + second;
    if (!(sum > 0)) return std::nullopt;
    const double df = sum * sum / (first * first / (group.n - 1) + second * second / (other.n - 1));
    return differenceTest(group.mean - other.mean, std::sqrt(sum), df, level);
}

std::optional<DifferenceTest> twoProportionTest(double k1, double n1, double k0, double n0, double level) {
    const auto newcombe = newcombeDifference(k1, n1, k0, n0, level);
    if (!newcombe) return std::nullopt;
    const double pooled = (k1 + k0) / (n1 + n0);
    auto out = differenceTest(newcombe->difference, std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0)),
                              std::numeric_limits<double>::infinity(), level);
    if (out) out->ci = newcombe->ci;
    return out;
}

std::optional<DifferenceTest> proportionTest(double k, double n, double target, double level) {
    const auto wilson = wilsonInterval(k, n, level);
    if (!wilson) return std::nullopt;
    auto out = differenceTest(k / n - target, std::sqrt(target * (1 - target) / n),
                              std::numeric_limits<double>::infinity(), level);
    if (!out) return out;
    out->ci = {wilson->low - target, wilson->high - target};
    if (constexpr double kEnough = 10; n * std::min(target, 1 - target) < kEnough)
        out->p = std::min(1.0, 2 * std::min(binomialLowerP(k, n, target), binomialUpperP(k, n, target)));
    return out;
}

} // namespace xo::stats
