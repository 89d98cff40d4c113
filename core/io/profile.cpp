#include "core/io/profile.h"

#include "core/base/text.h"
#include "core/io/values.h"

#include <algorithm>
#include <cmath>

namespace xo::io {

namespace {

bool looksLikePhone(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != '+' && c != '-' && c != ' ' && c != '*' && c != '(' && c != ')')
            return false;
    }
    if (digits.starts_with("0086"))
        digits.erase(0, 4);
    else if (digits.starts_with("86") && digits.size() == 13)
        digits.erase(0, 2);
    return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool looksLikeEmail(std::string_view text) {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
           text.find(' ') == std::string_view::npos;
}

} // namespace

bool Profile::integersWithin(int lowest, int highest, double share) const {
    std::size_t inside = 0, all = 0;
    for (const auto& [text, count] : distinct) {
        if (isNotApplicable(text)) continue;
        const auto value = readScore(text, form, {});
        all += count;
        if (value && *value == std::floor(*value) && *value >= lowest && *value <= highest) inside += count;
    }
    return all > 0 && static_cast<double>(inside) >= share * static_cast<double>(all);
}

DateOrder Profile::dateOrder() const {
    if (openDates == 0) return DateOrder::Iso;
    if (openFirstMax > 12 && openSecondMax > 12) return DateOrder::Ambiguous;
    if (openFirstMax > 12) return DateOrder::DayFirst;
    if (openSecondMax > 12) return DateOrder::MonthFirst;
    return DateOrder::Ambiguous;
}

