#include "core/analysis/score/scorerows.h"
#include "core/analysis/sop/sop.h"
#include "core/base/text.h"

namespace xo::analysis {

namespace {

Json sideJson(const SopSide& side) {
    return {{"n", side.n},
            {"mean", optionalJson(side.mean)},
            {"ci95", intervalJson(side.ci95)},
            {"top2_share", optionalJson(side.top2Share)}};
}

Json coefficient(const std::optional<stats::Correlation>& correlation) {
    return correlation ? Json(correlation->coefficient) : Json(nullptr);
}
Json interval(const std::optional<stats::Correlation>& correlation) {
    return correlation ? intervalJson(correlation->ci) : Json(nullptr);
}

Json oppositeJson(const OppositeGroups& found) {
    Json groups = Json::array();
    for (const OppositeGroup& group : found.groups)
        groups.push_back({{"value", optionalJson(group.value)},
                          {"n", group.slope.n},
                          {"slope", group.slope.slope},
                          {"slope_se", group.slope.se},
                          {"spearman", coefficient(group.spearman)}});
    return {{"by", found.by}, {"p", found.p}, {"groups", groups}};
}

std::string percentText(const std::optional<double>& share) {
    return share ? formatFixed(100 * *share, 1) + "%" : "–";
}

Result<std::vector<double>> numbersFrom(const Json& json, const std::string& field) {
    std::vector<double> out;
    if (!json.is_array()) return fail("analysis.bad_params", {field});
    for (const Json& value : json) {
        if (!value.is_number()) return fail("analysis.bad_params", {field});
        out.push_back(value.get<double>());
    }
    return out;
}

} // namespace

std::vector<std::string> sopArguments(const SopResult& result) {
    const Diagnosis& seen = result.diagnosis;
    return {result.question,
            result.standard.text(),
            percentText(seen.breachRate),
            percentText(result.params.policy.tolerance),
            percentText(seen.kept.top2Share),
            percentText(seen.breached.top2Share),
            seen.spearman ? formatFixed(seen.spearman->coefficient, 2) : "–",
            result.opposite ? result.opposite->by : formatCount(seen.kept.n),
            formatCount(seen.breached.n)};
}

Json toJson(const SopResult& result) {
    const Diagnosis& seen = result.diagnosis;
    Json out{
        {"analysis", "sop"},
        {"dataset", result.dataset},
        {"question", result.question},
        {"standard", result.standard.text()},
        {"metric", result.standard.metric},
        {"limit", result.standard.limit},
        {"n", seen.n},
        {"breach_rate", optionalJson(seen.breachRate)},
        {"breach_ci95", intervalJson(seen.breachCi)},
        {"kept", sideJson(seen.kept)},
        {"breached", sideJson(seen.breached)},
        {"difference", seen.kept.mean && seen.breached.mean ? Json(*seen.kept.mean - *seen.breached.mean) : Json()},
        {"p", seen.difference ? Json(seen.difference->p) : Json()},
        {"gap", seen.gap ? Json(seen.gap->difference) : Json()},
        {"gap_ci95", seen.gap ? intervalJson(seen.gap->ci) : Json()},
        {"spearman", coefficient(seen.spearman)},
        {"spearman_ci95", interval(seen.spearman)},
        {"spearman_ci90", intervalJson(seen.spearmanCi90)},
        {"spearman_p", seen.spearman ? Json(seen.spearman->p) : Json()},
        {"spearman_kept", coefficient(seen.spearmanKept)},
        {"spearman_kept_ci95", interval(seen.spearmanKept)}};
    Json& dose = out["dose"] = Json::array();
    for (const DoseStep& step : result.dose)
        dose.push_back({{"from", step.from},
                        {"to", step.to},
                        {"n", step.n},
                        {"mean", step.mean},
                        {"ci95", intervalJson(step.ci95)},
                        {"top2_share", step.top2Share},
                        {"small_base", optionalJson(smallBase(static_cast<double>(step.n)))}});
    out["opposite_groups"] = result.opposite ? oppositeJson(*result.opposite) : Json();
    out["verdict"] = seen.verdict;
    out["why"] = seen.why;
    out["why_arguments"] = sopArguments(result);
    if (result.link) out["link"] = linkJson(*result.link);
    out["notes"] = notesJson(result.notes);
    return out;
}

Json toJson(const SopParams& params) {
    return {{"dataset", params.dataset},
            {"question", params.question},
            {"standard", params.standard},
            {"filter", params.filter},
            {"edges", params.edges},
            {"moderators", params.moderators},
            {"tolerance", params.policy.tolerance},
            {"least_rho", params.policy.leastRho},
            {"least_gap", params.policy.leastGap},
            {"search", params.search}};
}

Result<SopParams> sopParamsFromJson(const Json& json) {
    if (!json.is_object()) return fail("analysis.bad_params", {"{}"});
    SopParams out;
    for (const auto& [field, value] : json.items()) {
        std::string* const text = field == "dataset"    ? &out.dataset
                                  : field == "question" ? &out.question
                                  : field == "standard" ? &out.standard
                                  : field == "filter"   ? &out.filter
                                                        : nullptr;
        double* const threshold = field == "tolerance"   ? &out.policy.tolerance
                                  : field == "least_rho" ? &out.policy.leastRho
                                  : field == "least_gap" ? &out.policy.leastGap
                                                         : nullptr;
        if (text && value.is_string()) {
            *text = value.get<std::string>();
        } else if (threshold && value.is_number()) {
            *threshold = value.get<double>();
        } else if (field == "search" && value.is_boolean()) {
            out.search = value.get<bool>();
        } else if (field == "edges") {
            auto edges = numbersFrom(value, field);
            if (!edges) return edges.failure();
            out.edges = std::move(*edges);
        } else if (field == "moderators" && value.is_array()) {
            for (const Json& name : value) {
                if (!name.is_string()) return fail("analysis.bad_params", {field});
                out.moderators.push_back(name.get<std::string>());
            }
        } else {
            return fail("analysis.bad_params", {field});
        }
    }
    return out;
}

} // namespace xo::analysis
