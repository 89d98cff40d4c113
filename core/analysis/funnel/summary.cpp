#include "core/analysis/funnel/summary.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

namespace xo::analysis::detail {

namespace {

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

// Values in the parts in which they were found, never put end to end: numbers of a unit of so many ms.
template <class T>
struct Gaps {
    std::vector<std::span<const T>> parts;
    std::size_t size = 0;
    std::int64_t unit = 1;
    void add(std::span<const T> values) {
        if (!values.empty()) parts.emplace_back(values);
        size += values.size();
    }
    template <class F>
    void each(F&& f) const {
        for (const auto& part : parts)
            for (const T value : part)
                f(value);
    }
};

// Sorted values at some ascending ranks, by counting the high bits of all values and sorting only those that share
// them with a wanted one.
template <class T>
class Ranked {
public:
    Ranked(const Gaps<T>& values, const std::vector<std::size_t>& ranks) : m_ranks(ranks) {
        T low = values.parts.front().front(), high = low;
        values.each([&](T value) {
            low = std::min(low, value);
            high = std::max(high, value);
        });
        while (static_cast<std::uint64_t>(high - low) >> m_shift >= kBuckets)
            ++m_shift;
        const auto bucketOf = [this, from = low](T value) {
            return static_cast<std::size_t>(static_cast<std::uint64_t>(value - from) >> m_shift);
        };
        std::vector<std::uint32_t> counts(kBuckets, 0);
        values.each([&](T value) { ++counts[bucketOf(value)]; });
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
        // written for every value, kept for the wanted ones: no branch to guess
        m_values.resize(m_kept + 1);
        std::size_t to = 0;
        values.each([&](T value) {
            m_values[to] = value;
            to += wanted[bucketOf(value)];
        });
        m_values.pop_back();
        std::sort(m_values.begin(), m_values.end());
    }
    T at(std::size_t i) const { return m_values[m_ranks[i] - m_skipped[i]]; }

private:
    static constexpr std::size_t kBuckets = 1U << 14;
    const std::vector<std::size_t>& m_ranks;
    int m_shift = 0;
    std::size_t m_kept = 0;
    std::vector<std::size_t> m_skipped; // by rank: values below that were not kept
    std::vector<T> m_values;
};

// Type 7 quantiles of several ascending probabilities, in ms.
template <class T>
std::vector<double> quantiles(const Gaps<T>& values, std::initializer_list<double> probabilities) {
    constexpr std::size_t kFew = 1U << 13;
    std::vector<std::size_t> ranks; // of each and the one above; ascending where there are many values
    for (const double p : probabilities) {
        ranks.push_back(static_cast<std::size_t>(p * static_cast<double>(values.size - 1)));
        ranks.push_back(std::min(ranks.back() + 1, values.size - 1));
    }
    std::optional<Ranked<T>> ranked;
    std::vector<T> few;
    if (values.size > kFew) {
        ranked.emplace(values, ranks);
    } else {
        few.reserve(values.size);
        values.each([&](T value) { few.push_back(value); });
    }
    std::vector<double> out;
    auto from = few.begin(); // each selection only looks at what lies above the one before
    for (const double p : probabilities) {
        const std::size_t i = 2 * out.size();
        const double rest = p * static_cast<double>(values.size - 1) - static_cast<double>(ranks[i]);
        T value = 0, above = 0;
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
        const auto ms = [&](T number) { return static_cast<double>(std::int64_t{number} * values.unit); };
        out.push_back(rest > 0 ? ms(value) + rest * ms(above - value) : ms(value));
    }
    return out;
}

template <class T>
StageTimes timesOf(const Gaps<T>& gaps) {
    StageTimes out;
    if (gaps.size == 0) return out;
    std::int64_t sum = 0;
    gaps.each([&](T gap) { sum += gap; });
    out.mean = static_cast<double>(sum * gaps.unit) / static_cast<double>(gaps.size) / 1000.0;
    const std::vector<double> ms = quantiles(gaps, {0.5, 0.75, 0.9});
    out.p50 = ms[0] / 1000.0;
    out.p75 = ms[1] / 1000.0;
    out.p90 = ms[2] / 1000.0;
    return out;
}

// Times of events as numbers to take differences of: of a unit, or ms.
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

// What some units add to the figures: by stage the units whose furthest stage it is, those who passed it over or left
// it for the next required one, the times it took to get there and those others have waited since.
template <class T>
struct Share {
    struct Stopped {
        std::int64_t all = 0, matured = 0, excluded = 0, open = 0, lost = 0;
    };
    std::vector<Stopped> stopped;
    std::vector<std::int64_t> skipped, skippedMatured, wentOn; // of journeys with optional stages only
    std::vector<std::vector<std::int64_t>> waits;              // [k] = of those open at stage k
    std::unique_ptr<T[]> room;                                 // of the gaps, stage by stage
    std::vector<std::span<T>> gaps;                            // [k] = to stage k; blank without an order

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
        T* const first = gaps[k].data();
        first[gaps[k].size()] = gap;
        gaps[k] = {first, gaps[k].size() + 1};
    }
};

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

// Those who have waited longer than nine of ten did. In units of a stage the same threshold for every group.
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

// The figures of some units, of their shares.
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

// What the figures of a group need of each unit, in the order of the groups: so that one pass over the attempts is
// enough, and a group is read from one place.
template <class Clock>
class GroupRecords {
public:
    using Number = typename Clock::Number;
    GroupRecords(const Clock& times, const FunnelRun& run, std::span<const std::uint32_t> codes,
                 std::span<const std::uint32_t> begin, const JobContext& job)
        : m_times(times), m_run(run), m_stages(static_cast<std::size_t>(run.attempts.stages)),
          m_values(std::make_unique_for_overwrite<Number[]>(codes.size() * m_stages)),
          m_states(std::make_unique_for_overwrite<std::uint16_t[]>(codes.size())) {
        // each part of the units writes to places of its own
        const std::size_t parts = std::min<std::size_t>(32, codes.size() / kPieceRows + 1);
        const auto part = [&](std::size_t p) { return codes.size() * p / parts; };
        std::vector<std::vector<std::uint32_t>> next(parts);
        forEachChunk(parts, job, [&](std::size_t, std::size_t p) {
            next[p].assign(begin.size(), 0);
            for (std::size_t u = part(p); u < part(p + 1); ++u)
                ++next[p][codes[u]];
        });
        for (std::size_t code = 0; code + 1 < begin.size(); ++code) {
            std::uint32_t at = begin[code];
            for (auto& own : next)
                at += std::exchange(own[code], at);
        }
        forEachChunk(parts, job, [&](std::size_t, std::size_t p) {
            for (std::size_t u = part(p); u < part(p + 1); ++u) {
                if ((u & 0xffffU) == 0 && job.cancelled()) return;
                write(u, next[p][codes[u]]++);
            }
        });
    }

