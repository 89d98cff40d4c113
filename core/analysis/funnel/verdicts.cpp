#include "core/analysis/funnel/parts.h"

#include <algorithm>

namespace xo::analysis::detail {

namespace {

stats::SampleMoments momentsOf(const PairSums& sums) {
    const auto n = static_cast<double>(sums.n);
    if (sums.n < 2) return {n, 0, 0};
    return {n, sums.sum / n, std::max(0.0, sums.squares - sums.sum * sums.sum / n) / (n - 1)};
}

// What is known of each stage but the last: of all units (group 0) or of one group.
std::vector<StageEvidence> evidenceOf(const FunnelParams& params, const std::vector<FunnelStage>& stages,
                                      const Counted& now, const Counted* before, std::size_t group) {
    const Journey& journey = now.run.journey;
    std::vector<StageEvidence> out;
    for (std::size_t k = 0; k + 1 < stages.size(); ++k) {
        StageEvidence& one = out.emplace_back();
        one.conversionReference = conversionReferenceOf(params);
        one.satisfactionReference = satisfactionReferenceOf(params);
        one.n = stages[k].matured.reached;
        one.converted = stages[k].wentOn;
        one.next = nextRequired(journey, k);
        one.optional = journey.stages[k].optional;
        one.target = journey.stages[k].target;
        one.score = momentsOf(now.answers.sums[group][k]);
        one.scoreRange = static_cast<double>(now.answers.range[k]);
        one.lowIsBest = now.answers.lowIsBest[k];
        if (!now.answers.pairs.empty()) one.otherStages = momentsOf(now.answers.pairs[group][k]);
        if (const auto& standing = stages[k].versusPeers) {
            one.peerRate = standing->target;
            one.peerZ = standing->adjustedZ;
        }
        if (!before) continue;
        one.referenceN = before->stages[k].matured.reached;
        one.referenceConverted = before->stages[k].wentOn;
        one.referenceScore = momentsOf(before->answers.sums[0][k]);
    }
    return out;
}

// Steps that both periods have entrants for; otherwise nothing can be said.
std::optional<FunnelChange> changeOf(const std::vector<StageEvidence>& stages) {
    FunnelChange change{1, 1, {}};
    std::vector<double> now, before;
    for (const StageEvidence& stage : stages) {
        if (stage.optional) continue;
        if (stage.n == 0 || stage.referenceN == 0) return std::nullopt;
        now.push_back(stats::safeRate({static_cast<double>(stage.n), static_cast<double>(stage.converted)}));
        before.push_back(
            stats::safeRate({static_cast<double>(stage.referenceN), static_cast<double>(stage.referenceConverted)}));
        change.conversion *= now.back();
        change.reference *= before.back();
    }
    const std::vector<double> given = stats::stageContributions(before, now);
    std::size_t at = 0;
    for (const StageEvidence& stage : stages)
        change.contributions.push_back(stage.optional || at >= given.size() ? 0 : given[at++]);
    return change;
}

void put(std::vector<FunnelStage>& stages, const std::vector<StageVerdict>& verdicts) {
    for (std::size_t k = 0; k < verdicts.size(); ++k) {
        FunnelStage& stage = stages[k];
        stage.verdict = verdicts[k].verdict;
        stage.why = verdicts[k].why;
        stage.whyArguments = verdictArguments(verdicts[k], stage.stage, stages[verdicts[k].evidence.next].stage);
        stage.evidence = verdicts[k];
    }
    stages.back().why = "funnel.why.last_stage";
}

} // namespace

ConversionReference conversionReferenceOf(const FunnelParams& params) {
    return params.conversionReference.value_or(params.from.empty() ? ConversionReference::Target
                                                                   : ConversionReference::History);
}
SatisfactionReference satisfactionReferenceOf(const FunnelParams& params) {
    return params.satisfactionReference.value_or(params.from.empty() ? SatisfactionReference::OtherStages
                                                                     : SatisfactionReference::History);
}

void addVerdicts(FunnelResult& result, const FunnelParams& params, const Counted& now, const Counted* before) {
    const ConversionReference reference = conversionReferenceOf(params);
    const bool history =
        reference == ConversionReference::History || satisfactionReferenceOf(params) == SatisfactionReference::History;
    for (FunnelStage& stage : result.stages)
        stage.why = reference == ConversionReference::Peers ? "funnel.why.groups_only" : "funnel.why.no_period";
    result.stages.back().why = "funnel.why.last_stage";
    if (result.stages.size() < 2) return;
    if (before) result.change = changeOf(evidenceOf(params, result.stages, now, before, 0));
    if (history && !before) return;
    if (reference == ConversionReference::Peers) {
        if (!now.groups) return;
        std::vector<std::vector<StageEvidence>> evidence;
        const auto codes = codesOf(*now.groups);
        for (const FunnelGroup& group : result.groups)
            evidence.push_back(evidenceOf(params, group.stages, now, before, codes.at(group.value) + 1));
        const auto verdicts = groupVerdicts(evidence);
        for (std::size_t g = 0; g < verdicts.size(); ++g)
            put(result.groups[g].stages, verdicts[g]);
        return;
    }
    std::vector<StageVerdict> verdicts = stageVerdicts(evidenceOf(params, result.stages, now, before, 0));
    put(result.stages, verdicts);
    if (params.conversionReference) return;
    for (std::size_t k = 0; k < verdicts.size(); ++k)
        if (verdicts[k].why == "funnel.why.no_target") {
            result.stages[k].why = "funnel.why.no_period";
            result.stages[k].whyArguments.clear();
            result.stages[k].evidence.reset();
        }
}

} // namespace xo::analysis::detail
