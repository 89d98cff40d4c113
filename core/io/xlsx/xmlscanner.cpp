#include "core/io/xlsx/xmlscanner.h"

#include "core/base/text.h"

#include <QByteArrayView>
#include <QString>
#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <cstdint>

namespace xo::io {

namespace {

constexpr std::size_t kLongestTag = 64 << 10;
constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLongestEntity = 12; // "&#x0010FFFF;"
constexpr const char* kTruncated = "truncated / 内容不完整";

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// What a byte of character data asks for: 0 = nothing, 1 = decoding, 2 = the end, 3 = not allowed.
constexpr auto kByte = [] {
    std::array<unsigned char, 256> out{};
    for (std::size_t c = 0; c < 32; ++c)
        out[c] = 3;
    out['\t'] = out['\n'] = 0;
    out['\r'] = out['&'] = 1;
    for (std::size_t c = 128; c < 256; ++c)
        out[c] = 1;
    out['<'] = 2;
    return out;
}();

// What a byte of a name asks for: true = it ends there.
constexpr auto kEndsName = [] {
    std::array<bool, 256> out{};
    for (std::size_t c = 0; c <= 32; ++c)
        out[c] = true;
    for (const char c : {'/', '>', '=', '<', '"', '\'', '&'})
        out[static_cast<unsigned char>(c)] = true;
    return out;
}();

std::string_view local(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Length of the UTF-8 sequence cut off at the end of a block.
std::size_t unfinishedUtf8(std::string_view text) {
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto c = static_cast<unsigned char>(text[text.size() - back]);
        if (c < 0x80) return 0;
        if (c >= 0xC0) return (c >= 0xF0 ? 4U : c >= 0xE0 ? 3U : 2U) > back ? back : 0;
    }
    return 0;
}

// The encoding an XML declaration names, lower case; "" = none.
std::string declaredEncoding(std::string_view head) {
    if (!head.starts_with("<?xml")) return {};
    head = head.substr(0, head.find("?>"));
    std::size_t at = head.find("encoding");
    if (at == std::string_view::npos) return {};
    at = head.find_first_of("\"'", at);
    if (at == std::string_view::npos) return {};
    const std::size_t end = head.find(head[at], at + 1);
    return end == std::string_view::npos ? std::string() : lowerAscii(head.substr(at + 1, end - at - 1));
}

} // namespace

struct XmlScanner::Recoder {
    explicit Recoder(QStringConverter::Encoding encoding) : decoder(encoding) {}

    // What of it is text; Qt lets half surrogate pairs through, and cuts whole ones between blocks.
    QString text(std::string_view block) {
        if (cut) return {};
        QString out = std::exchange(half, {});
        out += decoder(QByteArrayView(block.data(), static_cast<qsizetype>(block.size())));
        for (qsizetype i = 0; i < out.size(); ++i) {
            if (out[i].isHighSurrogate() && i + 1 == out.size()) {
                half = out.last(1);
                out.chop(1);
            } else if (out[i].isHighSurrogate() && out[i + 1].isLowSurrogate()) {
                ++i;
            } else if (out[i].isSurrogate() || out[i].isNull()) {
                out.truncate(i);
                cut = true;
            }
        }
        return out;
    }

