#include "core/io/csv/encoding.h"

#include "core/base/text.h"

#include <algorithm>
#include <unicode/ucnv.h>

namespace xo::io {

namespace {

using Bytes = std::basic_string_view<unsigned char>;

struct PairScore {
    std::size_t pairs = 0, common = 0, errors = 0;
    double commonShare() const { return pairs ? static_cast<double>(common) / static_cast<double>(pairs) : 0.0; }
    double errorShare() const {
        return pairs + errors ? static_cast<double>(errors) / static_cast<double>(pairs + errors) : 1.0;
    }
};

// GB18030: two- and four-byte sequences; "common" = the 3,755 most frequent characters of GB 2312 (rows B0–D7), its
// punctuation and full-width forms.
PairScore scoreGb(Bytes text) {
    PairScore score;
    for (std::size_t i = 0; i < text.size();) {
        const unsigned a = text[i];
        if (a < 0x80) {
            ++i;
            continue;
        }
        const unsigned b = i + 1 < text.size() ? text[i + 1] : 0;
        if (a == 0x80 || a == 0xFF) {
            ++score.errors;
            ++i;
        } else if (b >= 0x30 && b <= 0x39 && i + 3 < text.size() && text[i + 2] >= 0x81 && text[i + 3] >= 0x30 &&
                   text[i + 3] <= 0x39) {
            ++score.pairs;
            i += 4;
        } else if (b >= 0x40 && b != 0x7F && b != 0xFF) {
            ++score.pairs;
            if (b >= 0xA1 && ((a >= 0xB0 && a <= 0xD7) || a == 0xA1 || a == 0xA3)) ++score.common;
            i += 2;
        } else {
            ++score.errors;
            ++i;
        }
    }
    return score;
}

// Big5: "common" = level-1 characters (A4–C6) and punctuation.
PairScore scoreBig5(Bytes text) {
    PairScore score;
    for (std::size_t i = 0; i < text.size();) {
        const unsigned a = text[i];
        if (a < 0x80) {
            ++i;
            continue;
        }
        const unsigned b = i + 1 < text.size() ? text[i + 1] : 0;
        if (a >= 0xA1 && a <= 0xF9 && ((b >= 0x40 && b <= 0x7E) || (b >= 0xA1 && b <= 0xFE))) {
            ++score.pairs;
            if ((a >= 0xA4 && a <= 0xC6) || a == 0xA1) ++score.common;
            i += 2;
        } else {
            ++score.errors;
            ++i;
        }
    }
    return score;
}

PairScore scoreUtf8(Bytes text) {
    PairScore score;
    const std::string_view chars(reinterpret_cast<const char*>(text.data()), text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < 0x80) {
            ++i;
            continue;
        }
        const std::size_t before = i;
        const char32_t code = nextCodePoint(chars, i);
        const bool bad = code == 0xFFFD && i - before == 1;
        ++(bad ? score.errors : score.pairs);
    }
    return score;
}

// A western single-byte text holds lone high letters between ASCII ones.
double loneHighShare(Bytes text) {
    std::size_t high = 0, lone = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < 0x80) continue;
        ++high;
        const bool before = i > 0 && text[i - 1] >= 0x80;
        const bool after = i + 1 < text.size() && text[i + 1] >= 0x80;
        if (!before && !after) ++lone;
    }
    return high ? static_cast<double>(lone) / static_cast<double>(high) : 0.0;
}

bool startsWith(std::string_view text, std::initializer_list<unsigned> bytes) {
    std::size_t i = 0;
    for (const unsigned byte : bytes)
        if (i >= text.size() || static_cast<unsigned char>(text[i++]) != byte) return false;
    return true;
}

std::size_t bomLength(std::string_view head, const std::string& name) {
    if (startsWith(head, {0xEF, 0xBB, 0xBF}) && name.starts_with("UTF-8")) return 3;
    if (startsWith(head, {0xFF, 0xFE}) && name == "UTF-16LE") return 2;
    if (startsWith(head, {0xFE, 0xFF}) && name == "UTF-16BE") return 2;
    if (startsWith(head, {0x84, 0x31, 0x95, 0x33}) && name == "GB18030") return 4;
    return 0;
}

