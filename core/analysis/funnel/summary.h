#pragma once

#include "core/analysis/funnel/run.h"

namespace xo::analysis::detail {

/// Counts, rates and times of some units of a run, stage by stage. `thresholds`: the seconds after which an open unit
/// is overdue, per stage; null = P90 of these units themselves. O(units · stages).
std::vector<FunnelStage> summarised(const FunnelRun& run, std::span<const std::uint32_t> units,
                                    const std::vector<std::optional<double>>* thresholds, const JobContext& job);
/// The same for all units of the run.
std::vector<FunnelStage> allSummarised(const FunnelRun& run, const JobContext& job);
/// The same for every group at once, in two passes over the units and one over the groups: codes[unit] = group; nothing
/// for empty ones. Only of journeys in an order without optional stages.
std::vector<std::vector<FunnelStage>> summarisedGroups(const FunnelRun& run, std::span<const std::uint32_t> codes,
                                                       std::size_t groups,
                                                       const std::vector<std::optional<double>>& thresholds,
                                                       const JobContext& job);
std::vector<std::optional<double>> overdueThresholds(const std::vector<FunnelStage>& stages);
/// 0 … units − 1.
std::vector<std::uint32_t> allUnits(const FunnelRun& run);

/// The time curve of every stage but the first; nothing in `any` order. O(units log units) a stage.
void addSurvival(std::vector<FunnelStage>& stages, const FunnelRun& run, std::span<const std::uint32_t> units,
                 const JobContext& job);

/// A unit that is open at a stage for longer than the stage's threshold, of the whole funnel.
struct OverdueUnit {
    std::uint32_t unit = 0;
    std::size_t stage = 0;
    double waited = 0, after = 0; ///< seconds
};
/// Longest beyond its threshold first. O(units · stages).
Result<std::vector<OverdueUnit>> overdueUnits(const FunnelRun& run, const JobContext& job);

} // namespace xo::analysis::detail
