#include "core/project/arrangement.h"

#include "core/base/parallel.h"
#include "core/columnar/bitmap.h"
#include "core/columnar/cluster.h"
#include "core/project/chunkcodec.h"
#include "core/project/schema.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <numeric>

namespace xo {

namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kBlock = 1U << 18; // numbers of one BLOB: 1 MiB of 32-bit ones
enum Part : int { Source = 0, Counts = 1, Rows = 2, Times = 3, Stages = 4 };

// What an arrangement says about itself, as it stands in the file.
struct Header {
    std::int64_t format = kFormat;
    std::int64_t batches = 0; // that it covers: the first ones shown
    std::int64_t digest = 0;  // of what those batches hold
    std::int64_t rows = 0, customers = 0;
    std::int64_t customerColumn = 0, timeColumn = 0, stageColumn = 0; // ids; 0 = none
    std::int64_t least = 0, unit = 0;                                 // unit 0 = no times are kept
    std::int64_t staged = 0;                                          // 1 = stages are kept
};

std::int64_t columnId(const DatasetView& view, RoleKind role) {
    for (const ColumnMeta& column : view.meta.columns)
        if (column.info.role.kind == role) return column.id;
    return 0;
}

const ColumnMeta* columnOf(const DatasetView& view, std::int64_t id) {
    for (const ColumnMeta& column : view.meta.columns)
        if (column.id == id) return &column;
    return nullptr;
}

Unexpected bad(const DatasetView& view, const std::string& where) {
    return fail("project.bad_chunk", {view.meta.name, "(order of customers)", where});
}

// Everything the order of the first batches depends on, as one number: which rows show, and the checksums of the
// chunks it was derived from.
Result<std::int64_t> digestOf(Database& database, const DatasetView& view, std::int64_t batches, const Header& header) {
    std::vector<std::int64_t> facts;
    const std::lock_guard lock(database.mutex);
    Statement chunks(database, "SELECT number, part, \"rows\", encoding, bytes, checksum FROM chunk WHERE "
                               "\"column\" = ?1 AND batch = ?2 ORDER BY number, part");
    for (std::int64_t b = 0; b < batches; ++b) {
        const VisibleBatch& visible = view.batches[static_cast<std::size_t>(b)];
        facts.insert(facts.end(), {visible.batch.id, static_cast<std::int64_t>(visible.batch.rows),
                                   static_cast<std::int64_t>(visible.rows)});
        if (visible.hidden)
            for (const std::uint64_t word : visible.hidden->words())
                facts.push_back(static_cast<std::int64_t>(word));
        for (const std::int64_t id : {header.customerColumn, header.timeColumn, header.stageColumn}) {
            facts.push_back(id);
            if (id == 0 || !visible.batch.has(id)) continue;
            chunks.reset();
            chunks.bind(1, id).bind(2, visible.batch.id);
            for (;;) {
                const auto more = chunks.step();
                if (!more) return more.failure();
                if (!*more) break;
                for (int i = 0; i < 6; ++i)
                    facts.push_back(chunks.integer(i));
            }
        }
    }
    return chunkChecksum({reinterpret_cast<const char*>(facts.data()), facts.size() * sizeof facts[0]}, {kFormat});
}

std::int64_t checksum(std::string_view data, std::int64_t dataset, std::int64_t digest, int part, std::int64_t number,
                      std::int64_t rows, int encoding, std::int64_t bytes) {
    return chunkChecksum(data, {dataset, digest, part, number, rows, encoding, bytes});
}

Result<void> insertBlock(Statement& insert, std::int64_t dataset, std::int64_t digest, int part, std::int64_t number,
                         const EncodedChunk& chunk) {
    const auto rows = static_cast<std::int64_t>(chunk.rows), bytes = static_cast<std::int64_t>(chunk.bytes);
    insert.bind(1, dataset).bind(2, std::int64_t{part}).bind(3, number).bind(4, rows);
    insert.bind(5, chunk.encoding).bind(6, bytes);
    insert.bind(7, checksum(chunk.data, dataset, digest, part, number, rows, chunk.encoding, bytes));
    return insert.bindBlob(8, chunk.data).run();
}

constexpr const char* kInsert = "INSERT INTO arrangement(dataset, part, number, \"rows\", encoding, bytes, checksum, "
                                "data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

// One row of the table as it stands in the file. False = there is none.
struct Block {
    std::int64_t rows = 0, bytes = 0, checksum = 0;
    int encoding = 0;
    std::string data;
};
Result<bool> fetch(Database& database, std::int64_t dataset, int part, std::int64_t number, Block& out) {
    const std::lock_guard lock(database.mutex);
    Statement find(database, "SELECT \"rows\", encoding, bytes, checksum, data FROM arrangement WHERE dataset = ?1 AND "
                             "part = ?2 AND number = ?3");
    find.bind(1, dataset).bind(2, std::int64_t{part}).bind(3, number);
    const auto found = find.step();
    if (!found || !*found) return found;
    out.rows = find.integer(0);
    out.encoding = static_cast<int>(find.integer(1));
    out.bytes = find.integer(2);
    out.checksum = find.integer(3);
    out.data = find.blob(4);
    return true;
}

// Reads the numbers of one part, block by block, on the threads of the job: take(at, view).
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

// f(i, number) for each number of a block.
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

Result<std::optional<Header>> readHeader(Database& database, const DatasetView& view) {
    {
        const std::lock_guard lock(database.mutex);
        const auto version = versionOf(database);
        if (!version) return version.failure();
        if (*version < 3) return std::optional<Header>();
    }
    Block block;
    const auto found = fetch(database, view.meta.id, Source, 0, block);
    if (!found) return found.error().code == "project.damaged" ? bad(view, "source") : found.failure();
    if (!*found) return std::optional<Header>();
    Header header;
    if (block.data.size() != sizeof header ||
        block.checksum != checksum(block.data, view.meta.id, 0, Source, 0, block.rows, block.encoding, block.bytes))
        return bad(view, "source");
    std::memcpy(&header, block.data.data(), sizeof header);
    return std::optional<Header>(header);
}

// Whether it was derived from the batches that come first among those shown, as they are.
Result<bool> fits(Database& database, const DatasetView& view, const Header& header) {
    if (header.format != kFormat || header.batches < 1 ||
        header.batches > static_cast<std::int64_t>(view.batches.size()) ||
        header.customerColumn != columnId(view, RoleKind::Customer) ||
        header.timeColumn != columnId(view, RoleKind::Time) || header.stageColumn != columnId(view, RoleKind::Stage))
        return false;
    std::uint64_t rows = 0;
    for (std::size_t b = 0; b < static_cast<std::size_t>(header.batches); ++b)
        rows += view.batches[b].rows;
    const ColumnMeta* const customer = columnOf(view, header.customerColumn);
    constexpr std::int64_t kFar = INT64_MAX / 4;
    if (static_cast<std::uint64_t>(header.rows) != rows || rows > UINT32_MAX || !customer || header.customers < 1 ||
        header.customers > std::int64_t{customer->dictionaryCodes} + 1 || header.unit < 0 || header.unit > kMsPerDay ||
        header.least < -kFar || header.least > kFar)
        return false;
    const auto digest = digestOf(database, view, header.batches, header);
    if (!digest) return digest.failure();
    return *digest == header.digest;
}

} // namespace

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

namespace {

// The columns an order is made of. `time` and `stage` may be null.
struct Sources {
    std::shared_ptr<const Column> customer, time, stage;
};

Result<Sources> loadSources(const DatasetView& view, const Table& table) {
    Sources out;
    const std::pair<RoleKind, std::shared_ptr<const Column>*> wanted[] = {
        {RoleKind::Customer, &out.customer}, {RoleKind::Time, &out.time}, {RoleKind::Stage, &out.stage}};
    for (const auto& [role, to] : wanted) {
        const auto index = table.findRole(role);
        if (!index || columnId(view, role) == 0) continue;
        auto column = table.column(*index);
        if (!column) return column.failure();
        *to = *column;
    }
    if (out.time && !out.time->isTime()) out.time.reset();
    if (out.stage && out.stage->info.type != ValueType::Category) out.stage.reset();
    return out;
}

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

Result<void> dropArrangement(Database& database, std::int64_t dataset) {
    const std::lock_guard lock(database.mutex);
    Statement erase(database, "DELETE FROM arrangement WHERE dataset = ?1");
    return erase.bind(1, dataset).run();
}

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
