#pragma once

#include "core/base/parallel.h"
#include "core/columnar/bitmap.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace xo {

/// Puts cells into another order, on the threads of the job: out[i] = values[rows[i]]. False when cancelled. O(rows).
template <class T>
bool gather(const std::vector<T>& values, const std::vector<std::uint32_t>& rows, const JobContext& job,
            std::vector<T>& out) {
    out.resize(rows.size());
    return forEachPiece(rows.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            out[i] = values[rows[i]];
    });
}

/// The same for a selection.
inline bool gather(const Bitmap& bits, const std::vector<std::uint32_t>& rows, const JobContext& job, Bitmap& out) {
    out = Bitmap(rows.size());
    return forEachPiece(rows.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w) {
            std::uint64_t word = 0;
            for (std::size_t i = w * 64; i < std::min(end, w * 64 + 64); ++i)
                word |= std::uint64_t{bits.test(rows[i])} << (i & 63);
            out.words()[w] = word;
        }
    });
}

} // namespace xo
