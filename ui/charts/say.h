#pragma once

#include "core/wording/language.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace xo::ui {

/// The sentence of the picture's language, which need not be the window's.
inline std::string say(wording::Language language, std::string_view english, std::string_view chinese) {
    return std::string(wording::Bilingual{english, chinese}.in(language));
}

/// `pattern` with %1, %2 … replaced by the arguments.
inline std::string filled(std::string pattern, std::initializer_list<std::string> args) {
    int i = 0;
    for (const std::string& arg : args) {
        const std::string key = "%" + std::to_string(++i);
        if (const auto at = pattern.find(key); at != std::string::npos) pattern.replace(at, key.size(), arg);
    }
    return pattern;
}

} // namespace xo::ui
