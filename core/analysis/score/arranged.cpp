#include "core/analysis/score/arranged.h"

#include "core/columnar/gather.h"

namespace xo::analysis {

namespace {

Result<std::shared_ptr<const CodeVector>> gathered(const CodeVector& codes, const std::vector<std::uint32_t>& rows,
                                                   const JobContext& job) {
    return codes.visit([&](const auto& values) -> Result<std::shared_ptr<const CodeVector>> {
        std::decay_t<decltype(values)> out;
        if (!gather(values, rows, job, out)) return cancelled();
        return std::make_shared<const CodeVector>(CodeVector::Storage(std::move(out)));
    });
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
        if (!gather(wanted, rows, job, out.selected.emplace())) return cancelled();
    }
    return out;
}

} // namespace xo::analysis
