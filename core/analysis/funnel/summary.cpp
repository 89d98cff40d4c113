#include "core/analysis/funnel/summary.h"

#include "core/analysis/funnel/shares.h"

#include <numeric>

namespace xo::analysis::detail {

namespace {

// Journeys with optional stages: which of the stages below its level a unit passed over.
template <class T>
void countSkipped(const FunnelRun& run, std::uint32_t unit, Share<T>& out) {
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    for (std::size_t k = 0; k < run.attempts.level[unit]; ++k) {
        if (!run.reached(unit, k)) {
            ++out.skipped[k];
            out.skippedMatured[k] += run.isMatured(unit) ? 1 : 0;
            continue;
        }
        const std::size_t next = nextRequired(run.journey, k);
        if (next < stages && run.isMatured(unit) && run.reached(unit, next)) ++out.wentOn[k];
    }
}

template <class Clock>
Share<typename Clock::Number> shareOf(const FunnelRun& run, std::span<const std::uint32_t> units, const Clock& times) {
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    const bool timed = run.journey.order != FunnelOrder::Any;
    const bool optional = run.events->required.has_value();
    Share<typename Clock::Number> out(stages, units.size(), timed, optional);
    for (const std::uint32_t u : units) {
        const std::size_t level = run.attempts.level[u];
        auto& last = out.stopped[level - 1];
        ++last.all;
        last.matured += run.isMatured(u) ? 1 : 0;
        if (optional) countSkipped(run, u, out);
        const std::uint32_t* const events = run.attempts.events.data() + u * stages;
        if (timed && level > 1) {
            auto before = times[events[0]];
            for (std::size_t k = 1; k < level; ++k) {
                if (optional && events[k] == kNoEvent) continue;
                const auto time = times[events[k]];
                out.addGap(k, time - before);
                if (!optional || !run.journey.stages[k].optional) before = time;
            }
        }
        if (level == stages) continue;
        if (run.attempts.excluded[u]) {
            ++last.excluded;
        } else if (run.isOpen(u)) {
            ++last.open;
            if (timed) out.waits[level - 1].push_back(run.asOf - times.instant(times[events[level - 1]]));
        } else {
            ++last.lost;
        }
    }
    return out;
}

// What was counted on the way as a share; its times are only looked at.
Share<std::uint32_t> shareOf(const FunnelRun& run, const AttemptSums& sums) {
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    Share<std::uint32_t> out(stages, 0, false, false);
    for (std::size_t k = 0; k < stages; ++k) {
        auto& stopped = out.stopped[k];
        const auto& [immature, matured] = sums.stopped[k];
        stopped.all = immature + matured;
        stopped.matured = matured;
        out.gaps[k] = sums.gaps[k];
        if (k + 1 == stages) break;
        stopped.open = immature;
        stopped.lost = matured;
        for (const std::uint32_t since : sums.openSince[k])
            out.waits[k].push_back(run.asOf - run.events->events.times.instant(since));
    }
    return out;
}

template <class Clock>
std::vector<FunnelStage> summarisedBy(const Clock& times, const FunnelRun& run, std::span<const std::uint32_t> units,
                                      const std::vector<std::optional<double>>* thresholds, const JobContext& job) {
    using Shares = std::vector<std::optional<Share<typename Clock::Number>>>;
    Shares found((units.size() + kPieceRows - 1) / kPieceRows);
    forEachChunk(found.size(), job, [&](std::size_t, std::size_t piece) {
        const std::size_t begin = piece * kPieceRows;
        if (job.cancelled()) return;
        found[piece].emplace(shareOf(run, units.subspan(begin, std::min(kPieceRows, units.size() - begin)), times));
    });
    if (job.cancelled()) return std::vector<FunnelStage>(run.journey.stages.size());
    std::vector<Share<typename Clock::Number>> shares;
    for (auto& share : found)
        shares.push_back(std::move(*share));
    return finished(run, shares, times.unit(), thresholds, job);
}

} // namespace

std::vector<FunnelStage> summarised(const FunnelRun& run, std::span<const std::uint32_t> units,
                                    const std::vector<std::optional<double>>* thresholds, const JobContext& job) {
    const EventTimes& times = run.events->events.times;
    if (times.isNarrow()) return summarisedBy(NarrowClock{times}, run, units, thresholds, job);
    return summarisedBy(WideClock{times}, run, units, thresholds, job);
}

std::vector<FunnelStage> allSummarised(const FunnelRun& run, const JobContext& job) {
    if (run.attempts.sums.empty()) return summarised(run, allUnits(run), nullptr, job);
    std::vector<Share<std::uint32_t>> shares;
    for (const AttemptSums& sums : run.attempts.sums)
        shares.push_back(shareOf(run, sums));
    return finished(run, shares, run.events->events.times.unit(), nullptr, job);
}

std::vector<std::optional<double>> overdueThresholds(const std::vector<FunnelStage>& stages) {
    std::vector<std::optional<double>> out;
    for (const FunnelStage& stage : stages)
        out.push_back(stage.overdueAfter);
    return out;
}

std::vector<std::uint32_t> allUnits(const FunnelRun& run) {
    std::vector<std::uint32_t> units(run.attempts.size());
    std::iota(units.begin(), units.end(), 0U);
    return units;
}

} // namespace xo::analysis::detail
