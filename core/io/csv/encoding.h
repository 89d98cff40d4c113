#pragma once

#include "core/io/csv/bytescan.h"
#include "core/io/source.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// The encoding of a text file and how it was found.
struct EncodingGuess {
    std::string name;         ///< as shown: "UTF-8", "UTF-8 with BOM", "GB18030", "UTF-16LE", "windows-1252", "Big5"
    std::string converter;    ///< ICU's name; blank = the bytes are sound UTF-8 already
    std::size_t bomBytes = 0; ///< to be skipped
    Why why;
};

/// BOM → NUL pattern → strict UTF-8 over the whole file → the non-ASCII lines: Shift_JIS by its kana and frequent
/// kanji, EUC-KR by its frequent syllables, then GB18030 preferred to Big5, windows-1252 where letters stand alone. A
/// stated encoding overrides everything but is still checked. Errors: io.unknown_encoding{name}, io.not_a_table{what}.
Result<EncodingGuess> guessEncoding(const ByteScan& scan, const std::string& stated);

/// Up to 5 lines with characters outside ASCII, as read in the encoding guessed and clipped to 200 characters.
std::vector<std::string> linesBehind(const EncodingGuess& guess, const ByteScan& scan);

/// Turns a file's bytes into UTF-8, block by block. An undecodable sequence becomes U+FFFD, is counted and listed with
/// its line.
class TextDecoder {
public:
    explicit TextDecoder(const std::string& converter);
    ~TextDecoder();
    TextDecoder(const TextDecoder&) = delete;
    TextDecoder& operator=(const TextDecoder&) = delete;
    /// Appends the text of `bytes` to `out`; `last` flushes what is incomplete.
    void decode(std::string_view bytes, bool last, std::string& out);
    std::uint64_t undecodable() const { return m_undecodable; }
    const std::vector<OddBytes>& places() const { return m_places; }

private:
    void flush(const char16_t* begin, const char16_t* end, std::string& out);
    struct Converter;
    std::unique_ptr<Converter> m_converter;
    char16_t m_high = 0;
    std::uint64_t m_line = 1;
    std::uint64_t m_undecodable = 0;
    std::vector<OddBytes> m_places;
};

} // namespace xo::io
