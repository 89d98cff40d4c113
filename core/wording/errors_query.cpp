#include "core/wording/errors.h"

namespace xo::wording {

namespace {
const std::vector<ErrorText> kTexts = {
    {"query.too_long", "The condition is longer than %1 bytes. Shorten it, or save parts of it as segments.",
     "条件超过 %1 字节。请缩短条件，或把其中的部分保存为客群。"},
    {"query.too_deep",
     "The condition is nested more than %1 levels deep. Take out brackets, or save parts as segments.",
     "条件的嵌套超过 %1 层。请减少括号，或把其中的部分保存为客群。"},
    {"query.bad_utf8", "The condition holds bytes that are not UTF-8 text. Type this part again.",
     "条件中含有不是 UTF-8 文本的字节。请重新输入这一部分。"},
    {"query.unclosed_string", "A text that begins here has no closing '. Close it; a ' inside a text is written twice.",
     "从这里开始的文本缺少结尾的 '。请补上；文本内部的 ' 要写两次。"},
    {"query.unclosed_name", "A name that begins here has no closing \". Close it; a \" inside a name is written twice.",
     "从这里开始的名称缺少结尾的 \"。请补上；名称内部的 \" 要写两次。"},
    {"query.empty_name", "There is no name between the double quotes. Write the name of a column.",
     "双引号之间没有名称。请写上列名。"},
    {"query.bad_number",
     "“%1” is not a number. Dates and texts stand in 'single quotes', odd column names in \"double quotes\".",
     "“%1”不是数字。日期和文本要放在 '单引号' 中，特殊的列名放在 \"双引号\" 中。"},
    {"query.bad_character",
     "The character “%1” has no meaning here. A column name that holds it stands in \"double quotes\".",
     "字符“%1”在这里没有意义。含有它的列名要放在 \"双引号\" 中。"},
    {"query.ends_early", "The condition ends before it is complete. Finish it or take out its last part.",
     "条件还没有写完。请补全，或删去最后一部分。"},
    {"query.syntax", "Expected %1 but found “%2”.", "此处应为 %1，却是“%2”。"},
    {"query.expected_end", "The condition could end here, but “%1” follows. Join conditions with and / or.",
     "条件到此已完整，后面却还有“%1”。请用 and / or 连接各个条件。"},
    {"query.expected_condition", "Expected a condition such as nps <= 6 or reached('…'), but found “%1”.",
     "此处应为一个条件，例如 nps <= 6 或 reached('…')，却是“%1”。"},
    {"query.expected_text", "Expected a text in 'single quotes' but found “%1”.",
     "此处应为 '单引号' 中的文本，却是“%1”。"},
    {"query.expected_number", "Expected a number but found “%1”.", "此处应为数字，却是“%1”。"},
    {"query.expected_name", "Expected the name of a column but found “%1”.", "此处应为列名，却是“%1”。"},
    {"query.expected_value", "Expected a number, or a text or date in 'single quotes', but found “%1”.",
     "此处应为数字，或 '单引号' 中的文本或日期，却是“%1”。"},
    {"query.name_as_value", "“%1” reads as a column name, but a value is needed here. Write texts in 'single quotes'.",
     "“%1”会被当作列名，而这里需要一个值。文本请放在 '单引号' 中。"},
    {"query.expected_operator",
     "Expected = != < <= > >= between, in, contains, starts with or is, but found “%1”. Nearest word: %2.",
     "此处应为 = != < <= > >=、between、in、contains、starts with 或 is，却是“%1”。最接近的词：%2。"},
    {"query.unknown_function",
     "There is no function “%1”. Known: reached, journey, tag, segment, any, all, count, first, last, latest. Nearest: "
     "%2.",
     "没有函数“%1”。可用：reached、journey、tag、segment、any、all、count、first、last、latest。最接近的：%2。"},
    {"query.unknown_rows", "Expected answer, event, feedback or invitation, but found “%1”. Nearest: %2.",
     "此处应为 answer、event、feedback 或 invitation，却是“%1”。最接近的：%2。"},
    {"query.unknown_prefix",
     "“%1.” is no prefix. Known: answer., event., customer., feedback., invitation. Nearest: %2. A name with a dot "
     "stands in \"double quotes\".",
     "“%1.”不是前缀。可用：answer.、event.、customer.、feedback.、invitation.。最接近的：%2。含点的列名要放在 "
     "\"双引号\" 中。"},
    {"query.unknown_name", "There is no column “%1”. Nearest known name: %2.", "没有列“%1”。最接近的已知名称：%2。"},
    {"query.ambiguous_name",
     "The column “%1” stands in several datasets: %2. Say which with answer., event. or customer., or rename one.",
     "列“%1”出现在多个数据集中：%2。请用 answer.、event. 或 customer. 指明，或给其中一个改名。"},
    {"query.names_apart", "No single dataset holds all of these columns together: %1. Use one condition per dataset.",
     "没有一个数据集同时含有这些列：%1。请为每个数据集各写一个条件。"},
    {"query.type_mismatch", "The column “%1” is of type %2 and cannot be compared with %3 in this way.",
     "列“%1”的类型是 %2，不能这样与 %3 比较。"},
    {"query.not_numeric", "“%1” holds no numbers (it is %2). Choose a score or a numeric column.",
     "“%1”不是数值（类型为 %2）。请选择评分或数值列。"},
    {"query.not_single",
     "The column “%1” stands in “%2”, which can have several rows per customer. Break down by a column of the dataset "
     "itself, of its customer or of its event.",
     "列“%1”在数据集“%2”中，而该数据集里一位客户可能有多行。请按数据集自身、其客户或其事件的列来拆分。"},
    {"query.bad_date", "“%1” is not a date for the column “%2”. Write '2026-03-31' or '2026-03-31 14:05'.",
     "“%1”不是列“%2”可用的日期。请写成 '2026-03-31' 或 '2026-03-31 14:05'。"},
    {"query.unknown_stage", "There is no stage “%1”. Nearest known stage: %2.", "没有阶段“%1”。最接近的已知阶段：%2。"},
    {"query.unknown_journey", "There is no journey “%1”. Nearest known journey: %2.",
     "没有旅程“%1”。最接近的已知旅程：%2。"},
    {"query.unknown_tag", "There is no tag “%1”. Nearest known tag: %2.", "没有标签“%1”。最接近的已知标签：%2。"},
    {"query.unknown_segment", "There is no segment “%1”. Nearest known segment: %2.",
     "没有客群“%1”。最接近的已知客群：%2。"},
    {"query.stage_cycle",
     "The condition of the journey stage “%1” asks for that very stage. Change the stage's condition.",
     "旅程阶段“%1”的条件引用了这个阶段自己。请修改该阶段的条件。"},
    {"query.segment_cycle", "Segments refer to each other in a circle: %1. Change the rule of one of them.",
     "客群相互引用成环：%1。请修改其中一个客群的规则。"},
};
} // namespace

extern const std::span<const ErrorText> kErrorsQuery;
const std::span<const ErrorText> kErrorsQuery{kTexts};

} // namespace xo::wording
