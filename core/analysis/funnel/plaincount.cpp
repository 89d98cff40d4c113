#include "core/analysis/funnel/plaincount.h"

#include "core/analysis/funnel/chains.h"
#include "core/base/equalbytes.h"
#include "core/base/parallel.h"
#include "core/base/prefetch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <memory>

namespace xo::analysis::detail {

std::vector<std::size_t> subjectParts(const StagedEvents& events) {
    const std::size_t subjects = events.subjects(), parts = events.times.size() / kPieceRows + 1;
    std::vector<std::size_t> bounds{std::min<std::size_t>(1, subjects)};
    for (std::size_t part = 1; part < parts; ++part) {
        const auto target = static_cast<std::uint32_t>(part * kPieceRows);
        const auto at = std::lower_bound(events.offsets.begin(), events.offsets.end(), target);
        bounds.push_back(
            std::clamp<std::size_t>(static_cast<std::size_t>(at - events.offsets.begin()), bounds.back(), subjects));
    }
    bounds.push_back(subjects);
    return bounds;
}

namespace {

// Times as they are kept: 64-bit instants …
struct WideTimes {
    static constexpr bool kNarrow = false;
    const Instant* at;
    const Rules& rules;
    bool untimed(std::size_t i) const { return at[i] == kNoTime; }
    Instant instant(std::size_t i) const { return at[i]; }
    // The last time of a window that begins with event i.
    Instant limit(std::size_t i) const { return rules.windowEnd(at[i]); }
};

// … or numbers of a unit.
struct NarrowTimes {
    static constexpr bool kNarrow = true;
    NarrowTimes(const EventTimes& of, const Rules& of_rules)
        : at(of.numbers().data()), times(of), rules(of_rules),
          window(rules.windowMs < 0 ? 0 : static_cast<std::uint64_t>(rules.windowMs / of.unit())) {}
    bool untimed(std::size_t i) const { return at[i] == EventTimes::kUntimed; }
    Instant instant(std::size_t i) const { return times.instant(at[i]); }
    std::uint64_t limit(std::size_t i) const {
        if (rules.windowMs >= 0) return at[i] + window;
        const Instant start = instant(i);
        return at[i] +
               static_cast<std::uint64_t>(rules.windowEnd(start) - start) / static_cast<std::uint64_t>(times.unit());
    }
    const std::uint32_t* at;
    const EventTimes& times;
    const Rules& rules;
    std::uint64_t window;
};

// Where the counted attempts begin, subject by subject; needed where StagedEvents::met doesn't tell who has one.
struct Starts {
    std::unique_ptr<std::uint32_t[]> at; // event, kNoEvent = no attempt; null = the first event of stage 1
    bool told() const { return at != nullptr; }
};

// What the subjects of one part come to.
struct Found {
    std::size_t units = 0;
    std::uint64_t bypass = 0; // subjects that met stages, but never the first
};

// The subjects of one part, one after another. kFiltered: there is a `keep`.
template <class Times, bool kFiltered>
class PlainCounter {
public:
    PlainCounter(const StagedEvents& events, const Rules& rules, const Times& times, const Bitmap* keep)
        : m_events(events), m_rules(rules), m_times(times), m_stage(events.stage.data()),
          m_offsets(events.offsets.data()), m_size(events.stage.size()), m_keep(keep),
          m_subjects(rules.given.subjects) {
        m_anyStart = rules.given.from == INT64_MIN && rules.given.to == INT64_MAX;
    }

    // The same by what each subject met, for the subjects first … last − 1.
    Found lookUp(std::size_t first, std::size_t last) const {
        const std::uint8_t* const met = m_events.met.data();
        Found out;
        for (std::size_t s = first; s < last; ++s) {
            const bool counts = isAsked(s);
            out.units += (met[s] & 1U) & counts;
            out.bypass += (met[s] != 0) & !(met[s] & 1U) & counts;
        }
        return out;
    }
    // … by looking at their events.
    Found findStarts(std::size_t first, std::size_t last, Starts& starts) const {
        Found out;
        for (std::size_t s = first; s < last; ++s) {
            std::uint32_t& start = starts.at[s];
            start = kNoEvent;
            if (!isAsked(s)) continue;
            if (!m_events.met.empty() && !m_events.met[s]) continue;
            const std::uint32_t begin = m_offsets[s], end = timedEnd(s);
            std::uint32_t at = find(1, begin, end);
            if (at == end) {
                out.bypass += meets(begin, end) ? 1 : 0;
                continue;
            }
            while (!m_anyStart && at < end && !m_rules.mayStart(m_times.instant(at)))
                at = find(1, at + 1, end);
            if (at == end) continue; // none in the dates asked for
            start = at;
            ++out.units;
        }
        return out;
    }

