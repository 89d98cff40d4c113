#include "core/io/csv/encoding.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <array>
#include <unicode/uchar.h>
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

/// What stands at a byte beyond ASCII: a character of so many bytes, a frequent one or not; 0 = none of the encoding.
struct Character {
    std::size_t bytes = 0;
    bool common = false;
};

// `next`: (first byte, second byte or 0, where the first one is) → Character
template <class Next>
PairScore scored(Bytes text, Next next) {
    PairScore score;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < 0x80) {
            ++i;
            continue;
        }
        const Character character = next(text[i], i + 1 < text.size() ? text[i + 1] : 0U, i);
        ++(character.bytes ? score.pairs : score.errors);
        if (character.common) ++score.common;
        i += std::max<std::size_t>(character.bytes, 1);
    }
    return score;
}

// GB18030: two- and four-byte sequences; "common" = the 3,755 most frequent characters of GB 2312 (rows B0–D7), its
// punctuation and full-width forms.
PairScore scoreGb(Bytes text) {
    return scored(text, [text](unsigned a, unsigned b, std::size_t i) -> Character {
        if (a == 0x80 || a == 0xFF) return {};
        if (b >= 0x30 && b <= 0x39 && i + 3 < text.size() && text[i + 2] >= 0x81 && text[i + 3] >= 0x30 &&
            text[i + 3] <= 0x39)
            return {4, false};
        if (b < 0x40 || b == 0x7F || b == 0xFF) return {};
        return {2, b >= 0xA1 && ((a >= 0xB0 && a <= 0xD7) || a == 0xA1 || a == 0xA3)};
    });
}

// Big5: "common" = level-1 characters (A4–C6) and punctuation.
PairScore scoreBig5(Bytes text) {
    return scored(text, [](unsigned a, unsigned b, std::size_t) -> Character {
        const bool second = (b >= 0x40 && b <= 0x7E) || (b >= 0xA1 && b <= 0xFE);
        if (a < 0xA1 || a > 0xF9 || !second) return {};
        return {2, (a >= 0xA4 && a <= 0xC6) || a == 0xA1};
    });
}

// Shift_JIS: "common" = punctuation, full-width forms, kana, kanji of level 1; half-width kana (where the bytes of
// Chinese and Korean encodings fall) count as characters that are not.
PairScore scoreShiftJis(Bytes text) {
    return scored(text, [](unsigned a, unsigned b, std::size_t) -> Character {
        if (a >= 0xA1 && a <= 0xDF) return {1, false};
        const bool lead = (a >= 0x81 && a <= 0x9F) || (a >= 0xE0 && a <= 0xFC);
        if (!lead || b < 0x40 || b > 0xFC || b == 0x7F) return {};
        return {2, (a >= 0x81 && a <= 0x83) || (a >= 0x88 && a <= 0x98)};
    });
}

/// How often the two-byte characters of a text are frequent ones of Korean (EUC-KR) and of Chinese (GB 2312), whose
/// bytes overlap; `hangul` = they lie where syllables do (B0–C8).
struct KoreanScore {
    std::size_t pairs = 0, hangul = 0, korean = 0, chinese = 0;
};

