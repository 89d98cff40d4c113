#include "core/analysis/funnel/plaincount.h"

#include "core/analysis/funnel/chains.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

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
    const Instant* at;
    const Rules& rules;
    bool untimed(std::size_t i) const { return at[i] == kNoTime; }
    Instant instant(std::size_t i) const { return at[i]; }
    // The last time of a window that begins with event i.
    Instant limit(std::size_t i) const { return rules.windowEnd(at[i]); }
};

// … or numbers of a unit.
struct NarrowTimes {
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

// The subjects of one part, one after another.
template <class Times>
class PlainCounter {
public:
    PlainCounter(const StagedEvents& events, const Rules& rules, const Times& times)
        : m_events(events), m_rules(rules), m_times(times) {
        m_anyStart = rules.given.from == INT64_MIN && rules.given.to == INT64_MAX;
    }

    // Subjects that have an attempt.
    std::size_t units(std::size_t first, std::size_t last) const {
        std::size_t units = 0;
        if (m_anyStart && !m_events.met.empty()) {
            for (std::size_t s = first; s < last; ++s)
                units += m_events.met[s] & 1U;
            return units;
        }
        for (std::size_t s = first; s < last; ++s) {
            const std::uint32_t end = timedEnd(s);
            units += firstStart(s, end) < end ? 1 : 0;
        }
        return units;
    }

    // Writes their attempts from `unit` on; gives the number of subjects that never met stage 1.
    std::uint64_t count(std::size_t first, std::size_t last, std::size_t unit, Attempts& out) {
        const auto stages = static_cast<std::size_t>(m_events.stages);
        const bool furthest = m_rules.given.attempt == FunnelAttempt::Furthest;
        std::uint64_t bypass = 0;
        for (std::size_t s = first; s < last; ++s) {
            const std::uint64_t met = m_events.met.empty() ? metBy(s) : m_events.met[s];
            if (!(met & 1U)) {
                bypass += met ? 1 : 0;
                continue;
            }
            const std::uint32_t end = timedEnd(s), at = firstStart(s, end);
            if (at == end) continue; // none in the dates asked for
            std::uint32_t* const fills = out.events.data() + unit * stages;
            const auto limit = m_times.limit(at);
            fills[0] = at;
            std::size_t level = 1;
            for (std::uint32_t i = at; level < stages && met >> level & 1U; ++level) {
                i = find(static_cast<std::uint8_t>(level + 1), i + 1, end);
                if (i == end || m_times.at[i] > limit) break;
                fills[level] = i;
            }
            out.subject[unit] = static_cast<std::uint32_t>(s);
            out.start[unit] = m_times.instant(at);
            // another attempt may begin later
            if (furthest && level < stages && find(1, at + 1, end) < end) {
                const Chain& chain = search(s, at);
                level = static_cast<std::size_t>(chain.level);
                out.start[unit] = chain.start;
                for (std::size_t k = 0; k < level; ++k)
                    fills[k] = m_events.offsets[s] + chain.at[k];
            }
            if (out.window < 0) out.windowEnd[unit] = out.openUntil[unit] = m_rules.windowEnd(out.start[unit]);
            for (std::size_t k = level; k < stages; ++k)
                fills[k] = kNoEvent;
            out.level[unit++] = static_cast<std::uint8_t>(level);
        }
        return bypass;
    }

private:
    std::uint32_t timedEnd(std::size_t subject) const {
        std::uint32_t end = m_events.offsets[subject + 1];
        if (m_events.untimed > 0)
            while (end > m_events.offsets[subject] && m_times.untimed(end - 1))
                --end;
        return end;
    }
    // First event of a stage from `from` on; `end` when there is none. Eight bytes at a time: the one that becomes 0 is
    // the lowest whose high bit comes out.
    std::uint32_t find(std::uint8_t wanted, std::uint32_t from, std::uint32_t end) const {
        const std::uint8_t* const stage = m_events.stage.data();
        if constexpr (std::endian::native == std::endian::little) {
            constexpr std::uint64_t kOnes = 0x0101010101010101U;
            for (; from + 8 <= end; from += 8) {
                std::uint64_t bytes;
                std::memcpy(&bytes, stage + from, sizeof bytes);
                bytes ^= kOnes * wanted;
                const std::uint64_t zero = (bytes - kOnes) & ~bytes & (kOnes << 7);
                if (zero) return from + static_cast<std::uint32_t>(std::countr_zero(zero)) / 8;
            }
        }
        while (from < end && stage[from] != wanted)
            ++from;
        return from;
    }
    std::uint32_t firstStart(std::size_t subject, std::uint32_t end) const {
        std::uint32_t at = find(1, m_events.offsets[subject], end);
        while (!m_anyStart && at < end && !m_rules.mayStart(m_times.instant(at)))
            at = find(1, at + 1, end);
        return at;
    }
    // As StagedEvents::met where that isn't kept: bit 0 is right, the others may be there.
    std::uint64_t metBy(std::size_t subject) const {
        const std::uint32_t begin = m_events.offsets[subject], end = timedEnd(subject);
        if (find(1, begin, end) < end) return UINT64_MAX;
        for (std::uint32_t i = begin; i < end; ++i)
            if (m_events.stage[i] != kNotMapped) return 2;
        return 0;
    }
    const Chain& search(std::size_t subject, std::size_t start) {
        const std::size_t begin = m_events.offsets[subject], size = timedEnd(subject) - begin;
        m_own.resize(size);
        for (std::size_t i = 0; i < size; ++i)
            m_own[i] = m_times.instant(begin + i);
        SubjectEvents view;
        view.times = m_own;
        view.stage = std::span(m_events.stage).subspan(begin, size);
        view.timed = size;
        furthestPlain(view, m_rules, start - begin, m_chain);
        return m_chain;
    }

