#include "core/io/xlsx/sharedstrings.h"

#include "core/base/text.h"

#include <algorithm>

namespace xo::io {

namespace {

constexpr std::size_t kBudget = std::size_t{384} << 20;

} // namespace

void undoEscapes(std::string& text, std::size_t from) {
    std::size_t at = text.find("_x", from);
    if (at == std::string::npos) return;
    std::string out = text.substr(0, at);
    while (at < text.size()) {
        if (text[at] == '_' && at + 6 < text.size() && text[at + 1] == 'x' && text[at + 6] == '_') {
            char32_t code = 0;
            bool hex = true;
            for (std::size_t i = at + 2; i < at + 6; ++i) {
                const char c = text[i];
                const int digit = c >= '0' && c <= '9'   ? c - '0'
                                  : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                         : -1;
                hex = hex && digit >= 0;
                code = code * 16 + static_cast<char32_t>(std::max(digit, 0));
            }
            if (hex && (code < 0xD800 || code > 0xDFFF)) {
                appendUtf8(out, code);
                at += 7;
                continue;
            }
        }
        out += text[at++];
    }
    text = std::move(out);
}

// false = enough: the block is used up, the document is broken or too large.
bool SharedStrings::run(XmlScanner& xml) {
    for (;;) {
        switch (xml.next()) {
        case XmlScanner::Token::Text:
            if (m_inText) m_bytes += xml.text();
            break;
        case XmlScanner::Token::Start:
            if (xml.name() == "t")
                m_inText = m_inString && m_phonetic == 0;
            else if (xml.name() == "si")
                m_inString = true;
            else if (xml.name() == "rPh")
                ++m_phonetic;
            break;
        case XmlScanner::Token::End:
            if (xml.name() == "t") {
                m_inText = false;
            } else if (xml.name() == "rPh") {
                --m_phonetic;
            } else if (xml.name() == "si") {
                m_inString = false;
                if (m_bytes.find('_', m_offsets.back()) != std::string::npos) {
                    std::string tail = m_bytes.substr(m_offsets.back());
                    undoEscapes(tail, 0);
                    m_bytes.resize(m_offsets.back());
                    m_bytes += tail;
                }
                m_offsets.push_back(static_cast<std::uint32_t>(m_bytes.size()));
            }
            break;
        case XmlScanner::Token::Broken:
            m_broken = true;
            return false;
        case XmlScanner::Token::More:
        case XmlScanner::Token::Done:
            m_tooLarge = m_bytes.size() + m_offsets.size() * 8 > kBudget;
            return !m_tooLarge;
        }
    }
}

Result<void> SharedStrings::load(XlsxPackage& package, const std::string& part, const JobContext& job) {
    if (part.empty() || !package.has(part)) return {};
    // one string never grows while it is read; the XML is always longer than its text
    m_bytes.reserve(std::min<std::uint64_t>(package.sizeOf(part), kBudget));
    XmlScanner xml;
    auto read = package.readPart(part, job, [&](std::string_view block, std::uint64_t) {
        xml.feed(block);
        return run(xml) ? PartFlow::On : PartFlow::Stop;
    });
    if (!read) return read.failure();
    xml.finish();
    if (!m_broken && !m_tooLarge) run(xml);
    if (m_broken) return brokenXml(part, xml);
    if (m_tooLarge) return fail("io.xlsx_too_large", {part});
    return {};
}

Result<void> SharedStrings::parse(std::string_view xml, const std::string& part) {
    XmlScanner scanner;
    scanner.feed(xml);
    scanner.finish();
    run(scanner);
    if (m_broken) return brokenXml(part, scanner);
    if (m_tooLarge) return fail("io.xlsx_too_large", {part});
    return {};
}

} // namespace xo::io
