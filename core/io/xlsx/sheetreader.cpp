#include "core/io/xlsx/sheetreader.h"

#include "core/base/text.h"

#include <algorithm>

namespace xo::io {

namespace {

constexpr std::uint64_t kMostRows = 1'048'576;
constexpr std::size_t kMostColumns = 16'384;
constexpr std::uint64_t kFreeBlanks = 64'000'000; // below it any sparsity will do
constexpr std::uint64_t kMostBlanks = 256;        // a filled cell
constexpr std::size_t kLongestRow = 64 << 20;
constexpr std::uint64_t kMostJumps = 4 * kMostRows;

std::uint64_t wholeNumber(std::string_view text) {
    std::uint64_t value = 0;
    if (text.empty() || text.size() > 12) return UINT64_MAX;
    for (const char c : text) {
        if (c < '0' || c > '9') return UINT64_MAX;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

// Whether a number as written is already what formatNumber() makes of it: at most 15 digits always read back as
// written, so the shortest form is the one without needless zeros.
bool isShortest(std::string_view text) {
    std::size_t i = text.starts_with('-') ? 1 : 0;
    const std::size_t first = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9')
        ++i;
    const std::size_t whole = i - first;
    if (whole == 0 || (text[first] == '0' && whole > 1)) return false;
    if (i == text.size()) return whole <= 15 && (text[first] != '0' || first == 0);
    if (text[i] != '.' || text.back() == '0') return false;
    const std::size_t point = i++;
    std::size_t zeros = 0;
    bool leading = text[first] == '0';
    for (; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        leading = leading && text[i] == '0';
        if (leading) ++zeros;
    }
    const std::size_t decimals = text.size() - point - 1;
    if (decimals == 0 || zeros > 3) return false; // 0.00001 is 1e-05
    return (text[first] == '0' ? 0 : whole) + decimals - zeros <= 15;
}

bool isDayText(std::string_view text) {
    return text.size() >= 10 && text[4] == '-';
}

} // namespace

bool splitReference(std::string_view text, std::size_t& column, std::uint64_t& row) {
    std::size_t letters = 0, i = 0;
    for (; i < text.size(); ++i) {
        const char upper = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 32) : text[i];
        if (upper < 'A' || upper > 'Z') break;
        letters = letters * 26 + static_cast<std::size_t>(upper - 'A' + 1);
        if (letters > kMostColumns) return false;
    }
    if (letters == 0) return false;
    row = 0;
    for (; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        row = row * 10 + static_cast<std::uint64_t>(text[i] - '0');
        if (row > kMostRows) return false;
    }
    column = letters - 1;
    return true;
}

SheetReader::SheetReader(const Workbook& book, const SharedStrings* strings, RowSink& sink, bool skipHidden)
    : m_book(book), m_strings(strings), m_sink(sink), m_skipHidden(skipHidden) {}

bool SheetReader::feed(std::string_view block) {
    m_xml.feed(block);
    return run();
}

bool SheetReader::finish() {
    m_xml.finish();
    return run();
}

bool SheetReader::run() {
    for (;;) {
        switch (m_xml.next()) {
        case XmlScanner::Token::Text:
            if (m_place == Place::Value || m_place == Place::InlineText) m_arena += m_xml.text();
            m_excessive = m_arena.size() > kLongestRow;
            if (m_excessive) return false;
            break;
        case XmlScanner::Token::Start:
            start();
            if (m_excessive) return false;
            break;
        case XmlScanner::Token::End:
            if (!end()) return false;
            break;
        case XmlScanner::Token::Broken:
            m_broken = true;
            return false;
        case XmlScanner::Token::More:
        case XmlScanner::Token::Done:
            return true;
        }
    }
}

void SheetReader::start() {
    const std::string_view name = m_xml.name();
    Place next = Place::Skipped;
    switch (m_place) {
    case Place::Row:
        if (name == "c") {
            beginCell();
            next = Place::Cell;
        }
        break;
    case Place::Cell:
        if (name == "v" && m_type != Type::Inline) {
            m_arena.resize(m_valueBegin);
            next = Place::Value;
        } else if (name == "is" && m_type == Type::Inline) {
            next = Place::Inline;
        }
        break;
    case Place::Inline:
        if (name == "r")
            next = Place::Inline;
        else if (name == "t")
            next = Place::InlineText;
        break;
    case Place::Value:
    case Place::InlineText:
        break;
    case Place::Skipped:
        return;
    case Place::Outside:
        if (m_inData && name == "row") {
            beginRow();
            next = Place::Row;
            break;
        }
        if (name == "sheetData") {
            m_inData = true;
        } else if (name == "dimension") {
            const std::string_view reference = m_xml.attribute("ref");
            std::size_t column = 0;
            std::uint64_t row = 0;
            const std::size_t colon = reference.find(':');
            if (splitReference(reference.substr(colon == std::string_view::npos ? 0 : colon + 1), column, row))
                m_lastRowStated = row;
        }
        return;
    }
    if (next == Place::Skipped) {
        m_beforeSkipped = m_place;
        m_skippedDepth = m_xml.depth();
    }
    m_place = next;
}

bool SheetReader::end() {
    const std::string_view name = m_xml.name();
    switch (m_place) {
    case Place::Outside:
        if (m_inData && name == "sheetData") {
            m_ended = true;
            return false;
        }
        return true;
    case Place::Row:
        m_place = Place::Outside;
        return endRow();
    case Place::Cell:
        endCell();
        m_place = Place::Row;
        return true;
    case Place::Value:
        m_place = Place::Cell;
        return true;
    case Place::Inline:
        if (name == "is") m_place = Place::Cell;
        return true;
    case Place::InlineText:
        m_place = Place::Inline;
        return true;
    case Place::Skipped:
        if (m_xml.depth() + 1 == m_skippedDepth) m_place = m_beforeSkipped;
        return true;
    }
    return true;
}

void SheetReader::beginRow() {
    const std::uint64_t stated = wholeNumber(m_xml.attribute("r"));
    const std::uint64_t before = m_row;
    m_row = stated >= 1 && stated <= kMostRows ? stated : m_row + 1;
    if (m_row > before + 1) m_jumped += m_row - before - 1;
    m_excessive = ++m_rows > kMostRows || m_row > kMostRows || m_jumped > kMostJumps;
    const std::string_view hidden = m_xml.attribute("hidden");
    m_hidden = hidden == "1" || hidden == "true";
    m_nextColumn = 0;
    m_width = 0;
    m_rowFilled = 0;
    m_arena.clear();
}

void SheetReader::beginCell() {
    std::size_t column = m_nextColumn;
    std::uint64_t row = 0;
    if (const std::string_view reference = m_xml.attribute("r"); !reference.empty())
        if (!splitReference(reference, column, row)) column = m_nextColumn;
    m_column = std::min(column, kMostColumns - 1);
    m_nextColumn = m_column + 1;
    const std::string_view type = m_xml.attribute("t");
    m_type = type.empty() || type == "n" ? Type::Number
             : type == "s"               ? Type::Shared
             : type == "str"             ? Type::Text
             : type == "inlineStr"       ? Type::Inline
             : type == "b"               ? Type::Bool
             : type == "e"               ? Type::Error
             : type == "d"               ? Type::Date
                                         : Type::Text;
    m_meaning = FormatMeaning::Number;
    if (m_type == Type::Number) {
        const std::string_view stated = m_xml.attribute("s");
        const std::uint64_t style = stated.empty() ? 0 : wholeNumber(stated);
        if (style < m_book.formats.size()) m_meaning = m_book.formats[static_cast<std::size_t>(style)];
    }
    m_valueBegin = m_arena.size();
}

void SheetReader::endCell() {
    if (m_arena.size() == m_valueBegin) return;
    const std::string_view value = std::string_view(m_arena).substr(m_valueBegin);
    Raw raw;
    raw.begin = m_valueBegin;
    switch (m_type) {
    case Type::Shared: {
        std::uint64_t index = wholeNumber(value);
        if (index == UINT64_MAX)
            if (const auto number = parseNumber(value); number && *number >= 0 && *number < 1e12)
                index = static_cast<std::uint64_t>(*number);
        m_arena.resize(m_valueBegin);
        if (!m_strings) {
            replace("?");
        } else {
            if (index >= m_strings->size()) return;
            raw.shared = true;
            raw.begin = static_cast<std::size_t>(index);
            raw.length = static_cast<std::uint32_t>(m_strings->at(raw.begin).size());
        }
        raw.kind = CellKind::Text;
        break;
    }
    case Type::Text:
    case Type::Inline:
        undoEscapes(m_arena, m_valueBegin);
        raw.kind = CellKind::Text;
        break;
    case Type::Bool:
        replace(value == "1" || value == "true" || value == "TRUE" ? "TRUE" : "FALSE");
        raw.kind = CellKind::Bool;
        break;
    case Type::Error:
        raw.kind = CellKind::Error;
        break;
    case Type::Date:
        if (value.ends_with("T00:00:00") || value.ends_with("T00:00:00.000") || value.ends_with("T00:00:00Z"))
            m_arena.resize(m_valueBegin + value.find('T'));
        raw.kind = isDayText(std::string_view(m_arena).substr(m_valueBegin)) ? CellKind::Date : CellKind::Duration;
        break;
    case Type::Number:
        raw.kind = number(value);
        break;
    }
    if (!raw.shared) raw.length = static_cast<std::uint32_t>(m_arena.size() - m_valueBegin);
    if (raw.length == 0) return;
    if (m_column >= m_width) {
        if (m_cells.size() <= m_column) m_cells.resize(m_column + 1);
        for (; m_width <= m_column; ++m_width)
            m_cells[m_width].kind = CellKind::Empty;
    }
    if (m_cells[m_column].kind == CellKind::Empty) ++m_rowFilled;
    m_cells[m_column] = raw;
}

void SheetReader::replace(std::string_view text) {
    m_arena.resize(m_valueBegin);
    m_arena += text;
}

CellKind SheetReader::number(std::string_view text) {
    if (m_meaning == FormatMeaning::Number && isShortest(text)) return CellKind::Number;
    const auto value = parseNumber(text);
    if (!value) return CellKind::Text;
    if (m_meaning != FormatMeaning::Number) {
        const std::string written = serialText(*value, m_meaning, m_book.date1904);
        if (!written.empty()) {
            replace(written);
            return isDayText(written) ? CellKind::Date : CellKind::Duration;
        }
    }
    replace(formatNumber(*value));
    return CellKind::Number;
}

bool SheetReader::endRow() {
    if (m_width == 0) return true;
    if (m_hidden) {
        ++m_hiddenRows;
        if (m_skipHidden) return true;
    }
    m_filled += m_rowFilled;
    m_blank += m_width - m_rowFilled;
    m_excessive = m_blank > kFreeBlanks && m_blank / kMostBlanks > m_filled;
    if (m_excessive) return false;
    m_views.resize(m_width);
    std::size_t length = 0; // a long shared string may stand in every cell
    for (std::size_t i = 0; i < m_width; ++i) {
        const Raw& raw = m_cells[i];
        if (raw.kind == CellKind::Empty)
            m_views[i] = Cell();
        else
            m_views[i] = {raw.shared ? m_strings->at(raw.begin)
                                     : std::string_view(m_arena).substr(raw.begin, raw.length),
                          raw.kind};
        length += m_views[i].text.size();
    }
    m_excessive = length > kLongestRow;
    if (m_excessive) return false;
    return m_sink.row({m_row, m_views});
}

} // namespace xo::io
