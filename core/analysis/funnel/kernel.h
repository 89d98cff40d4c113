#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/base/timezone.h"
#include "core/columnar/bitmap.h"
#include "core/model/journey.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace xo::analysis {

/// Stages are numbered 1 … L (L ≤ kMaxStages) in the kernel.
inline constexpr int kMaxStages = 60;
inline constexpr std::uint8_t kNotMapped = 0;        ///< an event of no stage
inline constexpr std::uint8_t kExclusionEvent = 255; ///< the exclusion event: it fills no stage
inline constexpr std::uint32_t kNoEvent = 0xffffffffU;

/// Times of events: numbers of a unit in 32 bits where they fit, so that a scan reads half as much, else UTC ms.
class EventTimes {
public:
    static constexpr std::uint32_t kUntimed = 0xffffffffU; ///< among the numbers
    EventTimes() = default;
    /// least + unit · number each.
    EventTimes(std::vector<std::uint32_t> numbers, Instant least, std::int64_t unit)
        : m_numbers(std::move(numbers)), m_least(least), m_unit(unit) {}

    bool isNarrow() const { return m_unit != 0; }
    std::size_t size() const { return isNarrow() ? m_numbers.size() : m_instants.size(); }
    Instant operator[](std::size_t i) const { return isNarrow() ? instant(m_numbers[i]) : m_instants[i]; }
    Instant instant(std::uint32_t number) const {
        return number == kUntimed ? kNoTime : m_least + m_unit * std::int64_t{number};
    }
    std::int64_t unit() const { return m_unit; }
    const std::vector<std::uint32_t>& numbers() const { return m_numbers; }
    const std::vector<Instant>& instants() const { return m_instants; }
    /// Those that aren't narrow are filled by their owner.
    void resize(std::size_t count) { m_instants.resize(count); }
    void set(std::size_t i, Instant time) { m_instants[i] = time; }
    void push_back(Instant time) { m_instants.push_back(time); }
    /// f(vector) with the one in use.
    template <class F>
    void visit(F&& f) {
        isNarrow() ? f(m_numbers) : f(m_instants);
    }

private:
    std::vector<std::uint32_t> m_numbers;
    std::vector<Instant> m_instants;
    Instant m_least = 0;
    std::int64_t m_unit = 0; // 0 = not narrow
};

/// Events grouped by subject: those of subject s stand at offsets[s] … offsets[s+1). Inside a subject they go by time,
/// equal times in funnel order (lowest stage first, then events of no stage, then exclusion events), events without a
/// time last.
struct StagedEvents {
    int stages = 0;
    std::vector<std::uint32_t> offsets; ///< subjects + 1
    EventTimes times;                   ///< kNoTime = none
    std::vector<std::uint8_t> stage;    ///< lowest stage the event fits, or kNotMapped / kExclusionEvent
    std::vector<std::uint64_t> fits;    ///< bit k−1 = fits stage k; empty when no event fits two stages
    std::vector<std::uint8_t> tables;   ///< which table of the run an event stands in; empty when there is one only
    std::vector<std::uint32_t> rows;    ///< its row there; the kernel needs none
    std::vector<std::uint32_t> hold;    ///< code of the values an attempt holds constant, 0 = blank; empty = none held
    /// Per subject, bit k−1 = some event with a time fits stage k alone; by findMet, where there are at most 8 stages
    /// and no event fits two, else empty. The kernel passes over what can't be there.
    std::vector<std::uint8_t> met;
    std::size_t untimed = 0; ///< events without a time among them
    bool hasExclusion = false;
    std::size_t subjects() const { return offsets.empty() ? 0 : offsets.size() - 1; }
    /// Bit k−1 = event i fits stage k.
    std::uint64_t mask(std::size_t i) const {
        if (!fits.empty()) return fits[i];
        return stage[i] == kNotMapped || stage[i] == kExclusionEvent ? 0 : std::uint64_t{1} << (stage[i] - 1);
    }
};
/// Brings the events inside each subject into the order above. O(n log n) at worst, O(n) for events in time order.
void sortStaged(StagedEvents& events);
void findMet(StagedEvents& events);

