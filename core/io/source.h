#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/model/dataset.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// How to read a file where the user (or a recipe) knows better than the detection; blank / −1 = detect.
struct ReadOptions {
    std::string encoding;  ///< "UTF-8", "GB18030", "GBK", "UTF-16LE", "Big5", "windows-1252" … (any name ICU knows)
    std::string delimiter; ///< one character; "\\t" and "tab" mean the tabulator
    std::string quote;     ///< one character; "none" = no quoting
    std::string escape;    ///< one character before a quote or itself inside quotes; "none" = quotes are doubled
    std::string comment;   ///< lines that begin so are no records; "none"
    int headerRows = -1;   ///< 0 … 3
    std::string sheet;     ///< name or 1-based number; blank = the first visible sheet with data
    std::string hidden;    ///< rows hidden in a workbook: "include", "skip"; blank = include and count them
    std::string member;    ///< of a .zip: the file inside; blank = the only table in it
    std::string totals;    ///< rows of totals at the end: "keep", "leave_out"; blank = leave out and list them
    bool operator==(const ReadOptions&) const = default;
};

/// What a workbook says a cell is. Text files hold Text and Empty only.
enum class CellKind : std::uint8_t { Empty, Text, Number, Date, Duration, Bool, Error };

/// One cell as text: numbers in shortest round-trip form, dates "2026-03-05" or "2026-03-05T14:05:06", times of day
/// "14:05:06", durations "26:05:06", booleans "TRUE"/"FALSE", errors "#N/A". The view lives until the sink returns.
struct Cell {
    std::string_view text;
    CellKind kind = CellKind::Empty;
};

/// One record of the grid. Sheets may leave rows out: `line` then jumps.
struct Row {
    std::uint64_t line = 0; ///< 1-based line of the file the record begins in, or row of the sheet
    std::span<const Cell> cells;
};

enum class SourceFormat : std::uint8_t { Csv, Tsv, Xlsx, Xls, Sav, Json, Ndjson, Database };
/// "csv", "tsv", "xlsx", "xls", "sav", "json", "ndjson", "database".
std::string_view sourceFormatName(SourceFormat format);

/// A sentence of the program about a guess, in both languages.
struct Why {
    std::string english;
    std::string chinese;
    bool operator==(const Why&) const = default;
};

struct SheetInfo {
    std::string name;
    bool hidden = false;
    bool operator==(const SheetInfo&) const = default;
};

/// Bytes that mean nothing in the encoding in force; they show as U+FFFD, counted and listed, never silently.
struct OddBytes {
    std::uint64_t line = 0;
    std::string hex; ///< "FF FE"
    bool operator==(const OddBytes&) const = default;
};

/// What the file itself states about a column (SPSS, databases); the first record holds the names all the same.
struct SourceColumn {
    std::string name;
    std::string label;                      ///< wording of the question
    std::vector<ValueLabel> valueLabels;    ///< code as the cells have it → words
    std::vector<std::string> notApplicable; ///< codes the file calls missing though they are answers ("99")
    std::string measure;                    ///< "nominal", "ordinal", "scale", "" = not stated
    std::string set;                        ///< the multiple-response set this column is an option of
    std::string setLabel;
    std::string setCounted; ///< the value that means "chosen" in a dichotomous set; "" = categorical set
    std::optional<ValueType> type;
    bool operator==(const SourceColumn&) const = default;
};

/// What is known of a file once it has been opened.
struct SourceInfo {
    SourceFormat format = SourceFormat::Csv;
    std::string encoding; ///< "UTF-8", "UTF-8 with BOM", "GB18030", "UTF-16LE" …; blank for workbooks
    Why encodingWhy;
    std::vector<std::string>
        encodingLines;                ///< up to 5 lines with characters outside ASCII, as read: what the guess rests on
    std::string delimiter;            ///< blank for workbooks
    std::string quote;                ///< blank when nothing is quoted
    std::string escape;               ///< blank = quotes are doubled
    std::string comment;              ///< blank = no comment lines
    std::string compression;          ///< "gzip", "zip"; blank = none
    std::vector<std::string> members; ///< of a .zip: the tables inside
    std::string member;               ///< the one that is read
    std::vector<SourceColumn> columns; ///< what the file states of its columns; blank for plain tables
    std::vector<std::string> leftOut;  ///< columns that hold bytes (databases): not read
    std::uint64_t hiddenRows = 0;      ///< of the sheet; known after a read
    int headerRows = -1;               ///< records with names, where the format says so itself (JSON, SPSS: 1)
    std::vector<SheetInfo> sheets;     ///< workbooks only
    std::size_t sheet = 0;             ///< the one that is read
    std::uint64_t bytes = 0;
    std::uint64_t linesEstimate = 0;     ///< records of the grid, header included, without reading them
    std::uint64_t undecodable = 0;       ///< known after a read
    std::vector<OddBytes> undecodableAt; ///< the first 1,000
    std::string hash;                    ///< xxh3-128 of the bytes, 32 hex digits; of bytes and sheet for workbooks
};

/// Receives the records in file order.
class RowSink {
public:
    virtual ~RowSink() = default;
    /// false = enough, stop reading (not an error).
    virtual bool row(const Row& row) = 0;
};

/// A file open for reading: format told from its content (never from its name), encoding and dialect decided; the rows
/// can then be read any number of times. Memory stays bounded (a few MiB for text files, the shared strings for
/// workbooks). Encoding: BOM → strict UTF-8 over the whole file → NUL pattern (UTF-16) → the lines that hold non-ASCII
/// bytes, GB18030 preferred.
class Source {
public:
    virtual ~Source() = default;
    /// Reads the whole file once (hash, encoding). Errors: io.cannot_open, io.is_directory, io.empty_file,
    /// io.not_a_table{what it is}, io.password_protected, io.unknown_encoding, io.bad_option, io.zip_*, io.xlsx_*,
    /// io.unknown_sheet{name, known names}.
    static Result<std::unique_ptr<Source>> open(const std::string& path, const ReadOptions& options,
                                                const JobContext& job);
    const SourceInfo& info() const { return m_info; }
    /// Reads every record into the sink; progress in bytes. Errors: io.unclosed_quote{line}, io.record_too_long{line},
    /// io.xlsx_* and job.cancelled. A second call starts again at the top.
    virtual Result<void> read(RowSink& sink, const JobContext& job) = 0;

protected:
    SourceInfo m_info;
};

/// open + read in one call.
Result<SourceInfo> readRows(const std::string& path, const ReadOptions& options, RowSink& sink, const JobContext& job);

} // namespace xo::io
