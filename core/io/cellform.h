#pragma once

#include "core/base/timezone.h"
#include "core/model/dataset.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

enum class DateOrder : std::uint8_t;

/// How the cells of one column are written. Decided on the column's evidence, never cell by cell.
struct CellForm {
    /// Numbers that stand for times: days since 1899-12-30 (a workbook's serial number), seconds or milliseconds since
    /// 1970 in UTC.
    enum class Clock : std::uint8_t { Calendar, ExcelDays, EpochSeconds, EpochMs };
    Clock clock = Clock::Calendar;
    bool decimalComma = false; ///< "1.234,5" is 1234.5
    bool operator==(const CellForm&) const = default;
};
/// ":comma", ":excel", ":epoch", ":epoch-ms" behind a type's name in a recipe; blank for the usual form.
std::string cellFormText(const CellForm& form);
/// Takes such a suffix off a text.
CellForm takeCellForm(std::string& text);

/// The options of a multi-choice question: one cell that holds several, or one column for each.
struct SetForm {
    std::string separator;            ///< between the options of one cell
    std::vector<std::size_t> columns; ///< of the file; blank = one cell holds them
    std::vector<std::string> options; ///< of `columns`, as many; of one cell the known ones, frequent first
    bool ownText = false;             ///< a chosen cell holds its option's text; else a flag
    std::string counted;              ///< the flag's value that means "chosen"; blank = 1, yes words, marks
    std::vector<ValueLabel> codes;    ///< cells hold codes of these options
    bool operator==(const SetForm&) const = default;
    bool isSet() const { return !separator.empty() || !columns.empty(); }
};

/// What the texts of a column say about its decimal mark. Cells such as "1,234" and "1.234" fit both.
struct NumberMarks {
    std::size_t comma = 0; ///< "12,5", "1.234,56", "1.234.567": the comma must be the decimal mark
    std::size_t point = 0; ///< "12.5", "1,234.56", "1,234,567"
    std::size_t open = 0;  ///< "1,234"
    std::string example;   ///< of an open one
    void add(std::string_view text, std::size_t count = 1);
    bool decimalComma() const { return comma > 0 && point == 0; }
};

/// readNumber in a column's form: "1.234,5" → 1234.5 where the comma is the decimal mark.
std::optional<double> readNumber(std::string_view text, const CellForm& form);
/// readTime in a column's form: "46086.5" → 2026-03-05 12:00 where the numbers are a workbook's days.
std::optional<ParsedTime> readTime(std::string_view text, DateOrder order, const CellForm& form);

/// Seconds of a duration: "26:05:06", "1:30" (hours and minutes), "2天3小时", "3h 20m", "90分钟", "1.5 hours",
/// "PT2H30M", "P1DT2H"; nullopt otherwise.
std::optional<double> readDuration(std::string_view text);
/// A duration that names its units: no other text could be meant.
bool isWordedDuration(std::string_view text);

/// A score and the words it comes with: "10-非常愿意", "非常满意(5分)", "很满意5分", "★★★★☆", "4星", "9分".
struct LabelledScore {
    int score = 0;
    std::string label; ///< blank when there are only stars or a unit
};
std::optional<LabelledScore> labelledScore(std::string_view text);
/// The score of a cell: a number, a labelled score, or one of the words that stand for scores. Percentages are none.
std::optional<double> readScore(std::string_view text, const CellForm& form, const std::vector<ValueLabel>& words);

/// 是/否, yes/no, Y/N, true/false, 有/没有: such a column is a category of two values, its words kept as written.
bool isYesNoWord(std::string_view text);
/// isNotApplicableWord without the words that may name a category or a reason themselves ("NA", "无", "不知道", "don't
/// know", "未使用"): in category, set and text columns only these mean not applicable.
bool isNotApplicableName(std::string_view text);

/// The one text of a Set column for a row: options parted by kOptionMark, in the order of `form.options` and then of
/// the cell, none twice. `cells` = the row's cells of form.columns, or the one cell. Blank when nothing was answered; a
/// word for "not applicable" or "not asked" when that is all the cells say; where every option was refused (flags, none
/// set) the option noneChosen(form), so that the row stays in the base.
std::string setText(const SetForm& form, const std::vector<std::string_view>& cells);
/// "（均未选）" when the options are Chinese, else "(none)".
std::string noneChosen(const SetForm& form);

} // namespace xo::io
