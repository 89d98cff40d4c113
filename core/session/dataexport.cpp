#include "core/session/dataexport.h"

#include "core/base/text.h"
#include "core/columnar/options.h"
#include "core/io/writer.h"

namespace xo::session {

namespace {

// `scratch` keeps the text of a Set until the row is written
io::Value cellValue(const Column& column, std::size_t row, std::string& scratch) {
    if (!column.isValid(row)) return {};
    switch (column.info.type) {
    case ValueType::Set:
        scratch = shownOptions(column.dictionary->at(column.codes[row]));
        return std::string_view(scratch);
    case ValueType::Category:
        return column.dictionary->at(column.codes[row]);
    case ValueType::Score:
    case ValueType::Integer:
    case ValueType::Number:
        return column.number(row);
    case ValueType::Date:
        return io::TimeValue{column.times[row], true};
    case ValueType::DateTime:
        return io::TimeValue{column.times[row], false};
    case ValueType::Text:
        return column.texts[row];
    }
    return {};
}

} // namespace

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
    std::vector<std::shared_ptr<const Column>> columns;
    std::vector<std::string> headers;
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        auto column = table.column(i);
        if (!column) return column.failure();
        columns.push_back(*column);
        headers.push_back(table.columns()[i].name);
    }
    io::ListOptions options;
    options.zone = workspace.zone;
    options.byteOrderMark = excelBom;
    options.sheetName = table.name();
    auto writer = io::openListWriter(path, options);
    if (!writer) return writer.failure();
    if (auto done = (*writer)->header(headers); !done) return done.failure();
    const auto make = [&](std::size_t row, std::span<io::Value> values, std::span<std::string> scratch) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            values[i] = cellValue(*columns[i], row, scratch[i]);
    };
    if (auto done = (*writer)->rows(table.rows(), columns.size(), make, job); !done) return done.failure();
    if (auto done = (*writer)->finish(); !done) return done.failure();
    return DatasetExport{table.name(), table.rows(), (*writer)->guardedCells()};
}

} // namespace xo::session
