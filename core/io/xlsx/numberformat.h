#pragma once

#include <string>
#include <string_view>

namespace xo::io {

/// What a workbook's number format makes of a number.
enum class FormatMeaning : unsigned char {
    Number,
    Date,    ///< a date, perhaps with a time of day
    Clock,   ///< a time of day only: "h:mm"
    Duration ///< elapsed time: "[h]:mm:ss"
};

/// From the format code ("yyyy-mm-dd", "[$-404]e/m/d", "[h]:mm", "0.00\"day\""): letters in quotes, behind a backslash
/// or in brackets don't count; only the first section does.
FormatMeaning meaningOf(std::string_view formatCode);
/// Of the built-in formats by number (14…22, 27…36, 45…47, 50…58 are dates or times).
FormatMeaning meaningOfBuiltIn(int id);

/// A serial number as text: Date → "2026-03-05" or "2026-03-05T14:05:06[.789]", Clock → "14:05:06", Duration →
/// "26:05:06". Blank when the serial is no date (negative, beyond 9999). 1900 system: serial 60 is the 29 February 1900
/// that never was, serials below it are one day later than a plain count.
std::string serialText(double serial, FormatMeaning meaning, bool date1904);

} // namespace xo::io
