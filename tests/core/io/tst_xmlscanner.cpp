#include "core/io/xlsx/xmlscanner.h"

#include <QXmlStreamReader>
#include <QtTest>

#include <string>

using xo::io::XmlScanner;

namespace {

enum class Told { Everything, TagsAndReason };

// "(name a=1)text(/name)" …, or "broken" with the reason. TagsAndReason: the names of the tags before the reason; text
// is given in pieces that differ with the blocks.
std::string tokens(std::string_view xml, std::size_t block, Told told = Told::Everything) {
    const bool all = told == Told::Everything;
    XmlScanner scanner;
    std::string out;
    for (;;) {
        switch (scanner.next()) {
        case XmlScanner::Token::More: {
            const std::string piece(xml.substr(0, block));
            xml.remove_prefix(piece.size());
            if (piece.empty())
                scanner.finish();
            else
                scanner.feed(piece);
            break;
        }
        case XmlScanner::Token::Start:
            out += "(" + std::string(scanner.name());
            if (const auto a = scanner.attribute("a"); all && !a.empty()) out += " a=" + std::string(a);
            out += ")";
            break;
        case XmlScanner::Token::End:
            out += "(/" + std::string(scanner.name()) + ")";
            break;
        case XmlScanner::Token::Text:
            if (all) out += scanner.text();
            break;
        case XmlScanner::Token::Done:
            return out;
        case XmlScanner::Token::Broken:
            return all ? "broken: " + std::string(scanner.problem()) : out + " " + scanner.problem();
        }
    }
}

std::string qtTokens(const std::string& xml) {
    QXmlStreamReader reader(QByteArray::fromStdString(xml));
    std::string out;
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement:
            out += "(" + reader.name().toString().toStdString();
            if (const auto a = reader.attributes().value(QLatin1String("a")); !a.isEmpty())
                out += " a=" + a.toString().toStdString();
            out += ")";
            break;
        case QXmlStreamReader::EndElement:
            out += "(/" + reader.name().toString().toStdString() + ")";
            break;
        case QXmlStreamReader::Characters:
            out += reader.text().toString().toStdString();
            break;
        default:
            break;
        }
    }
    return reader.hasError() ? "broken" : out;
}

} // namespace

