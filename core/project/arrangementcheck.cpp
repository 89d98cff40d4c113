#include "core/columnar/bitmap.h"
#include "core/project/arrangement.h"
#include "core/project/arrangementparts.h"

namespace xo {

using namespace arrangement;

Result<bool> checkArrangement(const std::shared_ptr<Database>& database, const DatasetView& view, const Table& table,
                              const JobContext& context) {
    auto order = readArrangement(database, view);
    if (!order) return order.failure();
    if (!*order) return false;
    const StoredOrder& kept = **order;
    auto sources = loadSources(view, table);
    if (!sources) return sources.failure();
    std::vector<std::uint32_t> rows(kept.rows), numbers(kept.unit ? kept.rows : 0);
    if (auto read = kept.readRows(rows, context); !read) return read.failure();
    if (kept.unit)
        if (auto read = kept.readTimes(numbers, context); !read) return read.failure();
    const auto timeOf = [&](std::size_t row) { return sources->time ? sources->time->times[row] : kNoTime; };
    const auto after = [&](std::size_t row) {
        return std::pair(timeOf(row) == kNoTime ? INT64_MAX : timeOf(row), row);
    };
    Bitmap seen(kept.rows);
    for (std::uint32_t customer = 0; customer + 1 < kept.offsets.size(); ++customer) {
        if ((customer & 0xfffU) == 0 && context.cancelled()) return cancelled();
        for (std::uint32_t i = kept.offsets[customer]; i < kept.offsets[customer + 1]; ++i) {
            const std::uint32_t row = rows[i];
            const Instant time = timeOf(row);
            const bool first = i == kept.offsets[customer];
            if (seen.test(row) || sources->customer->codes[row] != customer ||
                (!first && (customer ? after(row) < after(rows[i - 1]) : row < rows[i - 1])) ||
                (kept.unit &&
                 (numbers[i] == StoredOrder::kUntimed ? kNoTime : kept.least + kept.unit * numbers[i]) != time))
                return bad(view, std::to_string(row + 1));
            seen.set(row);
        }
    }
    if (!sources->stage || !kept.staged) return true;
    // the codes in two bytes, one part of them after the other
    std::vector<std::uint8_t> half(kept.rows);
    const std::uint32_t codes = sources->stage->dictionary->size();
    for (int shift = 0; shift < 32 && (codes - 1) >> shift; shift += 8) {
        std::vector<std::uint8_t> map(codes);
        for (std::uint32_t code = 0; code < codes; ++code)
            map[code] = static_cast<std::uint8_t>(code >> shift);
        if (auto read = kept.readStages(half, map, context); !read) return read.failure();
        for (std::size_t i = 0; i < kept.rows; ++i)
            if (half[i] != map[sources->stage->codes[rows[i]]]) return bad(view, std::to_string(rows[i] + 1));
    }
    return true;
}

} // namespace xo
