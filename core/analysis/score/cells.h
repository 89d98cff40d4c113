#pragma once

#include "core/columnar/column.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace xo::analysis {

/// A dense numbering of the combinations of dimension values that a table is broken down by: one cell per combination.
/// Small products are numbered directly, and the cell of a row is worked out from the codes where it is needed; large
/// ones are numbered only as far as they occur.
class CellIndex {
public:
    static constexpr std::size_t kMaxDimensions = 4; ///< three of --by and the period
    using Codes = std::array<std::uint32_t, kMaxDimensions>;

    /// Codes that a cell's number is made of: cell = (… c₀ · size₁ + c₁) · size₂ + c₂ …
    struct Source {
        std::shared_ptr<const CodeVector> codes;
        std::uint32_t size = 1;
        std::string key; ///< tells what the codes are, to keep what is derived from them; blank = of this run only
    };

    explicit CellIndex(std::size_t rows) : m_rows(rows) {}
    /// Adds a dimension: a code per row, codes below `size`. O(1), or O(rows) where only combinations that occur are
    /// numbered.
    void add(std::shared_ptr<const CodeVector> codes, std::uint32_t size, std::string key = {});

    std::size_t rows() const { return m_rows; }
    /// Cells are 0 … count()−1.
    std::size_t count() const { return m_codes.size(); }
    /// Codes of a cell, one per dimension in the order they were added.
    const Codes& codes(std::size_t cell) const { return m_codes[cell]; }
    /// Blank when there is no dimension: then all rows are in cell 0.
    const std::vector<Source>& sources() const { return m_sources; }
    /// The same cells with other codes per row: the rows in another order.
    CellIndex withSources(std::vector<Source> sources) const;

    std::uint32_t of(std::size_t row) const;
    /// Cells of the rows from `begin` on, as many as `out` holds.
    void cellsFrom(std::size_t begin, std::span<std::uint32_t> out) const;
    /// The same where there are fewer than 2¹⁶.
    void cellsFrom(std::size_t begin, std::span<std::uint16_t> out) const;
    /// Cells of some rows.
    void cellsOf(std::span<const std::uint32_t> rows, std::uint32_t* out) const;

private:
    std::size_t m_rows;
    std::size_t m_dimensions = 0;
    std::vector<Source> m_sources;
    std::vector<Codes> m_codes = {Codes{}};
};

} // namespace xo::analysis
