#pragma once

#include "core/analysis/score/cells.h"

#include <cstdint>
#include <span>
#include <vector>

namespace xo::analysis {

/// The groups a score table has rows for. Without a Set among the dimensions every cell is one group. With one, a cell
/// is a combination of options and its answers are in the group of each option: groups overlap. What a group is
/// compared with is the rest of its population: in a plain table all answers of its period, for an option those that
/// answered the question.
class GroupIndex {
public:
    /// members[d][code]: the options of a combination in dimension d (code 0: {0}); empty = a plain dimension. The
    /// period, when there is one, is dimension `period` (−1 = none) with `periods` codes. O(cells · groups of a cell).
    static GroupIndex of(const CellIndex& cells, const std::vector<std::vector<std::vector<std::uint32_t>>>& members,
                         int period, std::uint32_t periods);

    bool overlapping() const { return m_overlapping; }
    std::size_t count() const { return m_codes.size(); }
    /// Codes of a group: of options where the dimension is a Set.
    const CellIndex::Codes& codes(std::size_t group) const { return m_codes[group]; }
    std::uint32_t population(std::size_t group) const { return m_population[group]; }
    std::size_t populations() const { return m_populations; }
    /// Groups and populations that the answers of a cell are in.
    std::span<const std::uint32_t> ofCell(std::size_t cell) const { return part(m_groups, m_groupsFrom, cell); }
    std::span<const std::uint32_t> populationsOfCell(std::size_t cell) const {
        return part(m_cellPopulations, m_populationsFrom, cell);
    }

private:
    static std::span<const std::uint32_t> part(const std::vector<std::uint32_t>& all,
                                               const std::vector<std::uint32_t>& from, std::size_t cell) {
        return std::span(all).subspan(from[cell], from[cell + 1] - from[cell]);
    }
    bool m_overlapping = false;
    std::size_t m_populations = 1;
    std::vector<CellIndex::Codes> m_codes;
    std::vector<std::uint32_t> m_population; ///< by group
    std::vector<std::uint32_t> m_groups, m_groupsFrom{0};
    std::vector<std::uint32_t> m_cellPopulations, m_populationsFrom{0};
};

} // namespace xo::analysis
