#include "core/analysis/drivers/momentsums.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace xo::analysis {

namespace {

constexpr std::size_t kBlock = 1024;
constexpr std::uint32_t kShort = std::numeric_limits<std::int16_t>::max();
// the largest product of two short numbers a block of which sums up within 32 bits
constexpr std::uint64_t kSmallProduct = std::numeric_limits<std::int32_t>::max() / kBlock;

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

// The loops over a block take bare pointers and sizes: what they write can't be what tells them how far to go, so that
// the compiler takes many rows at a time.

// 0xFF where the bit of a row is set, else 0; writes whole eights.
void spread(const Bitmap& bits, std::size_t begin, std::size_t size, std::uint8_t* present) {
    const std::vector<std::uint64_t>& words = bits.words();
    for (std::size_t i = 0; i < size; i += 8) {
        const std::size_t word = (begin + i) / 64, shift = (begin + i) % 64;
        std::uint64_t eight = words[word] >> shift;
        if (shift > 56 && word + 1 < words.size()) eight |= words[word + 1] << (64 - shift);
        std::uint64_t bytes = ((eight & 0xFF) * 0x0101010101010101ULL) & 0x8040201008040201ULL; // bit k in byte k
        bytes = ((bytes + 0x7F7F7F7F7F7F7F7FULL) >> 7 & 0x0101010101010101ULL) * 0xFF;
        for (std::size_t k = 0; k < 8; ++k)
            present[i + k] = static_cast<std::uint8_t>(bytes >> (8 * k));
    }
}

template <class T>
void keepNumbered(const T* codes, std::size_t size, std::uint8_t* present) {
    constexpr T none = static_cast<T>(~T{0});
    for (std::size_t i = 0; i < size; ++i)
        present[i] = static_cast<std::uint8_t>(present[i] & (codes[i] != none ? 0xFF : 0));
}

std::int64_t countOf(const std::uint8_t* present, std::size_t size) {
    std::uint32_t total = 0;
    for (std::size_t i = 0; i < size; ++i)
        total += present[i] & 1U;
    return total;
}

// Every code is read, and cleared where its row doesn't count: reading some only would be one row at a time.
template <class T, class Code>
void copyPresent(const Code* codes, const std::uint8_t* present, std::size_t size, T* out) {
    for (std::size_t i = 0; i < size; ++i) {
        const Code mask = sizeof(Code) == 1 ? static_cast<Code>(present[i]) : static_cast<Code>(0 - (present[i] & 1));
        out[i] = static_cast<T>(static_cast<Code>(codes[i] & mask));
    }
}

template <class T>
std::int64_t sumOf(const T* values, std::size_t size) {
    std::conditional_t<sizeof(T) == 2, std::int32_t, std::int64_t> total = 0;
    for (std::size_t i = 0; i < size; ++i)
        total += values[i];
    return total;
}

template <class A, class B>
std::int64_t sumOfProducts(const A* x, const B* y, std::size_t size) {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < size; ++i)
        total += std::int64_t{x[i]} * y[i];
    return total;
}

// Products of a short column with four others at once, each of which it is read only once for.
void sumFourProducts(const std::int16_t* x, const std::array<const std::int16_t*, 4>& others, std::size_t size,
                     std::int64_t* out) {
    const std::int16_t* const a = others[0];
    const std::int16_t* const b = others[1];
    const std::int16_t* const c = others[2];
    const std::int16_t* const d = others[3];
    std::int32_t withA = 0, withB = 0, withC = 0, withD = 0;
    for (std::size_t i = 0; i < size; ++i) {
        withA += x[i] * a[i];
        withB += x[i] * b[i];
        withC += x[i] * c[i];
        withD += x[i] * d[i];
    }
    out[0] += withA, out[1] += withB, out[2] += withC, out[3] += withD;
}

// The rows of a block that have all numbers, and those numbers (0 in the other rows).
class Block {
public:
    Block(const Columns& columns, bool whole) : m_columns(columns), m_present(kBlock) {
        m_shorts.resize(columns.size());
        m_longs.resize(columns.size());
        m_reals.resize(columns.size());
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (!whole)
                m_reals[c].resize(kBlock);
            else if (columns[c]->largest <= kShort)
                m_shorts[c].resize(kBlock);
            else
                m_longs[c].resize(kBlock);
    }

    // Which rows count; their number. Adds to `outcomes` how many are selected and have the last number.
    std::int64_t choose(std::size_t begin, std::size_t size, const Bitmap* selected, std::int64_t& outcomes) {
        m_size = size;
        if (selected == nullptr)
            std::fill_n(m_present.begin(), size, std::uint8_t{0xFF});
        else
            spread(*selected, begin, size, m_present.data());
        std::int64_t found = 0;
        for (std::size_t c = m_columns.size(); c-- > 0;) {
            const NumberColumn& column = *m_columns[c];
            if (column.exact)
                std::visit([&](const auto& codes) { keepNumbered(codes.data() + begin, size, m_present.data()); },
                           column.codes);
            else
                for (std::size_t i = 0; i < size; ++i)
                    if (std::isnan(column.numbers[begin + i])) m_present[i] = 0;
            if (c + 1 == m_columns.size() || c == 0) found = countOf(m_present.data(), size);
            if (c + 1 == m_columns.size()) outcomes += found;
            if (found == 0) return 0;
        }
        return found;
    }

