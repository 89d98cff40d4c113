#include "core/analysis/funnel/summary.h"
#include "core/base/parallel.h"
#include "core/stats/survival.h"

#include <algorithm>

namespace xo::analysis::detail {

namespace {

constexpr std::size_t kPoints = 240;
constexpr double kLeastAtRisk = 10;

// Half of the points stand evenly among the curve's, half evenly in time, so that neither a long tail nor a crowd is
// lost.
std::vector<std::size_t> thinned(const std::vector<stats::SurvivalPoint>& curve) {
    std::vector<std::size_t> at;
    if (curve.size() <= kPoints) {
        for (std::size_t i = 0; i < curve.size(); ++i)
            at.push_back(i);
        return at;
    }
    constexpr std::size_t half = kPoints / 2;
    for (std::size_t i = 0; i < half; ++i)
        at.push_back(i * (curve.size() - 1) / (half - 1));
    const double longest = curve.back().time;
    std::size_t next = 0;
    for (std::size_t i = 1; i <= half; ++i) {
        const double until = longest * static_cast<double>(i) / static_cast<double>(half);
        while (next + 1 < curve.size() && curve[next + 1].time <= until)
            ++next;
        at.push_back(next);
    }
    std::sort(at.begin(), at.end());
    at.erase(std::unique(at.begin(), at.end()), at.end());
    return at;
}

StageSurvival curveOf(const FunnelRun& run, std::span<const std::uint32_t> units, std::size_t k) {
    const EventTimes& times = run.events->events.times;
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    const std::size_t previous = previousRequired(run.journey, k);
    StageSurvival out;
    std::vector<double> waits;
    std::vector<stats::Ending> endings;
    for (const std::uint32_t u : units) {
        if (!run.reached(u, previous)) continue;
        const std::uint32_t* const events = run.attempts.events.data() + u * stages;
        const Instant since = times[events[previous]];
        Instant end = std::min(run.asOf, run.attempts.windowEndOf(u));
        stats::Ending ending = stats::Ending::Censored;
        if (run.reached(u, k)) {
            end = times[events[k]];
            ending = stats::Ending::Converted;
            ++out.converted;
        } else if (run.attempts.excluded[u] && run.attempts.level[u] <= k) {
            end = run.attempts.exclusionTime[u];
            ending = stats::Ending::Lost;
            ++out.lost;
        } else {
            // a step limit ends the wait; behind the stage (an optional one was passed over) so does the next
            if (run.attempts.level[u] <= k) end = std::min(end, run.attempts.openUntilOf(u));
            if (const std::size_t next = nextRequired(run.journey, k); next < stages && run.reached(u, next))
                end = std::min(end, times[events[next]]);
            ++out.censored;
        }
        waits.push_back(static_cast<double>(std::max<std::int64_t>(0, end - since)) / 1000.0);
        endings.push_back(ending);
    }
    out.n = static_cast<std::int64_t>(waits.size());
    out.competing = out.lost > 0;
    const std::vector<stats::SurvivalPoint> curve = stats::survivalCurve(waits, endings);
    for (const stats::SurvivalPoint& point : curve) {
        if (!out.median && (out.competing ? point.cifConverted >= 0.5 : point.kaplanMeier <= 0.5))
            out.median = point.time;
        if (point.atRisk >= kLeastAtRisk) out.reliable = point.time;
    }
    for (const std::size_t i : thinned(curve)) {
        const stats::SurvivalPoint& point = curve[i];
        SurvivalStep step;
        step.time = point.time;
        step.atRisk = point.atRisk;
        step.converted = out.competing ? point.cifConverted : 1 - point.kaplanMeier;
        step.lost = point.cifLost;
        step.ci = out.competing ? point.cifCi : stats::Interval{1 - point.ci.high, 1 - point.ci.low};
        out.steps.push_back(step);
    }
    return out;
}

} // namespace

void addSurvival(std::vector<FunnelStage>& stages, const FunnelRun& run, std::span<const std::uint32_t> units,
                 const JobContext& job) {
    if (run.journey.order == FunnelOrder::Any || stages.size() < 2) return;
    forEachChunk(stages.size() - 1, job, [&](std::size_t, std::size_t k) {
        if (!job.cancelled()) stages[k + 1].survival = curveOf(run, units, k + 1);
    });
}

Result<std::vector<OverdueUnit>> overdueUnits(const FunnelRun& run, const JobContext& job) {
    std::vector<OverdueUnit> out;
    if (run.journey.order == FunnelOrder::Any) return out;
    const std::vector<FunnelStage> stages = allSummarised(run, job);
    if (job.cancelled()) return cancelled();
    for (std::uint32_t u = 0; u < run.attempts.size(); ++u) {
        if (run.isConverted(u) || run.attempts.excluded[u] || !run.isOpen(u)) continue;
        const std::size_t stage = run.attempts.level[u] - 1U;
        if (!stages[stage].overdueAfter) continue;
        const std::uint32_t event = run.attempts.events[u * static_cast<std::size_t>(run.attempts.stages) + stage];
        const double waited = static_cast<double>(run.asOf - run.events->events.times[event]) / 1000.0;
        if (waited > *stages[stage].overdueAfter) out.push_back({u, stage, waited, *stages[stage].overdueAfter});
    }
    std::stable_sort(out.begin(), out.end(), [](const OverdueUnit& a, const OverdueUnit& b) {
        return a.waited - a.after > b.waited - b.after;
    });
    return out;
}

} // namespace xo::analysis::detail

namespace xo::analysis {

Result<std::vector<OverdueCustomer>> overdueCustomers(const Context& context, const FunnelParams& params,
                                                      const JobContext& job) {
    auto run = detail::countRun(context, params, job);
    if (!run) return run.failure();
    auto units = detail::overdueUnits(*run, job);
    if (!units) return units.failure();
    std::vector<OverdueCustomer> out;
    for (const detail::OverdueUnit& one : *units) {
        const auto stages = static_cast<std::size_t>(run->attempts.stages);
        const Instant since = run->events->events.times[run->attempts.events[one.unit * stages + one.stage]];
        const std::uint32_t subject = run->attempts.subject[one.unit];
        out.push_back({subject, std::string(context.workspace->subjectKey(subject)), one.stage,
                       run->journey.stages[one.stage].name, since, context.workspace->zone.format(since), one.waited,
                       one.after});
    }
    return out;
}

} // namespace xo::analysis
