#pragma once

#include "core/base/parallel.h"
#include "core/base/timezone.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace xo {

/// A row on its way into the order of subjects.
struct ClusteredRow {
    Instant time; ///< INT64_MAX = none
    std::uint32_t row;
    std::uint32_t subject;
};

/// Sorts rows of few subjects by subject, then time, then row. `rows` come in ascending order of rows and are the
/// subjects first … first + counts.size() − 1; `counts` gets the rows of each; `spare` is as long as `rows` and gets
/// the sorted rows.
void sortBucket(std::span<const ClusteredRow> rows, std::uint32_t first, std::span<std::uint32_t> counts,
                std::span<ClusteredRow> spare);

/// Brings rows into the order of subject, time (rows without one last), row, in two passes over the table instead of a
/// random look-up per row: rows are dealt out to buckets of neighbouring subjects that fit the caches, then each bucket
/// is sorted, on the threads of `job`. The order doesn't depend on their number.
///
/// `take(row, subject, time)` gives a row's subject and time, kNoTime allowed; false leaves the row out; it is called
/// twice and the same each time. `offsets` gets subjects + 1 entries. `ready(total)` is called when the number of rows
/// is known, before `place(at, rows)`, which gets the rows that stand from place `at` on, and may run on several
/// threads. 16 bytes a row are needed while it runs. False when cancelled.
template <class Offset, class Take, class Ready, class Place>
bool clusterRows(std::size_t rows, std::size_t subjects, std::vector<Offset>& offsets, const JobContext& job, Take take,
                 Ready ready, Place place) {
    offsets.assign(subjects + 1, 0);
    const std::size_t wanted = std::clamp<std::size_t>(rows / kPieceRows, 1, 1024);
    int shift = 0;
    while ((subjects >> shift) + 1 > wanted)
        ++shift;
    const std::size_t buckets = (subjects >> shift) + 1;
    const std::size_t parts = std::min<std::size_t>(rows / kPieceRows + 1, workerCount(64, job) * 4);
    std::vector<std::vector<std::size_t>> next(parts, std::vector<std::size_t>(buckets, 0));
    const auto eachRow = [&](std::size_t part, auto&& f) {
        const std::size_t begin = rows * part / parts, end = rows * (part + 1) / parts;
        for (std::size_t piece = begin; piece < end && !job.cancelled(); piece += kPieceRows)
            for (std::size_t row = piece; row < std::min(end, piece + kPieceRows); ++row) {
                std::uint32_t subject = 0;
                Instant time = 0;
                if (take(row, subject, time)) f(row, subject, time);
            }
    };
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        std::vector<std::size_t> counts(buckets, 0);
        eachRow(part, [&](std::size_t, std::uint32_t subject, Instant) { ++counts[subject >> shift]; });
        next[part] = std::move(counts);
    });
    if (job.cancelled()) return false;
    std::vector<std::size_t> bounds(buckets + 1, 0);
    std::size_t total = 0, longest = 0;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        bounds[bucket] = total;
        for (std::size_t part = 0; part < parts; ++part)
            total += std::exchange(next[part][bucket], total);
        longest = std::max(longest, total - bounds[bucket]);
    }
    bounds[buckets] = total;
    const auto dealt = std::make_unique_for_overwrite<ClusteredRow[]>(total);
    forEachChunk(parts, job, [&](std::size_t, std::size_t part) {
        std::vector<std::size_t> to = std::move(next[part]);
        eachRow(part, [&](std::size_t row, std::uint32_t subject, Instant time) {
            dealt[to[subject >> shift]++] = {time == kNoTime ? INT64_MAX : time, static_cast<std::uint32_t>(row),
                                             subject};
        });
    });
    if (job.cancelled()) return false;
    ready(total);
    std::vector<std::unique_ptr<ClusteredRow[]>> spares(workerCount(buckets, job));
    forEachChunk(buckets, job, [&](std::size_t worker, std::size_t bucket) {
        if (job.cancelled()) return;
        if (!spares[worker]) spares[worker] = std::make_unique_for_overwrite<ClusteredRow[]>(longest);
        const std::size_t first = bucket << shift, last = std::min(subjects, (bucket + 1) << shift);
        const std::size_t begin = bounds[bucket], count = bounds[bucket + 1] - begin;
        std::vector<std::uint32_t> counts(last - first, 0);
        sortBucket({dealt.get() + begin, count}, static_cast<std::uint32_t>(first), counts,
                   {spares[worker].get(), count});
        std::size_t at = begin;
        for (std::size_t s = first; s < last; ++s)
            offsets[s + 1] = static_cast<Offset>(at += counts[s - first]);
        place(begin, std::span<const ClusteredRow>(spares[worker].get(), count));
    });
    return !job.cancelled();
}

} // namespace xo
