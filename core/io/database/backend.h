#pragma once

#include "core/io/database/database.h"

#include <functional>

namespace xo::io {

/// Receives the result of one query.
class QuerySink {
public:
    virtual ~QuerySink() = default;
    virtual void columns(std::vector<SourceColumn> columns, std::vector<std::string> leftOut) = 0;
    /// false = enough.
    virtual Result<bool> row(std::span<const Cell> cells) = 0;
};

/// One kind of database. Every call makes a connection of its own and closes it.
struct Backend {
    std::function<Result<std::vector<DatabaseTable>>(const DatabaseAddress&, const std::string& password,
                                                     const JobContext&)>
        tables;
    std::function<Result<void>(const DatabaseRequest&, QuerySink&, const JobContext&)> query;
};

/// A SQLite file through the C API: the file may come from a stranger, nothing in it is run.
Backend sqliteBackend();
/// PostgreSQL, MySQL or MariaDB, ODBC through Qt Sql.
Backend serverBackend();

/// A statement that may be run: one that begins with SELECT or WITH and holds no ';' but at its end, which is taken
/// off. Error io.database_only_select.
Result<std::string> checkedSelect(std::string_view select);
/// The table of this name; error io.database_no_table{name, known}.
Result<void> checkTable(const std::vector<DatabaseTable>& tables, const std::string& name);

} // namespace xo::io
