#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// A dense numbering of the combinations of dimension values that a table is broken down by: one cell per combination.
/// Small products are numbered directly, so that a histogram over cells stays in cache; large ones only as far as they
/// occur.
class CellIndex {
public:
    static constexpr std::size_t kMaxDimensions = 4; ///< three of --by and the period
    using Codes = std::array<std::uint32_t, kMaxDimensions>;

    explicit CellIndex(std::size_t rows) : m_rows(rows) {}
    /// Adds a dimension: a code per row, codes below `size`. O(rows).
    void add(std::vector<std::uint32_t> codes, std::uint32_t size);

    /// Cells are 0 … count()−1.
    std::size_t count() const { return m_codes.size(); }
    /// Cell per row; empty when there is no dimension: then all rows are in cell 0.
    const std::vector<std::uint32_t>& ofRows() const { return m_cells; }
    /// Codes of a cell, one per dimension in the order they were added.
    const Codes& codes(std::size_t cell) const { return m_codes[cell]; }

private:
    std::size_t m_rows;
    std::size_t m_dimensions = 0;
    std::vector<std::uint32_t> m_cells;
    std::vector<Codes> m_codes = {Codes{}};
};

} // namespace xo::analysis
