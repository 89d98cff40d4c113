#include "ui/charts/journeyviewbuilder.h"

#include "core/chart/format.h"
#include "core/chart/panelsspec.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/say.h"
#include "ui/charts/verdictbuilder.h"

#include <algorithm>
#include <cmath>

namespace xo::ui {

using analysis::FunnelResult;
using analysis::FunnelStage;
using wording::Language;

namespace {

constexpr std::size_t kMostPanels = 12;
constexpr double kLargestQ = 0.05;
constexpr double kRelevantRate = 0.03; // conversion, PRODUCT.md and the mock-ups: 3 points
constexpr double kRelevantScore = 0.2;

std::string number(const std::optional<double>& value, int decimals = 2) {
    return value ? chart::fixed(*value, decimals) : std::string(chart::kMissing);
}
std::string groupName(const std::optional<std::string>& value, Language language) {
    return value ? *value : say(language, "(blank)", "(空)");
}
/// ▲ or ▼ only where q ≤ 0.05 and the gap is worth it.
std::string arrow(double difference, const std::optional<double>& q, double relevant) {
    if (!q || *q > kLargestQ || std::fabs(difference) < relevant) return {};
    return difference > 0 ? "▲ " : "▼ ";
}
std::string points(double ratio) {
    return chart::signedFixed(ratio * 100);
}

chart::PanelBar rateBar(const std::string& label, const std::optional<double>& value, std::int64_t reached,
                        std::int64_t base, chart::Ink ink, Language language) {
    chart::PanelBar bar;
    bar.label = label;
    bar.value = value;
    bar.base = baseOf(base);
    bar.ink = ink;
    bar.valueText = chart::percent(value);
    bar.shortText = chart::percent(value, 0);
    if (base > 0)
        if (const auto ci = stats::wilsonInterval(static_cast<double>(reached), static_cast<double>(base)))
            bar.low = ci->low, bar.high = ci->high;
    bar.facts = {{say(language, "Matured", "已到期"), chart::count(base)},
                 {say(language, "Reached", "到达"), chart::count(reached)},
                 {say(language, "Rate", "转化率"), chart::percent(value)}};
    if (bar.low)
        bar.facts.emplace_back(say(language, "95% interval (%)", "95% 区间（%）"),
                               chart::range(*bar.low * 100, *bar.high * 100, 1));
    return bar;
}

} // namespace

JourneyTab breakdownTab(const FunnelResult& result, std::size_t step, Language language) {
    JourneyTab tab;
    if (result.groups.empty()) {
        tab.empty =
            say(language, "Choose a column under “Break down” in the inspector: every group gets its funnel here.",
                "请在检查器的“拆分”中选择一列：每个组在这里有自己的漏斗。");
        return tab;
    }
    chart::PanelsSpec spec;
    for (std::size_t g = 0; g < result.groups.size() && g < kMostPanels; ++g) {
        const analysis::FunnelGroup& group = result.groups[g];
        chart::BarPanel panel;
        panel.title = groupName(group.value, language);
        panel.note = "n " + chart::count(group.entrants);
        for (std::size_t k = 0; k < group.stages.size(); ++k) {
            const FunnelStage& stage = group.stages[k];
            const auto& peers = group.stages[std::min(step, group.stages.size() - 1)].versusPeers;
            const bool flagged = k == step + 1 && peers && peers->q <= kLargestQ;
            chart::PanelBar bar =
                rateBar(stage.stage, stage.matured.rateFromStart, stage.matured.reached, stage.matured.entrants,
                        flagged ? chart::Ink::Bad : chart::Ink::Good, language);
            bar.id = "group:" + std::to_string(g) + ":" + std::to_string(k);
            panel.bars.push_back(std::move(bar));
        }
        spec.panels.push_back(std::move(panel));
    }
    spec.description =
        filled(say(language, "Share of the start by stage, %1 groups of %2", "各环节占起点比例，%2 的 %1 组"),
               {chart::count(static_cast<std::int64_t>(result.groups.size())), result.by});
    tab.note = say(language, "Share of the matured entrants by stage; the table is about the step chosen.",
                   "各环节占已到期进入者的比例；下表是所选步骤。");
    if (result.groups.size() > kMostPanels)
        tab.note += filled(say(language, " The largest %1 groups are drawn, all are in the table.",
                               "图中是最大的 %1 组，表中是全部。"),
                           {chart::count(static_cast<std::int64_t>(kMostPanels))});
    tab.headers = {result.by,
                   say(language, "Entrants", "进入"),
                   stepName(result, step),
                   "95% CI (%)",
                   say(language, "All together", "整体"),
                   "z",
                   say(language, "z adjusted", "z（校正）"),
                   say(language, "q (peers)", "q（同类）"),
                   say(language, "vs. rest", "对其余"),
                   "q"};
    tab.align = "lrrrrrrrrr";
    const bool judged = std::any_of(result.groups.begin(), result.groups.end(), [&](const auto& group) {
        return step < group.stages.size() && group.stages[step].evidence;
    });
    if (judged) {
        tab.headers.push_back(say(language, "Verdict", "结论"));
        tab.align += 'l';
    }
    for (const analysis::FunnelGroup& group : result.groups) {
        if (step + 1 >= group.stages.size()) continue;
        const FunnelStage& from = group.stages[step];
        const FunnelStage& to = group.stages[step + 1];
        const std::int64_t base = from.matured.reached;
        const auto ci = stats::wilsonInterval(static_cast<double>(to.matured.reached), static_cast<double>(base));
        std::vector<std::string> row{groupName(group.value, language), chart::count(group.entrants),
                                     shownRate(to.matured.rateFromPrevious, base),
                                     ci && base >= 10 ? chart::range(ci->low * 100, ci->high * 100, 1)
                                                      : std::string(chart::kMissing)};
        const auto& peers = from.versusPeers;
        for (const std::string& text :
             peers ? std::vector<std::string>{chart::percent(peers->target), chart::signedFixed(peers->z, 2),
                                              chart::signedFixed(peers->adjustedZ, 2), chart::probability(peers->q)}
                   : std::vector<std::string>(4, chart::kMissing))
            row.push_back(text);
        const auto& rest = to.versusRest;
        const bool tested = rest && rest->conversion && base >= 10;
        row.push_back(tested ? arrow(rest->conversion->difference, rest->conversionQ, kRelevantRate) +
                                   points(rest->conversion->difference)
                             : std::string(chart::kMissing));
        row.push_back(tested ? chart::probability(rest->conversionQ) : std::string(chart::kMissing));
        if (judged) row.push_back(verdictText(from.verdict, language));
        tab.rows.push_back(std::move(row));
    }
    tab.layout = [spec](chart::Size size, const chart::Measure& measure) {
        return chart::layoutPanels(spec, size, measure);
    };
    return tab;
}

JourneyTab compareTab(const FunnelResult& result, Language language) {
    JourneyTab tab;
    if (!result.comparison || result.comparison->tests.size() != result.stages.size()) {
        tab.empty =
            say(language,
                "Choose what to compare with above. Two periods need a period in the inspector (the last 3, 6 or "
                "12 months).",
                "请在上方选择比较对象。比较两个时期时，先在检查器中选择时期（最近 3、6 或 12 个月）。");
        return tab;
    }
    const analysis::FunnelComparison& other = *result.comparison;
    const bool filter = other.with == "filter";
    const std::string here = filter ? say(language, "in it", "符合") : say(language, "now", "本期");
    const std::string there = filter                 ? say(language, "the rest", "其余")
                              : other.with == "year" ? say(language, "a year before", "去年同期")
                                                     : say(language, "before", "上期");
    chart::PanelsSpec spec;
    tab.headers = {say(language, "Stage", "环节"),
                   say(language, "Rate, ", "转化率，") + here,
                   say(language, "Rate, ", "转化率，") + there,
                   say(language, "Points", "百分点差"),
                   "95% CI",
                   "q",
                   say(language, "Score, ", "满意度，") + here,
                   say(language, "Score, ", "满意度，") + there,
                   say(language, "Diff.", "差"),
                   "95% CI",
                   "q"};
    tab.align = "lrrrrrrrrrr";
    for (std::size_t k = 0; k < other.tests.size(); ++k) {
        const analysis::StageComparison& test = other.tests[k];
        const bool both = test.n >= 10 && test.otherN >= 10;
        std::vector<std::string> row{result.stages[k].stage};
        if (k == 0) {
            row.insert(row.end(), 5, chart::kMissing);
        } else {
            const auto& c = test.conversion;
            row.push_back(shownRate(test.rate, test.n));
            row.push_back(shownRate(test.otherRate, test.otherN));
            row.push_back(c && both ? arrow(c->difference, test.conversionQ, kRelevantRate) + points(c->difference)
                                    : std::string(chart::kMissing));
            row.push_back(c && both ? chart::range(c->ci.low * 100, c->ci.high * 100, 1, true)
                                    : std::string(chart::kMissing));
            row.push_back(both ? chart::probability(test.conversionQ) : std::string(chart::kMissing));
            chart::BarPanel panel;
            panel.title = stepName(result, k - 1);
            const bool fell =
                c && test.conversionQ && *test.conversionQ <= kLargestQ && c->difference <= -kRelevantRate;
            panel.note = c && both ? arrow(c->difference, test.conversionQ, kRelevantRate) + points(c->difference) : "";
            panel.bars.push_back(
                rateBar(here, test.rate, test.reached, test.n, fell ? chart::Ink::Bad : chart::Ink::Good, language));
            panel.bars.push_back(
                rateBar(there, test.otherRate, test.otherReached, test.otherN, chart::Ink::Pass, language));
            if (!other.from.empty()) { // of two periods both sides have a condition
                panel.bars[0].id = "now:" + std::to_string(k);
                panel.bars[1].id = "before:" + std::to_string(k);
            }
            spec.panels.push_back(std::move(panel));
        }
        const auto& s = test.satisfaction;
        row.push_back(test.answers >= 10 ? number(test.mean) : std::string(chart::kMissing));
        row.push_back(test.otherAnswers >= 10 ? number(test.otherMean) : std::string(chart::kMissing));
        const bool scored = s && test.answers >= 10 && test.otherAnswers >= 10;
        row.push_back(scored ? arrow(s->difference, test.satisfactionQ, kRelevantScore) +
                                   chart::signedFixed(s->difference, 2)
                             : std::string(chart::kMissing));
        row.push_back(scored ? chart::range(s->ci.low, s->ci.high, 2, true) : std::string(chart::kMissing));
        row.push_back(scored ? chart::probability(test.satisfactionQ) : std::string(chart::kMissing));
        tab.rows.push_back(std::move(row));
    }
    tab.note = filled(say(language, "%1 entrants against %2", "%1 位进入者对 %2 位"),
                      {chart::count(other.entrants), chart::count(other.otherEntrants)});
    if (!other.from.empty())
        tab.note +=
            filled(say(language, " (%1 to %2)", "（%1 至 %2）"), {other.from.substr(0, 10), other.to.substr(0, 10)});
    tab.note += say(language, ". Rates of matured entrants; pooled z and Welch t, Benjamini–Hochberg over the stages.",
                    "。转化率只计已到期者；合并 z 与 Welch t 检验，按环节做 Benjamini–Hochberg 校正。");
    spec.description = tab.note;
    tab.layout = [spec](chart::Size size, const chart::Measure& measure) {
        return chart::layoutPanels(spec, size, measure);
    };
    return tab;
}

} // namespace xo::ui
