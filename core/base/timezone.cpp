#include "core/base/timezone.h"

#include "core/base/text.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace xo {

std::int64_t daysFromCivil(CivilDate date) {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
    const std::int64_t y = static_cast<std::int64_t>(date.year) - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t yearOfEra = y - era * 400;
    const std::int64_t monthFromMarch = (static_cast<std::int64_t>(date.month) + 9) % 12;
    const std::int64_t dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
}

CivilDate civilFromDays(std::int64_t days) {
    const std::int64_t z = days + 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const std::int64_t dayOfEra = z - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const unsigned day = static_cast<unsigned>(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    const unsigned month = static_cast<unsigned>(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    return {static_cast<int>(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month, day};
}

bool isValidDate(CivilDate date) {
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return false;
    return civilFromDays(daysFromCivil(date)) == date;
}

int isoWeekday(std::int64_t days) {
    const std::int64_t fromMonday = (days + 3) % 7; // 1970-01-01 was a Thursday
    return static_cast<int>(fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1;
}

namespace {

/// Reads `text` from the left; each take… moves on only when it fits.
struct Scanner {
    std::string_view text;
    bool take(std::string_view word) {
        if (!text.starts_with(word)) return false;
        text.remove_prefix(word.size());
        return true;
    }
    std::optional<int> digits(std::size_t least, std::size_t most) {
        std::size_t count = 0;
        int value = 0;
        while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9')
            value = value * 10 + (text[count++] - '0');
        if (count < least) return std::nullopt;
        text.remove_prefix(count);
        return value;
    }
    void skipBlanks() {
        while (!text.empty() && text[0] == ' ')
            text.remove_prefix(1);
    }
};

bool takeDate(Scanner& in, CivilDate& date) {
    const auto year = in.digits(4, 4);
    if (!year) return false;
    std::optional<int> month, day;
    if (!in.text.empty() && in.text[0] >= '0' && in.text[0] <= '9') {
        month = in.digits(2, 2);
        day = in.digits(2, 2);
    } else if (in.take("年")) {
        month = in.digits(1, 2);
        if (!month || !in.take("月")) return false;
        day = in.digits(1, 2);
        if (!day || !(in.take("日") || in.take("号"))) return false;
    } else {
        if (in.text.empty() || (in.text[0] != '-' && in.text[0] != '/' && in.text[0] != '.')) return false;
        const std::string_view separator = in.text.substr(0, 1);
        in.take(separator);
        month = in.digits(1, 2);
        if (!month || !in.take(separator)) return false;
        day = in.digits(1, 2);
    }
    if (!month || !day) return false;
    date = {*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)};
    return isValidDate(date);
}

bool takeClock(Scanner& in, std::int64_t& ms) {
    const auto hour = in.digits(1, 2);
    if (!hour || !(in.take(":") || in.take("时") || in.take("点"))) return false;
    const auto minute = in.digits(2, 2);
    if (!minute || *hour > 24 || *minute > 59) return false;
    in.take("分");
    int second = 0, milli = 0;
    if (in.take(":") || (!in.text.empty() && in.text[0] >= '0' && in.text[0] <= '9')) {
        const auto value = in.digits(2, 2);
        if (!value || *value > 60) return false;
        second = *value;
        in.take("秒");
        if (in.take(".") || in.take(",")) {
            int scale = 100;
            std::size_t count = 0;
            while (!in.text.empty() && in.text[0] >= '0' && in.text[0] <= '9') {
                milli += (in.text[0] - '0') * scale;
                scale /= 10;
                in.text.remove_prefix(1);
                if (++count > 12) return false;
            }
            if (count == 0) return false;
        }
    }
    if (*hour == 24 && (*minute || second || milli)) return false;
    ms = ((*hour * 60LL + *minute) * 60 + second) * 1000 + milli;
    return true;
}

} // namespace

std::optional<ParsedTime> parseTime(std::string_view text) {
    text = trimmed(text);
    std::string folded;
    if (!text.empty() && static_cast<unsigned char>(text[0]) >= 0x80) {
        folded = foldedWidth(text);
        text = folded;
    }
    Scanner in{text};
    CivilDate date;
    if (!takeDate(in, date)) return std::nullopt;
    ParsedTime out;
    out.localMs = daysFromCivil(date) * kMsPerDay;
    if (in.text.empty()) {
        out.dateOnly = true;
        return out;
    }
    if (!in.take("T")) in.skipBlanks();
    std::int64_t clock = 0;
    if (!takeClock(in, clock)) return std::nullopt;
    out.localMs += clock;
    in.skipBlanks();
    if (in.take("Z") || in.take("UTC")) {
        out.offsetMinutes = 0;
    } else if (!in.text.empty() && (in.text[0] == '+' || in.text[0] == '-')) {
        const int sign = in.text[0] == '-' ? -1 : 1;
        in.text.remove_prefix(1);
        const auto hour = in.digits(2, 2);
        in.take(":");
        const auto minute = in.digits(2, 2);
        if (!hour || *hour > 18) return std::nullopt;
        out.offsetMinutes = sign * (*hour * 60 + minute.value_or(0));
    }
    if (!in.text.empty()) return std::nullopt;
    return out;
}

/// Transitions of a zone from 1900 to 2100: before the first entry `firstOffset` holds.
struct TimeZone::Rules {
    std::string name = "UTC";
    std::int64_t firstOffset = 0;
    std::vector<std::int64_t> from;
    std::vector<std::int64_t> offset;

    std::int64_t at(std::int64_t utc) const {
        if (from.empty() || utc < from.front()) return firstOffset;
        const auto next = std::upper_bound(from.begin(), from.end(), utc);
        return offset[static_cast<std::size_t>(next - from.begin()) - 1];
    }
};

TimeZone::TimeZone() {
    static const auto utc = std::make_shared<const Rules>();
    m_rules = utc;
}

Result<TimeZone> TimeZone::named(const std::string& ianaName) {
    if (ianaName == "UTC" || ianaName == "Etc/UTC") return TimeZone();
    const icu::UnicodeString id = icu::UnicodeString::fromUTF8(ianaName);
    const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
    if (!zone || *zone == icu::TimeZone::getUnknown()) return fail("time.unknown_zone", {ianaName});
    auto rules = std::make_shared<Rules>();
    rules->name = ianaName;
    const double begin = static_cast<double>(daysFromCivil({1900, 1, 1}) * kMsPerDay);
    const double end = static_cast<double>(daysFromCivil({2100, 1, 1}) * kMsPerDay);
    std::int32_t raw = 0, dst = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(begin, false, raw, dst, status);
    rules->firstOffset = static_cast<std::int64_t>(raw) + dst;
    const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
    icu::TimeZoneTransition transition;
    double at = begin;
    while (basic && basic->getNextTransition(at, false, transition) && transition.getTime() < end) {
        at = transition.getTime();
        status = U_ZERO_ERROR;
        zone->getOffset(at, false, raw, dst, status);
        const std::int64_t offset = static_cast<std::int64_t>(raw) + dst;
        const std::int64_t before = rules->offset.empty() ? rules->firstOffset : rules->offset.back();
        if (offset == before) continue;
        rules->from.push_back(static_cast<std::int64_t>(at));
        rules->offset.push_back(offset);
    }
    TimeZone out;
    out.m_rules = std::move(rules);
    return out;
}

TimeZone TimeZone::system() {
    const std::unique_ptr<icu::TimeZone> host(icu::TimeZone::detectHostTimeZone());
    if (!host) return {};
    icu::UnicodeString id;
    std::string name;
    host->getID(id).toUTF8String(name);
    return named(name).value_or(TimeZone());
}

const std::string& TimeZone::name() const {
    return m_rules->name;
}

std::int64_t TimeZone::offsetAt(Instant utc) const {
    return m_rules->at(utc);
}

Instant TimeZone::fromLocal(std::int64_t localMs) const {
    if (m_rules->from.empty()) return localMs - m_rules->firstOffset;
    // in an overlap both offsets fit and the first (larger offset, earlier instant) is taken; in a gap neither does and
    // the offset before the gap moves the wall clock forward by its length
    const std::int64_t before = m_rules->at(localMs - kMsPerDay);
    const std::int64_t after = m_rules->at(localMs + kMsPerDay);
    const Instant first = localMs - before;
    if (before == after || m_rules->at(first) == before) return first;
    const Instant second = localMs - after;
    return m_rules->at(second) == after ? second : first;
}

Instant TimeZone::fromParsed(const ParsedTime& time) const {
    return time.offsetMinutes ? time.localMs - *time.offsetMinutes * 60'000LL : fromLocal(time.localMs);
}

std::int64_t TimeZone::localDay(Instant utc) const {
    const std::int64_t local = toLocal(utc);
    return local >= 0 ? local / kMsPerDay : -((-local + kMsPerDay - 1) / kMsPerDay);
}

Instant TimeZone::startOfDay(std::int64_t localDay) const {
    return fromLocal(localDay * kMsPerDay);
}

namespace {

// Two digits; the C library's formatting takes ten times as long, and files have millions of times.
void putTwo(std::string& out, unsigned value) {
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

std::string wallClock(std::int64_t localMs, bool dateOnly, char separator) {
    std::int64_t day = localMs / kMsPerDay;
    std::int64_t rest = localMs % kMsPerDay;
    if (rest < 0) {
        rest += kMsPerDay;
        --day;
    }
    const CivilDate date = civilFromDays(day);
    std::string out;
    if (date.year >= 0 && date.year <= 9999) {
        putTwo(out, static_cast<unsigned>(date.year) / 100);
        putTwo(out, static_cast<unsigned>(date.year) % 100);
    } else {
        std::array<char, 24> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "%04d", date.year);
        out = buffer.data();
    }
    out += '-';
    putTwo(out, date.month);
    out += '-';
    putTwo(out, date.day);
    if (dateOnly) return out;
    const auto seconds = static_cast<unsigned>(rest / 1000), milli = static_cast<unsigned>(rest % 1000);
    out += separator;
    putTwo(out, seconds / 3600);
    out += ':';
    putTwo(out, seconds / 60 % 60);
    out += ':';
    putTwo(out, seconds % 60);
    if (milli) {
        out += '.';
        out += static_cast<char>('0' + milli / 100);
        putTwo(out, milli % 100);
    }
    return out;
}

} // namespace

std::string TimeZone::format(Instant utc, bool dateOnly) const {
    if (utc == kNoTime) return {};
    const std::int64_t offset = offsetAt(utc);
    std::string out = wallClock(utc + offset, dateOnly, 'T');
    if (dateOnly) return out;
    const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60'000;
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%c%02d:%02d", offset < 0 ? '-' : '+', static_cast<int>(minutes / 60),
                  static_cast<int>(minutes % 60));
    return out + buffer.data();
}

std::string TimeZone::formatLocal(Instant utc, bool dateOnly) const {
    return utc == kNoTime ? std::string() : wallClock(utc + offsetAt(utc), dateOnly, ' ');
}

} // namespace xo
