#include "app/reader/biff.h"

#include "app/reader/compound.h"
#include "core/base/text.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace xo::reader {

namespace {

using io::FormatMeaning;
using io::FrameCell;

enum Id : std::uint32_t {
    Formula = 0x06,
    Eof = 0x0A,
    Date1904 = 0x22,
    FilePass = 0x2F,
    Continue = 0x3C,
    CodePage = 0x42,
    BoundSheet = 0x85,
    MulRk = 0xBD,
    RString = 0xD6,
    Xf = 0xE0,
    Sst = 0xFC,
    LabelSst = 0xFD,
    Number = 0x203,
    Label = 0x204,
    BoolErr = 0x205,
    String = 0x207,
    RowInfo = 0x208,
    Rk = 0x27E,
    Format = 0x41E,
    Bof = 0x809
};

constexpr std::size_t kNowhere = SIZE_MAX;

double doubleAt(std::string_view bytes, std::size_t at) {
    const std::uint64_t bits = littleEndian(bytes, at, 4) | static_cast<std::uint64_t>(littleEndian(bytes, at + 4, 4))
                                                                << 32;
    double value = 0;
    std::memcpy(&value, &bits, 8);
    return value;
}

double rkValue(std::uint32_t rk) {
    double value = 0;
    if (rk & 2U) {
        value = static_cast<double>(static_cast<std::int32_t>(rk) >> 2);
    } else {
        const std::uint64_t bits = static_cast<std::uint64_t>(rk & 0xFFFFFFFCU) << 32;
        std::memcpy(&value, &bits, 8);
    }
    return rk & 1U ? value / 100.0 : value;
}

std::string_view errorText(std::uint32_t code) {
    switch (code) {
    case 0x00:
        return "#NULL!";
    case 0x07:
        return "#DIV/0!";
    case 0x0F:
        return "#VALUE!";
    case 0x17:
        return "#REF!";
    case 0x1D:
        return "#NAME?";
    case 0x24:
        return "#NUM!";
    default:
        return "#N/A";
    }
}

void appendUnit(std::string& out, char16_t& high, char16_t unit) {
    if (unit >= 0xDC00 && unit < 0xE000 && high) {
        appendUtf8(out, static_cast<char32_t>(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)));
        high = 0;
        return;
    }
    if (high) appendUtf8(out, 0xFFFD);
    high = 0;
    if (unit >= 0xD800 && unit < 0xDC00)
        high = unit;
    else
        appendUtf8(out, unit >= 0xDC00 && unit < 0xE000 ? 0xFFFD : unit);
}

// A record and its continuations; characters may go on in the next part, which then says anew how wide they are.
class Parts {
public:
    explicit Parts(const std::vector<std::string_view>& parts) : m_parts(parts) {}
    bool atEnd() {
        while (m_part < m_parts.size() && m_at >= m_parts[m_part].size()) {
            ++m_part;
            m_at = 0;
        }
        return m_part >= m_parts.size();
    }
    std::uint32_t number(int bytes) {
        std::uint32_t value = 0;
        for (int i = 0; i < bytes && !atEnd(); ++i)
            value |= static_cast<std::uint32_t>(static_cast<unsigned char>(m_parts[m_part][m_at++])) << (8 * i);
        return value;
    }
    void skip(std::uint64_t bytes) {
        while (bytes > 0 && !atEnd()) {
            const std::uint64_t step = std::min<std::uint64_t>(bytes, m_parts[m_part].size() - m_at);
            m_at += static_cast<std::size_t>(step);
            bytes -= step;
        }
    }
    std::string characters(std::uint32_t count, bool wide) {
        std::string out;
        char16_t high = 0;
        std::size_t part = m_part;
        for (std::uint32_t i = 0; i < count && !atEnd(); ++i) {
            if (m_part != part) {
                part = m_part;
                wide = number(1) & 1U;
            }
            appendUnit(out, high, static_cast<char16_t>(number(wide ? 2 : 1)));
        }
        if (high) appendUtf8(out, 0xFFFD);
        return out;
    }
    // XLUnicodeRichExtendedString; the length stands in front
    std::string string() {
        const std::uint32_t count = number(2);
        const std::uint32_t flags = number(1);
        const std::uint32_t runs = flags & 8U ? number(2) : 0;
        const std::uint32_t phonetic = flags & 4U ? number(4) : 0;
        std::string out = characters(count, flags & 1U);
        skip(4ULL * runs + phonetic);
        return out;
    }

private:
    const std::vector<std::string_view>& m_parts;
    std::size_t m_part = 0, m_at = 0;
};

