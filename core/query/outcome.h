#pragma once

#include "core/base/parallel.h"
#include "core/query/filter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace xo::query {

/// One row's outcome as scan() takes it.
inline constexpr unsigned kNo = 0, kYes = 1, kUnknown = 2;

/// Three-valued logic on whole selections (Kleene, as in SQL); both sides have the same size. O(rows / 64).
void conjoin(Outcome& into, const Outcome& other);
void disjoin(Outcome& into, const Outcome& other);
void negate(Outcome& outcome);

/// The same outcome for every row.
Outcome everywhere(std::size_t rows, unsigned value);

inline unsigned valueAt(const Outcome& outcome, std::size_t row) {
    return (outcome.yes.test(row) ? kYes : 0U) | (outcome.unknown.test(row) ? kUnknown : 0U);
}

/// f(row) → kNo, kYes or kUnknown for each row, gathered word by word, on several threads: f only reads. Looks at
/// Cancel every 64k rows.
template <class F>
Result<Outcome> scan(std::size_t rows, const JobContext& job, const F& f) {
    Outcome out{Bitmap(rows), Bitmap(rows)};
    auto& yes = out.yes.words();
    auto& unknown = out.unknown.words();
    const bool done = forEachPiece(rows, job, [&](std::size_t, std::size_t first, std::size_t last) {
        for (std::size_t begin = first; begin < last; begin += 64) {
            const std::size_t end = std::min(last, begin + 64);
            std::uint64_t a = 0, b = 0;
            for (std::size_t row = begin; row < end; ++row) {
                const unsigned value = f(row);
                a |= static_cast<std::uint64_t>(value & 1U) << (row - begin);
                b |= static_cast<std::uint64_t>(value >> 1U) << (row - begin);
            }
            yes[begin / 64] = a;
            unknown[begin / 64] = b;
        }
    });
    if (!done) return cancelled();
    return out;
}

/// Bit `bit` of 64 bytes, as one word, without vector instructions.
inline std::uint64_t packedBitsPortable(const std::uint8_t* bytes, unsigned bit) {
    std::uint64_t out = 0;
    if constexpr (std::endian::native == std::endian::little) {
        // eight at a time: the product brings the low bits of the bytes together in its highest one
        for (unsigned k = 0; k < 8; ++k) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, bytes + 8 * k, 8);
            eight = (eight >> bit) & 0x0101010101010101ULL;
            out |= ((eight * 0x0102040810204080ULL) >> 56) << (8 * k);
        }
    } else {
        for (unsigned i = 0; i < 64; ++i)
            out |= static_cast<std::uint64_t>((bytes[i] >> bit) & 1U) << i;
    }
    return out;
}

/// The same; SSE2 is part of every x86-64.
inline std::uint64_t packedBits(const std::uint8_t* bytes, unsigned bit) {
#if defined(__SSE2__) || defined(_M_X64)
    // the wanted bit of each byte becomes its highest; what crosses from the byte beside stays below it
    const __m128i shift = _mm_cvtsi32_si128(static_cast<int>(7 - bit));
    std::uint64_t out = 0;
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i data = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
        const int highest = _mm_movemask_epi8(_mm_sll_epi16(data, shift));
        out |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(highest)) << (16 * part);
    }
    return out;
#else
    return packedBitsPortable(bytes, bit);
#endif
}

/// The same as scan() for tests that are quickest as plain loops over a block: f(begin, size, out) writes kNo, kYes or
/// kUnknown for the rows from `begin` on.
template <class F>
Result<Outcome> scanBlocks(std::size_t rows, const JobContext& job, const F& f) {
    constexpr std::size_t kBlock = 4096;
    Outcome out{Bitmap(rows), Bitmap(rows)};
    auto& yes = out.yes.words();
    auto& unknown = out.unknown.words();
    const bool done = forEachPiece(rows, job, [&](std::size_t, std::size_t first, std::size_t last) {
        std::array<std::uint8_t, kBlock> bytes;
        for (std::size_t begin = first; begin < last; begin += kBlock) {
            const std::size_t size = std::min(kBlock, last - begin);
            f(begin, size, bytes.data());
            const std::size_t words = (size + 63) / 64;
            std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(size),
                      bytes.begin() + static_cast<std::ptrdiff_t>(64 * words), std::uint8_t{kNo});
            for (std::size_t w = 0; w < words; ++w) {
                yes[begin / 64 + w] = packedBits(bytes.data() + 64 * w, 0);
                unknown[begin / 64 + w] = packedBits(bytes.data() + 64 * w, 1);
            }
        }
    });
    if (!done) return cancelled();
    return out;
}

/// The same as scan(), for the rows of `where` only: the others are kNo.
template <class F>
Result<Outcome> scanWhere(const Bitmap& where, const JobContext& job, const F& f) {
    Outcome out{Bitmap(where.size()), Bitmap(where.size())};
    const bool done = forEachPiece(where.size(), job, [&](std::size_t, std::size_t first, std::size_t last) {
        for (std::size_t w = first / 64; w < (last + 63) / 64; ++w)
            for (std::uint64_t word = where.words()[w]; word != 0; word &= word - 1) {
                const std::uint64_t bit = word & (0 - word);
                const unsigned value = f(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
                if (value & 1U) out.yes.words()[w] |= bit;
                if (value & 2U) out.unknown.words()[w] |= bit;
            }
    });
    if (!done) return cancelled();
    return out;
}

} // namespace xo::query
