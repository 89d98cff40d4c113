#pragma once

#include "core/model/dataset.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xo::project {

enum class ImportMode { Append, Replace, Upsert };
/// "append", "replace", "upsert". Error project.bad_mode{text}.
std::string_view importModeName(ImportMode mode);
Result<ImportMode> importModeFromName(std::string_view name);

/// What an import did (the `import` JSON, without the list of rejects).
struct ImportReport {
    std::string dataset;
    std::int64_t batch = 0;
    std::uint64_t rowsRead = 0;
    std::uint64_t rowsImported = 0; ///< rows of this batch now in the dataset
    std::uint64_t rowsUpdated = 0;  ///< upsert: of those, rows that replaced an older one
    std::uint64_t rowsRejected = 0;
    std::uint64_t cellsUnparsed = 0;
    std::uint64_t cellsOutOfRange = 0;
    std::uint64_t duplicateIds = 0;
    std::optional<std::int64_t> duplicateOf; ///< the same file is here already as this batch: nothing was added
};

enum class BatchState { Live, Undone, Superseded };
struct BatchInfo {
    std::int64_t id = 0;
    std::string dataset;
    DatasetKind kind = DatasetKind::Answers;
    std::string file;
    std::string hash;
    ImportMode mode = ImportMode::Append;
    BatchState state = BatchState::Live;
    std::uint64_t rows = 0; ///< imported
    std::uint64_t rowsRejected = 0;
    std::uint64_t cellsUnparsed = 0;
    std::uint64_t cellsOutOfRange = 0;
};

} // namespace xo::project
