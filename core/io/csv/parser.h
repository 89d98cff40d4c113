#pragma once

#include "core/io/source.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace xo::io {

/// How the records of a text file are cut.
struct Dialect {
    char delimiter = ',';
    char quote = '"';                 ///< 0 = nothing is quoted
    char escape = '\0';               ///< before a quote or itself inside quotes; 0 = quotes are doubled only
    std::string comment;              ///< lines that begin so are no records; "" = none
    bool carriageReturnLines = false; ///< no LF anywhere (old Macs): CR counts the lines inside quotes
    bool operator==(const Dialect&) const = default;
};

/// No record has more cells than this.
inline constexpr std::size_t kMostCells = 1'000'000;

/// Cuts UTF-8 text into records (RFC 4180; a quote counts only at the start of a cell, text behind a closing quote is
/// kept, LF, CRLF and CR end a record, empty lines are records without cells). Cells are views into the buffer; doubled
/// and escaped quotes are undone in place (a doubled one also where there is an escape), comment lines are counted as
/// lines and left out. Memory: one record at a time, at most 64 MiB and kMostCells cells.
class CsvParser {
public:
    /// Appends the next piece of text; false at the end.
    using Refill = std::function<bool(std::string& out)>;
    CsvParser(Dialect dialect, Refill refill, std::uint64_t firstLine = 1);

    enum class Outcome { Done, Stopped, Cancelled, UnclosedQuote, RecordTooLong, TooManyCells };
    Outcome run(RowSink& sink, const JobContext& job);
    /// Line of the record that failed.
    std::uint64_t failedLine() const { return m_line; }
    /// Quoted cells so far, and those of them with text behind the closing quote (a sign of another dialect).
    std::uint64_t quotedCells() const { return m_quoted; }
    std::uint64_t tails() const { return m_tails; }

private:
    enum class Step { Record, More, Unclosed, TooMany };
    Step record(char* begin, char* end, bool last, char*& next);
    Step comment(char* begin, char* end, bool last, char*& next) const;
    char* closingQuote(char* from, char* end, bool last, bool& doubled) const;
    void undouble();

    struct Span {
        char* begin;
        char* end;
        char* tail; ///< text behind a closing quote
        char* tailEnd;
        bool doubled;
        bool quoted;
    };
    Dialect m_dialect;
    Refill m_refill;
    std::uint64_t m_line;
    std::uint64_t m_recordLines = 0;
    std::uint64_t m_quoted = 0, m_tails = 0;
    std::string m_buffer;
    std::vector<Span> m_spans;
    std::vector<Cell> m_cells;
    bool m_special[256] = {};
};

} // namespace xo::io
