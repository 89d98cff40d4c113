#include "iosupport.h"
#include "zipmaker.h"

#include "core/io/zipwriter.h"

using namespace iotest;

/// Workbooks made to take the machine down: each is refused, or read, in time.
class TestXlsxHostile : public QObject {
    Q_OBJECT
    Files m_files;

    // packed as tightly as deflate can
    std::string packed(const char* name, const std::vector<std::pair<std::string, std::string>>& parts) {
        const std::string path = m_files.path(name);
        xo::io::ZipWriter zip(path.c_str());
        bool sound = zip.isOpen();
        for (const auto& [part, text] : parts)
            sound =
                sound && zip.beginEntry(part.c_str(), 0x21, 9) && zip.write(text.data(), text.size()) && zip.endEntry();
        if (!sound || !zip.close()) qFatal("no workbook written");
        return path;
    }
    static std::vector<std::pair<std::string, std::string>> with(const std::string& part, std::string text) {
        BookMaker book;
        book.sheets = {{"S", "<row><c t=\"s\"><v>0</v></c></row>"}};
        book.sharedStrings = "<si><t>x</t></si>";
        auto parts = book.parts();
        for (auto& each : parts)
            if (each.first == part) each.second = std::move(text);
        return parts;
    }
    // the error's code, or how many rows were read; fails when it took longer than the promise of 5 s (a busy machine
    // and sanitizers get more)
    std::string outcome(const std::string& path) {
        QElapsedTimer timer;
        timer.start();
        std::uint64_t rows = 0;
        struct Counter : xo::io::RowSink {
            std::uint64_t* rows = nullptr;
            bool row(const xo::io::Row&) override {
                ++*rows;
                return true;
            }
        } counter;
        counter.rows = &rows;
        const auto done = xo::io::readRows(path, {}, counter, xo::JobContext());
        if (timer.elapsed() > 60'000) return "too slow";
        return done ? std::to_string(rows) : done.error().code;
    }
    static std::string repeated(std::size_t times, const std::string& text) {
        std::string out;
        out.reserve(times * text.size());
        for (std::size_t i = 0; i < times; ++i)
            out += text;
        return out;
    }
    static std::string sheet(const std::string& rows) {
        return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    }
    const std::string m_sheet = "xl/worksheets/sheet1.xml";

private Q_SLOTS:
    void bombs() {
        const std::string blanks(40U << 20, ' ');
        QCOMPARE(outcome(packed("rows.xlsx", with(m_sheet, sheet(blanks)))), std::string("io.zip_bomb"));
        QCOMPARE(outcome(packed("strings.xlsx", with("xl/sharedStrings.xml", "<sst>" + blanks + "</sst>"))),
                 std::string("io.zip_bomb"));
        QCOMPARE(outcome(packed("styles.xlsx", with("xl/styles.xml", "<styleSheet>" + blanks + "</styleSheet>"))),
                 std::string("io.zip_bomb"));
    }
    void sparseGrids() {
        QCOMPARE(outcome(packed("wide.xlsx",
                                with(m_sheet, sheet(repeated(6'000, "<row><c r=\"XFD1\"><v>1</v></c></row>"))))),
                 std::string("io.zip_bomb"));
        // one far corner is a grid like any other
        QCOMPARE(outcome(packed("far.xlsx",
                                with(m_sheet, sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>")))),
                 std::string("1"));
        QCOMPARE(outcome(packed("jumps.xlsx",
                                with(m_sheet, sheet(repeated(100, "<row r=\"1\"><c><v>1</v></c></row>"
                                                                  "<row r=\"1048576\"><c><v>1</v></c></row>"))))),
                 std::string("io.zip_bomb"));
        QCOMPARE(outcome(packed("rows.xlsx", with(m_sheet, sheet(repeated(1'100'000, "<row/>"))))),
                 std::string("io.zip_bomb"));
    }
    void longRows() {
        std::string text;
        for (std::uint32_t i = 0; text.size() < (70U << 20); ++i)
            text += std::to_string(i * 2654435761U); // does not pack 200-fold
        QCOMPARE(outcome(packed("long.xlsx", with(m_sheet, sheet("<row><c t=\"inlineStr\"><is><t>" + text +
                                                                 "</t></is></c></row>")))),
                 std::string("io.zip_bomb"));
    }
    // one long string in every cell of a row
    void repeatedStrings() {
        std::string text;
        for (std::uint32_t i = 0; text.size() < (1U << 20); ++i)
            text += std::to_string(i * 2654435761U);
        const std::string strings = "<sst><si><t>" + text + "</t></si></sst>";
        auto parts = with("xl/sharedStrings.xml", strings);
        const auto cells = [&](std::size_t count) {
            for (auto& [name, content] : parts)
                if (name == m_sheet) content = sheet("<row>" + repeated(count, "<c t=\"s\"><v>0</v></c>") + "</row>");
            return outcome(packed("repeated.xlsx", parts));
        };
        QCOMPARE(cells(50), std::string("1"));
        QCOMPARE(cells(100), std::string("io.zip_bomb"));
    }
    void attributes() {
        std::string tag = "<c";
        for (int i = 0; i < 5'000; ++i)
            tag += " a" + std::to_string(i) + "=\"\"";
        QCOMPARE(outcome(packed("flood.xlsx",
                                with(m_sheet, sheet("<row>" + repeated(100, tag + "><v>1</v></c>") + "</row>")))),
                 std::string("1"));
        QCOMPARE(outcome(packed("tag.xlsx", with(m_sheet, sheet("<row " + std::string(70'000, ' ') + "/>")))),
                 std::string("io.xlsx_broken_part"));
    }
    void documentTypes() {
        const std::string entities = "<!DOCTYPE w [<!ENTITY a \"" + std::string(50'000, 'x') + "\">]>";
        QCOMPARE(outcome(packed(
                     "quadratic.xlsx",
                     with(m_sheet, entities + sheet("<row><c><v>" + repeated(50'000, "&a;") + "</v></c></row>")))),
                 std::string("io.xlsx_dtd"));
        for (const char* part : {"xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"})
            QCOMPARE(outcome(packed("dtd.xlsx", with(part, "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"))),
                     std::string("io.xlsx_dtd"));
    }
    // ten thousand sheets that lead to one long part without a row
    void sheetsWithoutEnd() {
        auto parts = with(m_sheet, "<worksheet><!--" + repeated(400'000, "0123456789abcdefghijklmnopqrs") +
                                       "--><sheetData/></worksheet>");
        for (auto& [name, text] : parts)
            if (name == "xl/workbook.xml")
                text = "<workbook xmlns:r=\"r\"><sheets>" + repeated(10'000, "<sheet name=\"a\" r:id=\"s1\"/>") +
                       "</sheets></workbook>";
        QCOMPARE(outcome(packed("sheets.xlsx", parts)), std::string("0"));
    }
    // reading again is no bomb: what counts is what the parts unpack to
    void readTwice() {
        std::string rows;
        for (std::uint32_t i = 0; i < 200'000; ++i)
            rows += "<row><c><v>" + std::to_string(i * 2654435761U) + "</v></c></row>";
        auto source = xo::io::Source::open(packed("twice.xlsx", with(m_sheet, sheet(rows))), {}, xo::JobContext());
        QVERIFY(source);
        for (int i = 0; i < 3; ++i) {
            GridSink sink;
            QVERIFY((*source)->read(sink, xo::JobContext()));
            QCOMPARE(sink.grid.size(), std::size_t{200'000});
        }
    }
    // stopped by the sink or by Cancel while the thread is still unpacking
    void stopsEarly() {
        std::string rows;
        for (std::uint32_t i = 0; i < 300'000; ++i)
            rows += "<row><c><v>" + std::to_string(i * 2654435761U) + "</v></c></row>";
        const std::string path = packed("stop.xlsx", with(m_sheet, sheet(rows)));
        struct Stopper : xo::io::RowSink {
            xo::JobContext job;
            bool cancel = false;
            std::uint64_t rows = 0;
            bool row(const xo::io::Row&) override {
                if (++rows == 1'000 && cancel) job.cancel();
                return cancel || rows < 1'000;
            }
        };
        Stopper enough;
        QVERIFY(xo::io::readRows(path, {}, enough, enough.job));
        QCOMPARE(enough.rows, std::uint64_t{1'000});
        Stopper cancelling;
        cancelling.cancel = true;
        const auto done = xo::io::readRows(path, {}, cancelling, cancelling.job);
        QVERIFY(!done);
        QCOMPARE(done.error().code, std::string("job.cancelled"));
        QVERIFY(cancelling.rows < 20'000);
    }
};

QTEST_APPLESS_MAIN(TestXlsxHostile)
#include "tst_xlsxhostile.moc"
