#pragma once

#include "core/project/database.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xo {

/// "XOW1" in the database header: what tells a project from any other SQLite file.
inline constexpr std::int32_t kApplicationId = 0x584F5731;
inline constexpr int kSchemaVersion = 3;
inline constexpr int kPageSize = 8192;
/// Ids of the shared dictionaries.
inline constexpr std::int64_t kCustomerDictionary = 1;
inline constexpr std::int64_t kLinkDictionary = 2;

/// The statements that make an empty project of a version, one by one.
const std::vector<std::string_view>& schemaStatements(int version);

/// What stands in sqlite_schema for each object, "type|name|table|sql", in order. A file whose list differs in a byte
/// is not opened.
struct SchemaEntry {
    std::string type, name, table, sql;
    bool operator==(const SchemaEntry&) const = default;
};
Result<std::vector<SchemaEntry>> readSchema(const Database& database);
Result<std::vector<SchemaEntry>> expectedSchema(int version);

/// Writes the schema and header fields into an empty database.
Result<void> createSchema(Database& database);

/// False in a file of version 1 that nobody has written since: it has no table of definitions.
Result<bool> hasDefinitions(const Database& database);
/// The version whose tables a file has.
Result<int> versionOf(const Database& database);

/// A step from one version to the next.
struct Migration {
    int from = 0; ///< to = from + 1
    std::vector<std::string_view> statements;
};
const std::vector<Migration>& migrations();
/// Brings a database from `from` to `to` by `steps`, inside the caller's transaction. Error project.no_migration{from}.
Result<void> migrate(Database& database, int from, int to, const std::vector<Migration>& steps);

} // namespace xo
