#pragma once

#include "core/io/source.h"
#include "core/io/xlsx/sharedstrings.h"
#include "core/io/xlsx/workbook.h"
#include "core/io/xlsx/xmlscanner.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// "BC12" → column 54 (0-based), row 12; "BC" → row 0; false for anything else and beyond XFD1048576.
bool splitReference(std::string_view text, std::size_t& column, std::uint64_t& row);

/// Follows the XML of one sheet, fed in blocks, and hands its rows over as they end: the cached values of formulas,
/// numbers with a date format as dates, booleans, errors as their text. Rows without any cell are left out.
class SheetReader {
public:
    /// `strings` null = not loaded: every shared string reads "?" (enough to see which cells are filled).
    SheetReader(const Workbook& book, const SharedStrings* strings, RowSink& sink, bool skipHidden);

    /// false = enough: the sink wants no more, all rows were seen (ended()), or the sheet is refused.
    bool feed(std::string_view block);
    /// After the last block; false as above.
    bool finish();

    bool ended() const { return m_ended; }
    bool isBroken() const { return m_broken; }
    /// What only a crafted file holds: wide rows by the thousand with next to nothing in them, a row of 64 MiB, more
    /// rows than a sheet has, row numbers that jump to and fro.
    bool isExcessive() const { return m_excessive; }
    const XmlScanner& xml() const { return m_xml; }
    std::uint64_t lastRowStated() const { return m_lastRowStated; }
    /// Rows that hold cells and are hidden (by hand, by an outline or by a filter), so far.
    std::uint64_t hiddenRows() const { return m_hiddenRows; }

private:
    enum class Type : unsigned char { Number, Shared, Text, Inline, Bool, Error, Date };
    enum class Place : unsigned char { Outside, Row, Cell, Value, Inline, InlineText, Skipped };
    struct Raw {
        std::size_t begin = 0; ///< in the arena, or the index of a shared string
        std::uint32_t length = 0;
        CellKind kind = CellKind::Empty;
        bool shared = false;
    };

    bool run();
    void start();
    bool end();
    void beginRow();
    void beginCell();
    void endCell();
    CellKind number(std::string_view text);
    void replace(std::string_view text);
    bool endRow();

    const Workbook& m_book;
    const SharedStrings* m_strings;
    RowSink& m_sink;
    XmlScanner m_xml;
    std::string m_arena; ///< texts of the row
    std::vector<Raw> m_cells;
    std::vector<Cell> m_views;
    std::size_t m_width = 0; ///< cells of the row in use
    std::uint64_t m_row = 0, m_lastRowStated = 0, m_hiddenRows = 0, m_filled = 0, m_blank = 0;
    std::uint64_t m_rows = 0, m_jumped = 0; ///< row elements; rows left out between them
    std::size_t m_column = 0, m_nextColumn = 0, m_valueBegin = 0, m_skippedDepth = 0, m_rowFilled = 0;
    Type m_type = Type::Number;
    FormatMeaning m_meaning = FormatMeaning::Number;
    Place m_place = Place::Outside, m_beforeSkipped = Place::Outside;
    bool m_skipHidden, m_hidden = false, m_inData = false, m_ended = false, m_broken = false, m_excessive = false;
};

} // namespace xo::io
