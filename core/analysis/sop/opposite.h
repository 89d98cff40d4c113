#pragma once

#include "core/analysis/sop/sop.h"

namespace xo::analysis {

/// What the search for opposite groups reads.
struct OppositeSearch {
    std::size_t table = 0;
    const Column* scores = nullptr; ///< of type Score
    /// Stretch of the metric per row, times two, plus the half its customer is in; 0xFFFF = not counted.
    const std::vector<std::uint16_t>* steps = nullptr;
    std::vector<double> values;          ///< of the stretches
    std::vector<std::string> moderators; ///< blank = the answers' own and the customers' columns
    double leastRho = 0.10;
};
/// Which half of the customers a row belongs to (0, 1); rows of one customer stay together.
unsigned customerHalf(std::uint32_t subject, std::size_t row);

/// Groups of one moderator (2–12 values of at least 50 answers in each half) whose slopes have opposite signs, in both
/// halves of the customers; nullopt when there are none. Errors: those of query::reachRows for a moderator named by
/// the user. O(rows · moderators).
Result<std::optional<OppositeGroups>> findOppositeGroups(const Context& context, const OppositeSearch& search,
                                                         const JobContext& job);

} // namespace xo::analysis
