#pragma once

#include "core/base/timezone.h"
#include "core/columnar/table.h"

#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace xo {

/// Datasets shown to SQL as plain tables, by a read-only virtual-table module. The connection owns the tables.
struct SqlTables {
    std::vector<std::shared_ptr<const Table>> tables;
    TimeZone zone;
};

/// SQLite takes no more than 2,000 columns in a table: wider datasets are shown in parts.
inline constexpr std::size_t kSqlColumns = 1900;

/// One table SQL sees: columns [first, first + count) of a dataset under a name of its own.
struct SqlTablePart {
    std::string name; ///< "answers", "answers#2"
    std::size_t table = 0, first = 0, count = 0;
};
std::vector<SqlTablePart> sqlParts(const SqlTables& tables);
/// "CREATE TABLE" column list with types, names quoted and made different when only their case differs.
std::string sqlColumns(const SqlTables& tables, const SqlTablePart& part);
/// A name in double quotes.
std::string sqlQuoted(const std::string& name);

/// Registers the module and makes a temporary table per part. SQLite result code; the message is the connection's.
int showTables(sqlite3* db, std::shared_ptr<const SqlTables> tables);

} // namespace xo
