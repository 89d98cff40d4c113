#include "core/analysis/funnel/chains.h"

#include <bit>

namespace xo::analysis::detail {

namespace {

constexpr std::uint64_t bitOf(int level) {
    return std::uint64_t{1} << (level - 1);
}

bool augment(const SubjectEvents& events, std::span<const std::uint32_t> candidates, int stage,
             std::vector<std::int32_t>& matched, std::vector<char>& visited) {
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        if (visited[c] || !(events.mask(candidates[c]) & bitOf(stage))) continue;
        visited[c] = 1;
        if (matched[c] < 0 || augment(events, candidates, matched[c], matched, visited)) {
            matched[c] = stage;
            return true;
        }
    }
    return false;
}

} // namespace

int matchRun(const SubjectEvents& events, std::span<const std::uint32_t> candidates, int base, int most,
             std::vector<std::int32_t>& matchedStage, std::uint32_t* fill) {
    matchedStage.assign(candidates.size(), -1);
    std::vector<char> visited(candidates.size());
    int n = 0;
    while (base + n < most) {
        std::fill(visited.begin(), visited.end(), char{0});
        if (!augment(events, candidates, base + n + 1, matchedStage, visited)) break;
        ++n;
    }
    if (fill)
        for (std::size_t c = 0; c < candidates.size(); ++c)
            if (matchedStage[c] > base) fill[matchedStage[c] - base - 1] = candidates[c];
    return n;
}

Rules::Rules(const KernelRules& rules, int stageCount) : given(rules), stages(stageCount) {
    for (const auto& limit : rules.stepLimits)
        limited = limited || limit.has_value();
    if (rules.window.unit != Span::Unit::CalendarDay) windowMs = spanEnd(rules.window, 0, rules.zone);
}

void ChainSearch::of(const SubjectEvents& events) {
    m_events = events;
    m_groups.clear();
    m_groupOf.resize(events.timed);
    for (std::size_t i = 0; i < events.timed; ++i) {
        if (i == 0 || events.times[i] != events.times[i - 1])
            m_groups.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i), events.times[i]});
        m_groups.back().end = static_cast<std::uint32_t>(i + 1);
        m_groupOf[i] = static_cast<std::uint32_t>(m_groups.size() - 1);
    }
    m_forward.resize(m_groups.size());
    m_backward.resize(m_groups.size());
}

// How many stages after `base` the events of one instant fill; `without` is left out (the start itself).
int ChainSearch::run(const Group& group, int base, int most, std::size_t without, std::uint32_t* fill) {
    if (base >= most) return 0;
    if (group.end - group.begin == 1) {
        if (group.begin == without || !(m_events.mask(group.begin) & bitOf(base + 1))) return 0;
        if (fill) *fill = group.begin;
        return 1;
    }
    m_candidates.clear();
    bool next = false;
    for (std::uint32_t i = group.begin; i < group.end; ++i) {
        const std::uint64_t bits = m_events.mask(i);
        if (i == without || !bits) continue;
        next = next || (bits & bitOf(base + 1));
        m_candidates.push_back(i);
    }
    return next ? matchRun(m_events, m_candidates, base, most, m_matchedStage, fill) : 0;
}

void ChainSearch::extend(std::size_t start, Chain& chain) {
    chain.start = m_events.times[start];
    chain.windowEnd = m_rules.windowEnd(chain.start);
    chain.excluded = false;
    chain.excludedAt = kNoTime;
    chain.level = 1;
    chain.at[0] = static_cast<std::uint32_t>(start);
    if (m_rules.given.order == FunnelOrder::Sequential)
        sequential(start, chain);
    else
        strict(start, chain);
}

void ChainSearch::finish(std::size_t exclusion, Instant lastArrival, Chain& chain) const {
    chain.openUntil = chain.windowEnd;
    if (chain.level == m_rules.stages) return;
    chain.openUntil = std::min(chain.windowEnd, m_rules.stepEnd(chain.level + 1, lastArrival));
    chain.excluded = exclusion < m_events.timed && m_events.times[exclusion] <= chain.openUntil;
    if (chain.excluded) chain.excludedAt = m_events.times[exclusion];
}

