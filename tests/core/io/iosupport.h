#pragma once

#include "core/io/importer.h"
#include "core/io/inspect.h"
#include "core/io/source.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <string>
#include <vector>

/// Files made by the tests and what a reader sees in them.
namespace iotest {

using Grid = std::vector<std::vector<std::string>>;

class Files {
public:
    std::string write(const char* name, const std::string& bytes) {
        const QString path = m_dir.filePath(QString::fromUtf8(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
        file.write(bytes.data(), static_cast<qint64>(bytes.size()));
        return path.toStdString();
    }
    std::string path(const char* name) const { return m_dir.filePath(QString::fromUtf8(name)).toStdString(); }
    QString folder() const { return m_dir.path(); }

private:
    QTemporaryDir m_dir;
};

class GridSink : public xo::io::RowSink {
public:
    bool row(const xo::io::Row& row) override {
        auto& cells = grid.emplace_back();
        for (const auto& cell : row.cells)
            cells.emplace_back(cell.text);
        lines.push_back(row.line);
        return true;
    }
    Grid grid;
    std::vector<std::uint64_t> lines;
};

inline GridSink read(const std::string& path, const xo::io::ReadOptions& options = {}) {
    GridSink sink;
    const auto done = xo::io::readRows(path, options, sink, xo::JobContext());
    if (!done) sink.grid = {{"error", done.error().code}};
    return sink;
}

inline std::string show(const Grid& grid) {
    std::string out;
    for (const auto& row : grid) {
        for (const auto& cell : row)
            out += "<" + cell + ">";
        out += "\n";
    }
    return out;
}

inline xo::io::ImportRequest request(const std::string& path, xo::DatasetKind kind = xo::DatasetKind::Answers) {
    xo::io::ImportRequest out;
    out.path = path;
    out.kind = kind;
    out.zone = *xo::TimeZone::named("Asia/Shanghai");
    return out;
}

inline const xo::Column* column(const xo::ImportBatch& batch, std::string_view name) {
    for (const auto& each : batch.columns)
        if (each->info.name == name) return each.get();
    return nullptr;
}

inline const xo::io::ColumnGuess* guess(const xo::io::Inspection& inspection, std::string_view name) {
    for (const auto& each : inspection.columns)
        if (each.name == name) return &each;
    return nullptr;
}

} // namespace iotest
