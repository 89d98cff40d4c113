#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace xo {

/// A path from UTF-8 text and back, the same on every system (Windows keeps paths in another encoding).
inline std::filesystem::path pathFromUtf8(std::string_view text) {
    return {std::u8string(text.begin(), text.end())};
}
inline std::string pathToUtf8(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

} // namespace xo
