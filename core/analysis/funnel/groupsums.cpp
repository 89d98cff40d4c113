#include "core/analysis/funnel/shares.h"
#include "core/analysis/funnel/summary.h"

#include <algorithm>
#include <array>
#include <memory>

namespace xo::analysis::detail {

namespace {

// What the units of a group add to a stage's figures, where it is the furthest they reached.
struct Cell {
    std::uint32_t all = 0, matured = 0, excluded = 0, open = 0, overdue = 0;
};

// The figures of all groups in two passes over the units: one counts, so that the other finds a place for every time
// between two stages.
template <class Clock>
class GroupSums {
public:
    using Number = typename Clock::Number;
    GroupSums(const Clock& times, const FunnelRun& run, std::span<const std::uint32_t> codes, std::size_t groups,
              const std::vector<std::optional<double>>& thresholds, const JobContext& job)
        : m_times(times), m_run(run), m_codes(codes), m_stages(static_cast<std::size_t>(run.attempts.stages)),
          m_cells(groups * m_stages), m_gaps(groups * m_stages + 1) {
        // a part has cells of its own; figures are whole numbers and quantiles, whatever the parts
        constexpr std::size_t kMostCells = 1U << 23;
        const std::size_t parts =
            std::clamp<std::size_t>(kMostCells / m_cells.size(), 1, workerCount(codes.size(), job));
        const std::vector<Piece> pieces = piecesOf(run.attempts);
        const auto ofPart = [&](std::size_t part) {
            const std::size_t first = pieces.size() * part / parts;
            return std::span(pieces).subspan(first, pieces.size() * (part + 1) / parts - first);
        };
        std::vector<std::vector<Cell>> cells(parts);
        forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
            cells[part].resize(m_cells.size());
            for (const Piece& piece : ofPart(part))
                if (!job.cancelled()) count(piece, thresholds, cells[part]);
        });
        if (job.cancelled()) return;
        std::vector<std::vector<std::size_t>> places(parts, std::vector<std::size_t>(m_cells.size()));
        std::size_t place = 0;
        for (std::size_t group = 0; group < groups; ++group) {
            std::vector<std::size_t> beyond(parts, 0); // units of each part that got further than the stage
            for (std::size_t k = m_stages; k-- > 0;) {
                const std::size_t i = group * m_stages + k;
                m_gaps[i] = place;
                for (std::size_t part = 0; part < parts; ++part) {
                    const Cell& own = cells[part][i];
                    Cell& sum = m_cells[i];
                    sum.all += own.all, sum.matured += own.matured, sum.excluded += own.excluded;
                    sum.open += own.open, sum.overdue += own.overdue;
                    beyond[part] += own.all;
                    places[part][i] = place;
                    if (k > 0) place += beyond[part];
                }
            }
        }
        m_room = std::make_unique_for_overwrite<Number[]>(place);
        forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
            for (const Piece& piece : ofPart(part))
                if (!job.cancelled()) writeGaps(piece, places[part]);
        });
    }

    bool isEmpty(std::size_t group) const {
        const auto first = m_cells.begin() + static_cast<std::ptrdiff_t>(group * m_stages);
        return std::all_of(first, first + static_cast<std::ptrdiff_t>(m_stages),
                           [](const Cell& cell) { return cell.all == 0; });
    }
    std::uint32_t overdue(std::size_t group, std::size_t stage) const {
        return m_cells[group * m_stages + stage].overdue;
    }
    Share<Number> share(std::size_t group) const {
        Share<Number> out(m_stages, 0, false, false);
        std::size_t beyond = 0;
        for (std::size_t k = m_stages; k-- > 0;) {
            const Cell& cell = m_cells[group * m_stages + k];
            auto& stopped = out.stopped[k];
            stopped.all = cell.all, stopped.matured = cell.matured;
            beyond += cell.all;
            if (k > 0) out.gaps[k] = {m_room.get() + m_gaps[group * m_stages + k], beyond};
            if (k + 1 == m_stages) continue;
            stopped.excluded = cell.excluded, stopped.open = cell.open;
            stopped.lost = std::int64_t{cell.all} - cell.excluded - cell.open;
        }
        return out;
    }

