#pragma once

#include "core/analysis/funnel/run.h"

#include <map>

namespace xo::analysis::detail {

/// One counted funnel with everything its parts are made of.
struct Counted {
    FunnelRun run;
    std::optional<UnitGroups> groups;
    StageAnswers answers;
    std::vector<FunnelStage> stages; ///< of all units, with satisfaction
};
/// `by`: blank = no groups; `pairs`: the customers' other stages too.
Result<Counted> counted(const Context& context, const FunnelParams& params, const std::string& by, bool pairs,
                        const std::optional<Period>& period, const JobContext& job);

/// The groups with their satisfaction, biggest first. O(units).
std::vector<FunnelGroup> grouped(const Counted& of, bool survival, const JobContext& job);

/// Code of each label.
std::map<std::optional<std::string>, std::size_t> codesOf(const UnitGroups& groups);

/// Verdicts of the total, or of the groups where peers are the reference; what the whole conversion changed by
/// (FunnelResult::change). `before` may be null. `result` has its stages and groups (with versusPeers).
void addVerdicts(FunnelResult& result, const FunnelParams& params, const Counted& now, const Counted* before);
/// The references in force: those asked for, else by whether there is a period to compare with.
ConversionReference conversionReferenceOf(const FunnelParams& params);
SatisfactionReference satisfactionReferenceOf(const FunnelParams& params);

/// Each group against all others together; one family of tests over groups and stages.
void compareWithRest(FunnelResult& result, const Counted& now);
/// FunnelResult::comparison. Errors: funnel.compare_needs_from; those of the condition.
Result<void> addComparison(FunnelResult& result, const Context& context, const FunnelParams& params, const Counted& now,
                           const JobContext& job);
/// FunnelResult::trend.
void addTrend(FunnelResult& result, const Context& context, Trend trend, const FunnelRun& run);

/// Who changed the rate on, stage by stage (METHODS 1.7 on conversion); groups of fewer than 30 are pooled.
void addGroupChange(FunnelResult& result, const Counted& before, const JobContext& job);

/// One who left a stage for good and answered about it.
struct Leaver {
    double weight = 1;
    bool satisfied = false;
    std::vector<std::string> reasons;
};
/// Weighted shares of the reasons, a person's counting 1/m each. `loss`: the stage's expected loss.
std::vector<DropReason> reasonShares(std::span<const Leaver> leavers, const std::optional<double>& loss);
/// FunnelStage::reasons of the total. Errors: funnel.no_reasons{name, known}; those of loading columns.
Result<void> addReasons(FunnelResult& result, const Context& context, const std::string& question, const Counted& now,
                        const JobContext& job);

} // namespace xo::analysis::detail
