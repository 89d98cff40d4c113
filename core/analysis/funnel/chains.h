#pragma once

#include "core/analysis/funnel/kernel.h"

#include <array>
#include <span>

namespace xo::analysis::detail {

/// One subject's usable events in the order of StagedEvents; indexes below are into these.
struct SubjectEvents {
    std::span<const Instant> times;
    std::span<const std::uint8_t> stage;
    std::span<const std::uint64_t> fits; ///< empty when no event fits two stages
    std::size_t timed = 0;               ///< events 0 … timed−1 have a time
    std::size_t size() const { return times.size(); }
    bool isExclusion(std::size_t i) const { return stage[i] == kExclusionEvent; }
    /// Bit k−1 = fits stage k; 0 for events of no stage.
    std::uint64_t mask(std::size_t i) const {
        if (!fits.empty()) return fits[i];
        return stage[i] == kNotMapped || stage[i] == kExclusionEvent ? 0 : std::uint64_t{1} << (stage[i] - 1);
    }
};

/// An attempt in the making: at[k−1] is the index of the event that fills stage k, for k ≤ level.
struct Chain {
    int level = 0;
    Instant start = kNoTime;
    Instant windowEnd = INT64_MIN;
    Instant openUntil = INT64_MIN;
    bool excluded = false;
    Instant excludedAt = kNoTime;
    std::array<std::uint32_t, kMaxStages> at{};
};

/// The rules as the chain searches read them.
struct Rules {
    explicit Rules(const KernelRules& given, int stageCount);
    const KernelRules& given;
    int stages;
    bool limited = false;       ///< some step has a limit
    std::int64_t windowMs = -1; ///< −1: calendar days
    Instant windowEnd(Instant start) const {
        if (windowMs < 0) return spanEnd(given.window, start, given.zone);
        return start > INT64_MAX - windowMs ? INT64_MAX : start + windowMs;
    }
    /// Last instant at which stage k (2 … L) may follow stage k−1 reached at `previous`.
    Instant stepEnd(int k, Instant previous) const {
        const auto index = static_cast<std::size_t>(k - 1);
        if (index >= given.stepLimits.size() || !given.stepLimits[index]) return INT64_MAX;
        return spanEnd(*given.stepLimits[index], previous, given.zone);
    }
    bool mayStart(Instant time) const {
        if (time == kNoTime) return given.from == INT64_MIN && given.to == INT64_MAX;
        return time >= given.from && time <= given.to;
    }
};

/// First index ≥ `from` of a timed stage-1 event inside the date range; events.timed when there is none.
std::size_t nextStart(const SubjectEvents& events, const Rules& rules, std::size_t from);

/// Sequential chains where no event fits two stages and no step is limited. O(events).
void extendPlain(const SubjectEvents& events, const Rules& rules, std::size_t start, int levelWanted, Chain& chain);
void furthestPlain(const SubjectEvents& events, const Rules& rules, std::size_t firstStart, Chain& chain);

/// Chains from one start under step limits, overlapping conditions, strict orders, exclusion. One for many subjects:
/// its memory stays.
class ChainSearch {
public:
    explicit ChainSearch(const Rules& rules) : m_rules(rules) {}
    /// Takes up a subject, whose events live as long as it is asked for.
    void of(const SubjectEvents& events);
    void extend(std::size_t start, Chain& chain);

private:
    struct Group {
        std::uint32_t begin, end;
        Instant time;
    };
    struct State {
        int level;
        std::uint32_t group; // where `level` was reached
        std::int32_t parent; // state before the last advance, −1 = the start
    };
    int run(const Group& group, int base, int most, std::size_t without, std::uint32_t* fill);
    void sequential(std::size_t start, Chain& chain);
    void strict(std::size_t start, Chain& chain);
    void finish(std::size_t exclusion, Instant lastArrival, Chain& chain) const;

    SubjectEvents m_events;
    const Rules& m_rules;
    std::vector<Group> m_groups;
    std::vector<std::uint32_t> m_groupOf;
    std::vector<std::uint64_t> m_forward, m_backward;
    std::vector<std::uint32_t> m_candidates;
    std::vector<std::int32_t> m_matchedStage; // per candidate: stage it fills, −1 = none
    std::vector<State> m_states;
    std::vector<std::int32_t> m_alive, m_nextAlive;
};

/// The furthest attempt in any order among the events from index `low` on. `onlyStart`: the event that has to fill
/// stage 1 (its index; the window may begin before it), or −1 = whichever gets furthest. False = no attempt.
bool anyOrder(const SubjectEvents& events, const Rules& rules, std::size_t low, std::ptrdiff_t onlyStart,
              bool withUntimed, Chain& chain);

/// Gives stages base+1 … base+n (as many as possible, at most up to `most`) an event each among `candidates`; returns n
/// and, when asked, the event of each stage in fill[0 … n−1]. Augmenting paths (Kuhn); n·candidates·n at worst.
int matchRun(const SubjectEvents& events, std::span<const std::uint32_t> candidates, int base, int most,
             std::vector<std::int32_t>& matchedStage, std::uint32_t* fill);

} // namespace xo::analysis::detail