    QStringDecoder decoder;
    QString half;     // of a character
    bool cut = false; // what follows is not of the encoding
};

XmlScanner::XmlScanner() = default;
XmlScanner::~XmlScanner() = default;

void XmlScanner::feed(std::string_view block) {
    m_block.erase(0, m_at);
    m_at = 0;
    // what stands before an error is given first, so that the blocks make no difference
    if (m_recoder)
        m_block += m_recoder->text(block).toStdString();
    else
        m_block += block;
}

XmlScanner::Token XmlScanner::broken(const char* why) {
    m_problem = why;
    return Token::Broken;
}

XmlScanner::Token XmlScanner::usedUp() {
    if (m_recoder && m_recoder->cut) return broken("its encoding / 编码无效");
    return m_finished ? broken(kTruncated) : Token::More;
}

// The mark or declaration at the very beginning decides how the rest is read.
XmlScanner::Token XmlScanner::begin() {
    using namespace std::string_view_literals;
    // enough of it to see a whole declaration
    if (m_block.size() < 256 && !m_finished) return Token::More;
    m_begun = true;
    const std::string_view head(m_block);
    const auto recode = [this](QStringConverter::Encoding encoding) {
        m_recoder = std::make_unique<Recoder>(encoding);
        const std::string block = std::exchange(m_block, {});
        feed(block);
    };
    if (head.starts_with("\xFF\xFE"sv) || head.starts_with("<\0"sv)) {
        recode(QStringConverter::Utf16LE);
    } else if (head.starts_with("\xFE\xFF"sv) || head.starts_with("\0<"sv)) {
        recode(QStringConverter::Utf16BE);
    } else if (head.starts_with("\xEF\xBB\xBF"sv)) {
        m_at = 3;
    } else if (const std::string name = declaredEncoding(head.substr(0, 256));
               !name.empty() && name != "utf-8" && name != "utf8" && name != "us-ascii" && name != "ascii") {
        if (name != "iso-8859-1" && name != "latin1") return broken("its encoding / 编码不支持");
        recode(QStringConverter::Latin1);
    }
    if (std::string_view(m_block).substr(m_at).starts_with("\xEF\xBB\xBF")) m_at += 3;
    return Token::Start;
}

XmlScanner::Token XmlScanner::next() {
    if (*m_problem) return Token::Broken;
    if (!m_begun)
        if (const Token token = begin(); token != Token::Start) return token;
    if (m_closes) {
        m_closes = false;
        close();
        return Token::End;
    }
    for (;;) {
        Token token = Token::More;
        if (m_at == m_block.size()) {
            const bool whole = m_rooted && m_marks.empty() && m_inside == Inside::Content;
            return m_finished && whole && !(m_recoder && m_recoder->cut) ? Token::Done : usedUp();
        }
        switch (m_inside) {
        case Inside::Comment:
            token = closing("-->", false);
            break;
        case Inside::Instruction:
            token = closing("?>", false);
            break;
        case Inside::Cdata:
            token = closing("]]>", true);
            break;
        case Inside::Content:
            token = m_block[m_at] == '<' ? markup() : characters();
            break;
        }
        if (token == Token::More) return usedUp();
        if (token != Token::Done) return token;
    }
}

// Done here means: nothing to report, go on.
XmlScanner::Token XmlScanner::closing(std::string_view mark, bool asText) {
    const std::string_view rest = std::string_view(m_block).substr(m_at);
    const std::size_t end = rest.find(mark);
    std::string_view piece = rest.substr(0, end);
    if (end == std::string_view::npos) {
        if (m_finished) return Token::More;
        // the mark may be cut by the end of the block
        piece.remove_suffix(std::min(piece.size(), mark.size() - 1));
        piece.remove_suffix(unfinishedUtf8(piece));
        if (piece.empty()) return Token::More;
        m_at += piece.size();
    } else {
        m_at += end + mark.size();
        m_inside = Inside::Content;
    }
    if (!asText || piece.empty()) return Token::Done;
    return giveText(piece, false);
}

XmlScanner::Token XmlScanner::characters() {
    const char* const begin = m_block.data() + m_at;
    const char* const end = m_block.data() + m_block.size();
    const char* p = begin;
    unsigned char found = 0;
    while (p < end) {
        const unsigned char kind = kByte[static_cast<unsigned char>(*p)];
        if (kind >= 2) {
            if (kind == 2) break;
            return broken("a control character / 控制字符");
        }
        found |= kind;
        ++p;
    }
    std::string_view piece(begin, static_cast<std::size_t>(p - begin));
    if (p == end && !m_finished) {
        // a sequence or entity cut by the end of the block waits for the next one
        piece.remove_suffix(unfinishedUtf8(piece));
        const std::size_t entity = piece.rfind('&');
        if (entity != std::string_view::npos && piece.size() - entity <= kLongestEntity &&
            piece.find(';', entity) == std::string_view::npos)
            piece = piece.substr(0, entity);
        if (piece.empty()) return Token::More;
    }
    m_at += piece.size();
    if (m_marks.empty()) {
        for (const char c : piece)
            if (!isBlank(c)) return broken("text outside its root / 根元素之外有文字");
        return Token::Done;
    }
    if (!found && !m_afterReturn) {
        m_text = piece;
        return Token::Text;
    }
    return giveText(piece, true);
}

// Line ends become \n, entities their characters.
XmlScanner::Token XmlScanner::giveText(std::string_view piece, bool entities) {
    if (!isValidUtf8(piece)) return broken("invalid UTF-8 / 不是有效的 UTF-8");
    m_decoded.clear();
    if (!decode(piece, m_decoded, entities)) return broken("an unknown entity / 未知实体");
    m_text = m_decoded;
    return m_text.empty() ? Token::Done : Token::Text;
}

bool XmlScanner::decode(std::string_view raw, std::string& out, bool entities) {
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        const bool afterReturn = std::exchange(m_afterReturn, c == '\r');
        if (c == '\r') {
            out += '\n';
        } else if (c == '\n') {
            if (!afterReturn) out += '\n';
        } else if (c != '&' || !entities) {
            out += c;
        } else {
            const std::size_t end = raw.find(';', i);
            if (end == std::string_view::npos || end - i > kLongestEntity) return false;
            const std::string_view name = raw.substr(i + 1, end - i - 1);
            char32_t code = 0;
            if (name == "amp") {
                code = '&';
            } else if (name == "lt") {
                code = '<';
            } else if (name == "gt") {
                code = '>';
            } else if (name == "quot") {
                code = '"';
            } else if (name == "apos") {
                code = '\'';
            } else if (name.size() >= 2 && name[0] == '#') {
                const bool hex = name[1] == 'x';
                if (hex && name.size() < 3) return false;
                for (const char d : name.substr(hex ? 2 : 1)) {
                    const int digit = d >= '0' && d <= '9'          ? d - '0'
                                      : hex && d >= 'a' && d <= 'f' ? d - 'a' + 10
                                      : hex && d >= 'A' && d <= 'F' ? d - 'A' + 10
                                                                    : -1;
                    if (digit < 0) return false;
                    code = code * (hex ? 16U : 10U) + static_cast<char32_t>(digit);
                    if (code > 0x10FFFF) return false;
                }
                const bool control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
                if (control || (code >= 0xD800 && code <= 0xDFFF)) return false;
            } else {
                return false;
            }
            appendUtf8(out, code);
            i = end;
        }
    }
    return true;
}

