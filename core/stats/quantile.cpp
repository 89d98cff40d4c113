#include "core/stats/quantile.h"

#include <algorithm>
#include <cmath>

namespace xo::stats {

namespace {

struct Place {
    std::size_t index;
    double fraction;
};

Place placeOf(std::size_t n, double probability) {
    const double at = probability * static_cast<double>(n - 1);
    const double below = std::floor(at);
    return {static_cast<std::size_t>(below), at - below};
}

template <class T>
double between(T low, T high, double fraction) {
    const double a = static_cast<double>(low);
    return fraction == 0 ? a : a + fraction * (static_cast<double>(high) - a);
}

template <class T>
std::optional<double> sortedQuantile(std::span<const T> sorted, double probability) {
    if (sorted.empty() || !(probability >= 0) || !(probability <= 1)) return std::nullopt;
    const Place place = placeOf(sorted.size(), probability);
    return between(sorted[place.index], sorted[std::min(place.index + 1, sorted.size() - 1)], place.fraction);
}

template <class T>
std::optional<double> selectedQuantile(std::span<T> values, double probability) {
    if (values.empty() || !(probability >= 0) || !(probability <= 1)) return std::nullopt;
    const Place place = placeOf(values.size(), probability);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(place.index);
    std::nth_element(values.begin(), at, values.end());
    if (place.fraction == 0) return static_cast<double>(*at);
    return between(*at, *std::min_element(at + 1, values.end()), place.fraction);
}

} // namespace

std::optional<double> quantileSorted(std::span<const double> sorted, double probability) {
    return sortedQuantile(sorted, probability);
}
std::optional<double> quantileSorted(std::span<const std::int64_t> sorted, double probability) {
    return sortedQuantile(sorted, probability);
}
std::optional<double> quantile(std::span<double> values, double probability) {
    return selectedQuantile(values, probability);
}
std::optional<double> quantile(std::span<std::int64_t> values, double probability) {
    return selectedQuantile(values, probability);
}

} // namespace xo::stats
