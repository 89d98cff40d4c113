#include "core/io/namedmonth.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace xo::io {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// The word or its beginning of three letters or more: 1 = the first of the names, 0 = none.
template <std::size_t N>
int named(const std::array<std::string_view, N>& names, std::string_view word) {
    if (word.size() < 3) return 0;
    const std::string lower = lowerAscii(word);
    for (std::size_t i = 0; i < N; ++i)
        if (lower == names[i] || lower == names[i].substr(0, 3) || (lower.size() == 4 && names[i].starts_with(lower)))
            return static_cast<int>(i + 1);
    return 0;
}

struct Scanner {
    std::string_view text;

    std::string_view run(bool (*kind)(char)) {
        std::size_t count = 0;
        while (count < text.size() && kind(text[count]))
            ++count;
        const std::string_view out = text.substr(0, count);
        text.remove_prefix(count);
        return out;
    }
    void skip(std::string_view marks) {
        while (!text.empty() && marks.find(text.front()) != std::string_view::npos)
            text.remove_prefix(1);
    }
    // A number of so many digits; -1 = none.
    int number(std::size_t least, std::size_t most) {
        const std::string_view digits = run(isDigit);
        if (digits.size() < least || digits.size() > most) return -1;
        int value = 0;
        for (const char c : digits)
            value = value * 10 + (c - '0');
        return value;
    }
    int year() {
        const std::size_t before = text.size();
        const int value = number(2, 4);
        const std::size_t digits = before - text.size();
        if (value < 0 || digits == 3) return -1;
        return digits == 4 ? value : value + (value < 69 ? 2000 : 1900);
    }
    int month() {
        const int value = named(kMonths, run(isLetter));
        if (value && text.starts_with('.')) text.remove_prefix(1);
        return value;
    }
    int day() {
        const int value = number(1, 2);
        for (const std::string_view ending : {"st", "nd", "rd", "th"})
            if (text.starts_with(ending)) {
                text.remove_prefix(2);
                break;
            }
        return value;
    }
};

std::string twoDigits(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

// The clock as parseTime reads it; nullopt when a zone is named that could be several.
std::optional<std::string> clockOf(std::string_view rest) {
    if (rest.ends_with(')')) {
        const std::size_t open = rest.rfind('(');
        if (open == std::string_view::npos) return std::nullopt;
        rest = rest.substr(0, open);
    }
    std::string out(trimmed(rest));
    for (const std::string_view zone : {"GMT", "UTC"})
        if (const std::size_t at = out.find(zone); at != std::string::npos)
            out.replace(at, zone.size(), at + zone.size() < out.size() ? "" : "Z");
    return out;
}

} // namespace

std::optional<std::string> withNumberedMonth(std::string_view given) {
    Scanner in{given};
    if (in.text.empty()) return std::nullopt;
    constexpr std::string_view between = " -/.,";
    if (isLetter(in.text.front())) {
        const Scanner before = in;
        if (named(kWeekdays, in.run(isLetter)))
            in.skip(" .,");
        else
            in = before;
    }
    if (in.text.empty()) return std::nullopt;
    int year = -1, month = 0, day = -1;
    std::string clock;
    if (isLetter(in.text.front())) {
        month = in.month();
        if (!month) return std::nullopt;
        in.skip(between);
        day = in.day();
        if (day < 0 || in.text.empty()) return std::nullopt;
        in.skip(between);
        const std::size_t digits = in.text.find_first_not_of("0123456789");
        if (digits != std::string_view::npos && digits <= 2 && in.text[digits] == ':') { // the year comes last
            const std::size_t last = in.text.rfind(' ');
            if (last == std::string_view::npos) return std::nullopt;
            clock = in.text.substr(0, last);
            in.text.remove_prefix(last + 1);
            year = in.number(4, 4);
            if (!in.text.empty()) return std::nullopt;
        } else {
            year = in.number(4, 4);
        }
    } else {
        const std::size_t digits = in.text.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos) return std::nullopt;
        if (digits == 4) {
            year = in.number(4, 4);
            in.skip(between);
            month = in.month();
            in.skip(between);
            day = in.day();
        } else {
            day = in.day();
            in.skip(between);
            month = in.month();
            if (!month) return std::nullopt;
            in.skip(between);
            year = in.year();
        }
    }
    if (year < 0 || month < 1 || day < 1 || day > 31) return std::nullopt;
    if (clock.empty()) {
        const std::size_t before = in.text.size();
        in.skip(" ,:T");
        if (!in.text.empty() && in.text.size() == before) return std::nullopt;
        if (in.text.starts_with("at ")) in.text.remove_prefix(3);
        clock = in.text;
    }
    const auto rest = clockOf(clock);
    if (!rest) return std::nullopt;
    std::string out = std::to_string(year);
    out.insert(0, 4 - out.size(), '0');
    out += "-" + twoDigits(month) + "-" + twoDigits(day);
    if (!rest->empty()) out += " " + *rest;
    return out;
}

} // namespace xo::io
