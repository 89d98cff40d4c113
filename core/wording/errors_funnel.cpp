#include "core/wording/errors.h"

#include <string>
#include <utility>
#include <vector>

namespace xo::wording {

namespace {
const std::vector<ErrorText> kPlain = {
    {"funnel.no_events", "There is no dataset of events. Import one with --kind events.",
     "没有事件数据集。请用 --kind events 导入。"},
    {"funnel.too_many_datasets", "%1 event datasets cannot be read together (at most %2). Name one with --dataset.",
     "不能同时读取 %1 个事件数据集（最多 %2 个）。请用 --dataset 指定一个。"},
    {"funnel.needs_customer",
     "The dataset “%1” has neither a customer nor a link column, so its events belong to nobody. Set one with --set "
     "COLUMN=customer, or name another dataset.",
     "数据集“%1”既没有 customer 列也没有 link 列，事件无法归属。请用 --set 列名=customer 指定，或选择其他数据集。"},
    {"funnel.needs_stage",
     "No stage column in: %1, so the stage “%2” cannot be found by its name. Set one with --set COLUMN=stage, or give "
     "the stage a condition.",
     "以下数据集没有 stage 列：%1，无法按名称找到阶段“%2”。请用 --set 列名=stage 指定，或为该阶段写条件。"},
    {"funnel.needs_times",
     "The events have no time (%1), so they can only be read in any order. Use --order any, or set a time column with "
     "--set COLUMN=time.",
     "事件没有时间（%1），只能按任意顺序读取。请使用 --order any，或用 --set 列名=time 指定时间列。"},
    {"funnel.no_stages", "The journey has no stage. Give it at least one.", "该旅程没有阶段。请至少添加一个阶段。"},
    {"funnel.blank_stage", "A stage has no name. Write the stages as \"a>b>c\".",
     "有一个阶段没有名称。请把阶段写成 \"a>b>c\"。"},
    {"funnel.too_many_stages", "A journey of %1 stages is too long (at most %2). Merge some of them.",
     "旅程有 %1 个阶段，超过上限 %2。请合并一些阶段。"},
    {"funnel.unknown_stage", "There is no stage “%1” in the events. Nearest known: %2.",
     "事件中没有阶段“%1”。最接近的已知阶段：%2。"},
    {"funnel.no_journey",
     "There is no journey and the events have no stage values to take instead. Save a journey or give --stages "
     "\"a>b>c\".",
     "没有旅程，事件中也没有可用的阶段值。请保存一个旅程，或用 --stages \"a>b>c\" 指定。"},
    {"funnel.stages_not_given",
     "There is no journey, and the stage column holds %1 values: too many to guess the stages. Give --stages "
     "\"a>b>c\".",
     "没有旅程，而 stage 列有 %1 个取值，无法推断阶段。请用 --stages \"a>b>c\" 指定。"},
    {"funnel.unknown_journey", "There is no journey “%1”. Nearest known: %2.", "没有旅程“%1”。最接近的已知旅程：%2。"},
    {"funnel.several_journeys", "There are several journeys: %1. Say which with --journey.",
     "有多个旅程：%1。请用 --journey 指明。"},
    {"funnel.journey_of_itself",
     "The journey “%1” has a condition that leads back to this journey. Change the condition.",
     "旅程“%1”的条件又引用了该旅程本身。请修改条件。"},
    {"funnel.bad_time", "“%1” is not a date. Write 2026-03-31 or 2026-03-31 14:05.",
     "“%1”不是日期。请写成 2026-03-31 或 2026-03-31 14:05。"},
    {"funnel.cannot_group", "A funnel cannot be broken down by “%1”. Use a column of the events or of the customers.",
     "漏斗不能按“%1”拆分。请使用事件或客户的列。"},
    {"funnel.no_such_stage", "There is no stage number %1: the journey has %2.",
     "没有第 %1 个阶段：该旅程共有 %2 个。"},
    {"funnel.compare_needs_from", "Give --from (and --to) to say which period to compare with an earlier one.",
     "请给出 --from（和 --to），说明要与更早时期比较的是哪一段。"},
    {"funnel.no_reasons", "There is no question “%1” with reasons to choose from. Nearest known: %2.",
     "没有可供选择原因的题目“%1”。最接近的：%2。"},
    {"funnel.no_hold_column", "No dataset of events has a column “%1” to hold constant. Nearest known: %2.",
     "没有事件数据集含有要保持不变的列“%1”。最接近的列：%2。"},
    {"funnel.note.hold_blank",
     "Some events have no value in a column the journey holds constant; they take part in no attempt.",
     "部分事件在旅程要求保持不变的列上没有取值，不参与任何尝试。"},
    {"funnel.note.overlapping",
     "Groups overlap: an entrant counts in every option it holds, so the groups add up to more than all entrants.",
     "各组有重叠：一位进入者计入其选择的每个选项，各组之和大于全部进入者。"},
    {"funnel.note.stages_guessed",
     "No journey is saved: the stages are the values of the stage column, in the order in which customers meet them.",
     "没有保存的旅程：阶段取自 stage 列的取值，按客户经过的先后排列。"},
    {"funnel.note.stage_without_events", "Some stages of the journey have no events yet.",
     "旅程中有些阶段还没有事件。"},
    {"funnel.note.no_times",
     "The events have no time: stages are read in any order, without a window, and everyone counts as matured.",
     "事件没有时间：阶段按任意顺序读取，不计转化窗口，所有客户都视为已成熟。"},
    {"funnel.note.some_untimed", "Some events have no time; they count for whatever attempt they fit.",
     "部分事件没有时间；它们计入所适合的尝试。"},
    {"funnel.note.untimed_left_out", "Some events have no time and were left out; only --order any reads them.",
     "部分事件没有时间，已被略去；只有 --order any 会读取它们。"},
    {"funnel.note.order_damaged",
     "The order of customers that the file keeps is damaged and was worked out again; the figures are right. Compact "
     "the project (xow compact) to write it anew.",
     "文件中保存的客户顺序已损坏，已重新推算；数字正确。整理项目（xow compact）即可重写。"},
    {"funnel.note.question_missing", "The question of a stage is not in the project, so its satisfaction is not shown.",
     "某个阶段的问题不在项目中，因此不显示其满意度。"},
    {"funnel.why.last_stage", "The last stage has no next one to go on to.", "最后一个阶段之后没有可以继续的阶段。"},
    {"funnel.why.no_period", "Give --from (and --to) to compare with the period of equal length before.",
     "请给出 --from（和 --to），以便与之前等长的时期比较。"},
    {"funnel.why.total_only", "The verdict is given for the total only.", "结论只针对总体给出。"},
    {"funnel.why.few_entrants", "%1 → %2: fewer than 200 matured customers in one of the periods (%3 now, %4 before).",
     "%1→%2：其中一个时期的已成熟客户不足 200 人（现在 %3，之前 %4）。"},
    {"funnel.why.few_conversions",
     "%1 → %2: fewer than 30 conversions would be expected at the rate compared with (%3 customers at %4).",
     "%1→%2：按对照的转化率，预期转化不足 30 个（%3 人，%4）。"},
    {"funnel.why.few_customers", "%1 → %2: fewer than 200 matured customers got here (%3).",
     "%1→%2：到达这里的已成熟客户不足 200 人（%3）。"},
    {"funnel.why.no_target", "%1 → %2: the stage has no target. Give it one in the journey.",
     "%1→%2：该阶段没有目标。请在旅程中设置。"},
    {"funnel.why.no_peers",
     "%1 → %2: nothing to compare with: it takes six groups of 30 customers each, and this one among them.",
     "%1→%2：没有可比的同类：至少需要六个各有 30 位客户的组，且本组在内。"},
    {"funnel.why.groups_only", "Against peers the verdict is given for each group. Break the funnel down with --by.",
     "与同类比较时，结论针对各组给出。请用 --by 拆分漏斗。"},
    {"funnel.why.few_pairs", "%1 → %2: fewer than 30 customers answered about this stage and about another one (%3).",
     "%1→%2：既评价过该阶段又评价过其他阶段的客户不足 30 人（%3）。"},
    {"funnel.why.no_satisfaction",
     "%1 → %2: conversion %3 (compared with %4). No question about this stage, so only the O side is known.",
     "%1→%2：转化 %3（对照 %4）。没有关于该阶段的问题，只知道 O 侧。"},
    {"funnel.why.few_answers",
     "%1 → %2: fewer than 30 answers about this stage in one of the periods (%3 now, %4 before).",
     "%1→%2：其中一个时期关于该阶段的答卷不足 30 份（现在 %3，之前 %4）。"},
    {"funnel.why.stuck",
     "%1 → %2: conversion %3 (before: %4) and satisfaction %5 (before: %6) both fell (q = %7); final conversions lost: "
     "about %8.",
     "%1→%2：转化 %3（之前 %4），满意度 %5（之前 %6），两者同时下降（q = %7），估计最终少转化 %8。"},
    {"funnel.why.o_only",
     "%1 → %2: conversion %3 (before: %4) fell (q = %7), satisfaction %5 (before: %6) did not; final conversions lost: "
     "about %8. Look at price, rivals and the offer, and at who answered.",
     "%1→%2：转化 %3（之前 %4）下降（q = %7），满意度 %5（之前 %6）没有下降，估计最终少转化 "
     "%8。可查看价格、竞品与优惠，以及答卷者是谁。"},
    {"funnel.why.x_only",
     "%1 → %2: satisfaction %5 (before: %6) fell (q = %7), conversion %3 (before: %4) has not followed so far.",
     "%1→%2：满意度 %5（之前 %6）下降（q = %7），转化 %3（之前 %4）尚未随之下降。"},
    {"funnel.why.fine", "%1 → %2: no clear fall: conversion %3 (before: %4), satisfaction %5 (before: %6).",
     "%1→%2：没有明显下降：转化 %3（之前 %4），满意度 %5（之前 %6）。"},
};

// A verdict that compares with something else than the period before: {o} and {x} say with what.
struct Reference {
    std::string key, english, chinese;
};
const std::vector<ErrorText> kAgainst = {
    {"funnel.why.stuck.",
     "%1 → %2: conversion %3 ({o}: %4) and satisfaction %5 ({x}: %6) are both low (q = %7); final conversions lost: "
     "about %8.",
     "%1→%2：转化 %3（{o} %4），满意度 %5（{x} %6），两者同时偏低（q = %7），估计最终少转化 %8。"},
    {"funnel.why.o_only.",
     "%1 → %2: conversion %3 ({o}: %4) is low (q = %7), satisfaction %5 ({x}: %6) is not; final conversions lost: "
     "about %8. Look at price, rivals and the offer, and at who answered.",
     "%1→%2：转化 %3（{o} %4）偏低（q = %7），满意度 %5（{x} %6）不低，估计最终少转化 "
     "%8。可查看价格、竞品与优惠，以及答卷者是谁。"},
    {"funnel.why.x_only.", "%1 → %2: satisfaction %5 ({x}: %6) is low (q = %7), conversion %3 ({o}: %4) is not so far.",
     "%1→%2：满意度 %5（{x} %6）偏低（q = %7），转化 %3（{o} %4）尚未偏低。"},
    {"funnel.why.fine.", "%1 → %2: nothing clearly low: conversion %3 ({o}: %4), satisfaction %5 ({x}: %6).",
     "%1→%2：没有明显偏低：转化 %3（{o} %4），满意度 %5（{x} %6）。"},
};
const std::vector<Reference> kConversion = {
    {"history", "before", "之前"}, {"target", "target", "目标"}, {"peers", "its peers", "同类"}};
const std::vector<Reference> kSatisfaction = {
    {"history", "before", "之前"},
    {"stages", "of the scale, against the same customers’ other stages", "占量程，与同一客户的其他环节相比"}};

std::string filled(std::string_view text, std::string_view o, std::string_view x) {
    std::string out(text);
    for (const auto& [mark, with] : {std::pair<std::string_view, std::string_view>{"{o}", o}, {"{x}", x}})
        if (const std::size_t at = out.find(mark); at != std::string::npos) out.replace(at, mark.size(), with);
    return out;
}

// Three texts each: code, English, Chinese.
std::vector<std::string> composed() {
    std::vector<std::string> out;
    for (const Reference& o : kConversion)
        for (const Reference& x : kSatisfaction)
            for (const ErrorText& one : kAgainst) {
                if (o.key == x.key) continue; // the plain sentences speak of the period before on both sides
                out.push_back(std::string(one.code) + o.key + "_" + x.key);
                out.push_back(filled(one.english, o.english, x.english));
                out.push_back(filled(one.chinese, o.chinese, x.chinese));
            }
    return out;
}
const std::vector<std::string> kComposed = composed();

std::vector<ErrorText> allTexts() {
    std::vector<ErrorText> out = kPlain;
    for (std::size_t i = 0; i < kComposed.size(); i += 3)
        out.push_back({kComposed[i], kComposed[i + 1], kComposed[i + 2]});
    return out;
}
const std::vector<ErrorText> kTexts = allTexts();
} // namespace

extern const std::span<const ErrorText> kErrorsFunnel;
const std::span<const ErrorText> kErrorsFunnel{kTexts};

} // namespace xo::wording
