#include "core/io/anonymise.h"

#include "core/base/text.h"
#include "core/base/timezone.h"

#include <array>
#include <cstring>

namespace xo::io {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isAlnum(char c) {
    return isDigit(c) || isUpper(c) || (c >= 'a' && c <= 'z');
}
// plates and VINs leave out I and O (VINs also Q)
bool isPlateLetter(char c) {
    return isUpper(c) && c != 'I' && c != 'O';
}
bool isVinChar(char c) {
    return isDigit(c) || (isPlateLetter(c) && c != 'Q');
}
bool digitBefore(std::string_view s, std::size_t at) {
    return at > 0 && isDigit(s[at - 1]);
}
bool digitAt(std::string_view s, std::size_t at) {
    return at < s.size() && isDigit(s[at]);
}
bool gapAt(std::string_view s, std::size_t at) {
    return at < s.size() && (s[at] == ' ' || s[at] == '-');
}

// Takes `count` digits at `at`.
bool takeDigits(std::string_view s, std::size_t& at, std::size_t count) {
    if (at + count > s.size()) return false;
    for (std::size_t i = 0; i < count; ++i)
        if (!isDigit(s[at + i])) return false;
    at += count;
    return true;
}
void takeGap(std::string_view s, std::size_t& at) {
    if (gapAt(s, at)) ++at;
}

// Each match… returns the end of the match that begins at `at`, or 0.

std::size_t matchIdentity(std::string_view s, std::size_t at) {
    if (digitBefore(s, at) || at + 18 > s.size() || s[at] == '0') return 0;
    for (std::size_t i = 0; i < 17; ++i)
        if (!isDigit(s[at + i])) return 0;
    const char last = s[at + 17];
    if (!isDigit(last) && last != 'X' && last != 'x') return 0;
    if (digitAt(s, at + 18)) return 0;
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value * 10 + (s[at + from + i] - '0');
        return value;
    };
    const CivilDate birth{number(6, 4), static_cast<unsigned>(number(10, 2)), static_cast<unsigned>(number(12, 2))};
    if (birth.year < 1 || !isValidDate(birth)) return 0;
    static constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i)
        sum += (s[at + i] - '0') * weights[i];
    const char check = "10X98765432"[sum % 11];
    return check == (last == 'x' ? 'X' : last) ? at + 18 : 0;
}

bool passesLuhn(std::string_view text) {
    int sum = 0, place = 0;
    for (std::size_t i = text.size(); i-- > 0;) {
        if (!isDigit(text[i])) continue;
        int digit = text[i] - '0';
        if (place++ % 2 == 1 && (digit *= 2) > 9) digit -= 9;
        sum += digit;
    }
    return sum % 10 == 0;
}

std::size_t matchCard(std::string_view s, std::size_t at) {
    if (digitBefore(s, at)) return 0;
    std::size_t end = at;
    if (!takeDigits(s, end, 4)) return 0;
    for (int group = 0; group < 3; ++group) {
        takeGap(s, end);
        if (!takeDigits(s, end, 4)) return 0;
    }
    // one to three digits may follow, the longest first
    std::size_t tail = end;
    takeGap(s, tail);
    std::size_t extra = 0;
    while (extra < 3 && digitAt(s, tail + extra))
        ++extra;
    if (extra > 0 && !digitAt(s, tail + extra)) return passesLuhn(s.substr(at, tail + extra - at)) ? tail + extra : 0;
    return !digitAt(s, end) && passesLuhn(s.substr(at, end - at)) ? end : 0;
}

std::size_t matchMobile(std::string_view s, std::size_t at) {
    std::size_t end = at;
    if (!takeDigits(s, end, 3) || s[at] != '1' || s[at + 1] < '3') return 0;
    takeGap(s, end);
    if (!takeDigits(s, end, 4)) return 0;
    takeGap(s, end);
    if (!takeDigits(s, end, 4) || digitAt(s, end)) return 0;
    return end;
}

std::size_t matchPhone(std::string_view s, std::size_t at) {
    if (digitBefore(s, at)) return 0;
    std::size_t start = at;
    bool country = false;
    if (s.compare(at, 3, "+86") == 0) {
        start = at + 3;
        country = true;
    } else if (s.compare(at, 4, "0086") == 0) {
        start = at + 4;
        country = true;
    } else if (s.compare(at, 2, "86") == 0) {
        start = at + 2;
        country = true;
    }
    if (country) {
        takeGap(s, start);
        if (const std::size_t end = matchMobile(s, start)) return end;
    }
    return matchMobile(s, at);
}

std::size_t matchLandline(std::string_view s, std::size_t at) {
    if (digitBefore(s, at)) return 0;
    if (s.compare(at, 3, "400") == 0) {
        for (const auto& [first, second] : {std::pair<std::size_t, std::size_t>{3, 4}, {4, 3}}) {
            std::size_t end = at + 3;
            takeGap(s, end);
            if (!takeDigits(s, end, first)) continue;
            takeGap(s, end);
            if (takeDigits(s, end, second) && !digitAt(s, end)) return end;
        }
        return 0;
    }
    if (s[at] != '0') return 0;
    for (const std::size_t area : {std::size_t{4}, std::size_t{3}})
        for (const std::size_t number : {std::size_t{8}, std::size_t{7}}) {
            std::size_t end = at;
            if (!takeDigits(s, end, area)) continue;
            takeGap(s, end);
            if (takeDigits(s, end, number) && !digitAt(s, end)) return end;
        }
    return 0;
}

