#pragma once

#include "core/columnar/batch.h"
#include "core/project/batchwriter.h"
#include "core/project/storetypes.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace xo {

// What adding a batch is made of. All inside the caller's transaction.

/// The live batch of the same file, when adding it again would change nothing.
std::optional<std::int64_t> findDuplicate(const DatasetMeta& dataset, const ImportBatch& batch, ImportMode mode);
Result<std::uint64_t> visibleRows(Database& database, const DatasetMeta& dataset);
Result<std::int64_t> insertDataset(Database& database, const std::string& name, DatasetKind kind);
Result<void> removeColumn(Database& database, const ColumnMeta& column);
/// A dataset of which everything was undone: forgotten, so that a wrong kind or role can be put right.
Result<void> startAfresh(Database& database, const DatasetMeta& dataset, DatasetKind kind);
/// The row of a batch that is to come: where it belongs and how it is added; counts and source are blank until
/// completeBatch().
Result<std::int64_t> insertBatch(Database& database, const DatasetMeta& dataset, ImportMode mode, Instant now);
/// What is known once the cells are: counts, the file, how it was read.
Result<void> completeBatch(Database& database, std::int64_t id, const ImportBatch& batch, std::uint64_t rows);
/// Adds a fresh column (its id and dictionary come into `plan`) or brings the row of a known one up to date.
Result<void> writeColumnRow(Database& database, std::int64_t dataset, std::int64_t position, PlannedColumn& plan);
Result<void> writeBatchColumns(Database& database, std::int64_t batch, const std::vector<PlannedColumn>& columns);
Result<void> writeProblems(Database& database, std::int64_t batch, const std::vector<ImportProblem>& problems);
/// Texts of the dictionaries that datasets share, by id.
std::map<std::int64_t, std::uint32_t> sharedDictionaryCodes(Database& database);
Result<std::int64_t> freePosition(Database& database, std::int64_t dataset);
/// A dataset as the catalog has it now.
Result<DatasetMeta> datasetNow(Database& database, const std::string& name);

} // namespace xo
