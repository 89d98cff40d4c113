#include "core/columnar/cluster.h"
#include "core/columnar/workspace.h"

#include <algorithm>

namespace xo {

namespace {

using Made = Result<std::shared_ptr<const SubjectIndex>>;

// The rows from `first` on in the order of subjects. `times` may be null.
std::shared_ptr<SubjectIndex> derived(const std::vector<std::uint32_t>& ids, const std::vector<Instant>* times,
                                      std::size_t first, std::size_t subjects) {
    auto index = std::make_shared<SubjectIndex>();
    clusterRows(
        ids.size() - first, subjects, index->offsets, JobContext(),
        [&](std::size_t row, std::uint32_t& subject, Instant& at) {
            subject = ids[first + row];
            // the order of rows without a subject is theirs
            at = times && subject ? (*times)[first + row] : 0;
            return true;
        },
        [&](std::size_t total) { index->rows.resize(total); },
        [&](std::size_t at, std::span<const ClusteredRow> rows) {
            for (const ClusteredRow& row : rows)
                index->rows[at++] = row.row + static_cast<std::uint32_t>(first);
        });
    return index;
}

// Two orders of different rows, those of `later` behind those of `kept`, as one.
std::shared_ptr<SubjectIndex> merged(const SubjectIndex& kept, const SubjectIndex& later,
                                     const std::vector<Instant>* times) {
    auto index = std::make_shared<SubjectIndex>();
    const std::size_t subjects = kept.offsets.size() - 1;
    index->offsets.resize(subjects + 1);
    for (std::size_t s = 0; s <= subjects; ++s)
        index->offsets[s] = kept.offsets[s] + later.offsets[s];
    index->rows.resize(index->offsets.back());
    const auto timeOf = [&](std::uint32_t row) {
        return !times || (*times)[row] == kNoTime ? INT64_MAX : (*times)[row];
    };
    forEachPiece(subjects, JobContext(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t s = begin; s < end; ++s) {
            const auto rows = [s](const SubjectIndex& of) {
                return std::span(of.rows).subspan(of.offsets[s], of.offsets[s + 1] - of.offsets[s]);
            };
            const auto a = rows(kept), b = rows(later);
            const auto to = index->rows.begin() + static_cast<std::ptrdiff_t>(index->offsets[s]);
            if (s == 0)
                std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), to));
            else
                std::merge(a.begin(), a.end(), b.begin(), b.end(), to,
                           [&](std::uint32_t x, std::uint32_t y) { return timeOf(x) < timeOf(y); });
        }
    });
    return index;
}

// What the file keeps, for so many subjects.
Result<std::shared_ptr<SubjectIndex>> read(const StoredOrder& order, std::size_t subjects) {
    auto index = std::make_shared<SubjectIndex>();
    index->rows.resize(order.rows);
    if (auto done = order.readRows(index->rows, {}); !done) return done.failure();
    index->offsets.assign(subjects + 1, order.rows);
    std::copy(order.offsets.begin(), order.offsets.end(), index->offsets.begin());
    return index;
}

} // namespace

Result<std::shared_ptr<const StoredOrder>> Workspace::storedOrder(std::size_t tableIndex) const {
    using Order = std::shared_ptr<const StoredOrder>;
    const Table& table = *tables[tableIndex];
    if (!table.findRole(RoleKind::Customer)) return Order();
    auto found = persons();
    if (!found) return found.failure();
    if (*found) return Order();
    Order order = table.storedOrder();
    if (order && (order->offsets.size() > subjectCount() + 1 || order->rows > table.rows())) return Order();
    return order;
}

Made Workspace::bySubject(std::size_t table) const {
    return cached<SubjectIndex>("columnar.by_subject/" + std::to_string(table), [&] { return orderRows(table); });
}

Made Workspace::orderRows(std::size_t tableIndex) const {
    const Table& table = *tables[tableIndex];
    auto order = storedOrder(tableIndex);
    if (!order) return order.failure();
    std::shared_ptr<SubjectIndex> kept;
    if (*order) {
        auto rows = read(**order, subjectCount());
        if (rows)
            kept = std::move(*rows);
        else
            table.giveUpOrder(rows.error());
        if (kept && kept->rows.size() == table.rows()) return std::shared_ptr<const SubjectIndex>(kept);
    }
    auto ids = subjects(tableIndex);
    if (!ids) return ids.failure();
    std::shared_ptr<const Column> time;
    if (const auto index = table.findRole(RoleKind::Time)) {
        auto column = table.column(*index);
        if (!column) return column.failure();
        if ((*column)->isTime()) time = *column;
    }
    const std::vector<Instant>* const times = time ? &time->times : nullptr;
    auto later = derived(**ids, times, kept ? kept->rows.size() : 0, subjectCount());
    return std::shared_ptr<const SubjectIndex>(kept ? merged(*kept, *later, times) : later);
}

} // namespace xo
