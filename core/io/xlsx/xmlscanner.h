#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xo::io {

/// Cuts the XML of a workbook part into tags and text, fed in blocks; made for parts that may be hostile. Well-formed
/// documents only: tags nest, attributes are quoted, text is valid UTF-8 (UTF-16 and Latin-1 are recoded by their mark
/// or declaration). Refused: any document type, so the five predefined entities and numbers are the only ones; a tag
/// beyond 64 KiB; depth beyond 64. Memory: one block and one tag. Names are given without their prefix: parts of
/// workbooks use one vocabulary, whose namespace differs between transitional and strict. O(bytes).
/// Source: XML 1.0, fifth edition; checked against Qt's reader (tst_xmlscanner).
class XmlScanner {
public:
    enum class Token {
        More,  ///< the block is used up: feed() the next one, or finish()
        Start, ///< name(), attribute(); an empty element gives Start and End
        End,   ///< name()
        Text,  ///< text(): a piece of character data; may come in several pieces
        Done,  ///< after finish(): the document is whole
        Broken ///< problem(), isDtd()
    };
    XmlScanner();
    ~XmlScanner();

    /// Views given out before end here.
    void feed(std::string_view block);
    void finish() { m_finished = true; }
    Token next();

    std::string_view name() const { return m_name; }
    std::string_view text() const { return m_text; }
    /// One without a prefix, "" when absent; entities undone. The view lives until the next call of this kind.
    std::string_view attribute(std::string_view name);
    /// The same for an attribute that must have a prefix ("r:id").
    std::string_view prefixedAttribute(std::string_view name);
    std::size_t depth() const { return m_marks.size(); }
    const char* problem() const { return m_problem; }
    bool isDtd() const { return m_dtd; }

private:
    enum class Inside { Content, Comment, Instruction, Cdata };
    struct Attribute {
        std::string_view name, value; ///< as written, prefix included
    };
    struct Recoder;

    Token broken(const char* why);
    Token usedUp();
    Token markup();
    Token startTag();
    Token endTag();
    Token characters();
    Token closing(std::string_view mark, bool asText);
    Token giveText(std::string_view piece, bool entities);
    Token begin();
    void close();
    bool decode(std::string_view raw, std::string& out, bool entities);
    std::string_view decoded(std::string_view raw);

    std::string m_block;              ///< what is not yet used up
    std::size_t m_at = 0;             ///< of m_block
    std::string m_names;              ///< names of the open elements, end to end
    std::vector<std::size_t> m_marks; ///< where each begins
    std::vector<Attribute> m_attributes;
    std::string_view m_name, m_text;
    std::string m_decoded, m_decodedAttribute;
    std::unique_ptr<Recoder> m_recoder;
    const char* m_problem = "";
    Inside m_inside = Inside::Content;
    bool m_begun = false, m_rooted = false, m_finished = false, m_closes = false, m_dtd = false, m_afterReturn = false;
};

} // namespace xo::io
