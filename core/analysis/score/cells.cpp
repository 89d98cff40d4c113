#include "core/analysis/score/cells.h"

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

void CellIndex::add(std::vector<std::uint32_t> codes, std::uint32_t size) {
    const std::size_t dimension = m_dimensions++;
    const std::vector<Codes> before = std::move(m_codes);
    m_codes.clear();
    const auto extended = [&](std::uint64_t key) {
        Codes out = before[static_cast<std::size_t>(key / size)];
        out[dimension] = static_cast<std::uint32_t>(key % size);
        return out;
    };
    const std::uint64_t product = static_cast<std::uint64_t>(before.size()) * size;
    const bool direct = before.size() == 1 || product <= kDirectCells;
    if (direct) {
        m_codes.reserve(static_cast<std::size_t>(product));
        for (std::uint64_t key = 0; key < product; ++key)
            m_codes.push_back(extended(key));
        if (before.size() == 1) {
            m_cells = std::move(codes);
            return;
        }
        for (std::size_t row = 0; row < m_rows; ++row)
            m_cells[row] = m_cells[row] * size + codes[row];
    } else if (product <= kTableCells) {
        std::vector<std::uint32_t> numbers(static_cast<std::size_t>(product), kFree);
        for (std::size_t row = 0; row < m_rows; ++row) {
            const std::uint64_t key = static_cast<std::uint64_t>(m_cells[row]) * size + codes[row];
            std::uint32_t& number = numbers[static_cast<std::size_t>(key)];
            if (number == kFree) {
                number = static_cast<std::uint32_t>(m_codes.size());
                m_codes.push_back(extended(key));
            }
            m_cells[row] = number;
        }
    } else {
        KeyNumbers numbers;
        for (std::size_t row = 0; row < m_rows; ++row) {
            const std::uint64_t key = static_cast<std::uint64_t>(m_cells[row]) * size + codes[row];
            m_cells[row] = numbers.numberOf(key);
            if (numbers.count() > m_codes.size()) m_codes.push_back(extended(key));
        }
    }
}

} // namespace xo::analysis
