#include "core/query/lexer.h"

#include "core/base/text.h"
#include "core/query/ast.h"

#include <algorithm>
#include <array>

namespace xo::query {

namespace {

bool isSpace(char32_t c) {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200B);
}

bool isDigit(char32_t c) {
    return c >= '0' && c <= '9';
}

// Punctuation and symbol blocks are kept out, everything else above ASCII counts as a letter: no table of scripts.
bool isNameCharacter(char32_t c) {
    if (c < 0x80) return isDigit(c) || c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7 || isSpace(c)) return false;
    if (c >= 0x2000 && c <= 0x206F) return false;
    if (c >= 0x2190 && c <= 0x2BFF) return false;
    if (c >= 0x3001 && c <= 0x3004) return false;
    if (c >= 0x3008 && c <= 0x3020) return false;
    if (c >= 0xFE10 && c <= 0xFE6F) return false;
    if (c >= 0xFF00 && c <= 0xFFEF)
        return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A) ||
               c == 0xFF3F || (c >= 0xFF66 && c <= 0xFFDC);
    return c != 0xFFFD && c < 0xE0000;
}

// An input method in Chinese mode types these; a condition means the same with them.
char32_t asciiSign(char32_t c) {
    switch (c) {
    case 0xFF08:
        return '(';
    case 0xFF09:
        return ')';
    case 0xFF0C:
        return ',';
    case 0xFF1D:
        return '=';
    case 0xFF1C:
        return '<';
    case 0xFF1E:
        return '>';
    case 0xFF01:
        return '!';
    default:
        return c;
    }
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) { advance(); }

    Result<std::vector<Token>> run() {
        std::vector<Token> out;
        for (;;) {
            while (!m_end && isSpace(m_char))
                advance();
            Token token;
            token.position = m_position;
            if (m_end) {
                out.push_back(std::move(token));
                return out;
            }
            auto done = read(token);
            if (!done) return done.failure();
            out.push_back(std::move(token));
        }
    }

