#include "core/query/marks.h"

#include "core/base/equalbytes.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace xo::query {

namespace {

constexpr std::size_t kBlock = 1U << 12;
constexpr std::size_t kSubjectsAtOnce = 1U << 14; // whole words of a bitmap

// Calls mark(bitmap, begin, end) for pieces of the rows, each thread with a bitmap of its own.
template <class Mark>
bool markPieces(std::size_t rows, const JobContext& job, Bitmap& into, const Mark& mark) {
    std::vector<Bitmap> parts(workerCount((rows + kPieceRows - 1) / kPieceRows, job) - 1);
    const bool done = forEachPiece(rows, job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        Bitmap& part = worker == 0 ? into : parts[worker - 1];
        if (part.size() == 0) part = Bitmap(into.size());
        mark(part, begin, end);
    });
    for (const Bitmap& part : parts)
        if (part.size() > 0) into |= part;
    return done;
}

// The codes of stages in the order of customers.
struct StageCodes {
    std::shared_ptr<const StoredOrder> order;
    std::vector<std::uint8_t> codes;
};

// Null where the file doesn't keep them.
Result<std::shared_ptr<const StageCodes>> stageCodes(const Workspace& workspace, std::size_t table,
                                                     const Column& stages, const JobContext& job) {
    using Shared = std::shared_ptr<const StageCodes>;
    auto order = workspace.storedOrder(table);
    if (!order) return order.failure();
    if (!*order || !(*order)->staged || stages.dictionary->size() > 256) return Shared();
    auto kept = workspace.cached<StageCodes>("query.stage_codes/" + std::to_string(table), [&]() -> Result<Shared> {
        std::vector<std::uint8_t> same(stages.dictionary->size());
        std::iota(same.begin(), same.end(), std::uint8_t{0});
        auto out = std::make_shared<StageCodes>();
        out->order = *order;
        out->codes.resize((*order)->rows);
        if (auto read = (*order)->readStages(out->codes, same, job); !read) return read.failure();
        return Shared(out);
    });
    if (kept || kept.error().code == kCancelled) return kept;
    workspace.tables[table]->giveUpOrder(kept.error()); // the columns themselves tell
    return Shared();
}

// True when any of `count` bits from `at` on is set; a word follows the last one.
bool anyBit(const std::vector<std::uint64_t>& words, std::size_t at, std::size_t count) {
    const auto from = [&](std::size_t bit) {
        const std::size_t w = bit / 64, shift = bit % 64;
        return (words[w] >> shift) | ((words[w + 1] << 1U) << (63 - shift));
    };
    bool found = false;
    for (; count > 64 && !found; at += 64, count -= 64)
        found = from(at) != 0;
    const std::uint64_t wanted = count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (count & 63)) - 1;
    return found || (from(at) & wanted) != 0;
}

// Subjects first … last, those of whole words of the bitmap.
void markOrdered(const StageCodes& stages, std::uint8_t code, std::size_t first, std::size_t last,
                 std::vector<std::uint64_t>& found, Bitmap& into) {
    const std::vector<std::uint32_t>& offsets = stages.order->offsets;
    const std::size_t begin = offsets[first], end = offsets[last];
    found.assign((end - begin) / 64 + 3, 0);
    const std::uint8_t* const codes = stages.codes.data();
    for (std::size_t at = begin; at < end; at += 16) {
        std::uint64_t equal = 0;
        if (at + 16 <= end)
            equal = equalBytes16(codes + at, code);
        else
            for (std::size_t i = at; i < end; ++i)
                equal |= static_cast<std::uint64_t>(codes[i] == code) << (i - at);
        found[(at - begin) / 64] |= equal << ((at - begin) % 64);
    }
    for (std::size_t subject = first; subject < last; ++subject) {
        const bool hit = anyBit(found, offsets[subject] - begin, offsets[subject + 1] - offsets[subject]);
        into.words()[subject / 64] |= static_cast<std::uint64_t>(hit) << (subject % 64);
    }
}

} // namespace

bool markSubjects(const Bitmap& rows, const std::vector<std::uint32_t>& subjects, const JobContext& job, Bitmap& into) {
    if (rows.none()) return !job.cancelled();
    const std::uint32_t* const ids = subjects.data();
    return markPieces(rows.size(), job, into, [&](Bitmap& part, std::size_t begin, std::size_t end) {
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w)
            for (std::uint64_t word = rows.words()[w]; word != 0; word &= word - 1)
                part.set(ids[w * 64 + static_cast<std::size_t>(std::countr_zero(word))]);
    });
}

Result<void> markStage(const Workspace& workspace, std::size_t table, const Column& stages, std::uint32_t code,
                       const JobContext& job, Bitmap& into) {
    const auto kept = stageCodes(workspace, table, stages, job);
    if (!kept) return kept.failure();
    std::size_t covered = 0;
    if (*kept) {
        const StageCodes& ordered = **kept;
        covered = ordered.codes.size();
        const std::size_t subjects = ordered.order->offsets.size() - 1; // subject 0 stands for nobody
        const std::size_t pieces = (subjects + kSubjectsAtOnce - 1) / kSubjectsAtOnce;
        std::vector<std::vector<std::uint64_t>> found(workerCount(pieces, job));
        forEachChunk(pieces, job, [&](std::size_t worker, std::size_t piece) {
            const std::size_t first = std::max<std::size_t>(1, piece * kSubjectsAtOnce);
            const std::size_t last = std::max(first, std::min(subjects, (piece + 1) * kSubjectsAtOnce));
            if (!job.cancelled())
                markOrdered(ordered, static_cast<std::uint8_t>(code), first, last, found[worker], into);
        });
        if (job.cancelled()) return cancelled();
    }
    if (covered == stages.rows) return {};
    const auto subjects = workspace.subjects(table);
    if (!subjects) return subjects.failure();
    const std::uint32_t* const ids = (*subjects)->data() + covered;
    const bool done = stages.codes.visit([&](const auto& codes) {
        const auto* const own = codes.data() + covered;
        return markPieces(stages.rows - covered, job, into, [&](Bitmap& part, std::size_t begin, std::size_t end) {
            std::array<std::uint32_t, kBlock> found;
            for (std::size_t at = begin; at < end; at += kBlock) {
                std::size_t count = 0;
                for (std::size_t row = at, last = std::min(end, at + kBlock); row < last; ++row) {
                    found[count] = ids[row];
                    count += own[row] == code ? 1U : 0U;
                }
                for (std::size_t i = 0; i < count; ++i)
                    part.set(found[i]);
            }
        });
    });
    return done ? Result<void>() : Result<void>(cancelled());
}

} // namespace xo::query
