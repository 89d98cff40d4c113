#include "core/project/columnreader.h"
#include "core/project/schema.h"
#include "core/project/vtab.h"

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

namespace {

using namespace xo;

int number(sqlite3* db, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    int value = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

Result<std::shared_ptr<const SqlTables>> readTables(const std::shared_ptr<Database>& database) {
    const auto settings = readSettings(*database);
    if (!settings) return settings.failure();
    auto zone = TimeZone::named(settings->timezone);
    if (!zone) return zone.failure();
    auto catalog = readCatalog(*database);
    if (!catalog) return catalog.failure();
    auto tables = std::make_shared<SqlTables>();
    tables->zone = *zone;
    const auto dictionaries = std::make_shared<DictionaryStore>(database);
    for (const DatasetMeta& dataset : *catalog) {
        auto view = viewDataset(*database, dataset);
        if (!view) return view.failure();
        if (*view) tables->tables.push_back(makeTable(database, dictionaries, std::move(**view)));
    }
    return std::shared_ptr<const SqlTables>(tables);
}

} // namespace

#ifdef _WIN32
#define XOW_EXPORT extern "C" __declspec(dllexport)
#else
#define XOW_EXPORT extern "C" __attribute__((visibility("default")))
#endif

/// Called by SQLite when the library is loaded. On a project every dataset becomes a temporary table; on any other
/// database nothing happens.
XOW_EXPORT int sqlite3_xow_init(sqlite3* db, char** message, const sqlite3_api_routines* api) {
    SQLITE_EXTENSION_INIT2(api);
    if (number(db, "PRAGMA main.application_id") != xo::kApplicationId) return SQLITE_OK;
    const int version = number(db, "PRAGMA main.user_version");
    if (version < 1 || version > xo::kSchemaVersion) {
        *message =
            sqlite3_mprintf("this project is of version %d, the extension reads up to %d", version, xo::kSchemaVersion);
        return SQLITE_ERROR;
    }
    auto tables = readTables(xo::Database::borrow(db));
    if (!tables) {
        *message = sqlite3_mprintf("cannot read this project: %s", tables.error().code.c_str());
        return SQLITE_ERROR;
    }
    const int rc = xo::showTables(db, std::move(*tables));
    if (rc != SQLITE_OK) *message = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    return rc;
}