    // Writes the attempts from `unit` on; `sums` may be null.
    void count(std::size_t first, std::size_t last, const Starts& starts, std::size_t unit, AttemptSums* sums,
               Attempts& out) {
        constexpr std::size_t kBlock = 1024, kAhead = 12;
        const auto stages = static_cast<std::size_t>(m_events.stages);
        const bool furthest = m_rules.given.attempt == FunnelAttempt::Furthest;
        // where to write is known once and for all: the compiler can't tell that by itself
        std::uint32_t* fills = out.events.data() + unit * stages;
        std::uint32_t* const subjects = out.subject.data();
        Instant* const begins = out.start.data();
        std::uint8_t* const levels = out.level.data();
        const Instant lastMatured = sums ? out.lastMatured(*m_rules.given.asOf) : 0;
        const std::uint32_t* const begun = starts.at.get();
        const std::uint8_t* const met = m_events.met.data();
        const bool scattered = m_subjects || begun; // the processor itself sees what comes next otherwise
        std::uint32_t who[kBlock];
        for (std::size_t begin = first; begin < last; begin += kBlock) {
            const std::size_t end = std::min(last, begin + kBlock);
            std::size_t count = 0; // who has an attempt, put together without a branch to guess
            const auto collect = [&](auto&& has) {
                for (std::size_t s = begin; s < end; ++s) {
                    who[count] = static_cast<std::uint32_t>(s);
                    count += has(s);
                }
            };
            if (begun)
                collect([&](std::size_t s) { return begun[s] != kNoEvent; });
            else if (m_subjects)
                collect([&](std::size_t s) { return (met[s] & 1U) != 0 && m_subjects->test(s); });
            else
                collect([&](std::size_t s) { return (met[s] & 1U) != 0; });
            for (std::size_t i = 0; i < count; ++i, ++unit, fills += stages) {
                if (scattered && i + kAhead < count) {
                    const std::uint32_t next = who[i + kAhead], from = begun ? begun[next] : m_offsets[next];
                    prefetch(m_stage + from);
                    prefetch(m_times.at + from);
                }
                const std::uint32_t s = who[i], own = timedEnd(s);
                const std::uint32_t at = begun ? begun[s] : find(1, m_offsets[s], own);
                std::size_t level = extend(at, own, fills, stages);
                Instant start = m_times.instant(at);
                if (furthest && level < stages) {
                    level = furthestFrom(at, own, level, fills, stages);
                    start = m_times.instant(fills[0]);
                }
                for (std::size_t k = level; k < stages; ++k)
                    fills[k] = kNoEvent;
                subjects[unit] = s;
                begins[unit] = start;
                levels[unit] = static_cast<std::uint8_t>(level);
                if (sums) add(*sums, fills, level, start <= lastMatured);
                if (out.window < 0) out.windowEnd[unit] = out.openUntil[unit] = m_rules.windowEnd(start);
            }
        }
    }

private:
    bool isAsked(std::size_t subject) const { return !m_subjects || m_subjects->test(subject); }
    void add(AttemptSums& sums, const std::uint32_t* fills, std::size_t level, bool matured) const {
        if constexpr (Times::kNarrow) {
            ++sums.stopped[level - 1][matured];
            for (std::size_t k = 1; k < level; ++k)
                sums.gaps[k].push_back(m_times.at[fills[k]] - m_times.at[fills[k - 1]]);
            if (!matured && level < sums.stopped.size())
                sums.openSince[level - 1].push_back(m_times.at[fills[level - 1]]);
        }
    }
    std::uint32_t timedEnd(std::size_t subject) const {
        std::uint32_t end = m_offsets[subject + 1];
        if (m_events.untimed > 0)
            while (end > m_offsets[subject] && m_times.untimed(end - 1))
                --end;
        return end;
    }
    // Bit i = event from + i is of the stage, and kept, for the next 16.
    std::uint32_t sixteen(std::uint8_t wanted, std::uint32_t from, std::uint32_t end) const {
        const std::uint32_t left = end - from;
        std::uint32_t found = 0;
        if (from + std::size_t{16} <= m_size) {
            found = equalBytes16(m_stage + from, wanted);
            if (left < 16) found &= (1U << left) - 1;
        } else {
            for (std::uint32_t i = 0; i < left; ++i)
                found |= static_cast<std::uint32_t>(m_stage[from + i] == wanted) << i;
        }
        if constexpr (kFiltered) found &= kept(from);
        return found;
    }
    std::uint32_t kept(std::uint32_t from) const {
        const auto& words = m_keep->words();
        const std::size_t word = from / 64, shift = from % 64;
        std::uint64_t bits = words[word] >> shift;
        if (shift > 48 && word + 1 < words.size()) bits |= words[word + 1] << (64 - shift);
        return static_cast<std::uint32_t>(bits & 0xffffU);
    }
    // First kept event of a stage from `from` on; `end` when there is none.
    std::uint32_t find(std::uint8_t wanted, std::uint32_t from, std::uint32_t end) const {
        for (; from < end; from += 16)
            if (const std::uint32_t found = sixteen(wanted, from, end))
                return from + static_cast<std::uint32_t>(std::countr_zero(found));
        return end;
    }
    // Some kept event of any stage.
    bool meets(std::uint32_t from, std::uint32_t end) const {
        for (std::uint32_t i = from; i < end; ++i)
            if (m_stage[i] != kNotMapped && (!kFiltered || m_keep->test(i))) return true;
        return false;
    }
    // The stages in their order from a start: how many, and which events fill them.
    std::size_t extend(std::uint32_t at, std::uint32_t end, std::uint32_t* fills, std::size_t stages) const {
        const auto limit = m_times.limit(at);
        std::size_t level = 1;
        fills[0] = at;
        for (std::uint32_t i = at; level < stages; ++level) {
            i = find(static_cast<std::uint8_t>(level + 1), i + 1, end);
            // one branch: whether it is there is as hard to guess as whether it is in time
            const std::uint32_t own = std::min(i, end - 1);
            if (!((i < end) & (m_times.at[own] <= limit))) break;
            fills[level] = i;
        }
        return level;
    }
    // The same of the attempt that gets furthest: of those which begin at `at`, known to get to `level`, or later.
    std::size_t furthestFrom(std::uint32_t at, std::uint32_t end, std::size_t level, std::uint32_t* fills,
                             std::size_t stages) {
        constexpr int kFewStarts = 16; // more are searched all at once
        std::array<std::uint32_t, kMaxStages> own;
        std::uint32_t start = at;
        for (int tries = 0; level < stages; ++tries) {
            start = find(1, start + 1, end);
            if (start == end || find(static_cast<std::uint8_t>(level + 1), start + 1, end) == end) return level;
            if (!m_anyStart && !m_rules.mayStart(m_times.instant(start))) continue;
            if (tries >= kFewStarts) break;
            const std::size_t found = extend(start, end, own.data(), stages);
            if (found <= level) continue;
            level = found;
            std::copy_n(own.begin(), found, fills);
        }
        if (level == stages) return level;
        const Chain& chain = search(at, end);
        for (int k = 0; k < chain.level; ++k)
            fills[k] = kFiltered ? m_positions[chain.at[static_cast<std::size_t>(k)]]
                                 : at + chain.at[static_cast<std::size_t>(k)];
        return static_cast<std::size_t>(chain.level);
    }
    // The chain of the kept events from `at` on that gets furthest.
    const Chain& search(std::uint32_t at, std::uint32_t end) {
        m_own.clear(), m_stages.clear(), m_positions.clear();
        for (std::uint32_t i = at; i < end; ++i) {
            if (kFiltered && !m_keep->test(i)) continue;
            m_own.push_back(m_times.instant(i));
            if (!kFiltered) continue;
            m_stages.push_back(m_stage[i]);
            m_positions.push_back(i);
        }
        SubjectEvents view;
        view.times = m_own;
        view.stage =
            m_keep ? std::span<const std::uint8_t>(m_stages) : std::span(m_events.stage).subspan(at, m_own.size());
        view.timed = m_own.size();
        furthestPlain(view, m_rules, 0, m_chain);
        return m_chain;
    }

