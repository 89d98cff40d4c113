#include "core/project/arrangement.h"
#include "core/project/columnreader.h"
#include "core/project/storestate.h"

#include <functional>

namespace xo {

Result<CompactReport> Store::compact(const JobContext& context) {
    State& state = *m_state;
    const std::lock_guard lock(state.writing);
    if (!state.writable) return fail("project.read_only", {state.path});
    CompactReport report;
    report.bytesBefore = state.database->fileSize();
    auto shown = workspace();
    if (!shown) return shown.failure();
    auto catalog = readCatalog(*state.database);
    if (!catalog) return catalog.failure();

    std::vector<std::function<Result<void>()>> writes;
    for (const DatasetMeta& dataset : *catalog) {
        const auto table = (*shown)->findTable(dataset.name);
        if (!table || (dataset.kind != DatasetKind::Events && dataset.kind != DatasetKind::Answers)) continue;
        const auto rows = (*shown)->tables[*table];
        if (!rows->findRole(RoleKind::Customer) || rows->rows() == 0) continue;
        auto view = viewDataset(*state.database, dataset);
        if (!view) return view.failure();
        if (!*view) continue;
        const auto kept = readArrangement(state.database, **view);
        if (kept && *kept && (*kept)->rows == rows->rows()) {
            const auto whole = checkArrangement(state.database, **view, *rows, context);
            if (whole && *whole) continue;
            if (context.cancelled()) return cancelled();
        }
        report.arranged.push_back(dataset.name);
        writes.emplace_back(
            [&state, &context, rows, customers = (*shown)->customers->size(), wanted = std::move(**view)] {
                return writeArrangement(*state.database, wanted, *rows, customers, context);
            });
    }
    if (!writes.empty()) {
        auto written = state.edit({}, [&]() -> Result<void> {
            for (const auto& write : writes)
                if (auto done = write(); !done) return done;
            return {};
        });
        if (!written) return written.failure();
        // tables of later snapshots look for the order anew
        const std::lock_guard snapshotLock(state.snapshotMutex);
        state.tables.clear();
    }
    report.bytesAfter = state.database->fileSize();
    return report;
}

} // namespace xo
