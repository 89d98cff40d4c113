#include "core/stats/interaction.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>

namespace xo::stats {

std::optional<Slope> slopeOfTable(std::span<const double> x, std::span<const double> y,
                                  std::span<const std::int64_t> counts) {
    if (y.empty() || counts.size() != x.size() * y.size()) return std::nullopt;
    Slope out;
    double sumX = 0;
    double sumY = 0;
    const auto forCells = [&](const auto& f) {
        for (std::size_t i = 0; i < x.size(); ++i)
            for (std::size_t j = 0; j < y.size(); ++j)
                f(x[i], y[j], static_cast<double>(counts[i * y.size() + j]));
    };
    for (const std::int64_t count : counts)
        out.n += count;
    if (out.n < 3) return std::nullopt;
    const double n = static_cast<double>(out.n);
    forCells([&](double a, double b, double c) { sumX += c * a, sumY += c * b; });
    const double meanX = sumX / n;
    const double meanY = sumY / n;
    double sxx = 0;
    double sxy = 0;
    forCells([&](double a, double b, double c) {
        sxx += c * (a - meanX) * (a - meanX);
        sxy += c * (a - meanX) * (b - meanY);
    });
    if (!(sxx > 0)) return std::nullopt;
    out.slope = sxy / sxx;
    double meat = 0;
    forCells([&](double a, double b, double c) {
        const double residual = b - meanY - out.slope * (a - meanX);
        meat += c * (a - meanX) * (a - meanX) * residual * residual;
    });
    out.se = std::sqrt(n / (n - 2) * meat) / sxx;
    return out;
}

std::optional<Interaction> interaction(std::span<const Slope> groups) {
    if (groups.size() < 2) return std::nullopt;
    double weights = 0;
    double weighted = 0;
    double rising = 0;
    double falling = 0;
    for (const Slope& group : groups) {
        if (!(group.se > 0)) return std::nullopt;
        const double weight = 1 / (group.se * group.se);
        weights += weight;
        weighted += weight * group.slope;
        (group.slope > 0 ? rising : falling) += group.slope * group.slope * weight;
    }
    Interaction out;
    for (const Slope& group : groups) {
        const double distance = (group.slope - weighted / weights) / group.se;
        out.cochranQ += distance * distance;
    }
    const double df = static_cast<double>(groups.size()) - 1;
    out.heterogeneityP = chiSquaredUpperP(out.cochranQ, df);
    out.gailSimonQ = std::min(rising, falling);
    if (!(out.gailSimonQ > 0)) return out;
    double share = std::pow(0.5, df); // binomial(groups − 1, ½) at 0
    out.oppositeP = 0;
    for (std::size_t h = 1; h < groups.size(); ++h) {
        share *= (df - static_cast<double>(h) + 1) / static_cast<double>(h);
        out.oppositeP += share * chiSquaredUpperP(out.gailSimonQ, static_cast<double>(h));
    }
    return out;
}

} // namespace xo::stats
