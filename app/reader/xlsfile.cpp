#include "app/reader/biff.h"
#include "app/reader/compound.h"
#include "app/reader/files.h"
#include "core/base/path.h"
#include "core/base/text.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace xo::reader {

namespace {

constexpr std::uintmax_t kLargest = 256U << 20; // a full sheet of 65,536 × 256 numbers is 235 MB
constexpr std::size_t kMostPeeked = 256U << 20; // of sheets without a cell, looking for the first one with data

std::string bytesOf(const Task& task, Output& out) {
    std::error_code failed;
    const auto path = pathFromUtf8(task.path);
    if (std::filesystem::file_size(path, failed) > kLargest || failed) out.failed("io.foreign_too_large", {task.path});
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) out.failed("io.foreign_broken", {task.path});
    return bytes;
}

bool hasValue(const BiffGrid& grid, const BiffCell& cell) {
    return !grid.textOf(cell).empty();
}

void writeRows(const Task& task, const BiffGrid& grid, Output& out) {
    for (std::size_t i = 0; i < grid.cells.size();) {
        const std::uint32_t row = grid.cells[i].row;
        std::size_t end = i;
        while (end < grid.cells.size() && grid.cells[end].row == row)
            ++end;
        const bool skipped = task.skipHidden && grid.hiddenRows.count(row);
        out.beginRow(row + 1);
        std::uint32_t column = 0;
        for (; i < end; ++i) {
            if (i + 1 < end && grid.cells[i + 1].column == grid.cells[i].column) continue;
            for (; column < grid.cells[i].column; ++column)
                out.cell(io::FrameCell::Empty, {});
            const bool any = hasValue(grid, grid.cells[i]);
            out.cell(any ? grid.cells[i].kind : io::FrameCell::Empty, grid.textOf(grid.cells[i]));
            ++column;
        }
        if (!skipped) out.endRow();
    }
}

} // namespace

void readXls(const Task& task, Output& out) {
    auto compound = Compound::open(bytesOf(task, out));
    if (!compound) out.failed("io.foreign_broken", {task.path});
    if (compound->has("EncryptedPackage")) out.failed("io.password_protected", {task.path});
    auto stream = compound->stream("Workbook");
    if (!stream) stream = compound->stream("Book");
    if (!stream) out.failed("io.not_a_table", {"an old Office document / 旧版 Office 文档"});
    compound.reset(); // as large as the stream
    const std::size_t peeks = 16 + kMostPeeked / (stream->size() + 1);
    const BiffBook book(std::move(*stream));
    if (book.state() == BiffBook::State::Encrypted) out.failed("io.password_protected", {task.path});
    if (book.state() == BiffBook::State::Broken) out.failed("io.foreign_broken", {task.path});
    const std::vector<BiffSheet>& sheets = book.sheets();
    if (sheets.empty()) out.failed("io.xlsx_no_sheets", {task.path});
    Json names = Json::array();
    std::vector<std::string> known;
    std::size_t chosen = sheets.size();
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        names.push_back({{"name", sheets[i].name}, {"hidden", sheets[i].hidden}});
        known.push_back(sheets[i].name);
        if (!task.sheet.empty() && chosen == sheets.size() && sheets[i].name == task.sheet) chosen = i;
    }
    for (std::size_t i = 0; i < sheets.size() && chosen == sheets.size(); ++i)
        if (task.sheet == std::to_string(i + 1)) chosen = i;
    BiffGrid grid;
    bool sound = true;
    if (!task.sheet.empty()) {
        if (chosen == sheets.size()) out.failed("io.unknown_sheet", {task.sheet, joined(known, ", ")});
        sound = book.read(sheets[chosen], grid);
    } else {
        // the first visible sheet with a value
        for (std::size_t i = 0; i < sheets.size() && i < peeks && chosen == sheets.size() && sound; ++i) {
            if (sheets[i].hidden) continue;
            grid = {};
            sound = book.read(sheets[i], grid);
            if (std::any_of(grid.cells.begin(), grid.cells.end(), [&](const BiffCell& c) { return hasValue(grid, c); }))
                chosen = i;
        }
        if (chosen == sheets.size()) chosen = 0;
    }
    if (!sound) out.failed("io.foreign_broken", {task.path});
    out.head({{"sheets", names},
              {"sheet", chosen},
              {"rows", grid.cells.empty() ? 0 : grid.cells.back().row + 1},
              {"hiddenRows", grid.hiddenRows.size()}});
    if (task.rows) writeRows(task, grid, out);
    out.done();
}

} // namespace xo::reader
