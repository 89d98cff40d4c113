#include "iosupport.h"
#include "zipmaker.h"

#include "core/io/cat.h"
#include "core/io/formats.h"

#include <set>

using namespace iotest;
using xo::io::SourceFormat;

namespace {

// The same table in the two binary formats: written by xlwt and by PSPP, packed by qCompress.
const char* const kXls =
    "AAAWAHja7Vg9aBRBFP5mc/8kl714ERIhHAFPjWnExiZZFTSVIWqhiKAX74qQcAmnjTZG45WCYKXYBNLYREXwBxW0sxAiWgiCcKel"
    "laBgkdzmzXezeIkpcqAhynzLfPP2zXs7szdv3u3M24VUZfZBdxWrMIgW1Pw4Ig06JSUe3LiQdt/XYlDHpPgW/xTiMZnISBjP2t5E"
    "9Rzq+a7Cwf3QK2Hgs5TTmMLwZLGQ2UAc5BhySo9hQFjhjmiS6OKoOsjnyFvI92j5nLyfmuvkAbGtqFNY8Ib79pkoPun0si0J/dzH"
    "9PlIzR504rWO4ss3VN02jAOlsdzE5mzoCbViDjJvQ4VioZSbqCAtEziHH34G+B6s1JcZq99YvYLof67UR9fQ33RCwDT8swzwsiTX"
    "hy31CT6+aOLalLG8NBSnzid0CuaSdVcs2TaGcqtwHu2UU3R1JSkv3v327sjoiHeGmmmm6Xoy3677h48r2kOck2zhEGjbR95Nvsqn"
    "bqPcTU5LGEqdHek0wuEZ2lxja1b62Uu893Y0yDtFLn89+qSn/MXbJfL8UPVSev6DN4teef+8+OtrBv2qX92+pfHUC2plFv4nctdv"
    "SSDmuGbsvvnHascSEhRT5Pqd/nWUsVer7F9IH4r2EXKW9trSWcPSoU2CnKTloNOBR1otaegXErCwsLCwsLCwsLDYBFDmU19/9OvN"
    "QNhsKKLmXGdJSs0ek/y3OIZJuS7IxvQQilKXcLGp+NmKsAqepdbpE5wXapyQ3ksYxyjHMd50/MoWTDW+z7od3T+3hJrtv9bMOP9y"
    "/8tJir1P";
const char* const kSav =
    "AAACQnjaU3HzMXLQUNZUCA4IDlZwcQxxVHDz9HFVcPcLVSgoLihQMNQz0zNS0FWosDCLNzPRLUjWzcnMK63QTc8rVQACJgYGBhCG"
    "AQQ70sHISMEvv0zByMzQzMrE0srUWIFCgGYXGLCwgrGnC0QJTJ4RihmYWMHYLyAYLM8GFHrWt+JF7wSwcQwMByIcmNHMZX6yoxfB"
    "U3FgfjZjPdgqqJkgtewgdVAxDqg4G1TuPxAwIql9+ReiHqaWGarm///3/6F0/T8oH6SOG6qWDaoWZj4yG6SOF8oG0Z4utpkpnEBf"
    "2uYVFIMkhaCSIF9mplipOATl56RqqBuoc2nqA5WgCIDUi0DVA4OLITTETdfiOTNyMH+wh9BKDlABKM3hAABziVnn";

const Grid kTable = {{"id", "nps"}, {"1", "9"}, {"2", "3"}};

std::string sampleOf(SourceFormat format) {
    switch (format) {
    case SourceFormat::Csv:
        return "id,nps\n1,9\n2,3\n";
    case SourceFormat::Tsv:
        return "id\tnps\n1\t9\n2\t3\n";
    case SourceFormat::Json:
        return "[{\"id\":1,\"nps\":9},{\"id\":2,\"nps\":3}]";
    case SourceFormat::Ndjson:
        return "{\"id\":1,\"nps\":9}\n{\"id\":2,\"nps\":3}\n";
    case SourceFormat::Xlsx: {
        BookMaker book;
        const std::string text = " t=\"inlineStr\"><is><t>";
        book.sheets = {
            {"S", "<row r=\"1\"><c r=\"A1\"" + text + "id</t></is></c><c r=\"B1\"" + text +
                      "nps</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>9</v></c></row>"
                      "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\"><v>3</v></c></row>"}};
        return book.bytes();
    }
    case SourceFormat::Xls:
        return qUncompress(QByteArray::fromBase64(kXls)).toStdString();
    case SourceFormat::Sav:
        return qUncompress(QByteArray::fromBase64(kSav)).toStdString();
    case SourceFormat::Database:
        break;
    }
    return {};
}

} // namespace

