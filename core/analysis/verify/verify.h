#pragma once

#include "core/analysis/context.h"
#include "core/base/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace xo::analysis {

/// A figure of one customer that the engine and the row-by-row recomputation disagree about.
struct VerifyMismatch {
    std::string customer; ///< key
    std::string what;     ///< "funnel auto", "nps 评分 in 问卷", "links of 问卷"
    std::string engine;
    std::string bruteForce;
    bool operator==(const VerifyMismatch&) const = default;
};
struct VerifyReport {
    std::size_t customers = 0;              ///< drawn
    std::size_t checks = 0;                 ///< figures compared
    std::vector<std::string> checked;       ///< what was compared: "funnel auto", …
    std::vector<std::string> skipped;       ///< what could not be, with the error's code
    std::vector<VerifyMismatch> mismatches; ///< at most 1,000
    std::uint64_t seed = 0;
    bool ok() const { return mismatches.empty(); }
    bool operator==(const VerifyReport&) const = default;
};
/// {"customers","checks","checked","skipped","mismatches":[{"customer","what","engine","brute_force"}],"seed","ok"}
Json toJson(const VerifyReport& report);

/// Recomputes random customers with a deliberately naive evaluator that shares no code with the kernels (enumeration of
/// chains for the funnel, a plain loop for NPS counts and links) and compares: start and stages reached of every
/// attempt counted, in every journey and in that of the default stages, promoters/passives/detractors of every NPS
/// column, the event of every answer. Journeys whose conditions are more than a stage name use the engine's row
/// selection. The draw depends on the seed only. Polls job.
Result<VerifyReport> verifyAgainstBruteForce(const Context& context, std::size_t customers, std::uint64_t seed,
                                             const JobContext& job);

} // namespace xo::analysis
