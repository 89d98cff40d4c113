#pragma once

#include "core/analysis/score/frame.h"

#include <cstdint>
#include <vector>

namespace xo::analysis {

/// Distinct customers (subjects) with a counted answer.
struct DistinctCustomers {
    std::vector<std::int64_t> groups; ///< per group of the frame
    std::int64_t total = 0;
};
/// One pass over the answers in the order of their subjects, on several threads; answers without a customer count
/// nowhere. Needs frame.subjects. O(rows); errors: those of arranged().
Result<DistinctCustomers> distinctCustomers(const ScoreFrame& frame, const JobContext& job);

} // namespace xo::analysis
