// Any bytes as JSON: opening and reading never crashes, gives the same rows a second time, and what the records are
// doesn't depend on where the blocks end.
#include "core/io/json/jsonsource.h"

#include <QBuffer>

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

using xo::io::JsonLexer;
using xo::io::JsonRecords;
using xo::io::JsonShape;

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "json_records: %s\n", what);
    std::abort();
}

JsonLexer lexerOf(std::string_view text, std::size_t block) {
    return JsonLexer([text, block](std::string& out) mutable {
        const std::string_view piece = text.substr(0, block);
        text.remove_prefix(piece.size());
        out += piece;
        return !piece.empty();
    });
}

struct Seen {
    JsonShape shape;
    std::vector<std::string> cells;
    std::string error;
    std::uint64_t halfPairs = 0;
    bool operator==(const Seen& other) const {
        return shape.kind == other.shape.kind && shape.arrays == other.shape.arrays && cells == other.cells &&
               error == other.error && halfPairs == other.halfPairs;
    }
};

Seen seen(std::string_view text, std::size_t block) {
    Seen out;
    JsonLexer head = lexerOf(text, block);
    out.shape = xo::io::jsonShape(head);
    JsonLexer lexer = lexerOf(text, block);
    JsonRecords records(out.shape.kind, out.shape.arrays.empty() ? std::string() : out.shape.arrays.front());
    const auto done = records.run(
        lexer,
        [&](std::uint64_t line, const std::vector<JsonRecords::Value>& values) {
            out.cells.push_back("record " + std::to_string(line));
            for (const auto& value : values)
                out.cells.push_back(std::to_string(static_cast<int>(value.kind)) + std::string(value.text));
            return out.cells.size() < 100'000;
        },
        xo::JobContext());
    if (!done) out.error = done.error().code + done.error().args.front();
    out.cells.insert(out.cells.end(), records.keys().begin(), records.keys().end());
    out.halfPairs = lexer.halfPairs();
    return out;
}

struct Grid : xo::io::RowSink {
    std::vector<std::string> cells;
    std::size_t width = 0, rows = 0;
    bool row(const xo::io::Row& row) override {
        if (rows++ == 0) width = row.cells.size();
        demand(row.cells.size() == width, "a row as wide as no other");
        cells.push_back("row " + std::to_string(row.line));
        for (const auto& cell : row.cells) {
            demand((cell.kind == xo::io::CellKind::Empty) == cell.text.empty(), "a text that is blank");
            cells.push_back(std::to_string(static_cast<int>(cell.kind)) + std::string(cell.text));
        }
        return cells.size() < 100'000;
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0 || size > (1U << 16)) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)xo::io::looksLikeJson(text);
    (void)xo::io::looksLikeJsonLines(text);
    demand(seen(text, size) == seen(text, 1 + data[0] % 7U), "the records depend on the blocks");
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(reinterpret_cast<const char*>(data), static_cast<int>(size));
    buffer->open(QIODevice::ReadOnly);
    auto source =
        xo::io::JsonSource::open({std::move(buffer), "fuzz.json", std::string(text), false}, {}, xo::JobContext());
    if (!source) {
        demand(!source.error().code.empty(), "an error without its code");
        return 0;
    }
    Grid first, second;
    demand((*source)->read(first, xo::JobContext()).has_value(), "what was opened can't be read");
    demand((*source)->read(second, xo::JobContext()).has_value(), "it can't be read again");
    demand(first.cells == second.cells, "it reads otherwise the second time");
    return 0;
}
