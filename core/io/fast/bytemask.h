#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace xo::io {

/// Finds up to four byte values in 64 bytes at once: bit i of the mask is set where byte i is one of them. SSE2 is part
/// of every x86-64; elsewhere eight bytes at a time.
class ByteMask {
public:
    ByteMask(char a, char b, char c, char d) : m_wanted{a, b, c, d} {
#if defined(__SSE2__) || defined(_M_X64)
        for (int i = 0; i < 4; ++i)
            m_vectors[i] = _mm_set1_epi8(m_wanted[i]);
#endif
    }

    std::uint64_t of(const char* bytes) const {
#if defined(__SSE2__) || defined(_M_X64)
        std::uint64_t mask = 0;
        for (int part = 0; part < 4; ++part) {
            const __m128i data = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
            const __m128i first = _mm_or_si128(_mm_cmpeq_epi8(data, m_vectors[0]), _mm_cmpeq_epi8(data, m_vectors[1]));
            const __m128i second = _mm_or_si128(_mm_cmpeq_epi8(data, m_vectors[2]), _mm_cmpeq_epi8(data, m_vectors[3]));
            const int bits = _mm_movemask_epi8(_mm_or_si128(first, second));
            mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(bits)) << (16 * part);
        }
        return mask;
#else
        return portable(bytes);
#endif
    }

    /// The same without vector instructions.
    std::uint64_t portable(const char* bytes) const {
        constexpr std::uint64_t kLow = 0x0101010101010101ULL, kSeven = 0x7F7F7F7F7F7F7F7FULL;
        std::uint64_t mask = 0;
        for (int part = 0; part < 8; ++part) {
            std::uint64_t word = 0, hits = 0;
            std::memcpy(&word, bytes + 8 * part, 8);
            for (const char wanted : m_wanted) {
                const std::uint64_t x = word ^ (kLow * static_cast<unsigned char>(wanted));
                hits |= ~(((x & kSeven) + kSeven) | x | kSeven); // 0x80 in each byte that is equal
            }
            mask |= (((hits >> 7) * 0x0102040810204080ULL) >> 56) << (8 * part);
        }
        return mask;
    }

private:
    char m_wanted[4];
#if defined(__SSE2__) || defined(_M_X64)
    __m128i m_vectors[4];
#endif
};

} // namespace xo::io
