#include "core/analysis/funnel/funnel.h"

namespace xo::analysis {

namespace {

Json numberOrNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json toJson(const StageSatisfaction& satisfaction) {
    Json ci = nullptr;
    if (satisfaction.ci95) ci = Json::array({satisfaction.ci95->low, satisfaction.ci95->high});
    return {{"question", satisfaction.question},       {"n", satisfaction.n},
            {"mean", numberOrNull(satisfaction.mean)}, {"top2_share", numberOrNull(satisfaction.top2Share)},
            {"nps", numberOrNull(satisfaction.nps)},   {"ci95", ci}};
}

Json side(double n, double figure, double referenceN, double reference, const char* name,
          const std::optional<stats::DifferenceTest>& test, const Json& q) {
    const auto known = [](double base, double value) { return base > 0 ? Json(value) : Json(nullptr); };
    return {{"n", n},
            {name, known(n, figure)},
            {"reference_n", referenceN},
            {std::string("reference_") + name, known(referenceN, reference)},
            {"difference", test ? Json(test->difference) : Json(nullptr)},
            {"ci95", test ? Json::array({test->ci.low, test->ci.high}) : Json(nullptr)},
            {"p", test ? Json(test->p) : Json(nullptr)},
            {"q", q}};
}

Json toJson(const StageVerdict& verdict) {
    const StageEvidence& seen = verdict.evidence;
    const auto q = [&](double value) { return verdict.tested ? Json(value) : Json(nullptr); };
    const auto n = static_cast<double>(seen.n), before = static_cast<double>(seen.referenceN);
    Json satisfaction = nullptr, loss = nullptr;
    if (seen.scoreRange > 0)
        satisfaction = side(seen.score.n, seen.score.mean, seen.referenceScore.n, seen.referenceScore.mean, "mean",
                            verdict.satisfaction, q(verdict.qX));
    if (verdict.loss)
        loss = {{"lost", verdict.loss->lost}, {"ci95", Json::array({verdict.loss->ci.low, verdict.loss->ci.high})}};
    return {{"conversion", side(n, n > 0 ? static_cast<double>(seen.converted) / n : 0, before,
                                before > 0 ? static_cast<double>(seen.referenceConverted) / before : 0, "rate",
                                verdict.conversion, q(verdict.qO))},
            {"satisfaction", satisfaction},
            {"both", {{"p", verdict.tested ? Json(verdict.pBoth) : Json(nullptr)}, {"q", q(verdict.qBoth)}}},
            {"expected_loss", loss}};
}

Json toJson(const PeerStanding& standing) {
    return {{"groups", standing.groups},        {"target", standing.target}, {"rate", standing.rate}, {"z", standing.z},
            {"z_adjusted", standing.adjustedZ}, {"p", standing.lowP},        {"q", standing.q}};
}

Json toJson(const FunnelStage& stage) {
    Json times = nullptr, satisfaction = nullptr;
    if (stage.timeFromPrevious)
        times = {{"p50_s", numberOrNull(stage.timeFromPrevious->p50)},
                 {"p75_s", numberOrNull(stage.timeFromPrevious->p75)},
                 {"p90_s", numberOrNull(stage.timeFromPrevious->p90)},
                 {"mean_s", numberOrNull(stage.timeFromPrevious->mean)}};
    if (stage.satisfaction) satisfaction = toJson(*stage.satisfaction);
    return {{"stage", stage.stage},
            {"reached", stage.all.reached},
            {"rate_from_start", numberOrNull(stage.all.rateFromStart)},
            {"rate_from_previous", numberOrNull(stage.all.rateFromPrevious)},
            {"matured",
             {{"entrants", stage.matured.entrants},
              {"reached", stage.matured.reached},
              {"rate_from_start", numberOrNull(stage.matured.rateFromStart)},
              {"rate_from_previous", numberOrNull(stage.matured.rateFromPrevious)}}},
            {"open", stage.open},
            {"lost", stage.lost},
            {"excluded", stage.excluded},
            {"time_from_previous", times},
            {"satisfaction", satisfaction},
            {"verdict", stage.verdict},
            {"why", stage.why},
            {"why_arguments", stage.whyArguments},
            {"evidence", stage.evidence ? toJson(*stage.evidence) : Json(nullptr)}};
}

Json toJson(const std::vector<FunnelStage>& stages) {
    Json list = Json::array();
    for (const FunnelStage& stage : stages)
        list.push_back(toJson(stage));
    return list;
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

Json toJson(const FunnelResult& result) {
    Json json{{"analysis", "funnel"},
              {"journey", textOrNull(result.journey)},
              {"window_s", result.window.nominalMs() / 1000},
              {"window", result.window.text()},
              {"order", funnelOrderName(result.order)},
              {"attempt", funnelAttemptName(result.attempt)},
              {"as_of", textOrNull(result.asOfText)},
              {"datasets", result.datasets},
              {"entrants", result.entrants},
              {"bypass", result.bypass},
              {"excluded", result.excluded},
              {"events_without_time", result.untimed},
              {"notes", result.notes},
              {"stages", toJson(result.stages)}};
    if (result.change) {
        Json steps = Json::array();
        for (std::size_t k = 0; k < result.change->contributions.size(); ++k)
            steps.push_back({{"stage", result.stages[k].stage},
                             {"next", result.stages[k + 1].stage},
                             {"contribution", result.change->contributions[k]}});
        json["change"] = {{"conversion", result.change->conversion},
                          {"reference_conversion", result.change->reference},
                          {"difference", result.change->conversion - result.change->reference},
                          {"steps", steps}};
    }
    if (result.overlapping) json["overlapping"] = true;
    if (!result.by.empty()) {
        json["groups"] = Json::array();
        for (const FunnelGroup& group : result.groups) {
            Json value = group.value ? Json(*group.value) : Json(nullptr);
            Json stages = toJson(group.stages);
            for (std::size_t k = 0; k < group.stages.size(); ++k) {
                const auto& standing = group.stages[k].versusPeers;
                stages[k]["versus_peers"] = standing ? toJson(*standing) : Json(nullptr);
            }
            json["groups"].push_back(
                Json{{"group", Json{{result.by, value}}}, {"entrants", group.entrants}, {"stages", std::move(stages)}});
        }
    }
    return json;
}

} // namespace xo::analysis
