#include "core/project/digest.h"
#include "core/project/schema.h"
#include "core/project/storestate.h"

#include <algorithm>

namespace xo {

Result<void> Store::State::purgeBatch(std::int64_t batch) {
    const std::lock_guard lock(database->mutex);
    for (const char* sql :
         {"DELETE FROM chunk WHERE batch = ?1 AND \"column\" IN (SELECT \"column\" FROM batch_column WHERE batch = ?1)",
          "DELETE FROM batch_column WHERE batch = ?1", "DELETE FROM problem WHERE batch = ?1",
          "DELETE FROM tombstone WHERE batch = ?1 OR target = ?1",
          "UPDATE batch SET state = 'purged', recipe = '{}' WHERE id = ?1"}) {
        Statement statement(*database, sql);
        if (auto done = statement.bind(1, batch).run(); !done) return done;
    }
    return {};
}

namespace {

Result<void> setState(Database& database, std::int64_t batch, BatchState state) {
    const std::lock_guard lock(database.mutex);
    Statement find(database, "SELECT count(*) FROM batch WHERE id = ?1 AND state <> 'purged'");
    const auto found = find.bind(1, batch).step();
    if (!found) return found.failure();
    if (find.integer(0) == 0) return fail("project.no_batch", {std::to_string(batch)});
    find.reset();
    Statement update(database, "UPDATE batch SET state = ?2 WHERE id = ?1");
    return update.bind(1, batch).bind(2, batchStateName(state)).run();
}

// A recipe that can't be read any more is no reason to lose sight of the batch.
Recipe readRecipe(const std::string& text) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return {};
    return recipeFromJson(json).value_or(Recipe());
}

bool roleSuits(const Role& role, const ColumnMeta& column) {
    const ValueType type = column.info.type;
    if (role.isScore() || type == ValueType::Score)
        return role.isScore() && type == ValueType::Score && role.scaleLow == column.info.role.scaleLow &&
               role.scaleHigh == column.info.role.scaleHigh;
    switch (role.kind) {
    case RoleKind::Customer:
        return column.dictionary == kCustomerDictionary;
    case RoleKind::Link:
        return column.dictionary == kLinkDictionary;
    case RoleKind::Time:
        return type == ValueType::Date || type == ValueType::DateTime;
    case RoleKind::Metric:
    case RoleKind::Amount:
    case RoleKind::Weight:
        return type == ValueType::Integer || type == ValueType::Number;
    case RoleKind::Text:
        return type == ValueType::Text || isCoded(type);
    case RoleKind::Stage:
        return type == ValueType::Category;
    default:
        return true;
    }
}

} // namespace

Result<void> Store::undoBatch(std::int64_t batch) {
    return m_state->edit({"batch"}, [&] { return setState(*m_state->database, batch, BatchState::Undone); });
}

Result<void> Store::redoBatch(std::int64_t batch) {
    return m_state->edit({"batch"}, [&] { return setState(*m_state->database, batch, BatchState::Live); });
}

Result<int> Store::purgeUndone() {
    const std::lock_guard lock(m_state->writing);
    auto catalog = readCatalog(*m_state->database);
    if (!catalog) return catalog.failure();
    std::vector<std::int64_t> undone;
    std::vector<std::string> parts{"batch", "batch_column"};
    for (const DatasetMeta& dataset : *catalog)
        for (const BatchMeta& batch : dataset.batches)
            if (batch.state == BatchState::Undone) {
                undone.push_back(batch.id);
                parts.push_back("problem:" + std::to_string(batch.id));
            }
    if (undone.empty()) return 0;
    auto done = m_state->edit(parts, [&]() -> Result<void> {
        for (const std::int64_t batch : undone)
            if (auto purged = m_state->purgeBatch(batch); !purged) return purged;
        return {};
    });
    if (!done) return done.failure();
    return static_cast<int>(undone.size());
}

