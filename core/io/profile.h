#pragma once

#include "core/io/inspect.h"
#include "core/io/layout.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace xo::io {

/// What the sampled cells of one column look like. Counts are of cells; `blank` includes missing words.
struct Profile {
    std::size_t rows = 0, blank = 0, notApplicable = 0;
    std::size_t numbers = 0, integers = 0, digitNames = 0, leadingIntegers = 0;
    std::size_t times = 0, dateOnly = 0, openDates = 0, compactDates = 0;
    std::size_t durations = 0;
    int openFirstMax = 0, openSecondMax = 0;
    double low = 0.0, high = 0.0; ///< of the numbers
    std::size_t phones = 0, emails = 0;
    double meanLength = 0.0;                               ///< code points of the texts
    std::size_t spaced = 0;                                ///< texts that hold blanks or sentence marks
    std::unordered_map<std::string, std::size_t> distinct; ///< up to 20,000 values with their counts
    std::vector<std::string> examples;

    std::size_t values() const { return rows - blank - notApplicable; }
    bool mostly(std::size_t count) const { return values() > 0 && count * 10 >= values() * 9; }
    bool integersWithin(int low, int high, double share = 0.95) const;
    bool isNumeric() const { return mostly(numbers) && digitNames == 0; }
    DateOrder dateOrder() const;
    bool isTime() const { return mostly(times + openDates); }
};

Profile profileColumn(const Sample& sample, const Layout& layout, std::size_t column);

/// True when the importer would take the (trimmed, not blank) cell as a value of this guess, or as a word for its lack.
bool fitsGuess(std::string_view text, const ColumnGuess& guess);

/// Category, Integer, Number, Date, DateTime or Text from the values alone.
ValueType typeOf(const Profile& profile);

} // namespace xo::io
