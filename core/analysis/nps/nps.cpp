#include "core/analysis/nps/nps.h"

namespace xo::analysis {

namespace {

constexpr std::size_t kPassiveFrom = 7;
constexpr std::size_t kPromoterFrom = 9;

NpsRow npsRow(ScoreRow&& row, bool weighted) {
    NpsRow out;
    out.group = std::move(row.group);
    out.period = std::move(row.period);
    out.n = row.moments.n;
    for (std::size_t score = 0; score < row.histogram.counts.size(); ++score)
        (score >= kPromoterFrom  ? out.promoters
         : score >= kPassiveFrom ? out.passives
                                 : out.detractors) += row.histogram.counts[score];
    if (weighted) out.nEff = row.moments.nEff;
    if (out.n > 0) {
        out.nps = weighted ? row.moments.mean
                           : 100.0 * static_cast<double>(out.promoters - out.detractors) / static_cast<double>(out.n);
        out.ci95 = row.ci95;
    }
    out.smallBase = smallBase(weighted ? row.moments.nEff : static_cast<double>(out.n));
    out.versusRest = row.versusRest;
    out.customers = row.customers;
    out.previous = row.previous;
    return out;
}

Json rowJson(const NpsRow& row, const NpsParams& params, bool total) {
    Json out{{"group", groupJson(params.by, row.group)}};
    if (params.trend != Trend::None && !total) out["period"] = optionalJson(row.period);
    out["n"] = row.n;
    if (!params.weight.empty()) out["n_eff"] = optionalJson(row.nEff);
    if (row.customers) out["customers"] = *row.customers;
    out["promoters"] = row.promoters;
    out["passives"] = row.passives;
    out["detractors"] = row.detractors;
    out["nps"] = optionalJson(row.nps);
    out["ci95"] = intervalJson(row.ci95);
    out["small_base"] = optionalJson(row.smallBase);
    out["versus_rest"] = versusRestJson(row.versusRest);
    if (params.compare != Compare::None && !total) {
        Json& previous = out["previous"] = nullptr;
        if (row.previous)
            previous = {{"nps", row.previous->mean},
                        {"difference", row.previous->difference},
                        {"p", optionalJson(row.previous->p)}};
    }
    return out;
}

} // namespace

Result<NpsResult> runNps(const Context& context, const NpsParams& params, const JobContext& job) {
    auto table = makeScoreTable(context, params, ScoreFigure::Nps, job);
    if (!table) return table.failure();
    const bool weighted = table->frame.weight != nullptr;
    NpsResult out;
    out.dataset = table->frame.table().name();
    out.question = table->frame.answers->info.name;
    out.params = params;
    out.base = table->base;
    out.total = npsRow(std::move(table->total), weighted);
    out.rows.reserve(table->rows.size());
    for (ScoreRow& row : table->rows)
        out.rows.push_back(npsRow(std::move(row), weighted));
    out.link = table->frame.link;
    out.notes = std::move(table->notes);
    out.overlapping = table->frame.groups.overlapping();
    return out;
}

Json toJson(const NpsResult& result) {
    Json out{{"analysis", "nps"},
             {"dataset", result.dataset},
             {"question", result.question},
             {"base", baseJson(result.base)},
             {"total", rowJson(result.total, result.params, true)}};
    if (result.overlapping) out["overlapping"] = true;
    Json& rows = out["rows"] = Json::array();
    for (const NpsRow& row : result.rows)
        rows.push_back(rowJson(row, result.params, false));
    if (result.link) out["link"] = linkJson(*result.link);
    out["notes"] = notesJson(result.notes);
    return out;
}

} // namespace xo::analysis
