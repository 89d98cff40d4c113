#include "core/analysis/score/clusterbatch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xo::analysis {

namespace {
constexpr std::size_t kMostCounters = 1U << 20;
constexpr std::size_t kMostClasses = 250;
} // namespace

std::optional<ScoreClasses> ScoreClasses::from(std::span<const double> values) {
    if (values.empty() || values.size() > kMostClasses) return std::nullopt;
    if (!std::all_of(values.begin(), values.end(),
                     [](double value) { return std::abs(value) <= 1000 && value == std::round(value); }))
        return std::nullopt;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    ScoreClasses out;
    out.low = static_cast<std::int64_t>(*least);
    out.step = 0;
    for (const double value : values)
        out.step = std::gcd(out.step, static_cast<std::int64_t>(value) - out.low);
    out.step = std::max<std::int64_t>(1, out.step);
    const auto classOf = [&](double value) {
        return static_cast<std::size_t>((static_cast<std::int64_t>(value) - out.low) / out.step);
    };
    out.count = classOf(*most) + 1;
    if (out.count > kMostClasses) return std::nullopt;
    out.of.fill(kNone);
    for (std::size_t v = 0; v < values.size(); ++v)
        out.of[v] = static_cast<std::uint8_t>(classOf(values[v]));
    return out;
}

void WholeSums::addTo(ClusterSums& out) const {
    out.aa += static_cast<double>(aa), out.am += static_cast<double>(am), out.mm += static_cast<double>(mm);
    out.clusters += clusters, out.customers += customers;
}

void WholeCrossSums::addTo(CrossSums& out) const {
    out.ar += static_cast<double>(ar), out.ak += static_cast<double>(ak);
    out.mr += static_cast<double>(mr), out.mk += static_cast<double>(mk);
    out.customers += customers;
}

ClusterBatch::ClusterBatch(const ScoreFrame& frame, const ScoreClasses& classes,
                           std::span<const std::uint32_t> compared)
    : m_scores(classes), m_single(frame.groups.populations() == 1 && compared.empty()), m_cells(kAnswers + 1),
      m_classes(kAnswers + 1), m_ends(kAnswers + 1), m_again(kAnswers + 1), m_groups(frame.cells.count()),
      m_populations(frame.groups.populations()), m_rest(frame.cells.count()),
      m_previous(compared.empty() ? 0 : frame.cells.count()) {
    for (auto& list : m_lists)
        list.resize(kAnswers + 1);
    const std::size_t cells = frame.cells.count();
    m_populationOf.resize(cells);
    m_compared.assign(compared.begin(), compared.end());
    m_compared.resize(cells, kNoGroup);
    for (std::size_t cell = 0; cell < cells; ++cell)
        m_populationOf[cell] = frame.groups.population(cell);
    std::size_t counters = m_single ? 0 : cells * m_scores.count;
    for (std::size_t count = 1; count + 1 < kLists; ++count) {
        m_customers[count].assign(sums(count), 0);
        if (!m_single) continue;
        m_from[count] = counters;
        counters += cells * m_scores.count * sums(count);
    }
    m_counts = counters <= kMostCounters;
    if (m_counts) m_counters.assign(counters, 0);
}

void ClusterBatch::run() {
    count<1>();
    count<2>();
    count<3>();
    count<4>();
    count<5>();
    count<6>();
    count<7>();
    constexpr std::size_t kLong = kLists - 1;
    for (std::size_t k = 0; k < m_sizes[kLong]; ++k) {
        const std::size_t begin = m_lists[kLong][k], count = m_ends[k] - begin;
        std::int64_t a = 0;
        for (std::size_t i = begin; i < m_ends[k]; ++i)
            a += m_scores.value(m_classes[i]);
        m_total.add(a, static_cast<std::int64_t>(count), 1);
        m_repeats += {1, 1, static_cast<std::int64_t>(count)};
        book(begin, count);
    }
    m_sizes.fill(0);
}

// Customers with so many answers.
template <std::size_t Count>
void ClusterBatch::count() {
    const std::vector<std::uint16_t>& list = m_lists[Count];
    const std::size_t size = m_sizes[Count], classes = m_scores.count;
    const std::size_t stride = m_single ? sums(Count) : 1;
    std::uint32_t* const counters = m_counts ? m_counters.data() + m_from[Count] : nullptr;
    std::int64_t* const customers = m_customers[Count].data();
    std::size_t again = 0;
    for (std::size_t k = 0; k < size; ++k) {
        const std::uint16_t* const cells = m_cells.data() + list[k];
        const std::uint8_t* const scores = m_classes.data() + list[k];
        std::size_t sum = 0;
        for (std::size_t i = 0; i < Count; ++i)
            sum += scores[i];
        ++customers[sum];
        bool shared = !m_counts;
        if (m_single) {
            for (std::size_t i = 0; i < Count; ++i)
                for (std::size_t j = 0; j < i; ++j)
                    shared |= cells[i] == cells[j];
        } else {
            for (std::size_t i = 0; i < Count; ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    shared |= m_populationOf[cells[i]] == m_populationOf[cells[j]];
                    shared |= m_compared[cells[i]] == cells[j];
                    shared |= m_compared[cells[j]] == cells[i];
                }
        }
        m_again[again] = list[k];
        again += shared ? 1U : 0U;
        if (!counters) continue;
        const std::size_t beside = m_single ? sum : 0;
        for (std::size_t i = 0; i < Count; ++i)
            counters[(cells[i] * classes + scores[i]) * stride + beside] += shared ? 0U : 1U;
    }
    for (std::size_t k = 0; k < again; ++k)
        book(m_again[k], Count);
}

