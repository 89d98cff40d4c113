#include "core/stats/multiplicity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xo::stats {

namespace {

std::vector<std::size_t> ascending(std::span<const double> p) {
    std::vector<std::size_t> order;
    order.reserve(p.size());
    for (std::size_t i = 0; i < p.size(); ++i)
        if (!std::isnan(p[i])) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

} // namespace

std::vector<double> benjaminiHochberg(std::span<const double> p) {
    std::vector<double> q(p.size(), std::numeric_limits<double>::quiet_NaN());
    const auto order = ascending(p);
    const double k = static_cast<double>(order.size());
    double least = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        least = std::min(least, p[order[rank - 1]] * k / static_cast<double>(rank));
        q[order[rank - 1]] = least;
    }
    return q;
}

std::vector<double> holm(std::span<const double> p) {
    std::vector<double> adjusted(p.size(), std::numeric_limits<double>::quiet_NaN());
    const auto order = ascending(p);
    double greatest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        greatest = std::max(greatest, std::min(1.0, p[order[i]] * static_cast<double>(order.size() - i)));
        adjusted[order[i]] = greatest;
    }
    return adjusted;
}

} // namespace xo::stats
