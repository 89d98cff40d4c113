#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace xo {

/// A SQLite connection, closed with this object (unless borrowed). Statements on it are made and stepped while
/// `mutex` is held, so that readers on other threads come in between the steps of a long edit.
class Database {
public:
    enum class Open { ReadOnly, ReadWrite, Create, Memory };
    /// `path` is absolute, UTF-8. Nothing is read yet. Errors: project.cannot_open{path, why}.
    static Result<std::shared_ptr<Database>> open(const std::string& path, Open how);
    /// A connection somebody else closes.
    static std::shared_ptr<Database> borrow(sqlite3* handle);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    sqlite3* handle() const { return m_handle; }
    const std::string& path() const { return m_path; }
    /// Runs statements without results.
    Result<void> exec(const char* sql) const;
    /// The error of the last call on this connection: project.busy, project.no_space, project.damaged, project.sqlite.
    Unexpected lastError() const;
    std::int64_t lastRowId() const;
    /// Reads bytes of the file as they are; false when there are fewer.
    bool readRaw(std::uint64_t offset, void* buffer, int size) const;
    std::uint64_t fileSize() const;

    std::recursive_mutex mutex;

private:
    Database() = default;
    sqlite3* m_handle = nullptr;
    std::string m_path;
    bool m_borrowed = false;
};

/// A prepared statement; bind and read by position (binds from 1, columns from 0).
class Statement {
public:
    Statement(const Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    bool prepared() const { return m_statement != nullptr; }
    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::uint64_t value) { return bind(index, static_cast<std::int64_t>(value)); }
    Statement& bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
    Statement& bind(int index, double value);
    Statement& bind(int index, std::string_view text);
    Statement& bindNull(int index);
    /// The bytes are not copied: they have to live until the next reset.
    Statement& bindBlob(int index, std::string_view bytes);

    /// True with a row, false at the end.
    Result<bool> step();
    /// Steps a statement without rows and makes it ready for the next binds.
    Result<void> run();
    void reset();

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    /// Valid until the next step or reset.
    std::string_view blob(int column) const;
    bool isNull(int column) const;

private:
    const Database& m_database;
    sqlite3_stmt* m_statement = nullptr;
};

/// A transaction that is rolled back unless committed; inside another one a part of it.
class Transaction {
public:
    explicit Transaction(Database& database) : m_database(database) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Result<void> begin();
    Result<void> commit();

private:
    Database& m_database;
    bool m_open = false;
    bool m_inner = false;
};

} // namespace xo
