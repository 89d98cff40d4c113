#include "core/project/appendparts.h"
#include "core/project/arrangement.h"
#include "core/project/batchwriter.h"
#include "core/project/columnreader.h"
#include "core/project/digest.h"
#include "core/project/schema.h"
#include "core/project/storestate.h"

#include <algorithm>

namespace xo {

std::optional<std::int64_t> findDuplicate(const DatasetMeta& dataset, const ImportBatch& batch, ImportMode mode) {
    if (batch.sourceHash.empty()) return std::nullopt;
    const auto visible = visibleBatches(dataset);
    if (mode == ImportMode::Replace && visible.size() != 1) return std::nullopt;
    for (const BatchMeta& shown : visible)
        if (shown.sourceHash == batch.sourceHash) return shown.id;
    return std::nullopt;
}

Result<std::uint64_t> visibleRows(Database& database, const DatasetMeta& dataset) {
    auto view = viewDataset(database, dataset);
    if (!view) return view.failure();
    return *view ? (*view)->rows : 0;
}

Result<std::int64_t> insertDataset(Database& database, const std::string& name, DatasetKind kind) {
    const std::lock_guard lock(database.mutex);
    Statement insert(database, "INSERT INTO dataset(name, kind) VALUES (?1, ?2)");
    insert.bind(1, std::string_view(name)).bind(2, datasetKindName(kind));
    if (auto done = insert.run(); !done) return done.failure();
    return database.lastRowId();
}

// Its own dictionary's row stays without texts: ids are not given twice, as older snapshots may still ask for them.
Result<void> removeColumn(Database& database, const ColumnMeta& column) {
    const std::lock_guard lock(database.mutex);
    for (const char* sql : {"DELETE FROM chunk WHERE \"column\" = ?1", "DELETE FROM batch_column WHERE \"column\" = ?1",
                            "DELETE FROM \"column\" WHERE id = ?1"}) {
        Statement erase(database, sql);
        if (auto done = erase.bind(1, column.id).run(); !done) return done;
    }
    if (column.dictionary <= kLinkDictionary) return {};
    for (const char* sql :
         {"DELETE FROM dictionary_chunk WHERE dictionary = ?1", "UPDATE dictionary SET codes = 0 WHERE id = ?1"}) {
        Statement erase(database, sql);
        if (auto done = erase.bind(1, column.dictionary).run(); !done) return done;
    }
    return {};
}

Result<void> startAfresh(Database& database, const DatasetMeta& dataset, DatasetKind kind) {
    for (const ColumnMeta& column : dataset.columns)
        if (auto removed = removeColumn(database, column); !removed) return removed;
    if (auto dropped = dropArrangement(database, dataset.id); !dropped) return dropped;
    const std::lock_guard lock(database.mutex);
    Statement update(database, "UPDATE dataset SET kind = ?2 WHERE id = ?1");
    update.bind(1, dataset.id).bind(2, datasetKindName(kind));
    return update.run();
}

Result<std::int64_t> insertBatch(Database& database, const DatasetMeta& dataset, ImportMode mode, Instant now) {
    const std::lock_guard lock(database.mutex);
    Statement insert(
        database, "INSERT INTO batch(dataset, dataset_name, kind, mode, state, \"rows\", rows_read, rows_rejected, "
                  "cells_unparsed, cells_out_of_range, duplicate_ids, source_file, source_hash, imported_at, recipe) "
                  "VALUES (?1, ?2, ?3, ?4, 'live', 0, 0, 0, 0, 0, 0, '', '', ?5, '')");
    insert.bind(1, dataset.id).bind(2, std::string_view(dataset.name)).bind(3, datasetKindName(dataset.kind));
    if (auto done = insert.bind(4, importModeName(mode)).bind(5, now).run(); !done) return done.failure();
    return database.lastRowId();
}

Result<void> completeBatch(Database& database, std::int64_t id, const ImportBatch& batch, std::uint64_t rows) {
    const std::lock_guard lock(database.mutex);
    Statement update(database, "UPDATE batch SET \"rows\" = ?2, rows_read = ?3, rows_rejected = ?4, "
                               "cells_unparsed = ?5, cells_out_of_range = ?6, duplicate_ids = ?7, source_file = ?8, "
                               "source_hash = ?9, recipe = ?10 WHERE id = ?1");
    const std::string recipe = toJson(batch.recipe).dump(-1, ' ', false, Json::error_handler_t::replace);
    update.bind(1, id).bind(2, rows).bind(3, batch.rowsRead).bind(4, batch.rowsRejected);
    update.bind(5, batch.cellsUnparsed).bind(6, batch.cellsOutOfRange).bind(7, batch.duplicateIds);
    update.bind(8, std::string_view(batch.sourceFile)).bind(9, std::string_view(batch.sourceHash));
    return update.bind(10, std::string_view(recipe)).run();
}

Result<void> writeColumnRow(Database& database, std::int64_t dataset, std::int64_t position, PlannedColumn& plan) {
    const std::lock_guard lock(database.mutex);
    ColumnMeta& meta = plan.meta;
    if (plan.fresh && isCoded(meta.info.type) && meta.dictionary == 0) {
        Statement dictionary(database, "INSERT INTO dictionary(codes) VALUES (0)");
        if (auto done = dictionary.run(); !done) return done;
        meta.dictionary = database.lastRowId();
    }
    Statement write(database, plan.fresh
                                  ? "INSERT INTO \"column\"(name, label, role, type, dataset, position, dictionary) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                                  : "UPDATE \"column\" SET name = ?1, label = ?2, role = ?3, type = ?4 WHERE id = ?5");
    write.bind(1, std::string_view(meta.info.name)).bind(2, std::string_view(meta.info.label));
    const std::string role = meta.info.role.text();
    write.bind(3, std::string_view(role)).bind(4, valueTypeName(meta.info.type));
    if (!plan.fresh) return write.bind(5, meta.id).run();
    write.bind(5, dataset).bind(6, position);
    if (meta.dictionary)
        write.bind(7, meta.dictionary);
    else
        write.bindNull(7);
    if (auto done = write.run(); !done) return done;
    meta.id = database.lastRowId();
    return {};
}

Result<void> writeBatchColumns(Database& database, std::int64_t batch, const std::vector<PlannedColumn>& columns) {
    const std::lock_guard lock(database.mutex);
    Statement insert(database, "INSERT INTO batch_column(batch, \"column\") VALUES (?1, ?2)");
    for (const PlannedColumn& plan : columns)
        if (auto done = insert.bind(1, batch).bind(2, plan.meta.id).run(); !done) return done;
    return {};
}

Result<void> writeProblems(Database& database, std::int64_t batch, const std::vector<ImportProblem>& problems) {
    const std::lock_guard lock(database.mutex);
    Statement insert(database, "INSERT INTO problem(batch, \"row\", \"column\", text, code, rejected) "
                               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    for (const ImportProblem& problem : problems) {
        insert.bind(1, batch).bind(2, problem.row).bind(3, std::string_view(problem.column));
        insert.bind(4, std::string_view(problem.text)).bind(5, std::string_view(problem.code));
        insert.bind(6, problem.rejectedRow ? 1 : 0);
        if (auto done = insert.run(); !done) return done;
    }
    return {};
}

std::map<std::int64_t, std::uint32_t> sharedDictionaryCodes(Database& database) {
    std::map<std::int64_t, std::uint32_t> shared;
    const std::lock_guard lock(database.mutex);
    Statement codes(database, "SELECT id, codes FROM dictionary WHERE id <= 2");
    while (codes.step().value_or(false))
        shared[codes.integer(0)] = static_cast<std::uint32_t>(codes.integer(1));
    return shared;
}

// New columns stand behind those there are; a retyped one too.
Result<std::int64_t> freePosition(Database& database, std::int64_t dataset) {
    const std::lock_guard lock(database.mutex);
    Statement last(database, "SELECT coalesce(max(position), -1) FROM \"column\" WHERE dataset = ?1");
    last.bind(1, dataset);
    const auto counted = last.step();
    if (!counted) return counted.failure();
    return last.integer(0) + 1;
}

Result<DatasetMeta> datasetNow(Database& database, const std::string& name) {
    auto catalog = readCatalog(database);
    if (!catalog) return catalog.failure();
    const DatasetMeta* found = findDataset(*catalog, name);
    if (!found) return fail("project.no_such", {"dataset", name});
    return *found;
}

namespace {

// The column whose values tell the rows apart in an upsert.
Result<std::size_t> keyColumn(const ImportBatch& batch, const std::vector<PlannedColumn>& columns) {
    std::vector<RoleKind> roles{RoleKind::Id};
    if (batch.kind == DatasetKind::Customers) roles.push_back(RoleKind::Customer);
    for (const RoleKind role : roles)
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].meta.info.role.kind == role) return i;
    return fail("project.no_key", {batch.dataset});
}

} // namespace

