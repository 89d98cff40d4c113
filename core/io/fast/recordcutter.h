#pragma once

#include "core/io/csv/dialect.h"
#include "core/io/fast/bytemask.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// Bytes that may be read behind the end of a block.
inline constexpr std::size_t kBlockSlack = 64;

/// Some consecutive records of a block, all of `width` cells. Cell c of record r lies between the bytes at
/// edge(c)[r] and edge(c + 1)[r]; quotes around it are still there.
struct Strip {
    const char* base = nullptr;
    std::size_t rows = 0;
    std::size_t stride = 0;
    std::vector<std::uint32_t> edges;
    std::vector<std::uint32_t> lines; ///< of each record, 0 = the block's first
    const std::uint32_t* edge(std::size_t column) const { return edges.data() + column * stride; }
};

/// A record left out because it is longer than the header.
struct LongRecord {
    std::size_t row = 0; ///< of the block: number of records taken before it
    std::uint32_t line = 0;
    std::string_view text; ///< its bytes without the line end
};

/// Cuts a block of whole records by the rules of CsvParser: empty lines are left out, short records are filled up with
/// empty cells, blank cells beyond the width are dropped.
class RecordCutter {
public:
    RecordCutter(const Dialect& dialect, std::size_t width);
    /// `bytes` has kBlockSlack readable bytes behind its end and begins at a record; `skipLines`: records that begin
    /// before this line of the block are left out.
    void start(std::string_view bytes, std::uint64_t skipLines);
    /// The next records; false at the end of the block.
    bool next(Strip& strip);

    std::uint32_t lines() const { return m_line; } ///< line ends so far
    /// The block is not cut as supposed: a quote was open at its end, or a record has too many cells.
    bool broken() const { return m_broken; }
    const std::vector<LongRecord>& longRecords() const { return m_long; }
    std::size_t taken() const { return m_taken; }

private:
    void seek(std::size_t position);
    bool isBlank(std::size_t begin, std::size_t end) const;

    char m_delimiter, m_quote;
    std::size_t m_width;
    ByteMask m_special;
    const char* m_base = nullptr;
    std::size_t m_size = 0;
    std::size_t m_position = 0; ///< where the next record begins
    std::size_t m_window = 0;   ///< start of the 64 bytes `m_found` is about
    ByteMask::Found m_found;    ///< delimiters; line ends and quotes
    std::uint32_t m_line = 0;
    std::uint64_t m_skipLines = 0;
    std::size_t m_taken = 0;
    bool m_broken = false;
    std::vector<LongRecord> m_long;
};

/// The text of a quoted cell; `raw` begins with the quote. Uses `scratch` when anything has to be put together.
std::string_view unquoted(std::string_view raw, char quote, std::string& scratch);

} // namespace xo::io
