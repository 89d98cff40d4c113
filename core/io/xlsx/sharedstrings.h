#pragma once

#include "core/io/xlsx/package.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// The shared strings, end to end. Rich text is joined, phonetic guides left out, _xHHHH_ escapes undone.
class SharedStrings {
public:
    /// Errors: those of readXml, io.xlsx_too_large beyond 384 MiB (text and 8 bytes a string).
    Result<void> load(XlsxPackage& package, const std::string& part, const JobContext& job);
    /// The same from the XML itself; `part` names it in errors.
    Result<void> parse(std::string_view xml, const std::string& part);
    std::size_t size() const { return m_offsets.size() - 1; }
    std::string_view at(std::size_t index) const {
        return std::string_view(m_bytes).substr(m_offsets[index], m_offsets[index + 1] - m_offsets[index]);
    }

private:
    bool run(XmlScanner& xml);

    std::string m_bytes;
    std::vector<std::uint32_t> m_offsets{0};
    int m_phonetic = 0;
    bool m_inString = false, m_inText = false, m_tooLarge = false, m_broken = false;
};

/// Undoes the _xHHHH_ escapes of `text` from byte `from` on (ECMA-376 18.4.6: ST_Xstring).
void undoEscapes(std::string& text, std::size_t from);

} // namespace xo::io
