#include "core/base/path.h"
#include "core/base/text.h"
#include "core/io/database/backend.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <sqlite3.h>

namespace xo::io {

namespace {

using Handle = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

int authorize(void*, int action, const char*, const char* second, const char*, const char*) {
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        for (const char* name : {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"})
            if (second && sqlite3_stricmp(second, name) == 0) return SQLITE_DENY;
        return SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

// As the file lies there: nothing is replayed or written, no other program's locks are waited for.
std::string uriOf(const std::string& path) {
    std::string out = "file:";
    const auto absolute = std::filesystem::absolute(pathFromUtf8(path));
    std::string text = pathToUtf8(absolute);
    for (char& c : text)
        if (c == '\\') c = '/';
    if (!text.starts_with('/')) out += "///"; // C:/…
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '?' || c == '#' || c == '%' || byte < 0x21) {
            out += '%';
            out += "0123456789ABCDEF"[byte >> 4];
            out += "0123456789ABCDEF"[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "?mode=ro&immutable=1";
}

bool isFilled(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(pathFromUtf8(path), error);
    return !error && size > 0;
}

Result<Handle> openFile(const std::string& path, const JobContext& job) {
    std::error_code error;
    const auto status = std::filesystem::status(pathFromUtf8(path), error);
    if (!std::filesystem::exists(status)) return fail("io.cannot_open", {path, "no such file / 没有这个文件"});
    if (!std::filesystem::is_regular_file(status))
        return fail("io.not_a_table", {"not a regular file / 不是普通文件"}, path);
    {
        std::ifstream file(pathFromUtf8(path), std::ios::binary);
        char magic[16] = {};
        if (!file.read(magic, 16) || std::string_view(magic, 16) != std::string_view("SQLite format 3\0", 16))
            return fail("io.not_a_table", {"not a SQLite database / 不是 SQLite 数据库"}, path);
    }
    // what another program has not yet written into the file would be missing
    if (isFilled(path + "-wal") || isFilled(path + "-journal")) return fail("io.database_in_use", {path});
    sqlite3* raw = nullptr;
    const int rc = sqlite3_open_v2(uriOf(path).c_str(), &raw,
                                   SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_PRIVATECACHE, nullptr);
    Handle handle(raw, sqlite3_close);
    if (rc != SQLITE_OK) return fail("io.cannot_open", {path, raw ? sqlite3_errmsg(raw) : sqlite3_errstr(rc)});
    const std::pair<int, int> switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (const auto& [option, value] : switches)
        sqlite3_db_config(raw, option, value, nullptr);
    const std::pair<int, int> limits[] = {
        {SQLITE_LIMIT_LENGTH, 64 << 20},
        {SQLITE_LIMIT_SQL_LENGTH, 1'000'000},
        {SQLITE_LIMIT_COLUMN, 4096},
        {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
        {SQLITE_LIMIT_COMPOUND_SELECT, 100},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    };
    for (const auto& [limit, value] : limits)
        sqlite3_limit(raw, limit, value);
    sqlite3_exec(raw, "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON",
                 nullptr, nullptr, nullptr);
    sqlite3_set_authorizer(raw, authorize, nullptr);
    sqlite3_progress_handler(
        raw, 10'000, [](void* context) { return static_cast<const JobContext*>(context)->cancelled() ? 1 : 0; },
        const_cast<JobContext*>(&job));
    return handle;
}

Unexpected failed(sqlite3* db, const JobContext& job) {
    if (job.cancelled()) return cancelled();
    const int code = sqlite3_errcode(db) & 0xFF;
    if (const char* path = sqlite3_db_filename(db, "main"); path && (code == SQLITE_NOTADB || code == SQLITE_CORRUPT))
        return fail("io.not_a_table", {"a damaged SQLite database / 损坏的 SQLite 数据库"}, path);
    return fail("io.database_query", {sqlite3_errmsg(db)});
}

Result<std::vector<DatabaseTable>> tablesIn(sqlite3* db, const JobContext& job) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(
        db,
        "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite^_%' "
        "ESCAPE '^' AND coalesce(sql, '') NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
        -1, &raw, nullptr);
    const Statement statement(raw, sqlite3_finalize);
    std::vector<DatabaseTable> tables;
    int rc = SQLITE_ROW;
    while (raw && (rc = sqlite3_step(raw)) == SQLITE_ROW && tables.size() < 10'000) {
        const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
        const auto* type = reinterpret_cast<const char*>(sqlite3_column_text(raw, 1));
        tables.push_back({name ? name : "", type && std::string_view(type) == "view"});
    }
    if (!raw || (rc != SQLITE_ROW && rc != SQLITE_DONE)) return failed(db, job);
    return tables;
}

std::string quoted(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

// SQLite tells types by value: a column whose sampled values are all bytes is none of ours.
bool isBlobColumn(sqlite3_stmt* statement, int column) {
    const char* declared = sqlite3_column_decltype(statement, column);
    return declared && lowerAscii(declared).find("blob") != std::string::npos;
}

Result<void> query(const DatabaseRequest& request, QuerySink& sink, const JobContext& job) {
    auto opened = openFile(request.address.database, job);
    if (!opened) return opened.failure();
    sqlite3* const db = opened->get();
    std::string sql;
    if (request.select.empty()) {
        auto tables = tablesIn(db, job);
        if (!tables) return tables.failure();
        if (auto known = checkTable(*tables, request.table); !known) return known;
        sql = "SELECT * FROM " + quoted(request.table);
    } else {
        auto checked = checkedSelect(request.select);
        if (!checked) return checked.failure();
        sql = *checked;
    }
    sqlite3_stmt* raw = nullptr;
    const int prepared = sqlite3_prepare_v2(db, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr);
    const Statement statement(raw, sqlite3_finalize);
    if (prepared == SQLITE_AUTH) return fail("io.database_only_select");
    if (prepared != SQLITE_OK) return failed(db, job);
    if (!raw || !sqlite3_stmt_readonly(raw)) return fail("io.database_only_select");
    std::vector<SourceColumn> columns;
    std::vector<std::string> leftOut;
    std::vector<int> taken;
    for (int i = 0; i < sqlite3_column_count(raw); ++i) {
        const char* name = sqlite3_column_name(raw, i);
        if (isBlobColumn(raw, i)) {
            leftOut.emplace_back(name ? name : "");
            continue;
        }
        SourceColumn column;
        column.name = name ? name : "";
        columns.push_back(std::move(column));
        taken.push_back(i);
    }
    sink.columns(std::move(columns), std::move(leftOut));
    std::vector<Cell> cells(taken.size());
    std::vector<std::string> numbers(taken.size());
    for (;;) {
        const int rc = sqlite3_step(raw);
        if (rc == SQLITE_DONE) return {};
        if (rc != SQLITE_ROW) return failed(db, job);
        for (std::size_t i = 0; i < taken.size(); ++i) {
            const int c = taken[i];
            switch (sqlite3_column_type(raw, c)) {
            case SQLITE_INTEGER:
                numbers[i] = std::to_string(sqlite3_column_int64(raw, c));
                cells[i] = {numbers[i], CellKind::Number};
                break;
            case SQLITE_FLOAT:
                numbers[i] = formatNumber(sqlite3_column_double(raw, c));
                cells[i] = {numbers[i], CellKind::Number};
                break;
            case SQLITE_TEXT: {
                const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, c));
                cells[i] = {std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(raw, c))),
                            CellKind::Text};
                break;
            }
            default: // NULL, and bytes in a column of another type
                cells[i] = {};
            }
        }
        auto more = sink.row(cells);
        if (!more) return more.failure();
        if (!*more) return {};
    }
}

} // namespace

Backend sqliteBackend() {
    return {[](const DatabaseAddress& address, const std::string&,
               const JobContext& job) -> Result<std::vector<DatabaseTable>> {
                auto opened = openFile(address.database, job);
                if (!opened) return opened.failure();
                return tablesIn(opened->get(), job);
            },
            query};
}

} // namespace xo::io
