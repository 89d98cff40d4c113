#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"analysis.bad_choice", "'%1' is not one of the choices. Use one of: %2.", "“%1”不在可选项之内。请使用：%2。"},
    {"analysis.bad_params",
     "The parameters hold a field '%1' that is unknown or of the wrong type. Correct or remove it.",
     "参数中的字段“%1”未知或类型不对，请改正或删除。"},
    {"timeline.no_customer", "There is no customer “%1” in this project. Check the key.",
     "项目中没有客户“%1”。请核对客户编号。"},
    {"score.no_nps_question",
     "No column has the role nps. Give one that role (--set COLUMN=nps), or name a question on a 0–10 scale.",
     "没有角色为 nps 的列。请为某列指定该角色（--set 列名=nps），或指明一道 0–10 分的题目。"},
    {"score.no_score_question", "No column holds scores. Give one a role such as csat:1-5 (--set COLUMN=csat:1-5).",
     "没有评分列。请为某列指定角色，例如 csat:1-5（--set 列名=csat:1-5）。"},
    {"score.several_questions", "Several questions fit. Name one with --question (and --dataset): %1.",
     "有多道题目符合，请用 --question（和 --dataset）指明其中一道：%1。"},
    {"score.no_question", "There is no question '%1'. Known questions: %2.", "没有名为“%1”的题目。已有题目：%2。"},
    {"score.not_a_score",
     "Column '%1' holds no scores (its role is %2). Give it a score role such as csat:1-5, or choose another column.",
     "列“%1”不是评分（角色为 %2）。请为它指定评分角色（如 csat:1-5），或选择其他列。"},
    {"score.not_nps",
     "Question '%1' (%2) is not on a 0–10 scale, so it has no NPS. Use the score analysis, or choose an NPS question.",
     "题目“%1”（%2）不是 0–10 分制，无法计算 NPS。请改用评分分析，或选择 NPS 题目。"},
    {"score.too_many_by", "Break down by three columns at most.", "最多按三列细分。"},
    {"score.repeated_by", "Column '%1' stands in the breakdown twice. Remove one.", "细分列“%1”重复出现，请去掉一个。"},
    {"score.compare_needs_trend", "A comparison of periods needs a trend: choose week, month or quarter.",
     "对比时期需要先选择趋势：周、月或季。"},
    {"score.missing_role", "This needs a %1 column, and dataset '%2' has none. Give one that role (--set COLUMN=%1).",
     "此项需要角色为 %1 的列，而数据集“%2”没有。请为某列指定该角色（--set 列名=%1）。"},
    {"score.no_weight", "Dataset '%2' has no column '%1' to weight by.", "数据集“%2”没有可作权重的列“%1”。"},
    {"score.bad_weight_column",
     "Column '%1' holds no plain numbers, so it cannot be a weight. Choose a numeric column.",
     "列“%1”不是普通数值，不能作权重。请选择数值列。"},
    {"score.bad_weights",
     "%1 of the counted answers have a weight in '%2' that is blank, not a number, zero or negative. Correct the "
     "weights, "
     "or filter these answers out.",
     "计入的答卷中有 %1 份在“%2”列的权重为空、非数值、为零或为负。请更正权重，或先筛除这些答卷。"},
    {"score.overlapping",
     "Groups overlap: an answer counts in every option it holds; an option is compared with the answers to the "
     "question "
     "that do not hold it.",
     "各组有重叠:一份回答计入其选择的每个选项;每个选项与回答了该题但未选它的回答比较。"},
    {"score.repeat_customers",
     "%1 of %2 customers answered more than once (%3 answers in all): the plain interval takes answers as independent. "
     "Choose the clustered standard error, or count the latest answers only.",
     "%2 位客户中有 %1 位多次作答（共 %3 份）：普通区间把各份答卷视为相互独立。可改用聚类标准误，或只计最近一次。"},
    {"drivers.few_drivers", "Shares need at least two drivers; there are %1 to use. Name more with --drivers.",
     "计算份额至少需要两个因素，目前可用 %1 个。请用 --drivers 指定更多。"},
    {"drivers.repeated", "Driver '%1' is named twice. Remove one.", "因素“%1”重复出现，请去掉一个。"},
    {"drivers.is_target", "'%1' is the target, so it cannot explain itself. Remove it from the drivers.",
     "“%1”是目标本身，不能用来解释自己，请从因素中去掉。"},
    {"drivers.too_many", "LMG takes at most %2 drivers; there are %1. Choose fewer, or the method johnson.",
     "LMG 最多支持 %2 个因素，目前有 %1 个。请减少因素，或改用 johnson 方法。"},
    {"drivers.few_answers",
     "Only %1 answers hold the target and all drivers; at least %2 are needed. Leave out drivers that few answered, or "
     "widen the filter.",
     "同时具有目标与全部因素的回答只有 %1 份，至少需要 %2 份。请去掉作答少的因素，或放宽筛选。"},
    {"drivers.constant_target", "All answers give '%1' the same value, so there is nothing to explain.",
     "所有回答的“%1”都相同，没有可解释的差异。"},
    {"drivers.collinear",
     "Some of these drivers can be worked out exactly from the others: %1. Leave out sums, totals or repeated "
     "questions.",
     "这些因素中有的可由其他因素精确算出：%1。请去掉合计项或重复的题目。"},
    {"drivers.constant", "'%1' has the same value in all answers used and is left out.",
     "“%1”在所用回答中取值全部相同，已略去。"},
    {"drivers.duplicate", "'%1' says nearly the same as '%2' (correlation above 0.98) and is left out.",
     "“%1”与“%2”几乎相同（相关系数超过 0.98），已略去。"},
    {"drivers.explains_little", "These drivers explain little of the target: %1 % of its variance.",
     "这些因素解释不了多少目标的差异：仅占方差的 %1%。"},
    {"sop.bad_standard",
     "'%1' is not a standard. Write a number's name, <= or >=, and a limit, such as \"event.wait_hours <= 24\".",
     "“%1”不是有效的标准。请写成“数值列 <= 限值”或“>=”，例如 event.wait_hours <= 24。"},
    {"sop.bad_bucket", "'%1' is not a number. Give ends of stretches such as 4,12,24.",
     "“%1”不是数值。请给出各段终点，例如 4,12,24。"},
    {"sop.binned", "The metric has very many values; they were put together into %1 stretches of about equal size.",
     "该指标取值很多，已合并为 %1 段（各段人数大致相等）。"},
    {"sop.why.few_answers",
     "Too few answers to judge %2: %8 where it was kept, %9 where it was breached; 30 on each side are needed.",
     "回答太少，无法判断 %2：达标 %8 份，超标 %9 份，每侧至少需要 30 份。"},
    {"sop.why.not_executed",
     "%3 breach %2 (tolerated: %4); satisfied with %1: %5 where it was kept, %6 where it was breached (rho %7). "
     "Enforce "
     "it.",
     "%3 未达到 %2（容忍 %4）；“%1”满意率：达标者 %5，超标者 %6（ρ %7）。应落实执行。"},
    {"sop.why.not_executed_loose",
     "%3 breach %2 (tolerated: %4); satisfied with %1: %5 where it was kept, %6 where it was breached (rho %7). "
     "Enforce "
     "it; it may also be too loose, as satisfaction already falls within it.",
     "%3 未达到 %2（容忍 %4）；“%1”满意率：达标者 %5，超标者 %6（ρ "
     "%7）。应落实执行；达标者中满意度也已下降，标准可能还过松。"},
    {"sop.why.wrong_standard",
     "Only %3 breach %2 (tolerated: %4), yet satisfaction with %1 already falls within it (kept %5, breached %6, rho "
     "%7): "
     "the standard is too loose.",
     "仅 %3 未达到 %2（容忍 %4），但达标者的“%1”满意度已随之下降（达标 %5，超标 %6，ρ %7）：标准过松。"},
    {"sop.why.wrong_standard_kept",
     "Nobody breaches %2, yet satisfaction with %1 already falls within it (%5 satisfied): the standard is too loose.",
     "无人超出 %2，但达标者的“%1”满意度已随之下降（满意率 %5）：标准过松。"},
    {"sop.why.fine", "%3 breach %2 (tolerated: %4); where it is kept, %5 are satisfied with %1, else %6 (rho %7).",
     "%3 未达到 %2（容忍 %4）；“%1”满意率：达标者 %5，超标者 %6（ρ %7）。"},
    {"sop.why.never_breached", "Nobody breaches %2; %5 are satisfied with %1.", "无人超出 %2；“%1”满意率 %5。"},
    {"sop.why.irrelevant",
     "Shown to make no difference: satisfaction with %1 does not move with what %2 limits (rho %7; kept %5, breached "
     "%6), "
     "and no groups with opposite wishes were found.",
     "已证实无差别：“%1”满意度不随 %2 所限的指标变化（ρ %7；达标 %5，超标 %6），也未发现方向相反的人群。"},
    {"sop.why.incomplete",
     "On the whole satisfaction with %1 does not move with what %2 limits (rho %7), but by %8 some groups want more "
     "and "
     "others less: one limit for all does not fit.",
     "总体上“%1”满意度不随 %2 所限的指标变化（ρ "
     "%7），但按“%8”看，有的人群希望更多，有的希望更少：一刀切的标准不合适。"},
    {"sop.why.near_tolerance",
     "%2 matters for %1 (kept %5, breached %6, rho %7), but %3 breaches cannot be told from the tolerated %4 yet.",
     "%2 影响“%1”（达标 %5，超标 %6，ρ %7），但超标比例 %3 与容忍线 %4 尚难区分。"},
    {"sop.why.no_evidence", "Neither an effect of %2 on %1 nor its absence is shown (kept %5, breached %6, rho %7).",
     "尚不能证实 %2 对“%1”有影响，也不能证实没有影响（达标 %5，超标 %6，ρ %7）。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsAnalysis;
const std::span<const ErrorText> kErrorsAnalysis{kTexts};

} // namespace xo::wording
