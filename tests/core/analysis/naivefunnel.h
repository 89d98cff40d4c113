#pragma once

#include "core/analysis/funnel/kernel.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace xo::analysis::testing {

// One event of a case: time and the stages it fits; no stage = an event of no stage.
struct Ev {
    Instant time;
    std::uint64_t fits;
    bool exclusion = false;
};
/// Counts attempts by enumeration; shares nothing with the kernel.
struct Naive {
    std::vector<Ev> events; // by (time, lowest stage, unmapped, exclusion)
    KernelRules rules;
    int stages = 0;

    struct Unit {
        std::size_t startIndex = 0;
        Instant start = 0;
        int level = 0;
        std::vector<Instant> times;
        std::vector<std::size_t> used;
        bool excluded = false;
        Instant openUntil = 0;
        Instant latestArrival = INT64_MIN;
    };

    Instant end(Instant start) const { return start + rules.window.nominalMs(); }
    Instant stepEnd(int k, Instant previous) const {
        const auto i = static_cast<std::size_t>(k - 1);
        return i < rules.stepLimits.size() && rules.stepLimits[i] ? previous + rules.stepLimits[i]->nominalMs()
                                                                  : INT64_MAX;
    }
    bool mayStart(const Ev& e) const { return (e.fits & 1U) && e.time >= rules.from && e.time <= rules.to; }
    Instant exclusionAfter(Instant time) const {
        for (const Ev& e : events)
            if (e.exclusion && e.time >= time) return e.time;
        return INT64_MAX;
    }
    void close(Unit& unit) const {
        unit.openUntil = end(unit.start);
        if (unit.level < stages) {
            unit.openUntil = std::min(unit.openUntil, stepEnd(unit.level + 1, unit.latestArrival));
            unit.excluded = exclusionAfter(unit.start) <= unit.openUntil;
        }
    }

    void chains(Unit& best, std::vector<std::size_t>& chain, Instant exclusion) const {
        const Instant arrival = events[chain.back()].time;
        std::vector<Instant> times;
        for (const std::size_t i : chain)
            times.push_back(events[i].time);
        const int level = static_cast<int>(chain.size());
        const bool better = level > best.level || (level == best.level && times < best.times);
        if (level > best.level) best.latestArrival = arrival;
        if (level == best.level) best.latestArrival = std::max(best.latestArrival, arrival);
        if (better) best.level = level, best.times = times, best.used = chain;
        if (level == stages) return;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const Ev& e = events[i];
            if (e.exclusion || !(e.fits >> level & 1U) || e.time < arrival || e.time > exclusion) continue;
            if (e.time > end(best.start) || e.time > stepEnd(level + 1, arrival)) continue;
            if (std::find(chain.begin(), chain.end(), i) != chain.end()) continue;
            chain.push_back(i);
            chains(best, chain, exclusion);
            chain.pop_back();
        }
    }
    Unit sequential(std::size_t start) const {
        Unit best;
        best.startIndex = start;
        best.start = events[start].time;
        std::vector<std::size_t> chain{start};
        chains(best, chain, exclusionAfter(best.start));
        close(best);
        return best;
    }
    Unit strict(std::size_t start) const {
        Unit best;
        best.startIndex = start;
        best.start = events[start].time;
        const Instant exclusion = exclusionAfter(best.start);
        std::vector<int> role(events.size(), 0); // 0 = no stage
        const auto play = [&] {
            std::vector<std::size_t> order;
            for (std::size_t i = 0; i < events.size(); ++i)
                if (events[i].time >= best.start && i != start && !events[i].exclusion) order.push_back(i);
            std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
                return std::pair(events[a].time, role[a] ? role[a] : 1000) <
                       std::pair(events[b].time, role[b] ? role[b] : 1000);
            });
            int level = 1;
            std::vector<Instant> times{best.start};
            std::vector<std::size_t> used{start};
            for (const std::size_t i : order) {
                if (events[i].time > end(best.start) || events[i].time > exclusion || level == stages) break;
                if (role[i] == 0 && rules.order == FunnelOrder::Strict) continue;
                if (role[i] == level + 1 && events[i].time <= stepEnd(level + 1, times.back()))
                    ++level, times.push_back(events[i].time), used.push_back(i);
                else if (role[i] != level)
                    break;
            }
            if (level > best.level || (level == best.level && times < best.times)) {
                best.level = level;
                best.times = times;
                best.used = used;
                best.latestArrival = times.back();
            }
        };
        const std::function<void(std::size_t)> assign = [&](std::size_t i) {
            if (i == events.size()) return play();
            if (events[i].exclusion || !events[i].fits || i == start) return assign(i + 1);
            for (int k = 1; k <= stages; ++k)
                if (events[i].fits >> (k - 1) & 1U) role[i] = k, assign(i + 1);
        };
        assign(0);
        close(best);
        return best;
    }
    std::optional<Unit> any() const {
        std::optional<Unit> best;
        std::vector<std::size_t> chosen;
        const std::function<void()> extend = [&] {
            if (!chosen.empty()) {
                Instant low = INT64_MAX, high = INT64_MIN;
                for (const std::size_t i : chosen)
                    low = std::min(low, events[i].time), high = std::max(high, events[i].time);
                const int level = static_cast<int>(chosen.size());
                const bool valid = high <= end(low) && !(exclusionAfter(low) < high);
                if (valid && (!best || level > best->level || (level == best->level && low < best->start))) {
                    best = Unit{};
                    best->level = level, best->start = low, best->latestArrival = high;
                }
            }
            if (static_cast<int>(chosen.size()) == stages) return;
            for (std::size_t i = 0; i < events.size(); ++i) {
                if (events[i].exclusion || !(events[i].fits >> chosen.size() & 1U)) continue;
                if (chosen.empty() && !mayStart(events[i])) continue;
                if (std::find(chosen.begin(), chosen.end(), i) != chosen.end()) continue;
                chosen.push_back(i);
                extend();
                chosen.pop_back();
            }
        };
        extend();
        if (best) {
            best->openUntil = end(best->start);
            best->excluded = best->level < stages && exclusionAfter(best->start) <= best->openUntil;
        }
        return best;
    }
    std::vector<Unit> units() const {
        if (rules.order == FunnelOrder::Any) {
            const auto unit = any();
            return unit ? std::vector{*unit} : std::vector<Unit>{};
        }
        std::vector<Unit> tries, out;
        for (std::size_t i = 0; i < events.size(); ++i)
            if (mayStart(events[i]))
                tries.push_back(rules.order == FunnelOrder::Sequential ? sequential(i) : strict(i));
        if (tries.empty()) return {};
        if (rules.attempt == FunnelAttempt::First) return {tries.front()};
        if (rules.attempt == FunnelAttempt::Furthest)
            return {*std::max_element(tries.begin(), tries.end(),
                                      [](const Unit& a, const Unit& b) { return a.level < b.level; })};
        Instant expired = INT64_MIN;
        std::size_t converted = 0;
        for (const Unit& unit : tries) {
            if (!out.empty() && (unit.start <= expired || unit.startIndex < converted)) continue;
            out.push_back(unit);
            expired = INT64_MIN, converted = 0;
            if (unit.level == stages)
                converted = *std::max_element(unit.used.begin(), unit.used.end()) + 1;
            else
                expired = unit.openUntil;
        }
        return out;
    }
};

} // namespace xo::analysis::testing
