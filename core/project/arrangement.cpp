#include "core/project/arrangement.h"

#include "core/project/arrangementparts.h"

namespace xo {

using namespace arrangement;

Result<std::shared_ptr<const StoredOrder>> readArrangement(const std::shared_ptr<Database>& database,
                                                           const DatasetView& view) {
    using Order = std::shared_ptr<const StoredOrder>;
    const auto header = readHeader(*database, view);
    if (!header) return header.failure();
    if (!*header) return Order();
    const auto fitting = fits(*database, view, **header);
    if (!fitting) return fitting.failure();
    if (!*fitting) return Order();
    auto order = std::make_shared<StoredOrder>();
    order->rows = static_cast<std::size_t>((*header)->rows);
    order->least = (*header)->least;
    order->unit = (*header)->unit;
    order->staged = (*header)->staged == 1;
    const auto customers = static_cast<std::size_t>((*header)->customers);
    const std::int64_t digest = (*header)->digest;
    order->offsets.assign(customers + 1, 0);
    auto counted = readPart(*database, view, digest, Counts, customers, {}, [&](std::size_t at, const ChunkView& part) {
        eachNumber(part, [&](std::size_t i, std::uint32_t count) { order->offsets[at + i + 1] = count; });
        return true;
    });
    if (!counted) return counted.failure();
    std::uint64_t sum = 0;
    for (std::uint32_t& offset : order->offsets)
        offset = static_cast<std::uint32_t>(sum += offset);
    if (sum != order->rows) return bad(view, "counts");
    const auto shared = std::make_shared<const DatasetView>(view);
    const auto numbers = [database, shared, digest, rows = order->rows](int part, std::uint32_t most) {
        return [=](std::span<std::uint32_t> out, const JobContext& job) {
            return readPart(*database, *shared, digest, part, rows, job, [&](std::size_t at, const ChunkView& block) {
                std::uint32_t largest = 0;
                eachNumber(block, [&](std::size_t i, std::uint32_t number) {
                    out[at + i] = number;
                    largest = std::max(largest, number);
                });
                return largest <= most;
            });
        };
    };
    order->readRows = numbers(Rows, order->rows ? static_cast<std::uint32_t>(order->rows - 1) : 0);
    order->readTimes = numbers(Times, UINT32_MAX);
    order->readStages = [database, shared, digest, rows = order->rows](
                            std::span<std::uint8_t> out, std::span<const std::uint8_t> map, const JobContext& job) {
        return readPart(*database, *shared, digest, Stages, rows, job, [&](std::size_t at, const ChunkView& block) {
            bool known = true;
            eachNumber(block, [&](std::size_t i, std::uint32_t code) {
                known = known && code < map.size();
                out[at + i] = code < map.size() ? map[code] : std::uint8_t{0};
            });
            return known;
        });
    };
    return Order(order);
}

Result<void> dropArrangement(Database& database, std::int64_t dataset) {
    const std::lock_guard lock(database.mutex);
    Statement erase(database, "DELETE FROM arrangement WHERE dataset = ?1");
    return erase.bind(1, dataset).run();
}

} // namespace xo
