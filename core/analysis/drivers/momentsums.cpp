#include "core/analysis/drivers/momentsums.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xo::analysis {

namespace {

constexpr std::size_t kBlock = 2048;
constexpr std::uint32_t kShort = std::numeric_limits<std::int16_t>::max();

std::uint64_t scattered(std::uint64_t key) {
    std::uint64_t hash = key + 0x9e3779b97f4a7c15ULL; // splitmix64
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
    return hash ^ (hash >> 31);
}

// Sums of one group: about the columns' own origins, products as the upper triangle.
template <class T>
struct Sums {
    std::int64_t n = 0;
    std::int64_t outcomes = 0;
    std::vector<T> sums, products;
    explicit Sums(std::size_t columns) : sums(columns, T{0}), products(columns * (columns + 1) / 2, T{0}) {}
    void add(const Sums& other) {
        n += other.n, outcomes += other.outcomes;
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += other.sums[i];
        for (std::size_t i = 0; i < products.size(); ++i)
            products[i] += other.products[i];
    }
    Sums without(const Sums& part) const {
        Sums out = *this;
        out.n -= part.n;
        for (std::size_t i = 0; i < sums.size(); ++i)
            out.sums[i] -= part.sums[i];
        for (std::size_t i = 0; i < products.size(); ++i)
            out.products[i] -= part.products[i];
        return out;
    }
};

using Columns = std::vector<std::shared_ptr<const NumberColumn>>;

// The rows of a block that have all numbers, and those numbers (0 in the other rows).
class Block {
public:
    explicit Block(const Columns& columns)
        : m_columns(columns), m_shorts(columns.size()), m_longs(columns.size()), m_reals(columns.size()) {}

    // Which rows count; also how many are selected and have the last number.
    void choose(std::size_t begin, std::size_t size, const Bitmap* selected, std::int64_t& outcomes) {
        m_size = size;
        m_present.resize(size);
        for (std::size_t i = 0; i < size; ++i)
            m_present[i] = selected == nullptr || selected->test(begin + i);
        for (std::size_t c = m_columns.size(); c-- > 0;) {
            const NumberColumn& column = *m_columns[c];
            std::uint8_t* const present = m_present.data();
            if (column.exact)
                std::visit(
                    [&](const auto& codes) {
                        const auto none = noNumber(codes);
                        const auto* const from = codes.data() + begin;
                        for (std::size_t i = 0; i < size; ++i)
                            present[i] = static_cast<std::uint8_t>(present[i] & (from[i] != none ? 1U : 0U));
                    },
                    column.codes);
            else
                for (std::size_t i = 0; i < size; ++i)
                    present[i] = present[i] && !std::isnan(column.numbers[begin + i]);
            if (c + 1 == m_columns.size()) outcomes += count();
        }
    }
    std::int64_t count() const {
        std::int64_t total = 0;
        for (const std::uint8_t present : m_present)
            total += present;
        return total;
    }

    void read(std::size_t begin, bool whole) {
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const NumberColumn& column = *m_columns[c];
            if (!whole)
                fillReals(column, begin, m_reals[c]);
            else if (column.largest <= kShort)
                fill(column, begin, m_shorts[c]);
            else
                fill(column, begin, m_longs[c]);
        }
    }

    std::int64_t sum(std::size_t c) const {
        std::int64_t total = 0;
        if (isShort(c))
            for (const std::int16_t value : m_shorts[c])
                total += value;
        else
            for (const std::int64_t value : m_longs[c])
                total += value;
        return total;
    }
    std::int64_t product(std::size_t a, std::size_t b) const {
        if (isShort(a) && isShort(b)) return shortProduct(a, b);
        std::int64_t total = 0;
        for (std::size_t i = 0; i < m_size; ++i)
            total += whole(a, i) * whole(b, i);
        return total;
    }
    double realSum(std::size_t c) const {
        double total = 0;
        for (const double value : m_reals[c])
            total += value;
        return total;
    }
    double realProduct(std::size_t a, std::size_t b) const {
        double total = 0;
        for (std::size_t i = 0; i < m_size; ++i)
            total += m_reals[a][i] * m_reals[b][i];
        return total;
    }

private:
    bool isShort(std::size_t c) const { return m_columns[c]->largest <= kShort; }
    std::int64_t whole(std::size_t c, std::size_t i) const { return isShort(c) ? m_shorts[c][i] : m_longs[c][i]; }