Result<EncodingGuess> stated(const ByteScan& scan, const std::string& text) {
    std::string name;
    for (const char c : text)
        if (c != ' ') name += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    EncodingGuess guess;
    guess.why = {"stated", "由用户指定"};
    if (name == "UTF8" || name == "UTF-8" || name == "UTF-8-SIG" || name == "UTF-8WITHBOM" || name == "UTF-8-BOM") {
        guess.name = "UTF-8";
        guess.bomBytes = bomLength(scan.head, guess.name);
        if (guess.bomBytes) guess.name = "UTF-8 with BOM";
        guess.converter = scan.validUtf8 ? "" : "UTF-8";
        return guess;
    }
    if (name == "GBK" || name == "GB2312" || name == "CP936" || name == "GB18030" || name == "GB-18030") {
        guess.name = guess.converter = "GB18030";
    } else if (name == "UTF-16" || name == "UTF16") {
        const bool big = startsWith(scan.head, {0xFE, 0xFF}) || scan.nuls[0] > scan.nuls[1];
        guess.name = guess.converter = big ? "UTF-16BE" : "UTF-16LE";
    } else {
        UErrorCode status = U_ZERO_ERROR;
        UConverter* converter = ucnv_open(text.c_str(), &status);
        if (U_FAILURE(status) || !converter) return fail("io.unknown_encoding", {text});
        const char* known = ucnv_getName(converter, &status);
        guess.converter = known ? known : text;
        ucnv_close(converter);
        const char* standard = ucnv_getStandardName(text.c_str(), "IANA", &status);
        guess.name = standard ? standard : text;
    }
    guess.bomBytes = bomLength(scan.head, guess.name);
    return guess;
}

} // namespace

Result<EncodingGuess> guessEncoding(const ByteScan& scan, const std::string& statedName) {
    if (!statedName.empty()) return stated(scan, statedName);
    const std::string_view head = scan.head;
    if (startsWith(head, {0xEF, 0xBB, 0xBF}))
        return EncodingGuess{"UTF-8 with BOM", scan.validUtf8 ? "" : "UTF-8", 3, {"byte order mark", "有字节顺序标记"}};
    if (startsWith(head, {0xFF, 0xFE, 0, 0}) && scan.bytes % 4 == 0)
        return EncodingGuess{"UTF-32LE", "UTF-32LE", 4, {"byte order mark", "有字节顺序标记"}};
    if (startsWith(head, {0xFF, 0xFE}))
        return EncodingGuess{"UTF-16LE", "UTF-16LE", 2, {"byte order mark", "有字节顺序标记"}};
    if (startsWith(head, {0xFE, 0xFF}))
        return EncodingGuess{"UTF-16BE", "UTF-16BE", 2, {"byte order mark", "有字节顺序标记"}};
    if (startsWith(head, {0x84, 0x31, 0x95, 0x33}))
        return EncodingGuess{"GB18030", "GB18030", 4, {"byte order mark", "有字节顺序标记"}};
    const std::uint64_t nuls = scan.nuls[0] + scan.nuls[1];
    if (nuls >= 2 && scan.bytes % 2 == 0) {
        const std::uint64_t minor = std::min(scan.nuls[0], scan.nuls[1]);
        const bool enough = nuls * 50 >= scan.bytes;
        if (enough && minor * 100 <= nuls) {
            const bool big = scan.nuls[0] > scan.nuls[1];
            const std::string name = big ? "UTF-16BE" : "UTF-16LE";
            return EncodingGuess{name, name, 0, {"pattern of NUL bytes", "零字节的分布"}};
        }
    }
    if (nuls * 10 > scan.bytes) return fail("io.not_a_table", {"binary data / 二进制数据"});
    if (scan.ascii) return EncodingGuess{"UTF-8", "", 0, {"plain ASCII", "纯 ASCII"}};
    if (scan.validUtf8)
        return EncodingGuess{"UTF-8", "", 0, {"the whole file is sound UTF-8", "整个文件都是合法的 UTF-8"}};
    const Bytes lines(reinterpret_cast<const unsigned char*>(scan.nonAsciiLines.data()), scan.nonAsciiLines.size());
    const PairScore utf8 = scoreUtf8(lines);
    if (utf8.pairs >= 4 && utf8.errorShare() < 0.1)
        return EncodingGuess{
            "UTF-8",
            "UTF-8",
            0,
            {"nearly all of its text is UTF-8; the rest is listed", "几乎全部文字是 UTF-8,其余已列出"}};
    const PairScore gb = scoreGb(lines);
    const PairScore big5 = scoreBig5(lines);
    const double lone = loneHighShare(lines);
    if (gb.errorShare() < 0.05 && gb.commonShare() > 0.5 && lone < 0.5 &&
        !(big5.errorShare() < gb.errorShare() + 0.001 && big5.commonShare() > gb.commonShare() + 0.15))
        return EncodingGuess{
            "GB18030", "GB18030", 0, {"its words are common Chinese ones in GB18030", "按 GB18030 读是常用汉字"}};
    if (big5.errorShare() < 0.05 && big5.commonShare() > 0.6 && lone < 0.5)
        return EncodingGuess{"Big5", "Big5", 0, {"its words are common Chinese ones in Big5", "按 Big5 读是常用汉字"}};
    // what reads in no encoding and is full of control bytes is no text at all
    const auto controls = std::count_if(scan.head.begin(), scan.head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f');
    });
    if (controls >= 8 && static_cast<double>(controls) > 0.03 * static_cast<double>(scan.head.size()))
        return fail("io.not_a_table", {"binary data / 二进制数据"});
    if (lone > 0.5 || gb.errorShare() >= 0.05)
        return EncodingGuess{
            "windows-1252", "windows-1252", 0, {"single accented letters among ASCII", "ASCII 中夹有单个重音字母"}};
    return EncodingGuess{"GB18030", "GB18030", 0, {"not UTF-8; GB18030 fits best", "不是 UTF-8,GB18030 最合适"}};
}