    const StagedEvents& m_events;
    const Rules& m_rules;
    const Times m_times;
    bool m_anyStart = false;
    std::vector<Instant> m_own;
    Chain m_chain;
};

} // namespace

bool countsPlainly(const StagedEvents& events, const KernelRules& rules, const Bitmap* keep) {
    return !keep && rules.order == FunnelOrder::Sequential && !Rules(rules, events.stages).limited &&
           !events.hasExclusion && events.fits.empty() && events.hold.empty() && rules.attempt != FunnelAttempt::Every;
}

namespace {

template <class Times>
Result<Attempts> counted(const StagedEvents& events, const Rules& rules, const Times& times, const JobContext& job,
                         Attempts all) {
    const std::vector<std::size_t> bounds = subjectParts(events);
    const std::size_t parts = bounds.size() - 1;
    std::vector<std::size_t> first(parts + 1, 0);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        if (job.cancelled()) return;
        first[part + 1] = PlainCounter<Times>(events, rules, times).units(bounds[part], bounds[part + 1]);
    });
    if (job.cancelled()) return cancelled();
    for (std::size_t part = 0; part < parts; ++part)
        first[part + 1] += first[part];

    all.stages = events.stages;
    all.window = rules.windowMs;
    all.bypass = all.removed = 0;
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
    std::vector<std::uint64_t> bypass(parts, 0);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        if (job.cancelled()) return;
        PlainCounter<Times> counter(events, rules, times);
        bypass[part] = counter.count(bounds[part], bounds[part + 1], first[part], all);
    });
    if (job.cancelled()) return cancelled();
    for (const std::uint64_t own : bypass)
        all.bypass += own;
    return all;
}

} // namespace

Result<Attempts> countPlainly(const StagedEvents& events, const KernelRules& given, const JobContext& job,
                              Attempts spare) {
    const Rules rules(given, events.stages);
    if (events.times.isNarrow()) return counted(events, rules, NarrowTimes(events.times, rules), job, std::move(spare));
    return counted(events, rules, WideTimes{events.times.instants().data(), rules}, job, std::move(spare));
}

} // namespace xo::analysis::detail
