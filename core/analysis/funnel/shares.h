#pragma once

#include "core/analysis/funnel/gaps.h"
#include "core/analysis/funnel/run.h"
#include "core/base/parallel.h"

#include <memory>

namespace xo::analysis::detail {

/// Times of events as numbers to take differences of: of a unit, or ms.
struct NarrowClock {
    using Number = std::uint32_t;
    const EventTimes& times;
    Number operator[](std::size_t event) const { return times.numbers()[event]; }
    Instant instant(Number number) const { return times.instant(number); }
    std::int64_t unit() const { return times.unit(); }
};
struct WideClock {
    using Number = std::int64_t;
    const EventTimes& times;
    Number operator[](std::size_t event) const { return times[event]; }
    Instant instant(Number number) const { return number; }
    std::int64_t unit() const { return 1; }
};

/// What some units add to the figures: by stage the units whose furthest stage it is, those who passed it over or left
/// it for the next required one, the times it took to get there and those others have waited since.
template <class T>
struct Share {
    struct Stopped {
        std::int64_t all = 0, matured = 0, excluded = 0, open = 0, lost = 0;
    };
    std::vector<Stopped> stopped;
    std::vector<std::int64_t> skipped, skippedMatured, wentOn; // of journeys with optional stages only
    std::vector<std::vector<std::int64_t>> waits;              // [k] = of those open at stage k
    std::unique_ptr<T[]> room;                                 // of the gaps, stage by stage
    std::vector<std::span<const T>> gaps;                      // [k] = to stage k; blank without an order

    Share(std::size_t stages, std::size_t units, bool timed, bool optional)
        : stopped(stages), waits(stages), gaps(stages) {
        if (optional)
            for (auto* counts : {&skipped, &skippedMatured, &wentOn})
                counts->assign(stages, 0);
        if (!timed || stages < 2) return;
        room = std::make_unique_for_overwrite<T[]>(units * (stages - 1));
        for (std::size_t k = 1; k < stages; ++k)
            gaps[k] = {room.get() + (k - 1) * units, 0};
    }
    void addGap(std::size_t k, T gap) {
        const std::size_t size = gaps[k].size();
        room[static_cast<std::size_t>(gaps[k].data() - room.get()) + size] = gap;
        gaps[k] = {gaps[k].data(), size + 1};
    }
};

inline std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

/// Those who have waited longer than nine of ten did. In units of a stage the same threshold for every group.
template <class T>
void addOverdue(std::vector<FunnelStage>& out, const FunnelRun& run, const std::vector<Share<T>>& shares,
                const std::vector<std::optional<double>>* thresholds) {
    for (std::size_t k = 0; k + 1 < out.size(); ++k) {
        const auto& times = out[nextRequired(run.journey, k)].timeFromPrevious;
        const bool required = !run.journey.stages[k].optional;
        out[k].overdueAfter = thresholds ? (*thresholds)[k] : required && times ? times->p90 : std::nullopt;
        if (!out[k].overdueAfter) continue;
        for (const Share<T>& share : shares)
            for (const std::int64_t wait : share.waits[k])
                out[k].overdue += static_cast<double>(wait) / 1000.0 > *out[k].overdueAfter ? 1 : 0;
    }
}

/// The figures of some units, of their shares.
template <class T>
std::vector<FunnelStage> finished(const FunnelRun& run, const std::vector<Share<T>>& shares, std::int64_t unit,
                                  const std::vector<std::optional<double>>* thresholds, const JobContext& job) {
    const std::size_t stages = run.journey.stages.size();
    const bool optional = run.events->required.has_value();
    std::vector<FunnelStage> out(stages);
    for (const Share<T>& share : shares)
        for (std::size_t k = 0; k < stages; ++k) {
            const auto& stopped = share.stopped[k];
            out[k].excluded += stopped.excluded;
            out[k].open += stopped.open;
            out[k].lost += stopped.lost;
            for (std::size_t reached = 0; reached <= k; ++reached) {
                out[reached].all.reached += stopped.all;
                out[reached].matured.reached += stopped.matured;
            }
            if (!optional) continue;
            out[k].all.reached -= share.skipped[k];
            out[k].matured.reached -= share.skippedMatured[k];
            out[k].wentOn += share.wentOn[k];
        }
    for (std::size_t k = 0; k < stages; ++k) {
        FunnelStage& stage = out[k];
        stage.stage = run.journey.stages[k].name;
        if (!optional && k + 1 < stages) stage.wentOn = out[k + 1].matured.reached;
        const std::size_t previous = k ? previousRequired(run.journey, k) : 0;
        for (const auto counts : {&FunnelStage::all, &FunnelStage::matured}) {
            StageCounts& own = stage.*counts;
            own.entrants = (out[0].*counts).reached;
            own.rateFromStart = ratio(own.reached, own.entrants);
            own.rateFromPrevious = ratio(own.reached, (out[previous].*counts).reached);
        }
    }
    if (run.journey.order == FunnelOrder::Any) return out;
    forEachChunk(stages - 1, job, [&](std::size_t, std::size_t k) {
        Gaps<T> gaps;
        gaps.unit = unit;
        for (const Share<T>& share : shares)
            gaps.add(share.gaps[k + 1]);
        out[k + 1].timeFromPrevious = timesOf(gaps);
    });
    addOverdue(out, run, shares, thresholds);
    return out;
}

} // namespace xo::analysis::detail
