#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/base/timezone.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace xo {

/// What a project file keeps of a table's rows in the order of customers, so that it need not be derived: by customer
/// code (0 = none, in the order of rows), then time (untimed last), then row. Times and stages are copies in that
/// order. A part is read when asked for, its checksums verified; `out` has `rows` places. Errors: project.bad_chunk,
/// job.cancelled.
struct StoredOrder {
    /// Of readTimes: an event without a time.
    static constexpr std::uint32_t kUntimed = 0xffffffffU;

    std::size_t rows = 0; ///< the table's first rows, which are all it covers
    std::vector<std::uint32_t>
        offsets;           ///< those of customer c stand at offsets[c] … offsets[c + 1); later ones have none
    Instant least = 0;     ///< times are least + unit · number
    std::int64_t unit = 0; ///< in ms; 0 = no times are kept
    bool staged = false;   ///< codes of the first stage column are kept

    std::function<Result<void>(std::span<std::uint32_t> out, const JobContext&)> readRows, readTimes;
    /// Gives map[code] for each code.
    std::function<Result<void>(std::span<std::uint8_t> out, std::span<const std::uint8_t> map, const JobContext&)>
        readStages;
};

} // namespace xo
