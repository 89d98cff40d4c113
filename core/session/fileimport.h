#pragma once

#include "core/base/job.h"
#include "core/io/importer.h"
#include "core/project/store.h"

#include <memory>
#include <vector>

namespace xo::session {

/// A file that was read to its end, to be looked at before it is imported.
struct CheckedFile {
    std::shared_ptr<const ImportBatch> batch; ///< counts, problems, recipe; columns without cells unless `holdsCells`
    bool holdsCells = false;                  ///< its cells are in memory: it has to be read whole
};

/// Reads a file as its import will, without writing anything. What can be written as it is read keeps no cells (the
/// import reads it again), so that memory is bounded. Errors: those of io::readBatch. O(bytes).
Result<CheckedFile> checkFile(const io::ImportRequest& request, const JobContext& job);

/// The same batch with its counts, problems and columns but neither cells nor dictionaries.
std::shared_ptr<const ImportBatch> withoutCells(const ImportBatch& batch);

/// One file, or table of a database, of an import.
struct FileImport {
    io::ImportRequest request; ///< not asked where `checked` holds the cells
    ImportMode mode = ImportMode::Append;
    CheckedFile checked; ///< when somebody looked at it before: what he saw is what is written, or nothing
};

struct FileImported {
    ImportReport report;
    ImportBatch batch; ///< without cells; with dictionaries where the request says what is known
    double seconds = 0;
};

/// Reads files one after another and writes each as it is read where that can be (Store::appendPieces), else after it
/// was read whole: memory holds at most one file. All of them come, as batches of their own, or none. Progress is in
/// bytes of all files. Errors: those of io::readBatch and Store::append; session.file_changed{file} when it is not the
/// one that was looked at; cancelled within 100 ms. O(bytes).
Result<std::vector<FileImported>> importFiles(Store& store, const std::vector<FileImport>& files,
                                              const JobContext& job);

} // namespace xo::session