void ChainSearch::sequential(std::size_t start, Chain& chain) {
    const int stages = m_rules.stages;
    const std::size_t first = m_groupOf[start];
    std::size_t exclusion = start + 1;
    while (exclusion < m_events.timed && !m_events.isExclusion(exclusion))
        ++exclusion;
    std::size_t end = first; // groups first … end−1 are inside the window and not after the exclusion event
    while (end < m_groups.size() && m_groups[end].time <= chain.windowEnd && m_groups[end].begin < exclusion)
        ++end;
    // events of the instant of the exclusion event sort before it, so a group is inside or outside as a whole

    // forward: which levels can be arrived at with each instant's events; the latest arrival leaves most room to a
    // limit
    std::array<Instant, kMaxStages + 2> last;
    last.fill(kNoTime);
    std::uint64_t all = 0;
    std::size_t searched = end;
    for (std::size_t g = first; g < end; ++g) {
        std::uint64_t arrived = 0;
        const Instant time = m_groups[g].time;
        if (g == first) {
            const int n = run(m_groups[g], 1, stages, start, nullptr);
            arrived = (bitOf(n + 1) << 1U) - 1;
        } else {
            for (int base = 1; base < stages; ++base) {
                const Instant before = last[static_cast<std::size_t>(base)];
                if (before == kNoTime || time > m_rules.stepEnd(base + 1, before)) continue;
                const int n = run(m_groups[g], base, stages, m_events.timed, nullptr);
                for (int k = base + 1; k <= base + n; ++k)
                    arrived |= bitOf(k);
            }
        }
        m_forward[g] = arrived;
        all |= arrived;
        for (std::uint64_t bits = arrived; bits; bits &= bits - 1)
            last[static_cast<std::size_t>(std::countr_zero(bits)) + 1] = time;
        if (!m_rules.limited && (all & bitOf(stages))) {
            searched = g + 1;
            break;
        }
    }
    const int furthest = 64 - std::countl_zero(all);

    // backward: from which arrivals the furthest level can still be had
    std::array<Instant, kMaxStages + 2> next;
    next.fill(kNoTime);
    for (std::size_t g = searched; g-- > first;) {
        const Instant time = m_groups[g].time;
        std::uint64_t good = m_forward[g] & bitOf(furthest);
        for (int k = 1; k < furthest; ++k) {
            const Instant after = next[static_cast<std::size_t>(k)];
            if ((m_forward[g] & bitOf(k)) && after != kNoTime && after <= m_rules.stepEnd(k + 1, time))
                good |= bitOf(k);
        }
        m_backward[g] = good;
        if (g == first) break;
        for (int base = 1; base < furthest; ++base) {
            const int n = good ? run(m_groups[g], base, furthest, m_events.timed, nullptr) : 0;
            if (n && (good & (((std::uint64_t{1} << n) - 1) << base))) next[static_cast<std::size_t>(base)] = time;
        }
    }

    // the chain that is earliest at stage 2, then at stage 3 …
    const auto take = [&](std::size_t g, int base) {
        const int n = run(m_groups[g], base, furthest, g == first ? start : m_events.timed, nullptr);
        int reached = base;
        for (int k = base + 1; k <= base + n; ++k)
            if (m_backward[g] & bitOf(k)) reached = k;
        if (reached > base)
            run(m_groups[g], base, reached, g == first ? start : m_events.timed,
                &chain.at[static_cast<std::size_t>(base)]);
        return reached;
    };
    Instant arrival = chain.start;
    int level = take(first, 1);
    for (std::size_t g = first + 1; g < searched && level < furthest; ++g) {
        if (m_groups[g].time > m_rules.stepEnd(level + 1, arrival)) continue;
        const int reached = take(g, level);
        if (reached > level) level = reached, arrival = m_groups[g].time;
    }
    chain.level = furthest;
    finish(exclusion, last[static_cast<std::size_t>(furthest)], chain);
}

