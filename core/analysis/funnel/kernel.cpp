#include "core/analysis/funnel/kernel.h"

#include "core/analysis/funnel/chains.h"
#include "core/analysis/funnel/plaincount.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

namespace xo::analysis {

using detail::Chain;
using detail::SubjectEvents;

Instant spanEnd(const Span& span, Instant start, const TimeZone& zone) {
    if (span.unit == Span::Unit::CalendarDay) {
        if (span.amount > 3'000'000) return INT64_MAX;
        return zone.startOfDay(zone.localDay(start) + span.amount + 1) - 1;
    }
    const std::int64_t unit = span.unit == Span::Unit::Second   ? 1000
                              : span.unit == Span::Unit::Minute ? 60'000
                              : span.unit == Span::Unit::Hour   ? 3'600'000
                                                                : kMsPerDay;
    if (span.amount > INT64_MAX / 2 / unit) return INT64_MAX;
    const std::int64_t length = span.amount * unit;
    return start > INT64_MAX - length ? INT64_MAX : start + length;
}

bool Attempts::operator==(const Attempts& other) const {
    if (stages != other.stages || subject != other.subject || start != other.start || level != other.level ||
        excluded != other.excluded || events != other.events || exclusionTime != other.exclusionTime ||
        bypass != other.bypass || removed != other.removed)
        return false;
    for (std::size_t unit = 0; unit < size(); ++unit)
        if (windowEndOf(unit) != other.windowEndOf(unit) || openUntilOf(unit) != other.openUntilOf(unit)) return false;
    return true;
}

namespace {

// Place within one instant: funnel order, then events of no stage, then the exclusion event.
int tieRank(std::uint8_t stage) {
    return stage == kNotMapped ? 254 : stage;
}

// Whether attempts can be found by one look at each event: ordered, one stage per event, nothing that stops them early.
bool isPlain(const StagedEvents& events, const KernelRules& given, const detail::Rules& rules) {
    return given.order == FunnelOrder::Sequential && !rules.limited && !events.hasExclusion && events.fits.empty();
}

class Counter {
public:
    Counter(const StagedEvents& events, const KernelRules& given, const Bitmap* keep, const JobContext& job)
        : m_events(events), m_given(given), m_rules(given, events.stages), m_keep(keep), m_job(job) {
        m_plain = isPlain(events, given, m_rules);
    }

    /// Forgets what was found; about as many attempts are to come as there are subjects.
    void forget(std::size_t subjects) {
        found = {};
        found.stages = m_events.stages;
        found.subject.reserve(subjects);
        found.start.reserve(subjects);
        found.level.reserve(subjects);
        found.excluded.reserve(subjects);
        found.windowEnd.reserve(subjects);
        found.openUntil.reserve(subjects);
        if (m_events.hasExclusion) found.exclusionTime.reserve(subjects);
        found.events.reserve(subjects * static_cast<std::size_t>(m_events.stages));
    }

    /// Counts subjects first … last − 1.
    void subjects(std::size_t first, std::size_t last) {
        forget(last - first);
        for (std::size_t s = first; s < last; ++s) {
            if ((s & 0xFFFU) == 0 && m_job.cancelled()) return;
            subject(static_cast<std::uint32_t>(s));
        }
    }

    Attempts found;

private:
    void subject(std::uint32_t id) {
        const std::size_t begin = m_events.offsets[id], end = m_events.offsets[id + 1];
        if (begin == end || (m_given.subjects && !m_given.subjects->test(id))) return;
        m_subject = id;
        if (!m_events.hold.empty()) return heldSubject(begin, end);
        SubjectEvents view;
        if (m_keep) {
            m_positions.clear();
            for (std::size_t i = begin; i < end; ++i)
                if (m_keep->test(i)) m_positions.push_back(static_cast<std::uint32_t>(i));
            view = copied();
        } else {
            if (m_events.times.isNarrow()) {
                m_times.clear();
                for (std::size_t i = begin; i < end; ++i)
                    m_times.push_back(m_events.times[i]);
                view.times = m_times;
            } else {
                view.times = std::span(m_events.times.instants()).subspan(begin, end - begin);
            }
            view.stage = std::span(m_events.stage).subspan(begin, end - begin);
            if (!m_events.fits.empty()) view.fits = std::span(m_events.fits).subspan(begin, end - begin);
            m_base = begin;
        }
        const Met met = count(view);
        if (met.mapped && !met.entry) ++found.bypass;
    }
    struct Met {
        bool mapped = false, entry = false; // an event of some stage, of the first
    };
    Met count(SubjectEvents& view) {
        view.timed = view.size();
        while (view.timed > 0 && view.times[view.timed - 1] == kNoTime)
            --view.timed;
        const bool any = m_given.order == FunnelOrder::Any;
        Met met;
        for (std::size_t i = 0; i < (any ? view.size() : view.timed) && !met.entry; ++i) {
            const std::uint64_t bits = view.mask(i);
            met.mapped = met.mapped || bits;
            met.entry = bits & 1U;
        }
        if (met.entry) any ? countAny(view) : countOrdered(view);
        return met;
    }

