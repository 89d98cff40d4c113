#include "core/project/catalog.h"

#include "core/project/chunkcodec.h"
#include "core/project/schema.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace xo {

bool BatchMeta::has(std::int64_t column) const {
    return std::binary_search(columns.begin(), columns.end(), column);
}

namespace {

// Calls f for each row; f returns a Result<void>.
template <class F>
Result<void> forEachRow(Statement& statement, F&& f) {
    for (;;) {
        const auto more = statement.step();
        if (!more) return more.failure();
        if (!*more) return {};
        if (Result<void> done = f(statement); !done) return done;
    }
}

Result<BatchState> stateFromName(const std::string& name) {
    for (const BatchState state : {BatchState::Live, BatchState::Undone, BatchState::Purged})
        if (batchStateName(state) == name) return state;
    return fail("project.damaged", {"", "batch state " + name});
}

Result<void> readColumns(Database& database, std::map<std::int64_t, DatasetMeta*>& byId) {
    Statement statement(database, "SELECT c.id, c.dataset, c.name, c.label, c.role, c.type, c.dictionary, d.codes "
                                  "FROM \"column\" c LEFT JOIN dictionary d ON d.id = c.dictionary "
                                  "ORDER BY c.dataset, c.position");
    return forEachRow(statement, [&](const Statement& row) -> Result<void> {
        const auto dataset = byId.find(row.integer(1));
        if (dataset == byId.end()) return fail("project.damaged", {database.path(), "column"});
        const auto role = Role::parse(row.text(4));
        if (!role) return role.failure();
        const auto type = valueTypeFromName(row.text(5));
        if (!type) return type.failure();
        ColumnMeta column{row.integer(0), {row.text(2), row.text(3), *role, *type, {}}, row.integer(6), 0};
        const std::int64_t codes = row.integer(7);
        if (codes < 0 || codes >= UINT32_MAX) return fail("project.damaged", {database.path(), "dictionary"});
        column.dictionaryCodes = static_cast<std::uint32_t>(codes);
        if (isCoded(*type) && column.dictionary == 0)
            return fail("project.damaged", {database.path(), "column " + column.info.name});
        dataset->second->columns.push_back(std::move(column));
        return {};
    });
}

// {"column": [{"value": "1", "label": "Very dissatisfied"}, …], …}
bool readLabels(const Json& body, DatasetMeta& dataset) {
    if (!body.is_object()) return false;
    for (ColumnMeta& column : dataset.columns) {
        const auto found = body.find(column.info.name);
        if (found == body.end()) continue;
        if (!found->is_array()) return false;
        for (const Json& entry : *found) {
            if (!entry.is_object() || !entry.contains("value") || !entry.contains("label")) return false;
            if (!entry["value"].is_string() || !entry["label"].is_string()) return false;
            column.info.valueLabels.push_back({entry["value"].get<std::string>(), entry["label"].get<std::string>()});
        }
    }
    return true;
}

Result<void> readValueLabels(Database& database, std::vector<DatasetMeta>& datasets) {
    const auto there = hasDefinitions(database);
    if (!there) return there.failure();
    if (!*there) return {};
    Statement statement(database, "SELECT name, body FROM definition WHERE kind = ?1");
    statement.bind(1, kValueLabels);
    return forEachRow(statement, [&](const Statement& row) -> Result<void> {
        const std::string name = row.text(0);
        const auto dataset = std::find_if(datasets.begin(), datasets.end(),
                                          [&](const DatasetMeta& candidate) { return candidate.name == name; });
        if (dataset == datasets.end()) return {};
        const Json body = Json::parse(row.text(1), nullptr, false);
        if (!readLabels(body, *dataset)) return fail("project.damaged", {database.path(), "value labels of " + name});
        return {};
    });
}

Result<void> readBatches(Database& database, std::map<std::int64_t, DatasetMeta*>& byId) {
    std::map<std::int64_t, std::vector<std::int64_t>> columns;
    Statement links(database, "SELECT batch, \"column\" FROM batch_column ORDER BY batch, \"column\"");
    auto linked = forEachRow(links, [&](const Statement& row) -> Result<void> {
        columns[row.integer(0)].push_back(row.integer(1));
        return {};
    });
    if (!linked) return linked;
    Statement statement(
        database,
        "SELECT id, dataset, mode, state, \"rows\", source_hash FROM batch WHERE state <> 'purged' ORDER BY id");
    return forEachRow(statement, [&](const Statement& row) -> Result<void> {
        const auto dataset = byId.find(row.integer(1));
        if (dataset == byId.end()) return fail("project.damaged", {database.path(), "batch"});
        const auto mode = importModeFromName(row.text(2));
        if (!mode) return mode.failure();
        const auto state = stateFromName(row.text(3));
        if (!state) return state.failure();
        const std::int64_t rows = row.integer(4);
        if (rows < 0 || rows > INT64_C(0xffffffff)) return fail("project.damaged", {database.path(), "batch"});
        BatchMeta batch{row.integer(0), *mode, *state, static_cast<std::uint64_t>(rows), row.text(5), {}};
        batch.columns = std::move(columns[batch.id]);
        dataset->second->batches.push_back(std::move(batch));
        return {};
    });
}

} // namespace