void add(BiffGrid& grid, std::uint32_t row, std::uint32_t column, FrameCell kind, std::string_view text) {
    grid.cells.push_back({row, static_cast<std::uint16_t>(column), kind, grid.text.size(), text.size()});
    grid.text += text;
}

} // namespace

struct BiffBook::Record {
    std::uint32_t id = 0;
    std::vector<std::string_view> parts;
    std::string_view body() const { return parts.front(); }
};

BiffBook::BiffBook(std::string stream) : m_stream(std::move(stream)) {
    globals();
}

bool BiffBook::next(std::size_t& at, Record& record) const {
    const std::string_view all = m_stream;
    const auto take = [&] {
        const std::size_t length = littleEndian(all, at + 2, 2);
        if (all.size() < at + 4 + length) return false;
        record.parts.push_back(all.substr(at + 4, length));
        at += 4 + length;
        return true;
    };
    record.parts.clear();
    if (all.size() < at + 4) return false;
    record.id = littleEndian(all, at, 2);
    if (!take()) return false;
    while (all.size() >= at + 4 && littleEndian(all, at, 2) == Continue)
        if (!take()) return false;
    return true;
}

std::string BiffBook::decoded(std::string_view bytes) const {
    UErrorCode status = U_ZERO_ERROR;
    std::string out(bytes.size() * 4 + 16, '\0');
    const std::int32_t length =
        ucnv_convert("UTF-8", m_codePage.c_str(), out.data(), static_cast<std::int32_t>(out.size()), bytes.data(),
                     static_cast<std::int32_t>(bytes.size()), &status);
    out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
    return out;
}

// ShortXLUnicodeString behind its length byte
std::string BiffBook::name(std::string_view bytes) const {
    const std::uint32_t count = littleEndian(bytes, 0, 1);
    if (!m_unicode) return decoded(bytes.substr(std::min<std::size_t>(1, bytes.size()), count));
    const std::vector<std::string_view> parts = {bytes};
    Parts reader(parts);
    reader.skip(1);
    const bool wide = reader.number(1) & 1U;
    return reader.characters(count, wide);
}

void BiffBook::strings(const Record& record) {
    Parts parts(record.parts);
    parts.skip(4);
    const std::uint32_t count = parts.number(4);
    for (std::uint32_t i = 0; i < count && !parts.atEnd(); ++i)
        m_strings.push_back(parts.string());
}

void BiffBook::globals() {
    std::size_t at = 0;
    Record record;
    if (!next(at, record) || record.id != Bof) {
        m_state = State::Broken;
        return;
    }
    m_unicode = littleEndian(record.body(), 0, 2) >= 0x600;
    while (next(at, record) && record.id != Eof) {
        const std::string_view body = record.body();
        switch (record.id) {
        case FilePass:
            m_state = State::Encrypted;
            return;
        case Date1904:
            m_date1904 = littleEndian(body, 0, 2) == 1;
            break;
        case CodePage: {
            const std::uint32_t page = littleEndian(body, 0, 2);
            if (page == 936)
                m_codePage = "GB18030";
            else if (page == 10000 || page == 32768)
                m_codePage = "macintosh";
            else if (page != 1200 && page != 32769 && page != 367)
                m_codePage = "cp" + std::to_string(page);
            break;
        }
        case BoundSheet:
            if ((littleEndian(body, 5, 1) & 0x0FU) == 0 && body.size() > 6)
                m_sheets.push_back(
                    {name(body.substr(6)), (littleEndian(body, 4, 1) & 3U) != 0, littleEndian(body, 0, 4)});
            break;
        case Format: {
            std::string code;
            if (m_unicode) {
                const std::vector<std::string_view> parts = {body.substr(std::min<std::size_t>(2, body.size()))};
                code = Parts(parts).string();
            } else if (body.size() > 3) {
                code = decoded(body.substr(3));
            }
            m_meanings.emplace_back(static_cast<std::uint16_t>(littleEndian(body, 0, 2)), io::meaningOf(code));
            break;
        }
        case Xf:
            m_formats.push_back(static_cast<std::uint16_t>(littleEndian(body, 2, 2)));
            break;
        case Sst:
            strings(record);
            break;
        default:
            break;
        }
    }
    for (const std::uint16_t format : m_formats) {
        const auto own = std::find_if(m_meanings.begin(), m_meanings.end(),
                                      [format](const auto& meaning) { return meaning.first == format; });
        m_cellMeanings.push_back(own == m_meanings.end() ? io::meaningOfBuiltIn(format) : own->second);
    }
}

