#pragma once

#include <string_view>

namespace xo::wording {

enum class Language { English, Chinese };

/// "zh", "zh_CN.UTF-8", "Chinese…" → Chinese; anything else → English.
Language languageFromName(std::string_view name);

/// Picks the sentence of the language in use; both are written side by side so that neither is forgotten.
struct Bilingual {
    std::string_view english;
    std::string_view chinese;
    std::string_view in(Language language) const { return language == Language::Chinese ? chinese : english; }
};

} // namespace xo::wording