    Share<Number> share(std::size_t begin, std::size_t end) const {
        Share<Number> out(m_stages, end - begin, true, false);
        for (std::size_t at = begin; at < end; ++at) {
            const std::uint16_t state = m_states[at];
            const std::size_t level = state & 0xffU;
            const Number* const values = m_values.get() + at * m_stages;
            auto& last = out.stopped[level - 1];
            ++last.all;
            last.matured += state & kMatured ? 1 : 0;
            for (std::size_t k = 1; k < level; ++k)
                out.addGap(k, values[k]);
            if (level == m_stages) continue;
            last.excluded += state & kExcluded ? 1 : 0;
            last.open += state & kOpen ? 1 : 0;
            last.lost += state & (kExcluded | kOpen) ? 0 : 1;
            if (state & kOpen) out.waits[level - 1].push_back(m_run.asOf - m_times.instant(values[0]));
        }
        return out;
    }

private:
    static constexpr std::uint16_t kMatured = 0x100, kExcluded = 0x200, kOpen = 0x400;
    // The times it took to each stage; first, when the last one was reached.
    void write(std::size_t unit, std::size_t at) {
        const std::size_t level = m_run.attempts.level[unit];
        const std::uint32_t* const events = m_run.attempts.events.data() + unit * m_stages;
        Number* const values = m_values.get() + at * m_stages;
        Number before = m_times[events[0]];
        for (std::size_t k = 1; k < level; ++k) {
            const Number time = m_times[events[k]];
            values[k] = time - before;
            before = time;
        }
        values[0] = before;
        std::uint16_t state = static_cast<std::uint16_t>(level);
        if (m_run.isMatured(unit)) state |= kMatured;
        if (m_run.attempts.excluded[unit])
            state |= kExcluded;
        else if (m_run.isOpen(unit))
            state |= kOpen;
        m_states[at] = state;
    }
    const Clock m_times;
    const FunnelRun& m_run;
    std::size_t m_stages;
    std::unique_ptr<Number[]> m_values;
    std::unique_ptr<std::uint16_t[]> m_states;
};

template <class Clock>
std::vector<std::vector<FunnelStage>>
groupsBy(const Clock& times, const FunnelRun& run, std::span<const std::uint32_t> codes,
         std::span<const std::uint32_t> begin, const std::vector<std::optional<double>>& thresholds,
         const JobContext& job) {
    const GroupRecords<Clock> records(times, run, codes, begin, job);
    std::vector<std::vector<FunnelStage>> out(begin.size() - 1);
    JobContext alone = job;
    alone.threads = 1;
    forEachChunk(out.size(), job, [&](std::size_t, std::size_t code) {
        if (begin[code] == begin[code + 1] || job.cancelled()) return;
        std::vector<Share<typename Clock::Number>> shares;
        shares.push_back(records.share(begin[code], begin[code + 1]));
        out[code] = finished(run, shares, times.unit(), &thresholds, alone);
    });
    return out;
}

} // namespace

std::vector<FunnelStage> summarised(const FunnelRun& run, std::span<const std::uint32_t> units,
                                    const std::vector<std::optional<double>>* thresholds, const JobContext& job) {
    const EventTimes& times = run.events->events.times;
    if (times.isNarrow()) return summarisedBy(NarrowClock{times}, run, units, thresholds, job);
    return summarisedBy(WideClock{times}, run, units, thresholds, job);
}

std::vector<std::vector<FunnelStage>> summarisedGroups(const FunnelRun& run, std::span<const std::uint32_t> codes,
                                                       std::span<const std::uint32_t> begin,
                                                       const std::vector<std::optional<double>>& thresholds,
                                                       const JobContext& job) {
    const EventTimes& times = run.events->events.times;
    if (times.isNarrow()) return groupsBy(NarrowClock{times}, run, codes, begin, thresholds, job);
    return groupsBy(WideClock{times}, run, codes, begin, thresholds, job);
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
