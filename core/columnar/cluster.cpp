#include "core/columnar/cluster.h"

namespace xo {

void sortBucket(std::span<const ClusteredRow> rows, std::uint32_t first, std::span<std::uint32_t> counts,
                std::span<ClusteredRow> spare) {
    for (const ClusteredRow& row : rows)
        ++counts[row.subject - first];
    std::vector<std::uint32_t> next(counts.size());
    std::uint32_t at = 0;
    for (std::size_t s = 0; s < counts.size(); ++s) {
        next[s] = at;
        at += counts[s];
    }
    for (const ClusteredRow& row : rows)
        spare[next[row.subject - first]++] = row;
    // subjects have few rows each, most of them in order
    constexpr std::uint32_t kFew = 64;
    const auto before = [](const ClusteredRow& a, const ClusteredRow& b) { return a.time < b.time; };
    std::uint32_t begin = 0;
    for (const std::uint32_t count : counts) {
        ClusteredRow* const own = spare.data() + begin;
        begin += count;
        if (count > kFew) {
            if (!std::is_sorted(own, own + count, before)) std::stable_sort(own, own + count, before);
            continue;
        }
        for (std::uint32_t i = 1; i < count; ++i) {
            if (!before(own[i], own[i - 1])) continue;
            const ClusteredRow moved = own[i];
            std::uint32_t to = i;
            for (; to > 0 && before(moved, own[to - 1]); --to)
                own[to] = own[to - 1];
            own[to] = moved;
        }
    }
}

} // namespace xo
