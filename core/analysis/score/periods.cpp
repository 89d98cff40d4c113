#include "core/analysis/score/periods.h"

#include <algorithm>

namespace xo::analysis {

namespace {

std::int64_t floorDiv(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

struct IsoWeek {
    int year;
    int week;
};

// Weeks are counted from the one that begins on Monday 1969-12-29; a week belongs to the year of its Thursday.
IsoWeek isoWeek(std::int64_t ordinal) {
    const std::int64_t thursday = ordinal * 7;
    const int year = civilFromDays(thursday).year;
    return {year, static_cast<int>((thursday - daysFromCivil({year, 1, 1})) / 7) + 1};
}

std::int64_t ordinalOfIsoWeek(IsoWeek week) {
    // 4 January always lies in week 1
    return floorDiv(daysFromCivil({week.year, 1, 4}) + 3, 7) + week.week - 1;
}

std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

} // namespace

std::int64_t Periods::ordinalOf(std::int64_t localDay) const {
    if (m_trend == Trend::Week) return floorDiv(localDay + 3, 7);
    const CivilDate date = civilFromDays(localDay);
    const std::int64_t month = static_cast<std::int64_t>(date.year) * 12 + static_cast<int>(date.month) - 1;
    return m_trend == Trend::Month ? month : floorDiv(month - m_fiscalShift, 3);
}

std::int64_t Periods::firstLocalDay(std::int64_t ordinal) const {
    if (m_trend == Trend::Week) return ordinal * 7 - 3;
    const std::int64_t month = m_trend == Trend::Month ? ordinal : ordinal * 3 + m_fiscalShift;
    const std::int64_t year = floorDiv(month, 12);
    return daysFromCivil({static_cast<int>(year), static_cast<unsigned>(month - year * 12 + 1), 1});
}

Periods::Periods(Trend trend, const TimeZone& zone, int fiscalStartMonth, Instant low, Instant high)
    : m_trend(trend), m_fiscalShift(std::clamp(fiscalStartMonth, 1, 12) - 1) {
    if (low > high) return;
    m_firstOrdinal = ordinalOf(zone.localDay(low));
    m_count = static_cast<std::uint32_t>(ordinalOf(zone.localDay(high)) - m_firstOrdinal + 1);
    m_firstDay = floorDiv(low, kMsPerDay);
    const std::int64_t lastDay = floorDiv(high, kMsPerDay);
    m_days.resize(static_cast<std::size_t>(lastDay - m_firstDay + 1));
    std::uint32_t code = 1; // the range may begin inside its first UTC day: what lies before is never asked for
    Instant next = zone.startOfDay(firstLocalDay(m_firstOrdinal + 1));
    for (std::size_t i = 0; i < m_days.size(); ++i) {
        const Instant begin = (m_firstDay + static_cast<std::int64_t>(i)) * kMsPerDay;
        while (next <= begin)
            next = zone.startOfDay(firstLocalDay(m_firstOrdinal + static_cast<std::int64_t>(code++) + 1));
        m_days[i].code = code;
        if (next < begin + kMsPerDay) m_days[i].next = next;
    }
}

std::optional<std::string> Periods::label(std::uint32_t code) const {
    if (code == 0) return std::nullopt;
    const std::int64_t ordinal = m_firstOrdinal + code - 1;
    if (m_trend == Trend::Week) {
        const IsoWeek week = isoWeek(ordinal);
        return padded(week.year, 4) + "-W" + padded(week.week, 2);
    }
    const std::int64_t perYear = m_trend == Trend::Month ? 12 : 4;
    const std::int64_t year = floorDiv(ordinal, perYear);
    const std::int64_t place = ordinal - year * perYear + 1;
    if (m_trend == Trend::Month) return padded(year, 4) + "-" + padded(place, 2);
    return padded(year + (m_fiscalShift > 0 ? 1 : 0), 4) + "-Q" + padded(place, 1);
}

std::uint32_t Periods::comparedWith(std::uint32_t code, Compare compare) const {
    if (code == 0 || compare == Compare::None) return 0;
    const std::int64_t ordinal = m_firstOrdinal + code - 1;
    std::int64_t wanted = ordinal - 1;
    if (compare == Compare::Year && m_trend == Trend::Week) {
        const IsoWeek week = isoWeek(ordinal);
        wanted = ordinalOfIsoWeek({week.year - 1, week.week});
        if (isoWeek(wanted).week != week.week) return 0;
    } else if (compare == Compare::Year) {
        wanted = ordinal - (m_trend == Trend::Month ? 12 : 4);
    }
    return wanted < m_firstOrdinal ? 0 : static_cast<std::uint32_t>(wanted - m_firstOrdinal + 1);
}

} // namespace xo::analysis
