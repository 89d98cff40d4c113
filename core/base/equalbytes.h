#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace xo {

/// Bit i is set where byte i of a little-endian word equals `value`.
inline std::uint32_t equalBytesOfWord(std::uint64_t word, std::uint8_t value) {
    constexpr std::uint64_t kSeven = 0x7F7F7F7F7F7F7F7FULL;
    const std::uint64_t x = word ^ (0x0101010101010101ULL * value);
    const std::uint64_t equal = ~(((x & kSeven) + kSeven) | x | kSeven); // 0x80 in each byte that is equal
    return static_cast<std::uint32_t>(((equal >> 7) * 0x0102040810204080ULL) >> 56);
}

/// The same of 16 bytes without vector instructions.
inline std::uint32_t portableEqualBytes16(const std::uint8_t* bytes, std::uint8_t value) {
    if constexpr (std::endian::native == std::endian::little) {
        std::uint64_t words[2];
        std::memcpy(words, bytes, sizeof words);
        return equalBytesOfWord(words[0], value) | equalBytesOfWord(words[1], value) << 8;
    } else {
        std::uint32_t out = 0;
        for (unsigned i = 0; i < 16; ++i)
            out |= static_cast<std::uint32_t>(bytes[i] == value) << i;
        return out;
    }
}

/// Bit i is set where bytes[i] equals `value`, i < 16. SSE2 is part of every x86-64; elsewhere eight bytes at a time.
inline std::uint32_t equalBytes16(const std::uint8_t* bytes, std::uint8_t value) {
#if defined(__SSE2__) || defined(_M_X64)
    const __m128i data = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const __m128i equal = _mm_cmpeq_epi8(data, _mm_set1_epi8(static_cast<char>(value)));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(equal));
#else
    return portableEqualBytes16(bytes, value);
#endif
}

} // namespace xo
