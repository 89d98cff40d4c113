#include "core/analysis/score/arranged.h"

#include "core/base/parallel.h"

namespace xo::analysis {

namespace {

// False when cancelled.
template <class T>
bool gather(const std::vector<T>& values, const std::vector<std::uint32_t>& rows, const JobContext& job,
            std::vector<T>& out) {
    out.resize(rows.size());
    return forEachPiece(rows.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            out[i] = values[rows[i]];
    });
}

Result<std::shared_ptr<const CodeVector>> gathered(const CodeVector& codes, const std::vector<std::uint32_t>& rows,
                                                   const JobContext& job) {
    return codes.visit([&](const auto& values) -> Result<std::shared_ptr<const CodeVector>> {
        std::decay_t<decltype(values)> out;
        if (!gather(values, rows, job, out)) return cancelled();
        return std::make_shared<const CodeVector>(CodeVector::Storage(std::move(out)));
    });
}

Result<Bitmap> gathered(const Bitmap& bits, const std::vector<std::uint32_t>& rows, const JobContext& job) {
    Bitmap out(rows.size());
    const bool done = forEachPiece(rows.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w) {
            std::uint64_t word = 0;
            for (std::size_t i = w * 64; i < std::min(end, w * 64 + 64); ++i)
                word |= std::uint64_t{bits.test(rows[i])} << (i & 63);
            out.words()[w] = word;
        }
    });
    if (!done) return cancelled();
    return out;
}

} // namespace

Result<ArrangedAnswers> arranged(const ScoreFrame& frame, const JobContext& job) {
    const Workspace& workspace = *frame.workspace;
    ArrangedAnswers out;
    auto index = workspace.bySubject(frame.question.table);
    if (!index) return index.failure();
    out.index = *index;
    const std::vector<std::uint32_t>& rows = out.index->rows;
    const std::string place = "score.arranged/" + std::to_string(frame.question.table) + "/";

    using Scores = std::vector<std::uint8_t>;
    auto scores = workspace.cached<Scores>(place + "scores/" + std::to_string(frame.question.column),
                                           [&]() -> Result<std::shared_ptr<const Scores>> {
                                               auto values = std::make_shared<Scores>();
                                               if (!gather(frame.answers->scores, rows, job, *values))
                                                   return cancelled();
                                               return std::shared_ptr<const Scores>(values);
                                           });
    if (!scores) return scores.failure();
    out.scores = *scores;

    std::vector<CellIndex::Source> sources = frame.cells.sources();
    for (CellIndex::Source& source : sources) {
        const auto make = [&] { return gathered(*source.codes, rows, job); };
        auto codes = source.key.empty() ? make() : workspace.cached<CodeVector>(place + source.key, make);
        if (!codes) return codes.failure();
        source.codes = *codes;
    }
    out.cells = frame.cells.withSources(std::move(sources));

    if (frame.selected || frame.superseded) {
        Bitmap wanted = frame.selected ? *frame.selected : Bitmap(rows.size(), true);
        if (frame.superseded) wanted.subtract(*frame.superseded);
        auto selected = gathered(wanted, rows, job);
        if (!selected) return selected.failure();
        out.selected = std::move(*selected);
    }
    return out;
}

} // namespace xo::analysis
