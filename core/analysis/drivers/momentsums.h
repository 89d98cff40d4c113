#pragma once

#include "core/analysis/numbers/numbercolumn.h"
#include "core/columnar/bitmap.h"
#include "core/stats/regression.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace xo::analysis {

/// Groups of the delete-a-group jackknife (METHODS 0.3).
inline constexpr std::size_t kJackknifeGroups = 50;

/// Rows of a table sorted by the jackknife group of their customer (a hash of it; of the row where there is none), by
/// row inside: group g stands at offsets[g] … offsets[g+1).
struct GroupedRows {
    std::vector<std::uint32_t> rows;
    std::array<std::size_t, kJackknifeGroups + 1> offsets{};
};
/// Built on first use and kept with the snapshot. O(rows).
Result<std::shared_ptr<const GroupedRows>> groupedRows(const Workspace& workspace, std::size_t table);

/// What correlations and regressions of several columns follow from.
struct GroupedMoments {
    stats::CrossProducts all;
    std::vector<stats::CrossProducts> leftOut; ///< without each group that has rows; fewer than two: empty
    std::int64_t lost = 0;                     ///< rows with the last number, but without one of the others
    bool exact = true;                         ///< summed in whole numbers
};
/// Sums over the rows that are selected (null = all) and have all numbers; columns and selection are in the order of
/// `rows`. Whole numbers are summed exactly, others group by group in the order of the rows: the figures don't depend
/// on the number of threads. O(rows · columns²). Error job.cancelled.
Result<GroupedMoments> groupedMoments(const GroupedRows& rows,
                                      const std::vector<std::shared_ptr<const NumberColumn>>& columns,
                                      const Bitmap* selected, const JobContext& job);

} // namespace xo::analysis
