#pragma once

#include "core/base/parallel.h"
#include "core/columnar/table.h"
#include "core/project/catalog.h"
#include "core/project/chunkcodec.h"
#include "core/project/schema.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

/// What reading, writing and checking the table `arrangement` share.
namespace xo::arrangement {

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kBlock = 1U << 18; // numbers of one BLOB: 1 MiB of 32-bit ones
enum Part : int { Source = 0, Counts = 1, Rows = 2, Times = 3, Stages = 4 };

/// What an arrangement says about itself, as it stands in the file.
struct Header {
    std::int64_t format = kFormat;
    std::int64_t batches = 0; // that it covers: the first ones shown
    std::int64_t digest = 0;  // of what those batches hold
    std::int64_t rows = 0, customers = 0;
    std::int64_t customerColumn = 0, timeColumn = 0, stageColumn = 0; // ids; 0 = none
    std::int64_t least = 0, unit = 0;                                 // unit 0 = no times are kept
    std::int64_t staged = 0;                                          // 1 = stages are kept
};

/// Id of the column with a role; 0 = none.
std::int64_t columnId(const DatasetView& view, RoleKind role);
Unexpected bad(const DatasetView& view, const std::string& where);

/// Everything the order of the first batches depends on, as one number: which rows show, and the checksums of the
/// chunks it was derived from.
Result<std::int64_t> digestOf(Database& database, const DatasetView& view, std::int64_t batches, const Header& header);

/// Binds and runs kInsert.
Result<void> insertBlock(Statement& insert, std::int64_t dataset, std::int64_t digest, int part, std::int64_t number,
                         const EncodedChunk& chunk);
inline constexpr const char* kInsert =
    "INSERT INTO arrangement(dataset, part, number, \"rows\", encoding, bytes, checksum, "
    "data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// One row of the table as it stands in the file. False = there is none.
struct Block {
    std::int64_t rows = 0, bytes = 0, checksum = 0;
    int encoding = 0;
    std::string data;
};
Result<bool> fetch(Database& database, std::int64_t dataset, int part, std::int64_t number, Block& out);
std::int64_t checksum(std::string_view data, std::int64_t dataset, std::int64_t digest, int part, std::int64_t number,
                      std::int64_t rows, int encoding, std::int64_t bytes);
/// Nullopt: the file has none of the dataset.
Result<std::optional<Header>> readHeader(Database& database, const DatasetView& view);
/// Whether it was derived from the batches that come first among those shown, as they are.
Result<bool> fits(Database& database, const DatasetView& view, const Header& header);

/// Reads the numbers of one part, block by block, on the threads of the job: take(at, view).
template <class Take>
Result<void> readPart(Database& database, const DatasetView& view, std::int64_t digest, int part, std::size_t total,
                      const JobContext& job, Take take) {
    std::mutex mutex;
    std::optional<Error> failed;
    std::atomic<bool> stop = false;
    forEachChunk((total + kBlock - 1) / kBlock, job, [&](std::size_t, std::size_t number) {
        if (stop.load(std::memory_order_relaxed) || job.cancelled()) return;
        const std::size_t at = number * kBlock, rows = std::min(kBlock, total - at);
        const auto one = [&]() -> Result<void> {
            Block block;
            const auto found = fetch(database, view.meta.id, part, static_cast<std::int64_t>(number), block);
            const std::string where = std::to_string(at + 1) + "-" + std::to_string(at + rows);
            if (!found) return found.error().code == "project.damaged" ? bad(view, where) : found.failure();
            std::string raw;
            ChunkView numbers;
            if (!*found || block.rows != static_cast<std::int64_t>(rows) ||
                block.checksum != checksum(block.data, view.meta.id, digest, part, static_cast<std::int64_t>(number),
                                           block.rows, block.encoding, block.bytes) ||
                !unpack(block.encoding, block.data, static_cast<std::uint64_t>(block.bytes), raw) ||
                !viewChunk(block.encoding, rows, raw, numbers) || numbers.layout > Layout::Codes32 ||
                !take(at, numbers))
                return bad(view, where);
            return {};
        };
        if (auto done = one(); !done) {
            stop = true;
            const std::lock_guard lock(mutex);
            failed = done.error();
        }
    });
    if (job.cancelled()) return cancelled();
    if (failed) return Unexpected{*failed};
    return {};
}

/// f(i, number) for each number of a block.
template <class F>
void eachNumber(const ChunkView& view, F&& f) {
    if (view.layout == Layout::Codes8)
        for (std::size_t i = 0; i < view.rows; ++i)
            f(i, std::uint32_t{view.values[i]});
    else if (view.layout == Layout::Codes16)
        for (std::size_t i = 0; i < view.rows; ++i)
            f(i, std::uint32_t{loadAs<std::uint16_t>(view.values + 2 * i)});
    else
        for (std::size_t i = 0; i < view.rows; ++i)
            f(i, loadAs<std::uint32_t>(view.values + 4 * i));
}

/// The columns an order is made of. `time` and `stage` may be null.
struct Sources {
    std::shared_ptr<const Column> customer, time, stage;
};

Result<Sources> loadSources(const DatasetView& view, const Table& table);

} // namespace xo::arrangement
