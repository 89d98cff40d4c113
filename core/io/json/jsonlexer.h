#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// Cuts UTF-8 text into JSON tokens piece by piece, the numbers as they are written (18-digit ids keep every digit).
/// More than the standard: NaN and Infinity as Python writes them, tabs inside strings. Half a surrogate pair becomes
/// U+FFFD and is counted. Memory: one string at a time, at most 64 MiB.
class JsonLexer {
public:
    /// Appends the next piece of text; false at the end.
    using Refill = std::function<bool(std::string& out)>;
    explicit JsonLexer(Refill refill) : m_refill(std::move(refill)) {}

    enum class Token { BeginObject, EndObject, BeginArray, EndArray, Colon, Comma, String, Number, Word, End, Broken };
    Token next();
    /// Of a String the text, of a Number or a Word ("true", "null", "NaN" …) what is written; until the next call.
    std::string_view text() const { return m_text; }
    /// Line in which the last token begins, 1-based.
    std::uint64_t line() const { return m_tokenLine; }
    std::uint64_t halfPairs() const { return m_halfPairs; }
    const std::vector<std::uint64_t>& halfPairLines() const { return m_halfPairLines; } ///< the first 1,000

private:
    bool more();
    int peek() { return m_at < m_buffer.size() || more() ? static_cast<unsigned char>(m_buffer[m_at]) : -1; }
    Token string();
    Token word(char first);
    bool escape();
    int hexUnit();

    Refill m_refill;
    std::string m_buffer;
    std::size_t m_at = 0;
    bool m_ended = false;
    std::string m_text;
    std::uint64_t m_line = 1, m_tokenLine = 1;
    std::uint64_t m_halfPairs = 0;
    std::vector<std::uint64_t> m_halfPairLines;
};

/// `text` as a JSON string with its quotes.
void appendJsonString(std::string& out, std::string_view text);

} // namespace xo::io
