#include "core/io/values.h"

#include "core/base/text.h"
#include "core/io/namedmonth.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace xo::io {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

template <std::size_t N>
bool oneOf(std::string_view text, const std::array<std::string_view, N>& words) {
    if (text.size() > 24) return false;
    const std::string lower = lowerAscii(text);
    return std::find(words.begin(), words.end(), lower) != words.end();
}

// "YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS" and the form with T: what nearly every export holds.
std::optional<ParsedTime> readPlainIso(std::string_view text) {
    if (text.size() != 10 && text.size() != 19) return std::nullopt;
    const char* p = text.data();
    const char separator = p[4];
    if ((separator != '-' && separator != '/') || p[7] != separator) return std::nullopt;
    bool sound = true;
    const auto two = [&](std::size_t at) {
        const int high = p[at] - '0', low = p[at + 1] - '0';
        sound = sound && high >= 0 && high <= 9 && low >= 0 && low <= 9;
        return high * 10 + low;
    };
    const CivilDate date{two(0) * 100 + two(2), static_cast<unsigned>(two(5)), static_cast<unsigned>(two(8))};
    if (!sound || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return std::nullopt;
    if (date.day > 28 && !isValidDate(date)) return std::nullopt;
    ParsedTime time;
    time.localMs = daysFromCivil(date) * kMsPerDay;
    if (text.size() == 10) {
        time.dateOnly = true;
        return time;
    }
    if ((p[10] != ' ' && p[10] != 'T') || p[13] != ':' || p[16] != ':') return std::nullopt;
    const int hour = two(11), minute = two(14), second = two(17);
    if (!sound || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    time.localMs += ((hour * 60LL + minute) * 60 + second) * 1000;
    return time;
}

// "2026-03", "2026/3", "2026年3月", "2026年3月份": the first day of the month.
std::optional<ParsedTime> readMonth(std::string_view text) {
    if (text.size() < 6 || text.size() > 16) return std::nullopt;
    std::size_t at = 0;
    int year = 0, month = 0;
    while (at < 4 && isDigit(text[at]))
        year = year * 10 + (text[at++] - '0');
    if (at != 4 || year < 1900 || year > 2200) return std::nullopt;
    std::string_view rest = text.substr(4);
    const bool chinese = rest.starts_with("年");
    if (chinese)
        rest.remove_prefix(std::strlen("年"));
    else if (rest[0] == '-' || rest[0] == '/')
        rest.remove_prefix(1);
    else
        return std::nullopt;
    std::size_t digits = 0;
    while (digits < rest.size() && digits < 2 && isDigit(rest[digits]))
        month = month * 10 + (rest[digits++] - '0');
    rest.remove_prefix(digits);
    if (digits == 0 || month < 1 || month > 12) return std::nullopt;
    if (chinese ? rest != "月" && rest != "月份" : !rest.empty()) return std::nullopt;
    ParsedTime time;
    time.localMs = daysFromCivil({year, static_cast<unsigned>(month), 1}) * kMsPerDay;
    time.dateOnly = true;
    return time;
}

struct OpenParts {
    int a = 0, b = 0, year = 0;
    std::string_view rest;
};

std::optional<OpenParts> splitOpenDate(std::string_view text) {
    std::size_t at = 0;
    const auto number = [&](std::size_t most) {
        std::size_t count = 0;
        int value = 0;
        while (at < text.size() && isDigit(text[at]) && count < most) {
            value = value * 10 + (text[at++] - '0');
            ++count;
        }
        return std::pair(value, count);
    };
    OpenParts parts;
    const auto [a, aDigits] = number(2);
    if (aDigits == 0 || at >= text.size()) return std::nullopt;
    const char separator = text[at];
    if (separator != '/' && separator != '.' && separator != '-') return std::nullopt;
    ++at;
    const auto [b, bDigits] = number(2);
    if (bDigits == 0 || at >= text.size() || text[at] != separator) return std::nullopt;
    ++at;
    const auto [year, yearDigits] = number(4);
    if (yearDigits != 2 && yearDigits != 4) return std::nullopt;
    if (at < text.size() && isDigit(text[at])) return std::nullopt;
    parts.a = a;
    parts.b = b;
    parts.year = yearDigits == 4 ? year : year + (year < 69 ? 2000 : 1900);
    parts.rest = text.substr(at);
    if (!parts.rest.empty() && parts.rest[0] != ' ' && parts.rest[0] != 'T' && parts.rest[0] != ',')
        return std::nullopt;
    if (a < 1 || b < 1 || a > 31 || b > 31 || (a > 12 && b > 12)) return std::nullopt;
    if (!parts.rest.empty() && parts.rest[0] == ',') parts.rest.remove_prefix(1);
    return parts;
}

std::string padded(int value, int width) {
    std::string out = std::to_string(value);
    while (static_cast<int>(out.size()) < width)
        out.insert(out.begin(), '0');
    return out;
}

// Takes an AM/PM mark out of `text`; 0 = none, 1 = morning, 2 = afternoon.
int takeHalfDay(std::string& text) {
    struct Mark {
        std::string_view word;
        int half;
    };
    static constexpr std::array<Mark, 9> marks = {{{"上午", 1},
                                                   {"下午", 2},
                                                   {"晚上", 2},
                                                   {"凌晨", 1},
                                                   {"早上", 1},
                                                   {"a.m.", 1},
                                                   {"p.m.", 2},
                                                   {"am", 1},
                                                   {"pm", 2}}};
    const std::string lower = lowerAscii(text);
    for (const Mark& mark : marks) {
        const std::size_t at = lower.find(mark.word);
        if (at == std::string::npos) continue;
        text.replace(at, mark.word.size(), " ");
        return mark.half;
    }
    return 0;
}

std::optional<ParsedTime> readSlow(std::string_view given, DateOrder order) {
    std::string text = foldedWidth(trimmed(given));
    const int half = takeHalfDay(text);
    text = std::string(trimmed(text));
    if (order == DateOrder::DayFirst || order == DateOrder::MonthFirst)
        if (const auto parts = splitOpenDate(text)) {
            const int day = order == DateOrder::DayFirst ? parts->a : parts->b;
            const int month = order == DateOrder::DayFirst ? parts->b : parts->a;
            text = padded(parts->year, 4) + '-' + padded(month, 2) + '-' + padded(day, 2) + std::string(parts->rest);
        }
    auto time = parseTime(text);
    if (!time || !half) return time;
    if (time->dateOnly) return std::nullopt;
    const std::int64_t hour = time->localMs / 3'600'000 % 24;
    if (hour > 12 && half == 1) return std::nullopt;
    if (half == 1 && hour == 12) time->localMs -= 12 * 3'600'000LL;
    if (half == 2 && hour < 12) time->localMs += 12 * 3'600'000LL;
    return time;
}

} // namespace

std::string_view trimmedFast(std::string_view text) {
    if (text.empty()) return text;
    const auto first = static_cast<unsigned char>(text.front());
    const auto last = static_cast<unsigned char>(text.back());
    // blanks are at most ' ' or begin with C2, E3, EF and end with A0, 80, BF
    const bool lead = first <= ' ' || first == 0xC2 || first == 0xE3 || first == 0xEF;
    const bool tail = last <= ' ' || last == 0xA0 || last == 0x80 || last == 0xBF;
    return lead || tail ? trimmed(text) : text;
}

std::string clipped(std::string_view text) {
    std::size_t at = 0, count = 0;
    while (at < text.size() && count < 200) {
        nextCodePoint(text, at);
        ++count;
    }
    return std::string(text.substr(0, at));
}

bool isBlankMark(std::string_view text) {
    return text == "(空)" || text == "（空）";
}

bool isMissingWord(std::string_view text) {
    if (isBlankMark(text)) return true;
    static constexpr std::array<std::string_view, 14> words = {"null",   "none",   "nan",    "#n/a",   "\\n",
                                                               "nil",    "#null!", "(null)", "未评价", "未评分",
                                                               "未打分", "未作答", "未填写", "未回答"};
    return oneOf(text, words);
}

bool isNotApplicableWord(std::string_view text) {
    static constexpr std::array<std::string_view, 26> words = {"不适用",
                                                               "未体验",
                                                               "没有体验",
                                                               "没体验过",
                                                               "未体验过",
                                                               "未使用",
                                                               "未使用过",
                                                               "无此项",
                                                               "不涉及",
                                                               "未涉及",
                                                               "不清楚",
                                                               "不知道",
                                                               "无",
                                                               "n/a",
                                                               "na",
                                                               "n.a.",
                                                               "-",
                                                               "--",
                                                               "—",
                                                               "——",
                                                               "–",
                                                               "/",
                                                               "not applicable",
                                                               "does not apply",
                                                               "don't know",
                                                               "no experience"};
    return oneOf(text, words);
}

bool isNotAskedWord(std::string_view text) {
    static constexpr std::array<std::string_view, 8> words = {"未询问", "未问",     "未展示",    "跳过",
                                                              "(跳过)", "（跳过）", "not asked", "not shown"};
    return oneOf(text, words);
}

std::optional<double> readNumber(std::string_view given) {
    std::string_view text = trimmedFast(given);
    if (text.empty() || text.size() > 64) return std::nullopt;
    std::size_t digits = 0;
    while (digits < text.size() && isDigit(text[digits]))
        ++digits;
    if (digits == text.size() && digits <= 15) {
        std::int64_t value = 0;
        for (const char c : text)
            value = value * 10 + (c - '0');
        return static_cast<double>(value);
    }
    const auto first = static_cast<unsigned char>(text.front());
    // a word cannot be a number: spare the general reader most cells of a text column
    if ((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z')) {
        if (!text.starts_with("CNY") && !text.starts_with("RMB") && !text.starts_with("USD")) return std::nullopt;
    } else if (const auto plain = parseNumber(text)) {
        return plain;
    }
    std::string folded = foldedWidth(text);
    std::string_view body = folded;
    static constexpr std::array<std::string_view, 8> before = {"¥", "￥", "$", "€", "£", "CNY", "RMB", "USD"};
    static constexpr std::array<std::string_view, 6> after = {"元", "万元", "CNY", "RMB", "USD", "€"};
    bool negative = false;
    if (body.starts_with('-')) {
        negative = true;
        body.remove_prefix(1);
    }
    for (const std::string_view mark : before)
        if (body.starts_with(mark)) {
            body.remove_prefix(mark.size());
            break;
        }
    double factor = 1.0;
    bool percent = false;
    if (body.ends_with('%')) {
        percent = true;
        body.remove_suffix(1);
        body = trimmed(body);
    }
    for (const std::string_view mark : after)
        if (body.ends_with(mark) && !(mark == "元" && body.ends_with("万元"))) {
            body.remove_suffix(mark.size());
            if (mark == "万元") factor = 10000.0;
            break;
        }
    body = trimmed(body);
    if (body.empty() || (!isDigit(body[0]) && body[0] != '.')) return std::nullopt;
    std::string plain;
    const std::size_t point = body.find('.');
    const std::string_view whole = body.substr(0, point);
    if (whole.find(',') != std::string_view::npos) {
        // groups of three behind the first comma
        std::size_t group = whole.find(',');
        if (group == 0 || group > 3) return std::nullopt;
        for (std::size_t i = group; i < whole.size(); i += 4)
            if (whole[i] != ',' || i + 3 >= whole.size() || !isDigit(whole[i + 1]) || !isDigit(whole[i + 2]) ||
                !isDigit(whole[i + 3]) || (i + 4 < whole.size() && whole[i + 4] != ','))
                return std::nullopt;
        for (const char c : body)
            if (c != ',') plain += c;
    } else {
        plain = body;
    }
    const auto value = parseNumber(plain);
    if (!value) return std::nullopt;
    const double scaled = percent ? *value / 100.0 : *value * factor;
    return negative ? -scaled : scaled;
}

bool isDigitName(std::string_view given) {
    const std::string_view text = trimmedFast(given);
    if (text.size() < 2) return false;
    if (text[0] == '+') {
        std::size_t digits = 0;
        for (std::size_t i = 1; i < text.size(); ++i)
            if (isDigit(text[i])) ++digits;
        return digits >= 7;
    }
    std::size_t digits = 0;
    while (digits < text.size() && isDigit(text[digits]))
        ++digits;
    if (text[0] == '0' && digits > 1) return true;
    return digits >= 16 && digits == text.size();
}

std::optional<int> leadingInteger(std::string_view given) {
    const std::string text = foldedWidth(trimmedFast(given));
    std::size_t digits = 0;
    int value = 0;
    while (digits < text.size() && isDigit(text[digits]) && digits < 3)
        value = value * 10 + (text[digits++] - '0');
    if (digits == 0 || digits == text.size() || isDigit(text[digits])) return std::nullopt;
    std::string_view rest = std::string_view(text).substr(digits);
    if (rest.starts_with("分"))
        rest.remove_prefix(std::strlen("分"));
    else if (rest[0] != '-' && rest[0] != ' ' && rest[0] != ':' && rest[0] != '=' && !rest.starts_with("–") &&
             !rest.starts_with("—") && rest[0] != '(' && rest[0] != '.' && !rest.starts_with("、"))
        return std::nullopt;
    // "10-20" or "3.5" is no labelled answer: words have to follow
    for (const char c : rest)
        if (isDigit(c)) return std::nullopt;
    const bool onlyUnit = rest.empty();
    const bool words = std::any_of(rest.begin(), rest.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0xE3;
    });
    return onlyUnit || words ? std::optional(value) : std::nullopt;
}

std::optional<ParsedTime> readTime(std::string_view given, DateOrder order) {
    const std::string_view text = trimmedFast(given);
    if (const auto plain = readPlainIso(text)) return plain;
    if (text.size() < 6 || text.size() > 60) return std::nullopt;
    const auto first = static_cast<unsigned char>(text.front());
    if (const auto month = readMonth(text)) return month;
    const bool letters =
        std::any_of(text.begin(), text.begin() + 6, [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
    if (letters)
        if (const auto numbered = withNumberedMonth(text)) return readSlow(*numbered, DateOrder::Iso);
    // a time begins with a digit (also a full-width one)
    if (!isDigit(text.front()) && first != 0xEF) return std::nullopt;
    return readSlow(text, order);
}

std::optional<OpenDate> openDate(std::string_view given) {
    const std::string_view text = trimmedFast(given);
    if (text.size() < 6 || text.size() > 60) return std::nullopt;
    std::string folded;
    std::string_view plain = text;
    if (static_cast<unsigned char>(text.front()) == 0xEF) {
        folded = foldedWidth(text);
        plain = folded;
    }
    if (!isDigit(plain.front())) return std::nullopt;
    const auto parts = splitOpenDate(plain);
    if (!parts) return std::nullopt;
    const DateOrder order = parts->a > 12 ? DateOrder::DayFirst : DateOrder::MonthFirst;
    if (!readSlow(plain, order)) return std::nullopt;
    return OpenDate{parts->a, parts->b};
}

} // namespace xo::io
