#include "core/io/json/jsonlexer.h"

#include "core/base/text.h"

#include <array>

namespace xo::io {

namespace {

constexpr std::size_t kLongest = 64U << 20;
constexpr std::size_t kLongestWord = 4096;

bool isWordCharacter(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
           c == '.';
}

// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
bool isNumber(std::string_view text) {
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t start = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9')
            ++i;
        return i - start;
    };
    if (i < text.size() && text[i] == '-') ++i;
    const bool zero = i < text.size() && text[i] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        if (digits() == 0) return false;
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        if (digits() == 0) return false;
    }
    return i == text.size();
}

} // namespace

bool JsonLexer::more() {
    if (m_ended) return false;
    m_buffer.erase(0, m_at);
    m_at = 0;
    while (!m_ended && m_buffer.empty())
        m_ended = !m_refill(m_buffer);
    return !m_buffer.empty();
}

JsonLexer::Token JsonLexer::next() {
    for (int c = peek();; c = peek()) {
        m_tokenLine = m_line;
        if (c < 0) return Token::End;
        ++m_at;
        switch (c) {
        case '\n':
            ++m_line;
            break;
        case ' ':
        case '\t':
        case '\r':
            break;
        case '{':
            return Token::BeginObject;
        case '}':
            return Token::EndObject;
        case '[':
            return Token::BeginArray;
        case ']':
            return Token::EndArray;
        case ':':
            return Token::Colon;
        case ',':
            return Token::Comma;
        case '"':
            return string();
        default:
            return word(static_cast<char>(c));
        }
    }
}

JsonLexer::Token JsonLexer::word(char first) {
    m_text.assign(1, first);
    if (!isWordCharacter(static_cast<unsigned char>(first))) return Token::Broken;
    for (int c = peek(); c >= 0 && isWordCharacter(c); c = peek()) {
        m_text += static_cast<char>(c);
        ++m_at;
        if (m_text.size() > kLongestWord) return Token::Broken;
    }
    static constexpr std::array kWords = {"true", "false", "null", "NaN", "Infinity", "-Infinity"};
    for (const char* known : kWords)
        if (m_text == known) return Token::Word;
    return isNumber(m_text) ? Token::Number : Token::Broken;
}

JsonLexer::Token JsonLexer::string() {
    m_text.clear();
    for (;;) {
        if (peek() < 0) return Token::Broken;
        std::size_t end = m_at;
        while (end < m_buffer.size() && m_buffer[end] != '"' && m_buffer[end] != '\\' &&
               (static_cast<unsigned char>(m_buffer[end]) >= 0x20 || m_buffer[end] == '\t'))
            ++end;
        m_text.append(m_buffer, m_at, end - m_at);
        m_at = end;
        if (m_text.size() > kLongest) return Token::Broken;
        if (end == m_buffer.size()) continue;
        const char c = m_buffer[m_at++];
        if (c == '"') return Token::String;
        if (c != '\\' || !escape()) return Token::Broken; // a bare line break: the string was never closed
    }
}

int JsonLexer::hexUnit() {
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const int c = peek();
        int digit = 0;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if (c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F')
            digit = c - 'A' + 10;
        else
            return -1;
        value = value * 16 + digit;
        ++m_at;
    }
    return value;
}

bool JsonLexer::escape() {
    const int c = peek();
    if (c < 0) return false;
    ++m_at;
    static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    const std::size_t simple = kFrom.find(static_cast<char>(c));
    if (simple != std::string_view::npos) {
        m_text += kTo[simple];
        return true;
    }
    if (c != 'u') return false;
    int unit = hexUnit();
    const auto half = [this] {
        ++m_halfPairs;
        if (m_halfPairLines.size() < 1000) m_halfPairLines.push_back(m_line);
        appendUtf8(m_text, 0xFFFD);
    };
    // a high surrogate looks for its low one; what stands there instead is text of its own
    while (unit >= 0xD800 && unit < 0xDC00) {
        if (peek() != '\\') {
            half();
            return true;
        }
        ++m_at;
        if (peek() != 'u') {
            half();
            return escape();
        }
        ++m_at;
        const int low = hexUnit();
        if (low >= 0xDC00 && low < 0xE000) {
            appendUtf8(m_text, static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
            return true;
        }
        half();
        unit = low;
    }
    if (unit < 0) return false;
    if (unit >= 0xDC00 && unit < 0xE000)
        half();
    else
        appendUtf8(m_text, static_cast<char32_t>(unit));
    return true;
}

void appendJsonString(std::string& out, std::string_view text) {
    static const char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

} // namespace xo::io
