#include "core/analysis/funnel/plaincount.h"

#include "core/analysis/funnel/chains.h"
#include "core/base/parallel.h"

#include <algorithm>
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

// The subjects of one part, one after another.
class PlainCounter {
public:
    PlainCounter(const StagedEvents& events, const Rules& rules) : m_events(events), m_rules(rules) {
        m_anyStart = rules.given.from == INT64_MIN && rules.given.to == INT64_MAX;
    }

    // Subjects that have an attempt.
    std::size_t units(std::size_t first, std::size_t last) const {
        const std::uint8_t* const stage = m_events.stage.data();
        std::size_t units = 0;
        for (std::size_t s = first; s < last; ++s) {
            const std::uint32_t end = timedEnd(s);
            std::uint32_t at = m_events.offsets[s];
            while (at < end && !(stage[at] == 1 && (m_anyStart || m_rules.mayStart(m_events.times[at]))))
                ++at;
            units += at < end ? 1 : 0;
        }
        return units;
    }

    // Writes their attempts from `unit` on; gives the number of subjects that never met stage 1.
    std::uint64_t count(std::size_t first, std::size_t last, std::size_t unit, Attempts& out) {
        const auto stages = static_cast<std::size_t>(m_events.stages);
        const Instant* const times = m_events.times.data();
        const std::uint8_t* const stage = m_events.stage.data();
        const bool furthest = m_rules.given.attempt == FunnelAttempt::Furthest;
        std::uint64_t bypass = 0;
        for (std::size_t s = first; s < last; ++s) {
            const std::uint32_t end = timedEnd(s);
            std::uint32_t at = m_events.offsets[s];
            bool mapped = false, entry = false;
            for (; at < end; ++at) {
                mapped = mapped || stage[at] != kNotMapped;
                if (stage[at] != 1) continue;
                entry = true;
                if (m_anyStart || m_rules.mayStart(times[at])) break;
            }
            if (at == end) {
                bypass += mapped && !entry ? 1 : 0;
                continue;
            }
            std::uint32_t* const fills = out.events.data() + unit * stages;
            const Instant start = times[at], windowEnd = m_rules.windowEnd(start);
            fills[0] = at;
            std::size_t level = 1;
            bool again = false; // another attempt may begin later
            for (std::uint32_t i = at + 1; i < end && level < stages; ++i) {
                again = again || stage[i] == 1;
                if (stage[i] != level + 1) continue;
                if (times[i] > windowEnd) {
                    for (; furthest && !again && i < end; ++i)
                        again = stage[i] == 1;
                    break;
                }
                fills[level++] = i;
            }
            out.subject[unit] = static_cast<std::uint32_t>(s);
            out.start[unit] = start;
            out.windowEnd[unit] = out.openUntil[unit] = windowEnd;
            if (furthest && again && level < stages) {
                const Chain& chain = search(s, at);
                level = static_cast<std::size_t>(chain.level);
                out.start[unit] = chain.start;
                out.windowEnd[unit] = out.openUntil[unit] = chain.windowEnd;
                for (std::size_t k = 0; k < level; ++k)
                    fills[k] = m_events.offsets[s] + chain.at[k];
            }
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
            while (end > m_events.offsets[subject] && m_events.times[end - 1] == kNoTime)
                --end;
        return end;
    }
    const Chain& search(std::size_t subject, std::size_t start) {
        const std::size_t begin = m_events.offsets[subject], size = timedEnd(subject) - begin;
        SubjectEvents view;
        view.times = std::span(m_events.times).subspan(begin, size);
        view.stage = std::span(m_events.stage).subspan(begin, size);
        view.timed = size;
        furthestPlain(view, m_rules, start - begin, m_chain);
        return m_chain;
    }

    const StagedEvents& m_events;
    const Rules& m_rules;
    bool m_anyStart = false;
    Chain m_chain;
};

} // namespace

bool countsPlainly(const StagedEvents& events, const KernelRules& rules, const Bitmap* keep) {
    return !keep && rules.order == FunnelOrder::Sequential && !Rules(rules, events.stages).limited &&
           !events.hasExclusion && events.fits.empty() && events.hold.empty() && rules.attempt != FunnelAttempt::Every;
}

Result<Attempts> countPlainly(const StagedEvents& events, const KernelRules& given, const JobContext& job) {
    const Rules rules(given, events.stages);
    const std::vector<std::size_t> bounds = subjectParts(events);
    const std::size_t parts = bounds.size() - 1;
    std::vector<std::size_t> first(parts + 1, 0);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        if (!job.cancelled()) first[part + 1] = PlainCounter(events, rules).units(bounds[part], bounds[part + 1]);
    });
    if (job.cancelled()) return cancelled();
    for (std::size_t part = 0; part < parts; ++part)
        first[part + 1] += first[part];

    Attempts all;
    all.stages = events.stages;
    const std::size_t units = first.back();
    const std::function<void()> rooms[] = {[&] { all.events.resize(units * static_cast<std::size_t>(events.stages)); },
                                           [&] { all.start.resize(units); }, [&] { all.windowEnd.resize(units); },
                                           [&] { all.openUntil.resize(units); },
                                           [&] {
                                               all.subject.resize(units);
                                               all.level.resize(units);
                                               all.excluded.resize(units);
                                           }};
    forEachChunk(std::size(rooms), job, [&](std::size_t, std::size_t i) { rooms[i](); });
    std::vector<std::uint64_t> bypass(parts, 0);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        if (!job.cancelled())
            bypass[part] = PlainCounter(events, rules).count(bounds[part], bounds[part + 1], first[part], all);
    });
    if (job.cancelled()) return cancelled();
    for (const std::uint64_t own : bypass)
        all.bypass += own;
    return all;
}

} // namespace xo::analysis::detail
