#include "ui/charts/journeylossbuilder.h"

#include "core/chart/format.h"
#include "core/chart/rankedspec.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/say.h"

#include <algorithm>
#include <cmath>

namespace xo::ui {

using analysis::DropReason;
using analysis::DropReasons;
using analysis::FunnelResult;
using analysis::FunnelStage;
using wording::Language;

namespace {

constexpr std::size_t kReasonsOfInspector = 6;
constexpr std::int64_t kLeastAnswers = 10;
constexpr double kLargestQ = 0.05;

std::string points(double ratio) {
    return chart::signedFixed(ratio * 100, 2);
}

std::string groupName(const analysis::GroupChange& group, Language language) {
    if (group.pooled) return say(language, "(small groups)", "（小组合计）");
    return group.value ? *group.value : say(language, "(blank)", "(空)");
}

chart::RankedBar heading(const std::string& label) {
    chart::RankedBar bar;
    bar.label = label;
    bar.heading = true;
    return bar;
}

void addSteps(JourneyTab& tab, chart::RankedSpec& spec, const FunnelResult& result, Language language) {
    const analysis::FunnelChange& change = *result.change;
    for (std::size_t k = 0; k < change.contributions.size() && k + 1 < result.stages.size(); ++k) {
        const double given = change.contributions[k];
        const auto& evidence = result.stages[k].evidence;
        const auto rate = result.stages[k + 1].matured.rateFromPrevious;
        const auto before = evidence ? evidence->evidence.referenceN > 0
                                           ? std::optional(static_cast<double>(evidence->evidence.referenceConverted) /
                                                           static_cast<double>(evidence->evidence.referenceN))
                                           : std::nullopt
                                     : std::nullopt;
        chart::RankedBar bar;
        bar.label = stepName(result, k);
        bar.value = given;
        bar.valueText = points(given);
        bar.ink = given < 0 ? chart::Ink::Bad : chart::Ink::Good;
        bar.id = "step:" + std::to_string(k);
        bar.facts = {{say(language, "Contribution, points", "贡献（百分点）"), points(given)},
                     {say(language, "Rate now", "本期转化率"), chart::percent(rate)},
                     {say(language, "Rate before", "之前转化率"), chart::percent(before)}};
        tab.rows.push_back({bar.label, chart::percent(rate), chart::percent(before), points(given), chart::kMissing,
                            chart::kMissing, chart::kMissing});
        spec.bars.push_back(std::move(bar));
    }
}

void addGroups(JourneyTab& tab, chart::RankedSpec& spec, const FunnelResult& result, std::size_t step,
               Language language) {
    const FunnelStage& stage = result.stages[step];
    if (stage.changeByGroup.empty()) return;
    spec.bars.push_back(heading(filled(say(language, "%1, by %2", "%1，按 %2"), {stepName(result, step), result.by})));
    for (const analysis::GroupChange& group : stage.changeByGroup) {
        const double given = group.mix + group.own;
        chart::RankedBar bar;
        bar.label = groupName(group, language);
        bar.value = given;
        bar.valueText = points(given);
        bar.note = filled(say(language, "mix %1", "结构 %1"), {points(group.mix)});
        bar.ink = group.q > kLargestQ ? chart::Ink::Pass : group.own < 0 ? chart::Ink::Bad : chart::Ink::Good;
        for (std::size_t g = 0; g < result.groups.size() && !group.pooled; ++g)
            if (result.groups[g].value == group.value) bar.id = "group:" + std::to_string(g);
        bar.facts = {{say(language, "Contribution, points", "贡献（百分点）"), points(given)},
                     {say(language, "Of it mix (grew or shrank)", "其中结构（占比变化）"), points(group.mix)},
                     {say(language, "Of it its own rate", "其中自身转化率"),
                      points(group.own) + " ± " + chart::fixed(group.se * 196, 2)},
                     {"q", chart::probability(group.q)},
                     {say(language, "Rate now / before", "本期 / 之前转化率"),
                      chart::percent(group.rate) + " / " + chart::percent(group.referenceRate)},
                     {"n", chart::count(group.n) + " / " + chart::count(group.referenceN)}};
        tab.rows.push_back({"    " + bar.label, chart::percent(group.rate), chart::percent(group.referenceRate),
                            points(given), points(group.mix), points(group.own), chart::probability(group.q)});
        spec.bars.push_back(std::move(bar));
    }
}

std::string reasonName(const DropReason& reason, Language language) {
    return reason.reason.empty() ? say(language, "(not stated)", "（未说明）") : reason.reason;
}

std::string responseText(const DropReasons& drop, Language language) {
    const double rate = drop.left > 0 ? static_cast<double>(drop.answered) / static_cast<double>(drop.left) : 0;
    std::string text =
        filled(say(language, "%1 left for good, %2 of them answered (%3)", "%1 位已流失，其中 %2 位作答（%3）"),
               {chart::count(drop.left), chart::count(drop.answered), chart::percent(rate)});
    if (drop.weighted) text += say(language, "; weighted for response by group", "；按各组应答率加权");
    if (drop.onlyAnswerers) text += say(language, "; speaks for those who answered only", "；仅代表答卷者");
    return text;
}

std::string sideName(bool satisfied, Language language) {
    return satisfied ? say(language, "Satisfied, and left", "满意但流失") : say(language, "Dissatisfied", "不满意");
}

} // namespace

JourneyTab changeTab(const FunnelResult& result, std::size_t step, Language language) {
    JourneyTab tab;
    if (!result.change || step + 1 >= result.stages.size()) {
        tab.empty =
            say(language,
                "Choose a period in the inspector (the last 3, 6 or 12 months): the change against the time "
                "before is then split over the steps, and at a step over the groups of a breakdown.",
                "请在检查器中选择时期（最近 3、6 或 12 个月）：与之前相比的变化将按步骤拆分，选了拆分列时再按组拆分。");
        return tab;
    }
    const analysis::FunnelChange& change = *result.change;
    chart::RankedSpec spec;
    spec.title =
        filled(say(language, "From start to end %1, before %2: %3 points", "起点到终点 %1，之前 %2：%3 个百分点"),
               {chart::percent(change.conversion), chart::percent(change.reference),
                points(change.conversion - change.reference)});
    spec.subtitle =
        say(language, "Points of that change by step; matured entrants", "各步骤贡献的百分点；只计已到期者");
    spec.description = spec.title;
    spec.moreText = say(language, "… %1 more in the table", "……其余 %1 行见下表");
    tab.headers = {say(language, "Step or group", "步骤或组"),
                   say(language, "Rate now", "本期转化率"),
                   say(language, "Rate before", "之前转化率"),
                   say(language, "Contribution, points", "贡献（百分点）"),
                   say(language, "Of it mix", "其中结构"),
                   say(language, "Of it own rate", "其中自身"),
                   "q"};
    tab.align = "lrrrrrr";
    addSteps(tab, spec, result, language);
    addGroups(tab, spec, result, step, language);
    tab.note = say(language,
                   "Steps: LMDI, they add up to the change of the whole. Groups: mix and own rate add up to the change "
                   "of the step chosen; grey where q is above 0.05.",
                   "步骤：LMDI 分解，合计等于总变化。组：结构与自身之和等于所选步骤的变化；q 大于 0.05 的为灰色。");
    if (result.by.empty())
        tab.note +=
            say(language, " Choose a column under “Break down” for the groups.", "在“拆分”中选择一列即可按组查看。");
    tab.layout = [spec](chart::Size size, const chart::Measure& measure) {
        return chart::layoutRanked(spec, size, measure);
    };
    return tab;
}

JourneyTab reasonsTab(const FunnelResult& result, std::size_t step, Language language) {
    JourneyTab tab;
    if (step + 1 >= result.stages.size() || !result.stages[step].reasons) {
        tab.empty =
            say(language,
                "No reasons here: nobody left at this step for good, or no question with reasons was asked "
                "together with the stage's satisfaction. Choose another step, or the question in the inspector.",
                "这里没有原因：该步骤没有人最终流失，或该环节的满意度问卷里没有原因题。请换一个步骤，或在检查器中选择原"
                "因题。");
        return tab;
    }
    const DropReasons& drop = *result.stages[step].reasons;
    if (drop.answered < kLeastAnswers) {
        tab.empty = responseText(drop, language) + say(language, ". Fewer than 10 answers: the reasons are not shown.",
                                                       "。作答不足 10 份，不显示原因。");
        return tab;
    }
    chart::RankedSpec spec;
    spec.title = filled(say(language, "%1: why they left", "%1：为什么流失"), {stepName(result, step)});
    spec.subtitle = drop.question + " · " + responseText(drop, language);
    spec.description = spec.title + ": " + spec.subtitle;
    spec.moreText = say(language, "… %1 more in the table", "……其余 %1 行见下表");
    tab.note =
        say(language,
            "Shares of all who left; a person's reasons count 1/m each. Satisfied: the two highest scores of the "
            "stage's question.",
            "占全部流失者的比例；一人多个原因时各计 1/m。满意：该环节题目的最高两档。");
    tab.headers = {say(language, "Left", "流失者"), say(language, "Reason", "原因"), say(language, "Share", "占比"),
                   "95% CI (%)", say(language, "Conversions lost", "少转化")};
    tab.align = "llrrr";
    for (const bool satisfied : {true, false}) {
        chart::RankedBar head = heading(sideName(satisfied, language));
        head.valueText = chart::percent(satisfied ? drop.satisfied : 1 - drop.satisfied);
        spec.bars.push_back(std::move(head));
        for (std::size_t i = 0; i < drop.reasons.size(); ++i) {
            const DropReason& reason = drop.reasons[i];
            if (reason.satisfied != satisfied) continue;
            chart::RankedBar bar;
            bar.label = reasonName(reason, language);
            bar.value = reason.share;
            if (reason.ci95) bar.low = reason.ci95->low, bar.high = reason.ci95->high;
            bar.valueText = chart::percent(reason.share);
            bar.ink = satisfied ? chart::Ink::Good : chart::Ink::Bad;
            if (!reason.reason.empty()) bar.id = "reason:" + std::to_string(i);
            const std::string interval =
                reason.ci95 ? chart::range(reason.ci95->low * 100, reason.ci95->high * 100, 1) : chart::kMissing;
            const std::string lost =
                reason.lost ? chart::count(std::llround(*reason.lost)) : std::string(chart::kMissing);
            bar.facts = {{say(language, "Share of those who left", "占流失者"), bar.valueText},
                         {say(language, "95% interval (%)", "95% 区间（%）"), interval}};
            if (reason.lost) bar.facts.emplace_back(say(language, "Conversions lost", "少转化"), lost);
            tab.rows.push_back({sideName(satisfied, language), bar.label, bar.valueText, interval, lost});
            spec.bars.push_back(std::move(bar));
        }
    }
    tab.layout = [spec](chart::Size size, const chart::Measure& measure) {
        return chart::layoutRanked(spec, size, measure);
    };
    return tab;
}

chart::Facts reasonFacts(const FunnelStage& stage, Language language) {
    if (!stage.reasons || stage.reasons->answered < kLeastAnswers) return {};
    const DropReasons& drop = *stage.reasons;
    chart::Facts facts{{say(language, "Left / answered", "流失 / 作答"),
                        chart::count(drop.left) + " / " + chart::count(drop.answered)}};
    for (const bool satisfied : {true, false}) {
        facts.emplace_back(sideName(satisfied, language),
                           chart::percent(satisfied ? drop.satisfied : 1 - drop.satisfied));
        std::size_t shown = 0;
        for (const DropReason& reason : drop.reasons)
            if (reason.satisfied == satisfied && shown++ < kReasonsOfInspector / 2)
                facts.emplace_back("   " + reasonName(reason, language), chart::percent(reason.share));
    }
    if (drop.onlyAnswerers)
        facts.emplace_back(say(language, "Speaks for", "代表"), say(language, "answerers only", "仅答卷者"));
    return facts;
}

} // namespace xo::ui