private:
    // Some units. What was counted on the way spares two looks at far places for each.
    struct Piece {
        std::size_t begin, end;
        const AttemptSums* sums; // null = nothing
    };
    static std::vector<Piece> piecesOf(const Attempts& attempts) {
        std::vector<Piece> out;
        std::size_t begin = 0;
        for (const AttemptSums& sums : attempts.sums) {
            std::size_t end = begin;
            for (const auto& [immature, matured] : sums.stopped)
                end += static_cast<std::size_t>(immature + matured);
            out.push_back({begin, end, &sums});
            begin = end;
        }
        for (; begin < attempts.size(); begin += kPieceRows)
            out.push_back({begin, std::min(attempts.size(), begin + kPieceRows), nullptr});
        return out;
    }
    void count(const Piece& piece, const std::vector<std::optional<double>>& thresholds,
               std::vector<Cell>& cells) const {
        const Attempts& attempts = m_run.attempts;
        const bool plain = attempts.window >= 0;
        const Instant lastMatured = plain ? attempts.lastMatured(m_run.asOf) : 0;
        std::array<std::size_t, kMaxStages> next{}; // of sums->openSince
        for (std::size_t u = piece.begin; u < piece.end; ++u) {
            const std::size_t last = attempts.level[u] - std::size_t{1};
            Cell& cell = cells[m_codes[u] * m_stages + last];
            const bool matured = plain ? attempts.start[u] <= lastMatured : m_run.isMatured(u);
            ++cell.all;
            cell.matured += matured;
            if (last + 1 == m_stages || (plain && matured)) continue;
            if (attempts.excluded[u]) {
                ++cell.excluded;
            } else if (plain || m_run.isOpen(u)) {
                ++cell.open;
                const Instant since =
                    piece.sums ? m_run.events->events.times.instant(piece.sums->openSince[last][next[last]++])
                               : m_times.instant(m_times[attempts.events[u * m_stages + last]]);
                cell.overdue +=
                    thresholds[last] && static_cast<double>(m_run.asOf - since) / 1000.0 > *thresholds[last];
            }
        }
    }
    void writeGaps(const Piece& piece, std::vector<std::size_t>& places) {
        const Attempts& attempts = m_run.attempts;
        std::array<std::size_t, kMaxStages> next{}; // of sums->gaps
        for (std::size_t u = piece.begin; u < piece.end; ++u) {
            const std::size_t level = attempts.level[u];
            if (level == 1) continue;
            std::size_t* const place = places.data() + m_codes[u] * m_stages;
            if (piece.sums) {
                for (std::size_t k = 1; k < level; ++k)
                    m_room[place[k]++] = static_cast<Number>(piece.sums->gaps[k][next[k]++]);
                continue;
            }
            const std::uint32_t* const events = attempts.events.data() + u * m_stages;
            Number before = m_times[events[0]];
            for (std::size_t k = 1; k < level; ++k) {
                const Number time = m_times[events[k]];
                m_room[place[k]++] = time - before;
                before = time;
            }
        }
    }

    const Clock m_times;
    const FunnelRun& m_run;
    std::span<const std::uint32_t> m_codes;
    std::size_t m_stages;
    std::vector<Cell> m_cells;       // [group · stages + stage]
    std::vector<std::size_t> m_gaps; // likewise: where the times to the stage begin
    std::unique_ptr<Number[]> m_room;
};

template <class Clock>
std::vector<std::vector<FunnelStage>>
groupsBy(const Clock& times, const FunnelRun& run, std::span<const std::uint32_t> codes, std::size_t groups,
         const std::vector<std::optional<double>>& thresholds, const JobContext& job) {
    std::vector<std::vector<FunnelStage>> out(groups);
    const GroupSums<Clock> sums(times, run, codes, groups, thresholds, job);
    if (job.cancelled()) return out;
    JobContext alone = job;
    alone.threads = 1;
    forEachChunk(groups, job, [&](std::size_t, std::size_t group) {
        if (sums.isEmpty(group) || job.cancelled()) return;
        std::vector<Share<typename Clock::Number>> shares;
        shares.push_back(sums.share(group));
        out[group] = finished(run, shares, times.unit(), &thresholds, alone);
        for (std::size_t k = 0; k + 1 < out[group].size(); ++k)
            out[group][k].overdue = sums.overdue(group, k);
    });
    return out;
}

} // namespace

std::vector<std::vector<FunnelStage>> summarisedGroups(const FunnelRun& run, std::span<const std::uint32_t> codes,
                                                       std::size_t groups,
                                                       const std::vector<std::optional<double>>& thresholds,
                                                       const JobContext& job) {
    const EventTimes& times = run.events->events.times;
    if (times.isNarrow()) return groupsBy(NarrowClock{times}, run, codes, groups, thresholds, job);
    return groupsBy(WideClock{times}, run, codes, groups, thresholds, job);
}

} // namespace xo::analysis::detail
