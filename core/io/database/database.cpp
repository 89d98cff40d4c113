#include "core/io/database/database.h"

#include "core/io/database/backend.h"

#include <QDir>
#include <QTemporaryFile>

#include <array>
#include <cstring>
#include <xxhash.h>

namespace xo::io {

namespace {

constexpr std::size_t kBlock = 1U << 20;
constexpr std::size_t kMostCell = 64U << 20;

// Rows in a temporary file: per row the number of cells (4 bytes), per cell kind (1), length (4) and text.
class Spool final : public QuerySink {
public:
    Spool(std::uint64_t most, const JobContext& job) : m_most(most), m_job(job), m_hash(XXH3_createState()) {
        XXH3_128bits_reset(m_hash);
        m_file.setFileTemplate(QDir::tempPath() + QStringLiteral("/xow-query-XXXXXX"));
    }
    ~Spool() override { XXH3_freeState(m_hash); }
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    Result<void> begin() {
        if (!m_file.open()) return cannotWrite();
        return {};
    }
    void columns(std::vector<SourceColumn> columns, std::vector<std::string> leftOut) override {
        m_columns = std::move(columns);
        m_leftOut = std::move(leftOut);
    }
    Result<bool> row(std::span<const Cell> cells) override {
        put(static_cast<std::uint32_t>(cells.size()));
        for (const Cell& cell : cells) {
            m_buffer += static_cast<char>(cell.kind);
            put(static_cast<std::uint32_t>(cell.text.size()));
            m_buffer += cell.text;
        }
        if (m_buffer.size() >= kBlock) {
            if (auto written = flush(); !written) return written.failure();
            m_job.report({m_rows, 0, "stage.reading"});
        }
        ++m_rows;
        if (m_job.cancelled()) return cancelled();
        return m_most == 0 || m_rows < m_most;
    }
    Result<void> flush() {
        XXH3_128bits_update(m_hash, m_buffer.data(), m_buffer.size());
        const auto size = static_cast<qint64>(m_buffer.size());
        if (m_file.write(m_buffer.data(), size) != size) return cannotWrite();
        m_bytes += m_buffer.size();
        m_buffer.clear();
        return {};
    }
    Result<void> finish() {
        if (auto written = flush(); !written) return written;
        return m_file.flush() ? Result<void>() : Result<void>(cannotWrite());
    }