std::size_t matchPlate(std::string_view s, std::size_t at) {
    static constexpr std::string_view provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    if (at + 3 >= s.size() || static_cast<unsigned char>(s[at]) < 0xE0) return 0;
    const std::size_t place = provinces.find(s.substr(at, 3));
    if (place == std::string_view::npos || place % 3 != 0) return 0;
    std::size_t end = at + 3;
    if (!isPlateLetter(s[end++])) return 0;
    for (const std::string_view dot : {std::string_view("·"), std::string_view("・"), std::string_view(" ")})
        if (s.compare(end, dot.size(), dot) == 0) {
            end += dot.size();
            break;
        }
    std::size_t count = 0;
    while (end + count < s.size() && (isDigit(s[end + count]) || isPlateLetter(s[end + count])))
        ++count;
    // a plate has five or six; the sixth only where nothing alphanumeric follows it
    for (const std::size_t length : {std::size_t{6}, std::size_t{5}})
        if (count >= length && (end + length >= s.size() || !isAlnum(s[end + length]))) return end + length;
    return 0;
}

std::size_t matchVin(std::string_view s, std::size_t at) {
    if ((at > 0 && isAlnum(s[at - 1])) || at + 17 > s.size()) return 0;
    bool letter = false, digit = false;
    for (std::size_t i = at; i < at + 17; ++i) {
        if (!isVinChar(s[i])) return 0;
        letter = letter || isUpper(s[i]);
        digit = digit || isDigit(s[i]);
    }
    if (at + 17 < s.size() && isAlnum(s[at + 17])) return 0;
    return letter && digit ? at + 17 : 0;
}

bool isMailChar(char c) {
    return isAlnum(c) || std::strchr("._%+-", c) != nullptr;
}

// The address around an @: its bounds, or an empty range.
std::pair<std::size_t, std::size_t> mailAround(std::string_view s, std::size_t at, std::size_t floor) {
    std::size_t begin = at;
    while (begin > floor && s[begin - 1] != '\0' && isMailChar(s[begin - 1]))
        --begin;
    std::size_t stop = at + 1;
    while (stop < s.size() && (isAlnum(s[stop]) || s[stop] == '-' || s[stop] == '.'))
        ++stop;
    if (begin == at) return {at, at};
    // the longest end that leaves labels with a last one of two letters and more
    for (std::size_t end = stop; end > at + 1; --end) {
        std::size_t letters = 0;
        while (end - letters > at + 1 && ((s[end - letters - 1] | 32) >= 'a' && (s[end - letters - 1] | 32) <= 'z'))
            ++letters;
        if (letters < 2) continue;
        const std::size_t dot = end - letters - 1;
        if (dot <= at + 1 || s[dot] != '.') continue;
        bool sound = s[dot - 1] != '.' && s[at + 1] != '.';
        for (std::size_t i = at + 1; i < dot; ++i)
            if (s[i] == '.' && s[i + 1] == '.') sound = false;
        if (sound) return {begin, end};
    }
    return {at, at};
}

std::string withoutMail(std::string_view s) {
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = s.find('@'); at != std::string_view::npos; at = s.find('@', at + 1)) {
        if (at < from) continue;
        const auto [begin, end] = mailAround(s, at, from);
        if (begin == end) continue;
        out += s.substr(from, begin - from);
        out += "[EMAIL]";
        from = end;
    }
    out += s.substr(from);
    return out;
}

// Full-width digits, letters and + - @ . as their ASCII forms; punctuation of the sentence stays as written.
std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = nextCodePoint(text, at);
        const char narrow = c >= 0xFF01 && c <= 0xFF5E ? static_cast<char>(c - 0xFF01 + '!') : '\0';
        if (narrow && (isAlnum(narrow) || std::strchr("+-@._", narrow)))
            out += narrow;
        else
            out += text.substr(begin, at - begin);
    }
    return out;
}

using Matcher = std::size_t (*)(std::string_view, std::size_t);

std::string replaced(const std::string& text, Matcher match, std::string_view mark) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t end = match(text, at)) {
            out += mark;
            at = end;
        } else {
            out += text[at++];
        }
    }
    return out;
}

} // namespace

std::string anonymised(std::string_view text) {
    std::string out = withoutMail(folded(text));
    static constexpr std::array<std::pair<Matcher, std::string_view>, 6> passes = {{{matchIdentity, "[ID]"},
                                                                                    {matchCard, "[CARD]"},
                                                                                    {matchPhone, "[PHONE]"},
                                                                                    {matchLandline, "[TEL]"},
                                                                                    {matchPlate, "[PLATE]"},
                                                                                    {matchVin, "[VIN]"}}};
    for (const auto& [match, mark] : passes)
        out = replaced(out, match, mark);
    return out;
}

} // namespace xo::io