    // Each held value's events by themselves; then the attempt that counts is chosen among what they gave.
    void heldSubject(std::size_t begin, std::size_t end) {
        m_byValue.clear(), m_anyValue.clear();
        for (std::size_t i = begin; i < end; ++i) {
            if (m_keep && !m_keep->test(i)) continue;
            if (m_events.hold[i])
                m_byValue.push_back(static_cast<std::uint32_t>(i));
            else if (m_events.stage[i] == kExclusionEvent)
                m_anyValue.push_back(static_cast<std::uint32_t>(i));
        }
        const auto valueOf = [&](std::uint32_t i) { return m_events.hold[i]; };
        std::stable_sort(m_byValue.begin(), m_byValue.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return valueOf(a) < valueOf(b); });
        m_choice = {};
        m_choice.stages = m_events.stages;
        m_target = &m_choice;
        Met met;
        for (auto from = m_byValue.begin(); from != m_byValue.end();) {
            const auto to =
                std::find_if(from, m_byValue.end(), [&](std::uint32_t i) { return valueOf(i) != valueOf(*from); });
            m_positions.clear();
            std::merge(from, to, m_anyValue.begin(), m_anyValue.end(), std::back_inserter(m_positions));
            SubjectEvents view = copied();
            const Met own = count(view);
            met.mapped = met.mapped || own.mapped;
            met.entry = met.entry || own.entry;
            from = to;
        }
        m_target = &found;
        if (met.mapped && !met.entry) ++found.bypass;
        if (m_choice.size() == 0) return;
        std::vector<std::size_t> order(m_choice.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto stages = static_cast<std::size_t>(m_events.stages);
        const auto earlier = [&](std::size_t a, std::size_t b) {
            if (m_choice.start[a] != m_choice.start[b]) return m_choice.start[a] < m_choice.start[b];
            return m_choice.events[a * stages] < m_choice.events[b * stages];
        };
        std::sort(order.begin(), order.end(), earlier);
        if (m_given.attempt == FunnelAttempt::Every) {
            for (const std::size_t unit : order)
                take(unit);
        } else {
            const auto best = m_given.attempt == FunnelAttempt::First
                                  ? order.begin()
                                  : std::max_element(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
                                        return m_choice.level[a] < m_choice.level[b];
                                    });
            take(*best);
        }
    }
    void take(std::size_t unit) {
        if (m_choice.excluded[unit] && m_given.removeExcluded) {
            ++found.removed;
            return;
        }
        found.subject.push_back(m_choice.subject[unit]);
        found.start.push_back(m_choice.start[unit]);
        found.level.push_back(m_choice.level[unit]);
        found.excluded.push_back(m_choice.excluded[unit]);
        found.windowEnd.push_back(m_choice.windowEnd[unit]);
        found.openUntil.push_back(m_choice.openUntil[unit]);
        if (m_events.hasExclusion) found.exclusionTime.push_back(m_choice.exclusionTime[unit]);
        const auto stages = static_cast<std::ptrdiff_t>(m_events.stages);
        const auto from = m_choice.events.begin() + static_cast<std::ptrdiff_t>(unit) * stages;
        found.events.insert(found.events.end(), from, from + stages);
    }

