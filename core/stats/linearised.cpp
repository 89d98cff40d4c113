#include "core/stats/linearised.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace xo::stats {

namespace {

// Row numbers by cluster, rows of one cluster in their own order: the sums do not depend on how the sort breaks ties.
std::vector<std::size_t> orderedByCluster(std::span<const std::uint32_t> clusters) {
    std::vector<std::size_t> order(clusters.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return clusters[a] < clusters[b]; });
    return order;
}

struct ClusterSquares {
    double sum = 0; // Σ_c (Σ_{i∈c} uᵢ)²
    std::int64_t count = 0;
};

ClusterSquares clusterSquares(const std::vector<double>& u, std::span<const std::uint32_t> clusters) {
    ClusterSquares out;
    if (clusters.empty()) {
        for (const double value : u)
            out.sum += value * value;
        out.count = static_cast<std::int64_t>(u.size());
        return out;
    }
    const auto order = orderedByCluster(clusters);
    for (std::size_t i = 0; i < order.size();) {
        const std::uint32_t cluster = clusters[order[i]];
        double total = 0;
        for (; i < order.size() && clusters[order[i]] == cluster; ++i)
            total += u[order[i]];
        out.sum += total * total;
        ++out.count;
    }
    return out;
}

// The mean of equal values is that value: a quotient of sums would be off by a rounding, and its "error" not 0.
double weightedMean(double sumWx, double sumW, double low, double high) {
    return low == high ? low : sumWx / sumW;
}

bool areWeights(std::span<const double> weights) {
    return std::all_of(weights.begin(), weights.end(), [](double w) { return w > 0 && std::isfinite(w); });
}

} // namespace

double kishEffectiveSize(std::span<const double> weights) {
    double sum = 0;
    double squares = 0;
    for (const double w : weights)
        sum += w, squares += w * w;
    return squares > 0 ? sum * sum / squares : 0;
}

std::optional<LinearisedMean> linearisedMean(std::span<const double> values, std::span<const double> weights,
                                             std::span<const std::uint32_t> clusters) {
    const std::size_t n = values.size();
    if (n == 0 || (!weights.empty() && weights.size() != n) || (!clusters.empty() && clusters.size() != n) ||
        !areWeights(weights))
        return std::nullopt;
    const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
    double sumW = 0;
    double sumWx = 0;
    for (std::size_t i = 0; i < n; ++i)
        sumW += weight(i), sumWx += weight(i) * values[i];

    LinearisedMean out;
    out.n = static_cast<std::int64_t>(n);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    out.mean = weightedMean(sumWx, sumW, *low, *high);
    out.nEff = weights.empty() ? static_cast<double>(n) : kishEffectiveSize(weights);
    std::vector<double> u(n);
    for (std::size_t i = 0; i < n; ++i)
        u[i] = weight(i) * (values[i] - out.mean) / sumW;
    const ClusterSquares squares = clusterSquares(u, clusters);
    out.clusters = squares.count;
    const double m = static_cast<double>(squares.count);
    out.df = m - 1;
    out.se = squares.count < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(m / (m - 1) * squares.sum);
    return out;
}

double clusteredDf(std::int64_t clusters) {
    return clusters < 30 ? static_cast<double>(clusters - 1) : std::numeric_limits<double>::infinity();
}

std::optional<DifferenceTest> clusteredDifference(std::span<const double> values, std::span<const std::uint8_t> inGroup,
                                                  std::span<const std::uint32_t> clusters,
                                                  std::span<const double> weights, double level) {
    const std::size_t n = values.size();
    if (n == 0 || inGroup.size() != n || clusters.size() != n || (!weights.empty() && weights.size() != n) ||
        !areWeights(weights))
        return std::nullopt;
    const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
    double sumW[2] = {0, 0};
    double sumWx[2] = {0, 0};
    double low[2] = {values[0], values[0]};
    double high[2] = {values[0], values[0]};
    for (std::size_t i = 0; i < n; ++i) {
        const int side = inGroup[i] != 0 ? 1 : 0;
        low[side] = sumW[side] > 0 ? std::min(low[side], values[i]) : values[i];
        high[side] = sumW[side] > 0 ? std::max(high[side], values[i]) : values[i];
        sumW[side] += weight(i);
        sumWx[side] += weight(i) * values[i];
    }
    if (!(sumW[0] > 0) || !(sumW[1] > 0)) return std::nullopt;
    const double mean[2] = {weightedMean(sumWx[0], sumW[0], low[0], high[0]),
                            weightedMean(sumWx[1], sumW[1], low[1], high[1])};
    double unclustered = 0;
    std::vector<double> u(n);
    for (std::size_t i = 0; i < n; ++i) {
        const int side = inGroup[i] != 0 ? 1 : 0;
        const double part = weight(i) * (values[i] - mean[side]) / sumW[side];
        u[i] = side == 1 ? part : -part;
        unclustered += part * part;
    }
    const ClusterSquares squares = clusterSquares(u, clusters);
    // answers that cancel within every cluster leave only rounding
    if (!(squares.sum > 1e-13 * unclustered)) return std::nullopt;
    return differenceTest(mean[1] - mean[0], std::sqrt(squares.sum), clusteredDf(squares.count), level);
}

} // namespace xo::stats
