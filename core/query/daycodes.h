#pragma once

#include "core/base/job.h"
#include "core/columnar/column.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace xo::query {

/// The local days of a time column as small numbers, so that conditions on days read a quarter of the bytes. A time has
/// the code 1 + the last k with starts[k] <= time; 0 = no time. Both blank when the column spans too many days.
struct DayCodes {
    std::vector<Instant> starts; ///< starts of consecutive local days
    std::vector<std::uint16_t> codes;
    bool usable() const { return !starts.empty(); }
    /// How many days start before `time`; nullopt when `time` lies inside one of them: then codes can't tell.
    std::optional<std::size_t> daysBefore(Instant time) const;
};
/// Two passes; error job.cancelled.
Result<DayCodes> dayCodes(const Column& column, const TimeZone& zone, const JobContext& job);

} // namespace xo::query
