#pragma once

#include "core/base/equalbytes.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace xo::io {

/// Finds byte values in 64 bytes at once: one, and any of three others. Bit i of a mask is set where byte i is meant.
/// SSE2 is part of every x86-64; elsewhere eight bytes at a time.
class ByteMask {
public:
    struct Found {
        std::uint64_t one = 0, others = 0;
    };
    ByteMask(char one, char a, char b, char c) : m_wanted{one, a, b, c} {
#if defined(__SSE2__) || defined(_M_X64)
        for (int i = 0; i < 4; ++i)
            m_vectors[i] = _mm_set1_epi8(m_wanted[i]);
#endif
    }

    Found of(const char* bytes) const {
#if defined(__SSE2__) || defined(_M_X64)
        Found found;
        for (int part = 0; part < 4; ++part) {
            const __m128i data = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
            const __m128i one = _mm_cmpeq_epi8(data, m_vectors[0]);
            const __m128i others =
                _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(data, m_vectors[1]), _mm_cmpeq_epi8(data, m_vectors[2])),
                             _mm_cmpeq_epi8(data, m_vectors[3]));
            found.one |= bits(one) << (16 * part);
            found.others |= bits(others) << (16 * part);
        }
        return found;
#else
        return portable(bytes);
#endif
    }

    /// The same without vector instructions.
    Found portable(const char* bytes) const {
        Found found;
        for (int part = 0; part < 8; ++part) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes + 8 * part, 8);
            const auto hits = [&](int i) {
                return std::uint64_t{equalBytesOfWord(word, static_cast<std::uint8_t>(m_wanted[i]))};
            };
            found.one |= hits(0) << (8 * part);
            found.others |= (hits(1) | hits(2) | hits(3)) << (8 * part);
        }
        return found;
    }

private:
#if defined(__SSE2__) || defined(_M_X64)
    static std::uint64_t bits(__m128i mask) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(mask)));
    }
#endif
    char m_wanted[4];
#if defined(__SSE2__) || defined(_M_X64)
    __m128i m_vectors[4];
#endif
};

} // namespace xo::io