Result<std::vector<BatchInfo>> Store::batches() const {
    const std::lock_guard writing(m_state->writing);
    Database& database = *m_state->database;
    const std::lock_guard lock(database.mutex);
    Statement row(database,
                  "SELECT id, dataset_name, kind, mode, state, \"rows\", rows_read, rows_rejected, cells_unparsed, "
                  "cells_out_of_range, duplicate_ids, source_file, source_hash, imported_at, recipe "
                  "FROM batch ORDER BY id");
    std::vector<BatchInfo> batches;
    for (;;) {
        const auto more = row.step();
        if (!more) return more.failure();
        if (!*more) return batches;
        BatchInfo info;
        info.id = row.integer(0);
        info.dataset = row.text(1);
        const auto kind = datasetKindFromName(row.text(2));
        if (!kind) return kind.failure();
        info.kind = *kind;
        const auto mode = importModeFromName(row.text(3));
        if (!mode) return mode.failure();
        info.mode = *mode;
        const std::string state = row.text(4);
        info.state = state == batchStateName(BatchState::Live)     ? BatchState::Live
                     : state == batchStateName(BatchState::Undone) ? BatchState::Undone
                                                                   : BatchState::Purged;
        info.rows = static_cast<std::uint64_t>(row.integer(5));
        info.rowsRead = static_cast<std::uint64_t>(row.integer(6));
        info.rowsRejected = static_cast<std::uint64_t>(row.integer(7));
        info.cellsUnparsed = static_cast<std::uint64_t>(row.integer(8));
        info.cellsOutOfRange = static_cast<std::uint64_t>(row.integer(9));
        info.duplicateIds = static_cast<std::uint64_t>(row.integer(10));
        info.sourceFile = row.text(11);
        info.sourceHash = row.text(12);
        info.importedAt = row.integer(13);
        info.recipe = readRecipe(row.text(14));
        batches.push_back(std::move(info));
    }
}

Result<std::vector<ImportProblem>> Store::problems(std::int64_t batch) const {
    const std::lock_guard writing(m_state->writing);
    Database& database = *m_state->database;
    const std::lock_guard lock(database.mutex);
    Statement find(database, "SELECT count(*) FROM batch WHERE id = ?1");
    const auto found = find.bind(1, batch).step();
    if (!found) return found.failure();
    if (find.integer(0) == 0) return fail("project.no_batch", {std::to_string(batch)});
    find.reset();
    if (auto checked = checkDigests(database, {"problem:" + std::to_string(batch)}); !checked) return checked.failure();
    Statement row(database,
                  "SELECT \"row\", \"column\", text, code, rejected FROM problem WHERE batch = ?1 ORDER BY id");
    row.bind(1, batch);
    std::vector<ImportProblem> problems;
    for (;;) {
        const auto more = row.step();
        if (!more) return more.failure();
        if (!*more) return problems;
        problems.push_back(
            {static_cast<std::uint64_t>(row.integer(0)), row.text(1), row.text(2), row.text(3), row.integer(4) != 0});
    }
}

Result<std::vector<DatasetInfo>> Store::datasets() const {
    const std::lock_guard writing(m_state->writing);
    Database& database = *m_state->database;
    auto catalog = readCatalog(database);
    if (!catalog) return catalog.failure();
    std::vector<DatasetInfo> datasets;
    for (const DatasetMeta& dataset : *catalog) {
        auto view = viewDataset(database, dataset);
        if (!view) return view.failure();
        if (!*view) continue;
        DatasetInfo info{dataset.name, dataset.kind, (*view)->rows, {}};
        for (const ColumnMeta& column : (*view)->meta.columns)
            info.columns.push_back(column.info);
        datasets.push_back(std::move(info));
    }
    return datasets;
}

Result<void> Store::putColumn(const std::string& name, const ColumnInfo& given) {
    return m_state->edit({"column", "definition"}, [&]() -> Result<void> {
        Database& database = *m_state->database;
        const auto catalog = readCatalog(database);
        if (!catalog) return catalog.failure();
        const DatasetMeta* dataset = findDataset(*catalog, name);
        if (!dataset) return fail("project.no_such", {"dataset", name});
        const ColumnMeta* column = nullptr;
        for (const ColumnMeta& candidate : dataset->columns) {
            if (candidate.info.name == given.name)
                column = &candidate;
            else if (given.role.isSingle() && candidate.info.role.kind == given.role.kind)
                return fail("project.role_taken", {name, given.role.text(), candidate.info.name, given.name});
        }
        if (!column) return fail("project.no_such", {"column", given.name});
        if (!roleSuits(given.role, *column))
            return fail("project.role_unfit",
                        {given.name, given.role.text(), std::string(valueTypeName(column->info.type))});
        const std::lock_guard lock(database.mutex);
        Statement update(database, "UPDATE \"column\" SET role = ?2, label = ?3 WHERE id = ?1");
        const std::string role = given.role.text();
        update.bind(1, column->id).bind(2, std::string_view(role)).bind(3, std::string_view(given.label));
        if (auto done = update.run(); !done) return done;
        return putValueLabels(database, name, {given}, false);
    });
}

} // namespace xo