struct TextDecoder::Converter {
    UConverter* handle = nullptr;
    ~Converter() {
        if (handle) ucnv_close(handle);
    }
};

TextDecoder::TextDecoder(const std::string& converter) : m_converter(std::make_unique<Converter>()) {
    UErrorCode status = U_ZERO_ERROR;
    m_converter->handle = ucnv_open(converter.c_str(), &status);
    if (m_converter->handle)
        ucnv_setToUCallBack(m_converter->handle, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
}

TextDecoder::~TextDecoder() = default;

void TextDecoder::flush(const char16_t* begin, const char16_t* end, std::string& out) {
    for (; begin < end; ++begin) {
        const char16_t unit = *begin;
        if (m_high) {
            const bool pair = unit >= 0xDC00 && unit <= 0xDFFF;
            appendUtf8(out, pair ? 0x10000 + ((static_cast<char32_t>(m_high) - 0xD800) << 10) + (unit - 0xDC00U)
                                 : U'\uFFFD');
            m_high = 0;
            if (pair) continue;
        }
        if (unit < 0x80) {
            out += static_cast<char>(unit);
            if (unit == u'\n') ++m_line;
        } else if (unit >= 0xD800 && unit <= 0xDBFF) {
            m_high = unit;
        } else {
            appendUtf8(out, unit);
        }
    }
}

void TextDecoder::decode(std::string_view bytes, bool last, std::string& out) {
    if (!m_converter->handle) return;
    char16_t units[8192];
    const char* source = bytes.data();
    const char* const limit = source + bytes.size();
    for (;;) {
        char16_t* target = units;
        UErrorCode status = U_ZERO_ERROR;
        ucnv_toUnicode(m_converter->handle, &target, units + std::size(units), &source, limit, nullptr, last, &status);
        flush(units, target, out);
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        if (U_SUCCESS(status)) break;
        char bad[16];
        int8_t length = sizeof bad;
        UErrorCode ignored = U_ZERO_ERROR;
        ucnv_getInvalidChars(m_converter->handle, bad, &length, &ignored);
        ++m_undecodable;
        if (m_places.size() < 1000) {
            static const char digits[] = "0123456789ABCDEF";
            std::string hex;
            for (int i = 0; i < length; ++i) {
                const auto byte = static_cast<unsigned char>(bad[i]);
                if (i) hex += ' ';
                hex += digits[byte >> 4];
                hex += digits[byte & 15];
            }
            m_places.push_back({m_line, hex});
        }
        appendUtf8(out, U'\uFFFD');
        if (source >= limit && last) {
            ucnv_resetToUnicode(m_converter->handle);
            break;
        }
    }
}

} // namespace xo::io
