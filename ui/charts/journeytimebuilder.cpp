#include "core/chart/format.h"
#include "core/chart/timecurvespec.h"
#include "core/chart/trendspec.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/journeyviewbuilder.h"
#include "ui/charts/say.h"

#include <cmath>

namespace xo::ui {

using analysis::FunnelResult;
using analysis::FunnelStage;
using wording::Language;

namespace {

/// Largest unit in which the whole span is 2 or more.
std::pair<double, std::string> axisUnit(double seconds, Language language) {
    if (seconds >= 2 * 86400) return {86400, say(language, "days", "天")};
    if (seconds >= 2 * 3600) return {3600, say(language, "hours", "小时")};
    if (seconds >= 120) return {60, say(language, "minutes", "分钟")};
    return {1, say(language, "seconds", "秒")};
}

chart::TimeCurveSpec curveSpec(const FunnelResult& result, std::size_t step, const analysis::StageSurvival& survival,
                               Language language) {
    chart::TimeCurveSpec spec;
    spec.title = filled(say(language, "%1: share that got there, by time waited", "%1：按等待时长累计到达的比例"),
                        {stepName(result, step)});
    spec.unreliableText = say(language, "fewer than 10 still waiting", "仍在等待者不足 10 人");
    spec.lostLabel = say(language, "lost", "流失");
    const auto [unit, name] = axisUnit(survival.steps.empty() ? 0 : survival.steps.back().time, language);
    spec.unit = name;
    if (survival.reliable) spec.reliable = *survival.reliable / unit;
    spec.points.push_back({});
    for (const analysis::SurvivalStep& one : survival.steps) {
        chart::CurvePoint point;
        point.time = one.time / unit;
        point.value = one.converted;
        point.lost = one.lost;
        if (one.ci) point.low = one.ci->low, point.high = one.ci->high;
        point.facts = {{say(language, "Waited", "已等待"), durationText(one.time, language)},
                       {say(language, "Got there", "已到达"), chart::percent(one.converted)}};
        if (one.ci)
            point.facts.emplace_back(say(language, "95% interval (%)", "95% 区间（%）"),
                                     chart::range(one.ci->low * 100, one.ci->high * 100, 1));
        if (survival.competing) point.facts.emplace_back(say(language, "Lost", "流失"), chart::percent(one.lost));
        point.facts.emplace_back(say(language, "Still waiting", "仍在等待"),
                                 chart::count(static_cast<std::int64_t>(std::llround(one.atRisk))));
        spec.points.push_back(std::move(point));
    }
    spec.description = spec.title + ": " + chart::percent(spec.points.back().value);
    return spec;
}

} // namespace

JourneyTab timeTab(const FunnelResult& result, std::size_t step, Language language) {
    JourneyTab tab;
    if (result.order == FunnelOrder::Any) {
        tab.empty =
            say(language, "Stages in any order have no time between them. Choose another order in the inspector.",
                "任意顺序下环节之间没有先后用时。请在检查器中选择其他顺序。");
        return tab;
    }
    tab.headers = {say(language, "Step", "步骤"),
                   say(language, "Got there", "到达"),
                   "P50",
                   "P75",
                   "P90",
                   say(language, "Mean", "均值"),
                   say(language, "Median of all", "总体中位"),
                   say(language, "Still waiting", "仍在等待"),
                   say(language, "Overdue", "逾期"),
                   say(language, "Overdue after", "逾期线")};
    tab.align = "lrrrrrrrrr";
    for (std::size_t k = 1; k < result.stages.size(); ++k) {
        const FunnelStage& stage = result.stages[k];
        const FunnelStage& before = result.stages[k - 1];
        const analysis::StageTimes times = stage.timeFromPrevious.value_or(analysis::StageTimes());
        tab.rows.push_back(
            {stepName(result, k - 1), chart::count(stage.all.reached), durationText(times.p50, language),
             durationText(times.p75, language), durationText(times.p90, language), durationText(times.mean, language),
             durationText(stage.survival ? stage.survival->median : std::nullopt, language), chart::count(before.open),
             chart::count(before.overdue), durationText(before.overdueAfter, language)});
    }
    const FunnelStage* to = step + 1 < result.stages.size() ? &result.stages[step + 1] : nullptr;
    if (!to || !to->survival || to->survival->steps.empty()) {
        tab.empty = say(language, "Nobody has taken this step yet: there is no time to show.",
                        "还没有人走完这一步，没有用时可以显示。");
        return tab;
    }
    const auto& survival = *to->survival;
    tab.note =
        survival.competing
            ? say(language,
                  "Aalen–Johansen, 95% interval: losses compete with getting there; those still open count until "
                  "as-of. "
                  "P50–P90 are of those who got there.",
                  "Aalen–Johansen 与 95% 区间：流失与到达互相竞争，进行中的计至截止日。P50–P90 只计已到达者。")
            : say(language,
                  "Kaplan–Meier, 95% interval: those still open count until as-of. P50–P90 are of those who got there.",
                  "Kaplan–Meier 与 95% 区间：进行中的计至截止日。P50–P90 只计已到达者。");
    tab.layout = [spec = curveSpec(result, step, survival, language)](chart::Size size, const chart::Measure& measure) {
        return chart::layoutTimeCurve(spec, size, measure);
    };
    return tab;
}

JourneyTab cohortTab(const FunnelResult& result, std::size_t step, Language language) {
    JourneyTab tab;
    if (result.trend.empty() || step + 1 >= result.stages.size()) {
        tab.empty = say(language, "No entrant has a time: there are no periods of entry.",
                        "进入者没有时间，无法按进入时期分组。");
        return tab;
    }
    chart::TrendSpec spec;
    spec.title = stepName(result, step);
    spec.notes = {say(language, "by period of entry", "按进入时期"),
                  say(language, "hatched: immature", "斜线：未到期")};
    spec.incompleteText = say(language, "windows still run", "窗口未满");
    spec.scaleLow = 0;
    spec.scaleHigh = 100;
    spec.signedValues = false;
    tab.headers = {say(language, "Entered", "进入时期"),
                   say(language, "Entrants", "进入"),
                   say(language, "Matured", "已到期"),
                   stepName(result, step),
                   "95% CI (%)",
                   say(language, "Start to end", "起点至终点"),
                   say(language, "All, immature too", "含未到期")};
    tab.align = "lrrrrrr";
    for (const analysis::FunnelTrendPoint& period : result.trend) {
        if (step + 1 >= period.matured.size() || step + 1 >= period.all.size()) continue;
        const std::int64_t base = period.matured[step].reached, reached = period.matured[step + 1].reached;
        const auto& share = period.matured[step + 1].rateFromPrevious;
        chart::TrendPoint point;
        point.label = period.period;
        point.base = baseOf(base);
        point.incomplete = period.immature;
        const auto ci =
            base > 0 ? std::optional(stats::wilsonInterval(static_cast<double>(reached), static_cast<double>(base)))
                     : std::nullopt;
        if (share && ci) {
            point.value = *share * 100;
            point.low = ci->low * 100;
            point.high = ci->high * 100;
            point.valueText = chart::percent(share);
        }
        point.facts = {{say(language, "Matured", "已到期"), chart::count(base)},
                       {say(language, "Rate", "转化率"), shownRate(share, base)}};
        if (period.immature)
            point.facts.emplace_back(say(language, "Some windows still run", "部分窗口未满"),
                                     chart::count(period.all[0].reached - period.matured[0].reached));
        tab.rows.push_back(
            {period.period + (period.immature ? " *" : ""), chart::count(period.all[0].reached),
             chart::count(period.matured[0].reached), shownRate(share, base),
             point.value && base >= 10 ? chart::range(point.low, point.high, 1) : std::string(chart::kMissing),
             shownRate(period.matured.back().rateFromStart, period.matured[0].reached),
             shownRate(period.all[step + 1].rateFromPrevious, period.all[step].reached)});
        spec.points.push_back(std::move(point));
    }
    tab.note = say(language, "Rates of the matured entrants; * some windows of the period still run.",
                   "转化率只计已到期者；* 该时期部分窗口未满。");
    spec.description = spec.title + ": " + tab.note;
    tab.layout = [spec](chart::Size size, const chart::Measure& measure) {
        return chart::layoutTrend(spec, size, measure);
    };
    return tab;
}

} // namespace xo::ui
