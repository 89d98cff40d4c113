#include "core/session/fileimport.h"

#include "core/base/path.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace xo::session {

namespace {

/// Takes the pieces of a file that is only looked at.
class NoCells : public BatchSink {
public:
    Result<bool> begin(const std::vector<ColumnInfo>&) override { return true; }
    std::shared_ptr<const Dictionary> known(std::size_t) override { return nullptr; }
    std::unique_ptr<Piece> prepare(std::size_t, std::shared_ptr<const Column>) override { return nullptr; }
    Result<void> write(std::size_t, std::unique_ptr<Piece>) override { return {}; }
    Result<bool> restart(std::size_t, const ColumnInfo&) override { return true; }
};

std::uint64_t bytesOf(const FileImport& file) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(pathFromUtf8(file.request.path), failed);
    return failed ? 1 : std::max<std::uint64_t>(bytes, 1);
}

/// The progress of one of several files as that of them all.
JobContext partOf(const JobContext& job, std::uint64_t before, std::uint64_t bytes, std::uint64_t all) {
    JobContext part = job;
    if (job.onProgress)
        part.onProgress = [report = job.onProgress, before, bytes, all](const Progress& progress) {
            const double share =
                progress.total == 0
                    ? 0
                    : std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
            report({before + static_cast<std::uint64_t>(share * static_cast<double>(bytes)), all, progress.stage});
        };
    return part;
}

Result<void> isAsChecked(const FileImport& file, const ImportBatch& read) {
    if (file.checked.batch && file.checked.batch->sourceHash != read.sourceHash)
        return fail("session.file_changed", {file.request.path});
    return {};
}

Result<FileImported> importFile(Store& store, const FileImport& file, const JobContext& job) {
    FileImported out;
    if (file.checked.holdsCells) {
        auto report = store.append(*file.checked.batch, file.mode, job);
        if (!report) return report.failure();
        out.report = std::move(*report);
        out.batch = *file.checked.batch;
        return out;
    }
    const io::ImportRequest& request = file.request;
    auto written = store.appendPieces(
        io::datasetOf(request), request.kind, file.mode,
        [&](BatchSink& sink) -> Result<std::optional<ImportBatch>> {
            auto batch = io::streamBatch(request, sink, job);
            if (!batch || !*batch) return batch;
            if (auto same = isAsChecked(file, **batch); !same) return same.failure();
            out.batch = **batch;
            return batch;
        },
        job);
    if (!written) return written.failure();
    if (*written) {
        out.report = std::move(**written);
        return out;
    }
    auto batch = io::readBatch(request, job);
    if (!batch) return batch.failure();
    if (auto same = isAsChecked(file, *batch); !same) return same.failure();
    auto report = store.append(*batch, file.mode, job);
    if (!report) return report.failure();
    out.report = std::move(*report);
    out.batch = std::move(*batch);
    return out;
}

/// What is written is of no use in memory any more, but for the values somebody wants to tell new ones by.
void dropCells(ImportBatch& batch, bool keepDictionaries) {
    for (auto& column : batch.columns) {
        auto bare = std::make_shared<Column>();
        bare->info = column->info;
        bare->rows = column->rows;
        if (keepDictionaries) bare->dictionary = column->dictionary;
        column = std::move(bare);
    }
}

} // namespace

std::shared_ptr<const ImportBatch> withoutCells(const ImportBatch& batch) {
    auto bare = std::make_shared<ImportBatch>(batch);
    dropCells(*bare, false);
    return bare;
}

Result<CheckedFile> checkFile(const io::ImportRequest& request, const JobContext& job) {
    NoCells sink;
    auto streamed = io::streamBatch(request, sink, job);
    if (!streamed) return streamed.failure();
    if (*streamed) return CheckedFile{std::make_shared<const ImportBatch>(std::move(**streamed)), false};
    auto batch = io::readBatch(request, job);
    if (!batch) return batch.failure();
    return CheckedFile{std::make_shared<const ImportBatch>(std::move(*batch)), true};
}

Result<std::vector<FileImported>> importFiles(Store& store, const std::vector<FileImport>& files,
                                              const JobContext& job) {
    std::vector<FileImported> done;
    std::uint64_t all = 0, before = 0;
    for (const FileImport& file : files)
        all += bytesOf(file);
    const auto each = [&]() -> Result<void> {
        for (const FileImport& file : files) {
            const auto start = std::chrono::steady_clock::now();
            const std::uint64_t bytes = bytesOf(file);
            auto imported = importFile(store, file, partOf(job, before, bytes, all));
            if (!imported) return imported.failure();
            before += bytes;
            imported->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            dropCells(imported->batch, !file.request.known.empty());
            done.push_back(std::move(*imported));
        }
        return {};
    };
    const Result<void> outcome = files.size() == 1 ? each() : store.together(each);
    if (!outcome) return outcome.failure();
    return done;
}

} // namespace xo::session
