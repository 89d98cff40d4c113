#include "core/session/dataexport.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/io/writer.h"

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
    forEachChunk(loaded.size(), job, [&](std::size_t, std::size_t i) {
        if (!job.cancelled()) loaded[i] = table.column(i);
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
