#include "core/io/headerwords.h"

#include "core/base/text.h"

#include <algorithm>

namespace xo::io {

HeaderWords::HeaderWords(std::string_view name, std::string_view label) {
    const std::string whole = foldedWidth(std::string(name) + " " + std::string(label));
    std::string word;
    const auto close = [&] {
        if (!word.empty()) m_words.push_back(lowerAscii(word));
        word.clear();
    };
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const char c = whole[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool lower = c >= 'a' && c <= 'z';
        if (!upper && !lower) {
            close();
            continue;
        }
        const bool afterLower = i > 0 && whole[i - 1] >= 'a' && whole[i - 1] <= 'z';
        const bool beforeLower = i + 1 < whole.size() && whole[i + 1] >= 'a' && whole[i + 1] <= 'z';
        if (upper && (afterLower || (word.size() > 1 && beforeLower))) close();
        word += c;
    }
    close();
    m_text = lowerAscii(whole);
}

std::string_view HeaderWords::any(const std::vector<std::string_view>& words) const {
    for (const std::string_view word : words) {
        const bool ascii = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (!ascii) {
            if (m_text.find(word) != std::string::npos) return word;
            continue;
        }
        if (std::find(m_words.begin(), m_words.end(), word) != m_words.end()) return word;
        if (word.size() > 3)
            for (const std::string& own : m_words)
                if (own.size() == word.size() + 1 && own.back() == 's' && own.starts_with(word)) return word;
    }
    return {};
}

// "3、您的满意度 " and "Q3. 您的满意度" → "您的满意度"
std::string looseName(std::string_view header) {
    const std::string folded = lowerAscii(foldedWidth(trimmed(header)));
    std::string_view text = folded;
    std::string_view rest = text;
    if (rest.starts_with('q')) rest.remove_prefix(1);
    std::size_t digits = 0;
    while (digits < rest.size() && digits < 3 && rest[digits] >= '0' && rest[digits] <= '9')
        ++digits;
    if (digits > 0) {
        rest.remove_prefix(digits);
        for (const std::string_view mark : {"、", ".", "．", ":", ")"})
            if (rest.starts_with(mark) && rest.size() > mark.size() + 1) {
                text = rest.substr(mark.size());
                break;
            }
    }
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '_') out += c;
    return out;
}

} // namespace xo::io
