#include "core/io/xlsx/numberformat.h"

#include "core/base/timezone.h"

#include <cmath>
#include <cstdint>

namespace xo::io {

namespace {

std::string two(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string clockText(std::int64_t ms, bool padHours) {
    const std::int64_t hours = ms / 3'600'000;
    std::string out = padHours ? two(hours) : std::to_string(hours);
    out += ':' + two(ms / 60'000 % 60) + ':' + two(ms / 1000 % 60);
    if (const std::int64_t rest = ms % 1000) {
        std::string fraction = std::to_string(1000 + rest).substr(1);
        while (fraction.back() == '0')
            fraction.pop_back();
        out += '.' + fraction;
    }
    return out;
}

} // namespace

FormatMeaning meaningOf(std::string_view code) {
    bool date = false, clock = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == ';') break;
        if (c == '"') {
            i = code.find('"', i + 1);
            if (i == std::string_view::npos) break;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t close = code.find(']', i);
            if (close == std::string_view::npos) break;
            const std::string_view inside = code.substr(i + 1, close - i - 1);
            const bool elapsed = !inside.empty() && inside.find_first_not_of("hH") == std::string_view::npos;
            const bool elapsedMinutes = !inside.empty() && (inside.find_first_not_of("mM") == std::string_view::npos ||
                                                            inside.find_first_not_of("sS") == std::string_view::npos);
            if (elapsed || elapsedMinutes) return FormatMeaning::Duration;
            i = close;
        } else if (code.compare(i, 7, "General") == 0 || code.compare(i, 7, "GENERAL") == 0 ||
                   code.compare(i, 7, "general") == 0) {
            i += 6;
        } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D' || c == 'e' || c == 'E' || c == 'g' || c == 'b') {
            // "0.00E+00" is scientific, an era year stands alone
            const bool scientific =
                (c == 'E' || c == 'e') && i + 1 < code.size() && (code[i + 1] == '+' || code[i + 1] == '-');
            if (!scientific) date = true;
        } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
            clock = true;
        } else if (c == 'm' || c == 'M') {
            // month or minute: decided by its company; alone it is a month
            const bool afterColon = i > 0 && code[i - 1] == ':';
            std::size_t j = i;
            while (j < code.size() && (code[j] == 'm' || code[j] == 'M'))
                ++j;
            const bool beforeColon = j < code.size() && code[j] == ':';
            if (afterColon || beforeColon)
                clock = true;
            else if (!clock)
                date = true;
            i = j - 1;
        }
    }
    return date ? FormatMeaning::Date : clock ? FormatMeaning::Clock : FormatMeaning::Number;
}

FormatMeaning meaningOfBuiltIn(int id) {
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
        id == 57 || id == 58)
        return FormatMeaning::Date;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 || id == 56)
        return FormatMeaning::Clock;
    if (id == 46) return FormatMeaning::Duration;
    return FormatMeaning::Number;
}

std::string serialText(double serial, FormatMeaning meaning, bool date1904) {
    if (!std::isfinite(serial) || serial > 2'958'466.0 || serial < -2'958'466.0) return {};
    const auto ms = static_cast<std::int64_t>(std::llround(std::abs(serial) * 86'400'000.0));
    if (meaning == FormatMeaning::Duration) return (serial < 0 && ms ? "-" : "") + clockText(ms, false);
    if (serial < 0) return {};
    std::int64_t day = ms / kMsPerDay;
    const std::int64_t clock = ms % kMsPerDay;
    if (meaning == FormatMeaning::Clock && day == 0) return clockText(clock, true);
    if (date1904) {
        day += daysFromCivil({1904, 1, 1});
    } else {
        if (day == 0 && meaning == FormatMeaning::Date) return clockText(clock, true);
        if (day == 60) return "1900-02-29" + (clock ? 'T' + clockText(clock, true) : std::string());
        day += daysFromCivil({1899, 12, day < 60 ? 31U : 30U});
    }
    const CivilDate date = civilFromDays(day);
    if (date.year > 9999) return {};
    std::string out = std::to_string(10000 + date.year).substr(1) + '-' + two(date.month) + '-' + two(date.day);
    if (clock) out += 'T' + clockText(clock, true);
    return out;
}

} // namespace xo::io
