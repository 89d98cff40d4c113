#include "core/io/xlsx/xlsxsource.h"

#include "core/base/text.h"
#include "core/io/csv/bytescan.h"
#include "core/io/xlsx/workbook.h"

#include <QFile>
#include <QXmlStreamReader>

#include <algorithm>

namespace xo::io {

namespace {

constexpr std::uint64_t kMostRows = 1'048'576;
constexpr std::size_t kMostColumns = 16'384;

/// "BC12" → column 54 (0-based), row 12; false for anything else.
bool splitReference(QStringView text, std::size_t& column, std::uint64_t& row) {
    std::size_t letters = 0;
    qsizetype i = 0;
    for (; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        const char16_t upper = c >= u'a' && c <= u'z' ? static_cast<char16_t>(c - 32) : c;
        if (upper < u'A' || upper > u'Z') break;
        letters = letters * 26 + static_cast<std::size_t>(upper - u'A' + 1);
        if (letters > kMostColumns) return false;
    }
    if (letters == 0) return false;
    row = 0;
    for (; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c < u'0' || c > u'9') return false;
        row = row * 10 + static_cast<std::uint64_t>(c - u'0');
        if (row > kMostRows) return false;
    }
    column = letters - 1;
    return true;
}

/// Follows the tokens of one sheet and hands over its rows.
class SheetReader {
public:
    SheetReader(const Workbook& book, const SharedStrings& strings, RowSink& sink)
        : m_book(book), m_strings(strings), m_sink(sink) {}

    bool token(QXmlStreamReader& xml) {
        switch (xml.tokenType()) {
        case QXmlStreamReader::StartElement:
            return start(xml);
        case QXmlStreamReader::Characters:
            if (m_inValue || (m_inText && m_phonetic == 0)) appendXmlText(m_arena, xml.text());
            return true;
        case QXmlStreamReader::EndElement:
            return end(xml.name());
        default:
            return true;
        }
    }
    std::uint64_t lastRowStated = 0;
    bool ended = false; ///< all rows were seen

private:
    enum class Type { Number, Shared, Text, Inline, Bool, Error, Date };
    struct Raw {
        CellKind kind = CellKind::Empty;
        bool shared = false;
        std::size_t begin = 0, length = 0; ///< in the arena, or begin = index of a shared string
    };

    bool start(QXmlStreamReader& xml) {
        const auto name = xml.name();
        if (name == QLatin1String("c")) {
            beginCell(xml.attributes());
        } else if (name == QLatin1String("v")) {
            m_inValue = m_inCell && m_type != Type::Inline;
            if (m_inValue) m_arena.resize(m_valueBegin);
        } else if (name == QLatin1String("t")) {
            m_inText = m_inCell && m_type == Type::Inline;
        } else if (name == QLatin1String("rPh")) {
            ++m_phonetic;
        } else if (name == QLatin1String("row")) {
            const auto stated = xml.attributes().value(QLatin1String("r"));
            bool sound = false;
            const std::uint64_t row = stated.toULongLong(&sound);
            m_row = sound && row >= 1 && row <= kMostRows ? row : m_row + 1;
            m_nextColumn = 0;
            m_cells.clear();
            m_arena.clear();
        } else if (name == QLatin1String("dimension")) {
            const auto reference = xml.attributes().value(QLatin1String("ref"));
            const qsizetype colon = reference.indexOf(QLatin1Char(':'));
            std::size_t column = 0;
            std::uint64_t row = 0;
            if (splitReference(reference.mid(colon + 1), column, row)) lastRowStated = row;
        }
        return true;
    }

    void beginCell(const QXmlStreamAttributes& attributes) {
        m_inCell = true;
        std::size_t column = m_nextColumn;
        std::uint64_t row = 0;
        if (const auto reference = attributes.value(QLatin1String("r")); !reference.isEmpty())
            if (!splitReference(reference, column, row)) column = m_nextColumn;
        m_column = std::min(column, kMostColumns - 1);
        m_nextColumn = m_column + 1;
        const auto type = attributes.value(QLatin1String("t"));
        m_type = type.isEmpty() || type == QLatin1String("n") ? Type::Number
                 : type == QLatin1String("s")                 ? Type::Shared
                 : type == QLatin1String("str")               ? Type::Text
                 : type == QLatin1String("inlineStr")         ? Type::Inline
                 : type == QLatin1String("b")                 ? Type::Bool
                 : type == QLatin1String("e")                 ? Type::Error
                 : type == QLatin1String("d")                 ? Type::Date
                                                              : Type::Text;
        const std::size_t style = attributes.value(QLatin1String("s")).toULongLong();
        m_meaning = style < m_book.formats.size() ? m_book.formats[style] : FormatMeaning::Number;
        m_valueBegin = m_arena.size();
    }