    // The events at m_positions, side by side.
    SubjectEvents copied() {
        m_times.clear(), m_stage.clear(), m_fits.clear();
        for (const std::uint32_t i : m_positions) {
            m_times.push_back(m_events.times[i]);
            m_stage.push_back(m_events.stage[i]);
            if (!m_events.fits.empty()) m_fits.push_back(m_events.fits[i]);
        }
        return {m_times, m_stage, m_fits, 0};
    }
    void emit(const Chain& chain) {
        Attempts& to = *m_target;
        if (chain.excluded && m_given.removeExcluded && m_target == &found) {
            ++found.removed;
            return;
        }
        to.subject.push_back(m_subject);
        to.start.push_back(chain.start);
        to.level.push_back(static_cast<std::uint8_t>(chain.level));
        to.excluded.push_back(chain.excluded ? 1 : 0);
        to.windowEnd.push_back(chain.windowEnd);
        to.openUntil.push_back(chain.openUntil);
        if (m_events.hasExclusion) to.exclusionTime.push_back(chain.excludedAt);
        const bool copies = m_keep || !m_events.hold.empty();
        for (int k = 0; k < m_events.stages; ++k) {
            const std::size_t local = chain.at[static_cast<std::size_t>(k)];
            to.events.push_back(k >= chain.level ? kNoEvent
                                : copies         ? m_positions[local]
                                                 : static_cast<std::uint32_t>(m_base + local));
        }
    }
    // Where the next attempt may begin: after the event that converted, else after the attempt ran out.
    std::size_t after(const SubjectEvents& view, const Chain& chain, std::size_t start) const {
        std::size_t next = start + 1;
        if (chain.level == m_events.stages) {
            for (int k = 0; k < chain.level; ++k)
                if (chain.at[static_cast<std::size_t>(k)] < view.timed)
                    next = std::max<std::size_t>(next, chain.at[static_cast<std::size_t>(k)] + 1);
            return next;
        }
        while (next < view.timed && view.times[next] <= chain.openUntil && !(chain.excluded && view.isExclusion(next)))
            ++next;
        return next;
    }
    void countOrdered(const SubjectEvents& view) {
        std::size_t start = detail::nextStart(view, m_rules, 0);
        if (start == view.timed) return;
        Chain chain;
        if (m_plain && m_given.attempt == FunnelAttempt::Furthest) {
            detail::furthestPlain(view, m_rules, start, chain);
            return emit(chain);
        }
        if (!m_plain) m_search.of(view);
        const auto extend = [&](std::size_t from, Chain& into) {
            if (!m_plain)
                m_search.extend(from, into);
            else
                detail::extendPlain(view, m_rules, from, m_rules.stages, into);
        };
        extend(start, chain);
        if (m_given.attempt == FunnelAttempt::Furthest) {
            Chain other;
            for (std::size_t tries = 1; chain.level < m_events.stages; ++tries) {
                if ((tries & 63U) == 0 && m_job.cancelled()) return; // one subject may have very many entries
                start = detail::nextStart(view, m_rules, start + 1);
                if (start == view.timed) break;
                extend(start, other);
                if (other.level > chain.level) std::swap(chain, other);
            }
        } else if (m_given.attempt == FunnelAttempt::Every) {
            for (;;) {
                emit(chain);
                start = detail::nextStart(view, m_rules, after(view, chain, start));
                if (start == view.timed) return;
                extend(start, chain);
            }
        }
        emit(chain);
    }
    void countAny(const SubjectEvents& view) {
        Chain chain;
        if (m_given.attempt == FunnelAttempt::Furthest) {
            if (detail::anyOrder(view, m_rules, 0, -1, true, chain)) emit(chain);
            return;
        }
        std::size_t low = 0;
        bool first = true; // untimed events belong to the first attempt
        for (;;) {
            const std::size_t start = detail::nextStart(view, m_rules, low);
            const bool none = start == view.timed;
            if (none && !first) return;
            if (!detail::anyOrder(view, m_rules, low, none ? -1 : static_cast<std::ptrdiff_t>(start), first, chain))
                return;
            emit(chain);
            if (m_given.attempt == FunnelAttempt::First || none) return;
            low = after(view, chain, chain.start == kNoTime ? start : chain.at[0] < view.timed ? chain.at[0] : start);
            first = false;
        }
    }

    const StagedEvents& m_events;
    const KernelRules& m_given;
    detail::Rules m_rules;
    const Bitmap* m_keep;
    const JobContext& m_job;
    bool m_plain = false;
    detail::ChainSearch m_search{m_rules};
    std::uint32_t m_subject = 0;
    std::size_t m_base = 0;
    std::vector<Instant> m_times;
    std::vector<std::uint8_t> m_stage;
    std::vector<std::uint64_t> m_fits;
    std::vector<std::uint32_t> m_positions; // of the copied events
    std::vector<std::uint32_t> m_byValue, m_anyValue;
    Attempts m_choice; // of one subject, a held value each
    Attempts* m_target = &found;
};

} // namespace

