#include "core/analysis/score/score.h"

namespace xo::analysis {

namespace {

ScoreResultRow resultRow(ScoreRow&& row, bool weighted) {
    ScoreResultRow out;
    out.group = std::move(row.group);
    out.period = std::move(row.period);
    out.n = row.moments.n;
    if (weighted) out.nEff = row.moments.nEff;
    if (out.n > 0) {
        out.mean = row.moments.mean;
        out.ci95 = row.ci95;
        out.top2Share = row.top2Share;
        out.top2Ci95 = row.top2Ci95;
    }
    out.distribution = std::move(row.histogram.counts);
    out.smallBase = smallBase(weighted ? row.moments.nEff : static_cast<double>(out.n));
    out.versusRest = row.versusRest;
    out.customers = row.customers;
    out.previous = row.previous;
    return out;
}

Json rowJson(const ScoreResultRow& row, const ScoreResult& result, bool total) {
    Json out{{"group", groupJson(result.params.by, row.group)}};
    if (result.params.trend != Trend::None && !total) out["period"] = optionalJson(row.period);
    out["n"] = row.n;
    if (!result.params.weight.empty()) out["n_eff"] = optionalJson(row.nEff);
    if (row.customers) out["customers"] = *row.customers;
    out["mean"] = optionalJson(row.mean);
    out["ci95"] = intervalJson(row.ci95);
    out["top2_share"] = optionalJson(row.top2Share);
    out["top2_ci95"] = intervalJson(row.top2Ci95);
    Json& distribution = out["distribution"] = Json::object();
    for (std::size_t v = 0; v < row.distribution.size(); ++v)
        distribution[std::to_string(result.scaleLow + static_cast<int>(v))] = row.distribution[v];
    out["small_base"] = optionalJson(row.smallBase);
    out["versus_rest"] = versusRestJson(row.versusRest);
    if (result.params.compare != Compare::None && !total) {
        Json& previous = out["previous"] = nullptr;
        if (row.previous)
            previous = {{"mean", row.previous->mean},
                        {"difference", row.previous->difference},
                        {"p", optionalJson(row.previous->p)}};
    }
    return out;
}

} // namespace

Result<ScoreResult> runScore(const Context& context, const ScoreParams& params, const JobContext& job) {
    auto table = makeScoreTable(context, params, ScoreFigure::Mean, job);
    if (!table) return table.failure();
    const bool weighted = table->frame.weight != nullptr;
    ScoreResult out;
    out.dataset = table->frame.table().name();
    out.question = table->frame.answers->info.name;
    out.scaleLow = table->frame.scaleLow();
    out.scaleHigh = table->frame.scaleHigh();
    out.labels = table->frame.answers->info.valueLabels;
    out.params = params;
    out.base = table->base;
    out.total = resultRow(std::move(table->total), weighted);
    out.rows.reserve(table->rows.size());
    for (ScoreRow& row : table->rows)
        out.rows.push_back(resultRow(std::move(row), weighted));
    out.link = table->frame.link;
    out.notes = std::move(table->notes);
    out.overlapping = table->frame.groups.overlapping();
    return out;
}

Json toJson(const ScoreResult& result) {
    Json out{{"analysis", "score"},           {"dataset", result.dataset},
             {"question", result.question},   {"scale", {result.scaleLow, result.scaleHigh}},
             {"base", baseJson(result.base)}, {"total", rowJson(result.total, result, true)}};
    if (!result.labels.empty()) {
        Json& labels = out["labels"] = Json::object();
        for (const ValueLabel& label : result.labels)
            labels[label.value] = label.label;
    }
    if (result.overlapping) out["overlapping"] = true;
    Json& rows = out["rows"] = Json::array();
    for (const ScoreResultRow& row : result.rows)
        rows.push_back(rowJson(row, result, false));
    if (result.link) out["link"] = linkJson(*result.link);
    out["notes"] = notesJson(result.notes);
    return out;
}

} // namespace xo::analysis
