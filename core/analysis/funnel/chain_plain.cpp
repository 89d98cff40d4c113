#include "core/analysis/funnel/chains.h"

namespace xo::analysis::detail {

std::size_t nextStart(const SubjectEvents& events, const Rules& rules, std::size_t from) {
    for (std::size_t i = from; i < events.timed; ++i)
        if ((events.mask(i) & 1U) && rules.mayStart(events.times[i])) return i;
    return events.timed;
}

void extendPlain(const SubjectEvents& events, const Rules& rules, std::size_t start, int levelWanted, Chain& chain) {
    chain.start = events.times[start];
    chain.windowEnd = chain.openUntil = rules.windowEnd(chain.start);
    chain.excluded = false;
    chain.excludedAt = kNoTime;
    chain.level = 1;
    chain.at[0] = static_cast<std::uint32_t>(start);
    for (std::size_t i = start + 1; i < events.timed && chain.level < levelWanted; ++i) {
        if (events.times[i] > chain.windowEnd) break;
        if (events.stage[i] == chain.level + 1)
            chain.at[static_cast<std::size_t>(chain.level++)] = static_cast<std::uint32_t>(i);
    }
}

void furthestPlain(const SubjectEvents& events, const Rules& rules, std::size_t firstStart, Chain& chain) {
    extendPlain(events, rules, firstStart, rules.stages, chain);
    if (chain.level == rules.stages || nextStart(events, rules, firstStart + 1) == events.timed) return;

    // how far any start gets: per level, the latest start that reaches it leaves most room
    std::array<Instant, kMaxStages + 1> end{}; // of the window of that start; valid for levels ≤ reached
    std::array<bool, kMaxStages + 1> reached{};
    int furthest = 0;
    for (std::size_t i = firstStart; i < events.timed; ++i) {
        const int k = events.stage[i];
        if (k == kNotMapped || k == kExclusionEvent) continue;
        const auto level = static_cast<std::size_t>(k);
        if (k == 1) {
            if (!rules.mayStart(events.times[i])) continue;
            end[1] = rules.windowEnd(events.times[i]);
            reached[1] = true;
        } else if (reached[level - 1] && events.times[i] <= end[level - 1]) {
            end[level] = end[level - 1];
            reached[level] = true;
        } else {
            continue;
        }
        if (k > furthest) furthest = k;
    }
    if (furthest <= chain.level) return; // the first start gets as far as any

    // the earliest start that gets there: going back, per stage the earliest completion of a chain that begins with it
    std::array<Instant, kMaxStages + 1> done{};
    std::array<bool, kMaxStages + 1> known{};
    std::size_t best = firstStart;
    for (std::size_t i = events.timed; i-- > firstStart;) {
        const int k = events.stage[i];
        if (k == kNotMapped || k > furthest) continue;
        const auto level = static_cast<std::size_t>(k);
        if (k == furthest) {
            done[level] = events.times[i];
            known[level] = true;
        } else if (known[level + 1]) {
            done[level] = done[level + 1];
            known[level] = true;
        } else {
            continue;
        }
        if (k == 1 && rules.mayStart(events.times[i]) && done[1] <= rules.windowEnd(events.times[i])) best = i;
    }
    extendPlain(events, rules, best, furthest, chain);
}

} // namespace xo::analysis::detail
