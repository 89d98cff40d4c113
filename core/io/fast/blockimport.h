#pragma once

#include "core/io/fast/batchjoiner.h"
#include "core/io/importer.h"

namespace xo::io {

/// streamBatch; with `joiner` (which is the sink then) the batch holds the cells. Plain UTF-8 text (also with a byte
/// order mark) of two columns and more that ends its lines with LF or CRLF; every other file, and one that turns out to
/// be none while it is read, gives nullopt.
Result<std::optional<ImportBatch>> readInBlocks(const ImportRequest& request, const ReadOptions& options,
                                                BatchSink& sink, BatchJoiner* joiner, const JobContext& job);

} // namespace xo::io
