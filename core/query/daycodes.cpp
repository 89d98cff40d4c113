#include "core/query/daycodes.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <limits>

namespace xo::query {

namespace {
constexpr std::int64_t kMostDays = 60'000;
} // namespace

std::optional<std::size_t> DayCodes::daysBefore(Instant time) const {
    const auto at = std::lower_bound(starts.begin(), starts.end(), time);
    if (at != starts.begin() && at != starts.end() && *at != time) return std::nullopt;
    return static_cast<std::size_t>(at - starts.begin());
}

Result<DayCodes> dayCodes(const Column& column, const TimeZone& zone, const JobContext& job) {
    DayCodes out;
    const std::vector<Instant>& times = column.times;
    struct Range {
        Instant low = std::numeric_limits<Instant>::max();
        Instant high = kNoTime;
    };
    std::vector<Range> parts(workerCount((times.size() + kPieceRows - 1) / kPieceRows, job));
    bool done = forEachPiece(times.size(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        Range range = parts[worker];
        for (std::size_t row = begin; row < end; ++row) {
            if (times[row] != kNoTime) range.low = std::min(range.low, times[row]);
            range.high = std::max(range.high, times[row]);
        }
        parts[worker] = range;
    });
    if (!done) return cancelled();
    Range range;
    for (const Range& part : parts) {
        range.low = std::min(range.low, part.low);
        range.high = std::max(range.high, part.high);
    }
    if (range.low > range.high || range.high - range.low > kMostDays * kMsPerDay) return out;
    for (std::int64_t day = zone.localDay(range.low) - 1; day <= zone.localDay(range.high) + 1; ++day)
        out.starts.push_back(zone.startOfDay(day));
    out.codes.resize(times.size());
    done = forEachPiece(times.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        const Instant first = out.starts.front();
        for (std::size_t row = begin; row < end; ++row) {
            const Instant time = times[row];
            if (time == kNoTime) continue;
            auto day = static_cast<std::size_t>((time - first) / kMsPerDay);
            day = std::min(day, out.starts.size() - 1);
            while (day + 1 < out.starts.size() && out.starts[day + 1] <= time)
                ++day;
            while (out.starts[day] > time)
                --day;
            out.codes[row] = static_cast<std::uint16_t>(day + 1);
        }
    });
    if (!done) return cancelled();
    return out;
}

} // namespace xo::query
