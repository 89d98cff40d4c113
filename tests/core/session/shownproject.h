#pragma once

#include "core/io/importer.h"
#include "core/project/store.h"

#include <string>
#include <vector>

namespace xo::test {

// What a project holds and what an import said, as texts to compare.

inline std::string shown(const Workspace& workspace) {
    std::string out;
    for (const auto& table : workspace.tables) {
        out += table->name() + " " + std::to_string(table->rows()) + "\n";
        for (std::size_t c = 0; c < table->columns().size(); ++c) {
            const auto column = table->column(c);
            if (!column) return out + column.error().code;
            const ColumnInfo& info = (*column)->info;
            out += info.name + "|" + info.role.text() + "|" + std::string(valueTypeName(info.type)) + "\n";
            for (std::size_t row = 0; row < (*column)->rows; ++row)
                out += (*column)->isValid(row) ? (*column)->text(row, TimeZone()) + ";"
                                               : "<" + std::string(cellStateName((*column)->state(row))) + ">";
            out += "\n";
            if ((*column)->dictionary)
                for (std::uint32_t code = 1; code < (*column)->dictionary->size(); ++code)
                    out += std::string((*column)->dictionary->at(code)) + ",";
            out += "\n";
        }
    }
    return out;
}

inline std::string shown(const std::vector<ImportProblem>& problems) {
    std::string out;
    for (const ImportProblem& p : problems)
        out += std::to_string(p.row) + "|" + p.column + "|" + p.text + "|" + p.code + "\n";
    return out;
}

inline std::string shown(const ImportReport& r) {
    std::string out = r.dataset;
    for (const std::uint64_t figure : {r.rowsRead, r.rowsImported, r.rowsRejected, r.rowsHidden, r.cellsUnparsed,
                                       r.cellsOutOfRange, r.duplicateIds, r.duplicateOf ? std::uint64_t{1} : 0})
        out += " " + std::to_string(figure);
    for (const std::string& name : r.newColumns)
        out += " +" + name;
    for (const std::string& name : r.missingColumns)
        out += " -" + name;
    return out;
}

} // namespace xo::test
