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
    const auto reference = seen.referenceRate();
    const auto known = [](double size, double value) { return size > 0 ? Json(value) : Json(nullptr); };
    Json conversion = side(n, n > 0 ? static_cast<double>(seen.converted) / n : 0, before, reference.value_or(0),
                           "rate", verdict.conversion, q(verdict.qO));
    conversion["against"] = conversionReferenceName(seen.conversionReference);
    conversion["reference_rate"] = numberOrNull(reference);
    Json satisfaction = nullptr, loss = nullptr;
    if (seen.scoreRange > 0) {
        satisfaction = side(seen.score.n, seen.score.mean, seen.referenceScore.n, seen.referenceScore.mean, "mean",
                            verdict.satisfaction, q(verdict.qX));
        satisfaction["against"] = satisfactionReferenceName(seen.satisfactionReference);
        if (seen.satisfactionReference == SatisfactionReference::OtherStages) {
            satisfaction["pairs"] = seen.otherStages.n;
            satisfaction["share_of_scale"] = known(seen.otherStages.n, seen.otherStages.mean);
        }
    }
    if (verdict.loss)
        loss = {{"lost", verdict.loss->lost}, {"ci95", Json::array({verdict.loss->ci.low, verdict.loss->ci.high})}};
    return {{"conversion", conversion},
            {"satisfaction", satisfaction},
            {"both", {{"p", verdict.tested ? Json(verdict.pBoth) : Json(nullptr)}, {"q", q(verdict.qBoth)}}},
            {"expected_loss", loss}};
}

Json intervalOrNull(const std::optional<stats::Interval>& interval) {
    return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

Json toJson(const StageSurvival& survival) {
    Json steps = Json::array();
    for (const SurvivalStep& step : survival.steps)
        steps.push_back({{"time_s", step.time},
                         {"at_risk", step.atRisk},
                         {"converted", step.converted},
                         {"lost", step.lost},
                         {"ci95", intervalOrNull(step.ci)}});
    return {{"n", survival.n},
            {"converted", survival.converted},
            {"lost", survival.lost},
            {"censored", survival.censored},
            {"method", survival.competing ? "aalen_johansen" : "kaplan_meier"},
            {"median_s", numberOrNull(survival.median)},
            {"reliable_s", numberOrNull(survival.reliable)},
            {"steps", steps}};
}

Json toJson(const StageComparison& one) {
    const auto testOf = [](const std::optional<stats::DifferenceTest>& test, const std::optional<double>& q) {
        if (!test) return Json(nullptr);
        return Json{{"difference", test->difference},
                    {"ci95", Json::array({test->ci.low, test->ci.high})},
                    {"z", test->z},
                    {"p", test->p},
                    {"q", numberOrNull(q)}};
    };
    return {{"n", one.n},
            {"reached", one.reached},
            {"rate", numberOrNull(one.rate)},
            {"other_n", one.otherN},
            {"other_reached", one.otherReached},
            {"other_rate", numberOrNull(one.otherRate)},
            {"conversion", testOf(one.conversion, one.conversionQ)},
            {"answers", one.answers},
            {"mean", numberOrNull(one.mean)},
            {"other_answers", one.otherAnswers},
            {"other_mean", numberOrNull(one.otherMean)},
            {"satisfaction", testOf(one.satisfaction, one.satisfactionQ)}};
}

Json toJson(const DropReasons& drop) {
    Json reasons = Json::array();
    for (const DropReason& reason : drop.reasons)
        reasons.push_back({{"satisfied", reason.satisfied},
                           {"reason", reason.reason.empty() ? Json(nullptr) : Json(reason.reason)},
                           {"share", reason.share},
                           {"ci95", intervalOrNull(reason.ci95)},
                           {"expected_loss", numberOrNull(reason.lost)}});
    const double response = drop.left > 0 ? static_cast<double>(drop.answered) / static_cast<double>(drop.left) : 0;
    return {{"question", drop.question},
            {"left", drop.left},
            {"answered", drop.answered},
            {"response_rate", response},
            {"satisfied_share", drop.satisfied},
            {"weighted", drop.weighted},
            {"only_answerers", drop.onlyAnswerers},
            {"reasons", reasons}};
}

Json toJson(const GroupChange& one) {
    return {{"group", one.value ? Json(*one.value) : Json(nullptr)},
            {"pooled", one.pooled},
            {"n", one.n},
            {"reference_n", one.referenceN},
            {"rate", one.rate},
            {"reference_rate", one.referenceRate},
            {"mix", one.mix},
            {"own", one.own},
            {"se", one.se},
            {"p", one.p},
            {"q", one.q}};
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
    Json json{{"stage", stage.stage},
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
              {"overdue", stage.overdue},
              {"overdue_after_s", numberOrNull(stage.overdueAfter)},
              {"time_from_previous", times},
              {"satisfaction", satisfaction},
              {"verdict", stage.verdict},
              {"why", stage.why},
              {"why_arguments", stage.whyArguments},
              {"evidence", stage.evidence ? toJson(*stage.evidence) : Json(nullptr)}};
    if (stage.survival) json["survival"] = toJson(*stage.survival);
    for (const StageSatisfaction& more : stage.moreSatisfaction)
        json["more_satisfaction"].push_back(toJson(more));
    for (const GroupChange& change : stage.changeByGroup)
        json["change_by_group"].push_back(toJson(change));
    if (stage.reasons) json["reasons"] = toJson(*stage.reasons);
    return json;
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

Json toJson(const FunnelComparison& comparison) {
    Json tests = Json::array();
    for (std::size_t k = 0; k < comparison.tests.size(); ++k) {
        Json test = toJson(comparison.tests[k]);
        test["stage"] = comparison.otherStages[k].stage;
        tests.push_back(std::move(test));
    }
    Json json{{"with", comparison.with},
              {"from", textOrNull(comparison.from)},
              {"to", textOrNull(comparison.to)},
              {"entrants", comparison.entrants},
              {"other_entrants", comparison.otherEntrants},
              {"tests", tests},
              {"other_stages", toJson(comparison.otherStages)}};
    if (!comparison.stages.empty()) json["stages"] = toJson(comparison.stages);
    return json;
}

Json toJson(const StageCounts& counts) {
    return {{"entrants", counts.entrants},
            {"reached", counts.reached},
            {"rate_from_start", numberOrNull(counts.rateFromStart)},
            {"rate_from_previous", numberOrNull(counts.rateFromPrevious)}};
}

Json toJson(const FunnelTrendPoint& point, const std::vector<FunnelStage>& stages) {
    Json list = Json::array();
    for (std::size_t k = 0; k < stages.size(); ++k) {
        Json one = toJson(point.all[k]);
        one.erase("entrants");
        one["stage"] = stages[k].stage;
        one["matured"] = toJson(point.matured[k]);
        list.push_back(std::move(one));
    }
    return {
        {"period", point.period}, {"immature", point.immature}, {"entrants", point.all[0].entrants}, {"stages", list}};
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
    if (result.comparison) json["comparison"] = toJson(*result.comparison);
    if (result.trendBy != Trend::None) {
        json["trend"] = Json::array();
        for (const FunnelTrendPoint& point : result.trend)
            json["trend"].push_back(toJson(point, result.stages));
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
                const auto& rest = group.stages[k].versusRest;
                stages[k]["versus_rest"] = rest ? toJson(*rest) : Json(nullptr);
            }
            json["groups"].push_back(
                Json{{"group", Json{{result.by, value}}}, {"entrants", group.entrants}, {"stages", std::move(stages)}});
        }
    }
    return json;
}

} // namespace xo::analysis
