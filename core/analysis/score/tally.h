#pragma once

#include "core/analysis/score/frame.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace xo::analysis {

/// Answers of a selection by cell state. answers = their sum.
struct BaseCounts {
    std::array<std::int64_t, kCellStateCount> byState{};
    std::int64_t superseded = 0; ///< valid answers that a later one of the same customer and period replaced
    std::int64_t of(CellState state) const { return byState[static_cast<std::size_t>(state)]; }
    std::int64_t answers() const;
    bool operator==(const BaseCounts&) const = default;
};

/// Histogram of the answers per cell. Partial tallies over disjoint rows add up: the counts are whole numbers.
class Tally {
public:
    /// One pass over the rows. Error score.bad_weights{count, column} when a counted answer has a weight that is ≤ 0,
    /// no number or blank. job.cancelled. O(rows).
    static Result<Tally> of(const ScoreFrame& frame, const JobContext& job);

    /// Counted answers by value (index 0 = lowest of the scale) of a cell.
    std::vector<std::int64_t> counts(std::size_t cell) const;
    /// Σw and Σw² by value; empty when unweighted.
    std::span<const double> weights(std::size_t cell) const;
    std::span<const double> squaredWeights(std::size_t cell) const;
    /// All answers of a cell, whatever their state.
    std::int64_t answers(std::size_t cell) const;
    /// Over all cells.
    BaseCounts base() const;

private:
    std::size_t m_cells = 0;
    std::size_t m_values = 0;
    std::size_t m_width = 0;              // values, then one column per state; that of Valid holds the superseded
    std::vector<std::uint32_t> m_counts;  // cells × width
    std::vector<double> m_weights;        // cells × values
    std::vector<double> m_squaredWeights; // cells × values
};

/// Rows whose answer counts: selected, valid, not superseded. O(rows).
Bitmap countedRows(const ScoreFrame& frame, const JobContext& job);

} // namespace xo::analysis