/// What every format promises, run over the table of formats.
class TestFormats : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTableIsSound() {
        std::set<SourceFormat> formats;
        std::set<std::string_view> names, extensions;
        for (const auto& format : xo::io::formats()) {
            QVERIFY(formats.insert(format.format).second);
            QVERIFY(names.insert(format.name).second);
            QVERIFY(!format.english.empty() && !format.chinese.empty() && !format.extensions.empty());
            QCOMPARE(xo::io::sourceFormatName(format.format), format.name);
            for (const auto extension : format.extensions)
                QVERIFY(extensions.insert(extension).second);
            QVERIFY2(!sampleOf(format.format).empty(), std::string(format.name).c_str());
        }
        QCOMPARE(xo::io::sourceFormatName(SourceFormat::Database), std::string_view("database"));
        QCOMPARE(xo::io::formats().back().format, SourceFormat::Csv);
    }

    void everyFormatOpens_data() { rows(); }
    void everyFormatOpens() {
        QFETCH(int, format);
        const auto wanted = static_cast<SourceFormat>(format);
        // told from the content: the name says nothing
        const auto path = m_files.write("table.bin", sampleOf(wanted));
        auto source = xo::io::Source::open(path, {}, xo::JobContext());
        QVERIFY2(source, source ? "" : source.error().code.c_str());
        QCOMPARE((*source)->info().format, wanted);
        QCOMPARE((*source)->info().hash.size(), std::size_t(32));
        GridSink once, twice;
        QVERIFY((*source)->read(once, xo::JobContext()) && (*source)->read(twice, xo::JobContext()));
        QCOMPARE(once.grid, kTable);
        QCOMPARE(twice.grid, kTable);
        std::string text;
        const auto done = xo::io::cat(
            path, {},
            [&text](std::string_view piece) {
                text += piece;
                return true;
            },
            xo::JobContext());
        QVERIFY(done);
        QCOMPARE(text, std::string("id,nps\n1,9\n2,3\n"));
        const auto inspection = xo::io::inspect(path, {}, {}, xo::JobContext());
        QVERIFY(inspection);
        QCOMPARE(inspection->headerRows, 1);
        QCOMPARE(inspection->rowsEstimate, std::uint64_t(2));
        QCOMPARE(inspection->columns.size(), std::size_t(2));
        QCOMPARE(toJson(*inspection)["format"].get<std::string>(), std::string(xo::io::sourceFormatName(wanted)));
    }

    void damagedCopiesAreReadOrRefused_data() { rows(); }
    void damagedCopiesAreReadOrRefused() {
        QFETCH(int, format);
        const std::string whole = sampleOf(static_cast<SourceFormat>(format));
        std::uint32_t state = 3;
        const auto random = [&state](std::size_t most) {
            state = state * 1664525U + 1013904223U;
            return static_cast<std::size_t>(state >> 8) % most;
        };
        for (int round = 0; round < 24; ++round) {
            std::string copy = whole;
            if (round % 2)
                copy.resize(1 + random(whole.size() - 1));
            else
                for (int i = 0; i < 4; ++i)
                    copy[random(copy.size())] = static_cast<char>(random(256));
            GridSink sink;
            QElapsedTimer clock;
            clock.start();
            const auto done = xo::io::readRows(m_files.write("damaged.bin", copy), {}, sink, xo::JobContext());
            if (!done) QVERIFY(done.error().code.starts_with("io."));
            QVERIFY(clock.elapsed() < 25'000);
        }
    }

    void spssColumnsSayWhatTheyAre() {
        auto source = xo::io::Source::open(m_files.write("t.sav", sampleOf(SourceFormat::Sav)), {}, xo::JobContext());
        QVERIFY(source);
        const auto& columns = (*source)->info().columns;
        QCOMPARE(columns.size(), std::size_t(2));
        QCOMPARE(columns[1].name, std::string("nps"));
        QCOMPARE(columns[1].label, std::string("推荐"));
        QCOMPARE(columns[1].valueLabels, (std::vector<xo::ValueLabel>{{"0", "不"}, {"10", "是"}}));
        QCOMPARE(columns[1].notApplicable, std::vector<std::string>{"99"});
        QCOMPARE((*source)->info().encoding, std::string("UTF-8"));
    }

    void aCancelledReadStopsTheChild() {
        const auto path = m_files.write("t.sav", sampleOf(SourceFormat::Sav));
        xo::JobContext job;
        auto source = xo::io::Source::open(path, {}, job);
        QVERIFY(source);
        job.cancel();
        GridSink sink;
        QCOMPARE((*source)->read(sink, job).error().code, std::string(xo::kCancelled));
    }

    void nonsenseBehindASignature() {
        const auto code = [this](const std::string& bytes) {
            GridSink sink;
            const auto done = xo::io::readRows(m_files.write("n.bin", bytes), {}, sink, xo::JobContext());
            return done ? std::string("read") : done.error().code;
        };
        QCOMPARE(code("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(3000, '\0')), std::string("io.foreign_broken"));
        QVERIFY(code("$FL2" + std::string(3000, '\xFF')) != "read");
        QCOMPARE(code("\x1C" + std::string(7, '\0') + "ENCRYPTEDSAV" + std::string(400, 'x')),
                 std::string("io.password_protected"));
    }

private:
    void rows() {
        QTest::addColumn<int>("format");
        for (const auto& format : xo::io::formats())
            QTest::newRow(std::string(format.name).c_str()) << static_cast<int>(format.format);
    }
    Files m_files;
};

QTEST_GUILESS_MAIN(TestFormats)
#include "tst_formats.moc"