    template <class T>
    void fill(const NumberColumn& column, std::size_t begin, std::vector<T>& out) const {
        out.resize(m_size);
        std::visit(
            [&](const auto& codes) {
                const auto* const from = codes.data() + begin;
                for (std::size_t i = 0; i < m_size; ++i)
                    out[i] = m_present[i] ? static_cast<T>(from[i]) : T{0};
            },
            column.codes);
    }
    void fillReals(const NumberColumn& column, std::size_t begin, std::vector<double>& out) const {
        if (column.exact) return fill(column, begin, out);
        out.resize(m_size);
        for (std::size_t i = 0; i < m_size; ++i)
            out[i] = m_present[i] ? column.numbers[begin + i] - column.centre : 0;
    }
    // in stretches whose sum fits 32 bits: eight products at a time
    std::int64_t shortProduct(std::size_t a, std::size_t b) const {
        const std::uint64_t largest =
            std::max<std::uint64_t>(1, std::uint64_t{m_columns[a]->largest} * m_columns[b]->largest);
        const std::size_t stretch = static_cast<std::size_t>(
            std::clamp<std::uint64_t>(std::uint64_t{std::numeric_limits<std::int32_t>::max()} / largest, 1, m_size));
        const std::int16_t* const x = m_shorts[a].data();
        const std::int16_t* const y = m_shorts[b].data();
        std::int64_t total = 0;
        for (std::size_t begin = 0; begin < m_size; begin += stretch) {
            const std::size_t end = std::min(m_size, begin + stretch);
            std::int32_t part = 0;
            for (std::size_t i = begin; i < end; ++i)
                part += x[i] * y[i];
            total += part;
        }
        return total;
    }

    const Columns& m_columns;
    std::size_t m_size = 0;
    std::vector<std::uint8_t> m_present;
    std::vector<std::vector<std::int16_t>> m_shorts;
    std::vector<std::vector<std::int64_t>> m_longs;
    std::vector<std::vector<double>> m_reals;
};

void addBlock(const Block& block, Sums<std::int64_t>& into, std::size_t columns) {
    std::size_t pair = 0;
    for (std::size_t a = 0; a < columns; ++a) {
        into.sums[a] += block.sum(a);
        for (std::size_t b = a; b < columns; ++b)
            into.products[pair++] += block.product(a, b);
    }
}

void addBlock(const Block& block, Sums<double>& into, std::size_t columns) {
    std::size_t pair = 0;
    for (std::size_t a = 0; a < columns; ++a) {
        into.sums[a] += block.realSum(a);
        for (std::size_t b = a; b < columns; ++b)
            into.products[pair++] += block.realProduct(a, b);
    }
}

template <class T>
stats::CrossProducts crossProducts(const Sums<T>& sums, const Columns& columns) {
    stats::CrossProducts out;
    const std::size_t size = columns.size();
    out.n = sums.n;
    out.means.resize(size);
    out.cross.assign(size * size, 0);
    if (sums.n == 0) return out;
    const double n = static_cast<double>(sums.n);
    std::size_t pair = 0;
    for (std::size_t a = 0; a < size; ++a) {
        const NumberColumn& column = *columns[a];
        const double origin = column.exact ? static_cast<double>(column.low) : column.centre;
        out.means[a] = (origin + static_cast<double>(sums.sums[a]) / n) / column.scale;
        for (std::size_t b = a; b < size; ++b) {
            const double about = static_cast<double>(sums.sums[a]) * (static_cast<double>(sums.sums[b]) / n);
            const double value =
                (static_cast<double>(sums.products[pair++]) - about) / column.scale / columns[b]->scale;
            out.cross[a * size + b] = out.cross[b * size + a] = value;
        }
    }
    return out;
}