KoreanScore scoreKorean(Bytes text) {
    // 이 다 는 의 가 을 에 한 고 하 지 로 기 사 서 니 습 를 은 도 있 어 요 시 해 주 제 자 인 대 정 스 아 리 나 수 들 그
    // 만 과 안 장 부 전 일
    static constexpr std::array<unsigned, 45> kKorean = {
        0xC0CC, 0xB4D9, 0xB4C2, 0xC0C7, 0xB0A1, 0xC0BB, 0xBFA1, 0xC7D1, 0xB0ED, 0xC7CF, 0xC1F6, 0xB7CE,
        0xB1E2, 0xBBE7, 0xBCAD, 0xB4CF, 0xBDC0, 0xB8A6, 0xC0BA, 0xB5B5, 0xC0D6, 0xBEEE, 0xBFE4, 0xBDC3,
        0xC7D8, 0xC1D6, 0xC1A6, 0xC0DA, 0xC0CE, 0xB4EB, 0xC1A4, 0xBDBA, 0xBEC6, 0xB8AE, 0xB3AA, 0xBCF6,
        0xB5E9, 0xB1D7, 0xB8B8, 0xB0FA, 0xBEC8, 0xC0E5, 0xBACE, 0xC0FC, 0xC0CF};
    // 的 一 是 不 了 在 有 我 人 这 中 大 来 上 个 到 为 和 时 年 服 务 很 好 满 意 品 质 价 格 名 客 店 市 分 评 员 车
    // 间 太
    static constexpr std::array<unsigned, 40> kChinese = {
        0xB5C4, 0xD2BB, 0xCAC7, 0xB2BB, 0xC1CB, 0xD4DA, 0xD3D0, 0xCED2, 0xC8CB, 0xD5E2, 0xD6D0, 0xB4F3, 0xC0B4, 0xC9CF,
        0xB8F6, 0xB5BD, 0xCEAA, 0xBACD, 0xCAB1, 0xC4EA, 0xB7FE, 0xCEF1, 0xBADC, 0xBAC3, 0xC2FA, 0xD2E2, 0xC6B7, 0xD6CA,
        0xBCDB, 0xB8F1, 0xC3FB, 0xBFCD, 0xB5EA, 0xCAD0, 0xB7D6, 0xC6C0, 0xD4B1, 0xB3B5, 0xBCE4, 0xCCAB};
    KoreanScore score;
    for (std::size_t i = 0; i < text.size();) {
        const unsigned a = text[i];
        if (a < 0x80) {
            ++i;
            continue;
        }
        const unsigned b = i + 1 < text.size() ? text[i + 1] : 0;
        i += 2;
        // full-width forms and punctuation are alike in both
        if (a >= 0xA1 && a <= 0xA3 && b >= 0xA1) continue;
        ++score.pairs;
        if (a >= 0xB0 && a <= 0xC8 && b >= 0xA1 && b <= 0xFE) ++score.hangul;
        const unsigned code = a << 8 | b;
        if (std::find(kKorean.begin(), kKorean.end(), code) != kKorean.end()) ++score.korean;
        if (std::find(kChinese.begin(), kChinese.end(), code) != kChinese.end()) ++score.chinese;
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

// UTF-16 units that stand for characters: a file of two-byte numbers has NULs too.
bool readsAsUtf16(std::string_view head, bool big) {
    std::size_t units = 0, odd = 0;
    for (std::size_t i = 0; i + 1 < head.size() && units < 4096; i += 2, ++units) {
        const auto a = static_cast<unsigned char>(head[i]), b = static_cast<unsigned char>(head[i + 1]);
        const auto unit = static_cast<UChar32>(big ? a << 8 | b : b << 8 | a);
        const bool control = unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r';
        if (control || !u_isdefined(unit)) ++odd;
    }
    return units > 0 && odd * 50 <= units;
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
    if (nuls >= 2) {
        const std::uint64_t minor = std::min(scan.nuls[0], scan.nuls[1]);
        const bool enough = nuls * 50 >= scan.bytes;
        const bool big = scan.nuls[0] > scan.nuls[1];
        // characters such as U+4E00 have their NUL on the other side
        if (enough && minor * 3 <= nuls && readsAsUtf16(head, big)) {
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
    const PairScore japanese = scoreShiftJis(lines);
    if (japanese.pairs >= 2 && japanese.errorShare() < 0.02 && japanese.commonShare() > 0.8 && gb.commonShare() < 0.5 &&
        big5.commonShare() < 0.6)
        return EncodingGuess{
            "Shift_JIS", "windows-932", 0, {"kana and frequent kanji in Shift_JIS", "按 Shift_JIS 读是假名和常用汉字"}};
    const KoreanScore korean = scoreKorean(lines);
    if (korean.pairs >= 4 && korean.hangul * 50 >= korean.pairs * 49 && korean.korean > korean.chinese &&
        korean.korean * 10 >= korean.pairs)
        return EncodingGuess{
            "EUC-KR", "windows-949", 0, {"frequent Korean syllables in EUC-KR", "按 EUC-KR 读是常用韩文音节"}};
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

std::vector<std::string> linesBehind(const EncodingGuess& guess, const ByteScan& scan) {
    std::vector<std::string> lines;
    if (scan.ascii && !guess.name.starts_with("UTF-16") && !guess.name.starts_with("UTF-32")) return lines;
    const bool wide = guess.name.starts_with("UTF-16") || guess.name.starts_with("UTF-32");
    std::string_view bytes = wide ? scan.head : scan.nonAsciiLines;
    if (wide) bytes.remove_prefix(std::min(guess.bomBytes, bytes.size()));
    std::string text(bytes);
    if (!guess.converter.empty()) {
        text.clear();
        TextDecoder(guess.converter).decode(bytes.substr(0, 1 << 16), false, text);
    }
    for (std::size_t at = 0; at < text.size() && lines.size() < 5;) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        std::string_view line = std::string_view(text).substr(at, end - at);
        if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
        if (std::any_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
            lines.push_back(clipped(line));
        at = end + 1;
    }
    return lines;
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
