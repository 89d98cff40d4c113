#pragma once

#include "core/analysis/score/params.h"
#include "core/base/timezone.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace xo::analysis {

/// Periods of a trend over a range of instants: code 0 = no time, code 1 … size()−1 = consecutive periods in order,
/// whether or not anything falls into them. Weeks are ISO weeks ("2025-W01"), months "2025-03", quarters "2025-Q1", all
/// on the wall clock of the zone. Quarters follow the fiscal year when it doesn't start in January; that year bears the
/// number of the calendar year it ends in.
class Periods {
public:
    /// Covers low … high (both inclusive). O(days).
    Periods(Trend trend, const TimeZone& zone, int fiscalStartMonth, Instant low, Instant high);

    /// Codes 0 … size()−1.
    std::uint32_t size() const { return m_count + 1; }
    /// Code of an instant in the range; 0 for kNoTime. O(1).
    std::uint32_t codeOf(Instant time) const {
        if (time == kNoTime) return 0;
        std::int64_t day = time / kMsPerDay;
        if (time < day * kMsPerDay) --day;
        const UtcDay& entry = m_days[static_cast<std::size_t>(day - m_firstDay)];
        return entry.code + (time >= entry.next ? 1U : 0U);
    }
    /// nullopt for code 0.
    std::optional<std::string> label(std::uint32_t code) const;
    /// The period that `code` is compared with; 0 when it lies before the range or has no counterpart (week 53).
    std::uint32_t comparedWith(std::uint32_t code, Compare compare) const;

private:
    struct UtcDay {
        std::uint32_t code = 0;   // of the day's first instant
        Instant next = INT64_MAX; // first instant of the next period when it begins inside this UTC day
    };
    std::int64_t ordinalOf(std::int64_t localDay) const;
    std::int64_t firstLocalDay(std::int64_t ordinal) const;

    Trend m_trend;
    int m_fiscalShift; // months the fiscal year begins after January
    std::int64_t m_firstOrdinal = 0;
    std::uint32_t m_count = 0;
    std::int64_t m_firstDay = 0;
    std::vector<UtcDay> m_days;
};

} // namespace xo::analysis
