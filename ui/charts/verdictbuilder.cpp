#include "ui/charts/verdictbuilder.h"

#include "core/chart/format.h"
#include "core/wording/errors.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/say.h"

#include <cmath>

namespace xo::ui {

using analysis::FunnelResult;
using analysis::FunnelStage;
using wording::Language;

bool againstHistory(const FunnelStage& stage) {
    return !stage.evidence ||
           (stage.evidence->evidence.conversionReference == analysis::ConversionReference::History &&
            stage.evidence->evidence.satisfactionReference == analysis::SatisfactionReference::History);
}

std::optional<double> scoreBefore(const FunnelStage& stage) {
    if (!stage.evidence) return std::nullopt;
    const analysis::StageEvidence& evidence = stage.evidence->evidence;
    if (evidence.satisfactionReference != analysis::SatisfactionReference::History) return std::nullopt;
    return evidence.referenceScore.n >= 10 ? std::optional(evidence.referenceScore.mean) : std::nullopt;
}

namespace {

/// "3.98 in the period before", or how far it lies from the same customers' other stages.
std::string satisfactionBeside(const FunnelStage& stage, Language language) {
    if (const auto before = scoreBefore(stage))
        return filled(say(language, "period before %1", "之前一期 %1"), {chart::fixed(*before, 2)});
    if (!stage.evidence || stage.evidence->evidence.otherStages.n < 10) return {};
    return filled(say(language, "%1% of the scale against other stages", "比其他环节 %1% 量程"),
                  {chart::signedFixed(stage.evidence->evidence.otherStages.mean * 100)});
}

std::string lossText(const stats::ExpectedLoss& loss) {
    return chart::count(std::llround(loss.lost)) + " [" + chart::count(std::llround(loss.ci.low)) + ", " +
           chart::count(std::llround(loss.ci.high)) + "]";
}

} // namespace

std::optional<std::size_t> stuckStage(const FunnelResult& result) {
    std::optional<std::size_t> stuck;
    std::pair<double, double> most; // final conversions lost, then the share that doesn't go on
    for (std::size_t i = 0; i + 1 < result.stages.size(); ++i) {
        const FunnelStage& stage = result.stages[i];
        if (stage.verdict != "stuck") continue;
        const bool counted = stage.evidence && stage.evidence->loss;
        const std::pair<double, double> cost{counted ? stage.evidence->loss->lost : 0,
                                             1 - result.stages[i + 1].matured.rateFromPrevious.value_or(1)};
        if (!stuck || cost > most) stuck = i, most = cost;
    }
    return stuck;
}

std::string verdictText(const std::string& verdict, Language language) {
    return verdict == "stuck"    ? say(language, "holds up: both low", "卡点：两者都低")
           : verdict == "o_only" ? say(language, "only conversion low", "只有转化低")
           : verdict == "x_only" ? say(language, "only satisfaction low", "只有满意度低")
           : verdict == "fine"   ? say(language, "nothing clearly low", "没有明显偏低")
                                 : say(language, "not enough evidence", "证据不足");
}

std::string referenceText(analysis::ConversionReference reference, Language language) {
    switch (reference) {
    case analysis::ConversionReference::Target:
        return say(language, "target", "目标");
    case analysis::ConversionReference::Peers:
        return say(language, "all groups", "各组整体");
    default:
        return say(language, "period before", "之前一期");
    }
}

std::string referenceText(analysis::SatisfactionReference reference, Language language) {
    return reference == analysis::SatisfactionReference::History ? say(language, "period before", "之前一期")
                                                                 : say(language, "their other stages", "其他环节");
}

std::string verdictSentence(const FunnelStage& stage, Language language) {
    if (stage.why == "funnel.why.no_period")
        return say(language,
                   "Nothing to compare with yet: choose a period (held against the time before) or give the stage a "
                   "target.",
                   "还没有比较对象：请选择时期（与之前同样长的一期比较），或为环节设定目标。");
    if (stage.why == "funnel.why.groups_only")
        return say(language, "Against peers every group has its verdict: choose a column under “Break down”.",
                   "与同类比较时结论按组给出：请在“拆分”中选择一列。");
    return stage.why.empty() ? std::string() : wording::errorText({stage.why, stage.whyArguments, {}}, language);
}

chart::Facts verdictFacts(const FunnelResult& result, std::size_t i, Language language) {
    if (i + 1 >= result.stages.size()) return {};
    const FunnelStage& now = result.stages[i];
    chart::Facts facts{{say(language, "Verdict", "结论"), verdictText(now.verdict, language)}};
    if (!now.evidence) return facts;
    const analysis::StageVerdict& verdict = *now.evidence;
    const analysis::StageEvidence& evidence = verdict.evidence;
    if (const auto reference = evidence.referenceRate()) {
        facts.push_back({filled(say(language, "Conversion: %1", "转化：%1"),
                                {referenceText(evidence.conversionReference, language)}),
                         chart::percent(*reference)});
        if (evidence.n > 0)
            facts.push_back(
                {say(language, "Difference, points", "差（百分点）"),
                 chart::signedFixed(
                     (static_cast<double>(evidence.converted) / static_cast<double>(evidence.n) - *reference) * 100)});
    }
    const std::string scored = filled(say(language, "Satisfaction: %1", "满意度：%1"),
                                      {referenceText(evidence.satisfactionReference, language)});
    if (const auto before = scoreBefore(now)) {
        facts.push_back({scored, chart::fixed(*before, 2)});
        facts.push_back({say(language, "Difference", "差"), chart::signedFixed(evidence.score.mean - *before, 2)});
    } else if (evidence.satisfactionReference == analysis::SatisfactionReference::OtherStages &&
               evidence.otherStages.n >= 10) {
        facts.push_back(
            {scored, chart::signedFixed(evidence.otherStages.mean * 100) + say(language, "% of scale", "% 量程")});
    }
    if (verdict.tested)
        facts.push_back({say(language, "q (both low)", "q（两者都低）"), chart::probability(verdict.qBoth)});
    if (verdict.loss && (now.verdict == "stuck" || now.verdict == "o_only"))
        facts.push_back({say(language, "Final conversions lost", "估计最终少转化"), lossText(*verdict.loss)});
    return facts;
}

chart::JourneyFlag verdictFlag(const FunnelResult& result, std::size_t stuck, Language lang) {
    chart::JourneyFlag flag;
    flag.column = stuck;
    flag.title = filled(say(lang, "Holds up: %1", "卡点：%1"), {stepName(result, stuck)});
    const FunnelStage& now = result.stages[stuck];
    flag.link = filled(say(lang, "List the %1 who did not go on ›", "查看 %1 位未继续的客户 ›"),
                       {chart::count(now.lost + now.open + now.excluded)});
    if (!now.evidence) return flag;
    const auto& evidence = now.evidence->evidence;
    if (const auto reference = evidence.referenceRate())
        flag.lines.push_back(filled(say(lang, "Conversion %1, %2 %3", "转化 %1，%2 %3"),
                                    {chart::percent(result.stages[stuck + 1].matured.rateFromPrevious),
                                     referenceText(evidence.conversionReference, lang), chart::percent(*reference)}));
    if (const std::string beside = satisfactionBeside(now, lang);
        now.satisfaction && now.satisfaction->mean && !beside.empty())
        flag.lines.push_back(filled(say(lang, "Satisfaction %1, %2", "满意度 %1，%2"),
                                    {chart::fixed(*now.satisfaction->mean, 2), beside}));
    if (now.evidence->loss)
        flag.lines.push_back(filled(say(lang, "Both low (q %1): %2 lost", "同时偏低（q %1），少转化 %2"),
                                    {chart::probability(now.evidence->qBoth), lossText(*now.evidence->loss)}));
    return flag;
}

} // namespace xo::ui
