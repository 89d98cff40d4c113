#include "core/wording/language.h"

namespace xo::wording {

Language languageFromName(std::string_view name) {
    return name.starts_with("zh") || name.starts_with("Chinese") ? Language::Chinese : Language::English;
}

} // namespace xo::wording
