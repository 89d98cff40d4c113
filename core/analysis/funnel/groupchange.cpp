#include "core/analysis/funnel/parts.h"
#include "core/stats/attribution.h"
#include "core/stats/distributions.h"
#include "core/stats/multiplicity.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace xo::analysis::detail {

namespace {

constexpr std::int64_t kLeastBase = 30;

struct Bases {
    std::int64_t n0 = 0, on0 = 0, n1 = 0, on1 = 0;
    void add(const Bases& other) { n0 += other.n0, on0 += other.on0, n1 += other.n1, on1 += other.on1; }
};

double share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

GroupChange changeOf(const std::optional<std::string>& value, bool pooled, const Bases& bases) {
    GroupChange out;
    out.value = value;
    out.pooled = pooled;
    out.n = bases.n1;
    out.referenceN = bases.n0;
    out.rate = share(bases.on1, bases.n1);
    out.referenceRate = share(bases.on0, bases.n0);
    return out;
}

} // namespace

void addGroupChange(FunnelResult& result, const Counted& before, const JobContext& job) {
    const std::vector<FunnelGroup> earlier = grouped(before, false, job);
    for (std::size_t k = 0; k + 1 < result.stages.size(); ++k) {
        std::map<std::optional<std::string>, Bases> groups;
        for (const FunnelGroup& group : result.groups) {
            groups[group.value].n1 = group.stages[k].matured.reached;
            groups[group.value].on1 = group.stages[k].wentOn;
        }
        for (const FunnelGroup& group : earlier) {
            groups[group.value].n0 = group.stages[k].matured.reached;
            groups[group.value].on0 = group.stages[k].wentOn;
        }
        std::vector<GroupChange> changes;
        Bases pool;
        for (const auto& [value, bases] : groups)
            if (std::min(bases.n0, bases.n1) < kLeastBase)
                pool.add(bases);
            else
                changes.push_back(changeOf(value, false, bases));
        if (pool.n0 + pool.n1 > 0) changes.push_back(changeOf(std::nullopt, true, pool));
        std::vector<stats::GroupRate> rates;
        for (const GroupChange& one : changes)
            rates.push_back({static_cast<double>(one.referenceN), one.referenceRate,
                             one.referenceRate * (1 - one.referenceRate), static_cast<double>(one.n), one.rate,
                             one.rate * (1 - one.rate)});
        const auto contributions = stats::groupContributions(rates);
        if (contributions.size() != changes.size()) continue; // a period without anybody here
        std::vector<double> p;
        for (std::size_t i = 0; i < changes.size(); ++i) {
            GroupChange& one = changes[i];
            if (one.n == 0) one.rate = one.referenceRate;
            if (one.referenceN == 0) one.referenceRate = one.rate;
            one.mix = contributions[i].mix;
            one.own = contributions[i].rate;
            one.se = contributions[i].se;
            one.p = one.se > 0 ? stats::normalTwoSidedP(one.own / one.se) : 1;
            p.push_back(one.p);
        }
        const std::vector<double> q = stats::benjaminiHochberg(p);
        for (std::size_t i = 0; i < changes.size(); ++i)
            changes[i].q = q[i];
        std::stable_sort(changes.begin(), changes.end(), [](const GroupChange& a, const GroupChange& b) {
            return std::abs(a.mix + a.own) > std::abs(b.mix + b.own);
        });
        result.stages[k].changeByGroup = std::move(changes);
    }
}

} // namespace xo::analysis::detail