    bool end(QStringView name) {
        if (name == QLatin1String("v")) {
            m_inValue = false;
        } else if (name == QLatin1String("t")) {
            m_inText = false;
        } else if (name == QLatin1String("rPh")) {
            --m_phonetic;
        } else if (name == QLatin1String("c")) {
            endCell();
            m_inCell = false;
        } else if (name == QLatin1String("row")) {
            return endRow();
        } else if (name == QLatin1String("sheetData")) {
            ended = true;
            return false;
        }
        return true;
    }

    void endCell() {
        if (m_arena.size() == m_valueBegin) return;
        const std::string_view value = std::string_view(m_arena).substr(m_valueBegin);
        Raw raw;
        raw.begin = m_valueBegin;
        switch (m_type) {
        case Type::Shared: {
            const auto index = parseNumber(value);
            m_arena.resize(m_valueBegin);
            if (!index || *index < 0 || *index >= static_cast<double>(m_strings.size())) return;
            raw.shared = true;
            raw.begin = static_cast<std::size_t>(*index);
            raw.length = m_strings.at(raw.begin).size();
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
            raw.kind = CellKind::Date;
            break;
        case Type::Number:
            raw.kind = number(std::string(value));
            break;
        }
        if (!raw.shared) raw.length = m_arena.size() - m_valueBegin;
        if (raw.length == 0) return;
        if (m_cells.size() <= m_column) m_cells.resize(m_column + 1);
        m_cells[m_column] = raw;
    }

    void replace(std::string_view text) {
        m_arena.resize(m_valueBegin);
        m_arena += text;
    }

    CellKind number(const std::string& text) {
        const auto value = parseNumber(text);
        if (!value) return CellKind::Text;
        if (m_meaning != FormatMeaning::Number) {
            const std::string written = serialText(*value, m_meaning, m_book.date1904);
            if (!written.empty()) {
                replace(written);
                const bool day = written.size() >= 10 && written[4] == '-';
                return day ? CellKind::Date : CellKind::Duration;
            }
        }
        replace(formatNumber(*value));
        return CellKind::Number;
    }

    bool endRow() {
        if (m_cells.empty()) return true;
        m_views.resize(m_cells.size());
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            const Raw& raw = m_cells[i];
            m_views[i] = {raw.shared ? m_strings.at(raw.begin)
                                     : std::string_view(m_arena).substr(raw.begin, raw.length),
                          raw.kind};
            if (m_views[i].text.empty()) m_views[i] = Cell();
        }
        return m_sink.row({m_row, m_views});
    }

    const Workbook& m_book;
    const SharedStrings& m_strings;
    RowSink& m_sink;
    std::string m_arena;
    std::vector<Raw> m_cells;
    std::vector<Cell> m_views;
    std::uint64_t m_row = 0;
    std::size_t m_column = 0, m_nextColumn = 0, m_valueBegin = 0;
    Type m_type = Type::Number;
    FormatMeaning m_meaning = FormatMeaning::Number;
    int m_phonetic = 0;
    bool m_inCell = false, m_inValue = false, m_inText = false;
};

class FirstRow : public RowSink {
public:
    bool row(const Row&) override {
        found = true;
        return false;
    }
    bool found = false;
};

} // namespace

struct XlsxSource::Book {
    std::unique_ptr<XlsxPackage> package;
    Workbook workbook;
    SharedStrings strings;
    bool stringsLoaded = false;
};

XlsxSource::XlsxSource() : m_book(std::make_unique<Book>()) {}
XlsxSource::~XlsxSource() = default;