// A customer whatever its answers.
void ClusterBatch::book(std::size_t begin, std::size_t count) {
    const std::uint16_t* const cells = m_cells.data() + begin;
    const std::uint8_t* const scores = m_classes.data() + begin;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t cell = cells[i], compared = m_compared[cell], population = m_populationOf[cell];
        std::int64_t a = 0, m = 0, allA = 0, allM = 0, otherA = 0, otherM = 0;
        bool first = true, firstOfAll = true;
        for (std::size_t j = 0; j < count; ++j) {
            const std::int64_t x = m_scores.value(scores[j]);
            const bool own = cells[j] == cell, beside = m_populationOf[cells[j]] == population;
            const bool other = cells[j] == compared;
            a += own ? x : 0, m += own ? 1 : 0;
            allA += beside ? x : 0, allM += beside ? 1 : 0;
            otherA += other ? x : 0, otherM += other ? 1 : 0;
            first = first && (j >= i || !own);
            firstOfAll = firstOfAll && (j >= i || !beside);
        }
        if (firstOfAll && !m_single) m_populations[population].add(allA, allM, 1);
        if (!first) continue;
        m_groups[cell].add(a, m, 1);
        if (allM > m) m_rest[cell].add(a, m, allA - a, allM - m, 1);
        if (otherM > 0) m_previous[cell].add(a, m, otherA, otherM, 1);
    }
}

// What was only counted.
void ClusterBatch::addCounts(CustomerSums& out) const {
    const std::size_t classes = m_scores.count;
    const auto addCell = [&](std::size_t cell, const WholeSums& own, const WholeCrossSums& rest) {
        own.addTo(out.groups[cell]);
        rest.addTo(out.versusRest[cell]);
        if (!m_single) own.addTo(out.populations[m_populationOf[cell]]);
    };
    WholeSums total;
    for (std::size_t count = 1; count + 1 < kLists; ++count)
        for (std::size_t sum = 0; sum < m_customers[count].size(); ++sum) {
            const std::int64_t n = m_customers[count][sum], m = static_cast<std::int64_t>(count);
            total.add(m * m_scores.low + m_scores.step * static_cast<std::int64_t>(sum), m, 1, n);
            out.repeats += {n, count > 1 ? n : 0, n * m};
        }
    total.addTo(out.total);
    if (m_single) total.addTo(out.populations.front());
    if (!m_counts) return;
    for (std::size_t cell = 0; cell < m_groups.size(); ++cell) {
        WholeSums own;
        WholeCrossSums rest;
        for (std::size_t count = 1; count + 1 < kLists; ++count) {
            if (!m_single && count > 1) break; // all counts are in one table
            const std::size_t stride = m_single ? sums(count) : 1;
            const std::uint32_t* at = m_counters.data() + m_from[count] + cell * classes * stride;
            for (std::size_t score = 0; score < classes; ++score)
                for (std::size_t sum = 0; sum < stride; ++sum, ++at) {
                    if (*at == 0) continue;
                    const std::int64_t n = *at, x = m_scores.value(score);
                    own.add(x, 1, 1, n);
                    if (count == 1) continue;
                    const auto m = static_cast<std::int64_t>(count);
                    const std::int64_t a = m * m_scores.low + m_scores.step * static_cast<std::int64_t>(sum);
                    rest.add(x, 1, a - x, m - 1, 1, n);
                }
        }
        addCell(cell, own, rest);
    }
}

void ClusterBatch::addTo(CustomerSums& out) const {
    addCounts(out);
    for (std::size_t cell = 0; cell < m_groups.size(); ++cell) {
        m_groups[cell].addTo(out.groups[cell]);
        m_rest[cell].addTo(out.versusRest[cell]);
        if (!m_previous.empty()) m_previous[cell].addTo(out.previous[cell]);
    }
    for (std::size_t i = 0; i < m_populations.size(); ++i)
        m_populations[i].addTo(out.populations[i]);
    if (m_single) m_total.addTo(out.populations.front());
    m_total.addTo(out.total);
    out.repeats += m_repeats;
}

} // namespace xo::analysis