Result<ImportReport> Store::append(const ImportBatch& batch, ImportMode mode, const JobContext& context) {
    State& state = *m_state;
    const std::lock_guard lock(state.writing);
    if (!state.writable) return fail("project.read_only", {state.path});
    Database& database = *state.database;
    ImportReport report;
    report.dataset = batch.dataset;
    report.rowsRead = batch.rowsRead;
    report.rowsRejected = batch.rowsRejected;
    report.cellsUnparsed = batch.cellsUnparsed;
    report.cellsOutOfRange = batch.cellsOutOfRange;
    report.duplicateIds = batch.duplicateIds;

    auto catalog = readCatalog(database);
    if (!catalog) return catalog.failure();
    DatasetMeta dataset;
    dataset.name = batch.dataset;
    dataset.kind = batch.kind;
    if (const DatasetMeta* known = findDataset(*catalog, batch.dataset)) dataset = *known;
    const bool existed = dataset.id != 0;
    const bool live = std::any_of(dataset.batches.begin(), dataset.batches.end(),
                                  [](const BatchMeta& b) { return b.state == BatchState::Live; });
    if (live && dataset.kind != batch.kind)
        return fail("project.kind_differs", {batch.dataset, std::string(datasetKindName(dataset.kind)),
                                             std::string(datasetKindName(batch.kind))});
    if (live) {
        if (const auto duplicate = findDuplicate(dataset, batch, mode)) {
            report.duplicateOf = duplicate;
            return report;
        }
    }
    auto before = visibleRows(database, dataset);
    if (!before) return before.failure();

    Transaction transaction(database);
    if (auto begun = state.begin(transaction); !begun) return begun.failure();
    std::vector<std::string> digests = catalogParts();
    if (existed && !live) {
        for (const BatchMeta& undone : dataset.batches) {
            if (auto purged = state.purgeBatch(undone.id); !purged) return purged.failure();
            digests.push_back("problem:" + std::to_string(undone.id));
        }
        if (auto fresh = startAfresh(database, dataset, batch.kind); !fresh) return fresh.failure();
        dataset.kind = batch.kind;
        dataset.columns.clear();
        dataset.batches.clear();
    }
    if (!existed) {
        auto id = insertDataset(database, batch.dataset, batch.kind);
        if (!id) return id.failure();
        dataset.id = *id;
    }

    std::vector<ColumnMeta> retyped;
    auto columns = planColumns(batch, dataset, retyped, [&](const ColumnMeta& column) -> Result<bool> {
        DatasetView view;
        view.meta = dataset;
        for (const BatchMeta& older : dataset.batches)
            view.batches.push_back({older, nullptr, older.rows});
        auto stored = readColumn(database, *state.dictionaries, view, column);
        if (!stored) return stored.failure();
        for (std::size_t row = 0; row < (*stored)->rows; ++row)
            if ((*stored)->isValid(row)) return false;
        return true;
    });
    if (!columns) return columns.failure();
    for (const ColumnMeta& column : retyped)
        if (auto removed = removeColumn(database, column); !removed) return removed.failure();

    const std::uint64_t rows = batch.columns.empty() ? 0 : batch.columns.front()->rows;
    auto id = insertBatch(database, dataset, mode, state.clock());
    if (!id) return id.failure();
    if (auto written = completeBatch(database, *id, batch, rows); !written) return written.failure();
    report.batch = *id;
    GrownDictionaries grown;
    const auto sharedCodes = sharedDictionaryCodes(database);
    auto free = freePosition(database, dataset.id);
    if (!free) return free.failure();
    std::int64_t position = *free;
    for (PlannedColumn& plan : *columns) {
        if (context.cancelled()) return cancelled();
        if (plan.fresh && existed && live) report.newColumns.push_back(plan.meta.info.name);
        if (auto written = writeColumnRow(database, dataset.id, position, plan); !written) return written.failure();
        if (plan.fresh) ++position;
        if (!isCoded(plan.meta.info.type)) continue;
        if (const auto shared = sharedCodes.find(plan.meta.dictionary); shared != sharedCodes.end())
            plan.meta.dictionaryCodes = shared->second;
        if (auto mapped = mapDictionary(database, *state.dictionaries, plan, grown, context); !mapped)
            return mapped.failure();
    }
    for (const ColumnMeta& column : dataset.columns)
        if (std::none_of(columns->begin(), columns->end(),
                         [&](const PlannedColumn& plan) { return plan.meta.info.name == column.info.name; }))
            report.missingColumns.push_back(column.info.name);
    if (auto written = writeBatchColumns(database, *id, *columns); !written) return written.failure();
    std::vector<ColumnInfo> described;
    for (const PlannedColumn& plan : *columns)
        described.push_back(plan.meta.info);
    if (auto written = putValueLabels(database, batch.dataset, described, !live); !written) return written.failure();
    if (auto written = writeChunks(database, dataset.id, *id, *columns, context); !written) return written.failure();
    report.rowsImported = rows;
    if (mode == ImportMode::Upsert) {
        const auto key = keyColumn(batch, *columns);
        if (!key) return key.failure();
        auto tombstones = findReplaced(database, *state.dictionaries, dataset, *id, (*columns)[*key], grown, context);
        if (!tombstones) return tombstones.failure();
        if (const auto own = tombstones->find(*id); own != tombstones->end()) report.rowsImported -= own->second.size();
        if (auto written = writeTombstones(database, *id, *tombstones); !written) return written.failure();
    }
    if (auto written = writeProblems(database, *id, batch.problems); !written) return written.failure();
    digests.push_back("problem:" + std::to_string(*id));
    auto now = datasetNow(database, batch.dataset);
    if (!now) return now.failure();
    auto after = visibleRows(database, *now);
    if (!after) return after.failure();
    report.rowsHidden = *before + report.rowsImported - *after;
    if (context.cancelled()) return cancelled();
    if (auto committed = state.commit(transaction, digests); !committed) return committed.failure();
    for (const auto& [dictionary, texts] : grown)
        state.dictionaries->put(dictionary, texts);
    return report;
}

} // namespace xo