XmlScanner::Token XmlScanner::markup() {
    const std::string_view rest = std::string_view(m_block).substr(m_at);
    if (rest.size() < 2) return Token::More;
    m_afterReturn = false;
    if (rest[1] == '/') return endTag();
    if (rest[1] == '?') {
        m_at += 2;
        m_inside = Inside::Instruction;
        return Token::Done;
    }
    if (rest[1] == '!') {
        constexpr std::string_view comment = "<!--", cdata = "<![CDATA[";
        if (rest.starts_with(comment)) {
            m_at += comment.size();
            m_inside = Inside::Comment;
            return Token::Done;
        }
        if (rest.starts_with(cdata) && !m_marks.empty()) {
            m_at += cdata.size();
            m_inside = Inside::Cdata;
            return Token::Done;
        }
        if (rest.size() < cdata.size() && (comment.starts_with(rest) || cdata.starts_with(rest))) return Token::More;
        m_dtd = true;
        return broken("a document type / 文档类型声明");
    }
    return startTag();
}

XmlScanner::Token XmlScanner::endTag() {
    const std::string_view rest = std::string_view(m_block).substr(m_at);
    const std::size_t end = rest.find('>');
    if (std::min(end, rest.size()) > kLongestTag) return broken("a tag is too long / 标签过长");
    if (end == std::string_view::npos) return Token::More;
    std::string_view name = rest.substr(2, end - 2);
    while (!name.empty() && isBlank(name.back()))
        name.remove_suffix(1);
    if (m_marks.empty() || name != std::string_view(m_names).substr(m_marks.back()))
        return broken("its tags don't nest / 标签不匹配");
    m_at += end + 1;
    m_name = local(name);
    m_names.resize(m_marks.back());
    m_marks.pop_back();
    return Token::End;
}

