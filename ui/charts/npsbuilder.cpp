#include "ui/charts/npsbuilder.h"

#include "core/chart/format.h"
#include "ui/charts/journeybuilder.h"
#include "ui/charts/say.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace xo::ui {

using analysis::NpsResult;
using analysis::NpsRow;
using wording::Language;

namespace {

std::string share(std::int64_t part, std::int64_t n) {
    return chart::count(part) +
           (n > 0 ? " · " + chart::percent(static_cast<double>(part) / static_cast<double>(n)) : "");
}

std::string intervalText(const std::optional<stats::Interval>& ci) {
    return ci ? chart::range(ci->low, ci->high, 1, true) : std::string(chart::kMissing);
}

} // namespace

chart::Base npsBase(const NpsRow& row) {
    if (!row.nps) return chart::Base::Hidden;
    if (!row.smallBase) return chart::Base::Full;
    return *row.smallBase == "hidden" ? chart::Base::Hidden : chart::Base::Indicative;
}

chart::Verdict npsVerdict(const NpsRow& row) {
    const auto& test = row.versusRest;
    if (npsBase(row) != chart::Base::Full || !test.difference || !test.q) return chart::Verdict::None;
    if (*test.q > kLargestQ || std::fabs(*test.difference) < kRelevantPoints) return chart::Verdict::None;
    return *test.difference > 0 ? chart::Verdict::Better : chart::Verdict::Worse;
}

std::string npsGroupName(const NpsRow& row, Language language) {
    if (row.group.empty()) return say(language, "Total", "合计");
    std::string name;
    for (const auto& value : row.group) {
        if (!name.empty()) name += " · ";
        name += value ? *value : say(language, "(blank)", "(空)");
    }
    return name;
}

namespace {

using Group = std::vector<std::optional<std::string>>;

/// Rows of one level by the group above them: three columns give tens of thousands of rows.
using RowsByParent = std::map<Group, std::vector<std::size_t>>;

RowsByParent byParent(const std::vector<NpsRow>& all, std::size_t level) {
    RowsByParent rows;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].period || all[i].group.size() <= level) continue;
        rows[Group(all[i].group.begin(), all[i].group.begin() + static_cast<std::ptrdiff_t>(level))].push_back(i);
    }
    return rows;
}

void appendLevel(const std::vector<NpsResult>& levels, const std::vector<RowsByParent>& parents, NpsOrder order,
                 std::size_t level, const Group& above, std::vector<NpsRef>& out) {
    if (level >= levels.size()) return;
    const auto found = parents[level].find(above);
    if (found == parents[level].end()) return;
    const auto& all = levels[level].rows;
    std::vector<std::size_t> rows = found->second;
    const auto known = [&](std::size_t i) { return npsBase(all[i]) != chart::Base::Hidden; };
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        if (order == NpsOrder::ByCount) return all[a].n > all[b].n;
        if (known(a) != known(b)) return known(a);
        return known(a) && *all[a].nps > *all[b].nps;
    });
    for (const std::size_t i : rows) {
        out.push_back({level, i});
        appendLevel(levels, parents, order, level + 1, all[i].group, out);
    }
}

} // namespace

std::vector<NpsRef> npsRowOrder(const std::vector<NpsResult>& levels, NpsOrder order) {
    std::vector<NpsRef> out;
    std::vector<RowsByParent> parents;
    for (std::size_t level = 0; level < levels.size(); ++level)
        parents.push_back(byParent(levels[level].rows, level));
    appendLevel(levels, parents, order, 0, {}, out);
    return out;
}

