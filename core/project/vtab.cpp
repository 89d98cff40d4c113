#include "core/project/vtab.h"

#include "core/base/text.h"
#include "core/columnar/options.h"
#include "core/project/sqliteapi.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <set>

namespace xo {

namespace {

struct Shown {
    std::shared_ptr<const SqlTables> tables;
    std::vector<SqlTablePart> parts;
};

struct VirtualTable {
    sqlite3_vtab base{};
    std::shared_ptr<const Table> table;
    TimeZone zone;
    std::size_t first = 0;
    std::vector<std::shared_ptr<const Column>> columns; ///< null until asked for
};

struct Cursor {
    sqlite3_vtab_cursor base{};
    std::size_t row = 0;
};

char* sqliteText(const std::string& text) {
    return sqlite3_mprintf("%s", text.c_str());
}

// argv[3] is the number of the part, as showTables wrote it.
int connect(sqlite3* db, void* aux, int argc, const char* const* argv, sqlite3_vtab** out, char** message) {
    const Shown& shown = *static_cast<const Shown*>(aux);
    const std::size_t index =
        argc == 4 ? static_cast<std::size_t>(std::strtoul(argv[3], nullptr, 10)) : shown.parts.size();
    if (index >= shown.parts.size()) {
        *message = sqliteText("xow: the tables of a project are made when it is opened");
        return SQLITE_ERROR;
    }
    const SqlTablePart& part = shown.parts[index];
    const std::string declaration = "CREATE TABLE x(" + sqlColumns(*shown.tables, part) + ")";
    if (const int rc = sqlite3_declare_vtab(db, declaration.c_str()); rc != SQLITE_OK) {
        *message = sqliteText(sqlite3_errmsg(db));
        return rc;
    }
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    auto table = std::make_unique<VirtualTable>();
    table->table = shown.tables->tables[part.table];
    table->zone = shown.tables->zone;
    table->first = part.first;
    table->columns.resize(part.count);
    *out = &table.release()->base;
    return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
    delete reinterpret_cast<VirtualTable*>(table);
    return SQLITE_OK;
}

int bestIndex(sqlite3_vtab* base, sqlite3_index_info* info) {
    const auto rows = reinterpret_cast<VirtualTable*>(base)->table->rows();
    info->estimatedRows = static_cast<sqlite3_int64>(rows);
    info->estimatedCost = static_cast<double>(rows) + 10;
    return SQLITE_OK;
}

int openCursor(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
    *out = &std::make_unique<Cursor>().release()->base;
    return SQLITE_OK;
}

int closeCursor(sqlite3_vtab_cursor* cursor) {
    delete reinterpret_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
    reinterpret_cast<Cursor*>(cursor)->row = 0;
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
    ++reinterpret_cast<Cursor*>(cursor)->row;
    return SQLITE_OK;
}

int atEnd(sqlite3_vtab_cursor* cursor) {
    return reinterpret_cast<Cursor*>(cursor)->row >= reinterpret_cast<VirtualTable*>(cursor->pVtab)->table->rows();
}

int rowId(sqlite3_vtab_cursor* cursor, sqlite3_int64* out) {
    *out = static_cast<sqlite3_int64>(reinterpret_cast<Cursor*>(cursor)->row) + 1;
    return SQLITE_OK;
}

void resultText(sqlite3_context* context, std::string_view text, bool stable) {
    sqlite3_result_text64(context, text.data() ? text.data() : "", text.size(),
                          stable ? SQLITE_STATIC : SQLITE_TRANSIENT, SQLITE_UTF8);
}

void resultCell(sqlite3_context* context, const Column& column, std::size_t row, const TimeZone& zone) {
    if (!column.isValid(row)) return sqlite3_result_null(context);
    switch (column.info.type) {
    case ValueType::Category:
        return resultText(context, column.dictionary->at(column.codes[row]), true);
    case ValueType::Set:
        return resultText(context, shownOptions(column.dictionary->at(column.codes[row])), false);
    case ValueType::Text:
        return resultText(context, column.texts[row], true);
    case ValueType::Score:
        return sqlite3_result_int(context, column.score(row));
    case ValueType::Integer: {
        const double number = column.numbers[row];
        if (std::fabs(number) < 9007199254740992.0 && number == std::floor(number))
            return sqlite3_result_int64(context, static_cast<sqlite3_int64>(number));
        return sqlite3_result_double(context, number);
    }
    case ValueType::Number:
        return sqlite3_result_double(context, column.numbers[row]);
    case ValueType::Date:
    case ValueType::DateTime:
        return resultText(context, zone.format(column.times[row], column.info.type == ValueType::Date), false);
    }
}

int cell(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int index) {
    auto& table = *reinterpret_cast<VirtualTable*>(cursor->pVtab);
    auto& column = table.columns[static_cast<std::size_t>(index)];
    if (!column) {
        auto loaded = table.table->column(table.first + static_cast<std::size_t>(index));
        if (!loaded) {
            const std::string message = loaded.error().code + " " + joined(loaded.error().args, ", ");
            sqlite3_result_error(context, message.c_str(), static_cast<int>(message.size()));
            return SQLITE_ERROR;
        }
        column = *loaded;
    }
    resultCell(context, *column, reinterpret_cast<Cursor*>(cursor)->row, table.zone);
    return SQLITE_OK;
}

sqlite3_module makeModule() {
    sqlite3_module module{};
    module.iVersion = 1;
    module.xCreate = connect;
    module.xConnect = connect;
    module.xBestIndex = bestIndex;
    module.xDisconnect = disconnect;
    module.xDestroy = disconnect;
    module.xOpen = openCursor;
    module.xClose = closeCursor;
    module.xFilter = filter;
    module.xNext = next;
    module.xEof = atEnd;
    module.xColumn = cell;
    module.xRowid = rowId;
    return module;
}

const char* declaredType(ValueType type) {
    switch (type) {
    case ValueType::Score:
    case ValueType::Integer:
        return "INTEGER";
    case ValueType::Number:
        return "REAL";
    default:
        return "TEXT";
    }
}

std::string unlike(std::string name, std::set<std::string>& taken) {
    std::string wanted = name;
    for (int n = 2; !taken.insert(lowerAscii(wanted)).second; ++n)
        wanted = name + "_" + std::to_string(n);
    return wanted;
}

} // namespace

std::string sqlQuoted(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::vector<SqlTablePart> sqlParts(const SqlTables& tables) {
    std::vector<SqlTablePart> parts;
    std::set<std::string> taken;
    for (std::size_t t = 0; t < tables.tables.size(); ++t) {
        const Table& table = *tables.tables[t];
        const std::string name = unlike(table.name(), taken);
        std::size_t number = 1;
        for (std::size_t first = 0; first == 0 || first < table.columns().size(); first += kSqlColumns, ++number) {
            const std::size_t count = std::min(kSqlColumns, table.columns().size() - first);
            parts.push_back({number == 1 ? name : unlike(name + "#" + std::to_string(number), taken), t, first, count});
        }
    }
    return parts;
}

std::string sqlColumns(const SqlTables& tables, const SqlTablePart& part) {
    std::string out;
    std::set<std::string> taken;
    const auto& columns = tables.tables[part.table]->columns();
    for (std::size_t i = part.first; i < part.first + part.count; ++i) {
        if (!out.empty()) out += ", ";
        out += sqlQuoted(unlike(columns[i].name, taken)) + ' ' + declaredType(columns[i].type);
    }
    // a table needs a column
    return out.empty() ? "\"row\" INTEGER" : out;
}

int showTables(sqlite3* db, std::shared_ptr<const SqlTables> tables) {
    static const sqlite3_module module = makeModule();
    auto shown = std::make_unique<Shown>();
    shown->parts = sqlParts(*tables);
    shown->tables = std::move(tables);
    const auto parts = shown->parts;
    int rc = sqlite3_create_module_v2(db, "xow", &module, shown.release(),
                                      [](void* aux) { delete static_cast<Shown*>(aux); });
    for (std::size_t i = 0; rc == SQLITE_OK && i < parts.size(); ++i) {
        const std::string sql =
            "CREATE VIRTUAL TABLE temp." + sqlQuoted(parts[i].name) + " USING xow(" + std::to_string(i) + ")";
        rc = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    }
    return rc;
}

} // namespace xo