private:
    void advance() {
        if (m_next >= m_text.size()) {
            if (!m_end) ++m_position;
            m_end = true;
            m_start = m_text.size();
            m_char = 0;
            return;
        }
        m_start = m_next;
        m_char = nextCodePoint(m_text, m_next);
        ++m_position;
    }
    char32_t peek() const {
        if (m_next >= m_text.size()) return 0;
        std::size_t offset = m_next;
        return nextCodePoint(m_text, offset);
    }

    Result<void> read(Token& token) {
        if (m_char == '\'' || m_char == '"') return readQuoted(token, m_char);
        if (isDigit(m_char) || ((m_char == '-' || m_char == '.') && startsNumber())) return readNumber(token);
        if (isNameCharacter(m_char)) {
            const std::size_t begin = m_start;
            while (!m_end && isNameCharacter(m_char))
                advance();
            token.kind = TokenKind::Name;
            token.text = m_text.substr(begin, m_start - begin);
            return {};
        }
        return readSign(token);
    }

    // ".5" directly behind a name or a bracket is the dot of a name that is missing, not a number
    bool startsNumber() const {
        const char32_t second = peek();
        if (m_char == '-') {
            if (second == '.')
                return m_next + 1 < m_text.size() && isDigit(static_cast<unsigned char>(m_text[m_next + 1]));
            return isDigit(second);
        }
        if (!isDigit(second)) return false;
        if (m_start == 0) return true;
        const char before = m_text[m_start - 1];
        return before == ' ' || before == '(' || before == ',' || before == '=' || before == '<' || before == '>';
    }

    Result<void> readQuoted(Token& token, char32_t quote) {
        token.kind = quote == '"' ? TokenKind::Name : TokenKind::Text;
        token.quoted = true;
        advance();
        for (;;) {
            if (m_end)
                return fail(quote == '"' ? "query.unclosed_name" : "query.unclosed_string", {},
                            placeOf(token.position));
            if (m_char == quote) {
                if (peek() != quote) break;
                advance();
            }
            appendUtf8(token.text, m_char);
            advance();
        }
        advance();
        if (quote == '"' && token.text.empty()) return fail("query.empty_name", {}, placeOf(token.position));
        return {};
    }

    // takes the whole word, so that 2026-01-01 without quotes is named in one piece
    Result<void> readNumber(Token& token) {
        const std::size_t begin = m_start;
        char32_t before = 0;
        while (!m_end) {
            const bool sign =
                (m_char == '+' || m_char == '-') && (before == 0 || before == 'e' || before == 'E' || isDigit(before));
            const bool slash = (m_char == '/' || m_char == ':') && isDigit(before);
            if (!isNameCharacter(m_char) && m_char != '.' && !sign && !slash) break;
            before = m_char;
            advance();
        }
        token.kind = TokenKind::Number;
        token.text = m_text.substr(begin, m_start - begin);
        const auto number = wellFormed(token.text) ? parseNumber(token.text) : std::nullopt;
        if (!number) return fail("query.bad_number", {token.text}, placeOf(token.position));
        token.number = *number;
        return {};
    }

    static bool wellFormed(std::string_view text) {
        std::size_t i = 0;
        const auto digits = [&] {
            const std::size_t from = i;
            while (i < text.size() && isDigit(static_cast<unsigned char>(text[i])))
                ++i;
            return i > from;
        };
        if (text[i] == '-') ++i;
        const bool whole = digits();
        if (i < text.size() && text[i] == '.') {
            ++i;
            if (!digits()) return false;
        } else if (!whole) {
            return false;
        }
        if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
            ++i;
            if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
            if (!digits()) return false;
        }
        return i == text.size();
    }

    Result<void> readSign(Token& token) {
        const char32_t sign = asciiSign(m_char);
        std::string original;
        appendUtf8(original, m_char);
        const char32_t second = asciiSign(peek());
        const auto take = [&](TokenKind kind, const char* text, int characters) {
            token.kind = kind;
            token.text = text;
            for (int i = 0; i < characters; ++i)
                advance();
            return Result<void>{};
        };
        switch (sign) {
        case '(':
            return take(TokenKind::Open, "(", 1);
        case ')':
            return take(TokenKind::Close, ")", 1);
        case ',':
            return take(TokenKind::Comma, ",", 1);
        case '.':
            return take(TokenKind::Dot, ".", 1);
        case '=':
            return take(TokenKind::Equal, "=", 1);
        case '<':
            if (second == '=') return take(TokenKind::LessEqual, "<=", 2);
            if (second == '>') return take(TokenKind::NotEqual, "!=", 2);
            return take(TokenKind::Less, "<", 1);
        case '>':
            if (second == '=') return take(TokenKind::GreaterEqual, ">=", 2);
            return take(TokenKind::Greater, ">", 1);
        case '!':
            if (second == '=') return take(TokenKind::NotEqual, "!=", 2);
            break;
        case 0x2264:
            return take(TokenKind::LessEqual, "<=", 1);
        case 0x2265:
            return take(TokenKind::GreaterEqual, ">=", 1);
        case 0x2260:
            return take(TokenKind::NotEqual, "!=", 1);
        default:
            break;
        }
        if (sign < 0x20)
            original = "U+00" + std::string(1, "0123456789ABCDEF"[sign >> 4]) + "0123456789ABCDEF"[sign & 15];
        return fail("query.bad_character", {original}, placeOf(token.position));
    }

    std::string_view m_text;
    std::size_t m_start = 0, m_next = 0;
    std::size_t m_position = 0;
    char32_t m_char = 0;
    bool m_end = false;
};

} // namespace

bool isReservedWord(std::string_view word) {
    static constexpr std::array<std::string_view, 20> kWords = {
        "and", "or",  "not",   "in",    "is",   "between", "contains", "starts", "with",    "blank",
        "any", "all", "count", "first", "last", "latest",  "reached",  "tag",    "segment", "journey"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](std::string_view w) { return equalsIgnoreAsciiCase(w, word); });
}

bool isBareName(std::string_view text) {
    if (text.empty() || isDigit(static_cast<unsigned char>(text[0]))) return false;
    for (std::size_t offset = 0; offset < text.size();)
        if (!isNameCharacter(nextCodePoint(text, offset))) return false;
    return true;
}

Result<std::vector<Token>> tokens(std::string_view text) {
    if (text.size() > kMaxLength) return fail("query.too_long", {std::to_string(kMaxLength)}, placeOf(1));
    if (const std::size_t bad = firstInvalidUtf8(text); bad != std::string_view::npos)
        return fail("query.bad_utf8", {}, placeOf(codePointCount(text.substr(0, bad)) + 1));
    return Lexer(text).run();
}

} // namespace xo::query