chart::Facts npsFacts(const NpsRow& row, Language language) {
    chart::Facts facts;
    const auto add = [&](std::string_view english, std::string_view chinese, std::string figure) {
        facts.push_back({say(language, english, chinese), std::move(figure)});
    };
    if (npsBase(row) == chart::Base::Hidden) {
        add("Valid answers n", "有效回答 n", row.n < 10 ? "< 10" : chart::count(row.n));
        return facts;
    }
    add("Valid answers n", "有效回答 n", chart::count(row.n));
    if (row.nEff) add("Effective n (Kish)", "有效样本量（Kish）", chart::fixed(*row.nEff, 1));
    add("Promoters 9–10", "推荐者 9–10", share(row.promoters, row.n));
    add("Passives 7–8", "中立者 7–8", share(row.passives, row.n));
    add("Detractors 0–6", "贬损者 0–6", share(row.detractors, row.n));
    add("NPS", "NPS", chart::signedFixed(*row.nps));
    add("95% interval", "95% 区间", intervalText(row.ci95));
    if (row.versusRest.difference) {
        add("Versus the rest", "与其余之差", chart::signedFixed(*row.versusRest.difference));
        add("q (Benjamini–Hochberg)", "q（Benjamini–Hochberg）", chart::probability(row.versusRest.q));
    }
    if (row.previous) {
        add("Compared period", "对比期", chart::signedFixed(row.previous->mean));
        add("Change", "变化",
            chart::signedFixed(row.previous->difference) + " · p " + chart::probability(row.previous->p));
    }
    return facts;
}

chart::NpsBarsSpec npsBarsSpec(const std::vector<NpsResult>& levels, Language language, NpsOrder order,
                               const std::string& title) {
    chart::NpsBarsSpec spec;
    spec.title = title;
    if (levels.empty()) return spec;
    for (const std::string& column : levels.back().params.by)
        spec.groupTitle += (spec.groupTitle.empty() ? "" : " / ") + column;
    spec.valueTitle = "NPS";
    spec.countTitle = "n";
    spec.gapTitle = say(language, "vs rest", "与其余之差");
    spec.moreText = say(language, "+%1 more groups in the table", "另有 %1 组见表");
    const auto bar = [&](const NpsRow& row) {
        chart::ScoreBar b;
        b.name = row.group.back() ? *row.group.back() : say(language, "(blank)", "(空)");
        b.level = static_cast<int>(row.group.size()) - 1;
        b.base = npsBase(row);
        b.verdict = npsVerdict(row);
        b.value = row.nps.value_or(0);
        b.low = row.ci95 ? row.ci95->low : b.value;
        b.high = row.ci95 ? row.ci95->high : b.value;
        b.countText = chart::count(row.n);
        b.facts = npsFacts(row, language);
        if (b.base == chart::Base::Hidden) {
            b.hint = row.n == 0 ? say(language, "no valid answers", "无有效回答")
                                : say(language, "n<10 not shown", "n<10 不显示");
            b.countText = row.n == 0 ? "0" : "<10";
            b.value = b.low = b.high = 0;
        } else {
            b.valueText = chart::signedFixed(*row.nps);
            if (row.versusRest.difference) b.gapText = chart::signedFixed(*row.versusRest.difference);
            if (b.base == chart::Base::Indicative) b.hint = say(language, "indicative", "参考");
        }
        return b;
    };
    constexpr std::size_t kMostBars = 400; // more than any window is high; the table has them all
    const std::vector<NpsRef> shown = npsRowOrder(levels, order);
    for (std::size_t i = 0; i < std::min(shown.size(), kMostBars); ++i)
        spec.bars.push_back(bar(levels[shown[i].level].rows[shown[i].row]));
    spec.moreBars = shown.size() - spec.bars.size();
    spec.description = npsFinding(levels.front(), language);
    return spec;
}