void sortStaged(StagedEvents& events) {
    const auto before = [&](std::size_t a, std::size_t b) {
        const Instant left = events.times[a], right = events.times[b];
        if (left != right) return right == kNoTime || (left != kNoTime && left < right);
        return tieRank(events.stage[a]) < tieRank(events.stage[b]);
    };
    const auto sortSubject = [&](std::size_t begin, std::size_t end, std::vector<std::uint32_t>& order) {
        bool sorted = true;
        for (std::size_t i = begin + 1; i < end && sorted; ++i)
            sorted = !before(i, i - 1);
        if (sorted) return;
        order.resize(end - begin);
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return before(begin + a, begin + b); });
        const auto arrange = [&](auto& values) {
            if (values.empty()) return;
            std::remove_reference_t<decltype(values)> moved;
            moved.reserve(order.size());
            for (const std::uint32_t from : order)
                moved.push_back(values[begin + from]);
            std::copy(moved.begin(), moved.end(), values.begin() + static_cast<std::ptrdiff_t>(begin));
        };
        events.times.visit(arrange);
        arrange(events.stage);
        arrange(events.fits);
        arrange(events.tables);
        arrange(events.rows);
        arrange(events.hold);
    };
    forEachPiece(events.subjects(), JobContext(), [&](std::size_t, std::size_t first, std::size_t last) {
        std::vector<std::uint32_t> order;
        for (std::size_t s = first; s < last; ++s)
            sortSubject(events.offsets[s], events.offsets[s + 1], order);
    });
}

void findMet(StagedEvents& events) {
    events.met.clear();
    if (events.stages > 8 || !events.fits.empty()) return;
    std::array<std::uint8_t, 256> bit{};
    for (int stage = 1; stage <= events.stages; ++stage)
        bit[static_cast<std::size_t>(stage)] = static_cast<std::uint8_t>(1U << (stage - 1));
    events.met.resize(events.subjects());
    forEachPiece(events.subjects(), JobContext(), [&](std::size_t, std::size_t first, std::size_t last) {
        for (std::size_t s = first; s < last; ++s) {
            std::uint8_t met = 0;
            for (std::size_t i = events.offsets[s]; i < events.offsets[s + 1]; ++i)
                if (events.untimed == 0 || events.times[i] != kNoTime)
                    met = static_cast<std::uint8_t>(met | bit[events.stage[i]]);
            events.met[s] = met;
        }
    });
}

Result<Attempts> countAttempts(const StagedEvents& events, const KernelRules& rules, const Bitmap* keep,
                               const JobContext& job, Attempts spare) {
    if (detail::countsPlainly(events, rules)) return detail::countPlainly(events, rules, keep, job, std::move(spare));
    spare = {};
    const std::vector<std::size_t> bounds = detail::subjectParts(events);
    const std::size_t pieces = bounds.size() - 1; // put together in their order
    std::vector<Attempts> parts(pieces);
    std::vector<std::unique_ptr<Counter>> counters(workerCount(pieces, job));
    forEachChunk(pieces, job, [&](std::size_t worker, std::size_t piece) {
        if (!counters[worker]) counters[worker] = std::make_unique<Counter>(events, rules, keep, job);
        Counter& counter = *counters[worker];
        if (job.cancelled()) return;
        counter.subjects(bounds[piece], bounds[piece + 1]);
        parts[piece] = std::move(counter.found);
    });
    if (job.cancelled()) return cancelled();

    Attempts all;
    all.stages = events.stages;
    for (const Attempts& part : parts) {
        all.bypass += part.bypass;
        all.removed += part.removed;
    }
    const auto gather = [&](auto member) {
        auto& to = all.*member;
        std::size_t size = 0;
        for (const Attempts& part : parts)
            size += (part.*member).size();
        to.reserve(size);
        for (Attempts& part : parts) {
            to.insert(to.end(), (part.*member).begin(), (part.*member).end());
            part.*member = {};
        }
    };
    const std::function<void()> members[] = {
        [&] { gather(&Attempts::events); },    [&] { gather(&Attempts::start); },
        [&] { gather(&Attempts::windowEnd); }, [&] { gather(&Attempts::openUntil); },
        [&] { gather(&Attempts::subject); },   [&] { gather(&Attempts::level); },
        [&] { gather(&Attempts::excluded); },  [&] { gather(&Attempts::exclusionTime); }};
    forEachChunk(std::size(members), job, [&](std::size_t, std::size_t i) { members[i](); });
    return all;
}

} // namespace xo::analysis
