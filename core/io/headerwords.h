#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// A header cut into lower-case words: "customerId", "customer_id", "Customer ID" → customer, id. Chinese is matched
/// inside the whole text.
class HeaderWords {
public:
    HeaderWords(std::string_view name, std::string_view label);
    /// The first of `words` that occurs: an ASCII word as a whole word (or the whole header without separators), any
    /// other text as a part. Blank when none does.
    std::string_view any(const std::vector<std::string_view>& words) const;
    bool has(const std::vector<std::string_view>& words) const { return !any(words).empty(); }
    const std::string& text() const { return m_text; }
    std::size_t wordCount() const { return m_words.size(); }

private:
    std::string m_text;               ///< lower case, half width
    std::vector<std::string> m_words; ///< ASCII words
};

/// A header as people compare it: without its number, blanks, case and width ("Q3. 您的满意度 " → "您的满意度").
std::string looseName(std::string_view header);

} // namespace xo::io
