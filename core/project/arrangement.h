#pragma once

#include "core/columnar/table.h"
#include "core/project/catalog.h"

#include <memory>

namespace xo {

/// The order of customers that the file keeps of a dataset (table `arrangement`): derived from the chunks of its
/// customer, time and stage columns, and of use as long as exactly those chunks come first among the rows shown; what
/// was appended since is not in it.

/// Null when there is none that fits. Only lengths and the parts read are checked here; that the order is that of the
/// rows is for checkArrangement. Error project.bad_chunk.
Result<std::shared_ptr<const StoredOrder>> readArrangement(const std::shared_ptr<Database>& database,
                                                           const DatasetView& view);

/// Derives the order of all rows and writes it in place of what there was; nothing for a dataset without customers.
/// `customers`: codes in use. Inside the caller's transaction. Needs 20 bytes a row. O(rows).
Result<void> writeArrangement(Database& database, const DatasetView& view, const Table& table, std::uint32_t customers,
                              const JobContext& context);
/// Removes it. Inside the caller's transaction.
Result<void> dropArrangement(Database& database, std::int64_t dataset);

/// Reads all of it and holds it against the rows, place by place. False: there is none that fits. Errors:
/// project.bad_chunk, those of reading columns.
Result<bool> checkArrangement(const std::shared_ptr<Database>& database, const DatasetView& view, const Table& table,
                              const JobContext& context);

} // namespace xo
