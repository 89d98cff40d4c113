#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace xo {

/// A selection of rows or customers: one bit each. Bits beyond size() are always 0.
class Bitmap {
public:
    Bitmap() = default;
    explicit Bitmap(std::size_t size, bool value = false)
        : m_size(size), m_words((size + 63) / 64, value ? ~0ULL : 0ULL) {
        clearTail();
    }

    std::size_t size() const { return m_size; }
    bool test(std::size_t i) const { return (m_words[i >> 6] >> (i & 63)) & 1U; }
    void set(std::size_t i) { m_words[i >> 6] |= 1ULL << (i & 63); }
    void reset(std::size_t i) { m_words[i >> 6] &= ~(1ULL << (i & 63)); }
    void assign(std::size_t i, bool value) { value ? set(i) : reset(i); }
    std::size_t count() const {
        std::size_t total = 0;
        for (std::uint64_t word : m_words)
            total += static_cast<std::size_t>(std::popcount(word));
        return total;
    }
    bool none() const {
        for (std::uint64_t w : m_words)
            if (w) return false;
        return true;
    }
    /// Both sides have the same size.
    Bitmap& operator&=(const Bitmap& other) {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= other.m_words[i];
        return *this;
    }
    Bitmap& operator|=(const Bitmap& other) {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] |= other.m_words[i];
        return *this;
    }
    /// this and not other
    Bitmap& subtract(const Bitmap& other) {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= ~other.m_words[i];
        return *this;
    }
    void flip() {
        for (auto& w : m_words)
            w = ~w;
        clearTail();
    }
    bool operator==(const Bitmap&) const = default;

    /// Calls f(index) for every set bit in ascending order.
    template <class F>
    void forEach(F&& f) const {
        for (std::size_t w = 0; w < m_words.size(); ++w)
            for (std::uint64_t word = m_words[w]; word; word &= word - 1)
                f(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
    const std::vector<std::uint64_t>& words() const { return m_words; }
    std::vector<std::uint64_t>& words() { return m_words; }

private:
    void clearTail() {
        if (m_size % 64) m_words.back() &= (1ULL << (m_size % 64)) - 1;
    }
    std::size_t m_size = 0;
    std::vector<std::uint64_t> m_words;
};

} // namespace xo
