// Any bytes as an Excel 97–2003 workbook, or as the workbook's stream alone: finding the stream and reading its sheets
// never crashes, and the cells come out in order, each with its text.
#include "app/reader/biff.h"
#include "app/reader/compound.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

using xo::reader::BiffBook;
using xo::reader::BiffGrid;
using xo::reader::Compound;

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "xls_biff: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size > (1U << 18)) return 0;
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with("\xD0\xCF")) {
        const auto file = Compound::open(bytes);
        if (!file) return 0;
        (void)file->has("EncryptedPackage");
        auto stream = file->stream("Workbook");
        if (!stream) stream = file->stream("Book");
        if (!stream) return 0;
        demand(stream->size() <= size + 4096, "a stream longer than its file");
        bytes = std::move(*stream);
    }
    const BiffBook book(std::move(bytes));
    if (book.state() != BiffBook::State::Sound) return 0;
    std::size_t read = 0;
    for (const auto& sheet : book.sheets()) {
        if (++read > 4) break;
        BiffGrid grid;
        if (!book.read(sheet, grid)) continue;
        std::uint64_t before = 0;
        for (const auto& cell : grid.cells) {
            const std::uint64_t place = std::uint64_t{cell.row} << 16 | cell.column;
            demand(place >= before, "cells out of order");
            before = place;
            demand(cell.at + cell.length <= grid.text.size(), "a cell without its text");
            demand(grid.textOf(cell).size() == cell.length, "a text of another length");
        }
    }
    return 0;
}