CellForm::Clock Profile::clock() const {
    if (!isNumeric() && !(mostly(numbers) && digitNames == 0)) return CellForm::Clock::Calendar;
    // 2000 … 2100
    const bool whole = integers == numbers;
    if (whole && low >= 946'684'800.0 && high < 4'102'444'800.0) return CellForm::Clock::EpochSeconds;
    if (low >= 946'684'800e3 && high < 4'102'444'800e3) return CellForm::Clock::EpochMs;
    // 1954 … 2119
    if (low >= 20'000 && high < 80'000) return CellForm::Clock::ExcelDays;
    return CellForm::Clock::Calendar;
}

bool Profile::isNotApplicable(std::string_view text) const {
    return isNotApplicableWord(text) ||
           std::find(notApplicable.begin(), notApplicable.end(), text) != notApplicable.end();
}

Profile profileColumn(const Sample& sample, const Layout& layout, std::size_t column,
                      std::vector<std::string> notApplicable) {
    Profile profile;
    profile.notApplicable = std::move(notApplicable);
    for (const SampleRow& row : sample.rows)
        if (layout.isData(row.line) && column < row.cells.size() && row.kinds[column] == CellKind::Text)
            profile.marks.add(trimmedFast(row.cells[column]));
    profile.form.decimalComma = profile.marks.decimalComma();
    double length = 0.0;
    bool first = true;
    for (const SampleRow& row : sample.rows) {
        if (!layout.isData(row.line)) continue;
        ++profile.rows;
        const std::string_view text = column < row.cells.size() ? trimmedFast(row.cells[column]) : std::string_view();
        if (text.empty() || isMissingWord(text)) {
            ++profile.blank;
            continue;
        }
        const auto known = profile.distinct.find(std::string(text));
        if (known != profile.distinct.end())
            ++known->second;
        else if (profile.distinct.size() < 20'000)
            profile.distinct.emplace(text, 1);
        if (known == profile.distinct.end() && profile.examples.size() < 5) profile.examples.push_back(clipped(text));
        if (profile.isNotApplicable(text)) {
            ++profile.notApplicableCells;
            continue;
        }
        const CellKind kind = row.kinds[column];
        const auto duration = readDuration(text);
        if (kind == CellKind::Duration || duration) {
            if (duration) {
                profile.longestSeconds = std::max(profile.longestSeconds, *duration);
                profile.shortestSeconds =
                    profile.durations == 0 ? *duration : std::min(profile.shortestSeconds, *duration);
                if (text.find(':') == std::string_view::npos) ++profile.worded;
            }
            ++profile.durations;
        }
        if (const auto number = readNumber(text, profile.form)) {
            ++profile.numbers;
            if (*number == std::floor(*number)) ++profile.integers;
            profile.low = first ? *number : std::min(profile.low, *number);
            profile.high = first ? *number : std::max(profile.high, *number);
            first = false;
            // a cell the workbook stores as a number is a quantity; digits in a text are judged by their look
            if (kind != CellKind::Number && isDigitName(text)) ++profile.digitNames;
            if (kind == CellKind::Number && std::abs(*number) >= 1e15) ++profile.digitNames;
            if (text.size() == 8 && readTime(text, DateOrder::Iso)) ++profile.compactDates;
        } else if (const auto time = readTime(text, DateOrder::Iso)) {
            ++profile.times;
            if (time->dateOnly) ++profile.dateOnly;
        } else if (const auto open = openDate(text)) {
            ++profile.openDates;
            profile.openFirstMax = std::max(profile.openFirstMax, open->first);
            profile.openSecondMax = std::max(profile.openSecondMax, open->second);
            const auto read = readTime(text, open->first > 12 ? DateOrder::DayFirst : DateOrder::MonthFirst);
            if (read && read->dateOnly) ++profile.dateOnly;
        } else {
            if (isDigitName(text)) ++profile.digitNames;
            if (labelledScore(text)) ++profile.leadingIntegers;
        }
        if (looksLikePhone(text)) ++profile.phones;
        if (looksLikeEmail(text)) ++profile.emails;
        length += static_cast<double>(codePointCount(text));
        if (text.find(' ') != std::string_view::npos || text.find("，") != std::string_view::npos ||
            text.find("。") != std::string_view::npos || text.find('\n') != std::string_view::npos)
            ++profile.spaced;
    }
    if (profile.values() > 0) profile.meanLength = length / static_cast<double>(profile.values());
    return profile;
}

bool fitsGuess(std::string_view text, const ColumnGuess& guess) {
    switch (guess.type) {
    case ValueType::Category:
    case ValueType::Set:
    case ValueType::Text:
        return true;
    case ValueType::Integer:
    case ValueType::Number:
        return readNumber(text, guess.form).has_value() || isNotApplicableWord(text) || isMissingWord(text) ||
               isNotAskedWord(text) || (!guess.role.unit.empty() && readDuration(text));
    case ValueType::Date:
    case ValueType::DateTime:
        return readTime(text, guess.dateOrder, guess.form).has_value() || isNotApplicableWord(text) ||
               isMissingWord(text) || isNotAskedWord(text);
    case ValueType::Score: {
        if (isNotApplicableWord(text) || isNotAskedWord(text)) return true;
        if (std::find(guess.notApplicable.begin(), guess.notApplicable.end(), text) != guess.notApplicable.end())
            return true;
        const auto value = readScore(text, guess.form, guess.valueLabels);
        if (value && *value == std::floor(*value) && std::abs(*value) < 1e6 &&
            guess.role.isNotApplicable(static_cast<int>(*value)))
            return true;
        return value && *value >= guess.role.scaleLow && *value <= guess.role.scaleHigh &&
               *value == static_cast<double>(static_cast<int>(*value));
    }
    }
    return true;
}

ValueType typeOf(const Profile& profile) {
    const std::size_t values = profile.values();
    if (values == 0) return ValueType::Category;
    // whose order is open: kept as they are written until somebody tells
    if (profile.isTime() && profile.openDates > 0 && profile.dateOrder() == DateOrder::Ambiguous)
        return ValueType::Category;
    if (profile.isTime())
        return profile.dateOnly == profile.times + profile.openDates ? ValueType::Date : ValueType::DateTime;
    if (profile.isNumeric()) return profile.integers == profile.numbers ? ValueType::Integer : ValueType::Number;
    const double distinctShare = static_cast<double>(profile.distinct.size()) / static_cast<double>(values);
    if (profile.numbers * 2 < values && profile.emails * 2 < values && profile.phones * 2 < values &&
        (profile.meanLength >= 25.0 || (profile.meanLength >= 8.0 && profile.spaced * 5 >= values)) &&
        (distinctShare > 0.3 || profile.meanLength >= 60.0) && profile.distinct.size() > 3)
        return ValueType::Text;
    return ValueType::Category;
}

} // namespace xo::io
