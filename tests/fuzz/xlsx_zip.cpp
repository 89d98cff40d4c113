// Any bytes as a workbook: opening and reading every sheet never crashes, and a thread that unpacks ahead changes
// nothing.
#include "core/io/xlsx/package.h"
#include "core/io/xlsx/xlsxsource.h"

#include <QBuffer>

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

struct Seen : xo::io::RowSink {
    std::uint64_t rows = 0, bytes = 0;
    bool row(const xo::io::Row& row) override {
        for (const auto& cell : row.cells)
            bytes += cell.text.size();
        return ++rows < 5'000;
    }
};

// "rows/bytes", or the code of the error.
std::string outcome(const unsigned char* data, std::size_t size, const std::string& sheet, unsigned threads,
                    std::size_t& sheets) {
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(reinterpret_cast<const char*>(data), static_cast<int>(size));
    buffer->open(QIODevice::ReadOnly);
    xo::io::ReadOptions options;
    options.sheet = sheet;
    xo::JobContext job;
    job.threads = threads;
    auto source = xo::io::XlsxSource::open(std::move(buffer), "book.xlsx", options, job);
    if (!source) return source.error().code;
    sheets = (*source)->info().sheets.size();
    Seen seen;
    if (auto read = (*source)->read(seen, job); !read) return read.error().code;
    return std::to_string(seen.rows) + "/" + std::to_string(seen.bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::size_t sheets = 0, again = 0;
    const std::string one = outcome(data, size, {}, 1, sheets);
    const std::string two = outcome(data, size, {}, 2, again);
    if (one != two || sheets != again) {
        std::fprintf(stderr, "xlsx_zip: %s with one thread, %s with two\n", one.c_str(), two.c_str());
        std::abort();
    }
    for (std::size_t i = 1; i <= sheets && i <= 4; ++i)
        outcome(data, size, std::to_string(i), 1, again);
    return 0;
}
