#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/base/timezone.h"
#include "core/columnar/bitmap.h"
#include "core/model/journey.h"

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

/// Events grouped by subject: those of subject s stand at offsets[s] … offsets[s+1). Inside a subject they go by time,
/// equal times in funnel order (lowest stage first, then events of no stage, then exclusion events), events without a
/// time last.
struct StagedEvents {
    int stages = 0;
    std::vector<std::uint32_t> offsets; ///< subjects + 1
    std::vector<Instant> times;         ///< UTC ms; kNoTime = none
    std::vector<std::uint8_t> stage;    ///< lowest stage the event fits, or kNotMapped / kExclusionEvent
    std::vector<std::uint64_t> fits;    ///< bit k−1 = fits stage k; empty when no event fits two stages
    std::vector<std::uint8_t> tables;   ///< which table of the run an event stands in; empty when there is one only
    std::vector<std::uint32_t> rows;    ///< its row there
    std::vector<std::uint32_t> hold;    ///< code of the values an attempt holds constant, 0 = blank; empty = none held
    std::size_t untimed = 0;            ///< events without a time among them
    bool hasExclusion = false;
    std::size_t subjects() const { return offsets.empty() ? 0 : offsets.size() - 1; }
};
/// Brings the events inside each subject into the order above. O(n log n) at worst, O(n) for events in time order.
void sortStaged(StagedEvents& events);

/// How attempts are counted (PRODUCT.md 3.1–3.8).
struct KernelRules {
    FunnelOrder order = FunnelOrder::Sequential;
    FunnelAttempt attempt = FunnelAttempt::Furthest;
    Span window{365, Span::Unit::Day};
    std::vector<std::optional<Span>> stepLimits; ///< [k−1]: longest time from stage k−1 to k; empty = none at all
    Instant from = INT64_MIN;                    ///< the first-stage event lies in from … to, both inclusive
    Instant to = INT64_MAX;
    bool removeExcluded = false; ///< units stopped by the exclusion event are left out rather than counted so far
    TimeZone zone;               ///< for calendar-day spans
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
    std::vector<Instant> windowEnd;     ///< last instant of the conversion window; INT64_MIN without a start
    std::vector<Instant> openUntil;     ///< last instant at which the next stage could still be reached
    std::vector<Instant> exclusionTime; ///< of the event that stopped it, kNoTime = none; empty without such events
    std::uint64_t bypass = 0;           ///< subjects with events of the journey's stages, none of them of stage 1
    std::uint64_t removed = 0;          ///< units left out by removeExcluded
    std::size_t size() const { return subject.size(); }
    bool operator==(const Attempts&) const = default;
};

/// The counted attempts of every subject from 1 on (subject 0 = no subject). Sequential chains take the earliest event
/// for stage 2, then for stage 3 …, among the chains that get furthest. Where values are held, an attempt is made of
/// events of one value (and the exclusion events without any); the attempt that counts is chosen among those of all
/// values. `keep`: one bit per event position, null = all.
/// Linear in the events for journeys without step limits, overlapping conditions or exclusion; the result does not
/// depend on job.threads. Polls job. Source: METHODS 2.1 (windowFunnel family), PRODUCT.md 3.
Result<Attempts> countAttempts(const StagedEvents& events, const KernelRules& rules, const Bitmap* keep,
                               const JobContext& job);

/// Last instant (inclusive) of a span that begins at `start`: + 24 h days, or the end of the calendar day.
Instant spanEnd(const Span& span, Instant start, const TimeZone& zone);

} // namespace xo::analysis
