#include "core/project/safeopen.h"

#include "core/project/documentlock.h"
#include "core/project/platformfile.h"
#include "core/project/schema.h"
#include "core/project/sqliteapi.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <tuple>

namespace xo {

namespace {

using Header = std::array<unsigned char, 100>;

std::uint32_t bigEndian32(const unsigned char* bytes) {
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | static_cast<std::uint32_t>(bytes[3]);
}

Unexpected notProject(const std::string& path, std::string why) {
    return fail("project.not_a_project", {path, std::move(why)});
}

// What tells our file from another one; what an interrupted write can't have changed.
Result<int> checkIdentity(const std::string& path, const Header& header) {
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0) return notProject(path, "magic");
    if (bigEndian32(&header[68]) != static_cast<std::uint32_t>(kApplicationId))
        return notProject(path, "application_id");
    const std::uint32_t version = bigEndian32(&header[60]);
    if (version > static_cast<std::uint32_t>(kSchemaVersion))
        return fail("project.newer_version", {path, std::to_string(version), std::to_string(kSchemaVersion)});
    if (version == 0) return notProject(path, "user_version");
    return static_cast<int>(version);
}

Result<void> checkShape(const std::string& path, const Header& header, std::uint64_t size) {
    const auto damaged = [&](const char* what) { return fail("project.damaged", {path, what}); };
    if ((header[16] << 8 | header[17]) != kPageSize) return damaged("page size");
    if (header[18] != 1 || header[19] != 1) return damaged("journal mode");
    if (header[20] != 0) return damaged("reserved bytes");
    if (bigEndian32(&header[52]) != 0) return damaged("auto vacuum");
    if (bigEndian32(&header[56]) != 1) return damaged("text encoding");
    if (size % static_cast<std::uint64_t>(kPageSize) != 0) return damaged("length");
    if (bigEndian32(&header[24]) == bigEndian32(&header[92]) &&
        static_cast<std::uint64_t>(bigEndian32(&header[28])) * static_cast<std::uint64_t>(kPageSize) != size)
        return damaged("length");
    return {};
}

Result<Header> readHeader(const Database& database) {
    Header header{};
    if (!database.readRaw(0, header.data(), static_cast<int>(header.size())))
        return notProject(database.path(), "length");
    return header;
}

bool isOneOf(const char* name, std::initializer_list<const char*> names) {
    return name &&
           std::any_of(names.begin(), names.end(), [&](const char* n) { return sqlite3_stricmp(n, name) == 0; });
}

int authorize(void* rightsPointer, int action, const char* first, const char* second, const char*, const char*) {
    const auto rights = static_cast<Rights>(reinterpret_cast<std::intptr_t>(rightsPointer));
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
        return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return rights == Rights::Project ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
        return rights == Rights::Check && isOneOf(first, {"quick_check", "foreign_key_check"}) ? SQLITE_OK
                                                                                               : SQLITE_DENY;
    case SQLITE_RECURSIVE:
        return rights == Rights::Query ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
        if (rights == Rights::Query)
            return isOneOf(second, {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}) ? SQLITE_DENY
                                                                                                          : SQLITE_OK;
        return isOneOf(second, {"count", "max", "min", "sum", "coalesce", "length"}) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

// A rollback journal that names a super-journal ends with this mark; rolling such a one back would delete the file it
// names.
bool namesSuperJournal(const std::string& journal) {
    static constexpr unsigned char kMark[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
    const auto tail = readTail(journal, sizeof kMark);
    return tail.size() == sizeof kMark && std::memcmp(tail.data(), kMark, sizeof kMark) == 0;
}

bool exists(const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(std::filesystem::symlink_status(toPath(path), error));
}

Result<void> checkSidecars(const std::string& path, bool& interrupted) {
    if (exists(path + "-wal") || exists(path + "-shm")) return fail("project.sidecar", {path});
    interrupted = exists(path + "-journal");
    return {};
}

// The journal is that of a write of ours that was killed: its lock file is still there and its process is gone. While
// the writer lives, the journal is its business: SQLite's own locks keep readers right.
Result<void> rollBackInterrupted(const std::string& path, bool writable) {
    if (!DocumentLock::fileExists(path) || namesSuperJournal(path + "-journal")) return fail("project.sidecar", {path});
    auto lock = DocumentLock::take(path);
    if (!lock) {
        if (!writable && lock.error().code == "project.locked") return {};
        return lock.failure();
    }
    auto database = Database::open(path, Database::Open::ReadWrite);
    if (!database) return database.failure();
    const auto header = readHeader(**database);
    if (!header) return header.failure();
    if (auto identity = checkIdentity(path, *header); !identity) return identity.failure();
    if (auto hardened = harden(**database, true); !hardened) return hardened;
    if (auto read = readSchema(**database); !read) return read.failure();
    database->reset();
    // SQLite leaves a journal that was begun and not yet in force: the file itself was not touched then
    std::error_code error;
    std::filesystem::remove(toPath(path + "-journal"), error);
    if (error) return fail("project.sidecar", {path});
    return {};
}

Result<void> checkSchema(const Database& database, int version) {
    static const auto byName = [](const SchemaEntry& a, const SchemaEntry& b) {
        return std::tie(a.type, a.name) < std::tie(b.type, b.name);
    };
    auto expected = expectedSchema(version);
    if (!expected) return expected.failure();
    auto actual = readSchema(database);
    if (!actual) return actual.failure();
    std::sort(expected->begin(), expected->end(), byName);
    std::sort(actual->begin(), actual->end(), byName);
    for (std::size_t i = 0; i < std::max(expected->size(), actual->size()); ++i) {
        if (i >= actual->size() || i >= expected->size() || !((*actual)[i] == (*expected)[i])) {
            const std::string name = i < actual->size() ? (*actual)[i].name : (*expected)[i].name;
            return fail("project.schema", {database.path(), name.substr(0, 60)});
        }
    }
    return {};
}

Result<std::shared_ptr<Database>> openChecked(const std::string& path, bool writable) {
    auto database = Database::open(path, writable ? Database::Open::ReadWrite : Database::Open::ReadOnly);
    if (!database) return database;
    const auto header = readHeader(**database);
    if (!header) return header.failure();
    const auto version = checkIdentity(path, *header);
    if (!version) return version.failure();
    if (auto shape = checkShape(path, *header, (*database)->fileSize()); !shape) return shape.failure();
    if (writable && sqlite3_db_readonly((*database)->handle(), "main") == 1) return fail("project.read_only", {path});
    if (auto hardened = harden(**database, writable); !hardened) return hardened.failure();
    setRights(**database, Rights::Project);
    if (auto schema = checkSchema(**database, *version); !schema) return schema.failure();
    return database;
}

} // namespace

Result<void> upgrade(Database& database) {
    const std::lock_guard lock(database.mutex);
    const auto version = versionOf(database);
    if (!version) return version.failure();
    if (*version == kSchemaVersion) return {};
    sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
    auto migrated = migrate(database, *version, kSchemaVersion, migrations());
    setRights(database, Rights::Project);
    return migrated;
}

void setRights(Database& database, Rights rights) {
    sqlite3_set_authorizer(database.handle(), authorize,
                           reinterpret_cast<void*>(static_cast<std::intptr_t>(static_cast<int>(rights))));
}

Result<void> harden(Database& database, bool writable) {
    sqlite3* db = database.handle();
    const std::pair<int, int> switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (const auto& [option, value] : switches)
        sqlite3_db_config(db, option, value, nullptr);
    const std::pair<int, int> limits[] = {
        {SQLITE_LIMIT_LENGTH, 16 << 20},
        {SQLITE_LIMIT_SQL_LENGTH, 1'000'000},
        {SQLITE_LIMIT_COLUMN, 500},
        {SQLITE_LIMIT_EXPR_DEPTH, 50},
        {SQLITE_LIMIT_COMPOUND_SELECT, 20},
        {SQLITE_LIMIT_VDBE_OP, 100'000},
        {SQLITE_LIMIT_FUNCTION_ARG, 16},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (const auto& [limit, value] : limits)
        sqlite3_limit(db, limit, value);
    return database.exec(writable ? "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA cache_size=-16000; "
                                    "PRAGMA temp_store=MEMORY; PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL"
                                  : "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON; PRAGMA cache_size=-16000; "
                                    "PRAGMA temp_store=MEMORY");
}

Result<std::shared_ptr<Database>> openSafely(const std::string& path, bool writable) {
    std::error_code error;
    const auto status = std::filesystem::status(toPath(path), error);
    if (!std::filesystem::exists(status)) return fail("project.not_found", {path});
    if (!std::filesystem::is_regular_file(status)) return notProject(path, "file type");
    bool interrupted = false;
    if (auto sidecars = checkSidecars(path, interrupted); !sidecars) return sidecars.failure();
    if (interrupted)
        if (auto done = rollBackInterrupted(path, writable); !done) return done.failure();
    auto database = openChecked(path, writable);
    // half of a write in progress looks like damage
    if (!database && !writable && database.error().code == "project.damaged" && DocumentLock::fileExists(path) &&
        DocumentLock::holder(path))
        return fail("project.busy", {path});
    return database;
}

Result<std::shared_ptr<Database>> openPrivately(const std::string& path) {
    if (exists(path + "-journal")) {
        auto database = Database::open(path, Database::Open::ReadWrite);
        if (!database) return database;
        if (auto read = readSchema(**database); !read) return read.failure();
    }
    return openChecked(path, true);
}

std::uint32_t changeCounter(const Database& database) {
    unsigned char bytes[4] = {};
    return database.readRaw(24, bytes, 4) ? bigEndian32(bytes) : 0;
}

} // namespace xo
