#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/base/timezone.h"
#include "core/columnar/column.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace xo::io {

/// One value to write: nothing, a text, a number, or an instant.
struct TimeValue {
    Instant instant = kNoTime;
    bool dateOnly = false;
};
using Value = std::variant<std::monostate, std::string_view, double, TimeValue>;

/// Puts the values of one row, as long as the header, into `values`; texts that nobody else holds into `scratch`, which
/// is as long. Called from several threads.
using RowMaker = std::function<void(std::size_t row, std::span<Value> values, std::span<std::string> scratch)>;

struct ListOptions {
    TimeZone zone;              ///< wall clock that times are written in
    bool byteOrderMark = false; ///< CSV: lets Excel see that it is UTF-8
    bool guardFormulas = true;  ///< CSV: text that a spreadsheet would run gets a leading '
    std::string sheetName = "Sheet1";
};

/// Writes a list row by row. The file appears under its name only when finish() has succeeded: until then it is a
/// temporary file beside it, removed by the destructor, so that an error or a cancel leaves nothing and harms nothing.
class ListWriter {
public:
    virtual ~ListWriter() = default;
    /// First call: the column names.
    virtual Result<void> header(const std::vector<std::string>& names) = 0;
    /// One row, as long as the header. Errors: io.cannot_write{path, why}.
    virtual Result<void> row(const std::vector<Value>& values) = 0;
    /// The rows 0 … count − 1 of a list of so many columns, in that order, made by `make`; a CSV file in blocks on the
    /// threads of `job`. Reports rows. Errors: those of row(), job.cancelled.
    virtual Result<void> rows(std::size_t count, std::size_t columns, const RowMaker& make, const JobContext& job);
    /// Columns of equal length, whole: what rows() writes for their values; a CSV file several times as fast.
    virtual Result<void> columns(const std::vector<std::shared_ptr<const Column>>& columns, const JobContext& job);
    /// Flushes, closes and renames. Nothing may be written after it.
    virtual Result<void> finish() = 0;
    std::uint64_t rowsWritten() const { return m_rows; }
    /// Texts that were given a leading ' (CSV).
    std::uint64_t guardedCells() const { return m_guarded; }

protected:
    std::uint64_t m_rows = 0;
    std::uint64_t m_guarded = 0;
};

/// RFC 4180, LF, UTF-8; numbers in shortest form, times "2026-03-05 14:05:06".
Result<std::unique_ptr<ListWriter>> openCsvWriter(const std::string& path, const ListOptions& options);
/// Strings as strings (never formulas or links), numbers, real dates; header bold, frozen, with filter; a new sheet
/// every 1,048,576 rows; constant memory. Text beyond 32,767 characters is cut (Excel's limit), times before 1900 are
/// text.
Result<std::unique_ptr<ListWriter>> openXlsxWriter(const std::string& path, const ListOptions& options);
/// By suffix: ".xlsx" → workbook, ".csv"/".txt" → CSV; otherwise error io.unknown_suffix{path}.
Result<std::unique_ptr<ListWriter>> openListWriter(const std::string& path, const ListOptions& options);

/// True when a spreadsheet would take this text for a formula: after leading blanks it begins with = + - @ TAB CR LF or
/// their full-width forms. Numbers never ask.
bool looksLikeFormula(std::string_view text);
/// Appends one CSV field, quoted when it must be.
void appendCsvField(std::string& out, std::string_view text);

} // namespace xo::io
