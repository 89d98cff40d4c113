#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace xo::query {

enum class TokenKind {
    End,
    Name,
    Text,
    Number,
    Open,
    Close,
    Comma,
    Dot,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::string text;         ///< a name or text without its quotes; a number or sign as written
    bool quoted = false;      ///< a name in double quotes: never a keyword
    double number = 0;        ///< of a number
    std::size_t position = 1; ///< 1-based, in characters
};

/// Words of the language that a bare column name cannot be; compared without regard to ASCII case.
bool isReservedWord(std::string_view word);
/// True when `text` can stand as a name without quotes: letters of any script, digits, _; no leading digit.
bool isBareName(std::string_view text);

/// Splits a condition; the last token is End. Full-width brackets, commas and comparison signs count as their ASCII
/// forms. Errors: query.too_long, query.bad_utf8, query.unclosed_string, query.unclosed_name, query.empty_name,
/// query.bad_number{text}, query.bad_character{character}. O(length).
Result<std::vector<Token>> tokens(std::string_view text);

} // namespace xo::query
