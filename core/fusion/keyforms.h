#pragma once

#include "core/model/identity.h"

#include <string>
#include <string_view>

namespace xo::fusion {

/// A key as a rule of this kind compares it; "" when the text is no such key. Phone: at least 5 digits and nothing else
/// besides "+", blanks, dashes, dots and brackets; an 11-digit Chinese mobile without +86/0086/86, another number with
/// "+" when it was written with a country code. Email: something@something. MemberId and Exact: the text itself.
std::string keyForm(IdentityKind kind, std::string_view text);

/// True for what people type where they don't want to answer: "无", "13800138000", one digit repeated, "123456789",
/// "test@test.com" … (of a key in its compared form).
bool isPlaceholder(IdentityKind kind, std::string_view key);

/// A link key as it is compared.
std::string linkForm(const LinkForms& forms, std::string_view text);

} // namespace xo::fusion
