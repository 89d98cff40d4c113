#include "core/analysis/funnel/funnel.h"

#include "core/analysis/funnel/parts.h"
#include "core/analysis/funnel/peergroups.h"
#include "core/analysis/funnel/summary.h"
#include "core/base/parallel.h"
#include "core/base/text.h"

#include <algorithm>
#include <numeric>

namespace xo::analysis {

namespace detail {

namespace {

void addSatisfaction(std::vector<FunnelStage>& stages, const StageAnswers& answers, std::size_t group) {
    for (std::size_t k = 0; k < stages.size(); ++k) {
        stages[k].satisfaction = satisfaction(answers, group, k);
        stages[k].why = "funnel.why.total_only";
    }
}

} // namespace

Result<Counted> counted(const Context& context, const FunnelParams& params, const std::string& by, bool pairs,
                        const std::optional<Period>& period, const JobContext& job) {
    Counted out;
    auto run = countRun(context, params, job, period);
    if (!run) return run.failure();
    out.run = std::move(*run);
    if (!by.empty()) {
        auto made = unitGroups(context, out.run, by, job);
        if (!made) return made.failure();
        out.groups = std::move(*made);
    }
    const UnitGroups* const groups = out.groups ? &*out.groups : nullptr;
    auto answers = stageAnswers(context, out.run, params.satisfaction, groups, out.run.notes, job, {0, pairs});
    if (!answers) return answers.failure();
    out.answers = std::move(*answers);
    out.stages = allSummarised(out.run, job);
    if (job.cancelled()) return cancelled();
    addSatisfaction(out.stages, out.answers, 0);
    return out;
}

std::vector<FunnelGroup> grouped(const Counted& of, bool survival, const JobContext& job) {
    const UnitGroups& groups = *of.groups;
    const auto thresholds = overdueThresholds(of.stages);
    std::vector<FunnelGroup> all(groups.labels.size());
    const bool together =
        !survival && !groups.overlapping() && of.run.journey.order != FunnelOrder::Any && !of.run.events->required;
    std::vector<std::vector<FunnelStage>> stages;
    std::vector<std::uint32_t> begin(groups.labels.size() + 1, 0), units;
    if (together) {
        stages = summarisedGroups(of.run, groups.codes, groups.labels.size(), thresholds, job);
    } else {
        for (std::size_t u = 0; u < groups.codes.size(); ++u)
            for (const std::uint32_t code : groups.of(u))
                ++begin[code + 1];
        std::partial_sum(begin.begin(), begin.end(), begin.begin());
        units.resize(begin.back());
        std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
        for (std::uint32_t u = 0; u < groups.codes.size(); ++u)
            for (const std::uint32_t code : groups.of(u))
                units[next[code]++] = u;
    }
    forEachChunk(all.size(), job, [&](std::size_t, std::size_t code) {
        const std::size_t count = begin[code + 1] - begin[code];
        if ((together ? stages[code].empty() : count == 0) || job.cancelled()) return;
        FunnelGroup& group = all[code];
        JobContext alone = job;
        alone.threads = 1;
        group.value = groups.labels[code];
        if (together) {
            group.stages = std::move(stages[code]);
        } else {
            const std::span<const std::uint32_t> own(units.data() + begin[code], count);
            group.stages = summarised(of.run, own, &thresholds, alone);
            if (survival) addSurvival(group.stages, of.run, own, alone);
        }
        group.entrants = together ? group.stages.front().all.reached : static_cast<std::int64_t>(count);
        addSatisfaction(group.stages, of.answers, code + 1);
    });
    std::vector<FunnelGroup> out;
    for (FunnelGroup& group : all)
        if (group.entrants > 0) out.push_back(std::move(group));
    std::sort(out.begin(), out.end(), [](const FunnelGroup& a, const FunnelGroup& b) {
        if (a.entrants != b.entrants) return a.entrants > b.entrants;
        if (a.value.has_value() != b.value.has_value()) return a.value.has_value();
        return a.value < b.value;
    });
    return out;
}

std::map<std::optional<std::string>, std::size_t> codesOf(const UnitGroups& groups) {
    std::map<std::optional<std::string>, std::size_t> out;
    for (std::size_t code = 0; code < groups.labels.size(); ++code)
        out.emplace(groups.labels[code], code);
    return out;
}

namespace {

// The stages' further questions, one round for each place in their lists.
Result<void> addMoreQuestions(FunnelResult& result, const Context& context, const FunnelParams& params, Counted& now,
                              const JobContext& job) {
    if (!params.satisfaction.empty()) return {};
    std::size_t most = 0;
    for (const JourneyStage& stage : now.run.journey.stages)
        most = std::max(most, stage.moreQuestions.size());
    for (std::size_t which = 1; which <= most; ++which) {
        auto answers = stageAnswers(context, now.run, {}, nullptr, now.run.notes, job, {which, false});
        if (!answers) return answers.failure();
        for (std::size_t k = 0; k < result.stages.size(); ++k)
            if (auto one = satisfaction(*answers, 0, k)) result.stages[k].moreSatisfaction.push_back(std::move(*one));
    }
    return {};
}

Result<void> addParts(FunnelResult& result, const Context& context, const FunnelParams& params, Counted& now,
                      const JobContext& job) {
    if (auto done = addMoreQuestions(result, context, params, now, job); !done) return done;
    if (params.survival) addSurvival(result.stages, now.run, allUnits(now.run), job);
    if (now.groups) {
        result.groups = grouped(now, params.survival, job);
        result.overlapping = now.groups->overlapping();
        if (result.overlapping) now.run.notes.emplace_back("funnel.note.overlapping");
        comparePeerGroups(result);
        compareWithRest(result, now);
    }
    const bool pairs = satisfactionReferenceOf(params) == SatisfactionReference::OtherStages;
    std::optional<Counted> before;
    if (const auto period = periodBefore(params, now.run.asOf, context.workspace->zone);
        period && result.stages.size() > 1) {
        auto made = counted(context, params, params.by, pairs, period, job);
        if (!made) return made.failure();
        before = std::move(*made);
    }
    if (job.cancelled()) return cancelled();
    addVerdicts(result, params, now, before ? &*before : nullptr);
    if (before && before->groups && !result.overlapping) addGroupChange(result, *before, job);
    if (auto done = addComparison(result, context, params, now, job); !done) return done;
    addTrend(result, context, params.trend, now.run);
    if (!params.reasons.empty()) return addReasons(result, context, params.reasons, now, job);
    return {};
}

} // namespace

} // namespace detail

Result<FunnelResult> runFunnel(const Context& context, const FunnelParams& params, const JobContext& job) {
    const bool pairs = detail::satisfactionReferenceOf(params) == SatisfactionReference::OtherStages;
    auto counted = detail::counted(context, params, params.by, pairs, std::nullopt, job);
    if (!counted) return counted.failure();
    detail::FunnelRun& run = counted->run;
    FunnelResult result;
    result.journey = run.journey.name;
    result.window = run.journey.window;
    result.order = run.journey.order;
    result.attempt = run.journey.attempt;
    result.entrants = static_cast<std::int64_t>(run.attempts.size());
    result.stages = counted->stages;
    result.by = params.by;
    if (auto done = detail::addParts(result, context, params, *counted, job); !done) return done.failure();
    if (job.cancelled()) return cancelled();

    result.bypass = static_cast<std::int64_t>(run.attempts.bypass);
    result.excluded = static_cast<std::int64_t>(run.attempts.removed) +
                      std::accumulate(run.attempts.excluded.begin(), run.attempts.excluded.end(), std::int64_t{0});
    result.untimed = static_cast<std::int64_t>(run.events->events.untimed);
    result.asOf = run.asOf;
    if (run.asOf != kNoTime) result.asOfText = context.workspace->zone.format(run.asOf);
    std::sort(run.notes.begin(), run.notes.end());
    run.notes.erase(std::unique(run.notes.begin(), run.notes.end()), run.notes.end());
    result.notes = run.notes;
    for (const std::size_t t : run.events->tables)
        result.datasets.push_back(context.workspace->tables[t]->name());
    run.events->giveBack(std::move(run.attempts));
    return result;
}

Result<Instant> funnelAsOf(const Context& context, const FunnelParams& params, const JobContext& job) {
    const auto journey = resolveJourney(context, params, job);
    if (!journey) return journey.failure();
    const auto events = detail::journeyEvents(context, *journey, job);
    if (!events) return events.failure();
    return detail::asOfTime(params, **events, *journey, context.workspace->zone);
}

Result<void> prepareFunnel(const Context& context, const FunnelParams& params, const JobContext& job) {
    auto journey = resolveJourney(context, params, job);
    if (!journey) return journey.failure();
    auto events = detail::journeyEvents(context, *journey, job);
    if (!events) return events.failure();
    return {};
}

} // namespace xo::analysis
