#include "core/fusion/keyforms.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace xo::fusion {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool allDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

bool isChineseMobile(std::string_view digits) {
    return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

// "1001.0", "1001.00": digits read as a number and written again
std::string_view withoutFraction(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos || dot + 1 == text.size() || !allDigits(text.substr(0, dot))) return text;
    const std::string_view fraction = text.substr(dot + 1);
    return std::all_of(fraction.begin(), fraction.end(), [](char c) { return c == '0'; }) ? text.substr(0, dot) : text;
}

std::string withoutBlanks(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const char32_t c = nextCodePoint(text, i);
        const bool blank = c == U' ' || (c >= 0x9 && c <= 0xD) || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
                           (c >= 0x2000 && c <= 0x200F);
        if (!blank) out.append(text.substr(begin, i - begin));
    }
    return out;
}

std::string phoneForm(std::string_view text) {
    const std::string folded = foldedWidth(text);
    std::string digits;
    bool country = false;
    for (std::size_t i = 0; i < folded.size();) {
        const char32_t c = nextCodePoint(folded, i);
        if (c >= U'0' && c <= U'9') {
            digits += static_cast<char>(c);
        } else if (c == U'+') {
            if (country || !digits.empty()) return {};
            country = true;
        } else if (c != U' ' && c != U'-' && c != U'(' && c != U')' && c != U'.' && c != U'\t' && c != 0xA0 &&
                   c != U'/' && !(c >= 0x2010 && c <= 0x2015) && c != 0x3000 && !(c >= 0x200B && c <= 0x200F) &&
                   c != 0x202A && c != 0x202C && c != 0x202D && c != 0xFEFF && c != 0xFF08 && c != 0xFF09) {
            return {};
        } else if (c == U'.' && allDigits(digits) && digits.size() >= 5 && folded.substr(i) == "0") {
            break; // "13912345678.0"
        }
    }
    const std::string_view all = digits;
    if (!country && all.starts_with("00") && all.size() > 9 &&
        std::any_of(all.begin(), all.end(), [](char c) { return c != '0'; })) {
        country = true;
        digits.erase(0, 2);
    }
    if (digits.starts_with("86") && isChineseMobile(std::string_view(digits).substr(2))) return digits.substr(2);
    if (digits.size() < 5 || digits.size() > 18) return {};
    return country ? "+" + digits : digits;
}

std::string emailForm(std::string_view text) {
    const std::string plain = lowerAscii(trimmed(foldedWidth(text)));
    const std::size_t at = plain.find('@');
    if (at == std::string::npos || at == 0 || at + 1 == plain.size() || plain.find('@', at + 1) != std::string::npos ||
        plain.find(' ') != std::string::npos)
        return {};
    return plain;
}

} // namespace

std::string keyForm(IdentityKind kind, std::string_view text) {
    switch (kind) {
    case IdentityKind::Phone:
        return phoneForm(text);
    case IdentityKind::Email:
        return emailForm(text);
    case IdentityKind::MemberId:
    case IdentityKind::Exact: {
        const std::string folded = foldedWidth(text);
        return std::string(withoutFraction(trimmed(folded)));
    }
    case IdentityKind::Separate:
    case IdentityKind::LinkKey:
        break;
    }
    return {};
}

bool isPlaceholder(IdentityKind kind, std::string_view key) {
    static constexpr std::array<std::string_view, 22> kWords{
        "无",   "没有", "未知", "不详", "空",  "暂无", "匿名",    "游客",      "非会员", "保密",   "未填",
        "none", "null", "nil",  "nan",  "n/a", "na",   "unknown", "anonymous", "guest",  "(null)", "#n/a"};
    static constexpr std::array<std::string_view, 6> kPhones{"13800138000",  "12345678901", "12345678910",
                                                             "123456789012", "1234567890",  "123456789"};
    static constexpr std::array<std::string_view, 7> kMails{"test@test.com", "a@a.com",      "abc@abc.com", "1@1.com",
                                                            "none@none.com", "no@email.com", "xxx@xxx.com"};
    if (key.empty()) return true;
    const auto among = [](const auto& list, std::string_view text) {
        return std::find(list.begin(), list.end(), text) != list.end();
    };
    const std::string lower = lowerAscii(key);
    if (among(kWords, lower)) return true;
    const bool oneSign = std::all_of(key.begin(), key.end(), [&](char c) { return c == key.front(); });
    switch (kind) {
    case IdentityKind::Phone: {
        const std::string_view digits = key.front() == '+' ? key.substr(1) : key;
        return among(kPhones, digits) || (digits.size() >= 5 && std::all_of(digits.begin(), digits.end(), [&](char c) {
                                              return c == digits.front();
                                          }));
    }
    case IdentityKind::Email:
        return among(kMails, lower);
    default:
        // "0", "000000", "----", "999999": no id of anybody; "7" may be
        return oneSign && (key.front() == '0' || !isDigit(key.front()) || key.size() >= 5) &&
               (isDigit(key.front()) || key.front() == '-' || key.front() == '/' || key.front() == '?' ||
                key.front() == '*' || lower.front() == 'x');
    }
}

std::string linkForm(const LinkForms& forms, std::string_view text) {
    std::string key = forms.width ? foldedWidth(text) : std::string(text);
    if (forms.trim) key = withoutBlanks(key);
    if (forms.letterCase) key = lowerAscii(key);
    if (forms.number) key = std::string(withoutFraction(key));
    if (forms.zeros && allDigits(key)) {
        const std::size_t first = key.find_first_not_of('0');
        key = first == std::string::npos ? "0" : key.substr(first);
    }
    return key;
}

} // namespace xo::fusion
