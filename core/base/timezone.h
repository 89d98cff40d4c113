#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace xo {

/// Milliseconds since 1970-01-01T00:00:00Z. The missing value of a time column is kNoTime.
using Instant = std::int64_t;
inline constexpr Instant kNoTime = INT64_MIN;
inline constexpr std::int64_t kMsPerDay = 86'400'000;

/// A calendar date (proleptic Gregorian).
struct CivilDate {
    int year = 1970;
    unsigned month = 1; ///< 1…12
    unsigned day = 1;   ///< 1…31
    auto operator<=>(const CivilDate&) const = default;
};
/// Days since 1970-01-01. O(1).
std::int64_t daysFromCivil(CivilDate date);
CivilDate civilFromDays(std::int64_t days);
bool isValidDate(CivilDate date);
/// 1 = Monday … 7 = Sunday.
int isoWeekday(std::int64_t days);

/// A text read as a point of local (wall-clock) or absolute time.
struct ParsedTime {
    std::int64_t localMs = 0;         ///< wall clock as if it were UTC, or UTC itself when offset is known
    bool dateOnly = false;            ///< no time of day was written: day granularity
    std::optional<int> offsetMinutes; ///< "+08:00", "Z": the instant is localMs − offset
};
/// ISO-like dates only — "2026-03-05", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", each optionally followed by
/// "T" or blanks and "14:05[:06[.789]]" and by "Z" or "+08:00"; digits may be full-width. nullopt otherwise (also for
/// 30 February). Order-ambiguous dates ("3/5/26") are the importer's business.
std::optional<ParsedTime> parseTime(std::string_view text);

/// An IANA time zone. Copies share one table of transitions; conversions are O(log transitions), usually O(1) by
/// caching.
class TimeZone {
public:
    TimeZone(); ///< UTC
    /// Error time.unknown_zone{name}. Source of the rules: ICU, the same on every platform.
    static Result<TimeZone> named(const std::string& ianaName);
    static TimeZone system(); ///< the computer's zone; UTC when it has none
    const std::string& name() const;

    /// Offset from UTC in ms in force at `utc`.
    std::int64_t offsetAt(Instant utc) const;
    std::int64_t toLocal(Instant utc) const { return utc + offsetAt(utc); }
    /// Wall clock → instant. A gap (spring forward) moves forward by the length of the gap; an overlap takes the first.
    Instant fromLocal(std::int64_t localMs) const;
    Instant fromParsed(const ParsedTime& time) const;
    /// Local calendar day number (days since 1970-01-01 on the wall clock).
    std::int64_t localDay(Instant utc) const;
    /// First instant of a local day.
    Instant startOfDay(std::int64_t localDay) const;
    /// "2026-03-05T14:05:06+08:00" (milliseconds only when not zero); day granularity: "2026-03-05".
    std::string format(Instant utc, bool dateOnly = false) const;
    /// "2026-03-05 14:05:06" on the wall clock, for lists and tables.
    std::string formatLocal(Instant utc, bool dateOnly = false) const;

private:
    struct Rules;
    std::shared_ptr<const Rules> m_rules;
};

} // namespace xo
