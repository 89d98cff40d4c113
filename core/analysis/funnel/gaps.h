#pragma once

#include "core/analysis/funnel/funnel.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

namespace xo::analysis::detail {

/// Values in the parts in which they were found, never put end to end: numbers of a unit of so many ms.
template <class T>
struct Gaps {
    std::vector<std::span<const T>> parts;
    std::size_t size = 0;
    std::int64_t unit = 1;
    void add(std::span<const T> values) {
        if (!values.empty()) parts.emplace_back(values);
        size += values.size();
    }
    template <class F>
    void each(F&& f) const {
        for (const auto& part : parts)
            for (const T value : part)
                f(value);
    }
};

/// Sorted values at some ascending ranks, by counting the high bits of all values and sorting only those that share
/// them with a wanted one.
template <class T>
class Ranked {
public:
    Ranked(const Gaps<T>& values, const std::vector<std::size_t>& ranks) : m_ranks(ranks) {
        T low = values.parts.front().front(), high = low;
        values.each([&](T value) {
            low = std::min(low, value);
            high = std::max(high, value);
        });
        while (static_cast<std::uint64_t>(high - low) >> m_shift >= kBuckets)
            ++m_shift;
        const auto bucketOf = [this, from = low](T value) {
            return static_cast<std::size_t>(static_cast<std::uint64_t>(value - from) >> m_shift);
        };
        std::vector<std::uint32_t> counts(kBuckets, 0);
        values.each([&](T value) { ++counts[bucketOf(value)]; });
        std::vector<std::uint8_t> wanted(kBuckets, 0);
        std::size_t before = 0, next = 0;
        for (std::size_t bucket = 0; bucket < kBuckets && next < ranks.size(); ++bucket) {
            bool holds = false;
            for (; next < ranks.size() && ranks[next] < before + counts[bucket]; ++next) {
                m_skipped.push_back(before - m_kept);
                holds = true;
            }
            if (holds) {
                wanted[bucket] = 1;
                m_kept += counts[bucket];
            }
            before += counts[bucket];
        }
        // written for every value, kept for the wanted ones: no branch to guess
        m_values.resize(m_kept + 1);
        std::size_t to = 0;
        values.each([&](T value) {
            m_values[to] = value;
            to += wanted[bucketOf(value)];
        });
        m_values.pop_back();
        std::sort(m_values.begin(), m_values.end());
    }
    T at(std::size_t i) const { return m_values[m_ranks[i] - m_skipped[i]]; }

private:
    static constexpr std::size_t kBuckets = 1U << 14;
    const std::vector<std::size_t>& m_ranks;
    int m_shift = 0;
    std::size_t m_kept = 0;
    std::vector<std::size_t> m_skipped; // by rank: values below that were not kept
    std::vector<T> m_values;
};

/// Type 7 quantiles of several ascending probabilities, in ms.
template <class T>
std::vector<double> quantiles(const Gaps<T>& values, std::initializer_list<double> probabilities) {
    constexpr std::size_t kFew = 1U << 13;
    std::vector<std::size_t> ranks; // of each and the one above; ascending where there are many values
    for (const double p : probabilities) {
        ranks.push_back(static_cast<std::size_t>(p * static_cast<double>(values.size - 1)));
        ranks.push_back(std::min(ranks.back() + 1, values.size - 1));
    }
    std::optional<Ranked<T>> ranked;
    std::vector<T> few;
    if (values.size > kFew) {
        ranked.emplace(values, ranks);
    } else {
        few.reserve(values.size);
        values.each([&](T value) { few.push_back(value); });
    }
    std::vector<double> out;
    auto from = few.begin(); // each selection only looks at what lies above the one before
    for (const double p : probabilities) {
        const std::size_t i = 2 * out.size();
        const double rest = p * static_cast<double>(values.size - 1) - static_cast<double>(ranks[i]);
        T value = 0, above = 0;
        if (ranked) {
            value = ranked->at(i);
            above = ranked->at(i + 1);
        } else {
            const auto at = few.begin() + static_cast<std::ptrdiff_t>(ranks[i]);
            std::nth_element(from, at, few.end());
            value = *at;
            above = rest > 0 && at + 1 != few.end() ? *std::min_element(at + 1, few.end()) : value;
            from = at;
        }
        const auto ms = [&](T number) { return static_cast<double>(std::int64_t{number} * values.unit); };
        out.push_back(rest > 0 ? ms(value) + rest * ms(above - value) : ms(value));
    }
    return out;
}

template <class T>
StageTimes timesOf(const Gaps<T>& gaps) {
    StageTimes out;
    if (gaps.size == 0) return out;
    std::int64_t sum = 0;
    gaps.each([&](T gap) { sum += gap; });
    out.mean = static_cast<double>(sum * gaps.unit) / static_cast<double>(gaps.size) / 1000.0;
    const std::vector<double> ms = quantiles(gaps, {0.5, 0.75, 0.9});
    out.p50 = ms[0] / 1000.0;
    out.p75 = ms[1] / 1000.0;
    out.p90 = ms[2] / 1000.0;
    return out;
}

} // namespace xo::analysis::detail
