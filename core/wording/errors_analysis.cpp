#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"analysis.bad_choice", "'%1' is not one of the choices. Use one of: %2.", "“%1”不在可选项之内。请使用：%2。"},
    {"analysis.bad_params",
     "The parameters hold a field '%1' that is unknown or of the wrong type. Correct or remove it.",
     "参数中的字段“%1”未知或类型不对，请改正或删除。"},
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
};
} // namespace

extern const std::span<const ErrorText> kErrorsAnalysis;
const std::span<const ErrorText> kErrorsAnalysis{kTexts};

} // namespace xo::wording
