#include "core/project/schema.h"

#include <algorithm>

namespace xo {

namespace {

const std::vector<std::string_view> kVersion1 = {
    // timezone, fiscal_start_month, language, option:…
    "CREATE TABLE setting(name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE dataset(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL)",
    // codes: number of texts (codes 1 … codes)
    "CREATE TABLE dictionary(id INTEGER PRIMARY KEY, codes INTEGER NOT NULL)",
    "CREATE TABLE dictionary_chunk(dictionary INTEGER NOT NULL REFERENCES dictionary(id), first INTEGER NOT NULL, "
    "part INTEGER NOT NULL, count INTEGER NOT NULL, encoding INTEGER NOT NULL, bytes INTEGER NOT NULL, "
    "checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(dictionary, first, part))",
    "CREATE TABLE \"column\"(id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL REFERENCES dataset(id), "
    "position INTEGER NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, role TEXT NOT NULL, type TEXT NOT NULL, "
    "dictionary INTEGER REFERENCES dictionary(id), UNIQUE(dataset, name))",
    // state: live, undone, purged; mode: append, replace, upsert
    "CREATE TABLE batch(id INTEGER PRIMARY KEY, dataset INTEGER REFERENCES dataset(id), dataset_name TEXT NOT NULL, "
    "kind TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL, \"rows\" INTEGER NOT NULL, "
    "rows_read INTEGER NOT NULL, rows_rejected INTEGER NOT NULL, cells_unparsed INTEGER NOT NULL, "
    "cells_out_of_range INTEGER NOT NULL, duplicate_ids INTEGER NOT NULL, source_file TEXT NOT NULL, "
    "source_hash TEXT NOT NULL, imported_at INTEGER NOT NULL, recipe TEXT NOT NULL)",
    "CREATE TABLE batch_column(batch INTEGER NOT NULL REFERENCES batch(id), "
    "\"column\" INTEGER NOT NULL REFERENCES \"column\"(id), PRIMARY KEY(batch, \"column\")) WITHOUT ROWID",
    // A chunk is its parts put together; checksum is xxh3-64 of the part's data, bytes the length before packing
    "CREATE TABLE chunk(id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL REFERENCES dataset(id), "
    "batch INTEGER NOT NULL REFERENCES batch(id), \"column\" INTEGER NOT NULL REFERENCES \"column\"(id), "
    "number INTEGER NOT NULL, part INTEGER NOT NULL, \"rows\" INTEGER NOT NULL, encoding INTEGER NOT NULL, "
    "bytes INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(\"column\", batch, number, part))",
    // rows of `target` that `batch` hides (upsert): ascending row numbers
    "CREATE TABLE tombstone(batch INTEGER NOT NULL REFERENCES batch(id), target INTEGER NOT NULL REFERENCES batch(id), "
    "number INTEGER NOT NULL, \"rows\" INTEGER NOT NULL, encoding INTEGER NOT NULL, bytes INTEGER NOT NULL, "
    "checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(batch, target, number))",
    "CREATE TABLE problem(id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch(id), "
    "\"row\" INTEGER NOT NULL, \"column\" TEXT NOT NULL, text TEXT NOT NULL, code TEXT NOT NULL, "
    "rejected INTEGER NOT NULL)",
    "CREATE INDEX problem_batch ON problem(batch)",
    // definitions as JSON, in order of first saving
    "CREATE TABLE recipe(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL)",
    "CREATE TABLE journey(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL)",
    "CREATE TABLE segment(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL)",
    "CREATE TABLE view(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL)",
    "CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL, customer TEXT NOT NULL, source TEXT NOT NULL, "
    "probability REAL NOT NULL, model TEXT NOT NULL, day TEXT NOT NULL)",
    "CREATE INDEX tag_name ON tag(name)",
    // xxh3-64 over the rows of each small table
    "CREATE TABLE digest(name TEXT PRIMARY KEY NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO dictionary(id, codes) VALUES (1, 0), (2, 0)",
};

// Definitions of every further kind, as JSON: value_labels, identity …
const std::vector<std::string_view> kToVersion2 = {
    "CREATE TABLE definition(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, "
    "UNIQUE(kind, name))",
};

// Rows in the order of customers, derived and kept: part 0 = what it was derived from, 1 = rows of each customer,
// 2 = row numbers, 3 = times, 4 = stages; checksum as that of a chunk
const std::vector<std::string_view> kToVersion3 = {
    "CREATE TABLE arrangement(dataset INTEGER NOT NULL REFERENCES dataset(id), part INTEGER NOT NULL, "
    "number INTEGER NOT NULL, \"rows\" INTEGER NOT NULL, encoding INTEGER NOT NULL, bytes INTEGER NOT NULL, "
    "checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(dataset, part, number))",
};

} // namespace

const std::vector<std::string_view>& schemaStatements(int version) {
    static const std::vector<std::vector<std::string_view>> versions = [] {
        std::vector<std::vector<std::string_view>> all{kVersion1};
        for (const Migration& step : migrations()) {
            all.push_back(all.back());
            all.back().insert(all.back().end(), step.statements.begin(), step.statements.end());
        }
        return all;
    }();
    return versions[static_cast<std::size_t>(std::clamp(version, 1, kSchemaVersion) - 1)];
}

Result<int> versionOf(const Database& database) {
    Statement find(database, "SELECT count(*) FROM sqlite_schema WHERE name IN ('definition', 'arrangement')");
    const auto found = find.step();
    if (!found) return found.failure();
    return 1 + static_cast<int>(find.integer(0));
}

Result<std::vector<SchemaEntry>> readSchema(const Database& database) {
    Statement statement(database, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid");
    std::vector<SchemaEntry> entries;
    for (;;) {
        const auto more = statement.step();
        if (!more) return more.failure();
        if (!*more) return entries;
        // more objects than any version has: no need to read them all
        if (entries.size() > 200) return entries;
        entries.push_back({statement.text(0), statement.text(1), statement.text(2), statement.text(3)});
    }
}

Result<std::vector<SchemaEntry>> expectedSchema(int version) {
    auto database = Database::open({}, Database::Open::Memory);
    if (!database) return database.failure();
    for (const std::string_view sql : schemaStatements(version)) {
        const auto made = (*database)->exec(std::string(sql).c_str());
        if (!made) return made.failure();
    }
    return readSchema(**database);
}

Result<void> createSchema(Database& database) {
    const std::string pragmas = "PRAGMA page_size=" + std::to_string(kPageSize) +
                                "; PRAGMA auto_vacuum=NONE; PRAGMA encoding='UTF-8'; PRAGMA journal_mode=DELETE; "
                                "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA application_id=" +
                                std::to_string(kApplicationId) +
                                "; PRAGMA user_version=" + std::to_string(kSchemaVersion);
    if (auto set = database.exec(pragmas.c_str()); !set) return set;
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun) return begun;
    for (const std::string_view sql : schemaStatements(kSchemaVersion))
        if (auto made = database.exec(std::string(sql).c_str()); !made) return made;
    return transaction.commit();
}

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> steps{{1, kToVersion2}, {2, kToVersion3}};
    return steps;
}

Result<void> migrate(Database& database, int from, int to, const std::vector<Migration>& steps) {
    for (int version = from; version < to; ++version) {
        const auto step =
            std::find_if(steps.begin(), steps.end(), [&](const Migration& m) { return m.from == version; });
        if (step == steps.end()) return fail("project.no_migration", {std::to_string(version)});
        for (const std::string_view sql : step->statements)
            if (auto done = database.exec(std::string(sql).c_str()); !done) return done;
    }
    return database.exec(("PRAGMA user_version=" + std::to_string(to)).c_str());
}

} // namespace xo
