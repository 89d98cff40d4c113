#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xo::io {

/// A date whose month is an English name, with the month as a number and the year first, for readTime: "05-Mar-2026",
/// "5 March 2026", "Mar 5, 2026 2:05 PM", "05MAR26", "Thu, 05 Mar 2026 14:05:00 +0800" (e-mail), "Thu Mar 5 14:05:00
/// 2026" (C), "05/Mar/2026:14:05:00 +0800" (web logs), "Thu Mar 05 2026 14:05:00 GMT+0800 (China Standard Time)"
/// (browsers) → "2026-03-05 …". Months by their name or its first three letters ("Sept" too), in any case; two digits
/// of a year are 1969 … 2068. A weekday is read over. nullopt for anything else, also where a zone is named that isn't
/// UTC or GMT (CST is China's and Chicago's). Whether the day and the clock exist is for the caller to find. O(length).
std::optional<std::string> withNumberedMonth(std::string_view text);

} // namespace xo::io
