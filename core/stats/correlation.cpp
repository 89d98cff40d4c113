#include "core/stats/correlation.h"

#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xo::stats {

namespace {

std::optional<Correlation> finished(std::int64_t n, double sxx, double syy, double sxy, bool ranks, double level) {
    if (n < 4 || !(sxx > 0) || !(syy > 0)) return std::nullopt;
    const double count = static_cast<double>(n);
    Correlation out;
    out.n = n;
    out.coefficient = std::clamp(sxy / std::sqrt(sxx) / std::sqrt(syy), -1.0, 1.0);
    const double r = out.coefficient;
    if (std::abs(r) == 1) {
        out.p = 0;
        out.ci = {r, r};
        return out;
    }
    out.p = tTwoSidedP(r * std::sqrt((count - 2) / ((1 - r) * (1 + r))), count - 2);
    const double variance = (ranks ? 1 + r * r / 2 : 1.0) / (count - 3);
    const double half = normalQuantile(0.5 + level / 2) * std::sqrt(variance);
    out.ci = {std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
    return out;
}

std::optional<Correlation> correlated(std::span<const double> x, std::span<const double> y, bool ranks, double level) {
    if (x.size() != y.size() || x.empty()) return std::nullopt;
    const double n = static_cast<double>(x.size());
    const double meanX = std::accumulate(x.begin(), x.end(), 0.0) / n;
    const double meanY = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double dx = x[i] - meanX;
        const double dy = y[i] - meanY;
        sxx += dx * dx, syy += dy * dy, sxy += dx * dy;
    }
    return finished(static_cast<std::int64_t>(x.size()), sxx, syy, sxy, ranks, level);
}

// Mid-rank of each class of a margin, given how many fall into each.
std::vector<double> marginRanks(const std::vector<std::int64_t>& margin) {
    std::vector<double> ranks(margin.size());
    std::int64_t before = 0;
    for (std::size_t i = 0; i < margin.size(); ++i) {
        ranks[i] = static_cast<double>(before) + (static_cast<double>(margin[i]) + 1) / 2;
        before += margin[i];
    }
    return ranks;
}

} // namespace

std::vector<double> midRanks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        const double rank = (static_cast<double>(i + 1) + static_cast<double>(end)) / 2;
        for (; i < end; ++i)
            ranks[order[i]] = rank;
    }
    return ranks;
}

std::optional<Correlation> pearson(std::span<const double> x, std::span<const double> y, double level) {
    return correlated(x, y, false, level);
}

std::optional<Correlation> spearman(std::span<const double> x, std::span<const double> y, double level) {
    if (x.size() != y.size()) return std::nullopt;
    const auto rankX = midRanks(x);
    const auto rankY = midRanks(y);
    return correlated(rankX, rankY, true, level);
}

std::optional<Correlation> spearmanOfTable(std::span<const std::int64_t> counts, std::size_t columns, double level) {
    if (columns == 0 || counts.empty() || counts.size() % columns != 0) return std::nullopt;
    const std::size_t rows = counts.size() / columns;
    std::vector<std::int64_t> byRow(rows);
    std::vector<std::int64_t> byColumn(columns);
    std::int64_t n = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] < 0) return std::nullopt;
        byRow[i / columns] += counts[i];
        byColumn[i % columns] += counts[i];
        n += counts[i];
    }
    const auto rankX = marginRanks(byRow);
    const auto rankY = marginRanks(byColumn);
    const double mean = (static_cast<double>(n) + 1) / 2;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double weight = static_cast<double>(counts[i]);
        const double dx = rankX[i / columns] - mean;
        const double dy = rankY[i % columns] - mean;
        sxx += weight * dx * dx, syy += weight * dy * dy, sxy += weight * dx * dy;
    }
    return finished(n, sxx, syy, sxy, true, level);
}

} // namespace xo::stats
