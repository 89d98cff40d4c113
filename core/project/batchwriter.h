#pragma once

#include "core/base/job.h"
#include "core/columnar/batch.h"
#include "core/project/catalog.h"
#include "core/project/dictionaryio.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace xo {

/// A column of the batch as it will be written: the cells, the project's column, the project's code of each own code.
struct PlannedColumn {
    std::shared_ptr<const Column> column;
    ColumnMeta meta;
    bool fresh = false;                 ///< the dataset gets this column now
    std::vector<std::uint32_t> codeMap; ///< empty = codes stand
};

/// Dictionaries that grow by this batch, by id; put into the cache after the commit.
using GrownDictionaries = std::map<std::int64_t, std::shared_ptr<const Dictionary>>;

/// Matches the columns of a batch with those of the dataset by the rules of Store::append. Nothing is written.
/// Stored columns without a single valid cell that the batch needs in another type come back in `retyped`.
Result<std::vector<PlannedColumn>> planColumns(const ImportBatch& batch, const DatasetMeta& dataset,
                                               std::vector<ColumnMeta>& retyped,
                                               const std::function<Result<bool>(const ColumnMeta&)>& isAllBlank);

/// Codes of the batch's dictionary as codes of the project's; grows that one (a copy) when texts are new.
Result<void> mapDictionary(Database& database, DictionaryStore& dictionaries, PlannedColumn& column,
                           GrownDictionaries& grown, const JobContext& context);

/// Encodes all columns on `context.threads` threads and writes their chunks. Inside the caller's transaction.
Result<void> writeChunks(Database& database, std::int64_t dataset, std::int64_t batch,
                         const std::vector<PlannedColumn>& columns, const JobContext& context);

/// Rows to hide: of each older batch those whose key is in the new one, and in the new one all but the last of a key.
using Tombstones = std::map<std::int64_t, std::vector<std::uint32_t>>;
Result<Tombstones> findReplaced(Database& database, DictionaryStore& dictionaries, const DatasetMeta& dataset,
                                std::int64_t batch, const PlannedColumn& key, const GrownDictionaries& grown,
                                const JobContext& context);
Result<void> writeTombstones(Database& database, std::int64_t batch, const Tombstones& tombstones);

} // namespace xo
