#include "core/base/text.h"
#include "core/project/platformfile.h"
#include "core/project/safeopen.h"
#include "core/project/sqliteapi.h"
#include "core/project/storestate.h"
#include "core/project/vtab.h"

#include <chrono>
#include <filesystem>

namespace xo {

namespace {

Result<std::shared_ptr<const SqlTables>> tablesOf(const Store& store) {
    auto workspace = store.workspace();
    if (!workspace) return workspace.failure();
    auto tables = std::make_shared<SqlTables>();
    tables->tables = (*workspace)->tables;
    tables->zone = (*workspace)->zone;
    return std::shared_ptr<const SqlTables>(tables);
}

// Stops a statement on Cancel or when its time is over.
struct Watch {
    const JobContext* context = nullptr;
    std::chrono::steady_clock::time_point end;
    bool limited = false;
    bool timedOut = false;

    Watch(sqlite3* db, const JobContext& job, int timeoutMs) : context(&job), limited(timeoutMs > 0) {
        end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMs);
        sqlite3_progress_handler(
            db, 5000, [](void* watch) { return static_cast<Watch*>(watch)->stop(); }, this);
    }
    int stop() {
        timedOut = limited && std::chrono::steady_clock::now() > end;
        return timedOut || context->cancelled();
    }
};

std::string hexDigits(std::string_view bytes) {
    static const char* digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

SqlCell cellOf(sqlite3_stmt* statement, int column) {
    const auto bytes = [&](const void* data) {
        return std::string(static_cast<const char*>(data ? data : ""),
                           static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    };
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
        return bytes(sqlite3_column_text(statement, column));
    case SQLITE_BLOB:
        return hexDigits(bytes(sqlite3_column_blob(statement, column)));
    default:
        return std::monostate();
    }
}

} // namespace

Result<std::uint64_t> Store::sql(const std::string& query, const SqlColumns& columns, const SqlRow& row,
                                 const JobContext& context, int timeoutMs) const {
    auto tables = tablesOf(*this);
    if (!tables) return tables.failure();
    // a file we hold the lock of was checked when this store opened it; another may have been put in its place
    auto database =
        m_state->writable ? Database::open(m_state->path, Database::Open::ReadOnly) : openSafely(m_state->path, false);
    if (!database) return database.failure();
    sqlite3_set_authorizer((*database)->handle(), nullptr, nullptr);
    if (auto hardened = harden(**database, false); !hardened) return hardened.failure();
    sqlite3* db = (*database)->handle();
    sqlite3_limit(db, SQLITE_LIMIT_COLUMN, 2000);
    sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 1000);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1'000'000'000);
    if (showTables(db, *tables) != SQLITE_OK) return fail("project.sql", {sqlite3_errmsg(db)});
    setRights(**database, Rights::Query);
    Watch watch(db, context, timeoutMs);
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    const int prepared = sqlite3_prepare_v2(db, query.c_str(), static_cast<int>(query.size()) + 1, &raw, &tail);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
    if (prepared == SQLITE_AUTH) return fail("project.sql_only_select");
    if (prepared != SQLITE_OK) return fail("project.sql", {sqlite3_errmsg(db)});
    const bool more = tail && std::string_view(tail).find_first_not_of(" \t\r\n;") != std::string_view::npos;
    if (!raw || more || !sqlite3_stmt_readonly(raw) || sqlite3_stmt_isexplain(raw))
        return fail("project.sql_only_select");
    const int count = sqlite3_column_count(raw);
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.emplace_back(sqlite3_column_name(raw, i));
    if (columns) columns(names);
    std::uint64_t rows = 0;
    std::vector<SqlCell> cells(static_cast<std::size_t>(count));
    for (;;) {
        const int rc = sqlite3_step(raw);
        if (rc == SQLITE_DONE) return rows;
        if (rc != SQLITE_ROW) {
            if (watch.timedOut) return fail("project.sql_timeout", {formatNumber(timeoutMs / 1000.0)});
            if (context.cancelled()) return cancelled();
            return fail("project.sql", {sqlite3_errmsg(db)});
        }
        for (int i = 0; i < count; ++i)
            cells[static_cast<std::size_t>(i)] = cellOf(raw, i);
        ++rows;
        if (row && !row(cells)) return rows;
    }
}

Result<void> Store::exportPlain(const std::string& path, const JobContext& context) const {
    const std::string target = resolved(path);
    std::error_code error;
    if (std::filesystem::exists(toPath(target), error)) return fail("project.exists", {path});
    auto tables = tablesOf(*this);
    if (!tables) return tables.failure();
    const std::string fresh = target + ".new";
    std::filesystem::remove(toPath(fresh), error);
    const auto write = [&]() -> Result<void> {
        auto database = Database::open(fresh, Database::Open::Create);
        if (!database) return fail("project.cannot_write", {path, database.error().args.at(1)});
        sqlite3* db = (*database)->handle();
        if (auto set = (*database)->exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000");
            !set)
            return set;
        const std::vector<SqlTablePart> parts = sqlParts(**tables);
        if (showTables(db, *tables) != SQLITE_OK) return (*database)->lastError();
        const Watch watch(db, context, 0);
        if (auto begun = (*database)->exec("BEGIN"); !begun) return begun;
        for (const SqlTablePart& part : parts) {
            const std::string name = "main." + sqlQuoted(part.name);
            const std::string sql = "CREATE TABLE " + name + "(" + sqlColumns(**tables, part) + "); INSERT INTO " +
                                    name + " SELECT * FROM temp." + sqlQuoted(part.name);
            // a damaged column must stop the export by its name
            for (std::size_t i = part.first; i < part.first + part.count; ++i)
                if (auto loaded = (*tables)->tables[part.table]->column(i); !loaded) return loaded.failure();
            if (auto done = (*database)->exec(sql.c_str()); !done) return context.cancelled() ? cancelled() : done;
        }
        return (*database)->exec("COMMIT");
    };
    Result<void> written = write();
    if (written) written = syncFile(fresh);
    if (written) written = replaceFile(fresh, target);
    if (!written) std::filesystem::remove(toPath(fresh), error);
    return written;
}

} // namespace xo