    const StagedEvents& m_events;
    const Rules& m_rules;
    const Times m_times;
    const std::uint8_t* const m_stage;
    const std::uint32_t* const m_offsets;
    const std::size_t m_size;
    const Bitmap* const m_keep;
    const Bitmap* const m_subjects;
    bool m_anyStart = false;
    std::vector<Instant> m_own;
    std::vector<std::uint8_t> m_stages;
    std::vector<std::uint32_t> m_positions;
    Chain m_chain;
};

} // namespace

bool countsPlainly(const StagedEvents& events, const KernelRules& rules) {
    return rules.order == FunnelOrder::Sequential && !Rules(rules, events.stages).limited && !events.hasExclusion &&
           events.fits.empty() && events.hold.empty() && rules.attempt != FunnelAttempt::Every;
}

namespace {

// The memory stays.
void clear(AttemptSums& sums, std::size_t stages) {
    sums.stopped.assign(stages, {});
    sums.gaps.resize(stages);
    sums.openSince.resize(stages);
    for (auto* const lists : {&sums.gaps, &sums.openSince})
        for (auto& list : *lists)
            list.clear();
}

template <bool kFiltered, class Times>
Result<Attempts> counted(const StagedEvents& events, const Rules& rules, const Times& times, const Bitmap* keep,
                         const JobContext& job, Attempts all) {
    const std::vector<std::size_t> bounds = subjectParts(events);
    const std::size_t parts = bounds.size() - 1;
    const KernelRules& given = rules.given;
    Starts starts;
    if (keep || given.from != INT64_MIN || given.to != INT64_MAX || events.met.empty())
        starts.at = std::make_unique_for_overwrite<std::uint32_t[]>(events.subjects());
    std::vector<Found> found(parts);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        if (job.cancelled()) return;
        const PlainCounter<Times, kFiltered> counter(events, rules, times, keep);
        found[part] = starts.told() ? counter.findStarts(bounds[part], bounds[part + 1], starts)
                                    : counter.lookUp(bounds[part], bounds[part + 1]);
    });
    if (job.cancelled()) return cancelled();
    std::vector<std::size_t> first{0};
    all.bypass = all.removed = 0;
    for (const Found& own : found) {
        first.push_back(first.back() + own.units);
        all.bypass += own.bypass;
    }