chart::TrendSpec npsTrendSpec(const NpsResult& result, Language language, const std::string& incomplete) {
    chart::TrendSpec spec;
    switch (result.params.trend) {
    case analysis::Trend::Week:
        spec.title = say(language, "NPS by week", "合计 NPS（按周）");
        break;
    case analysis::Trend::Quarter:
        spec.title = say(language, "NPS by quarter", "合计 NPS（按季）");
        break;
    default:
        spec.title = say(language, "NPS by month", "合计 NPS（按月）");
        break;
    }
    spec.notes = {say(language, "whiskers 95% interval", "竖线 95% 区间"), "n " + chart::count(result.total.n)};
    spec.incompleteText = result.params.trend == analysis::Trend::Week ? say(language, "week not over", "本周未满")
                          : result.params.trend == analysis::Trend::Quarter
                              ? say(language, "quarter not over", "本季未满")
                              : say(language, "month not over", "本月未满");
    std::string year;
    const bool few = result.rows.size() <= 12;
    for (const NpsRow& row : result.rows) {
        if (!row.period) continue;
        chart::TrendPoint p;
        // the year is written once, where it changes; of many periods only some labels are left, so each has it
        const std::string thisYear = row.period->substr(0, 4);
        p.label = few && thisYear == year && row.period->size() > 5 ? row.period->substr(5) : *row.period;
        year = thisYear;
        p.base = npsBase(row);
        p.incomplete = *row.period == incomplete;
        p.facts = npsFacts(row, language);
        p.facts.insert(p.facts.begin(), {say(language, "Period", "期间"), *row.period});
        if (row.n > 0 && row.nps) {
            p.value = row.nps;
            p.low = row.ci95 ? row.ci95->low : *row.nps;
            p.high = row.ci95 ? row.ci95->high : *row.nps;
            p.valueText = chart::signedFixed(*row.nps);
        }
        p.emphasised = row.previous && row.previous->p && *row.previous->p <= kLargestQ &&
                       std::fabs(row.previous->difference) >= kRelevantPoints;
        spec.points.push_back(std::move(p));
    }
    spec.description = spec.title + ": " +
                       filled(say(language, "%1 periods, NPS %2 in all", "%1 期，整体 NPS %2"),
                              {chart::count(static_cast<std::int64_t>(spec.points.size())),
                               result.total.nps ? chart::signedFixed(*result.total.nps) : chart::kMissing});
    return spec;
}

Result<std::string> incompletePeriod(const Workspace& workspace, analysis::Trend trend) {
    if (trend == analysis::Trend::None) return std::string();
    Instant latest = kNoTime;
    for (const auto& table : workspace.tables) {
        const auto time = table->findRole(RoleKind::Time);
        if (!time) continue;
        const auto column = table->column(*time);
        if (!column) return column.failure();
        for (const Instant t : (*column)->times)
            latest = std::max(latest, t);
    }
    if (latest == kNoTime) return std::string();
    const Instant tomorrow = workspace.zone.startOfDay(workspace.zone.localDay(latest) + 1);
    const analysis::Periods periods(trend, workspace.zone, workspace.fiscalStartMonth, latest, tomorrow);
    const auto code = periods.codeOf(latest);
    return periods.codeOf(tomorrow) == code ? periods.label(code).value_or("") : std::string();
}

std::string npsFinding(const NpsResult& result, Language language) {
    const NpsRow& total = result.total;
    if (total.n == 0 || !total.nps) return say(language, "No valid answers", "没有有效回答");
    if (npsBase(total) != chart::Base::Full)
        return filled(say(language, "Too few answers to judge (n %1)", "样本不足以判断（n %1）"),
                      {chart::count(total.n)});
    const std::string all = chart::signedFixed(*total.nps);
    const NpsRow* found = nullptr;
    int groups = 0;
    for (const NpsRow& row : result.rows) {
        if (row.group.empty() || row.period) continue;
        ++groups;
        if (npsVerdict(row) == chart::Verdict::None) continue;
        if (!found || std::fabs(*row.versusRest.difference) > std::fabs(*found->versusRest.difference)) found = &row;
    }
    if (found) {
        const double gap = *found->versusRest.difference;
        return filled(gap < 0 ? say(language, "%1 is lowest against the rest: NPS %2, %3 points below",
                                    "%1拉低全局：NPS %2，比其余低 %3 点")
                              : say(language, "%1 stands out: NPS %2, %3 points above the rest",
                                    "%1明显更好：NPS %2，比其余高 %3 点"),
                      {npsGroupName(*found, language), chart::signedFixed(*found->nps), chart::fixed(std::fabs(gap))});
    }
    if (groups > 1)
        return filled(say(language, "NPS %1: no group differs from the rest", "NPS %1：看不出哪一组与其余不同"), {all});
    return filled(say(language, "NPS %1, 95% interval %2", "NPS %1，95% 区间 %2"), {all, intervalText(total.ci95)});
}

} // namespace xo::ui
