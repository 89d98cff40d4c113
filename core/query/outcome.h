#pragma once

#include "core/base/parallel.h"
#include "core/query/filter.h"

#include <algorithm>
#include <cstdint>

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

} // namespace xo::query
