#include "core/project/arrangementparts.h"

#include "core/columnar/bitmap.h"

#include <cstring>

namespace xo::arrangement {

std::int64_t columnId(const DatasetView& view, RoleKind role) {
    for (const ColumnMeta& column : view.meta.columns)
        if (column.info.role.kind == role) return column.id;
    return 0;
}

namespace {

const ColumnMeta* columnOf(const DatasetView& view, std::int64_t id) {
    for (const ColumnMeta& column : view.meta.columns)
        if (column.id == id) return &column;
    return nullptr;
}

} // namespace

Unexpected bad(const DatasetView& view, const std::string& where) {
    return fail("project.bad_chunk", {view.meta.name, "(order of customers)", where});
}

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

} // namespace xo::arrangement
