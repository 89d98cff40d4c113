#include "core/analysis/funnel/clusterevents.h"

#include "core/base/parallel.h"
#include "core/columnar/cluster.h"

#include <atomic>

namespace xo::analysis::detail {

Result<void> loadColumns(const Workspace& workspace, const std::vector<std::size_t>& tables, const JobContext& job) {
    std::vector<std::pair<const Table*, std::size_t>> wanted;
    for (const std::size_t t : tables)
        for (const RoleKind role : {RoleKind::Customer, RoleKind::Time, RoleKind::Stage})
            if (const auto column = workspace.tables[t]->findRole(role))
                wanted.emplace_back(workspace.tables[t].get(), *column);
    std::vector<Result<void>> done(wanted.size());
    forEachChunk(wanted.size(), job, [&](std::size_t, std::size_t i) {
        if (auto column = wanted[i].first->column(wanted[i].second); !column) done[i] = column.failure();
    });
    for (const auto& one : done)
        if (!one) return one.failure();
    return {};
}

Result<void> clusterEvents(JourneyEvents& out, const Workspace& workspace, const std::vector<Instant>* times,
                           bool everything, const JobContext& job) {
    auto ids = workspace.subjects(out.tables.front());
    if (!ids) return ids.failure();
    StagedEvents& events = out.events;
    const std::uint8_t* const stage = out.rowStage.front().data();
    const std::uint32_t* const subjects = (*ids)->data();
    std::atomic<std::size_t> untimed = 0;
    std::atomic<bool> exclusion = false;
    const bool done =
        clusterRows((*ids)->size(), workspace.subjectCount(), events.offsets, job,
                    [&](std::size_t row, std::uint32_t& subject, Instant& time) {
                        subject = subjects[row];
                        time = times ? (*times)[row] : kNoTime;
                        return subject != 0 && (everything || stage[row] != kNotMapped);
                    },
                    [&](std::size_t total) {
                        const std::function<void()> rooms[] = {[&] { events.times.resize(total); },
                                                               [&] {
                                                                   events.rows.resize(total);
                                                                   events.stage.resize(total);
                                                               }};
                        forEachChunk(std::size(rooms), job, [&](std::size_t, std::size_t i) { rooms[i](); });
                    },
                    [&](std::size_t at, std::span<const ClusteredRow> rows) {
                        std::size_t without = 0;
                        bool stops = false;
                        for (const ClusteredRow& row : rows) {
                            const bool timed = row.time != INT64_MAX;
                            events.times[at] = timed ? row.time : kNoTime;
                            events.stage[at] = stage[row.row];
                            events.rows[at] = row.row;
                            without += timed ? 0 : 1;
                            stops = stops || events.stage[at] == kExclusionEvent;
                            ++at;
                        }
                        untimed += without;
                        if (stops) exclusion = true;
                    });
    if (!done) return cancelled();
    events.untimed = untimed;
    events.hasExclusion = exclusion;
    return {};
}

} // namespace xo::analysis::detail
