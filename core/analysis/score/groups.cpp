#include "core/analysis/score/groups.h"

#include <algorithm>
#include <map>

namespace xo::analysis {

namespace {

using Codes = CellIndex::Codes;
using Members = std::vector<std::vector<std::uint32_t>>;

// Bit d: the Set of dimension d was answered. A population is a period and the Sets that its answers have in common.
std::uint32_t answered(const Codes& codes, const std::vector<std::size_t>& sets) {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < sets.size(); ++i)
        if (codes[sets[i]] != 0) mask |= 1U << i;
    return mask;
}

} // namespace

GroupIndex GroupIndex::of(const CellIndex& cells, const std::vector<Members>& members, int period,
                          std::uint32_t periods) {
    GroupIndex out;
    std::vector<std::size_t> sets;
    for (std::size_t d = 0; d < members.size(); ++d)
        if (!members[d].empty()) sets.push_back(d);
    out.m_overlapping = !sets.empty();
    const auto masks = 1U << sets.size();
    out.m_populations = static_cast<std::size_t>(periods) * masks;
    const auto periodOf = [&](const Codes& codes) { return period < 0 ? 0U : codes[static_cast<std::size_t>(period)]; };
    std::map<Codes, std::uint32_t> known;
    const auto groupOf = [&](const Codes& codes) {
        const auto [found, fresh] = known.try_emplace(codes, static_cast<std::uint32_t>(out.m_codes.size()));
        if (fresh) {
            out.m_codes.push_back(codes);
            out.m_population.push_back(periodOf(codes) * masks + answered(codes, sets));
        }
        return found->second;
    };
    out.m_groupsFrom.reserve(cells.count() + 1);
    out.m_populationsFrom.reserve(cells.count() + 1);
    for (std::size_t cell = 0; cell < cells.count(); ++cell) {
        const Codes& codes = cells.codes(cell);
        if (sets.empty()) {
            out.m_groups.push_back(static_cast<std::uint32_t>(out.m_codes.size()));
            out.m_codes.push_back(codes);
            out.m_population.push_back(periodOf(codes));
            out.m_cellPopulations.push_back(periodOf(codes));
        } else {
            std::vector<Codes> expanded{codes};
            for (const std::size_t d : sets) {
                std::vector<Codes> next;
                for (const Codes& each : expanded)
                    for (const std::uint32_t option : members[d][codes[d]]) {
                        next.push_back(each);
                        next.back()[d] = option;
                    }
                expanded = std::move(next);
            }
            for (const Codes& each : expanded)
                out.m_groups.push_back(groupOf(each));
            const std::uint32_t own = answered(codes, sets);
            for (std::uint32_t mask = 0; mask < masks; ++mask)
                if ((mask & own) == mask) out.m_cellPopulations.push_back(periodOf(codes) * masks + mask);
        }
        out.m_groupsFrom.push_back(static_cast<std::uint32_t>(out.m_groups.size()));
        out.m_populationsFrom.push_back(static_cast<std::uint32_t>(out.m_cellPopulations.size()));
    }
    return out;
}

} // namespace xo::analysis
