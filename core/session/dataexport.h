#pragma once

#include "core/base/job.h"
#include "core/columnar/workspace.h"

#include <cstdint>
#include <string>

namespace xo::session {

struct DatasetExport {
    std::string dataset;
    std::uint64_t rows = 0;
    std::uint64_t guardedCells = 0;
};

/// Writes every row of a dataset, in file order, to .csv or .xlsx (by suffix); a blank name means the only dataset.
/// Cells that aren't valid are blank. Errors: columnar.no_dataset, session.name_dataset{names}, io.unknown_suffix,
/// io.cannot_write.
Result<DatasetExport> exportDataset(const Workspace& workspace, const std::string& dataset, const std::string& path,
                                    bool excelBom, const JobContext& job);

} // namespace xo::session
