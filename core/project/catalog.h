#pragma once

#include "core/columnar/bitmap.h"
#include "core/project/database.h"
#include "core/project/storetypes.h"

#include <memory>
#include <string>
#include <vector>

namespace xo {

/// The rows of the small tables as values; ids are those of the file.
struct ColumnMeta {
    std::int64_t id = 0;
    ColumnInfo info;
    std::int64_t dictionary = 0;       ///< 0 = none
    std::uint32_t dictionaryCodes = 0; ///< texts in it when this was read
};
struct BatchMeta {
    std::int64_t id = 0;
    ImportMode mode = ImportMode::Append;
    BatchState state = BatchState::Live;
    std::uint64_t rows = 0;
    std::string sourceHash;
    std::vector<std::int64_t> columns; ///< ascending ids
    bool has(std::int64_t column) const;
};
struct DatasetMeta {
    std::int64_t id = 0;
    std::string name;
    DatasetKind kind = DatasetKind::Answers;
    std::vector<ColumnMeta> columns; ///< by position
    std::vector<BatchMeta> batches;  ///< oldest first; purged ones left out
};

/// All datasets in the order they were made.
Result<std::vector<DatasetMeta>> readCatalog(Database& database);

/// A batch as it shows: which of its rows count.
struct VisibleBatch {
    BatchMeta batch;
    std::shared_ptr<const Bitmap> hidden; ///< null = every row counts
    std::uint64_t rows = 0;               ///< rows that count
};
/// What a dataset shows now.
struct DatasetView {
    DatasetMeta meta; ///< columns: those of visible batches
    std::vector<VisibleBatch> batches;
    std::uint64_t rows = 0;
    /// Equal signatures show equal rows and columns.
    std::string signature;
};

/// Batches that count: live ones from the last live Replace on.
std::vector<BatchMeta> visibleBatches(const DatasetMeta& dataset);
/// nullopt when no batch is live.
Result<std::optional<DatasetView>> viewDataset(Database& database, const DatasetMeta& dataset);

/// Kind of the definitions that hold value labels.
inline constexpr std::string_view kValueLabels = "value_labels";
/// Puts the value labels of these columns (a column without any loses those it had); `afresh` forgets the dataset's
/// others. Inside the caller's transaction. They are one definition of the kind "value_labels" per dataset.
Result<void> putValueLabels(Database& database, const std::string& dataset, const std::vector<ColumnInfo>& columns,
                            bool afresh);

Result<ProjectSettings> readSettings(Database& database);

} // namespace xo