/// How attempts are counted (PRODUCT.md 3.1–3.8).
struct KernelRules {
    FunnelOrder order = FunnelOrder::Sequential;
    FunnelAttempt attempt = FunnelAttempt::Furthest;
    Span window{365, Span::Unit::Day};
    std::vector<std::optional<Span>> stepLimits; ///< [k−1]: longest time from stage k−1 to k; empty = none at all
    Instant from = INT64_MIN;                    ///< the first-stage event lies in from … to, both inclusive
    Instant to = INT64_MAX;
    bool removeExcluded = false;      ///< units stopped by the exclusion event are left out rather than counted so far
    TimeZone zone;                    ///< for calendar-day spans
    std::optional<Instant> asOf;      ///< for Attempts::sums; kNoTime = every unit is matured
    const Bitmap* subjects = nullptr; ///< a bit per subject: the others have no attempts; null = all
};

/// What some units come to, where it was counted on the way: in numbers of EventTimes.
struct AttemptSums {
    std::vector<std::array<std::int64_t, 2>> stopped; ///< [level − 1]: units not matured, matured
    std::vector<std::vector<std::uint32_t>> gaps; ///< [k − 1] = from stage k − 1 to k, of every unit that got there
    std::vector<std::vector<std::uint32_t>> openSince; ///< [k − 1] = when stage k was reached, of those open there
};

/// The counted attempts, subject by subject, in time order inside a subject. Everything is one entry per unit, except
/// `events`: `stages` entries per unit, the position in StagedEvents of the event that fills each stage (kNoEvent above
/// the level).
struct Attempts {
    int stages = 0;
    std::vector<std::uint32_t> subject;
    std::vector<Instant> start;         ///< t₀; kNoTime when only events without a time were counted
    std::vector<std::uint8_t> level;    ///< furthest stage reached, 1 … L
    std::vector<std::uint8_t> excluded; ///< 1 = stopped there by the exclusion event
    std::vector<std::uint32_t> events;
    /// Last instant of the conversion window (INT64_MIN without a start), and last one at which the next stage could
    /// still be reached. Both are empty where they are start + `window` ms for every unit.
    std::vector<Instant> windowEnd, openUntil;
    std::int64_t window = -1;
    /// All units in parts, in their order; only where times are narrow, the window is `window` ms and KernelRules::asOf
    /// is given. Then a unit is open until it is matured.
    std::vector<AttemptSums> sums;
    std::vector<Instant> exclusionTime; ///< of the event that stopped it, kNoTime = none; empty without such events
    std::uint64_t bypass = 0;           ///< subjects with events of the journey's stages, none of them of stage 1
    std::uint64_t removed = 0;          ///< units left out by removeExcluded
    std::size_t size() const { return subject.size(); }
    /// Latest start of a matured unit, where `window` is given.
    Instant lastMatured(Instant asOf) const {
        if (asOf == kNoTime) return INT64_MAX;
        return asOf < INT64_MIN + window ? INT64_MIN : asOf - window;
    }
    Instant windowEndOf(std::size_t unit) const { return window < 0 ? windowEnd[unit] : plainEnd(start[unit]); }
    Instant openUntilOf(std::size_t unit) const { return window < 0 ? openUntil[unit] : plainEnd(start[unit]); }
    /// Equal attempts, however their ends are kept.
    bool operator==(const Attempts& other) const;

private:
    Instant plainEnd(Instant begin) const { return begin > INT64_MAX - window ? INT64_MAX : begin + window; }
};

/// The counted attempts of every subject from 1 on (subject 0 = no subject). Sequential chains take the earliest event
/// for stage 2, then for stage 3 …, among the chains that get furthest. Where values are held, an attempt is made of
/// events of one value (and the exclusion events without any); the attempt that counts is chosen among those of all
/// values. `keep`: one bit per event position, null = all.
/// Linear in the events for journeys without step limits, overlapping conditions or exclusion; the result does not
/// depend on job.threads. Polls job. Source: METHODS 2.1 (windowFunnel family), PRODUCT.md 3.
/// `spare`: attempts nobody needs any more, whose memory may be used.
Result<Attempts> countAttempts(const StagedEvents& events, const KernelRules& rules, const Bitmap* keep,
                               const JobContext& job, Attempts spare = {});

/// Last instant (inclusive) of a span that begins at `start`: + 24 h days, or the end of the calendar day.
Instant spanEnd(const Span& span, Instant start, const TimeZone& zone);

} // namespace xo::analysis