    const std::vector<SourceColumn>& header() const { return m_columns; }
    const std::vector<std::string>& leftOut() const { return m_leftOut; }
    std::uint64_t rows() const { return m_rows; }
    std::uint64_t bytes() const { return m_bytes; }
    std::string hash() const {
        XXH128_canonical_t canonical;
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(m_hash));
        std::string out;
        for (const unsigned char byte : canonical.digest) {
            out += "0123456789abcdef"[byte >> 4];
            out += "0123456789abcdef"[byte & 15];
        }
        return out;
    }
    QString path() const { return m_file.fileName(); }

private:
    void put(std::uint32_t value) {
        char bytes[4];
        std::memcpy(bytes, &value, 4);
        m_buffer.append(bytes, 4);
    }
    Unexpected cannotWrite() const {
        return fail("io.cannot_write", {m_file.fileTemplate().toStdString(), m_file.errorString().toStdString()});
    }
    QTemporaryFile m_file;
    std::uint64_t m_most = 0, m_rows = 0, m_bytes = 0;
    const JobContext& m_job;
    XXH3_state_t* m_hash;
    std::string m_buffer;
    std::vector<SourceColumn> m_columns;
    std::vector<std::string> m_leftOut;
};

// Reads the file of a spool block by block.
class SpoolReader {
public:
    explicit SpoolReader(const QString& path) : m_file(path) {}
    bool open() { return m_file.open(QIODevice::ReadOnly); }
    QString why() const { return m_file.errorString(); }
    /// The next bytes as a view that lives until the next call; nullopt when there are fewer.
    bool take(std::size_t size, std::string& into) {
        into.clear();
        while (into.size() < size) {
            if (m_at == m_block.size()) {
                m_block.resize(static_cast<std::size_t>(kBlock));
                const qint64 got = m_file.read(m_block.data(), static_cast<qint64>(kBlock));
                m_block.resize(static_cast<std::size_t>(std::max<qint64>(got, 0)));
                m_at = 0;
                if (got <= 0) return false;
            }
            const std::size_t part = std::min(size - into.size(), m_block.size() - m_at);
            into.append(m_block, m_at, part);
            m_at += part;
        }
        return true;
    }
    bool number(std::uint32_t& out) {
        if (!take(4, m_scratch)) return false;
        std::memcpy(&out, m_scratch.data(), 4);
        return true;
    }

private:
    QFile m_file;
    std::string m_block, m_scratch;
    std::size_t m_at = 0;
};

class DatabaseSource final : public Source {
public:
    DatabaseSource(std::unique_ptr<Spool> spool) : m_spool(std::move(spool)) {
        m_info.format = SourceFormat::Database;
        m_info.columns = m_spool->header();
        m_info.leftOut = m_spool->leftOut();
        m_info.bytes = m_spool->bytes();
        m_info.linesEstimate = m_spool->rows() + 1;
        m_info.hash = m_spool->hash();
    }
    Result<void> read(RowSink& sink, const JobContext& job) override {
        std::vector<Cell> cells;
        for (const SourceColumn& column : m_info.columns)
            cells.push_back({column.name, CellKind::Text});
        if (!sink.row({1, cells})) return {};
        SpoolReader reader(m_spool->path());
        if (!reader.open()) return fail("io.cannot_read", {m_spool->path().toStdString(), reader.why().toStdString()});
        const auto cut = [&] { return fail("io.cannot_read", {m_spool->path().toStdString(), "length"}); };
        std::vector<std::string> texts;
        std::string kind;
        for (std::uint64_t row = 0; row < m_spool->rows(); ++row) {
            if (row % 4096 == 0) {
                if (job.cancelled()) return cancelled();
                job.report(
                    {row * m_info.bytes / std::max<std::uint64_t>(m_spool->rows(), 1), m_info.bytes, "stage.reading"});
            }
            std::uint32_t count = 0;
            if (!reader.number(count) || count != m_info.columns.size()) return cut();
            cells.resize(count);
            texts.resize(count);
            for (std::size_t i = 0; i < count; ++i) {
                std::uint32_t length = 0;
                if (!reader.take(1, kind) || !reader.number(length) || length > kMostCell ||
                    !reader.take(length, texts[i]))
                    return cut();
                cells[i] = {texts[i], static_cast<CellKind>(kind[0])};
            }
            if (!sink.row({row + 2, cells})) return {};
        }
        return {};
    }

private:
    std::unique_ptr<Spool> m_spool;
};

Backend backendOf(DatabaseDriver driver) {
    return driver == DatabaseDriver::Sqlite ? sqliteBackend() : serverBackend();
}

} // namespace

Result<void> testConnection(const DatabaseAddress& address, const std::string& password, const JobContext& job) {
    auto tables = listTables(address, password, job);
    if (!tables) return tables.failure();
    return {};
}

Result<std::vector<DatabaseTable>> listTables(const DatabaseAddress& address, const std::string& password,
                                              const JobContext& job) {
    return backendOf(address.driver).tables(address, password, job);
}

Result<std::unique_ptr<Source>> openDatabase(const DatabaseRequest& request, const JobContext& job) {
    auto spool = std::make_unique<Spool>(request.mostRows, job);
    if (auto begun = spool->begin(); !begun) return begun.failure();
    if (auto done = backendOf(request.address.driver).query(request, *spool, job); !done) return done.failure();
    if (auto done = spool->finish(); !done) return done.failure();
    if (spool->header().empty()) return fail("io.no_columns");
    return std::unique_ptr<Source>(std::make_unique<DatabaseSource>(std::move(spool)));
}

} // namespace xo::io
