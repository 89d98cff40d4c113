#include "core/analysis/score/moments.h"

#include "core/stats/linearised.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xo::analysis {

namespace {

// What is left of a difference of equal sums, relative to them.
constexpr double kRounding = 1e-13;

template <class T, class Operation>
void combine(std::vector<T>& into, const std::vector<T>& other, Operation operation) {
    if (into.size() < other.size()) into.resize(other.size());
    for (std::size_t i = 0; i < other.size(); ++i)
        into[i] = operation(into[i], other[i]);
}

} // namespace

std::int64_t Histogram::n() const {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

Histogram& Histogram::operator+=(const Histogram& other) {
    combine(counts, other.counts, std::plus<>());
    combine(weights, other.weights, std::plus<>());
    combine(squaredWeights, other.squaredWeights, std::plus<>());
    return *this;
}

Histogram& Histogram::operator-=(const Histogram& part) {
    combine(counts, part.counts, std::minus<>());
    combine(weights, part.weights, std::minus<>());
    combine(squaredWeights, part.squaredWeights, std::minus<>());
    return *this;
}

std::optional<double> Moments::se() const {
    if (n < 2) return std::nullopt;
    const double count = static_cast<double>(n);
    return std::sqrt(count / (count - 1) * squares) / sumW;
}

Moments momentsOf(const Histogram& histogram, std::span<const double> values) {
    Moments out;
    const bool weighted = !histogram.weights.empty();
    double sumWx = 0;
    double sumW2 = 0;
    double onlyValue = 0;
    int different = 0;
    for (std::size_t v = 0; v < histogram.counts.size(); ++v) {
        if (histogram.counts[v] == 0) continue; // also skips what subtracting weights left over
        const double count = static_cast<double>(histogram.counts[v]);
        const double weight = weighted ? histogram.weights[v] : count;
        out.n += histogram.counts[v];
        out.sumW += weight;
        sumWx += weight * values[v];
        sumW2 += weighted ? histogram.squaredWeights[v] : count;
        if (different == 0 || values[v] != onlyValue) ++different;
        onlyValue = values[v];
    }
    if (out.n == 0) return out;
    out.constant = different == 1;
    out.mean = out.constant ? onlyValue : sumWx / out.sumW;
    out.nEff = out.sumW * out.sumW / sumW2;
    for (std::size_t v = 0; v < histogram.counts.size(); ++v) {
        if (histogram.counts[v] == 0) continue;
        const double weight = weighted ? histogram.squaredWeights[v] : static_cast<double>(histogram.counts[v]);
        out.squares += weight * (values[v] - out.mean) * (values[v] - out.mean);
    }
    return out;
}

double clusterSquares(const ClusterSums& sums, const Moments& moments) {
    if (moments.constant) return 0;
    const double squares = sums.aa - 2 * moments.mean * sums.am + moments.mean * moments.mean * sums.mm;
    return squares > kRounding * sums.aa ? squares : 0;
}

std::optional<double> clusteredError(const ClusterSums& sums, const Moments& moments) {
    if (sums.clusters < 2 || moments.n == 0) return std::nullopt;
    const double m = static_cast<double>(sums.clusters);
    return std::sqrt(m / (m - 1) * clusterSquares(sums, moments)) / moments.sumW;
}

std::optional<stats::DifferenceTest> clusteredDifference(const Moments& first, const Moments& second,
                                                         const ClusteredPair& pair) {
    if (first.n == 0 || second.n == 0) return std::nullopt;
    const double product = pair.firstSquares == 0 || pair.secondSquares == 0
                               ? 0
                               : pair.cross.ar - second.mean * pair.cross.ak - first.mean * pair.cross.mr +
                                     first.mean * second.mean * pair.cross.mk;
    const double variance = pair.firstSquares / (first.sumW * first.sumW) +
                            pair.secondSquares / (second.sumW * second.sumW) - 2 * product / (first.sumW * second.sumW);
    // perfectly repeated answers leave only rounding
    const double least =
        1e-13 * (pair.firstSquares / (first.sumW * first.sumW) + pair.secondSquares / (second.sumW * second.sumW));
    if (!(variance > least)) return std::nullopt;
    return stats::differenceTest(first.mean - second.mean, std::sqrt(variance), stats::clusteredDf(pair.clusters));
}

std::optional<stats::DifferenceTest> weightedDifference(const Moments& first, const Moments& second) {
    const auto firstSe = first.se();
    const auto secondSe = second.se();
    if (!firstSe || !secondSe) return std::nullopt;
    return stats::differenceTest(first.mean - second.mean, std::hypot(*firstSe, *secondSe),
                                 static_cast<double>(first.n + second.n - 2));
}

} // namespace xo::analysis
