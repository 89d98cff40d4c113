#include "iosupport.h"

#include "core/io/cat.h"

using namespace iotest;
using xo::io::ReadOptions;

/// How text files are cut into records: RFC 4180 and what real files do instead.
class TestCsvReader : public QObject {
    Q_OBJECT
    Files m_files;

private Q_SLOTS:
    void cuts_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cells");
        const auto row = [](const char* name, const char* bytes, const char* cells) {
            QTest::newRow(name) << QByteArray(bytes) << QString::fromUtf8(cells);
        };
        row("plain", "a,b\n1,2\n", "<a><b>\n<1><2>\n");
        row("no newline at the end", "a,b\n1,2", "<a><b>\n<1><2>\n");
        row("crlf", "a,b\r\n1,2\r\n", "<a><b>\n<1><2>\n");
        row("old mac", "a,b\r1,2\r3,4\r", "<a><b>\n<1><2>\n<3><4>\n");
        row("mixed line ends", "a,b\n1,2\r3,4\r\n5,6\r", "<a><b>\n<1><2>\n<3><4>\n<5><6>\n");
        row("comma in quotes", "a,b\n\"1,5\",2\n", "<a><b>\n<1,5><2>\n");
        row("doubled quotes", "a,b\n\"say \"\"hi\"\"\",2\n", "<a><b>\n<say \"hi\"><2>\n");
        row("newline in quotes", "a,b\n\"x\ny\",2\n3,4\n", "<a><b>\n<x\ny><2>\n<3><4>\n");
        row("crlf in quotes", "a,b\r\n\"x\r\ny\",2\r\n", "<a><b>\n<x\r\ny><2>\n");
        row("quote inside a word", "a,b\n5\" pipe,2\n", "<a><b>\n<5\" pipe><2>\n");
        row("text behind a quote", "a,b\n\"x\"y,2\n", "<a><b>\n<xy><2>\n");
        row("empty cells", "a,b,c\n,,\n1,,3\n", "<a><b><c>\n<><><>\n<1><><3>\n");
        row("quoted empty cell", "a,b\n\"\",2\n", "<a><b>\n<><2>\n");
        row("ragged", "a,b\n1\n1,2,3\n1,2\n1,2\n", "<a><b>\n<1>\n<1><2><3>\n<1><2>\n<1><2>\n");
        row("semicolons", "a;b\n1,5;2\n2,5;3\n", "<a><b>\n<1,5><2>\n<2,5><3>\n");
        row("tabs", "a\tb\n1\t2\n", "<a><b>\n<1><2>\n");
        row("bars", "a|b|c\n1|2|3\n", "<a><b><c>\n<1><2><3>\n");
        row("sep line", "sep=;\na;b\n1;2\n", "<a><b>\n<1><2>\n");
        row("single quotes", "'a','b'\n'x,y','2'\n", "<a><b>\n<x,y><2>\n");
        row("json in a cell", "k,v\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"c\"\": [102.0, 0.5]}\"\n",
            "<k><v>\n<1><{\"type\": \"Point\", \"c\": [102.0, 0.5]}>\n");
        row("chinese", "姓名,评分\n张三,９\n", "<姓名><评分>\n<张三><９>\n");
        row("backslash before quotes", "a,b\n\"say \\\"hi\\\", you\",2\n\"c:\\dir\\\\\",3\n",
            "<a><b>\n<say \"hi\", you><2>\n<c:\\dir\\><3>\n");
        row("a path that ends in a backslash", "a,b\n\"c:\\dir\\\",2\n\"d:\\\",3\n",
            "<a><b>\n<c:\\dir\\><2>\n<d:\\><3>\n");
        row("backslash in single quotes", "1|T|a\n2|T|'x\\'2\\'y'\n'3'|T|b\n", "<1><T><a>\n<2><T><x'2'y>\n<3><T><b>\n");
        row("apostrophes are no quotes", "a,b\n'tis,2\n'twas,3\n", "<a><b>\n<'tis><2>\n<'twas><3>\n");
        row("single quotes with delimiters", "'a';'b'\n'x;y';'2'\n'x';'2;3'\n", "<a><b>\n<x;y><2>\n<x><2;3>\n");
        row("carets", "a^b^c\n1^2^3\n4^5^6\n", "<a><b><c>\n<1><2><3>\n<4><5><6>\n");
        row("tildes", "a~b\n1~2\n4~5\n", "<a><b>\n<1><2>\n<4><5>\n");
        row("blanks", "id score day who\n1 9 mon a\n2 8 tue b\n",
            "<id><score><day><who>\n<1><9><mon><a>\n<2><8><tue><b>\n");
        row("sentences are no table", "a text of words\nthat is no table\n, at all\n", nullptr);
        row("comments", "# made by, x\n# on, y, z\na,b\n1,2\n# half way\n3,4\n# end", "<a><b>\n<1><2>\n<3><4>\n");
        row("slashes", "// made\r\na;b\r\n1;2\r\n//x\r\n3;4\r\n", "<a><b>\n<1><2>\n<3><4>\n");
        row("a header with a hash", "#id,name\n1,x\n#2,y\n", "<#id><name>\n<1><x>\n<#2><y>\n");
        row("hashes in one column", "tag\n#good\n#bad\n", "<tag>\n<#good>\n<#bad>\n");
        row("a quoted hash", "a,b\n\"# one\",2\n# two\n3,4\n5,6\n", "<a><b>\n<# one><2>\n<3><4>\n<5><6>\n");
        row("a hash in a line of a cell", "a,b\n\"x\n# y\",2\n3,4\n", "<a><b>\n<x\n# y><2>\n<3><4>\n");
        row("titles before the header", "Report, 2026\n\na;b;c\n1,5;2;3\n2,5;3;4\n",
            "<Report, 2026>\n\n<a><b><c>\n<1,5><2><3>\n<2,5><3><4>\n");
        row("last cell quoted at the end", "a,b\n1,\"x\"", "<a><b>\n<1><x>\n");
    }
    void cuts() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, cells);
        const auto path = m_files.write("cuts.csv", bytes.toStdString());
        const auto grid = read(path).grid;
        if (cells.isNull())
            QCOMPARE(std::max_element(grid.begin(), grid.end(),
                                      [](const auto& a, const auto& b) { return a.size() < b.size(); })
                         ->size(),
                     std::size_t{2});
        else
            QCOMPARE(QString::fromStdString(show(grid)), cells);
    }

    void statedDialectIsKept() {
        const auto path = m_files.write("stated.csv", "%x\na,\"p$\"q\"\nb,2\n");
        ReadOptions options;
        options.escape = "$";
        options.comment = "%";
        QCOMPARE(show(read(path, options).grid), std::string("<a><p\"q>\n<b><2>\n"));
        const auto source = xo::io::Source::open(path, options, xo::JobContext());
        QVERIFY(source);
        QCOMPARE((*source)->info().escape, std::string("$"));
        QCOMPARE((*source)->info().comment, std::string("%"));
        ReadOptions none;
        none.comment = "none";
        QCOMPARE(show(read(m_files.write("none.csv", "# x\na,b\n1,2\n"), none).grid),
                 std::string("<# x>\n<a><b>\n<1><2>\n"));
        ReadOptions wrong;
        wrong.escape = "ab";
        QCOMPARE(read(path, wrong).grid[0][1], std::string("io.bad_option"));
    }
    void linesCountComments() {
        const auto sink = read(m_files.write("comments.csv", "# a, b, c\nx,y\n# d\n1,2\n"));
        QCOMPARE(sink.lines, (std::vector<std::uint64_t>{2, 4}));
    }

    void linesAreThoseOfTheFile() {
        const auto path = m_files.write("lines.csv", "a,b\n\"x\ny\",1\n\n2,3\n");
        const auto sink = read(path);
        QCOMPARE(sink.lines, (std::vector<std::uint64_t>{1, 2, 4, 5}));
    }

    void unclosedQuoteIsNamedWithItsLine() {
        const auto path = m_files.write("open.csv", "a,b\n1,2\n3,\"x\n4,5\n");
        GridSink sink;
        const auto done = xo::io::readRows(path, {}, sink, xo::JobContext());
        QVERIFY(!done);
        QCOMPARE(done.error().code, std::string("io.unclosed_quote"));
        QCOMPARE(done.error().args, std::vector<std::string>{"3"});
    }

    // Records that lie across the blocks of the reader, at every offset of the border.
    void blocksDoNotShow() {
        std::string text = "id,text\n";
        Grid expected = {{"id", "text"}};
        for (int i = 0; i < 60000; ++i) {
            const std::string filler(static_cast<std::size_t>(i % 41), 'x');
            text += std::to_string(i) + ",\"" + filler + "\"\"\n," + filler + "\"tail\n";
            expected.push_back({std::to_string(i), filler + "\"\n," + filler + "tail"});
        }
        const auto sink = read(m_files.write("blocks.csv", text));
        QVERIFY(text.size() > (3U << 20));
        QCOMPARE(sink.grid.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(sink.grid[i] == expected[i], show({sink.grid[i], expected[i]}).c_str());
    }

    void longCellsGrowTheBuffer() {
        const std::string big(9U << 20, 'z');
        const auto sink = read(m_files.write("big.csv", "a,b\n\"" + big + "\",1\n2,3\n"));
        QCOMPARE(sink.grid.size(), std::size_t{3});
        QCOMPARE(sink.grid[1][0].size(), big.size());
        QCOMPARE(sink.grid[2][1], std::string("3"));
    }

    void endlessRecordsAreRefused() {
        const std::string commas(2'000'000, ',');
        QCOMPARE(read(m_files.write("cells.csv", "a,b\n" + commas)).grid.back(),
                 (std::vector<std::string>{"error", "io.too_many_columns"}));
        const auto wide = m_files.write("wide.csv", std::string(12'000, ',') + "\n" + std::string(12'000, ',') + "1\n");
        QCOMPARE(read(wide).grid.size(), std::size_t{2});
        const auto batch = xo::io::readBatch(request(wide), xo::JobContext());
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, std::string("io.too_many_columns"));
    }

    void statedDialectWins() {
        ReadOptions options;
        options.delimiter = ";";
        options.quote = "none";
        const auto sink = read(m_files.write("stated.csv", "a;\"b\n1;2,3\n"), options);
        QCOMPARE(sink.grid, (Grid{{"a", "\"b"}, {"1", "2,3"}}));
    }

    void kindsOfFilesAreNamed_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray() << "io.empty_file";
        QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\x00 more", 9) << "io.gzip_cut";
        QTest::newRow("pdf") << QByteArray("%PDF-1.4\n...") << "io.not_a_table";
        QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1A\n....") << "io.not_a_table";
        QTest::newRow("binary") << QByteArray(4096, '\0') << "io.not_a_table";
        QByteArray noise;
        std::uint32_t state = 7;
        for (int i = 0; i < 5000; ++i) {
            state = state * 1664525U + 1013904223U;
            noise.append(static_cast<char>(state >> 24));
        }
        QTest::newRow("noise") << noise << "io.not_a_table";
        QTest::newRow("broken zip") << QByteArray("PK\x03\x04 nothing behind it", 22) << "io.zip_broken";
    }
    void kindsOfFilesAreNamed() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        const auto grid = read(m_files.write("kind.csv", bytes.toStdString())).grid;
        QCOMPARE(grid, (Grid{{"error", code.toStdString()}}));
    }

    void foldersAndMissingFiles() {
        QCOMPARE(read(m_files.folder().toStdString()).grid, (Grid{{"error", "io.is_directory"}}));
        QCOMPARE(read(m_files.path("nowhere.csv")).grid, (Grid{{"error", "io.cannot_open"}}));
    }

    void catPrintsTheRawGrid() {
        const auto path = m_files.write("cat.csv", "sep=;\r\nb;b;\r\n\"x\r\ny\";\"say \"\"hi\"\"\"\r\n\r\n1;2;3\r\n");
        std::string out;
        const auto done = xo::io::cat(
            path, {},
            [&](std::string_view text) {
                out += text;
                return true;
            },
            xo::JobContext());
        QVERIFY(done);
        QCOMPARE(out, std::string("b,b,\n\"x\r\ny\",\"say \"\"hi\"\"\"\n\n1,2,3\n"));
    }

    void cancelStopsAtOnce() {
        std::string text = "a,b\n";
        while (text.size() < (8U << 20))
            text += "1234567,some text\n";
        const auto path = m_files.write("cancel.csv", text);
        struct CancelSink : xo::io::RowSink {
            const xo::JobContext& job;
            std::size_t rows = 0;
            explicit CancelSink(const xo::JobContext& context) : job(context) {}
            bool row(const xo::io::Row&) override {
                if (++rows == 10) job.cancel();
                return true;
            }
        };
        xo::JobContext job;
        CancelSink sink(job);
        const auto done = xo::io::readRows(path, {}, sink, job);
        QVERIFY(!done);
        QCOMPARE(done.error().code, std::string(xo::kCancelled));
        QVERIFY(sink.rows < 200'000);
    }
};

QTEST_APPLESS_MAIN(TestCsvReader)
#include "tst_csvreader.moc"
