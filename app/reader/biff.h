#pragma once

#include "core/io/foreign/frames.h"
#include "core/io/xlsx/numberformat.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace xo::reader {

struct BiffSheet {
    std::string name;
    bool hidden = false;
    std::uint32_t offset = 0;
};

struct BiffCell {
    std::uint32_t row = 0; ///< 0-based
    std::uint16_t column = 0;
    io::FrameCell kind = io::FrameCell::Empty;
    std::size_t at = 0, length = 0; ///< in BiffGrid::text
};

/// The cells of a sheet, by row and column; of a cell written twice the last. Cells of one shared string share its
/// text.
struct BiffGrid {
    std::vector<BiffCell> cells;
    std::string text;
    std::set<std::uint32_t> hiddenRows;
    std::string_view textOf(const BiffCell& cell) const { return std::string_view(text).substr(cell.at, cell.length); }
};

/// An Excel 5/95 or 97–2003 workbook stream ([MS-XLS]): the values as Excel last computed and stored them.
class BiffBook {
public:
    enum class State { Sound, Broken, Encrypted };
    explicit BiffBook(std::string stream);
    State state() const { return m_state; }
    const std::vector<BiffSheet>& sheets() const { return m_sheets; } ///< worksheets only
    /// False when its records run off the stream before their end.
    bool read(const BiffSheet& sheet, BiffGrid& grid) const;

private:
    struct Record;
    bool next(std::size_t& at, Record& record) const;
    void globals();
    void strings(const Record& record);
    std::string decoded(std::string_view bytes) const;
    std::string name(std::string_view bytes) const;
    void number(BiffGrid& grid, std::uint32_t row, std::uint32_t column, std::uint32_t format, double value) const;

    std::string m_stream;
    State m_state = State::Sound;
    bool m_unicode = true; ///< BIFF8
    bool m_date1904 = false;
    std::string m_codePage = "windows-1252";
    std::vector<BiffSheet> m_sheets;
    std::vector<std::string> m_strings;
    std::vector<std::uint16_t> m_formats; ///< of each cell format, the number format
    std::vector<std::pair<std::uint16_t, io::FormatMeaning>> m_meanings;
    std::vector<io::FormatMeaning> m_cellMeanings;
};

} // namespace xo::reader
