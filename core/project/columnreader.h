#pragma once

#include "core/columnar/table.h"
#include "core/project/catalog.h"
#include "core/project/chunkcodec.h"
#include "core/project/dictionaryio.h"

#include <functional>
#include <memory>

namespace xo {

/// Reads one chunk: its parts put together, checksum verified, unpacked. `raw` owns what `view` points into.
struct LoadedChunk {
    std::string raw;
    ChunkView view;
    std::int64_t parts = 0;
};
/// False in the Result when there is no chunk of that number. `row` is the first row of the batch in it, for the error.
Result<bool> readChunk(Database& database, const DatasetMeta& dataset, const ColumnMeta& column, const BatchMeta& batch,
                       std::int64_t number, std::uint64_t row, LoadedChunk& out);

/// The visible rows of one column in memory, blanks where a batch lacks it. Error project.bad_chunk{dataset, column,
/// rows}.
Result<std::shared_ptr<const Column>> readColumn(Database& database, DictionaryStore& dictionaries,
                                                 const DatasetView& dataset, const ColumnMeta& column);

/// A table over a view whose columns are read when asked for; keeps the database open.
std::shared_ptr<const Table> makeTable(std::shared_ptr<Database> database,
                                       std::shared_ptr<DictionaryStore> dictionaries, DatasetView view);

} // namespace xo
