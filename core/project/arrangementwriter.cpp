#include "core/columnar/cluster.h"
#include "core/project/arrangement.h"
#include "core/project/arrangementparts.h"

namespace xo {

using namespace arrangement;

namespace {

// The unit in which all times are 32-bit numbers; 0 = they aren't.
void chooseUnit(const std::vector<Instant>& times, Header& header) {
    Instant least = INT64_MAX, most = INT64_MIN;
    for (const Instant time : times) {
        if (time == kNoTime) continue;
        least = std::min(least, time);
        most = std::max(most, time);
    }
    if (most == INT64_MIN) least = most = 0;
    constexpr std::int64_t kFar = INT64_MAX / 4;
    if (least < -kFar || most > kFar) return;
    for (const std::int64_t unit : {std::int64_t{60'000}, std::int64_t{1000}, std::int64_t{1}}) {
        if ((most - least) / unit >= std::int64_t{StoredOrder::kUntimed}) return;
        if (!std::all_of(times.begin(), times.end(),
                         [&](Instant time) { return time == kNoTime || (time - least) % unit == 0; }))
            continue;
        header.least = least;
        header.unit = unit;
        return;
    }
}

struct Writer {
    Database& database;
    std::int64_t dataset, digest;
    const JobContext& job;
    std::uint64_t done = 0, total = 0;

    // `value(i)` for 0 … count − 1, a few blocks at a time.
    template <class Value>
    Result<void> part(int number, std::size_t count, Value value) {
        constexpr std::size_t kAhead = 8;
        const std::size_t blocks = (count + kBlock - 1) / kBlock;
        for (std::size_t first = 0; first < blocks; first += kAhead) {
            std::vector<EncodedChunk> chunks(std::min(kAhead, blocks - first));
            forEachChunk(chunks.size(), job, [&](std::size_t, std::size_t i) {
                if (job.cancelled()) return;
                const std::size_t begin = (first + i) * kBlock;
                std::vector<std::uint32_t> numbers(std::min(kBlock, count - begin));
                for (std::size_t n = 0; n < numbers.size(); ++n)
                    numbers[n] = value(begin + n);
                chunks[i] = encodeRows(numbers);
            });
            const std::lock_guard lock(database.mutex);
            Statement insert(database, kInsert);
            for (std::size_t i = 0; i < chunks.size(); ++i) {
                if (job.cancelled()) return cancelled();
                auto written =
                    insertBlock(insert, dataset, digest, number, static_cast<std::int64_t>(first + i), chunks[i]);
                if (!written) return written;
                job.report({done += chunks[i].rows, total, "stage.arranging"});
            }
        }
        return {};
    }
};

} // namespace

Result<void> writeArrangement(Database& database, const DatasetView& view, const Table& table, std::uint32_t customers,
                              const JobContext& context) {
    if (auto gone = dropArrangement(database, view.meta.id); !gone) return gone;
    auto sources = loadSources(view, table);
    if (!sources) return sources.failure();
    const std::size_t rows = table.rows();
    if (!sources->customer || rows == 0 || rows > UINT32_MAX) return {};
    Header header;
    header.batches = static_cast<std::int64_t>(view.batches.size());
    header.rows = static_cast<std::int64_t>(rows);
    header.customers = customers;
    header.customerColumn = columnId(view, RoleKind::Customer);
    header.timeColumn = columnId(view, RoleKind::Time);
    header.stageColumn = columnId(view, RoleKind::Stage);
    const std::vector<Instant>* const times = sources->time ? &sources->time->times : nullptr;
    if (times) chooseUnit(*times, header);
    header.staged = sources->stage ? 1 : 0;
    auto digest = digestOf(database, view, header.batches, header);
    if (!digest) return digest.failure();
    header.digest = *digest;

    std::vector<std::uint32_t> offsets, order;
    const bool done = sources->customer->codes.visit([&](const auto& codes) {
        return clusterRows(
            rows, customers, offsets, context,
            [&](std::size_t row, std::uint32_t& customer, Instant& at) {
                customer = codes[row];
                at = times && customer ? (*times)[row] : 0;
                return true;
            },
            [&](std::size_t total) { order.resize(total); },
            [&](std::size_t at, std::span<const ClusteredRow> sorted) {
                for (const ClusteredRow& row : sorted)
                    order[at++] = row.row;
            });
    });
    if (!done) return cancelled();
    {
        const std::lock_guard lock(database.mutex);
        Statement insert(database, kInsert);
        EncodedChunk source;
        source.data.assign(reinterpret_cast<const char*>(&header), sizeof header);
        source.rows = 1;
        source.bytes = source.data.size();
        if (auto written = insertBlock(insert, view.meta.id, 0, Source, 0, source); !written) return written;
    }
    Writer writer{database, view.meta.id, header.digest, context};
    writer.total = customers + rows * (1U + (header.unit ? 1U : 0U) + (sources->stage ? 1U : 0U));
    auto written = writer.part(Counts, customers, [&](std::size_t c) { return offsets[c + 1] - offsets[c]; });
    if (written) written = writer.part(Rows, rows, [&](std::size_t i) { return order[i]; });
    if (written && header.unit)
        written = writer.part(Times, rows, [&](std::size_t i) {
            const Instant time = (*times)[order[i]];
            return time == kNoTime ? StoredOrder::kUntimed
                                   : static_cast<std::uint32_t>((time - header.least) / header.unit);
        });
    if (written && sources->stage)
        written = sources->stage->codes.visit([&](const auto& codes) {
            return writer.part(Stages, rows,
                               [&](std::size_t i) { return static_cast<std::uint32_t>(codes[order[i]]); });
        });
    return written;
}

} // namespace xo
