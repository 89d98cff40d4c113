#pragma once

#include "core/base/result.h"
#include "core/wording/language.h"

#include <span>
#include <string>

namespace xo::wording {

/// One error code and its sentence in both languages: what happened, then what to do; %1 … %9 are the error's
/// arguments.
struct ErrorText {
    std::string_view code;
    std::string_view english;
    std::string_view chinese;
};

/// Every table of the rooms, for the test that demands a text for each code in use.
std::vector<std::span<const ErrorText>> errorTables();

/// The sentence for an error, arguments filled in, its place in brackets behind it; of an argument in both languages
/// ("a web page / 网页") the half of the language. A code without a text shows the
/// code itself.
std::string errorText(const Error& error, Language language);

} // namespace xo::wording
