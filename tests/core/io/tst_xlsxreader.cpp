#include "iosupport.h"
#include "zipmaker.h"

#include "core/base/text.h"
#include "core/io/cat.h"
#include "core/io/layout.h"
#include "core/io/xlsx/numberformat.h"

using namespace iotest;
using xo::JobContext;
using xo::io::FormatMeaning;
using xo::io::ReadOptions;

/// Workbooks: every kind of cell, several sheets, what stays unread.
class TestXlsxReader : public QObject {
    Q_OBJECT
    Files m_files;

    std::string cat(const std::string& bytes, const std::string& sheet = {}) {
        ReadOptions options;
        options.sheet = sheet;
        std::string out;
        const auto done = xo::io::cat(
            m_files.write("book.xlsx", bytes), options,
            [&](std::string_view text) {
                out += text;
                return true;
            },
            JobContext());
        return done ? out : done.error().code;
    }

private Q_SLOTS:
    void cellsOfEveryKind() {
        BookMaker book;
        book.styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/>"
                      "<numFmt numFmtId=\"165\" formatCode=\"[h]:mm:ss\"/>"
                      "<numFmt numFmtId=\"166\" formatCode=\"0.0&quot; days&quot;\"/></numFmts>"
                      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
                      "<xf numFmtId=\"166\"/><xf numFmtId=\"20\"/></cellXfs>";
        book.sharedStrings =
            "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r></si>"
            "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si><si><t>a_x000D_b</t></si><si/>";
        book.sheets = {
            {"Data", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" "
                     "t=\"s\"><v>2</v></c>"
                     "<c r=\"D1\" t=\"inlineStr\"><is><t>in, line</t></is></c><c r=\"E1\" "
                     "t=\"str\"><f>A1</f><v>cached</v></c></row>"
                     "<row r=\"2\"><c r=\"A2\"><v>5.0</v></c><c r=\"B2\"><v>0.1</v></c><c r=\"C2\"><v>1E+3</v></c>"
                     "<c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"E2\" t=\"b\"><v>0</v></c><c r=\"F2\" "
                     "t=\"e\"><v>#DIV/0!</v></c></row>"
                     "<row r=\"5\"><c r=\"A5\" s=\"1\"><v>46086</v></c><c r=\"B5\" s=\"2\"><v>46086.5868402778</v></c>"
                     "<c r=\"C5\" s=\"3\"><v>1.0868055555555556</v></c><c r=\"D5\" s=\"4\"><v>3.5</v></c><c r=\"E5\" "
                     "s=\"5\"><v>0.5</v></c>"
                     "<c r=\"G5\" t=\"d\"><v>2026-03-05T14:05:06</v></c></row>"
                     "<row><c t=\"s\"><v>3</v></c><c><v/></c><c><f>1+1</f></c><c><v>138123456789</v></c></row>"}};
        QCOMPARE(QString::fromStdString(cat(book.bytes())),
                 QStringLiteral("plain,rich text,東京,\"in, line\",cached\n5,0.1,1000,TRUE,FALSE,#DIV/0!\n\n\n"
                                "2026-03-05,2026-03-05T14:05:03,26:05:00,3.5,12:00:00,,2026-03-05T14:05:06\n"
                                "\"a\rb\",,,138123456789\n"));
    }

    void dateSystems() {
        BookMaker book;
        book.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
        book.sheets = {{"S", "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>59</v></c><c "
                             "r=\"C1\"><v>60</v></c><c r=\"D1\"><v>61</v></c>"
                             "<c r=\"E1\"><v>-3</v></c><c r=\"F1\"><v>99999999</v></c></row>"}};
        QCOMPARE(cat(book.bytes()), std::string("1900-01-01,1900-02-28,1900-02-29,1900-03-01,-3,99999999\n"));
        book.workbookProperties = "<workbookPr date1904=\"1\"/>";
        QCOMPARE(cat(book.bytes()), std::string("1904-01-02,1904-02-29,1904-03-01,1904-03-02,-3,99999999\n"));
    }