// An empty element's end: name() goes on being its name.
void XmlScanner::close() {
    m_names.resize(m_marks.back());
    m_marks.pop_back();
}

XmlScanner::Token XmlScanner::startTag() {
    const char* const begin = m_block.data() + m_at;
    const char* const end = m_block.data() + m_block.size();
    const char* p = begin + 1;
    const auto unfinished = [&] {
        return static_cast<std::size_t>(end - begin) > kLongestTag ? broken("a tag is too long / 标签过长")
                                                                   : Token::More;
    };
    const auto skipBlanks = [&] {
        while (p < end && isBlank(*p))
            ++p;
    };
    const auto takeName = [&] {
        const char* const from = p;
        while (p < end && !kEndsName[static_cast<unsigned char>(*p)])
            ++p;
        return std::string_view(from, static_cast<std::size_t>(p - from));
    };
    const std::string_view name = takeName();
    if (p == end) return unfinished();
    if (name.empty()) return broken("not well-formed / 不是规范的 XML");
    m_attributes.clear();
    bool empty = false;
    for (;;) {
        const char* const before = p;
        skipBlanks();
        if (p == end) return unfinished();
        if (*p == '>') break;
        if (*p == '/') {
            if (p + 1 == end) return unfinished();
            if (p[1] != '>') return broken("not well-formed / 不是规范的 XML");
            empty = true;
            ++p;
            break;
        }
        Attribute attribute;
        attribute.name = takeName();
        if (p == end) return unfinished();
        if (attribute.name.empty() || before == attribute.name.data())
            return broken("not well-formed / 不是规范的 XML");
        skipBlanks();
        if (p == end) return unfinished();
        if (*p++ != '=') return broken("not well-formed / 不是规范的 XML");
        skipBlanks();
        if (p == end) return unfinished();
        const char quote = *p++;
        if (quote != '"' && quote != '\'') return broken("not well-formed / 不是规范的 XML");
        const char* const from = p;
        while (p < end && *p != quote) {
            if (*p == '<') return broken("not well-formed / 不是规范的 XML");
            ++p;
        }
        if (p == end) return unfinished();
        attribute.value = {from, static_cast<std::size_t>(p - from)};
        ++p;
        m_attributes.push_back(attribute);
    }
    ++p;
    if (static_cast<std::size_t>(p - begin) > kLongestTag) return broken("a tag is too long / 标签过长");
    if (m_marks.empty() && std::exchange(m_rooted, true)) return broken("a second root / 多个根元素");
    if (m_marks.size() >= kDeepest) return broken("nested too deeply / 嵌套过深");
    m_marks.push_back(m_names.size());
    m_names += name;
    m_name = local(name);
    m_at += static_cast<std::size_t>(p - begin);
    m_closes = empty;
    return Token::Start;
}

std::string_view XmlScanner::decoded(std::string_view raw) {
    if (raw.find_first_of("&\r\n\t") == std::string_view::npos && isValidUtf8(raw)) return raw;
    m_decodedAttribute.clear();
    if (!isValidUtf8(raw) || !decode(raw, m_decodedAttribute, true)) return {};
    m_afterReturn = false;
    return m_decodedAttribute;
}

std::string_view XmlScanner::attribute(std::string_view name) {
    for (const Attribute& each : m_attributes)
        if (each.name == name) return decoded(each.value);
    return {};
}

std::string_view XmlScanner::prefixedAttribute(std::string_view name) {
    for (const Attribute& each : m_attributes)
        if (each.name.size() > name.size() && local(each.name) == name && !each.name.starts_with("xmlns:"))
            return decoded(each.value);
    return {};
}

} // namespace xo::io
