#pragma once

#include "core/base/timezone.h"
#include "core/model/dataset.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace xo {

/// What a whole project is set to.
struct ProjectSettings {
    std::string timezone = "UTC"; ///< IANA name
    int fiscalStartMonth = 1;     ///< 1 … 12
    std::string language;         ///< "en", "zh"; blank = the user's own
    bool operator==(const ProjectSettings&) const = default;
};
using NewProject = ProjectSettings;

enum class ImportMode : std::uint8_t { Append, Replace, Upsert };
std::string_view importModeName(ImportMode mode); ///< "append", "replace", "upsert"
/// Error project.bad_mode{text}.
Result<ImportMode> importModeFromName(std::string_view name);

/// What an import did.
struct ImportReport {
    std::string dataset;
    std::int64_t batch = 0; ///< 0 when duplicateOf is set
    std::uint64_t rowsRead = 0;
    std::uint64_t rowsImported = 0; ///< rows that count now
    std::uint64_t rowsRejected = 0;
    std::uint64_t rowsHidden = 0; ///< older rows this batch replaced or updated
    std::uint64_t cellsUnparsed = 0;
    std::uint64_t cellsOutOfRange = 0;
    std::uint64_t duplicateIds = 0;
    std::vector<std::string> newColumns;     ///< columns an existing dataset got
    std::vector<std::string> missingColumns; ///< columns of the dataset that this file lacks
    std::optional<std::int64_t> duplicateOf; ///< the live batch of the same file: nothing was added
    bool operator==(const ImportReport&) const = default;
};

enum class BatchState : std::uint8_t { Live, Undone, Purged };
std::string_view batchStateName(BatchState state); ///< "live", "undone", "purged"

/// One import as the project remembers it.
struct BatchInfo {
    std::int64_t id = 0;
    std::string dataset;
    DatasetKind kind = DatasetKind::Answers;
    ImportMode mode = ImportMode::Append;
    BatchState state = BatchState::Live;
    std::uint64_t rows = 0; ///< rows written
    std::uint64_t rowsRead = 0;
    std::uint64_t rowsRejected = 0;
    std::uint64_t cellsUnparsed = 0;
    std::uint64_t cellsOutOfRange = 0;
    std::uint64_t duplicateIds = 0;
    std::string sourceFile;
    std::string sourceHash;
    Instant importedAt = 0;
    Recipe recipe;
    bool operator==(const BatchInfo&) const = default;
};

struct DatasetInfo {
    std::string name;
    DatasetKind kind = DatasetKind::Answers;
    std::uint64_t rows = 0; ///< rows that count: of live batches, not hidden
    std::vector<ColumnInfo> columns;
    bool operator==(const DatasetInfo&) const = default;
};

/// Where a row of a dataset came from.
struct RowOrigin {
    std::int64_t batch = 0;
    std::string file;
    std::uint64_t line = 0; ///< row of the file, 1-based; blank rows and line breaks inside cells are not counted
    bool operator==(const RowOrigin&) const = default;
};

struct TagRow {
    std::string customer; ///< key
    std::string source;   ///< "actual", "rule", "predicted"
    double probability = 1.0;
    std::string model; ///< blank unless predicted
    std::string day;   ///< ISO date; blank = unknown
    bool operator==(const TagRow&) const = default;
};

struct SaveOptions {
    bool keepPrevious = false; ///< the old file stays as "name.bak.xow"
};

struct CompactReport {
    std::vector<std::string> arranged; ///< datasets whose order was written
    std::uint64_t bytesBefore = 0, bytesAfter = 0;
};

struct LeftWorkingCopy {
    std::string path;
    std::string document; ///< blank = never saved
};

/// One thing wrong in a file; code and args as in an Error.
struct VerifyReport {
    std::vector<Error> problems;
    std::uint64_t bytes = 0;
    std::uint64_t chunks = 0;
    std::uint64_t rows = 0; ///< over all datasets, hidden ones included
    bool ok() const { return problems.empty(); }
};

/// A cell of an SQL result: NULL, integer, real or text (a BLOB as its hex digits).
using SqlCell = std::variant<std::monostate, std::int64_t, double, std::string>;
using SqlColumns = std::function<void(const std::vector<std::string>&)>;
using SqlRow = std::function<bool(const std::vector<SqlCell>&)>;

} // namespace xo
