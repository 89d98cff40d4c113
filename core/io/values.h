#pragma once

#include "core/base/timezone.h"
#include "core/io/inspect.h"

#include <optional>
#include <string>
#include <string_view>

namespace xo::io {

/// trimmed(), at no cost where neither end needs it.
std::string_view trimmedFast(std::string_view text);

/// At most 200 characters of a text, for lists and examples.
std::string clipped(std::string_view text);

/// Words that stand for a value that isn't there; the text is trimmed.
bool isBlankMark(std::string_view text);   ///< "(空)": a survey platform's text that nobody gave
bool isMissingWord(std::string_view text); ///< "NULL", "None", "NaN", "#N/A", "\N", "未评价": written by programs
bool isNotApplicableWord(std::string_view text); ///< "不适用", "未体验", "N/A", "-"
bool isNotAskedWord(std::string_view text);      ///< "未询问", "not asked"

/// A number as tables write it: "5", "5.0", " ９ ", "-3.2e4", "1,234.50", "¥238,000", "12 元"; "35%" is 0.35, the
/// figure a workbook holds for it; nullopt otherwise.
std::optional<double> readNumber(std::string_view text);
/// Digits that are a name, not a quantity: leading zeros, 16 digits and more, a leading plus with 7 digits and more.
bool isDigitName(std::string_view text);
/// The whole number an answer begins with when words follow: "10-非常愿意" → 10, "5 - Very satisfied" → 5, "9分" → 9.
std::optional<int> leadingInteger(std::string_view text);

/// A date or time: everything parseTime reads, months ("2026-03", "2026年3月": their first day), dates of the given
/// order ("3/5/2026", "05.03.26"), months by name (core/io/namedmonth.h), 12-hour clocks ("2:05 PM", "下午2:05").
std::optional<ParsedTime> readTime(std::string_view text, DateOrder order);
/// The first two numbers of a date whose order is open ("13/5/2026" → 13, 5); nullopt for any other text.
struct OpenDate {
    int first = 0, second = 0;
};
std::optional<OpenDate> openDate(std::string_view text);

} // namespace xo::io
