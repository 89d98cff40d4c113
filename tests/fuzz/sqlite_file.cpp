// Any bytes as a SQLite file of a stranger's: listing and reading its tables never crashes, and gives the same rows
// twice.
#include "core/io/database/database.h"

#include <QTemporaryFile>

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "sqlite_file: %s\n", what);
    std::abort();
}

struct Seen : xo::io::RowSink {
    std::uint64_t rows = 0;
    std::string bytes;
    bool row(const xo::io::Row& row) override {
        for (const auto& cell : row.cells) {
            bytes += static_cast<char>('0' + static_cast<int>(cell.kind));
            bytes += cell.text;
        }
        return ++rows < 1'000;
    }
};

std::string written(const unsigned char* data, std::size_t size) {
    static QTemporaryFile file;
    if (!file.isOpen() && !file.open()) std::abort();
    file.resize(0);
    file.seek(0);
    file.write(reinterpret_cast<const char*>(data), static_cast<qint64>(size));
    file.flush();
    return file.fileName().toStdString();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size > (1U << 16)) return 0;
    xo::io::DatabaseRequest request;
    request.address.database = written(data, size);
    request.mostRows = 200;
    const auto tables = xo::io::listTables(request.address, {}, xo::JobContext());
    if (!tables) {
        demand(tables.error().code.starts_with("io."), "an error without its code");
        return 0;
    }
    for (std::size_t i = 0; i < tables->size() && i < 4; ++i) {
        request.table = (*tables)[i].name;
        auto source = xo::io::openDatabase(request, xo::JobContext());
        if (!source) continue;
        Seen first, second;
        demand((*source)->read(first, xo::JobContext()).has_value(), "what was opened can't be read");
        demand((*source)->read(second, xo::JobContext()).has_value(), "it can't be read again");
        demand(first.bytes == second.bytes, "it reads otherwise the second time");
        demand(first.rows <= request.mostRows + 1, "more rows than asked for");
    }
    return 0;
}
