#pragma once

#include "core/columnar/column.h"
#include "core/model/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace xo {

/// A cell or a row the importer could not take as it stood: kept with its text, counted and listed.
struct ImportProblem {
    std::uint64_t row = 0;    ///< line of the file (sheet row), 1-based
    std::string column;       ///< blank for a whole row
    std::string text;         ///< what stood there, at most 200 characters
    std::string code;         ///< "out_of_range", "unparsed", "ragged_row", "undecodable", "duplicate_id", …
    bool rejectedRow = false; ///< the row was left out (else only the cell's state says so)
    bool operator==(const ImportProblem&) const = default;
};

/// Rows read from one file, ready to be written as one batch. Category columns carry dictionaries of their own here;
/// customer and link columns too: the project maps them into its shared ones.
struct ImportBatch {
    std::string dataset;
    DatasetKind kind = DatasetKind::Answers;
    std::vector<std::shared_ptr<const Column>> columns; ///< all of one length, `ignore` columns left out
    std::vector<std::uint64_t>
        sourceRows;             ///< line of the file per row; empty = row i stands in line headerRows + 1 + i
    std::uint64_t rowsRead = 0; ///< data rows of the file
    std::uint64_t rowsRejected = 0;
    std::uint64_t cellsUnparsed = 0;
    std::uint64_t cellsOutOfRange = 0;
    std::uint64_t duplicateIds = 0;
    std::vector<ImportProblem> problems; ///< all rejected rows and odd cells, at most 100,000 (the counts stay exact)
    std::string sourceFile;              ///< file name without its folder
    std::string sourceHash;              ///< of the file's bytes (and sheet): tells the same file again
    Recipe recipe;                       ///< the recipe as it was resolved: re-running it gives the same batch
};

} // namespace xo
