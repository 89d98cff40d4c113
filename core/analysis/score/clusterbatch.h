#pragma once

#include "core/analysis/score/customers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace xo::analysis {

/// The numbers that scores stand for, as low + step · class.
struct ScoreClasses {
    static constexpr std::uint8_t kNone = 255; ///< no counted answer
    std::int64_t low = 0, step = 1;
    std::size_t count = 0;
    std::array<std::uint8_t, 256> of{}; ///< by stored byte of a score
    std::int64_t value(std::size_t score) const { return low + step * static_cast<std::int64_t>(score); }
    /// nullopt when they aren't whole numbers up to 1,000 in so few steps.
    static std::optional<ScoreClasses> from(std::span<const double> values);
};

/// Sums of whole numbers over customers: those of ClusterSums and CrossSums.
struct WholeSums {
    std::int64_t aa = 0, am = 0, mm = 0, clusters = 0, customers = 0;
    void add(std::int64_t a, std::int64_t m, std::int64_t customer) { add(a, m, customer, 1); }
    /// The same for `n` clusters.
    void add(std::int64_t a, std::int64_t m, std::int64_t customer, std::int64_t n) {
        aa += n * a * a, am += n * a * m, mm += n * m * m;
        clusters += n;
        customers += n * customer;
    }
    void addTo(ClusterSums& out) const;
};
struct WholeCrossSums {
    std::int64_t ar = 0, ak = 0, mr = 0, mk = 0, customers = 0;
    void add(std::int64_t a, std::int64_t m, std::int64_t r, std::int64_t k, std::int64_t customer,
             std::int64_t n = 1) {
        ar += n * a * r, ak += n * a * k, mr += n * m * r, mk += n * m * k;
        customers += n * customer;
    }
    void addTo(CrossSums& out) const;
};

/// CustomerSums of customers with a few answers each, many at a time: those with equally many answers are counted in
/// one loop without branches, by cell, score and the customer's sum, as if no two answers of a customer shared a cell
/// (in a trend: a period, or lay in compared cells). Where some do, the products of those pairs are put right.
/// Needs groups that don't overlap: cells are the groups.
class ClusterBatch {
public:
    static constexpr std::size_t kAnswers = 1U << 12; ///< of a batch, at most
    static constexpr std::size_t kMostOfOne = 64;     ///< answers of one customer
    static constexpr std::size_t kMostCells = 1U << 16;

    ClusterBatch(const ScoreFrame& frame, const ScoreClasses& classes, std::span<const std::uint32_t> compared);

    /// Where the answers of a batch are put, one customer's after the other's; one place more than kAnswers.
    std::uint16_t* cells() { return m_cells.data(); }
    std::uint8_t* classes() { return m_classes.data(); }
    /// Counts a batch: the answers of customer i end at ends[i] (the first one's begin at 0), or at places[ends[i] −
    /// begin]. What large() gives afterwards is not counted.
    void count(std::span<const std::uint16_t> ends);
    void count(std::span<const std::uint64_t> ends, std::uint64_t begin, const std::uint16_t* places);
    /// Customers of the batch with more answers than kMostOfOne: where those begin and end.
    std::span<const std::pair<std::uint16_t, std::uint16_t>> large() const { return m_large; }

    WholeSums& group(std::size_t cell) { return m_groups[cell]; }
    WholeCrossSums& rest(std::size_t cell) { return m_rest[cell]; }
    WholeCrossSums& previous(std::size_t cell) { return m_previous[cell]; }
    WholeSums& population(std::size_t population) { return m_populations[population]; }
    WholeSums& total() { return m_total; }
    RepeatCount& repeats() { return m_repeats; }

    /// One population: it is all, and has no sums of its own.
    bool single() const { return m_single; }
    std::uint32_t populationOf(std::uint32_t cell) const { return m_populationOf[cell]; }
    /// kNoGroup = none.
    std::uint32_t comparedWith(std::uint32_t cell) const { return m_compared[cell]; }

    void addTo(CustomerSums& out) const;

private:
    // Customers by number of answers, the last list of more; as many at a time as eight bits count, so that all sizes
    // are in one register.
    static constexpr std::size_t kLists = 9, kAtOnce = 255;
    template <class EndOf>
    void countAll(std::size_t customers, EndOf&& endOf);
    void run(std::uint64_t sizes);
    template <std::size_t Count>
    void countList(std::size_t size);
    template <std::size_t Count>
    void correctSingle(const std::uint16_t* cells, const std::uint8_t* scores);
    template <std::size_t Count>
    void correct(const std::uint16_t* cells, const std::uint8_t* scores);
    void book(std::size_t begin, std::size_t count);
    void addCounts(CustomerSums& out) const;
    std::size_t sums(std::size_t count) const { return (m_scores.count - 1) * count + 1; }

    const ScoreClasses& m_scores;
    bool m_single = false;
    bool m_counts = true; // false: too many counters, all is booked
    std::vector<std::uint16_t> m_cells;
    std::vector<std::uint8_t> m_classes;
    std::array<std::array<std::uint16_t, kAtOnce + 1>, kLists> m_lists{};
    std::array<std::uint16_t, kAtOnce + 1> m_ends{};  // of the last list
    std::array<std::uint16_t, kAtOnce + 1> m_again{}; // to be looked at once more
    std::vector<std::pair<std::uint16_t, std::uint16_t>> m_large;
    std::vector<std::uint32_t> m_populationOf, m_compared;     // by cell
    std::array<std::size_t, kLists> m_from{};                  // in m_counters, by number of answers
    std::vector<std::uint32_t> m_counters;                     // cell × class (× sum of the customer's classes)
    std::array<std::vector<std::int64_t>, kLists> m_customers; // by number of answers and sum of classes
    std::vector<WholeSums> m_groups, m_populations;
    std::vector<WholeCrossSums> m_rest, m_previous;
    WholeSums m_total;
    RepeatCount m_repeats;
};

} // namespace xo::analysis
