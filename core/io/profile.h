#pragma once

#include "core/io/cellform.h"
#include "core/io/inspect.h"
#include "core/io/layout.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace xo::io {

/// What the sampled cells of one column look like. Counts are of cells; `blank` includes missing words.
struct Profile {
    std::size_t rows = 0, blank = 0, notApplicableCells = 0;
    std::size_t numbers = 0, integers = 0, digitNames = 0, leadingIntegers = 0;
    std::size_t times = 0, dateOnly = 0, openDates = 0, compactDates = 0;
    std::size_t durations = 0; ///< cells of a workbook, and texts such as "2天3小时", "PT2H", "1:30:00"
    std::size_t worded = 0;    ///< of them those that name their units
    double longestSeconds = 0, shortestSeconds = 0;
    NumberMarks marks;
    CellForm form;                          ///< decimal comma, by the marks
    std::vector<std::string> notApplicable; ///< cells that mean so in this column
    bool isNotApplicable(std::string_view text) const;
    int openFirstMax = 0, openSecondMax = 0;
    double low = 0.0, high = 0.0; ///< of the numbers
    std::size_t phones = 0, emails = 0;
    double meanLength = 0.0;                               ///< code points of the texts
    std::size_t spaced = 0;                                ///< texts that hold blanks or sentence marks
    std::unordered_map<std::string, std::size_t> distinct; ///< up to 20,000 values with their counts
    std::vector<std::string> examples;

    /// Numbers that could stand for times: what they would be. Calendar when they can't.
    CellForm::Clock clock() const;
    std::size_t values() const { return rows - blank - notApplicableCells; }
    bool mostly(std::size_t count) const { return values() > 0 && count * 10 >= values() * 9; }
    bool integersWithin(int low, int high, double share = 0.95) const;
    bool isNumeric() const { return mostly(numbers) && digitNames == 0; }
    DateOrder dateOrder() const;
    bool isTime() const { return mostly(times + openDates); }
};

/// `notApplicable`: cells the file calls so.
Profile profileColumn(const Sample& sample, const Layout& layout, std::size_t column,
                      std::vector<std::string> notApplicable = {});

/// True when the importer would take the (trimmed, not blank) cell as a value of this guess, or as a word for its lack.
bool fitsGuess(std::string_view text, const ColumnGuess& guess);

/// Category, Integer, Number, Date, DateTime or Text from the values alone.
ValueType typeOf(const Profile& profile);

} // namespace xo::io