void BiffBook::number(BiffGrid& grid, std::uint32_t row, std::uint32_t column, std::uint32_t format,
                      double value) const {
    const FormatMeaning meaning = format < m_cellMeanings.size() ? m_cellMeanings[format] : FormatMeaning::Number;
    if (!std::isfinite(value)) return add(grid, row, column, FrameCell::Error, "#NUM!");
    if (meaning != FormatMeaning::Number) {
        const std::string text = io::serialText(value, meaning, m_date1904);
        if (!text.empty())
            return add(grid, row, column, meaning == FormatMeaning::Date ? FrameCell::Date : FrameCell::Duration, text);
    }
    add(grid, row, column, FrameCell::Number, formatNumber(value));
}

bool BiffBook::read(const BiffSheet& sheet, BiffGrid& grid) const {
    std::size_t at = sheet.offset;
    Record record;
    if (!next(at, record) || record.id != Bof) return false;
    int depth = 1; // charts inside a sheet are streams of their own
    bool awaitsText = false;
    std::vector<std::size_t> placed(m_strings.size(), kNowhere); // where a shared string stands in grid.text
    std::uint32_t row = 0, column = 0;
    while (depth > 0) {
        if (!next(at, record)) return false;
        if (record.id == Bof) ++depth;
        if (record.id == Eof) --depth;
        if (depth != 1) continue;
        const std::string_view body = record.body();
        if (record.id == String && awaitsText) {
            awaitsText = false;
            add(grid, row, column, FrameCell::Text,
                m_unicode ? Parts(record.parts).string()
                          : decoded(body.substr(std::min<std::size_t>(2, body.size()), littleEndian(body, 0, 2))));
            continue;
        }
        if (record.id != Formula && record.id != LabelSst && record.id != Label && record.id != RString &&
            record.id != Number && record.id != Rk && record.id != MulRk && record.id != BoolErr &&
            record.id != RowInfo)
            continue;
        if (body.size() < 8) return false;
        row = littleEndian(body, 0, 2);
        column = littleEndian(body, 2, 2);
        const std::uint32_t format = littleEndian(body, 4, 2);
        switch (record.id) {
        case RowInfo:
            if (littleEndian(body, 12, 1) & 0x20U) grid.hiddenRows.insert(row);
            break;
        case LabelSst: {
            const std::uint32_t index = littleEndian(body, 6, 4);
            if (index >= m_strings.size()) return false;
            if (placed[index] == kNowhere) {
                placed[index] = grid.text.size();
                grid.text += m_strings[index];
            }
            grid.cells.push_back(
                {row, static_cast<std::uint16_t>(column), FrameCell::Text, placed[index], m_strings[index].size()});
            break;
        }
        case Label:
        case RString:
            if (m_unicode) {
                std::vector<std::string_view> parts = record.parts;
                parts.front().remove_prefix(6);
                add(grid, row, column, FrameCell::Text, Parts(parts).string());
            } else {
                add(grid, row, column, FrameCell::Text, decoded(body.substr(8, littleEndian(body, 6, 2))));
            }
            break;
        case Number:
            if (body.size() < 14) return false;
            number(grid, row, column, format, doubleAt(body, 6));
            break;
        case Rk:
            if (body.size() < 10) return false;
            number(grid, row, column, format, rkValue(littleEndian(body, 6, 4)));
            break;
        case MulRk:
            for (std::size_t i = 4; i + 8 <= body.size(); i += 6, ++column)
                number(grid, row, column, littleEndian(body, i, 2), rkValue(littleEndian(body, i + 2, 4)));
            break;
        case BoolErr:
            if (littleEndian(body, 7, 1))
                add(grid, row, column, FrameCell::Error, errorText(littleEndian(body, 6, 1)));
            else
                add(grid, row, column, FrameCell::Bool, littleEndian(body, 6, 1) ? "TRUE" : "FALSE");
            break;
        default: // Formula: what Excel computed stands in it
            if (body.size() < 14) return false;
            awaitsText = false;
            if (littleEndian(body, 12, 2) != 0xFFFF)
                number(grid, row, column, format, doubleAt(body, 6));
            else if (littleEndian(body, 6, 1) == 0)
                awaitsText = true;
            else if (littleEndian(body, 6, 1) == 1)
                add(grid, row, column, FrameCell::Bool, littleEndian(body, 8, 1) ? "TRUE" : "FALSE");
            else if (littleEndian(body, 6, 1) == 2)
                add(grid, row, column, FrameCell::Error, errorText(littleEndian(body, 8, 1)));
        }
    }
    const auto before = [](const BiffCell& a, const BiffCell& b) {
        return a.row != b.row ? a.row < b.row : a.column < b.column;
    };
    if (!std::is_sorted(grid.cells.begin(), grid.cells.end(), before))
        std::stable_sort(grid.cells.begin(), grid.cells.end(), before);
    return true;
}

} // namespace xo::reader
