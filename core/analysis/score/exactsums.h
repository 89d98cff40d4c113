#pragma once

#include "core/analysis/score/customers.h"

namespace xo::analysis {

/// True where customerSums can be had from whole numbers: no weights, no overlapping groups, values without fractions.
bool hasExactSums(const ScoreFrame& frame, std::span<const double> values);

/// customerSums for such a frame: sums of whole numbers, so that they are the same to the bit in whatever order they
/// are added. One pass over the answers in the order of their subjects, on several threads. O(rows).
Result<CustomerSums> exactCustomerSums(const ScoreFrame& frame, std::span<const double> values,
                                       std::span<const std::uint32_t> comparedGroup, const JobContext& job);

} // namespace xo::analysis
