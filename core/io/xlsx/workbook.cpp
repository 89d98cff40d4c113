#include "core/io/xlsx/workbook.h"

#include "core/base/text.h"

#include <QHash>
#include <QXmlStreamReader>

namespace xo::io {

namespace {

constexpr std::size_t kMostStringBytes = std::size_t{1} << 30;

struct Relation {
    QString type, target;
    bool external = false;
};

Result<QHash<QString, Relation>> readRelations(XlsxPackage& package, const QString& ofPart, const JobContext& job) {
    QHash<QString, Relation> relations;
    const qsizetype slash = ofPart.lastIndexOf(QLatin1Char('/'));
    const QString part =
        ofPart.left(slash + 1) + QStringLiteral("_rels/") + ofPart.mid(slash + 1) + QStringLiteral(".rels");
    if (!package.has(part)) return relations;
    auto read = package.readXml(part, job, [&](QXmlStreamReader& xml) {
        if (xml.isStartElement() && xml.name() == QLatin1String("Relationship")) {
            const auto attributes = xml.attributes();
            Relation relation;
            const QString type = attributes.value(QLatin1String("Type")).toString();
            relation.type = type.mid(type.lastIndexOf(QLatin1Char('/')) + 1);
            relation.external = attributes.value(QLatin1String("TargetMode")) == QLatin1String("External");
            relation.target = resolvedTarget(ofPart, attributes.value(QLatin1String("Target")).toString());
            relations.insert(attributes.value(QLatin1String("Id")).toString(), relation);
        }
        return true;
    });
    if (!read) return read.failure();
    return relations;
}

Unexpected foreignPackage(const XlsxPackage& package) {
    const auto named = [&](const char* what) { return fail("io.not_a_table", {what}, package.path()); };
    if (package.has(QStringLiteral("xl/workbook.bin")))
        return named("a binary Excel workbook (.xlsb): save it as .xlsx / 二进制 Excel 工作簿(.xlsb),请另存为 .xlsx");
    if (package.has(QStringLiteral("content.xml")) && package.has(QStringLiteral("mimetype")))
        return named("an OpenDocument file (.ods): save it as .xlsx / OpenDocument 文件(.ods),请另存为 .xlsx");
    if (package.has(QStringLiteral("word/document.xml"))) return named("a Word document / Word 文档");
    if (package.has(QStringLiteral("ppt/presentation.xml"))) return named("a presentation / 演示文稿");
    return named("a ZIP archive: unpack it first / ZIP 压缩文件,请先解压");
}

Result<std::vector<FormatMeaning>> readStyles(XlsxPackage& package, const QString& part, const JobContext& job) {
    std::vector<FormatMeaning> formats;
    if (part.isEmpty() || !package.has(part)) return formats;
    QHash<int, FormatMeaning> custom;
    bool inCellXfs = false;
    auto read = package.readXml(part, job, [&](QXmlStreamReader& xml) {
        if (xml.isStartElement()) {
            if (xml.name() == QLatin1String("numFmt")) {
                const auto attributes = xml.attributes();
                custom.insert(attributes.value(QLatin1String("numFmtId")).toInt(),
                              meaningOf(attributes.value(QLatin1String("formatCode")).toString().toStdString()));
            } else if (xml.name() == QLatin1String("cellXfs")) {
                inCellXfs = true;
            } else if (inCellXfs && xml.name() == QLatin1String("xf")) {
                const int id = xml.attributes().value(QLatin1String("numFmtId")).toInt();
                formats.push_back(custom.contains(id) ? custom.value(id) : meaningOfBuiltIn(id));
            }
        } else if (xml.isEndElement() && xml.name() == QLatin1String("cellXfs")) {
            inCellXfs = false;
        }
        return formats.size() < 100'000;
    });
    if (!read) return read.failure();
    return formats;
}

} // namespace

Result<Workbook> readWorkbook(XlsxPackage& package, const JobContext& job) {
    auto roots = readRelations(package, QString(), job);
    if (!roots) return roots.failure();
    QString part;
    for (const Relation& relation : *roots)
        if (relation.type == QLatin1String("officeDocument") && !relation.external) part = relation.target;
    if (part.isEmpty() || !package.has(part)) part = QStringLiteral("xl/workbook.xml");
    if (!package.has(part) || part.endsWith(QLatin1String(".bin"))) return foreignPackage(package);
    if (!part.startsWith(QLatin1String("xl/")) &&
        (part.startsWith(QLatin1String("word/")) || part.startsWith(QLatin1String("ppt/"))))
        return foreignPackage(package);

    Workbook book;
    QHash<QString, Relation> relations;
    if (auto read = readRelations(package, part, job))
        relations = std::move(*read);
    else
        return read.failure();
    bool isWorkbook = false;
    auto read = package.readXml(part, job, [&](QXmlStreamReader& xml) {
        if (!xml.isStartElement()) return true;
        const auto attributes = xml.attributes();
        if (xml.name() == QLatin1String("workbook")) isWorkbook = true;
        if (xml.name() == QLatin1String("workbookPr")) {
            const auto value = attributes.value(QLatin1String("date1904"));
            book.date1904 = value == QLatin1String("1") || value == QLatin1String("true");
        } else if (xml.name() == QLatin1String("sheet")) {
            QString id;
            for (const QXmlStreamAttribute& attribute : attributes)
                if (attribute.name() == QLatin1String("id") && !attribute.namespaceUri().isEmpty())
                    id = attribute.value().toString();
            const Relation relation = relations.value(id);
            if (!relation.type.isEmpty() && relation.type != QLatin1String("worksheet")) return true;
            WorkbookSheet sheet;
            sheet.name = attributes.value(QLatin1String("name")).toString().toStdString();
            const auto state = attributes.value(QLatin1String("state"));
            sheet.hidden = !state.isEmpty() && state != QLatin1String("visible");
            if (!relation.external) sheet.part = relation.target;
            book.sheets.push_back(std::move(sheet));
        }
        return book.sheets.size() < 10'000;
    });
    if (!read) return read.failure();
    if (!isWorkbook) return foreignPackage(package);
    QString styles;
    for (const Relation& relation : relations) {
        if (relation.external) continue;
        if (relation.type == QLatin1String("styles")) styles = relation.target;
        if (relation.type == QLatin1String("sharedStrings")) book.sharedStringsPart = relation.target;
    }
    auto formats = readStyles(package, styles, job);
    if (!formats) return formats.failure();
    book.formats = std::move(*formats);
    return book;
}

void appendXmlText(std::string& out, QStringView text) {
    char16_t high = 0;
    for (const QChar ch : text) {
        const char16_t unit = ch.unicode();
        if (high) {
            const bool pair = unit >= 0xDC00 && unit <= 0xDFFF;
            appendUtf8(out,
                       pair ? 0x10000 + ((static_cast<char32_t>(high) - 0xD800) << 10) + (unit - 0xDC00U) : U'\uFFFD');
            high = 0;
            if (pair) continue;
        }
        if (unit < 0x80)
            out += static_cast<char>(unit);
        else if (unit >= 0xD800 && unit <= 0xDBFF)
            high = unit;
        else if (unit >= 0xDC00 && unit <= 0xDFFF)
            appendUtf8(out, U'\uFFFD');
        else
            appendUtf8(out, unit);
    }
    if (high) appendUtf8(out, U'\uFFFD');
}

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

Result<void> SharedStrings::load(XlsxPackage& package, const QString& part, const JobContext& job) {
    if (part.isEmpty() || !package.has(part)) return {};
    bool inText = false, tooLarge = false;
    int phonetic = 0;
    std::string current;
    auto read = package.readXml(part, job, [&](QXmlStreamReader& xml) {
        switch (xml.tokenType()) {
        case QXmlStreamReader::StartElement:
            if (xml.name() == QLatin1String("si"))
                current.clear();
            else if (xml.name() == QLatin1String("rPh"))
                ++phonetic;
            else if (xml.name() == QLatin1String("t"))
                inText = phonetic == 0;
            break;
        case QXmlStreamReader::Characters:
            if (inText) appendXmlText(current, xml.text());
            break;
        case QXmlStreamReader::EndElement:
            if (xml.name() == QLatin1String("t"))
                inText = false;
            else if (xml.name() == QLatin1String("rPh"))
                --phonetic;
            else if (xml.name() == QLatin1String("si")) {
                undoEscapes(current, 0);
                m_bytes += current;
                m_offsets.push_back(m_bytes.size());
                tooLarge = m_bytes.size() + m_offsets.size() * 8 > kMostStringBytes;
            }
            break;
        default:
            break;
        }
        return !tooLarge;
    });
    if (!read) return read.failure();
    if (tooLarge) return fail("io.xlsx_too_large", {part.toStdString()});
    return {};
}

} // namespace xo::io
