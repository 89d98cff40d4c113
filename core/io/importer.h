#pragma once

#include "core/base/job.h"
#include "core/base/timezone.h"
#include "core/columnar/batch.h"
#include "core/columnar/batchsink.h"
#include "core/io/recipediff.h"
#include "core/io/source.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace xo::io {

struct DatabaseRequest; // core/io/database/database.h

/// What `xow import` says about one file.
struct ImportRequest {
    std::string path;
    std::shared_ptr<const DatabaseRequest> database; ///< instead of a file; `path` is then its stem()
    DatasetKind kind = DatasetKind::Answers;
    std::string dataset; ///< blank = the recipe's, else the file's stem
    Recipe base;         ///< an earlier recipe; its fields hold unless `options`, `setRoles`, `stages` say otherwise
    std::vector<std::string> setRoles; ///< "COLUMN=ROLE", split at the last '='; COLUMN is a header, name or label; the
                                       ///< role "time" takes the order of ambiguous dates: "time:dmy", "time:mdy";
                                       ///< "date:dmy": dates that are no time of the row
    std::vector<std::string> stages;   ///< wide events: the time columns, in order
    ReadOptions options;
    TimeZone zone;     ///< of naive times
    KnownValues known; ///< values the dataset holds, to tell new ones from
    /// Gets what changed since `base` (when it has columns) before the file is read whole; an error stops the import.
    std::function<Result<void>(const std::vector<RecipeChange>&)> review;
    /// Auto reads plain UTF-8 tables in blocks on all threads; RowByRow is the way for everything else and gives the
    /// same.
    enum class Reading : std::uint8_t { Auto, RowByRow };
    Reading reading = Reading::Auto;
    std::size_t blockBytes = 0; ///< of a block; 0 = what suits the file
    /// Gets the rows of a database once more, before they are let go: asking again could give others.
    std::function<Result<void>(Source&, const ImportBatch&)> afterwards;
};

/// What a dataset is called after its file: "x" of "/data/x.csv" and of "x.csv.gz".
std::string stemOf(const std::string& path);

/// Dataset the file goes into: the request's, its recipe's, else the file's stem.
std::string datasetOf(const ImportRequest& request);

/// Reads a whole file into columns. Types and roles are guessed on a sample and corrected when later rows contradict
/// them (the file is then read again for those columns); a role that was given stays, its odd cells are counted and
/// listed. Blank, not applicable ("不适用", "N/A", "-" in score, number and time columns), not asked, out of range
/// (also fractional scores) and unparsed are told apart; ragged rows are padded or, if longer, rejected; rows of totals
/// at the end are left out and listed as "total_row" (ReadOptions::totals). Wide events: one row per non-empty stage
/// cell (stage = column name). Errors: those of Source, of inspect, io.ambiguous_dates{column, examples},
/// io.stage_columns{name}, model.bad_role. O(bytes); memory = the columns.
Result<ImportBatch> readBatch(const ImportRequest& request, const JobContext& job);

/// The same with the cells going into `sink` piece by piece, so that the columns are never in memory: those of the
/// result have no cells, categories their dictionary (Dictionary::index() still to be called), and no sourceRows are
/// kept. Nullopt: this file can't be read so (a workbook, another encoding, sets of options …); what the sink got is
/// void then. O(bytes); memory = a few blocks and the dictionaries.
Result<std::optional<ImportBatch>> streamBatch(const ImportRequest& request, BatchSink& sink, const JobContext& job);

} // namespace xo::io
