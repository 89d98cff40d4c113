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

} // namespace xo::io