    void read(std::size_t begin) {
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const NumberColumn& column = *m_columns[c];
            if (!m_reals[c].empty())
                fillReals(column, begin, m_reals[c]);
            else if (!m_shorts[c].empty())
                fill(column, begin, m_shorts[c]);
            else
                fill(column, begin, m_longs[c]);
        }
    }

    void addTo(Sums<std::int64_t>& into) const {
        std::size_t pair = 0;
        for (std::size_t a = 0; a < m_columns.size(); ++a) {
            into.sums[a] += m_shorts[a].empty() ? sumOf(m_longs[a].data(), m_size) : sumOf(m_shorts[a].data(), m_size);
            for (std::size_t b = a; b < m_columns.size();) {
                const std::size_t count = fourFrom(a, b) ? 4 : 1;
                if (count == 4)
                    sumFourProducts(
                        m_shorts[a].data(),
                        {m_shorts[b].data(), m_shorts[b + 1].data(), m_shorts[b + 2].data(), m_shorts[b + 3].data()},
                        m_size, &into.products[pair]);
                else
                    into.products[pair] += product(a, b);
                b += count, pair += count;
            }
        }
    }
    void addTo(Sums<double>& into) const {
        std::size_t pair = 0;
        for (std::size_t a = 0; a < m_columns.size(); ++a) {
            double sum = 0;
            for (std::size_t i = 0; i < m_size; ++i)
                sum += m_reals[a][i];
            into.sums[a] += sum;
            for (std::size_t b = a; b < m_columns.size(); ++b, ++pair) {
                double total = 0;
                for (std::size_t i = 0; i < m_size; ++i)
                    total += m_reals[a][i] * m_reals[b][i];
                into.products[pair] += total;
            }
        }
    }

private:
    // Their products sum up within 32 bits.
    bool small(std::size_t a, std::size_t b) const {
        return !m_shorts[a].empty() && !m_shorts[b].empty() &&
               std::uint64_t{m_columns[a]->largest} * m_columns[b]->largest <= kSmallProduct;
    }
    bool fourFrom(std::size_t a, std::size_t b) const {
        return b + 4 <= m_columns.size() && small(a, b) && small(a, b + 1) && small(a, b + 2) && small(a, b + 3);
    }
    std::int64_t product(std::size_t a, std::size_t b) const {
        const std::vector<std::int16_t>& x = m_shorts[a];
        const std::vector<std::int16_t>& y = m_shorts[b];
        if (small(a, b)) {
            std::int32_t total = 0;
            const std::int16_t* const first = x.data();
            const std::int16_t* const second = y.data();
            for (std::size_t i = 0, size = m_size; i < size; ++i)
                total += first[i] * second[i];
            return total;
        }
        if (!x.empty() && !y.empty()) return sumOfProducts(x.data(), y.data(), m_size);
        if (!x.empty()) return sumOfProducts(x.data(), m_longs[b].data(), m_size);
        if (!y.empty()) return sumOfProducts(m_longs[a].data(), y.data(), m_size);
        return sumOfProducts(m_longs[a].data(), m_longs[b].data(), m_size);
    }

    template <class T>
    void fill(const NumberColumn& column, std::size_t begin, std::vector<T>& out) const {
        std::visit([&](const auto& codes) { copyPresent(codes.data() + begin, m_present.data(), m_size, out.data()); },
                   column.codes);
    }
    void fillReals(const NumberColumn& column, std::size_t begin, std::vector<double>& out) const {
        if (column.exact) return fill(column, begin, out);
        for (std::size_t i = 0; i < m_size; ++i)
            out[i] = m_present[i] != 0 ? column.numbers[begin + i] - column.centre : 0;
    }

    const Columns& m_columns;
    std::size_t m_size = 0;
    std::vector<std::uint8_t> m_present; // 0xFF = counts
    // kBlock numbers of each column in one of these: small whole ones, whole ones, or else all as doubles
    std::vector<std::vector<std::int16_t>> m_shorts;
    std::vector<std::vector<std::int64_t>> m_longs;
    std::vector<std::vector<double>> m_reals;
};

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
    std::vector<Block> blocks(workerCount(kJackknifeGroups, job), Block(columns, std::is_integral_v<T>));
    forEachChunk(kJackknifeGroups, job, [&](std::size_t worker, std::size_t group) {
        Block& block = blocks[worker];
        const std::size_t end = rows.offsets[group + 1];
        for (std::size_t begin = rows.offsets[group]; begin < end && !job.cancelled(); begin += kBlock) {
            const std::size_t size = std::min(kBlock, end - begin);
            const std::int64_t found = block.choose(begin, size, selected, groups[group].outcomes);
            if (found == 0) continue;
            groups[group].n += found;
            block.read(begin);
            block.addTo(groups[group]);
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
