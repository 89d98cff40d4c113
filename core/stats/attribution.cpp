#include "core/stats/attribution.h"

#include "core/stats/distributions.h"

#include <cmath>
#include <functional>
#include <numeric>

namespace xo::stats {

namespace {

double product(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 1.0, std::multiplies<>());
}

// (a − b)/ln(a/b). Written with log1p: the plain quotient loses its digits where a is close to b.
double logarithmicMean(double a, double b) {
    if (a == b) return a;
    const double relative = (a - b) / b;
    return (a - b) / std::log1p(relative);
}

} // namespace

std::vector<double> stageContributions(std::span<const double> before, std::span<const double> after) {
    if (before.size() != after.size()) return {};
    for (const double rate : before)
        if (!(rate > 0)) return {};
    for (const double rate : after)
        if (!(rate > 0)) return {};
    const double weight = logarithmicMean(product(after), product(before));
    std::vector<double> out(before.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = weight * std::log(after[i] / before[i]);
    return out;
}

double safeRate(const StepRate& step) {
    return step.converted > 0 && step.n > 0 ? step.converted / step.n : (step.converted + 0.5) / (step.n + 1);
}

std::optional<ExpectedLoss> expectedLoss(const StepRate& now, const StepRate& reference, std::span<const double> onward,
                                         double level) {
    if (!(now.n > 0) || !(reference.n > 0)) return std::nullopt;
    const double p = now.converted / now.n;
    const double expected = reference.converted / reference.n;
    const double scale = now.n * product(onward);
    ExpectedLoss out;
    out.lost = scale * (expected - p);
    const double half = normalQuantile(0.5 + level / 2) * scale *
                        std::sqrt(p * (1 - p) / now.n + expected * (1 - expected) / reference.n);
    out.ci = {out.lost - half, out.lost + half};
    return out;
}

std::vector<GroupContribution> groupContributions(std::span<const GroupRate> groups) {
    double n0 = 0, n1 = 0, whole0 = 0, whole1 = 0;
    for (const GroupRate& group : groups) {
        n0 += group.n0, n1 += group.n1;
        whole0 += group.n0 * group.rate0, whole1 += group.n1 * group.rate1;
    }
    if (!(n0 > 0) || !(n1 > 0)) return {};
    const double middle = (whole0 / n0 + whole1 / n1) / 2;
    std::vector<GroupContribution> out;
    for (const GroupRate& group : groups) {
        const double w0 = group.n0 / n0, w1 = group.n1 / n1;
        const double rate0 = group.n0 > 0 ? group.rate0 : group.rate1, rate1 = group.n1 > 0 ? group.rate1 : group.rate0;
        GroupContribution& one = out.emplace_back();
        one.mix = (w1 - w0) * ((rate0 + rate1) / 2 - middle);
        one.rate = (w0 + w1) / 2 * (rate1 - rate0);
        if (group.n0 > 0 && group.n1 > 0)
            one.se = (w0 + w1) / 2 * std::sqrt(group.variance0 / group.n0 + group.variance1 / group.n1);
    }
    return out;
}

} // namespace xo::stats
