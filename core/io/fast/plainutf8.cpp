#include "core/io/fast/plainutf8.h"

#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__) || defined(_M_X64)
#define XOW_SSE2 1
#include <emmintrin.h>
#endif

namespace xo::io {

bool isPlainUtf8Portable(const char* bytes, std::size_t size) {
    if (std::memchr(bytes, 0, size)) return false;
    const auto* p = reinterpret_cast<const unsigned char*>(bytes);
    const unsigned char* const end = p + size;
    const auto follows = [](unsigned char c) { return (c & 0xC0) == 0x80; };
    for (;;) {
        while (end - p >= 16) {
            std::uint64_t words[2];
            std::memcpy(words, p, 16);
            if ((words[0] | words[1]) & 0x8080808080808080ULL) break;
            p += 16;
        }
        while (p < end && *p < 0x80)
            ++p;
        if (p == end) return true;
        // a run of three-byte characters, as Chinese text is
        while (end - p >= 4) {
            std::uint32_t word = 0;
            std::memcpy(&word, p, 4);
            if ((word & 0x00C0C0F0U) != 0x008080E0U) break;
            const unsigned lead = p[0], second = p[1];
            if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
            p += 3;
        }
        if (p == end) return true;
        const unsigned char c = *p;
        if (c < 0x80) continue;
        const auto left = end - p;
        if (c >= 0xC2 && c <= 0xDF) {
            if (left < 2 || !follows(p[1])) return false;
            p += 2;
        } else if (c >= 0xE0 && c <= 0xEF) {
            if (left < 3 || !follows(p[1]) || !follows(p[2])) return false;
            if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F)) return false;
            p += 3;
        } else if (c >= 0xF0 && c <= 0xF4) {
            if (left < 4 || !follows(p[1]) || !follows(p[2]) || !follows(p[3])) return false;
            if ((c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F)) return false;
            p += 4;
        } else {
            return false;
        }
    }
}

#if defined(XOW_SSE2)

namespace {

/// Which of 64 bytes are what; bit i is byte i.
struct Kinds {
    std::uint64_t follow = 0;  ///< 80 … BF
    std::uint64_t high = 0;    ///< 80 … FF
    std::uint64_t lead3 = 0;   ///< E0 … FF
    std::uint64_t lead4 = 0;   ///< F0 … FF
    std::uint64_t limited = 0; ///< C0, C1, E0, ED: not every byte may come next
    bool zero = false;
};

Kinds kindsOf(const char* bytes, bool afterAscii) {
    __m128i parts[4];
    for (int i = 0; i < 4; ++i)
        parts[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * i));
    Kinds kinds;
    const __m128i least = _mm_min_epu8(_mm_min_epu8(parts[0], parts[1]), _mm_min_epu8(parts[2], parts[3]));
    kinds.zero = _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
    const __m128i any = _mm_or_si128(_mm_or_si128(parts[0], parts[1]), _mm_or_si128(parts[2], parts[3]));
    if (afterAscii && _mm_movemask_epi8(any) == 0) return kinds;
    const auto bits = [](__m128i mask, int i) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(mask))) << (16 * i);
    };
    const auto byte = [](int value) { return _mm_set1_epi8(static_cast<char>(value)); };
    for (int i = 0; i < 4; ++i) {
        const __m128i part = parts[i];
        // signed: 80 … FF are the negative numbers
        const __m128i negative = _mm_cmplt_epi8(part, _mm_setzero_si128());
        kinds.high |= bits(part, i);
        kinds.follow |= bits(_mm_cmplt_epi8(part, byte(0xC0)), i);
        kinds.lead3 |= bits(_mm_and_si128(negative, _mm_cmpgt_epi8(part, byte(0xDF))), i);
        kinds.lead4 |= bits(_mm_and_si128(negative, _mm_cmpgt_epi8(part, byte(0xEF))), i);
        const __m128i limited =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(part, byte(0xE0)), _mm_cmpeq_epi8(part, byte(0xED))),
                         _mm_cmpeq_epi8(_mm_and_si128(part, byte(0xFE)), byte(0xC0)));
        kinds.limited |= bits(limited, i);
    }
    return kinds;
}

bool mayFollow(unsigned char lead, unsigned char next) {
    if (lead == 0xE0) return next >= 0xA0;
    if (lead == 0xED) return next <= 0x9F;
    if (lead == 0xF0) return next >= 0x90;
    if (lead == 0xF4) return next <= 0x8F;
    return lead > 0xC1 && lead < 0xF5;
}

} // namespace

bool isPlainUtf8(const char* bytes, std::size_t size) {
    Kinds before;
    std::uint64_t leadsBefore = 0;
    bool afterAscii = true;
    char tail[65];
    for (std::size_t at = 0; at < size; at += 64) {
        const char* block = bytes + at;
        if (size - at <= 64) {
            // the byte behind is looked at too; nothing may be open at the end
            std::memset(tail, 'a', sizeof tail);
            std::memcpy(tail, block, size - at);
            block = tail;
        }
        const Kinds kinds = kindsOf(block, afterAscii);
        if (kinds.zero) return false;
        if (afterAscii && kinds.high == 0) continue;
        const std::uint64_t leads = kinds.high & ~kinds.follow;
        const std::uint64_t wanted = (leads << 1 | leadsBefore >> 63) | (kinds.lead3 << 2 | before.lead3 >> 62) |
                                     (kinds.lead4 << 3 | before.lead4 >> 61);
        if (wanted != kinds.follow) return false;
        for (std::uint64_t odd = kinds.limited | kinds.lead4; odd; odd &= odd - 1) {
            const int i = std::countr_zero(odd);
            if (!mayFollow(static_cast<unsigned char>(block[i]), static_cast<unsigned char>(block[i + 1])))
                return false;
        }
        before = kinds;
        leadsBefore = leads;
        afterAscii = (leads >> 63 | kinds.lead3 >> 62 | kinds.lead4 >> 61) == 0;
    }
    return (leadsBefore >> 63 | before.lead3 >> 62 | before.lead4 >> 61) == 0 || size % 64 != 0;
}

#else

bool isPlainUtf8(const char* bytes, std::size_t size) {
    return isPlainUtf8Portable(bytes, size);
}

#endif

} // namespace xo::io