    all.stages = events.stages;
    all.window = rules.windowMs;
    const std::size_t units = first.back();
    const auto fit = [](auto& values, std::size_t count) {
        if (values.capacity() < count) values = {}; // nothing in it is worth copying
        values.resize(count);
    };
    const std::function<void()> rooms[] = {[&] { fit(all.events, units * static_cast<std::size_t>(events.stages)); },
                                           [&] {
                                               fit(all.start, units);
                                               fit(all.subject, units);
                                               fit(all.level, units);
                                               all.excluded.assign(units, 0);
                                               all.exclusionTime.clear();
                                           },
                                           [&] {
                                               const std::size_t stored = all.window < 0 ? units : 0;
                                               fit(all.windowEnd, stored);
                                               fit(all.openUntil, stored);
                                           }};
    forEachChunk(std::size(rooms), job, [&](std::size_t, std::size_t i) { rooms[i](); });
    const bool summed = Times::kNarrow && all.window >= 0 && given.asOf;
    all.sums.resize(summed ? parts : 0);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        if (job.cancelled()) return;
        AttemptSums* const sums = summed ? &all.sums[part] : nullptr;
        if (sums) clear(*sums, static_cast<std::size_t>(events.stages));
        PlainCounter<Times, kFiltered>(events, rules, times, keep)
            .count(bounds[part], bounds[part + 1], starts, first[part], sums, all);
    });
    if (job.cancelled()) return cancelled();
    return all;
}

} // namespace

Result<Attempts> countPlainly(const StagedEvents& events, const KernelRules& given, const Bitmap* keep,
                              const JobContext& job, Attempts spare) {
    const Rules rules(given, events.stages);
    const auto with = [&](const auto& times) {
        return keep ? counted<true>(events, rules, times, keep, job, std::move(spare))
                    : counted<false>(events, rules, times, keep, job, std::move(spare));
    };
    if (events.times.isNarrow()) return with(NarrowTimes(events.times, rules));
    return with(WideTimes{events.times.instants().data(), rules});
}

} // namespace xo::analysis::detail
