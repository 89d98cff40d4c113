// Any bytes as delimited text: cutting never crashes, doesn't depend on where the blocks of the file end, and what was
// cut reads back from its own CSV.
#include "core/io/csv/dialect.h"
#include "core/io/csv/parser.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

using Grid = std::vector<std::vector<std::string>>;
using xo::io::CsvParser;
using xo::io::Dialect;

struct GridSink : xo::io::RowSink {
    Grid grid;
    std::vector<std::uint64_t> lines;
    bool row(const xo::io::Row& row) override {
        auto& cells = grid.emplace_back();
        for (const auto& cell : row.cells)
            cells.emplace_back(cell.text);
        lines.push_back(row.line);
        return true;
    }
};

CsvParser::Outcome cut(std::string_view text, const Dialect& dialect, std::size_t block, GridSink& sink) {
    CsvParser parser(dialect, [&](std::string& out) {
        const std::string_view piece = text.substr(0, block);
        text.remove_prefix(piece.size());
        out += piece;
        return !piece.empty();
    });
    return parser.run(sink, xo::JobContext());
}

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "csv_parse: %s\n", what);
    std::abort();
}

std::string quoted(const Grid& grid) {
    std::string out;
    for (const auto& row : grid) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i) out += ',';
            out += '"';
            for (const char c : row[i]) {
                if (c == '"') out += '"';
                out += c;
            }
            out += '"';
        }
        out += '\n';
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    xo::io::StatedDialect stated;
    stated.carriageReturnLines = text.find('\n') == std::string_view::npos;
    // the first byte also states what is seldom detected
    if (data[0] & 0x40U) stated.escape = '\\';
    if (data[0] & 0x80U) stated.comment = "//";
    const auto guess = xo::io::guessDialect(text, true, stated);
    GridSink whole, pieces;
    const auto outcome = cut(text, guess.dialect, size, whole);
    demand(cut(text, guess.dialect, 1 + data[0] % 7U, pieces) == outcome, "the outcome depends on the blocks");
    demand(whole.grid == pieces.grid, "the cells depend on the blocks");
    demand(whole.lines == pieces.lines, "the lines depend on the blocks");
    if (outcome != CsvParser::Outcome::Done) return 0;
    GridSink again;
    demand(cut(quoted(whole.grid), Dialect(), 64, again) == CsvParser::Outcome::Done, "its own CSV is refused");
    demand(again.grid == whole.grid, "its own CSV reads otherwise");
    return 0;
}
