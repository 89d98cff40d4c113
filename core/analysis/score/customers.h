#pragma once

#include "core/analysis/score/frame.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace xo::analysis {

/// Valid answers that the rule "the latest per customer and period" leaves out (period: the trend's, or all time): an
/// answer of the same subject and period that is later, or of the same instant and in a later row. An answer without a
/// time counts as earlier than any with one. Answers without a subject all stay. O(rows).
Result<Bitmap> supersededAnswers(const ScoreFrame& frame, const Column& times, const JobContext& job);

/// How often customers repeat among the counted answers.
struct RepeatCount {
    std::int64_t customers = 0; ///< with at least one counted answer
    std::int64_t repeating = 0; ///< with more than one
    std::int64_t answers = 0;   ///< of customers (those without one left out)
    RepeatCount& operator+=(const RepeatCount& other) {
        customers += other.customers, repeating += other.repeating, answers += other.answers;
        return *this;
    }
};
/// On several threads; what a cancelled job gives is of no use. O(rows).
RepeatCount countRepeats(const ScoreFrame& frame, const Bitmap& counted, const JobContext& job);

/// Sums over clusters c (customers; an answer without one is a cluster of its own), from which the customer-linearised
/// errors of METHODS 1.2 and 1.3 follow: with a = Σw·x and m = Σw of the cluster inside the cell, Σ(a − m·x̄)² = aa −
/// 2x̄·am + x̄²·mm.
struct ClusterSums {
    double aa = 0, am = 0, mm = 0;
    std::int64_t clusters = 0;
    std::int64_t customers = 0; ///< clusters that are customers
    ClusterSums& operator+=(const ClusterSums& other) {
        aa += other.aa, am += other.am, mm += other.mm;
        clusters += other.clusters, customers += other.customers;
        return *this;
    }
};
/// Products of a cluster's sums in two disjoint groups: a, m in the first, r, k in the second.
struct CrossSums {
    double ar = 0, ak = 0, mr = 0, mk = 0;
    std::int64_t customers = 0; ///< in both groups
    CrossSums& operator+=(const CrossSums& other) {
        ar += other.ar, ak += other.ak, mr += other.mr, mk += other.mk;
        customers += other.customers;
        return *this;
    }
};
struct CustomerSums {
    std::vector<ClusterSums> groups;
    std::vector<CrossSums> versusRest;    ///< group × the rest of its population
    std::vector<CrossSums> previous;      ///< group × the group it is compared with
    std::vector<ClusterSums> populations; ///< those of GroupIndex: the periods, when no groups overlap
    ClusterSums total;
    RepeatCount repeats;
};

inline constexpr std::uint32_t kNoGroup = std::numeric_limits<std::uint32_t>::max();

/// One pass over the counted rows (countedRows), grouped by subject; on several threads with the same result. `values`:
/// the number each score stands for (index 0 = lowest of the scale); `comparedGroup`: per group the one it is compared
/// with, or kNoGroup; empty = none. Needs frame.subjects. O(rows).
Result<CustomerSums> customerSums(const ScoreFrame& frame, std::span<const double> values,
                                  std::span<const std::uint32_t> comparedGroup, const JobContext& job);

} // namespace xo::analysis
