#include "core/analysis/score/cells.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <limits>

namespace xo::analysis {

namespace {

constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kDirectCells = 1U << 14; // numbered without looking which occur
constexpr std::uint64_t kTableCells = 1U << 22;  // found by one array look-up

// Open addressing from a 64-bit key to a number in order of first appearance.
class KeyNumbers {
public:
    KeyNumbers() : m_keys(1U << 16), m_numbers(1U << 16, kFree) {}
    std::uint32_t numberOf(std::uint64_t key) {
        if (m_count * 2 > m_keys.size()) grow();
        const std::size_t slot = slotOf(key);
        if (m_numbers[slot] == kFree) {
            m_keys[slot] = key;
            m_numbers[slot] = m_count++;
        }
        return m_numbers[slot];
    }
    std::uint32_t count() const { return m_count; }

private:
    std::size_t slotOf(std::uint64_t key) const {
        std::uint64_t hash = key + 0x9e3779b97f4a7c15ULL; // splitmix64
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
        std::size_t slot = static_cast<std::size_t>(hash ^ (hash >> 31)) & (m_keys.size() - 1);
        while (m_numbers[slot] != kFree && m_keys[slot] != key)
            slot = (slot + 1) & (m_keys.size() - 1);
        return slot;
    }
    void grow() {
        KeyNumbers larger;
        larger.m_keys.resize(m_keys.size() * 2);
        larger.m_numbers.assign(m_keys.size() * 2, kFree);
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            if (m_numbers[i] == kFree) continue;
            const std::size_t slot = larger.slotOf(m_keys[i]);
            larger.m_keys[slot] = m_keys[i];
            larger.m_numbers[slot] = m_numbers[i];
        }
        m_keys.swap(larger.m_keys);
        m_numbers.swap(larger.m_numbers);
    }
    std::vector<std::uint64_t> m_keys;
    std::vector<std::uint32_t> m_numbers;
    std::uint32_t m_count = 0;
};

} // namespace

void CellIndex::add(std::shared_ptr<const CodeVector> codes, std::uint32_t size, std::string key) {
    const std::size_t dimension = m_dimensions++;
    const std::vector<Codes> before = std::move(m_codes);
    m_codes.clear();
    const auto extended = [&](std::uint64_t at) {
        Codes out = before[static_cast<std::size_t>(at / size)];
        out[dimension] = static_cast<std::uint32_t>(at % size);
        return out;
    };
    const std::uint64_t product = static_cast<std::uint64_t>(before.size()) * size;
    if (before.size() == 1 || product <= kDirectCells) {
        m_codes.reserve(static_cast<std::size_t>(product));
        for (std::uint64_t at = 0; at < product; ++at)
            m_codes.push_back(extended(at));
        m_sources.push_back({std::move(codes), size, std::move(key)});
        return;
    }
    std::vector<std::uint32_t> cells(m_rows);
    std::vector<std::uint32_t> known(product <= kTableCells ? static_cast<std::size_t>(product) : 0, kFree);
    KeyNumbers numbers;
    for (std::size_t begin = 0; begin < m_rows; begin += kPieceRows) {
        const std::span<std::uint32_t> piece = std::span(cells).subspan(begin, std::min(kPieceRows, m_rows - begin));
        cellsFrom(begin, piece);
        codes->visit([&](const auto& own) {
            for (std::size_t i = 0; i < piece.size(); ++i) {
                const std::uint64_t at = static_cast<std::uint64_t>(piece[i]) * size + own[begin + i];
                std::uint32_t number = 0;
                if (known.empty()) {
                    number = numbers.numberOf(at);
                } else {
                    std::uint32_t& found = known[static_cast<std::size_t>(at)];
                    if (found == kFree) found = static_cast<std::uint32_t>(m_codes.size());
                    number = found;
                }
                if (number == m_codes.size()) m_codes.push_back(extended(at));
                piece[i] = number;
            }
        });
    }
    const auto count = static_cast<std::uint32_t>(m_codes.size());
    m_sources = {{std::make_shared<const CodeVector>(CodeVector::from(cells, count)), count, {}}};
}

CellIndex CellIndex::withSources(std::vector<Source> sources) const {
    CellIndex out = *this;
    out.m_sources = std::move(sources);
    return out;
}

std::uint32_t CellIndex::of(std::size_t row) const {
    std::uint32_t cell = 0;
    for (const Source& source : m_sources)
        cell = cell * source.size + (*source.codes)[row];
    return cell;
}

namespace {

template <class Cell>
void cellsInto(const std::vector<CellIndex::Source>& sources, std::size_t begin, std::span<Cell> out) {
    if (sources.empty()) std::fill(out.begin(), out.end(), Cell{0});
    for (std::size_t s = 0; s < sources.size(); ++s)
        sources[s].codes->visit([&, size = static_cast<Cell>(sources[s].size)](const auto& codes) {
            const auto* const own = codes.data() + begin;
            Cell* const cells = out.data();
            const std::size_t n = out.size();
            if (s == 0)
                for (std::size_t i = 0; i < n; ++i)
                    cells[i] = static_cast<Cell>(own[i]);
            else
                for (std::size_t i = 0; i < n; ++i)
                    cells[i] = static_cast<Cell>(cells[i] * size + own[i]);
        });
}

} // namespace

void CellIndex::cellsFrom(std::size_t begin, std::span<std::uint32_t> out) const {
    cellsInto(m_sources, begin, out);
}

void CellIndex::cellsFrom(std::size_t begin, std::span<std::uint16_t> out) const {
    cellsInto(m_sources, begin, out);
}

void CellIndex::cellsOf(std::span<const std::uint32_t> rows, std::uint32_t* out) const {
    std::fill_n(out, rows.size(), 0U);
    for (const Source& source : m_sources)
        source.codes->visit([&, size = source.size](const auto& codes) {
            const auto* const own = codes.data();
            for (std::size_t i = 0; i < rows.size(); ++i)
                out[i] = out[i] * size + own[rows[i]];
        });
}

} // namespace xo::analysis