void ChainSearch::strict(std::size_t start, Chain& chain) {
    const int stages = m_rules.stages;
    const bool strictAll = m_rules.given.order == FunnelOrder::StrictAll;
    const std::size_t first = m_groupOf[start];
    std::size_t exclusion = start + 1;
    while (exclusion < m_events.timed && !m_events.isExclusion(exclusion))
        ++exclusion;

    std::vector<State>& states = m_states;
    std::vector<std::int32_t>&alive = m_alive, &nextAlive = m_nextAlive;
    states.assign(1, {1, static_cast<std::uint32_t>(first), -1});
    alive.assign(1, 0);
    for (std::size_t g = first; g < m_groups.size() && !alive.empty(); ++g) {
        const Group& group = m_groups[g];
        if (group.time > chain.windowEnd || group.begin >= exclusion) break;
        std::uint64_t mapped = 0;
        bool foreign = false;
        for (std::uint32_t i = group.begin; i < group.end; ++i) {
            if (i == start) continue;
            mapped |= m_events.mask(i);
            foreign = foreign || (strictAll && m_events.stage[i] == kNotMapped);
        }
        if (!mapped && !foreign) continue;
        nextAlive.clear();
        for (const std::int32_t id : alive) {
            const State state = states[static_cast<std::size_t>(id)];
            const std::uint64_t from = ~(bitOf(state.level) - 1); // stages not before the current one
            bool inOrder = true;                                  // no event has to stand before the current stage
            for (std::uint32_t i = group.begin; i < group.end; ++i) {
                const std::uint64_t bits = i == start ? 0 : m_events.mask(i);
                inOrder = inOrder && (!bits || (bits & from));
            }
            if (!inOrder) continue;
            const bool inTime =
                group.time <= m_rules.stepEnd(state.level + 1, m_groups[state.group].time) || g == state.group;
            const int n = inTime ? run(group, state.level, stages, g == first ? start : m_events.timed, nullptr) : 0;
            for (int m = n; m >= 0; --m) {
                const std::uint64_t within = from & ((bitOf(state.level + m) << 1U) - 1);
                bool stays = !foreign;
                for (std::uint32_t i = group.begin; stays && i < group.end; ++i) {
                    const std::uint64_t bits = i == start ? 0 : m_events.mask(i);
                    stays = !bits || (bits & within);
                }
                if (m < n && !stays) continue; // a dead end that got less far
                std::int32_t here = id;
                if (m > 0) {
                    here = static_cast<std::int32_t>(states.size());
                    states.push_back({state.level + m, static_cast<std::uint32_t>(g), id});
                }
                bool known = false;
                for (const std::int32_t other : nextAlive) {
                    const State& a = states[static_cast<std::size_t>(other)];
                    const State& b = states[static_cast<std::size_t>(here)];
                    known = known || (a.level == b.level && a.group == b.group);
                }
                if (stays && !known && states[static_cast<std::size_t>(here)].level < stages) nextAlive.push_back(here);
            }
        }
        alive.swap(nextAlive);
    }
    std::size_t best = 0;
    for (std::size_t s = 1; s < states.size(); ++s)
        if (states[s].level > states[best].level) best = s;
    chain.level = states[best].level;
    const Instant arrival = m_groups[states[best].group].time;
    for (auto id = static_cast<std::int32_t>(best); states[static_cast<std::size_t>(id)].parent >= 0;) {
        const State& state = states[static_cast<std::size_t>(id)];
        const State& before = states[static_cast<std::size_t>(state.parent)];
        run(m_groups[state.group], before.level, state.level, state.group == first ? start : m_events.timed,
            &chain.at[static_cast<std::size_t>(before.level)]);
        id = state.parent;
    }
    finish(exclusion, arrival, chain);
}

} // namespace xo::analysis::detail
