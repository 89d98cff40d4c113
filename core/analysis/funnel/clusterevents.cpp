#include "core/analysis/funnel/clusterevents.h"

#include "core/base/parallel.h"
#include "core/columnar/cluster.h"

#include <algorithm>
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
                            events.times.set(at, timed ? row.time : kNoTime);
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

Result<void> readEvents(JourneyEvents& out, const StoredOrder& order, std::size_t subjects,
                        std::span<const std::uint8_t> stageOf, bool everything, bool withRows, const JobContext& job) {
    StagedEvents& events = out.events;
    std::vector<std::uint32_t> numbers(order.rows), rows;
    events.stage.resize(order.rows);
    if (auto read = order.readTimes(numbers, job); !read) return read;
    if (auto read = order.readStages(events.stage, stageOf, job); !read) return read;
    if (withRows) {
        rows.resize(order.rows);
        if (auto read = order.readRows(rows, job); !read) return read;
    }
    struct alignas(64) Seen {
        std::uint32_t latest = 0;
        std::size_t untimed = 0, left = 0; // left out: of nobody, of no stage
        bool timed = false;
    };
    const std::size_t nobody = order.offsets[1];
    std::vector<Seen> seen(workerCount(order.rows, job));
    const bool looked = forEachPiece(order.rows, job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        Seen own = seen[worker];
        for (std::size_t i = begin; i < end; ++i) {
            const bool taken = i >= nobody && (everything || events.stage[i] != kNotMapped);
            own.left += taken ? 0 : 1;
            if (numbers[i] == StoredOrder::kUntimed) {
                own.untimed += taken ? 1 : 0;
            } else {
                own.latest = std::max(own.latest, numbers[i]);
                own.timed = true;
            }
        }
        seen[worker] = own;
    });
    if (!looked) return cancelled();
    std::size_t left = 0;
    for (const Seen& own : seen) {
        left += own.left;
        events.untimed += own.untimed;
        if (own.timed) out.latest = std::max(out.latest, order.least + order.unit * std::int64_t{own.latest});
    }
    events.offsets.assign(subjects + 1, static_cast<std::uint32_t>(order.rows - left));
    std::copy(order.offsets.begin(), order.offsets.end(), events.offsets.begin());
    if (left > 0) {
        std::size_t to = 0, customer = 0;
        for (std::size_t i = 0; i < order.rows; ++i) {
            for (; customer + 1 < order.offsets.size() && order.offsets[customer] <= i; ++customer)
                events.offsets[customer] = static_cast<std::uint32_t>(to);
            if (i < nobody || (!everything && events.stage[i] == kNotMapped)) continue;
            numbers[to] = numbers[i];
            events.stage[to] = events.stage[i];
            if (withRows) rows[to] = rows[i];
            ++to;
        }
        for (; customer < order.offsets.size(); ++customer)
            events.offsets[customer] = static_cast<std::uint32_t>(to);
        numbers.resize(to);
        events.stage.resize(to);
        if (withRows) rows.resize(to);
    }
    events.times = EventTimes(std::move(numbers), order.least, order.unit);
    events.rows = std::move(rows);
    return {};
}

} // namespace xo::analysis::detail