    void formats_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("meaning");
        const auto row = [](const char* code, FormatMeaning meaning) {
            QTest::newRow(code) << QString::fromUtf8(code) << static_cast<int>(meaning);
        };
        row("General", FormatMeaning::Number);
        row("0.00E+00", FormatMeaning::Number);
        row("#,##0.00\\d", FormatMeaning::Number);
        row("0\"days\"", FormatMeaning::Number);
        row("[Red]0", FormatMeaning::Number);
        row("yyyy-mm-dd", FormatMeaning::Date);
        row("[$-404]e/m/d", FormatMeaning::Date);
        row("yyyy\"年\"m\"月\"d\"日\"", FormatMeaning::Date);
        row("mmm", FormatMeaning::Date);
        row("h:mm AM/PM", FormatMeaning::Clock);
        row("mm:ss.0", FormatMeaning::Clock);
        row("[h]:mm", FormatMeaning::Duration);
        row("[mm]:ss", FormatMeaning::Duration);
    }
    void formats() {
        QFETCH(QString, code);
        QFETCH(int, meaning);
        QCOMPARE(static_cast<int>(xo::io::meaningOf(code.toStdString())), meaning);
    }

    void sheetsByNameAndNumber() {
        BookMaker book;
        book.sheets = {{"Cover", ""},
                       {"Secret\" state=\"hidden", "<row><c><v>1</v></c></row>"},
                       {"数据", "<row><c><v>2</v></c></row>"},
                       {"2", "<row><c><v>3</v></c></row>"}};
        const std::string bytes = book.bytes();
        QCOMPARE(cat(bytes), std::string("2\n")); // the first visible one with data
        QCOMPARE(cat(bytes, "Secret"), std::string("1\n"));
        QCOMPARE(cat(bytes, "2"), std::string("3\n")); // a name before a number
        QCOMPARE(cat(bytes, "3"), std::string("2\n"));
        QCOMPARE(cat(bytes, "Cover"), std::string(""));
        QCOMPARE(cat(bytes, "Nowhere"), std::string("io.unknown_sheet"));
        GridSink sink;
        const auto info = xo::io::readRows(m_files.write("sheets.xlsx", bytes), {}, sink, JobContext());
        QVERIFY(info);
        QCOMPARE(info->sheets.size(), std::size_t{4});
        QVERIFY(info->sheets[1].hidden);
        QVERIFY(!info->sheets[2].hidden);
    }

    void hiddenRows() {
        BookMaker book;
        book.sheets = {{"S", "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\" hidden=\"1\"><c><v>2</v></c></row>"
                             "<row r=\"3\" hidden=\"true\"/><row r=\"4\" hidden=\"0\"><c><v>4</v></c></row>"
                             "<row r=\"5\" hidden=\"true\"><c><v>5</v></c></row>"}};
        const std::string path = m_files.write("hidden.xlsx", book.bytes());
        const auto lines = [&](const char* hidden, std::vector<std::uint64_t> want) {
            GridSink sink;
            ReadOptions options;
            options.hidden = hidden;
            const auto info = xo::io::readRows(path, options, sink, JobContext());
            return info && info->hiddenRows == 2 && sink.lines == want;
        };
        QVERIFY(lines("", {1, 2, 4, 5}));
        QVERIFY(lines("include", {1, 2, 4, 5}));
        QVERIFY(lines("skip", {1, 4}));
        ReadOptions options;
        options.hidden = "perhaps";
        QCOMPARE(read(path, options).grid[0][1], std::string("io.bad_hidden"));
    }

    // cells merged across columns or down two rows hold their text in the first one only
    void mergedHeaders() {
        const auto text = [](const char* place, const char* words) {
            return "<c r=\"" + std::string(place) + "\" t=\"inlineStr\"><is><t>" + words + "</t></is></c>";
        };
        std::string rows = "<row r=\"1\">" + text("A1", "2026年满意度") + "</row><row r=\"2\">" +
                           text("A2", "客户编号") + text("B2", "服务") + text("D2", "产品") + "</row><row r=\"3\">" +
                           text("B3", "态度") + text("C3", "速度") + text("D3", "质量") + text("E3", "价格") + "</row>";
        for (int i = 4; i < 30; ++i) {
            const std::string n = std::to_string(i);
            rows += "<row r=\"" + n + "\">" + text(("A" + n).c_str(), ("C" + n).c_str());
            for (const char* column : {"B", "C", "D", "E"})
                rows += "<c r=\"" + (column + n) + "\"><v>" + std::to_string(1 + i % 5) + "</v></c>";
            rows += "</row>";
        }
        BookMaker book;
        book.sheets = {{"S", rows}};
        auto source = xo::io::Source::open(m_files.write("merged.xlsx", book.bytes()), {}, JobContext());
        QVERIFY(source);
        const auto sample = xo::io::readSample(**source, 100, JobContext());
        QVERIFY(sample);
        const auto layout = xo::io::findLayout(*sample, -1);
        QCOMPARE(layout.preamble, std::size_t{1});
        QCOMPARE(layout.headerRows, 2);
        QCOMPARE(layout.names,
                 (std::vector<std::string>{"客户编号", "服务 - 态度", "服务 - 速度", "产品 - 质量", "产品 - 价格"}));
        QCOMPARE(layout.firstDataLine, std::uint64_t{4});
    }

    // numbers come out as formatNumber() writes them, whatever way they were written
    void numbersInShortestForm() {
        const std::vector<std::pair<std::string, std::string>> cells = {{"0", "0"},
                                                                        {"-0", "0"},
                                                                        {"0.0", "0"},
                                                                        {"007", "7"},
                                                                        {"1.50", "1.5"},
                                                                        {"-2.5", "-2.5"},
                                                                        {"0.1", "0.1"},
                                                                        {"0.10000000000000001", "0.1"},
                                                                        {"0.00012", "0.00012"},
                                                                        {"0.000012", "1.2e-05"},
                                                                        {"1.", "1"},
                                                                        {".5", "0.5"},
                                                                        {"123456789012345", "123456789012345"},
                                                                        {"1234567890123456", "1234567890123456"},
                                                                        {"1e3", "1000"},
                                                                        {"1E-7", "1e-07"},
                                                                        {"0.30000000000000004", "0.30000000000000004"},
                                                                        {"1234567.12345678", "1234567.12345678"},
                                                                        {"1234567.123456789", "1234567.123456789"},
                                                                        {"100000000000000000000", "1e+20"},
                                                                        {"+5", "5"},
                                                                        {"5x", "5x"},
                                                                        {"--5", "--5"},
                                                                        {"1.2.3", "1.2.3"},
                                                                        {"-", "-"},
                                                                        {"12345678901234.5", "12345678901234.5"}};
        std::string row, want;
        for (const auto& [text, number] : cells) {
            row += "<c><v>" + text + "</v></c>";
            want += (want.empty() ? "" : ",") + number;
            if (const auto value = xo::parseNumber(text); value) QCOMPARE(number, xo::formatNumber(*value));
        }
        BookMaker book;
        book.sheets = {{"S", "<row>" + row + "</row>"}};
        QCOMPARE(QString::fromStdString(cat(book.bytes())), QString::fromStdString(want + "\n"));
    }

    void strictWorkbooks() {
        BookMaker book;
        book.space = "http://purl.oclc.org/ooxml/spreadsheetml/main";
        book.relations = "http://purl.oclc.org/ooxml/officeDocument/relationships";
        book.sharedStrings = "<si><t>x</t></si>";
        book.sheets = {{"S", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"XFD1\"><v>7</v></c></row>"}};
        const std::string text = cat(book.bytes());
        QCOMPARE(text.size(), std::size_t{16'384 + 2});
        QVERIFY(text.starts_with("x,") && text.ends_with(",7\n"));
    }

    void hostileWorkbooks() {
        BookMaker book;
        book.sheets = {{"S", "<row><c><v>1</v></c></row>"}};
        auto parts = book.parts();
        const auto with = [&](const std::string& name, const std::string& text) {
            auto changed = parts;
            for (auto& [part, content] : changed)
                if (part == name) content = text;
            return zipOf(changed);
        };
        const std::string sheet = "xl/worksheets/sheet1.xml";
        QCOMPARE(cat(with(sheet, "<!DOCTYPE a [<!ENTITY b "
                                 "\"c\">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>")),
                 std::string("io.xlsx_dtd"));
        std::string deep;
        for (int i = 0; i < 100; ++i)
            deep += "<a>";
        QCOMPARE(cat(with(sheet, deep)), std::string("io.xlsx_broken_part"));
        QCOMPARE(cat(with(sheet, "<worksheet><sheetData><row><c a=\"" + std::string(100'000, 'x') +
                                     "\"><v>1</v></c></row></sheetData></worksheet>")),
                 std::string("io.xlsx_broken_part"));
        QCOMPARE(cat(with(sheet, "<worksheet><sheetData><row><c><v>1</v></row>")), std::string("io.xlsx_broken_part"));
        QCOMPARE(cat(zipOf(parts, true)), std::string("io.xlsx_broken_part"));
        auto twice = parts;
        twice.push_back(parts[1]);
        QCOMPARE(cat(zipOf(twice)), std::string("io.xlsx_broken_part"));
        QCOMPARE(cat(with("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"s1\" Type=\"x/worksheet\" "
                                                        "Target=\"../../../etc/passwd\"/></Relationships>")),
                 std::string("io.xlsx_missing_part"));
        // an entry that would leave the folder is never read; the workbook opens without it
        auto outside = parts;
        outside.emplace_back("../evil.xml", "<a/>");
        outside.emplace_back("/etc/evil.xml", "<a/>");
        QCOMPARE(cat(zipOf(outside)), std::string("1\n"));
        std::vector<std::pair<std::string, std::string>> many;
        for (int i = 0; i < 10'001; ++i)
            many.emplace_back("x" + std::to_string(i), "");
        QCOMPARE(cat(zipOf(many)), std::string("io.zip_bomb"));
    }

    void otherPackagesAreNamed() {
        const auto why = [&](const std::vector<std::pair<std::string, std::string>>& parts) {
            GridSink sink;
            const auto done = xo::io::readRows(m_files.write("other.zip", zipOf(parts)), {}, sink, JobContext());
            return done ? std::string("read") : done.error().code + " " + done.error().args.at(0);
        };
        QVERIFY(why({{"xl/workbook.bin", "x"}}).find("xlsb") != std::string::npos);
        QVERIFY(why({{"mimetype", "x"}, {"content.xml", "<a/>"}}).find("ods") != std::string::npos);
        QVERIFY(why({{"word/document.xml", "<a/>"}}).find("Word") != std::string::npos);
        QVERIFY(why({{"readme.pdf", "x"}}).starts_with("io.archive_without_tables readme.pdf"));
    }

    void workbooksImportAsTextFilesDo() {
        BookMaker book;
        book.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs>";
        book.sheets = {{"S", "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>客户编号</t></is></c><c r=\"B3\" "
                             "t=\"inlineStr\"><is><t>提交时间</t></is></c>"
                             "<c r=\"C3\" t=\"inlineStr\"><is><t>满意度</t></is></c></row>"
                             "<row r=\"4\"><c r=\"A4\"><v>13812345678</v></c><c r=\"B4\" s=\"1\"><v>46086.5</v></c><c "
                             "r=\"C4\"><v>5</v></c></row>"
                             "<row r=\"6\"><c r=\"A6\"><v>13812345679</v></c><c r=\"B6\" s=\"1\"><v>46087</v></c><c "
                             "r=\"C6\" t=\"inlineStr\"><is><t>不适用</t></is></c></row>"}};
        const auto batch = xo::io::readBatch(request(m_files.write("import.xlsx", book.bytes())), JobContext());
        QVERIFY(batch);
        QCOMPARE(batch->rowsRead, std::uint64_t{2});
        const auto zone = *xo::TimeZone::named("Asia/Shanghai");
        const auto* customer = column(*batch, "客户编号");
        QCOMPARE(customer->info.role.text(), std::string("customer"));
        QCOMPARE(customer->text(0, zone), std::string("13812345678"));
        QCOMPARE(column(*batch, "提交时间")->text(0, zone), std::string("2026-03-05 12:00:00"));
        QCOMPARE(column(*batch, "满意度")->state(1), xo::CellState::NotApplicable);
        QCOMPARE(batch->sourceRows, (std::vector<std::uint64_t>{4, 6}));
    }
};

QTEST_APPLESS_MAIN(TestXlsxReader)
#include "tst_xlsxreader.moc"