Result<bool> hasDefinitions(const Database& database) {
    Statement find(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'definition'");
    const auto found = find.step();
    if (!found) return found.failure();
    return find.integer(0) != 0;
}

Result<std::vector<DatasetMeta>> readCatalog(Database& database) {
    const std::lock_guard lock(database.mutex);
    std::vector<DatasetMeta> datasets;
    Statement statement(database, "SELECT id, name, kind FROM dataset ORDER BY id");
    auto read = forEachRow(statement, [&](const Statement& row) -> Result<void> {
        const auto kind = datasetKindFromName(row.text(2));
        if (!kind) return kind.failure();
        datasets.push_back({row.integer(0), row.text(1), *kind, {}, {}});
        return {};
    });
    if (!read) return read.failure();
    std::map<std::int64_t, DatasetMeta*> byId;
    for (DatasetMeta& dataset : datasets)
        byId[dataset.id] = &dataset;
    if (auto columns = readColumns(database, byId); !columns) return columns.failure();
    if (auto batches = readBatches(database, byId); !batches) return batches.failure();
    if (auto labels = readValueLabels(database, datasets); !labels) return labels.failure();
    return datasets;
}

Result<void> putValueLabels(Database& database, const std::string& dataset, const std::vector<ColumnInfo>& columns,
                            bool afresh) {
    const std::lock_guard lock(database.mutex);
    Statement find(database, "SELECT body FROM definition WHERE kind = ?1 AND name = ?2");
    const auto found = find.bind(1, kValueLabels).bind(2, std::string_view(dataset)).step();
    if (!found) return found.failure();
    Json body = Json::object();
    if (*found && !afresh) body = Json::parse(find.text(0), nullptr, false);
    find.reset();
    if (!body.is_object()) return fail("project.damaged", {database.path(), "value labels of " + dataset});
    for (const ColumnInfo& column : columns) {
        Json labels = Json::array();
        for (const ValueLabel& label : column.valueLabels)
            labels.push_back({{"value", label.value}, {"label", label.label}});
        if (labels.empty())
            body.erase(column.name);
        else
            body[column.name] = std::move(labels);
    }
    if (body.empty() && !*found) return {};
    Statement write(database, body.empty() ? "DELETE FROM definition WHERE kind = ?1 AND name = ?2"
                                           : "INSERT INTO definition(kind, name, body) VALUES (?1, ?2, ?3) "
                                             "ON CONFLICT(kind, name) DO UPDATE SET body = excluded.body");
    write.bind(1, kValueLabels).bind(2, std::string_view(dataset));
    const std::string text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (!body.empty()) write.bind(3, std::string_view(text));
    return write.run();
}

std::vector<BatchMeta> visibleBatches(const DatasetMeta& dataset) {
    std::vector<BatchMeta> visible;
    for (const BatchMeta& batch : dataset.batches) {
        if (batch.state != BatchState::Live) continue;
        if (batch.mode == ImportMode::Replace) visible.clear();
        visible.push_back(batch);
    }
    return visible;
}

namespace {

// Marks the rows of `target` that the batches in `hiders` hide.
Result<std::shared_ptr<const Bitmap>> readTombstones(Database& database, const DatasetMeta& dataset,
                                                     const BatchMeta& target, const std::set<std::int64_t>& hiders) {
    std::shared_ptr<Bitmap> hidden;
    const auto bad = [&] {
        return fail("project.bad_chunk", {dataset.name, "(updated rows)", "batch " + std::to_string(target.id)});
    };
    Statement statement(database, "SELECT batch, number, \"rows\", encoding, bytes, checksum, data FROM tombstone "
                                  "WHERE target = ?1 ORDER BY batch, number");
    statement.bind(1, target.id);
    auto read = forEachRow(statement, [&](const Statement& row) -> Result<void> {
        if (!hiders.contains(row.integer(0))) return {};
        const int encoding = static_cast<int>(row.integer(3));
        const std::int64_t rows = row.integer(2), bytes = row.integer(4);
        if (row.integer(5) !=
            chunkChecksum(row.blob(6), {row.integer(0), target.id, row.integer(1), rows, encoding, bytes}))
            return bad();
        std::string raw;
        ChunkView view;
        if (rows < 0 || !unpack(encoding, row.blob(6), static_cast<std::uint64_t>(bytes), raw) ||
            !viewChunk(encoding, static_cast<std::size_t>(rows), raw, view))
            return bad();
        if (!hidden) hidden = std::make_shared<Bitmap>(target.rows);
        for (std::size_t i = 0; i < view.rows; ++i) {
            const std::uint32_t at = view.layout == Layout::Codes8    ? view.values[i]
                                     : view.layout == Layout::Codes16 ? loadAs<std::uint16_t>(view.values + 2 * i)
                                                                      : loadAs<std::uint32_t>(view.values + 4 * i);
            if (at >= target.rows) return bad();
            hidden->set(at);
        }
        return {};
    });
    if (!read) return read.failure();
    return std::shared_ptr<const Bitmap>(hidden);
}

} // namespace

Result<std::optional<DatasetView>> viewDataset(Database& database, const DatasetMeta& dataset) {
    const std::lock_guard lock(database.mutex);
    DatasetView view;
    view.meta = dataset;
    view.signature = dataset.name + '\0' + std::string(datasetKindName(dataset.kind));
    std::set<std::int64_t> ids, columns;
    const auto visible = visibleBatches(dataset);
    if (visible.empty()) return std::optional<DatasetView>();
    for (const BatchMeta& batch : visible) {
        ids.insert(batch.id);
        columns.insert(batch.columns.begin(), batch.columns.end());
        view.signature += '\0' + std::to_string(batch.id);
    }
    for (const BatchMeta& batch : visible) {
        auto hidden = readTombstones(database, dataset, batch, ids);
        if (!hidden) return hidden.failure();
        const std::uint64_t rows = batch.rows - (*hidden ? (*hidden)->count() : 0);
        view.rows += rows;
        view.batches.push_back({batch, *hidden, rows});
    }
    std::erase_if(view.meta.columns, [&](const ColumnMeta& column) { return !columns.contains(column.id); });
    for (const ColumnMeta& column : view.meta.columns)
        view.signature += '\0' + column.info.name + '\0' + column.info.label + '\0' + column.info.role.text() + '\0' +
                          std::string(valueTypeName(column.info.type));
    for (const ColumnMeta& column : view.meta.columns)
        for (const ValueLabel& label : column.info.valueLabels)
            view.signature += '\0' + column.info.name + '\0' + label.value + '\0' + label.label;
    return std::optional(std::move(view));
}

Result<ProjectSettings> readSettings(Database& database) {
    const std::lock_guard lock(database.mutex);
    ProjectSettings settings;
    Statement statement(database, "SELECT name, value FROM setting");
    auto read = forEachRow(statement, [&](const Statement& row) -> Result<void> {
        const std::string name = row.text(0), value = row.text(1);
        if (name == "timezone") settings.timezone = value;
        if (name == "language") settings.language = value;
        if (name == "fiscal_start_month" && value.size() <= 2 && !value.empty())
            settings.fiscalStartMonth = std::clamp(std::atoi(value.c_str()), 1, 12);
        return {};
    });
    if (!read) return read.failure();
    return settings;
}

} // namespace xo
