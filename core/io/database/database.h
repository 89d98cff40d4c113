#pragma once

#include "core/base/job.h"
#include "core/io/source.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

enum class DatabaseDriver : std::uint8_t { Sqlite, PostgreSql, MySql, Odbc };

/// Where a database is. Never holds a password.
struct DatabaseAddress {
    DatabaseDriver driver = DatabaseDriver::Sqlite;
    std::string host;     ///< servers; blank = this machine
    int port = 0;         ///< 0 = the driver's own
    std::string database; ///< name; SQLite: the file; ODBC: the connection string, "DSN=sales"
    std::string user;
    std::string options; ///< "key=value;key=value" for the driver, e.g. "sslmode=require"
    bool operator==(const DatabaseAddress&) const = default;

    /// "postgresql://user@host:5432/db?sslmode=require", "mysql://…" ("mariadb://…"), "odbc:DSN=sales",
    /// "sqlite:C:/data/crm.db". Errors: io.database_address{text}; io.database_password_in_address.
    static Result<DatabaseAddress> parse(std::string_view url);
    /// The URL without user and without options that name one: what a recipe and a batch keep.
    std::string text() const;
};

/// A table or a query of a database: what is imported in the place of a file.
struct DatabaseRequest {
    DatabaseAddress address;
    std::string password;       ///< used to connect and kept nowhere
    std::string table;          ///< as listTables names it
    std::string select;         ///< instead of a table: one SELECT (or WITH …)
    std::uint64_t mostRows = 0; ///< 0 = all; for a look at the first rows
    /// "postgresql://host/db · orders": the source of the batch.
    std::string sourceName() const;
    /// A name for the dataset: the table's, else "query".
    std::string stem() const;
};

struct DatabaseTable {
    std::string name; ///< "orders", or "schema.orders" outside the default schema
    bool view = false;
    bool operator==(const DatabaseTable&) const = default;
};

/// Connects, asks for nothing and goes. Errors of all three: io.database_driver{driver} (not installed),
/// io.database_connect{address, what the driver says}, io.database_query{what the driver says},
/// io.database_in_use{path} (a SQLite file whose program has it open), io.cannot_open{path, why}, io.not_a_table,
/// job.cancelled.
Result<void> testConnection(const DatabaseAddress& address, const std::string& password, const JobContext& job);
/// Tables and views, by name; those of the system are left out.
Result<std::vector<DatabaseTable>> listTables(const DatabaseAddress& address, const std::string& password,
                                              const JobContext& job);
/// Runs the query once, forward only and inside a read-only transaction, and keeps the rows in a temporary file, so
/// that the source can be read any number of times, from any thread, and always gives the same rows. The first record
/// holds the column names. Text as it is, numbers in shortest form, NUMERIC digit by digit, dates ISO, times with zone
/// in UTC with "Z", booleans TRUE and FALSE, NULL empty. Columns of bytes are left out; their names come in
/// info().leftOut. Memory is bounded; Cancel is noticed between rows. Also io.database_no_table{table, known},
/// io.database_only_select, io.cannot_write (temporary file).
Result<std::unique_ptr<Source>> openDatabase(const DatabaseRequest& request, const JobContext& job);

} // namespace xo::io