Result<std::unique_ptr<Source>> XlsxSource::open(std::unique_ptr<QFile> file, const ReadOptions& options,
                                                 const JobContext& job) {
    std::unique_ptr<XlsxSource> source(new XlsxSource());
    auto scan = scanBytes(*file, job);
    if (!scan) return scan.failure();
    auto package = XlsxPackage::open(std::move(file));
    if (!package) return package.failure();
    Book& book = *source->m_book;
    book.package = std::move(*package);
    auto workbook = readWorkbook(*book.package, job);
    if (!workbook) return workbook.failure();
    book.workbook = std::move(*workbook);
    const auto& sheets = book.workbook.sheets;
    if (sheets.empty()) return fail("io.xlsx_no_sheets", {book.package->path()});
    SourceInfo& info = source->m_info;
    info.format = SourceFormat::Xlsx;
    info.bytes = scan->bytes;
    for (const WorkbookSheet& sheet : sheets)
        info.sheets.push_back({sheet.name, sheet.hidden});
    const auto peek = [&](std::size_t index) -> Result<bool> {
        FirstRow first;
        if (sheets[index].part.isEmpty() || !book.package->has(sheets[index].part)) return false;
        SheetReader reader(book.workbook, book.strings, first);
        // shared strings are not loaded yet: a cell of any other kind, or a row with a shared one, shows in the XML
        bool cell = false;
        auto read = book.package->readXml(sheets[index].part, job, [&](QXmlStreamReader& xml) {
            if (xml.isStartElement() && (xml.name() == QLatin1String("v") || xml.name() == QLatin1String("is")))
                cell = true;
            return reader.token(xml) && !cell;
        });
        if (!read) return read.failure();
        info.linesEstimate = reader.lastRowStated;
        return cell || first.found;
    };
    if (!options.sheet.empty()) {
        std::size_t chosen = sheets.size();
        for (std::size_t i = 0; i < sheets.size(); ++i)
            if (sheets[i].name == options.sheet && chosen == sheets.size()) chosen = i;
        if (chosen == sheets.size())
            if (const auto number = parseNumber(options.sheet);
                number && *number >= 1 && *number <= static_cast<double>(sheets.size()))
                chosen = static_cast<std::size_t>(*number) - 1;
        if (chosen == sheets.size()) {
            std::vector<std::string> names;
            for (const WorkbookSheet& sheet : sheets)
                names.push_back(sheet.name);
            return fail("io.unknown_sheet", {options.sheet, joined(names, ", ")});
        }
        info.sheet = chosen;
        if (auto data = peek(chosen); !data) return data.failure();
    } else {
        std::size_t fallback = sheets.size();
        bool found = false;
        for (std::size_t i = 0; i < sheets.size() && !found; ++i) {
            if (sheets[i].hidden) continue;
            if (fallback == sheets.size()) fallback = i;
            auto data = peek(i);
            if (!data) return data.failure();
            if (*data) {
                info.sheet = i;
                found = true;
            }
        }
        if (!found) info.sheet = fallback == sheets.size() ? 0 : fallback;
    }
    info.hash = hashOf(scan->hash + "\n" + info.sheets[info.sheet].name);
    return std::unique_ptr<Source>(std::move(source));
}

Result<void> XlsxSource::read(RowSink& sink, const JobContext& job) {
    Book& book = *m_book;
    if (!book.stringsLoaded) {
        job.report({0, 0, "stage.reading"});
        if (auto loaded = book.strings.load(*book.package, book.workbook.sharedStringsPart, job); !loaded)
            return loaded.failure();
        book.stringsLoaded = true;
    }
    const QString part = book.workbook.sheets[m_info.sheet].part;
    if (part.isEmpty() || !book.package->has(part))
        return fail("io.xlsx_missing_part", {part.isEmpty() ? m_info.sheets[m_info.sheet].name : part.toStdString()});
    SheetReader reader(book.workbook, book.strings, sink);
    const std::uint64_t total = book.package->sizeOf(part);
    std::uint64_t reported = 0;
    return book.package->readXml(
        part, job, [&](QXmlStreamReader& xml) { return reader.token(xml); },
        [&](std::uint64_t done) {
            if (done - reported < (4U << 20)) return;
            reported = done;
            job.report({done, total, "stage.reading"});
        },
        &reader.ended);
}

} // namespace xo::io