template <class T>
Result<GroupedMoments> summed(const GroupedRows& rows, const Columns& columns, const Bitmap* selected,
                              const JobContext& job) {
    std::vector<Sums<T>> groups(kJackknifeGroups, Sums<T>(columns.size()));
    std::vector<Block> blocks(workerCount(kJackknifeGroups, job), Block(columns));
    forEachChunk(kJackknifeGroups, job, [&](std::size_t worker, std::size_t group) {
        Block& block = blocks[worker];
        const std::size_t end = rows.offsets[group + 1];
        for (std::size_t begin = rows.offsets[group]; begin < end && !job.cancelled(); begin += kBlock) {
            const std::size_t size = std::min(kBlock, end - begin);
            block.choose(begin, size, selected, groups[group].outcomes);
            groups[group].n += block.count();
            block.read(begin, std::is_integral_v<T>);
            addBlock(block, groups[group], columns.size());
        }
    });
    if (job.cancelled()) return cancelled();
    Sums<T> all(columns.size());
    for (const Sums<T>& group : groups)
        all.add(group);
    GroupedMoments out;
    out.exact = std::is_integral_v<T>;
    out.all = crossProducts(all, columns);
    out.lost = all.outcomes - all.n;
    for (const Sums<T>& group : groups)
        if (group.n > 0) out.leftOut.push_back(crossProducts(all.without(group), columns));
    if (out.leftOut.size() < 2) out.leftOut.clear();
    return out;
}

bool sumsFit(const Columns& columns, std::size_t rows) {
    constexpr double kMost = 4e18;
    double largest = 0;
    for (const auto& column : columns) {
        if (!column->exact) return false;
        largest = std::max(largest, static_cast<double>(column->largest));
    }
    return largest * largest * static_cast<double>(rows) < kMost;
}

} // namespace

Result<std::shared_ptr<const GroupedRows>> groupedRows(const Workspace& workspace, std::size_t table) {
    using Shared = std::shared_ptr<const GroupedRows>;
    std::shared_ptr<const std::vector<std::uint32_t>> subjects;
    if (workspace.tellsSubjects(table)) {
        auto found = workspace.subjects(table);
        if (!found) return found.failure();
        subjects = std::move(*found);
    }
    return workspace.cached<GroupedRows>("analysis.jackknife/" + std::to_string(table), [&]() -> Result<Shared> {
        const std::size_t rows = workspace.tables[table]->rows();
        std::vector<std::uint8_t> groups(rows);
        auto out = std::make_shared<GroupedRows>();
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint32_t subject = subjects ? (*subjects)[row] : 0;
            const std::uint64_t key = subject != 0 ? subject : std::uint64_t{row} | (1ULL << 40);
            groups[row] = static_cast<std::uint8_t>(scattered(key) % kJackknifeGroups);
            ++out->offsets[groups[row] + 1U];
        }
        for (std::size_t group = 0; group < kJackknifeGroups; ++group)
            out->offsets[group + 1] += out->offsets[group];
        auto next = out->offsets;
        out->rows.resize(rows);
        for (std::size_t row = 0; row < rows; ++row)
            out->rows[next[groups[row]]++] = static_cast<std::uint32_t>(row);
        return Shared(out);
    });
}

Result<GroupedMoments> groupedMoments(const GroupedRows& rows, const Columns& columns, const Bitmap* selected,
                                      const JobContext& job) {
    return sumsFit(columns, rows.rows.size()) ? summed<std::int64_t>(rows, columns, selected, job)
                                              : summed<double>(rows, columns, selected, job);
}

} // namespace xo::analysis
