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
      m_classes(kAnswers + 1), m_groups(frame.cells.count()), m_populations(frame.groups.populations()),
      m_rest(frame.cells.count()), m_previous(compared.empty() ? 0 : frame.cells.count()) {
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

template <class EndOf>
void ClusterBatch::countAll(std::size_t customers, EndOf&& endOf) {
    // those without answers change nothing
    static constexpr std::array<std::uint64_t, kLists> kOne{0,          1,          1ULL << 8,  1ULL << 16, 1ULL << 24,
                                                            1ULL << 32, 1ULL << 40, 1ULL << 48, 1ULL << 56};
    m_large.clear();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < customers;) {
        std::uint64_t sizes = 0;
        for (const std::size_t last = std::min(customers, at + kAtOnce); at < last; ++at) {
            const std::size_t end = endOf(at);
            const std::size_t list = std::min(end - begin, kLists - 1);
            const std::size_t shift = list == 0 ? 0 : 8 * (list - 1);
            m_ends[sizes >> 56] = static_cast<std::uint16_t>(end);
            m_lists[list][sizes >> shift & 0xFFU] = static_cast<std::uint16_t>(begin);
            sizes += kOne[list];
            begin = end;
        }
        run(sizes);
    }
}

void ClusterBatch::count(std::span<const std::uint16_t> ends) {
    countAll(ends.size(), [&](std::size_t i) { return std::size_t{ends[i]}; });
}

void ClusterBatch::count(std::span<const std::uint64_t> ends, std::uint64_t begin, const std::uint16_t* places) {
    countAll(ends.size(), [&](std::size_t i) { return std::size_t{places[ends[i] - begin]}; });
}

void ClusterBatch::run(std::uint64_t sizes) {
    const auto size = [sizes](std::size_t list) { return static_cast<std::size_t>(sizes >> 8 * (list - 1) & 0xFFU); };
    countList<1>(size(1));
    countList<2>(size(2));
    countList<3>(size(3));
    countList<4>(size(4));
    countList<5>(size(5));
    countList<6>(size(6));
    countList<7>(size(7));
    constexpr std::size_t kLong = kLists - 1;
    for (std::size_t k = 0; k < size(kLong); ++k) {
        const std::size_t begin = m_lists[kLong][k], count = m_ends[k] - begin;
        if (count > kMostOfOne) {
            m_large.emplace_back(m_lists[kLong][k], m_ends[k]);
            continue;
        }
        std::int64_t a = 0;
        for (std::size_t i = begin; i < m_ends[k]; ++i)
            a += m_scores.value(m_classes[i]);
        m_total.add(a, static_cast<std::int64_t>(count), 1);
        m_repeats += {1, 1, static_cast<std::int64_t>(count)};
        book(begin, count);
    }
}

// Customers with so many answers.
template <std::size_t Count>
void ClusterBatch::countList(std::size_t size) {
    const std::size_t classes = m_scores.count, stride = m_single ? sums(Count) : 1;
    std::uint32_t* const counters = m_counts ? m_counters.data() + m_from[Count] : nullptr;
    std::int64_t* const customers = m_customers[Count].data();
    const std::uint32_t* const populations = m_populationOf.data();
    const std::uint32_t* const compared = m_compared.data();
    std::size_t again = 0;
    for (std::size_t k = 0; k < size; ++k) {
        const std::uint16_t begin = m_lists[Count][k];
        const std::uint16_t* const cells = m_cells.data() + begin;
        const std::uint8_t* const scores = m_classes.data() + begin;
        std::size_t sum = 0;
        for (std::size_t i = 0; i < Count; ++i)
            sum += scores[i];
        ++customers[sum];
        bool shared = false;
        if (m_single) {
            for (std::size_t i = 0; i < Count; ++i)
                for (std::size_t j = 0; j < i; ++j)
                    shared |= cells[i] == cells[j];
        } else {
            for (std::size_t i = 0; i < Count; ++i)
                for (std::size_t j = 0; j < i; ++j) {
                    shared |= populations[cells[i]] == populations[cells[j]];
                    shared |= compared[cells[i]] == cells[j];
                    shared |= compared[cells[j]] == cells[i];
                }
        }
        m_again[again] = begin;
        again += shared ? 1U : 0U;
        if (!counters) {
            book(begin, Count);
            continue;
        }
        const std::size_t beside = m_single ? sum : 0;
        for (std::size_t i = 0; i < Count; ++i)
            ++counters[(cells[i] * classes + scores[i]) * stride + beside];
    }
    if (!counters) return;
    for (std::size_t k = 0; k < again; ++k) {
        const std::uint16_t* const cells = m_cells.data() + m_again[k];
        const std::uint8_t* const scores = m_classes.data() + m_again[k];
        m_single ? correctSingle<Count>(cells, scores) : correct<Count>(cells, scores);
    }
}

// Two answers x and y of one customer in one cell were counted as clusters of their own, each beside the other: their
// cluster has 2xy more in Σa², and the group's rest as much less.
template <std::size_t Count>
void ClusterBatch::correctSingle(const std::uint16_t* cells, const std::uint8_t* scores) {
    for (std::size_t i = 1; i < Count; ++i) {
        std::size_t before = 0;
        for (std::size_t j = 0; j < i; ++j) {
            if (cells[i] != cells[j]) continue;
            ++before;
            const std::int64_t x = m_scores.value(scores[i]), y = m_scores.value(scores[j]);
            WholeSums& group = m_groups[cells[i]];
            group.aa += 2 * x * y, group.am += x + y, group.mm += 2;
            WholeCrossSums& rest = m_rest[cells[i]];
            rest.ar -= 2 * x * y, rest.ak -= x + y, rest.mr -= x + y, rest.mk -= 2;
        }
        if (before == 0) continue;
        --m_groups[cells[i]].clusters, --m_groups[cells[i]].customers;
        // all the customer's answers in one cell: there is no rest
        m_rest[cells[i]].customers -= before + 1 == Count ? 2 : 1;
    }
}

template <std::size_t Count>
void ClusterBatch::correct(const std::uint16_t* cells, const std::uint8_t* scores) {
    for (std::size_t i = 0; i < Count; ++i) {
        const std::uint32_t cell = cells[i], population = m_populationOf[cell], compared = m_compared[cell];
        const std::int64_t x = m_scores.value(scores[i]);
        bool cellBefore = false, populationBefore = false, beside = false, other = false;
        for (std::size_t j = 0; j < Count; ++j) {
            const bool isOther = cells[j] == compared;
            if (j == i || (m_populationOf[cells[j]] != population && !isOther)) continue;
            const std::int64_t y = m_scores.value(scores[j]);
            if (isOther) {
                other = true;
                m_previous[cell].add(x, 1, y, 1, 0);
            }
            if (m_populationOf[cells[j]] != population) continue;
            populationBefore |= j < i;
            WholeSums& all = m_populations[population];
            all.aa += x * y, all.am += x, ++all.mm;
            if (cells[j] == cell) {
                cellBefore |= j < i;
                WholeSums& group = m_groups[cell];
                group.aa += x * y, group.am += x, ++group.mm;
            } else {
                beside = true;
                m_rest[cell].add(x, 1, y, 1, 0);
            }
        }
        if (populationBefore) --m_populations[population].clusters, --m_populations[population].customers;
        if (cellBefore) {
            --m_groups[cell].clusters, --m_groups[cell].customers;
            continue;
        }
        if (beside) ++m_rest[cell].customers;
        if (other) ++m_previous[cell].customers;
    }
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
