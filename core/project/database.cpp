#include "core/project/database.h"
#include "core/project/sqliteapi.h"

namespace xo {

Result<std::shared_ptr<Database>> Database::open(const std::string& path, Open how) {
    int flags = SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_PRIVATECACHE;
    switch (how) {
    case Open::ReadOnly:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case Open::ReadWrite:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Open::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    case Open::Memory:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
        break;
    }
    std::shared_ptr<Database> database(new Database);
    database->m_path = path;
    const int rc =
        sqlite3_open_v2(how == Open::Memory ? ":memory:" : path.c_str(), &database->m_handle, flags, nullptr);
    if (rc != SQLITE_OK) {
        const char* why = database->m_handle ? sqlite3_errmsg(database->m_handle) : sqlite3_errstr(rc);
        return fail("project.cannot_open", {path, why});
    }
    sqlite3_extended_result_codes(database->m_handle, 1);
    sqlite3_busy_timeout(database->m_handle, 5000);
    return database;
}

std::shared_ptr<Database> Database::borrow(sqlite3* handle) {
    std::shared_ptr<Database> database(new Database);
    database->m_handle = handle;
    database->m_borrowed = true;
    return database;
}

Database::~Database() {
    if (!m_borrowed) sqlite3_close_v2(m_handle);
}

Result<void> Database::exec(const char* sql) const {
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return lastError();
    return {};
}

Unexpected Database::lastError() const {
    const int rc = sqlite3_extended_errcode(m_handle);
    const std::string message = sqlite3_errmsg(m_handle);
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail("project.busy", {m_path});
    case SQLITE_FULL:
        return fail("project.no_space", {m_path});
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail("project.damaged", {m_path, message});
    case SQLITE_READONLY:
        return fail("project.read_only", {m_path});
    case SQLITE_INTERRUPT:
        return cancelled();
    default:
        return fail("project.sqlite", {message});
    }
}

std::int64_t Database::lastRowId() const {
    return sqlite3_last_insert_rowid(m_handle);
}

namespace {
// Through SQLite's own file handle: closing a second one of this process would drop its POSIX locks.
sqlite3_file* rawFile(sqlite3* handle) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file && file->pMethods ? file : nullptr;
}
} // namespace

bool Database::readRaw(std::uint64_t offset, void* buffer, int size) const {
    sqlite3_file* file = rawFile(m_handle);
    return file && file->pMethods->xRead(file, buffer, size, static_cast<sqlite3_int64>(offset)) == SQLITE_OK;
}

std::uint64_t Database::fileSize() const {
    sqlite3_file* file = rawFile(m_handle);
    sqlite3_int64 size = 0;
    if (!file || file->pMethods->xFileSize(file, &size) != SQLITE_OK) return 0;
    return static_cast<std::uint64_t>(size);
}

Statement::Statement(const Database& database, std::string_view sql) : m_database(database) {
    sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &m_statement, nullptr);
}

Statement::~Statement() {
    sqlite3_finalize(m_statement);
}

Statement& Statement::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(m_statement, index, value);
    return *this;
}

Statement& Statement::bind(int index, double value) {
    sqlite3_bind_double(m_statement, index, value);
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    sqlite3_bind_text64(m_statement, index, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindNull(int index) {
    sqlite3_bind_null(m_statement, index);
    return *this;
}

Statement& Statement::bindBlob(int index, std::string_view bytes) {
    sqlite3_bind_blob64(m_statement, index, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
    return *this;
}

Result<bool> Statement::step() {
    if (!m_statement) return m_database.lastError();
    const int rc = sqlite3_step(m_statement);
    if (rc == SQLITE_ROW) return true;
    if (rc == SQLITE_DONE) return false;
    return m_database.lastError();
}

Result<void> Statement::run() {
    const auto stepped = step();
    if (!stepped) {
        reset();
        return stepped.failure();
    }
    reset();
    return {};
}

void Statement::reset() {
    sqlite3_reset(m_statement);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    const unsigned char* bytes = sqlite3_column_text(m_statement, column);
    if (!bytes) return {};
    return std::string(reinterpret_cast<const char*>(bytes),
                       static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)));
}

std::string_view Statement::blob(int column) const {
    const void* bytes = sqlite3_column_blob(m_statement, column);
    if (!bytes) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Transaction::~Transaction() {
    if (!m_open) return;
    const std::lock_guard lock(m_database.mutex);
    const char* back = m_inner ? "ROLLBACK TO edit; RELEASE edit" : "ROLLBACK";
    sqlite3_exec(m_database.handle(), back, nullptr, nullptr, nullptr);
}

Result<void> Transaction::begin() {
    const std::lock_guard lock(m_database.mutex);
    m_inner = sqlite3_get_autocommit(m_database.handle()) == 0;
    const auto began = m_database.exec(m_inner ? "SAVEPOINT edit" : "BEGIN IMMEDIATE");
    m_open = began.has_value();
    return began;
}

Result<void> Transaction::commit() {
    const std::lock_guard lock(m_database.mutex);
    const auto done = m_database.exec(m_inner ? "RELEASE edit" : "COMMIT");
    if (done) m_open = false;
    return done;
}

} // namespace xo
