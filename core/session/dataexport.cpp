#include "core/session/dataexport.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/io/writer.h"

#include <algorithm>
#include <numeric>

namespace xo::session {

Result<DatasetExport> exportDataset(const Workspace& workspace, const std::string& dataset, const std::string& path,
                                    bool excelBom, const JobContext& job) {
    std::vector<std::string> names;
    for (const auto& table : workspace.tables)
        names.push_back(table->name());
    std::optional<std::size_t> index = workspace.findTable(dataset);
    if (dataset.empty() && workspace.tables.size() == 1) index = 0;
    if (dataset.empty() && !index) return fail("session.name_dataset", {joined(names, ", ")});
    if (!index) return fail("columnar.no_dataset", {dataset, joined(names, ", ")});
    const Table& table = *workspace.tables[*index];
    std::vector<Result<std::shared_ptr<const Column>>> loaded(table.columns().size(), fail(kCancelled));
    // the longest first, so that no thread is left alone with them: texts, then what has a dictionary to unpack
    std::vector<std::size_t> order(loaded.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) {
        const ColumnInfo& column = table.columns()[i];
        return column.type == ValueType::Text ? 0 : column.role.kind == RoleKind::Customer ? 1 : 2;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    forEachChunk(loaded.size(), job, [&](std::size_t, std::size_t at) {
        const std::size_t i = order[at];
        if (job.cancelled()) return;
        loaded[i] = table.column(i);
        if (loaded[i] && (*loaded[i])->dictionary && (*loaded[i])->dictionary->size() > 1)
            (void)(*loaded[i])->dictionary->at(1); // its texts are there then
    });
    std::vector<std::shared_ptr<const Column>> columns;
    std::vector<std::string> headers;
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        if (!loaded[i]) return loaded[i].failure();
        columns.push_back(*loaded[i]);
        headers.push_back(table.columns()[i].name);
    }
    io::ListOptions options;
    options.zone = workspace.zone;
    options.byteOrderMark = excelBom;
    options.sheetName = table.name();
    auto writer = io::openListWriter(path, options);
    if (!writer) return writer.failure();
    if (auto done = (*writer)->header(headers); !done) return done.failure();
    if (auto done = (*writer)->columns(columns, job); !done) return done.failure();
    if (auto done = (*writer)->finish(); !done) return done.failure();
    return DatasetExport{table.name(), table.rows(), (*writer)->guardedCells()};
}

} // namespace xo::session
