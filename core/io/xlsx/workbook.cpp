#include "core/io/xlsx/workbook.h"

#include "core/base/text.h"

#include <unordered_map>

namespace xo::io {

namespace {

using Token = XmlScanner::Token;

constexpr std::size_t kMostSheets = 10'000;
constexpr std::size_t kMostStyles = 100'000; // Excel stops at 64,000

struct Relation {
    std::string type, target;
    bool external = false;
};
using Relations = std::unordered_map<std::string, Relation>;

Result<Relations> readRelations(XlsxPackage& package, const std::string& ofPart, const JobContext& job) {
    Relations relations;
    const std::size_t slash = ofPart.find_last_of('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    const std::string part = ofPart.substr(0, name) + "_rels/" + ofPart.substr(name) + ".rels";
    if (!package.has(part)) return relations;
    auto read = package.readXml(part, job, [&](Token token, XmlScanner& xml) {
        if (token != Token::Start || xml.name() != "Relationship") return true;
        Relation relation;
        const std::string type(xml.attribute("Type"));
        relation.type = type.substr(type.find_last_of('/') + 1);
        relation.external = xml.attribute("TargetMode") == "External";
        relation.target = resolvedTarget(ofPart, std::string(xml.attribute("Target")));
        relations.insert_or_assign(std::string(xml.attribute("Id")), std::move(relation));
        return relations.size() < 2 * kMostSheets;
    });
    if (!read) return read.failure();
    return relations;
}

Unexpected foreignPackage(const XlsxPackage& package) {
    const auto named = [&](const char* what) { return fail("io.not_a_table", {what}, package.path()); };
    if (package.has("xl/workbook.bin"))
        return named("a binary Excel workbook (.xlsb): save it as .xlsx / 二进制 Excel 工作簿(.xlsb),请另存为 .xlsx");
    if (package.has("content.xml") && package.has("mimetype"))
        return named("an OpenDocument file (.ods): save it as .xlsx / OpenDocument 文件(.ods),请另存为 .xlsx");
    if (package.has("word/document.xml")) return named("a Word document / Word 文档");
    if (package.has("ppt/presentation.xml")) return named("a presentation / 演示文稿");
    return named("a ZIP archive: unpack it first / ZIP 压缩文件,请先解压");
}

int number(std::string_view text) {
    const auto value = parseNumber(text);
    return value && *value >= 0 && *value <= 1e9 ? static_cast<int>(*value) : 0;
}

Result<std::vector<FormatMeaning>> readStyles(XlsxPackage& package, const std::string& part, const JobContext& job) {
    std::vector<FormatMeaning> formats;
    if (part.empty() || !package.has(part)) return formats;
    std::unordered_map<int, FormatMeaning> custom;
    bool inCellXfs = false;
    auto read = package.readXml(part, job, [&](Token token, XmlScanner& xml) {
        if (token == Token::Start) {
            if (xml.name() == "numFmt") {
                const int id = number(xml.attribute("numFmtId"));
                custom.insert_or_assign(id, meaningOf(xml.attribute("formatCode")));
            } else if (xml.name() == "cellXfs") {
                inCellXfs = true;
            } else if (inCellXfs && xml.name() == "xf") {
                const int id = number(xml.attribute("numFmtId"));
                const auto own = custom.find(id);
                formats.push_back(own != custom.end() ? own->second : meaningOfBuiltIn(id));
            }
        } else if (token == Token::End && xml.name() == "cellXfs") {
            inCellXfs = false;
        }
        return formats.size() < kMostStyles && custom.size() < kMostStyles;
    });
    if (!read) return read.failure();
    return formats;
}

} // namespace

Result<Workbook> readWorkbook(XlsxPackage& package, const JobContext& job) {
    auto roots = readRelations(package, {}, job);
    if (!roots) return roots.failure();
    std::string part;
    for (const auto& [id, relation] : *roots)
        if (relation.type == "officeDocument" && !relation.external) part = relation.target;
    if (part.empty() || !package.has(part)) part = "xl/workbook.xml";
    if (!package.has(part) || part.ends_with(".bin") || part.starts_with("word/") || part.starts_with("ppt/"))
        return foreignPackage(package);

    Workbook book;
    auto relations = readRelations(package, part, job);
    if (!relations) return relations.failure();
    bool isWorkbook = false;
    auto read = package.readXml(part, job, [&](Token token, XmlScanner& xml) {
        if (token != Token::Start) return true;
        if (xml.name() == "workbook") {
            isWorkbook = true;
        } else if (xml.name() == "workbookPr") {
            const std::string_view value = xml.attribute("date1904");
            book.date1904 = value == "1" || value == "true";
        } else if (xml.name() == "sheet") {
            const auto found = relations->find(std::string(xml.prefixedAttribute("id")));
            const Relation relation = found == relations->end() ? Relation() : found->second;
            if (!relation.type.empty() && relation.type != "worksheet") return true;
            WorkbookSheet sheet;
            sheet.name = xml.attribute("name");
            const std::string_view state = xml.attribute("state");
            sheet.hidden = !state.empty() && state != "visible";
            if (!relation.external) sheet.part = relation.target;
            book.sheets.push_back(std::move(sheet));
        }
        return book.sheets.size() < kMostSheets;
    });
    if (!read) return read.failure();
    if (!isWorkbook) return foreignPackage(package);
    std::string styles;
    for (const auto& [id, relation] : *relations) {
        if (relation.external) continue;
        if (relation.type == "styles") styles = relation.target;
        if (relation.type == "sharedStrings") book.sharedStringsPart = relation.target;
    }
    auto formats = readStyles(package, styles, job);
    if (!formats) return formats.failure();
    book.formats = std::move(*formats);
    return book;
}

} // namespace xo::io
