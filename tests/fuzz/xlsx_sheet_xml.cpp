// Any bytes as the XML of a sheet: reading never crashes, and rows, cells and the verdict don't depend on where the
// blocks end.
#include "core/io/xlsx/sheetreader.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

using xo::io::FormatMeaning;

struct Seen : xo::io::RowSink {
    std::vector<std::string> cells; ///< of the first rows, with line and kind
    std::uint64_t rows = 0;
    bool row(const xo::io::Row& row) override {
        if (cells.size() < 100'000) {
            cells.push_back("row " + std::to_string(row.line));
            for (const auto& cell : row.cells)
                cells.push_back(std::to_string(static_cast<int>(cell.kind)) + std::string(cell.text));
        }
        return ++rows < 2'000;
    }
};

struct Outcome {
    Seen seen;
    bool broken = false, sparse = false, ended = false;
    std::uint64_t hidden = 0;
};

Outcome read(std::string_view xml, std::size_t block, bool skipHidden) {
    static const xo::io::Workbook book = [] {
        xo::io::Workbook out;
        out.formats = {FormatMeaning::Number, FormatMeaning::Date, FormatMeaning::Clock, FormatMeaning::Duration};
        return out;
    }();
    static const xo::io::SharedStrings strings = [] {
        xo::io::SharedStrings out;
        if (!out.parse("<sst><si><t>one</t></si><si><t>_x0041_</t></si><si/></sst>", "sst")) std::abort();
        return out;
    }();
    Outcome outcome;
    xo::io::SheetReader reader(book, &strings, outcome.seen, skipHidden);
    bool going = true;
    while (going && !xml.empty()) {
        going = reader.feed(xml.substr(0, block));
        xml.remove_prefix(std::min(block, xml.size()));
    }
    if (going) reader.finish();
    outcome.broken = reader.isBroken();
    outcome.sparse = reader.isExcessive();
    outcome.ended = reader.ended();
    outcome.hidden = reader.hiddenRows();
    return outcome;
}

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "xlsx_sheet_xml: %s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view xml(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Outcome whole = read(xml, size, false);
    const Outcome pieces = read(xml, 1 + data[0] % 61U, false);
    demand(whole.seen.cells == pieces.seen.cells, "the cells depend on the blocks");
    demand(whole.broken == pieces.broken && whole.sparse == pieces.sparse && whole.ended == pieces.ended,
           "the verdict depends on the blocks");
    const Outcome visible = read(xml, size, true);
    demand(visible.broken || visible.seen.rows >= 2'000 || whole.seen.rows >= 2'000 ||
               visible.seen.rows + visible.hidden == whole.seen.rows,
           "hidden rows are lost");
    return 0;
}
