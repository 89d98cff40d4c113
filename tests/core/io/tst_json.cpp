#include "iosupport.h"

#include "core/base/json.h"
#include "core/io/cat.h"

using namespace iotest;
using xo::io::CellKind;
using xo::io::SourceFormat;

namespace {

std::string errorOf(const std::string& path, const xo::io::ReadOptions& options = {}) {
    GridSink sink;
    const auto done = xo::io::readRows(path, options, sink, xo::JobContext());
    return done ? "read" : done.error().code + (done.error().args.empty() ? "" : " " + done.error().args[0]);
}

std::string utf16(const std::string& text, bool big, bool mark) {
    const QString wide = QString::fromStdString(text);
    std::string out = mark ? (big ? "\xFE\xFF" : "\xFF\xFE") : "";
    for (const QChar c : wide) {
        const char low = static_cast<char>(c.unicode() & 0xFF), high = static_cast<char>(c.unicode() >> 8);
        out += big ? high : low;
        out += big ? low : high;
    }
    return out;
}

} // namespace

/// JSON and JSON lines of flat objects, as click streams and web exports have them.
class TestJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clickStreamLines() {
        const auto path = files.write(
            "events.jsonl", "{\"uid\":\"u1\",\"event\":\"浏览\",\"ts\":1767225600123,\"geo\":{\"city\":\"上海\"}}\n"
                            "\n"
                            "{\"uid\":\"u2\",\"ts\":1767225601456,\"event\":\"下单\",\"amount\":12.50,\"vip\":true}\r\n"
                            "{\"uid\":null,\"tags\":[\"新客\",\"app\",3]}");
        const auto sink = read(path);
        QCOMPARE(sink.grid, (Grid{{"uid", "event", "ts", "geo.city", "amount", "vip", "tags"},
                                  {"u1", "浏览", "1767225600123", "上海", "", "", ""},
                                  {"u2", "下单", "1767225601456", "", "12.50", "TRUE", ""},
                                  {"", "", "", "", "", "", "新客; app; 3"}}));
        QCOMPARE(sink.lines, (std::vector<std::uint64_t>{0, 1, 3, 4}));
        auto source = xo::io::Source::open(path, {}, xo::JobContext());
        QVERIFY(source);
        QCOMPARE((*source)->info().format, SourceFormat::Ndjson);
        QCOMPARE((*source)->info().linesEstimate, std::uint64_t(4));
        const auto inspection = xo::io::inspect(path, {}, {}, xo::JobContext());
        QVERIFY(inspection);
        QCOMPARE(inspection->headerRows, 1);
        QCOMPARE(inspection->rowsEstimate, std::uint64_t(3));
    }

    void arraysAndWrappers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("array") << QByteArray("[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]");
        QTest::newRow("pretty") << QByteArray(
            "[\n  {\n    \"a\": 1,\n    \"b\": \"x\"\n  },\n  {\n \"a\": 2, \"b\": \"y\"}\n]\n");
        QTest::newRow("data") << QByteArray("{\"data\":[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]}");
        QTest::newRow("rows") << QByteArray(
            "{\"code\":0,\"meta\":{\"n\":[1,2]},\"rows\":[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}],\"end\":[]}");
        QTest::newRow("deeper") << QByteArray("{\"result\":{\"list\":[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]}}");
        QTest::newRow("lines") << QByteArray("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n");
        QTest::newRow("one line") << QByteArray("{\"a\":1,\"b\":\"x\"}{\"a\":2,\"b\":\"y\"}");
        QTest::newRow("BOM") << QByteArray("\xEF\xBB\xBF [{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]");
    }
    void arraysAndWrappers() {
        QFETCH(QByteArray, text);
        const auto sink = read(files.write("a.json", text.toStdString()));
        QCOMPARE(sink.grid, (Grid{{"a", "b"}, {"1", "x"}, {"2", "y"}}));
        QVERIFY(sink.lines[0] < sink.lines[1] && sink.lines[1] < sink.lines[2]);
    }

    void severalArraysAreNamed() {
        const auto path = files.write("two.json", "{\"users\":[{\"id\":1}],\"orders\":[{\"no\":7},{\"no\":8}]}");
        auto source = xo::io::Source::open(path, {}, xo::JobContext());
        QVERIFY(source);
        QCOMPARE((*source)->info().members, (std::vector<std::string>{"users", "orders"}));
        QCOMPARE((*source)->info().member, std::string("users"));
        xo::io::ReadOptions options;
        for (const char* name : {"orders", "2"}) {
            options.member = name;
            QCOMPARE(read(path, options).grid, (Grid{{"no"}, {"7"}, {"8"}}));
        }
        options.member = "carts";
        QCOMPARE(errorOf(path, options), std::string("io.unknown_member carts"));
    }

    void valuesKeepWhatIsWritten() {
        const auto sink = read(files.write(
            "v.json",
            "[{\"id\":110101199001011234,\"big\":123456789012345678901234567890,\"f\":1.10,\"e\":1E5,\"neg\":-0,"
            "\"s\":\"a\\\"b\\\\c\\/\\n\\u4e2d\\uD83D\\uDE00\",\"n\":NaN,\"i\":-Infinity,\"empty\":[],\"o\":{},"
            "\"deep\":[{\"k\":1},[2]],\"blank\":\"\",\"mix\":[null,\"\",\"x\",false]}]"));
        QCOMPARE(sink.grid.size(), std::size_t(2));
        QCOMPARE(sink.grid[0], (std::vector<std::string>{"id", "big", "f", "e", "neg", "s", "n", "i", "empty", "deep",
                                                         "blank", "mix"}));
        QCOMPARE(sink.grid[1],
                 (std::vector<std::string>{"110101199001011234", "123456789012345678901234567890", "1.10", "1E5", "-0",
                                           "a\"b\\c/\n中😀", "", "-Infinity", "", "[{\"k\":1},[2]]", "", "; x; FALSE"}));
    }

    void halfPairsAreCounted() {
        const auto path =
            files.write("half.json", "[{\"a\":\"x\\uD83Dy\"},\n{\"a\":\"\\uDE00\"},{\"a\":\"\\uD83D\\u4e2d\"},"
                                     "{\"a\":\"\\uD83D\\n\"}]");
        GridSink sink;
        const auto done = xo::io::readRows(path, {}, sink, xo::JobContext());
        QVERIFY(done);
        QCOMPARE(sink.grid, (Grid{{"a"}, {"x\uFFFDy"}, {"\uFFFD"}, {"\uFFFD中"}, {"\uFFFD\n"}}));
        QCOMPARE(done->undecodable, std::uint64_t(4));
        QCOMPARE(done->undecodableAt.at(1).line, std::uint64_t(2));
    }

    void encodings() {
        const std::string text = "[{\"城市\":\"上海\"},{\"城市\":\"重庆\"}]";
        const Grid grid = {{"城市"}, {"上海"}, {"重庆"}};
        QCOMPARE(read(files.write("8.json", text)).grid, grid);
        for (const bool big : {false, true})
            for (const bool mark : {false, true})
                QCOMPARE(read(files.write("16.json", utf16(text, big, mark))).grid, grid);
        QCOMPARE(read(files.write(
                          "gb.json",
                          "[{\"\xB3\xC7\xCA\xD0\":\"\xC9\xCF\xBA\xA3\"},{\"\xB3\xC7\xCA\xD0\":\"\xD6\xD8\xC7\xEC\"}]"))
                     .grid,
                 grid);
    }

    void errorsNameTheLine() {
        QCOMPARE(errorOf(files.write("e1.jsonl", "{\"a\":1}\n{\"a\":2\n{\"a\":3}\n")), std::string("io.json_broken 3"));
        QCOMPARE(errorOf(files.write("e2.json", "[{\"a\":1},\n{\"a\":}]")), std::string("io.json_broken 2"));
        QCOMPARE(errorOf(files.write("e3.json", "[{\"a\":1},\n7]")), std::string("io.json_no_objects 2"));
        QCOMPARE(errorOf(files.write("e4.json", "[[1,2],[3,4]]")), std::string("io.json_no_objects 1"));
        QCOMPARE(errorOf(files.write("e5.json", "[]")), std::string("io.json_no_objects 1"));
        QCOMPARE(errorOf(files.write("e6.json", "[{\"a\":1}] x")), std::string("io.json_broken 1"));
        QCOMPARE(errorOf(files.write("e7.json", "[{\"a\":01}]")), std::string("io.json_broken 1"));
        QCOMPARE(errorOf(files.write("e8.jsonl", "{\"a\":1},\n{\"a\":2}")), std::string("io.json_no_objects 1"));
        std::string deep = "[{\"a\":";
        for (int i = 0; i < 100'000; ++i)
            deep += "[";
        QCOMPARE(errorOf(files.write("deep.json", deep)), std::string("io.json_too_deep 1"));
        const std::string key(70'000, 'k');
        QCOMPARE(errorOf(files.write("key.json", "[{\"a\":1},\n{\"" + key + "\":1}]")),
                 std::string("io.json_long_key 2"));
        QCOMPARE(errorOf(files.write("inner.json",
                                     "[{\"" + key.substr(0, 40'000) + "\":{\"" + key.substr(0, 40'000) + "\":1}}]")),
                 std::string("io.json_long_key 1"));
        std::string keys = "[";
        for (int i = 0; i < 10'001; ++i)
            keys += (i ? ",{\"k" : "{\"k") + std::to_string(i) + "\":1}";
        QCOMPARE(errorOf(files.write("keys.json", keys + "]")), std::string("io.json_too_many_keys 10000"));
        std::string map = "[";
        for (int i = 0; i < 3000; ++i)
            map += (i ? ",{\"k" : "{\"k") + std::to_string(i) + "\":1}";
        QCOMPARE(errorOf(files.write("map.json", map + "]")), std::string("io.json_not_a_table 3000"));
    }

    void bracketsOfOtherFilesStayText() {
        QCOMPARE(read(files.write("sql.csv", "[id],[name]\n1,x\n")).grid, (Grid{{"[id]", "[name]"}, {"1", "x"}}));
        QCOMPARE(read(files.write("set.csv", "{a},b\n1,2\n")).grid, (Grid{{"{a}", "b"}, {"1", "2"}}));
    }

    // Every prefix is read or refused; what the library nlohmann/json reads, this reader reads to the same values.
    void agreesWithAnotherParser() {
        std::uint32_t state = 11;
        const auto random = [&state](std::uint32_t most) {
            state = state * 1664525U + 1013904223U;
            return (state >> 16) % most;
        };
        for (int round = 0; round < 300; ++round) {
            xo::Json records = xo::Json::array();
            for (std::uint32_t r = 0; r <= random(4); ++r) {
                xo::Json record = xo::Json::object();
                for (std::uint32_t k = 0; k < 5; ++k) {
                    std::string text;
                    for (std::uint32_t i = 0; i < random(6); ++i)
                        text +=
                            std::vector<std::string>{"a", "\"", "\\", "\n", "中", "😀", "\t", "/", "\x01"}[random(9)];
                    if (random(3))
                        record["k" + std::to_string(k)] =
                            random(2) ? xo::Json(text) : xo::Json(static_cast<int>(random(99999)) - 500);
                }
                if (record.empty()) record["k0"] = "";
                records.push_back(record);
            }
            const std::string text = records.dump(random(2) ? -1 : 2, ' ', random(2) != 0);
            const auto sink = read(files.write("r.json", text));
            QVERIFY2(sink.grid.size() == records.size() + 1, text.c_str());
            for (std::size_t r = 0; r < records.size(); ++r)
                for (std::size_t c = 0; c < sink.grid[0].size(); ++c) {
                    const auto found = records[r].find(sink.grid[0][c]);
                    const std::string expected = found == records[r].end()
                                                     ? ""
                                                     : (found->is_string() ? found->get<std::string>() : found->dump());
                    QCOMPARE(sink.grid[r + 1][c], expected);
                }
            if (round < 20)
                for (std::size_t length = 1; length < text.size(); ++length)
                    QVERIFY(errorOf(files.write("cut.json", text.substr(0, length))) != "read" ||
                            length <= text.find('{'));
        }
    }

    void largeFilesStreamAndCancel() {
        std::string text;
        for (int i = 0; i < 200'000; ++i)
            text +=
                "{\"uid\":\"u" + std::to_string(i % 5000) + "\",\"event\":\"浏览\",\"n\":" + std::to_string(i) + "}\n";
        const auto path = files.write("big.ndjson", text);
        const auto sink = read(path);
        QCOMPARE(sink.grid.size(), std::size_t(200'001));
        QCOMPARE(sink.grid.back(), (std::vector<std::string>{"u4999", "浏览", "199999"}));
        QCOMPARE(sink.lines.back(), std::uint64_t(200'000));
        xo::JobContext job;
        job.cancel();
        GridSink none;
        QCOMPARE(xo::io::readRows(path, {}, none, job).error().code, std::string(xo::kCancelled));
    }

    void importsAsTablesDo() {
        const auto path = files.write(
            "answers.json", "{\"data\":[{\"客户编号\":\"c1\",\"nps推荐\":9},{\"客户编号\":\"c2\",\"nps推荐\":3}]}");
        const auto batch = xo::io::readBatch(request(path), xo::JobContext());
        QVERIFY(batch);
        QCOMPARE(batch->columns.front()->rows, std::size_t(2));
        QVERIFY(column(*batch, "客户编号"));
    }

private:
    Files files;
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