/// The scanner of workbook parts, next to Qt's reader.
class TestXmlScanner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameAsQt_data() {
        QTest::addColumn<QByteArray>("xml");
        const auto row = [](const char* name, const QByteArray& xml) { QTest::newRow(name) << xml; };
        row("plain", "<a><b a=\"1\">x</b><c/></a>");
        row("declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n <b/>\n</a>\n");
        row("byte order mark", "\xEF\xBB\xBF<a>x</a>");
        row("prefixes", "<x:a xmlns:x=\"u\"><x:b x:a=\"1\"/></x:a>");
        row("single quotes and blanks", "<a  a = '\"1\"'\n\tb=\"2\" ><b /></a >");
        row("a bracket in an attribute", "<a a=\"x>y\">z</a>");
        row("entities", "<a a=\"&lt;&amp;&#65;\">&gt;&quot;&apos;&#x4E2D;&#128512;x</a>");
        row("chinese", "<a a=\"\xE4\xB8\xAD\">\xE4\xB8\xAD\xE6\x96\x87\xF0\x9F\x98\x80</a>");
        row("line ends", "<a>1\r\n2\r3\n4\r\r\n5</a>");
        row("comment and instruction", "<!-- < & --><a>x<!-- y - >z-->w<?p <q>?>v</a><!--e-->");
        row("character data", "<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]>x</a>");
        row("empty text", "<a></a>");
        row("unnested", "<a><b></a></b>");
        row("unclosed", "<a><b></b>");
        row("two roots", "<a/><b/>");
        row("text outside", "<a/>x");
        row("nothing", "");
        row("no quotes", "<a a=1/>");
        row("glued attributes", "<a a=\"1\"b=\"2\"/>");
        row("less in an attribute", "<a a=\"<\"/>");
        row("unknown entity", "<a>&nbsp;</a>");
        row("endless entity", "<a>&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>");
        row("bare ampersand", "<a>x & y</a>");
        row("too large a number", "<a>&#x110000;</a>");
        row("a surrogate", "<a>&#xD800;</a>");
        row("a control character", "<a>\x01</a>");
        row("a control character by number", "<a>&#1;</a>");
        row("invalid UTF-8", "<a>\xC3(</a>");
        row("cut UTF-8", "<a>\xE4\xB8</a>");
        row("a stray end", "</a>");
        row("only a bracket", "<");
        row("latin", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE9</a>");
        const QString wide = QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a a=\"中\">文 😀</a>");
        row("UTF-16 little",
            QByteArray("\xFF\xFE") + QByteArray(reinterpret_cast<const char*>(wide.utf16()), wide.size() * 2));
        QByteArray swapped("\xFE\xFF");
        for (const QChar c : wide) {
            swapped += static_cast<char>(c.unicode() >> 8);
            swapped += static_cast<char>(c.unicode() & 0xFF);
        }
        row("UTF-16 big", swapped);
    }
    void sameAsQt() {
        QFETCH(QByteArray, xml);
        const std::string text = xml.toStdString();
        const std::string want = qtTokens(text);
        for (const std::size_t block :
             {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{64 << 10}}) {
            const std::string got = tokens(text, block);
            QCOMPARE(got.starts_with("broken") ? std::string("broken") : got, want);
        }
    }

    void sameInEveryBlock_data() {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QByteArray>("tags");
        const auto wide = [](QString text) {
            return QByteArray("\xFF\xFE") + QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        };
        const QString long1 = QStringLiteral("<a><b>") + QString(300, u'x') + QStringLiteral("</b><c>");
        QTest::newRow("a surrogate alone, late") << wide(long1 + QChar(0xDC00) + QStringLiteral("</c></a>"))
                                                 << QByteArray("(a)(b)(/b)(c) its encoding / 编码无效");
        QTest::newRow("a surrogate alone, early")
            << wide(QStringLiteral("<a><b>") + QChar(0xD800) + QString(300, u'x') + QStringLiteral("</b></a>"))
            << QByteArray("(a)(b) its encoding / 编码无效");
        QTest::newRow("a surrogate after the root")
            << wide(QStringLiteral("<a></a>") + QChar(0xDC00)) << QByteArray("(a)(/a) its encoding / 编码无效");
        QTest::newRow("nothing but the root") << wide(QStringLiteral("<a></a>\n")) << QByteArray("(a)(/a)");
        QTest::newRow("a zero") << wide(long1 + QChar(0) + QStringLiteral("</c></a>"))
                                << QByteArray("(a)(b)(/b)(c) its encoding / 编码无效");
        QTest::newRow("an entity as long as may be")
            << QByteArray("<a><b>&#x000000041;</b></a>") << QByteArray("(a)(b)(/b)(/a)");
        QTest::newRow("an entity too long")
            << QByteArray("<a><b>&#x0000000041;</b></a>") << QByteArray("(a)(b) an unknown entity / 未知实体");
    }
    void sameInEveryBlock() {
        QFETCH(QByteArray, xml);
        QFETCH(QByteArray, tags);
        for (std::size_t block = 1; block <= 70; ++block)
            QCOMPARE(QByteArray::fromStdString(tokens(xml.toStdString(), block, Told::TagsAndReason)), tags);
        QCOMPARE(QByteArray::fromStdString(tokens(xml.toStdString(), 64 << 10, Told::TagsAndReason)), tags);
    }

    void limits() {
        const auto reason = [](const std::string& xml) { return tokens(xml, 32 << 10); };
        std::string deep, back;
        for (int i = 0; i < 64; ++i) {
            deep += "<a>";
            back += "</a>";
        }
        QVERIFY(!reason(deep + back).starts_with("broken"));
        QVERIFY(reason("<a>" + deep + back + "</a>").find("deeply") != std::string::npos);
        QVERIFY(reason("<a b=\"" + std::string(70'000, 'x') + "\"/>").find("too long") != std::string::npos);
        QVERIFY(reason("<a b=\"" + std::string(9'000'000, 'x')).find("too long") != std::string::npos);
        QVERIFY(reason("<a></a" + std::string(70'000, ' ') + ">").find("too long") != std::string::npos);
        std::string flood = "<a";
        for (int i = 0; i < 10'000; ++i)
            flood += " a" + std::to_string(i) + "=\"\"";
        QVERIFY(reason(flood + "/>").find("too long") != std::string::npos);
        QVERIFY(reason("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").find("document type") != std::string::npos);
        QVERIFY(reason("<a><!ELEMENT b></a>").find("document type") != std::string::npos);
        QVERIFY(reason("<?xml version=\"1.0\" encoding=\"EBCDIC\"?><a/>").find("encoding") != std::string::npos);
    }

    // what goes on for ever is handed on, not kept
    void memoryStaysBounded() {
        const std::string block(64 << 10, 'x');
        XmlScanner scanner;
        scanner.feed("<a>" + std::string(300, ' ') + "<!--");
        std::size_t tokensSeen = 0;
        for (int i = 0; i < 2'000; ++i) {
            while (scanner.next() != XmlScanner::Token::More)
                ++tokensSeen;
            scanner.feed(block);
        }
        QVERIFY(tokensSeen <= 3);
    }

    void attributes() {
        XmlScanner scanner;
        scanner.feed("<sheet name=\"&#x6570;&amp;\" id=\"9\" r:id=\"rId1\" xmlns:name=\"u\"/>" + std::string(300, ' '));
        QCOMPARE(scanner.next(), XmlScanner::Token::Start);
        QCOMPARE(std::string(scanner.attribute("name")), std::string("数&"));
        QCOMPARE(std::string(scanner.attribute("id")), std::string("9"));
        QCOMPARE(std::string(scanner.prefixedAttribute("id")), std::string("rId1"));
        QCOMPARE(std::string(scanner.prefixedAttribute("name")), std::string());
        QCOMPARE(std::string(scanner.attribute("none")), std::string());
    }
};

QTEST_APPLESS_MAIN(TestXmlScanner)
#include "tst_xmlscanner.moc"
