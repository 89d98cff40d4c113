#pragma once

#include "core/base/job.h"
#include "core/columnar/workspace.h"

namespace xo::fusion {

/// The times of a table's rows; all kNoTime when it has no time column.
struct RowTimes {
    std::shared_ptr<const Column> column;
    bool byDay = false; ///< the column holds dates without a time of day
    Instant at(std::size_t row) const { return column ? column->times[row] : kNoTime; }
    static Result<RowTimes> of(const Table& table);
};

/// Events grouped by link key: those of key l stand at offsets[l] … offsets[l+1), by time, those without one last, ties
/// by table and row.
struct LinkIndex {
    std::vector<std::uint64_t> offsets; ///< links + 1
    std::vector<std::uint8_t> parts;    ///< index into the tables given
    std::vector<std::uint32_t> rows;
};

/// Built on first use and kept with the workspace. At most 255 tables. O(events).
Result<std::shared_ptr<const LinkIndex>> linkIndex(const Workspace& workspace, const std::vector<std::size_t>& tables,
                                                   const JobContext& job);

} // namespace xo::fusion
