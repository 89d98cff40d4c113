#pragma once

#include "core/project/store.h"

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

/// Small batches made by hand, for the tests of the project file.
namespace xo::test {

inline std::shared_ptr<Column> emptyColumn(const std::string& name, const std::string& role, ValueType type) {
    auto column = std::make_shared<Column>();
    column->info = {name, "", Role::parse(role).value(), type};
    return column;
}

inline std::shared_ptr<const Column> categories(const std::string& name, const std::vector<std::string>& cells,
                                                const std::string& role = "dimension") {
    auto column = emptyColumn(name, role, ValueType::Category);
    auto dictionary = std::make_shared<Dictionary>();
    std::vector<std::uint32_t> codes;
    for (const std::string& cell : cells)
        codes.push_back(cell.empty() ? 0 : dictionary->add(cell));
    column->rows = cells.size();
    column->codes = CodeVector::from(codes, dictionary->size());
    column->dictionary = dictionary;
    return column;
}

/// Cells as combinations: options parted by '+'.
inline std::shared_ptr<const Column> sets(const std::string& name, std::vector<std::string> cells) {
    for (std::string& cell : cells)
        std::replace(cell.begin(), cell.end(), '+', kOptionMark);
    auto column = std::make_shared<Column>(*categories(name, cells, "reason"));
    column->info.type = ValueType::Set;
    return column;
}

inline std::shared_ptr<const Column> texts(const std::string& name, const std::vector<std::string>& cells,
                                           const std::string& role = "text") {
    auto column = emptyColumn(name, role, ValueType::Text);
    for (const std::string& cell : cells)
        column->texts.push_back(cell);
    column->rows = cells.size();
    return column;
}

inline std::shared_ptr<const Column> numbers(const std::string& name, const std::vector<double>& cells,
                                             ValueType type = ValueType::Number) {
    auto column = emptyColumn(name, "dimension", type);
    column->numbers = cells;
    column->rows = cells.size();
    return column;
}

inline std::shared_ptr<const Column> times(const std::string& name, const std::vector<Instant>& cells,
                                           ValueType type = ValueType::DateTime, const std::string& role = "time") {
    auto column = emptyColumn(name, role, type);
    column->times = cells;
    column->rows = cells.size();
    return column;
}

inline std::shared_ptr<const Column> scores(const std::string& name, const std::vector<std::uint8_t>& bytes,
                                            const std::string& role = "nps") {
    auto column = emptyColumn(name, role, ValueType::Score);
    column->scores = bytes;
    column->rows = bytes.size();
    return column;
}

inline ImportBatch batchOf(const std::string& dataset, DatasetKind kind,
                           std::vector<std::shared_ptr<const Column>> columns, const std::string& hash = {}) {
    ImportBatch batch;
    batch.dataset = dataset;
    batch.kind = kind;
    batch.rowsRead = columns.empty() ? 0 : columns.front()->rows;
    batch.columns = std::move(columns);
    batch.sourceFile = dataset + ".csv";
    batch.sourceHash = hash;
    batch.recipe.name = dataset;
    batch.recipe.dataset = dataset;
    batch.recipe.kind = kind;
    return batch;
}

/// A column of a dataset as texts: "state:" before cells that are neither valid nor blank.
inline std::vector<std::string> cellsOf(const Store& store, const std::string& dataset, const std::string& name) {
    const auto workspace = store.workspace();
    if (!workspace) return {"error " + workspace.error().code};
    const auto table = (*workspace)->findTable(dataset);
    if (!table) return {"no dataset"};
    const auto index = (*workspace)->tables[*table]->find(name);
    if (!index) return {"no column"};
    const auto column = (*workspace)->tables[*table]->column(*index);
    if (!column) return {"error " + column.error().code};
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < (*column)->rows; ++row) {
        const CellState state = (*column)->state(row);
        if (state == CellState::Valid)
            cells.push_back((*column)->text(row, (*workspace)->zone));
        else
            cells.push_back(state == CellState::Blank ? "" : "state:" + std::string(cellStateName(state)));
    }
    return cells;
}

inline std::string errorOf(const Error& error) {
    std::string text = error.code;
    for (const std::string& arg : error.args)
        text += " | " + arg;
    return text;
}

/// What verifyFile finds, one problem a line.
inline std::string damageIn(const Store& store) {
    const auto report = store.verifyFile({});
    if (!report) return "not run: " + errorOf(report.error());
    std::string text;
    for (const Error& problem : report->problems)
        text += errorOf(problem) + "\n";
    return text;
}

} // namespace xo::test

#define XO_OK(result)                                                                                                  \
    do {                                                                                                               \
        const auto& checked = (result);                                                                                \
        QVERIFY2(checked.has_value(), checked.has_value() ? "" : xo::test::errorOf(checked.error()).c_str());          \
    } while (false)
#define XO_FAILS(result, wanted)                                                                                       \
    do {                                                                                                               \
        const auto& checked = (result);                                                                                \
        QVERIFY(!checked.has_value());                                                                                 \
        QCOMPARE(QString::fromStdString(checked.error().code), QStringLiteral(wanted));                                \
    } while (false)
