#include "ui/charts/journeybuilder.h"

#include "core/chart/format.h"
#include "ui/charts/say.h"
#include "ui/charts/verdictbuilder.h"

#include <algorithm>
#include <cmath>

namespace xo::ui {

using analysis::FunnelResult;
using analysis::FunnelStage;
using wording::Language;

namespace {

bool hasScores(const FunnelStage& stage) {
    return stage.satisfaction && stage.satisfaction->n > 0 && stage.satisfaction->mean;
}

std::string scoreText(const FunnelStage& stage) {
    return chart::fixed(*stage.satisfaction->mean, 2);
}

/// "5.9 / 11.0 / 14.1 d": one unit stands once, different ones stay each at its figure.
std::string durationsText(std::initializer_list<std::optional<double>> seconds, Language language) {
    std::string out;
    const auto unitOf = [](const std::string& text) { return text.substr(std::min(text.find(' '), text.size())); };
    std::string last;
    for (const auto& value : seconds) {
        const std::string text = durationText(value, language);
        if (!out.empty()) {
            if (!last.empty() && unitOf(text) == last) out.resize(out.size() - last.size());
            out += " / ";
        }
        out += text;
        last = unitOf(text);
    }
    return out;
}

} // namespace

chart::Base baseOf(std::int64_t n) {
    return n < 10 ? chart::Base::Hidden : n < 30 ? chart::Base::Indicative : chart::Base::Full;
}

std::string shownRate(const std::optional<double>& value, std::int64_t n) {
    return baseOf(n) == chart::Base::Hidden ? std::string("n<10") : chart::percent(value);
}

std::string durationText(const std::optional<double>& seconds, Language language) {
    if (!seconds) return chart::kMissing;
    const double s = *seconds;
    if (s < 60) return chart::fixed(s, 0) + say(language, " s", " 秒");
    if (s < 3600) return chart::fixed(s / 60, 0) + say(language, " min", " 分");
    if (s < 86400) return chart::fixed(s / 3600, 1) + say(language, " h", " 小时");
    return chart::fixed(s / 86400, 1) + say(language, " d", " 天");
}

std::string spanText(const Span& span, Language language) {
    const std::string n = chart::count(span.amount);
    const bool one = span.amount == 1;
    switch (span.unit) {
    case Span::Unit::Second:
        return n + say(language, " s", " 秒");
    case Span::Unit::Minute:
        return n + say(language, " min", " 分钟");
    case Span::Unit::Hour:
        return n + say(language, " h", " 小时");
    case Span::Unit::Day:
        return n + say(language, one ? " day" : " days", " 天");
    case Span::Unit::CalendarDay:
        return n + say(language, one ? " calendar day" : " calendar days", " 个自然日");
    }
    return n;
}

std::string stepName(const FunnelResult& result, std::size_t step) {
    if (step >= result.stages.size()) return {};
    if (step + 1 >= result.stages.size()) return result.stages[step].stage;
    return result.stages[step].stage + " → " + result.stages[step + 1].stage;
}

std::optional<stats::Interval> rateInterval(const FunnelResult& result, std::size_t stage) {
    if (stage == 0 || stage >= result.stages.size()) return std::nullopt;
    return stats::wilsonInterval(static_cast<double>(result.stages[stage].matured.reached),
                                 static_cast<double>(result.stages[stage - 1].matured.reached));
}

std::optional<std::size_t> weakestStep(const FunnelResult& result) {
    std::optional<std::size_t> weakest;
    double lowest = 2;
    for (std::size_t i = 1; i < result.stages.size(); ++i) {
        const auto rate = result.stages[i].matured.rateFromPrevious;
        if (!rate || result.stages[i - 1].matured.reached < 30) continue;
        if (*rate < lowest) lowest = *rate, weakest = i - 1;
    }
    return weakest;
}

std::string journeyFinding(const FunnelResult& result, Language language) {
    if (result.stages.empty() || result.entrants == 0)
        return say(language, "No customer entered this journey", "没有客户进入这段旅程");
    if (result.stages.size() == 1)
        return filled(say(language, "%1 customers reached %2", "%1 位客户到达%2"),
                      {chart::count(result.entrants), result.stages.front().stage});
    if (const auto stuck = stuckStage(result); stuck && hasScores(result.stages[*stuck]))
        return filled(againstHistory(result.stages[*stuck])
                          ? say(language, "%1 holds customers up: conversion to %2 fell to %3, satisfaction to %4",
                                "%1是卡点：到%2的转化降到 %3，满意度降到 %4")
                          : say(language, "%1 holds customers up: conversion to %2 is only %3, satisfaction %4",
                                "%1是卡点：到%2的转化只有 %3，满意度只有 %4"),
                      {result.stages[*stuck].stage, result.stages[*stuck + 1].stage,
                       chart::percent(result.stages[*stuck + 1].matured.rateFromPrevious),
                       scoreText(result.stages[*stuck])});
    const auto step = weakestStep(result);
    if (!step)
        return filled(say(language, "Too few customers to judge (n %1)", "样本不足以判断（n %1）"),
                      {chart::count(result.stages.front().matured.reached)});
    const FunnelStage& from = result.stages[*step];
    const std::string rate = chart::percent(result.stages[*step + 1].matured.rateFromPrevious);
    const std::string head =
        filled(say(language, "%1 converts least: %2", "%1 转化最低：%2"), {stepName(result, *step), rate});
    if (!hasScores(from)) return head;
    if (from.satisfaction->n < 30)
        return head + filled(say(language, ", too few answers there (n %1)", "，满意度回答太少（n %1）"),
                             {chart::count(from.satisfaction->n)});
    return head + filled(say(language, ", satisfaction at %1 is %2", "，%1满意度 %2"), {from.stage, scoreText(from)});
}

chart::Facts stageFacts(const FunnelResult& result, std::size_t i, Language language) {
    const FunnelStage& s = result.stages[i];
    chart::Facts facts{
        {say(language, "Reached", "到达"), chart::count(s.all.reached)},
        {say(language, "From start (matured)", "占起点（已到期）"), chart::percent(s.matured.rateFromStart)},
        {say(language, "From start (all)", "占起点（含未到期）"), chart::percent(s.all.rateFromStart)}};
    if (i + 1 < result.stages.size()) {
        facts.push_back({say(language, "Lost here", "流失"), chart::count(s.lost)});
        facts.push_back({say(language, "Still open", "进行中"), chart::count(s.open)});
    }
    if (s.excluded > 0) facts.push_back({say(language, "Excluded", "被排除"), chart::count(s.excluded)});
    return facts;
}

chart::Facts stepFacts(const FunnelResult& result, std::size_t i, Language language) {
    if (i + 1 >= result.stages.size()) return {};
    const FunnelStage &from = result.stages[i], &to = result.stages[i + 1];
    chart::Facts facts{{say(language, "Matured: this / before", "已到期：到达 / 上一步"),
                        chart::count(to.matured.reached) + " / " + chart::count(from.matured.reached)},
                       {say(language, "Rate from previous", "占上一步"), chart::percent(to.matured.rateFromPrevious)}};
    if (const auto ci = rateInterval(result, i + 1))
        facts.push_back({say(language, "95% interval (Wilson)", "95% 区间（Wilson）"),
                         chart::range(ci->low * 100, ci->high * 100, 1) + "%"});
    facts.push_back({say(language, "Incl. immature", "含未到期"), chart::percent(to.all.rateFromPrevious)});
    facts.push_back({say(language, "Lost", "流失"), chart::count(from.lost)});
    facts.push_back({say(language, "Open", "进行中"), chart::count(from.open)});
    if (from.excluded > 0) facts.push_back({say(language, "Excluded", "被排除"), chart::count(from.excluded)});
    if (to.timeFromPrevious) {
        const auto& t = *to.timeFromPrevious;
        facts.push_back({say(language, "Time P50 / P75 / P90", "用时 P50 / P75 / P90"),
                         durationsText({t.p50, t.p75, t.p90}, language)});
    }
    return facts;
}

chart::Facts satisfactionFacts(const FunnelResult& result, std::size_t i, Language language) {
    const FunnelStage& s = result.stages[i];
    if (!hasScores(s)) return {{say(language, "Satisfaction", "满意度"), say(language, "no answers", "无回答")}};
    const auto& x = *s.satisfaction;
    chart::Facts facts{{say(language, "Question", "题目"), x.question}};
    if (x.n >= 10) {
        facts.push_back({say(language, "Mean", "均值"), scoreText(s)});
        if (x.ci95)
            facts.push_back(
                {say(language, "95% interval (t)", "95% 区间（t）"), chart::range(x.ci95->low, x.ci95->high, 2)});
        if (x.top2Share) facts.push_back({say(language, "Top-2 share", "前两档占比"), chart::percent(x.top2Share)});
        if (x.nps) facts.push_back({"NPS", chart::signedFixed(*x.nps)});
    }
    facts.push_back({say(language, "Answers n", "回答 n"), x.n < 10 ? "< 10" : chart::count(x.n)});
    return facts;
}

chart::JourneySpec journeySpec(const FunnelResult& result, const JourneyPictureOptions& options) {
    const Language lang = options.language;
    chart::JourneySpec spec;
    const bool attempts = result.attempt == FunnelAttempt::Every;
    spec.stageTitle = say(lang, "Stage", "环节");
    spec.upperTitle = say(lang, "O  Behaviour", "O 行为");
    spec.upperUnit = attempts ? say(lang, "attempts", "次数") : say(lang, "customers", "客户数");
    spec.rateLabel = say(lang, "From prev.", "占上一步");
    spec.timeLabel = say(lang, "Median", "用时中位");
    spec.lostLabel = say(lang, "Lost", "流失");
    spec.openLabel = say(lang, "Open", "进行中");
    spec.nextLabel = say(lang, "went on", "到下一步");
    spec.lowerTitle = say(lang, "X  Experience", "X 体验");
    spec.missingText = say(lang, "no answers", "无回答");
    spec.lowerHint = say(lang, "No satisfaction question is tied to these stages: choose one in the inspector",
                         "这些环节没有关联满意度题目：请在检查器中选择");
    spec.scaleLow = options.scaleLow;
    spec.scaleHigh = options.scaleHigh;
    if (options.scaleLow && options.scaleHigh)
        spec.lowerUnit =
            chart::fixed(*options.scaleLow, 0) + "–" + chart::fixed(*options.scaleHigh, 0) + say(lang, "", " 分");
    spec.note =
        !options.note.empty()
            ? options.note
            : filled(
                  say(lang,
                      "Whiskers 95% interval | rates count matured customers (%1 window over) | bars from below: went "
                      "on, open (hatched), lost",
                      "竖线 95% 区间 | 率只计已到期客户（%1窗口已满） | 柱自下而上：到下一步、进行中（斜线）、流失"),
                  {spanText(result.window, lang)});
    const bool before = std::any_of(result.stages.begin(), result.stages.end(),
                                    [](const FunnelStage& stage) { return scoreBefore(stage).has_value(); });
    if (before && options.note.empty()) spec.note += say(lang, " | dashed: period before", " | 虚线：之前一期");
    for (std::size_t i = 0; i < result.stages.size(); ++i) {
        const FunnelStage& s = result.stages[i];
        const bool last = i + 1 == result.stages.size();
        chart::JourneyColumn c;
        c.name = s.stage;
        c.reached = s.all.reached;
        c.next = last ? s.all.reached : result.stages[i + 1].all.reached;
        c.open = last ? 0 : s.open;
        c.lost = last ? 0 : s.lost + s.excluded;
        c.reachedText = chart::count(s.all.reached);
        if (s.matured.rateFromStart)
            c.shareText = filled(say(lang, "%1 of start", "占起点 %1"), {chart::percent(s.matured.rateFromStart)});
        c.stageFacts = stageFacts(result, i, lang);
        c.stepTitle = stepName(result, i);
        if (!last) {
            const FunnelStage& to = result.stages[i + 1];
            c.rateText = chart::percent(to.matured.rateFromPrevious);
            c.timeText =
                to.timeFromPrevious ? durationText(to.timeFromPrevious->p50, lang) : std::string(chart::kMissing);
            c.lostText = chart::count(s.lost);
            c.openText = chart::count(s.open);
            c.stepFacts = stepFacts(result, i, lang);
            c.flagged = s.verdict == "stuck";
        }
        if (hasScores(s)) {
            c.score = s.satisfaction->mean;
            c.scoreBase = baseOf(s.satisfaction->n);
            if (s.satisfaction->ci95) c.scoreLow = s.satisfaction->ci95->low, c.scoreHigh = s.satisfaction->ci95->high;
            c.scoreBad = s.verdict == "stuck" || s.verdict == "x_only";
            c.scoreReference = scoreBefore(s);
            c.scoreText = c.scoreBase == chart::Base::Hidden ? "n<10" : scoreText(s);
            c.countText = "n " + chart::count(s.satisfaction->n);
        }
        c.scoreFacts = satisfactionFacts(result, i, lang);
        spec.columns.push_back(std::move(c));
    }
    if (const auto stuck = stuckStage(result)) spec.flag = verdictFlag(result, *stuck, lang);
    spec.description = journeyFinding(result, lang);
    return spec;
}

} // namespace xo::ui
