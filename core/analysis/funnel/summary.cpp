#include "core/analysis/funnel/summary.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <numeric>

namespace xo::analysis::detail {

namespace {

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

// Values in the parts in which they were found, never put end to end.
struct Gaps {
    std::vector<std::span<const std::int64_t>> parts;
    std::size_t size = 0;
    void add(const std::vector<std::int64_t>& values) {
        if (!values.empty()) parts.emplace_back(values);
        size += values.size();
    }
    template <class F>
    void each(F&& f) const {
        for (const auto& part : parts)
            for (const std::int64_t value : part)
                f(value);
    }
};

// Sorted values at some ascending ranks, by counting the high bits of all values and sorting only those that share
// them with a wanted one.
class Ranked {
public:
    Ranked(const Gaps& values, const std::vector<std::size_t>& ranks) : m_ranks(ranks) {
        std::int64_t low = values.parts.front().front(), high = low;
        values.each([&](std::int64_t value) {
            low = std::min(low, value);
            high = std::max(high, value);
        });
        while (static_cast<std::uint64_t>(high - low) >> m_shift >= kBuckets)
            ++m_shift;
        const auto bucketOf = [this, from = low](std::int64_t value) {
            return static_cast<std::size_t>(static_cast<std::uint64_t>(value - from) >> m_shift);
        };
        std::vector<std::uint32_t> counts(kBuckets, 0);
        values.each([&](std::int64_t value) { ++counts[bucketOf(value)]; });
        std::vector<std::uint8_t> wanted(kBuckets, 0);
        std::size_t before = 0, next = 0;
        for (std::size_t bucket = 0; bucket < kBuckets && next < ranks.size(); ++bucket) {
            bool holds = false;
            for (; next < ranks.size() && ranks[next] < before + counts[bucket]; ++next) {
                m_skipped.push_back(before - m_kept);
                holds = true;
            }
            if (holds) {
                wanted[bucket] = 1;
                m_kept += counts[bucket];
            }
            before += counts[bucket];
        }
        m_values.reserve(m_kept);
        values.each([&](std::int64_t value) {
            if (wanted[bucketOf(value)]) m_values.push_back(value);
        });
        std::sort(m_values.begin(), m_values.end());
    }
    std::int64_t at(std::size_t i) const { return m_values[m_ranks[i] - m_skipped[i]]; }

private:
    static constexpr std::size_t kBuckets = 1U << 14;
    const std::vector<std::size_t>& m_ranks;
    int m_shift = 0;
    std::size_t m_kept = 0;
    std::vector<std::size_t> m_skipped; // by rank: values below that were not kept
    std::vector<std::int64_t> m_values;
};

// Type 7 quantiles of several ascending probabilities.
std::vector<double> quantiles(const Gaps& values, std::initializer_list<double> probabilities) {
    constexpr std::size_t kFew = 1U << 13;
    std::vector<std::size_t> ranks; // of each and the one above; ascending where there are many values
    for (const double p : probabilities) {
        ranks.push_back(static_cast<std::size_t>(p * static_cast<double>(values.size - 1)));
        ranks.push_back(std::min(ranks.back() + 1, values.size - 1));
    }
    std::optional<Ranked> ranked;
    std::vector<std::int64_t> few;
    if (values.size > kFew) {
        ranked.emplace(values, ranks);
    } else {
        few.reserve(values.size);
        values.each([&](std::int64_t value) { few.push_back(value); });
    }
    std::vector<double> out;
    auto from = few.begin(); // each selection only looks at what lies above the one before
    for (const double p : probabilities) {
        const std::size_t i = 2 * out.size();
        const double rest = p * static_cast<double>(values.size - 1) - static_cast<double>(ranks[i]);
        std::int64_t value = 0, above = 0;
        if (ranked) {
            value = ranked->at(i);
            above = ranked->at(i + 1);
        } else {
            const auto at = few.begin() + static_cast<std::ptrdiff_t>(ranks[i]);
            std::nth_element(from, at, few.end());
            value = *at;
            above = rest > 0 && at + 1 != few.end() ? *std::min_element(at + 1, few.end()) : value;
            from = at;
        }
        out.push_back(rest > 0 ? static_cast<double>(value) + rest * static_cast<double>(above - value)
                               : static_cast<double>(value));
    }
    return out;
}

StageTimes timesOf(const Gaps& gaps) {
    StageTimes out;
    if (gaps.size == 0) return out;
    std::int64_t sum = 0;
    gaps.each([&](std::int64_t gap) { sum += gap; });
    out.mean = static_cast<double>(sum) / static_cast<double>(gaps.size) / 1000.0;
    const std::vector<double> ms = quantiles(gaps, {0.5, 0.75, 0.9});
    out.p50 = ms[0] / 1000.0;
    out.p75 = ms[1] / 1000.0;
    out.p90 = ms[2] / 1000.0;
    return out;
}

// What some units add to the figures: by stage the units whose furthest stage it is, those who passed it over or left
// it for the next required one, the times it took to get there and those others have waited since.
struct Share {
    struct Stopped {
        std::int64_t all = 0, matured = 0, excluded = 0, open = 0, lost = 0;
    };
    std::vector<Stopped> stopped;
    std::vector<std::int64_t> skipped, skippedMatured, wentOn; // of journeys with optional stages only
    std::vector<std::vector<std::int64_t>> gaps;               // [k] = to stage k; blank without an order
    std::vector<std::vector<std::int64_t>> waits;              // [k] = of those open at stage k
};

// Journeys with optional stages: which of the stages below its level a unit passed over.
void countSkipped(const FunnelRun& run, std::uint32_t unit, Share& out) {
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

Share shareOf(const FunnelRun& run, std::span<const std::uint32_t> units) {
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    const Instant* const times = run.events->events.times.data();
    const bool timed = run.journey.order != FunnelOrder::Any;
    const bool optional = run.events->required.has_value();
    Share out;
    out.stopped.resize(stages);
    out.gaps.resize(stages);
    out.waits.resize(stages);
    if (optional)
        for (auto* counts : {&out.skipped, &out.skippedMatured, &out.wentOn})
            counts->assign(stages, 0);
    if (timed)
        for (std::size_t k = 1; k < stages; ++k)
            out.gaps[k].reserve(units.size());
    for (const std::uint32_t u : units) {
        const std::size_t level = run.attempts.level[u];
        Share::Stopped& last = out.stopped[level - 1];
        ++last.all;
        last.matured += run.isMatured(u) ? 1 : 0;
        if (optional) countSkipped(run, u, out);
        const std::uint32_t* const events = run.attempts.events.data() + u * stages;
        if (timed && level > 1) {
            Instant before = times[events[0]];
            for (std::size_t k = 1; k < level; ++k) {
                if (optional && events[k] == kNoEvent) continue;
                const Instant time = times[events[k]];
                out.gaps[k].push_back(time - before);
                if (!optional || !run.journey.stages[k].optional) before = time;
            }
        }
        if (level == stages) continue;
        if (run.attempts.excluded[u]) {
            ++last.excluded;
        } else if (run.isOpen(u)) {
            ++last.open;
            if (timed) out.waits[level - 1].push_back(run.asOf - times[events[level - 1]]);
        } else {
            ++last.lost;
        }
    }
    return out;
}

// Those who have waited longer than nine of ten did. In units of a stage the same threshold for every group.
void addOverdue(std::vector<FunnelStage>& out, const FunnelRun& run, const std::vector<Share>& shares,
                const std::vector<std::optional<double>>* thresholds) {
    for (std::size_t k = 0; k + 1 < out.size(); ++k) {
        const auto& times = out[nextRequired(run.journey, k)].timeFromPrevious;
        const bool required = !run.journey.stages[k].optional;
        out[k].overdueAfter = thresholds ? (*thresholds)[k] : required && times ? times->p90 : std::nullopt;
        if (!out[k].overdueAfter) continue;
        for (const Share& share : shares)
            for (const std::int64_t wait : share.waits[k])
                out[k].overdue += static_cast<double>(wait) / 1000.0 > *out[k].overdueAfter ? 1 : 0;
    }
}

} // namespace

std::vector<FunnelStage> summarised(const FunnelRun& run, std::span<const std::uint32_t> units,
                                    const std::vector<std::optional<double>>* thresholds, const JobContext& job) {
    const std::size_t stages = run.journey.stages.size();
    const bool optional = run.events->required.has_value();
    std::vector<Share> shares((units.size() + kPieceRows - 1) / kPieceRows);
    forEachChunk(shares.size(), job, [&](std::size_t, std::size_t piece) {
        const std::size_t begin = piece * kPieceRows;
        if (!job.cancelled())
            shares[piece] = shareOf(run, units.subspan(begin, std::min(kPieceRows, units.size() - begin)));
    });
    if (job.cancelled()) return std::vector<FunnelStage>(stages);
    std::vector<FunnelStage> out(stages);
    for (const Share& share : shares)
        for (std::size_t k = 0; k < stages; ++k) {
            const Share::Stopped& stopped = share.stopped[k];
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
        Gaps gaps;
        for (const Share& share : shares)
            gaps.add(share.gaps[k + 1]);
        out[k + 1].timeFromPrevious = timesOf(gaps);
    });
    addOverdue(out, run, shares, thresholds);
    return out;
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
