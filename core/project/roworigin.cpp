#include "core/project/catalog.h"
#include "core/project/storestate.h"

#include <algorithm>

namespace xo {

Result<std::vector<RowOrigin>> Store::rowOrigins(const std::string& name,
                                                 const std::vector<std::uint64_t>& rows) const {
    auto infos = batches();
    if (!infos) return infos.failure();
    std::optional<DatasetView> view;
    {
        const std::lock_guard writing(m_state->writing);
        const auto catalog = readCatalog(*m_state->database);
        if (!catalog) return catalog.failure();
        const DatasetMeta* dataset = findDataset(*catalog, name);
        if (!dataset) return fail("project.no_such", {"dataset", name});
        auto read = viewDataset(*m_state->database, *dataset);
        if (!read) return read.failure();
        view = std::move(*read);
    }
    std::vector<RowOrigin> origins(rows.size());
    std::uint64_t first = 0;
    for (const VisibleBatch& part : view ? view->batches : std::vector<VisibleBatch>()) {
        const auto info =
            std::find_if(infos->begin(), infos->end(), [&](const BatchInfo& one) { return one.id == part.batch.id; });
        std::vector<std::uint64_t> rejected;
        bool read = false;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i] < first || rows[i] - first >= part.rows || info == infos->end()) continue;
            if (!read) {
                read = true;
                auto listed = problems(part.batch.id);
                if (!listed) return listed.failure();
                for (const ImportProblem& problem : *listed)
                    if (problem.rejectedRow) rejected.push_back(problem.row);
                std::sort(rejected.begin(), rejected.end());
            }
            std::uint64_t record = rows[i] - first;
            if (part.hidden) {
                std::uint64_t shown = 0, at = 0;
                for (; at < part.hidden->size(); ++at)
                    if (!part.hidden->test(at) && shown++ == record) break;
                record = at;
            }
            const int header = info->recipe.headerRows;
            std::uint64_t line = static_cast<std::uint64_t>(header < 0 ? 1 : header) + record + 1;
            for (const std::uint64_t out : rejected)
                line += out <= line;
            origins[i] = {info->id, info->sourceFile, line};
        }
        first += part.rows;
    }
    return origins;
}

} // namespace xo
