#include "core/fusion/linkindex.h"

#include <algorithm>
#include <numeric>

namespace xo::fusion {

Result<RowTimes> RowTimes::of(const Table& table) {
    RowTimes times;
    const auto index = table.findRole(RoleKind::Time);
    if (!index) return times;
    auto column = table.column(*index);
    if (!column) return column.failure();
    if ((*column)->isTime()) {
        times.column = *column;
        times.byDay = (*column)->info.type == ValueType::Date;
    }
    return times;
}

namespace {

using Built = Result<std::shared_ptr<const LinkIndex>>;

Built build(const Workspace& workspace, const std::vector<std::size_t>& tables, const JobContext& job) {
    std::vector<std::shared_ptr<const Column>> keys;
    std::vector<RowTimes> times;
    auto index = std::make_shared<LinkIndex>();
    index->offsets.assign(static_cast<std::size_t>(workspace.links->size()) + 1, 0);
    auto persons = workspace.persons();
    if (!persons) return persons.failure();
    const auto canonical = [&](std::uint32_t code) { return *persons ? (*persons)->link(code) : code; };
    for (const std::size_t t : tables) {
        const Table& table = *workspace.tables[t];
        auto key = table.column(*table.findRole(RoleKind::Link));
        if (!key) return key.failure();
        auto time = RowTimes::of(table);
        if (!time) return time.failure();
        keys.push_back(*key);
        times.push_back(*time);
        for (std::size_t row = 0; row < table.rows(); ++row)
            if (const std::uint32_t code = canonical(keys.back()->codes[row])) ++index->offsets[code + 1];
        if (job.cancelled()) return cancelled();
    }
    std::partial_sum(index->offsets.begin(), index->offsets.end(), index->offsets.begin());
    index->rows.resize(index->offsets.back());
    index->parts.resize(index->offsets.back());
    std::vector<std::uint64_t> next(index->offsets.begin(), index->offsets.end() - 1);
    for (std::size_t part = 0; part < tables.size(); ++part) {
        for (std::size_t row = 0; row < keys[part]->rows; ++row) {
            if ((row & 0xffffU) == 0 && job.cancelled()) return cancelled();
            const std::uint32_t code = canonical(keys[part]->codes[row]);
            if (!code) continue;
            index->parts[next[code]] = static_cast<std::uint8_t>(part);
            index->rows[next[code]++] = static_cast<std::uint32_t>(row);
        }
    }
    struct Entry {
        Instant time;
        std::uint8_t part;
        std::uint32_t row;
    };
    std::vector<Entry> entries;
    const auto before = [](const Entry& a, const Entry& b) {
        return b.time == kNoTime ? a.time != kNoTime : a.time != kNoTime && a.time < b.time;
    };
    for (std::size_t l = 1; l + 1 < index->offsets.size(); ++l) {
        const std::size_t begin = index->offsets[l], end = index->offsets[l + 1];
        if (end - begin < 2) continue;
        entries.clear();
        for (std::size_t i = begin; i < end; ++i)
            entries.push_back({times[index->parts[i]].at(index->rows[i]), index->parts[i], index->rows[i]});
        if (std::is_sorted(entries.begin(), entries.end(), before)) continue;
        std::stable_sort(entries.begin(), entries.end(), before);
        for (std::size_t i = begin; i < end; ++i) {
            index->parts[i] = entries[i - begin].part;
            index->rows[i] = entries[i - begin].row;
        }
    }
    return std::shared_ptr<const LinkIndex>(index);
}

} // namespace

Built linkIndex(const Workspace& workspace, const std::vector<std::size_t>& tables, const JobContext& job) {
    std::string key = "fusion.link_index";
    for (const std::size_t t : tables)
        key += "/" + std::to_string(t);
    return workspace.cached<LinkIndex>(key, [&]() -> Built { return build(workspace, tables, job); });
}

} // namespace xo::fusion
