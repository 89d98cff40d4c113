#include "core/base/text.h"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace xo {

namespace {

/// Length of the well-formed sequence at `offset`, or 0. Source: Unicode 15, table 3-7.
std::size_t sequenceLength(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(offset);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || offset + length > text.size()) return 0;
    unsigned char low = 0x80, high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    if (byte(offset + 1) < low || byte(offset + 1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i)
        if (byte(offset + i) < 0x80 || byte(offset + i) > 0xBF) return 0;
    return length;
}

bool isBlank(char32_t c) {
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 || c == 0xFEFF;
}

std::vector<char32_t> codePoints(std::string_view text) {
    std::vector<char32_t> out;
    for (std::size_t i = 0; i < text.size();)
        out.push_back(nextCodePoint(text, i));
    return out;
}

} // namespace

std::size_t firstInvalidUtf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = sequenceLength(text, i);
        if (length == 0) return i;
        i += length;
    }
    return std::string_view::npos;
}

bool isValidUtf8(std::string_view text) {
    return firstInvalidUtf8(text) == std::string_view::npos;
}

char32_t nextCodePoint(std::string_view text, std::size_t& offset) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    const std::size_t length = sequenceLength(text, offset);
    const std::size_t at = offset;
    offset += length == 0 ? 1 : length;
    switch (length) {
    case 1:
        return byte(at);
    case 2:
        return ((byte(at) & 0x1F) << 6) | (byte(at + 1) & 0x3F);
    case 3:
        return ((byte(at) & 0x0F) << 12) | ((byte(at + 1) & 0x3F) << 6) | (byte(at + 2) & 0x3F);
    case 4:
        return ((byte(at) & 0x07) << 18) | ((byte(at + 1) & 0x3F) << 12) | ((byte(at + 2) & 0x3F) << 6) |
               (byte(at + 3) & 0x3F);
    default:
        return 0xFFFD;
    }
}

void appendUtf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        std::size_t next = 0;
        if (!isBlank(nextCodePoint(text, next))) break;
        text.remove_prefix(next);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
            --start;
        std::size_t next = start;
        if (!isBlank(nextCodePoint(text, next))) break;
        text = text.substr(0, start);
    }
    return text;
}

std::string foldedWidth(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        const char32_t c = nextCodePoint(text, i);
        if (c >= 0xFF01 && c <= 0xFF5E)
            out += static_cast<char>(c - 0xFF01 + '!');
        else if (c == 0x3000)
            out += ' ';
        else
            out += text.substr(start, i - start);
    }
    return out;
}

std::string lowerAscii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool equalsIgnoreAsciiCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() && lowerAscii(a) == lowerAscii(b);
}

std::size_t codePointCount(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count)
        nextCodePoint(text, i);
    return count;
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char32_t c = nextCodePoint(text, i);
        const bool wide =
            (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
            (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
            (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
        width += wide ? 2 : 1;
    }
    return width;
}

std::size_t editDistance(std::string_view a, std::string_view b) {
    const auto s = codePoints(a), t = codePoints(b);
    std::vector<std::size_t> row(t.size() + 1);
    for (std::size_t j = 0; j <= t.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= s.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= t.size(); ++j) {
            const std::size_t cost = diagonal + (s[i - 1] == t[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, cost});
        }
    }
    return row[t.size()];
}

std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& candidates) {
    const std::string lower = lowerAscii(name);
    const std::size_t length = codePointCount(name);
    const std::size_t tolerance = length <= 2 ? 1 : std::max<std::size_t>(2, length / 3);
    std::optional<std::string> best;
    std::size_t bestDistance = tolerance + 1;
    for (const std::string& candidate : candidates) {
        std::size_t distance = editDistance(lower, lowerAscii(candidate));
        if (distance > tolerance && length >= 2 &&
            (candidate.find(name) != std::string::npos ||
             (candidate.size() >= 3 && name.find(candidate) != std::string_view::npos)))
            distance = tolerance;
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

std::optional<double> parseNumber(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    std::string folded;
    if (static_cast<unsigned char>(text[0]) >= 0x80 || static_cast<unsigned char>(text.back()) >= 0x80) {
        folded = foldedWidth(text);
        text = folded;
    }
    const bool plus = text[0] == '+';
    if (plus) text.remove_prefix(1);
    if (text.empty() || text[0] == '+' || (plus && text[0] == '-')) return std::nullopt;
    double value = 0;
    const auto [end, error] = fast_float::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string formatNumber(double value) {
    if (value == 0) return "0";
    if (std::abs(value) < 1e15 && value == std::floor(value)) return std::to_string(static_cast<std::int64_t>(value));
    // Most numbers of a file have a few decimals. value is the double nearest to whole / scale, so that decimal, which
    // has no more than 15 digits, is its shortest.
    double scale = 10;
    for (int decimals = 1; decimals <= 4 && std::abs(value) < 1e10; ++decimals, scale *= 10) {
        const double whole = std::round(std::abs(value) * scale);
        if (whole / scale != std::abs(value)) continue;
        std::string text = std::to_string(static_cast<std::int64_t>(whole));
        if (text.size() <= static_cast<std::size_t>(decimals))
            text.insert(0, static_cast<std::size_t>(decimals) + 1 - text.size(), '0');
        text.insert(text.size() - static_cast<std::size_t>(decimals), 1, '.');
        return value < 0 ? "-" + text : text;
    }
    // the C library's %.*g follows LC_NUMERIC: the decimal comma is put back, no locale is ever set
    std::array<char, 40> buffer{};
    for (int digits = 15; digits <= 17; ++digits) {
        const int length = std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
        std::string text(buffer.data(), static_cast<std::size_t>(length));
        std::replace(text.begin(), text.end(), ',', '.');
        double back = 0;
        fast_float::from_chars(text.data(), text.data() + text.size(), back);
        if (back == value || digits == 17) return text;
    }
    return {};
}

std::string formatFixed(double value, int decimals) {
    if (!std::isfinite(value)) return "–";
    // half away from zero, judged on the shortest decimal text so that 0.285 rounds as it is written
    const double scale = std::pow(10.0, decimals);
    double scaled = std::abs(value) * scale;
    const double nearest = std::round(scaled);
    if (std::abs(scaled - nearest) < 0.5 && std::abs(std::abs(scaled - nearest) - 0.5) < 1e-9 * std::max(1.0, scaled))
        scaled = std::ceil(scaled);
    else
        scaled = nearest;
    std::array<char, 400> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, scaled / scale);
    std::string text(buffer.data(),
                     static_cast<std::size_t>(std::min<int>(length, static_cast<int>(buffer.size()) - 1)));
    std::replace(text.begin(), text.end(), ',', '.');
    if (value < 0 && scaled != 0) text.insert(0, 1, '-');
    return text;
}

std::string formatCount(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i) out += separator;
        out += parts[i];
    }
    return out;
}

std::vector<std::string> splitQuoted(std::string_view text, char separator) {
    std::vector<std::string> parts;
    if (text.empty()) return parts;
    std::string part;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == '"') {
                part += '"';
                ++i;
            } else {
                quoted = !quoted;
            }
        } else if (c == separator && !quoted) {
            parts.emplace_back(trimmed(part));
            part.clear();
        } else {
            part += c;
        }
    }
    parts.emplace_back(trimmed(part));
    return parts;
}

} // namespace xo
