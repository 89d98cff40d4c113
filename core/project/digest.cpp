#include "core/project/digest.h"

#include "core/project/schema.h"
#include "core/project/sqliteapi.h"

#include <memory>
#include <xxhash.h>

namespace xo {

const std::vector<std::string>& catalogParts() {
    static const std::vector<std::string> parts{"setting", "dataset",      "dictionary", "column",
                                                "batch",   "batch_column", "definition"};
    return parts;
}

const std::vector<std::string>& definitionParts() {
    static const std::vector<std::string> parts{"recipe", "journey", "segment", "view", "tag"};
    return parts;
}

namespace {

std::string query(const std::string& part) {
    if (part.starts_with("problem:")) return "SELECT * FROM problem WHERE batch = " + part.substr(8) + " ORDER BY id";
    return "SELECT * FROM \"" + part + "\" ORDER BY 1, 2";
}

// A file of version 1 has no such table, and nothing that depends on it.
Result<bool> isAbsent(Database& database, const std::string& part) {
    if (part != "definition") return false;
    const auto there = hasDefinitions(database);
    if (!there) return there.failure();
    return !*there;
}

Result<std::int64_t> digest(Database& database, const std::string& part) {
    struct Freer {
        void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
    };
    const std::unique_ptr<XXH3_state_t, Freer> state(XXH3_createState());
    XXH3_64bits_reset(state.get());
    sqlite3_stmt* raw = nullptr;
    const std::string sql = query(part);
    if (sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return database.lastError();
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
    int rc = SQLITE_ROW;
    while ((rc = sqlite3_step(raw)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(raw); ++i) {
            const std::int64_t type = sqlite3_column_type(raw, i);
            XXH3_64bits_update(state.get(), &type, sizeof type);
            if (type == SQLITE_INTEGER) {
                const std::int64_t value = sqlite3_column_int64(raw, i);
                XXH3_64bits_update(state.get(), &value, sizeof value);
            } else if (type == SQLITE_FLOAT) {
                const double value = sqlite3_column_double(raw, i);
                XXH3_64bits_update(state.get(), &value, sizeof value);
            } else if (type != SQLITE_NULL) {
                const void* bytes = sqlite3_column_blob(raw, i);
                const std::int64_t size = sqlite3_column_bytes(raw, i);
                XXH3_64bits_update(state.get(), &size, sizeof size);
                if (size > 0) XXH3_64bits_update(state.get(), bytes, static_cast<std::size_t>(size));
            }
        }
    }
    if (rc != SQLITE_DONE) return database.lastError();
    return static_cast<std::int64_t>(XXH3_64bits_digest(state.get()));
}

} // namespace

Result<void> updateDigests(Database& database, const std::vector<std::string>& parts) {
    const std::lock_guard lock(database.mutex);
    Statement put(database, "INSERT OR REPLACE INTO digest(name, checksum) VALUES (?1, ?2)");
    for (const std::string& part : parts) {
        const auto absent = isAbsent(database, part);
        if (!absent) return absent.failure();
        if (*absent) continue;
        const auto sum = digest(database, part);
        if (!sum) return sum.failure();
        put.bind(1, std::string_view(part)).bind(2, *sum);
        if (auto done = put.run(); !done) return done;
    }
    return {};
}

Result<void> checkDigests(Database& database, const std::vector<std::string>& parts) {
    const std::lock_guard lock(database.mutex);
    Statement get(database, "SELECT checksum FROM digest WHERE name = ?1");
    for (const std::string& part : parts) {
        const auto absent = isAbsent(database, part);
        if (!absent) return absent.failure();
        if (*absent) continue;
        const auto sum = digest(database, part);
        if (!sum) return sum.failure();
        get.reset();
        get.bind(1, std::string_view(part));
        const auto found = get.step();
        if (!found) return found.failure();
        if (!*found || get.integer(0) != *sum) return fail("project.damaged", {database.path(), "table " + part});
    }
    return {};
}

} // namespace xo
