#include "core/analysis/funnel/chains.h"

#include <algorithm>
#include <bit>

namespace xo::analysis::detail {

namespace {

// The window search over one subject; masks have the first stage's bit only where the event may fill it.
class AnySearch {
public:
    AnySearch(const SubjectEvents& events, const Rules& rules, std::size_t low, std::ptrdiff_t onlyStart,
              bool withUntimed)
        : m_events(events), m_rules(rules), m_low(low), m_onlyStart(onlyStart) {
        if (withUntimed)
            for (std::size_t i = events.timed; i < events.size(); ++i)
                if (mask(i)) m_untimed.push_back(static_cast<std::uint32_t>(i));
    }

    bool run(Chain& chain) {
        const bool plain = m_events.fits.empty();
        std::array<std::uint32_t, kMaxStages + 1> counts{};
        for (const std::uint32_t i : m_untimed)
            if (plain) ++counts[m_events.stage[i]];
        const int most = plain ? mostLevels(counts) : m_rules.stages;
        std::size_t exclusion = nextExclusion(m_low), right = m_low;
        std::size_t bestBegin = 0, bestRight = 0, bestExclusion = 0;
        int best = 0;
        for (std::size_t begin = m_low; begin < m_events.timed;) {
            if (m_onlyStart >= 0 && begin > static_cast<std::size_t>(m_onlyStart)) break;
            const Instant time = m_events.times[begin];
            std::size_t groupEnd = begin;
            std::uint64_t groupMask = 0;
            while (groupEnd < m_events.timed && m_events.times[groupEnd] == time)
                groupMask |= mask(groupEnd++);
            if (groupMask) {
                while (exclusion < begin)
                    exclusion = nextExclusion(exclusion + 1);
                const Instant end = m_rules.windowEnd(time);
                for (right = right < begin ? begin : right;
                     right < exclusion && right < m_events.timed && m_events.times[right] <= end; ++right)
                    if (plain && mask(right)) ++counts[m_events.stage[right]];
                const int level = plain ? plainLevel(counts) : matchedLevel(begin, right);
                if (level > best && (groupMask & below(level))) {
                    best = level, bestBegin = begin, bestRight = right, bestExclusion = exclusion;
                    if (best >= most) break;
                }
            }
            for (; plain && begin < groupEnd; ++begin)
                if (begin < right && mask(begin)) --counts[m_events.stage[begin]];
            begin = groupEnd;
        }
        const int untimedLevel = plain ? plainUntimed() : matchedLevel(0, 0);
        if (best == 0 && untimedLevel == 0) return false;
        chain = {};
        if (best == 0 || untimedLevel > best) {
            chain.level = untimedLevel;
            fill(0, 0, chain);
            return true;
        }
        chain.level = best;
        chain.start = m_events.times[bestBegin];
        chain.windowEnd = chain.openUntil = m_rules.windowEnd(chain.start);
        chain.excluded =
            best < m_rules.stages && bestExclusion < m_events.timed && m_events.times[bestExclusion] <= chain.windowEnd;
        if (chain.excluded) chain.excludedAt = m_events.times[bestExclusion];
        fill(bestBegin, bestRight, chain);
        return true;
    }

private:
    std::uint64_t mask(std::size_t i) const {
        const std::uint64_t bits = m_events.mask(i);
        if (!(bits & 1U)) return bits;
        const bool first = m_onlyStart >= 0 ? i == static_cast<std::size_t>(m_onlyStart)
                                            : m_rules.mayStart(i < m_events.timed ? m_events.times[i] : kNoTime);
        return first ? bits : bits & ~std::uint64_t{1};
    }
    static std::uint64_t below(int level) { return (std::uint64_t{1} << level) - 1; }
    std::size_t nextExclusion(std::size_t from) const {
        while (from < m_events.timed && !m_events.isExclusion(from))
            ++from;
        return from;
    }
    int plainLevel(const std::array<std::uint32_t, kMaxStages + 1>& counts) const {
        int level = 0;
        while (level < m_rules.stages && counts[static_cast<std::size_t>(level) + 1])
            ++level;
        return level;
    }
    // Levels that all events together reach, those counted already included.
    int mostLevels(std::array<std::uint32_t, kMaxStages + 1> counts) const {
        for (std::size_t i = m_low; i < m_events.timed; ++i)
            if (mask(i)) ++counts[m_events.stage[i]];
        return plainLevel(counts);
    }
    int plainUntimed() const {
        std::array<std::uint32_t, kMaxStages + 1> counts{};
        for (const std::uint32_t i : m_untimed)
            ++counts[m_events.stage[i]];
        return plainLevel(counts);
    }
    // Adds events one by one to the set that can be placed in stages 1 … level: the earliest that can, are.
    bool place(std::uint32_t event, std::uint64_t& visited, std::uint64_t allowed) {
        for (std::uint64_t free = mask(event) & allowed & ~visited; free; free = mask(event) & allowed & ~visited) {
            const auto stage = static_cast<std::size_t>(std::countr_zero(free));
            visited |= std::uint64_t{1} << stage;
            if (m_holder[stage] == kNoEvent || place(m_holder[stage], visited, allowed)) {
                m_holder[stage] = event;
                return true;
            }
        }
        return false;
    }
    bool placeAll(std::size_t begin, std::size_t right, int level) {
        std::fill_n(m_holder.begin(), m_rules.stages, kNoEvent);
        int placed = 0;
        const auto add = [&](std::size_t i) {
            std::uint64_t visited = 0;
            if (place(static_cast<std::uint32_t>(i), visited, below(level))) ++placed;
        };
        for (std::size_t i = begin; i < right && placed < level; ++i)
            add(i);
        for (std::size_t u = 0; u < m_untimed.size() && placed < level; ++u)
            add(m_untimed[u]);
        return placed == level;
    }
    int matchedLevel(std::size_t begin, std::size_t right) {
        int level = 0;
        while (level < m_rules.stages && placeAll(begin, right, level + 1))
            ++level;
        return level;
    }
    void fill(std::size_t begin, std::size_t right, Chain& chain) {
        placeAll(begin, right, chain.level);
        for (std::size_t k = 0; k < static_cast<std::size_t>(chain.level); ++k)
            chain.at[k] = m_holder[k];
    }

    const SubjectEvents& m_events;
    const Rules& m_rules;
    std::size_t m_low;
    std::ptrdiff_t m_onlyStart;
    std::vector<std::uint32_t> m_untimed;
    std::array<std::uint32_t, kMaxStages> m_holder; // of the first stages; the others are never looked at
};

} // namespace

bool anyOrder(const SubjectEvents& events, const Rules& rules, std::size_t low, std::ptrdiff_t onlyStart,
              bool withUntimed, Chain& chain) {
    return AnySearch(events, rules, low, onlyStart, withUntimed).run(chain);
}

} // namespace xo::analysis::detail
