#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xo {

// All text inside the program is UTF-8.

/// True when every byte belongs to a well-formed UTF-8 sequence (no surrogates, nothing above U+10FFFF). O(n).
bool isValidUtf8(std::string_view text);
/// Byte offset of the first ill-formed sequence, or npos.
std::size_t firstInvalidUtf8(std::string_view text);
/// Decodes the code point at `offset` and moves `offset` past it; U+FFFD for an ill-formed byte.
char32_t nextCodePoint(std::string_view text, std::size_t& offset);
void appendUtf8(std::string& out, char32_t codePoint);

/// Without leading and trailing white space: ASCII blanks, U+00A0, U+3000 (ideographic space), U+FEFF.
std::string_view trimmed(std::string_view text);
/// Full-width ASCII (U+FF01…U+FF5E) and the ideographic space as their half-width forms: "９" → "9".
std::string foldedWidth(std::string_view text);
/// ASCII letters in lower case; other bytes unchanged.
std::string lowerAscii(std::string_view text);
bool equalsIgnoreAsciiCase(std::string_view a, std::string_view b);
/// Number of code points.
std::size_t codePointCount(std::string_view text);
/// Columns a terminal gives this text: 2 for East Asian wide characters, else 1.
std::size_t displayWidth(std::string_view text);

/// Edit distance (code points, cost 1 each), used to offer the nearest known name. O(n·m).
std::size_t editDistance(std::string_view a, std::string_view b);
/// The candidate nearest to `name` (case ignored) when near enough to be a likely slip; otherwise nullopt.
std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& candidates);

/// "5", "5.0", " ９ ", "-3.25e2" as a number; nullopt when any other character is left, and for nan/inf. C locale
/// always.
std::optional<double> parseNumber(std::string_view text);
/// Shortest decimal text that reads back as the same double: 5 → "5", 0.1 → "0.1". C locale always.
std::string formatNumber(double value);
/// `value` with exactly `decimals` digits, rounded half away from zero (PRODUCT.md 3.14); no thousands separators.
std::string formatFixed(double value, int decimals);
/// 12345 → "12,345".
std::string formatCount(std::int64_t value);

std::string joined(const std::vector<std::string>& parts, std::string_view separator);
/// Splits at every `separator`; an empty text gives no part. Parts inside "double quotes" keep their separators and
/// lose the quotes (a doubled quote inside stands for one), as in `--stages '"a,b",c'`.
std::vector<std::string> splitQuoted(std::string_view text, char separator);

} // namespace xo
