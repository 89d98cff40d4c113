#include "iosupport.h"

#include "core/io/writer.h"

using namespace iotest;
using xo::io::ListOptions;
using xo::io::TimeValue;
using xo::io::Value;

/// Lists as CSV and XLSX, read back cell by cell; nothing half-written.
class TestListWriter : public QObject {
    Q_OBJECT
    Files m_files;

    static std::vector<std::vector<Value>> rows() {
        const xo::Instant instant = xo::daysFromCivil({2026, 3, 5}) * xo::kMsPerDay + 6 * 3'600'000LL;
        return {{"张三", 5.0, TimeValue{instant, false}, "plain"},
                {"a,\"b\"\nc", 0.1, TimeValue{instant, true}, "=1+1"},
                {std::monostate(), -3.0, TimeValue{}, "-5"},
                {"", 1e21, std::monostate(), " @x"}};
    }

    std::string write(const std::string& path, const ListOptions& options, std::uint64_t* guarded = nullptr) {
        auto writer = xo::io::openListWriter(path, options);
        if (!writer) return writer.error().code;
        if (auto done = (*writer)->header({"name", "n", "when", "=note"}); !done) return done.error().code;
        for (const auto& row : rows())
            if (auto done = (*writer)->row(row); !done) return done.error().code;
        if (QFile::exists(QString::fromStdString(path))) return "visible before finish";
        if (auto done = (*writer)->finish(); !done) return done.error().code;
        if (guarded) *guarded = (*writer)->guardedCells();
        return (*writer)->rowsWritten() == 4 ? "" : "rows";
    }

private Q_SLOTS:
    void csv() {
        const auto path = m_files.path("list.csv");
        ListOptions options;
        options.zone = *xo::TimeZone::named("Asia/Shanghai");
        std::uint64_t guarded = 0;
        QCOMPARE(write(path, options, &guarded), std::string());
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()),
                 QStringLiteral("name,n,when,'=note\n张三,5,2026-03-05 14:00:00,plain\n"
                                "\"a,\"\"b\"\"\nc\",0.1,2026-03-05,'=1+1\n,-3,,'-5\n,1e+21,,' @x\n"));
        QCOMPARE(guarded, std::uint64_t{4});
    }

    // Made in blocks on several threads, a list has the bytes of one written row by row.
    void blocksOfRows() {
        const auto make = [](std::size_t row, std::span<Value> values, std::span<std::string> scratch) {
            const auto cells = rows()[row % 4];
            std::copy(cells.begin(), cells.end(), values.begin());
            scratch[0] = "row " + std::to_string(row);
            if (row % 4 == 0) values[0] = std::string_view(scratch[0]);
        };
        constexpr std::size_t kRows = 30'001;
        const auto bytes = [&](const std::string& path, unsigned threads, std::uint64_t& guarded) {
            auto writer = xo::io::openListWriter(path, {});
            if (!writer || !(*writer)->header({"name", "n", "when", "=note"})) return QByteArray();
            if (threads == 0) {
                std::vector<Value> values(4);
                std::vector<std::string> scratch(4);
                for (std::size_t row = 0; row < kRows; ++row) {
                    make(row, values, scratch);
                    if (!(*writer)->row(values)) return QByteArray();
                }
            } else {
                xo::JobContext job;
                job.threads = threads;
                if (!(*writer)->rows(kRows, 4, make, job)) return QByteArray();
            }
            if (!(*writer)->finish() || (*writer)->rowsWritten() != kRows) return QByteArray();
            guarded = (*writer)->guardedCells();
            QFile file(QString::fromStdString(path));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        std::uint64_t guarded = 0;
        const QByteArray expected = bytes(m_files.path("single.csv"), 0, guarded);
        QVERIFY(expected.size() > 500'000);
        for (const unsigned threads : {1U, 2U, 4U}) {
            std::uint64_t own = 0;
            QCOMPARE(bytes(m_files.path("blocks.csv"), threads, own), expected);
            QCOMPARE(own, guarded);
        }
        xo::JobContext stopped;
        stopped.cancel();
        auto writer = xo::io::openListWriter(m_files.path("stopped.csv"), {});
        QVERIFY(writer && (*writer)->header({"a", "b", "c", "d"}));
        QCOMPARE((*writer)->rows(kRows, 4, make, stopped).error().code, std::string("job.cancelled"));
    }

    // Columns as a whole have the bytes of their values written row by row.
    void wholeColumns() {
        using xo::Column;
        constexpr std::size_t kRows = 10'007;
        std::vector<std::shared_ptr<Column>> columns;
        const auto add = [&](const std::string& name, xo::ValueType type) -> Column& {
            columns.push_back(std::make_shared<Column>());
            columns.back()->info.name = name;
            columns.back()->info.type = type;
            columns.back()->rows = kRows;
            return *columns.back();
        };
        const std::vector<std::string> words{"华东",
                                             "a,b",
                                             "say \"hi\"",
                                             "=1+1",
                                             " -x",
                                             " =1,2 ",
                                             "two\nlines",
                                             "+86 139",
                                             "ends ",
                                             "",
                                             "＝x",
                                             "plain",
                                             "a text that is longer than thirty-two bytes"};
        for (const std::size_t more :
             {std::size_t{0}, std::size_t{300}, std::size_t{70'000}}) { // codes of 8, 16, 32 bits
            Column& column = add("c" + std::to_string(more), xo::ValueType::Category);
            auto dictionary = std::make_shared<xo::Dictionary>();
            for (const std::string& word : words)
                dictionary->add(word);
            for (std::size_t i = 0; i < more; ++i)
                dictionary->add("w" + std::to_string(i));
            std::vector<std::uint32_t> codes;
            for (std::size_t row = 0; row < kRows; ++row)
                codes.push_back(
                    static_cast<std::uint32_t>(row * 7919 % (row % 3 ? words.size() + 1 : dictionary->size())));
            column.codes = xo::CodeVector::from(codes, dictionary->size());
            column.dictionary = dictionary;
        }
        Column& score = add("score", xo::ValueType::Score);
        score.info.role = *xo::Role::parse("csat:1-5");
        // beside another column of few values, as one with it; none of these cells is guarded
        Column& second = add("second", xo::ValueType::Score);
        second.info.role = *xo::Role::parse("nps");
        Column& kind = add("kind", xo::ValueType::Category);
        const auto kinds = std::make_shared<xo::Dictionary>();
        for (const char* word :
             {"a,b", "say \"hi\"", "华东", "never used", "a text that is longer than thirty-two bytes"})
            kinds->add(word);
        kind.dictionary = kinds;
        std::vector<std::uint32_t> kindCodes;
        for (std::size_t row = 0; row < kRows; ++row) {
            second.scores.push_back(row % 6 == 0
                                        ? xo::scoreByte(row % 4 ? xo::CellState::Blank : xo::CellState::NotAsked)
                                        : static_cast<std::uint8_t>(row * row % 11));
            kindCodes.push_back(row % 23 == 0 ? 5 : static_cast<std::uint32_t>(row % 4));
        }
        kind.codes = xo::CodeVector::from(kindCodes, kinds->size());
        Column& whole = add("whole", xo::ValueType::Integer);
        Column& number = add("number", xo::ValueType::Number);
        Column& day = add("day", xo::ValueType::Date);
        Column& time = add("time", xo::ValueType::DateTime);
        Column& text = add("text", xo::ValueType::Text);
        for (std::size_t row = 0; row < kRows; ++row) {
            const auto at = static_cast<std::int64_t>(row);
            score.scores.push_back(row % 9 == 0 ? xo::scoreByte(xo::CellState::OutOfRange)
                                                : static_cast<std::uint8_t>(row % 5));
            whole.numbers.push_back(row % 11 == 0 ? std::nan("") : static_cast<double>((at - 5000) * at * at));
            number.numbers.push_back(row % 7 == 0 ? std::nan("") : static_cast<double>(at - 99) / (row % 2 ? 100 : 3));
            // summer time changes, negative instants, years of five digits
            const std::int64_t instant = 1'711'800'000'000LL + (at - 3000) * 1'234'567LL;
            day.times.push_back(row % 13 == 0 ? xo::kNoTime : instant);
            time.times.push_back(row % 17 == 0    ? xo::kNoTime
                                 : row % 19 == 0  ? -at * 1'111'111'111LL
                                 : row % 991 == 0 ? 300'000'000'000'000LL
                                                  : instant - (row % 5 ? instant % 1000 : 0));
            text.texts.push_back(row % 3 == 0 ? words[row / 3 % words.size()] + (row % 2 ? "" : "，等了很久") : "");
        }
        const std::vector<std::shared_ptr<const Column>> all(columns.begin(), columns.end());
        const auto bytes = [&](const std::vector<std::shared_ptr<const Column>>& chosen, bool byColumn, bool guard,
                               unsigned threads, std::uint64_t& guarded) {
            ListOptions options;
            options.zone = *xo::TimeZone::named("Europe/Berlin");
            options.guardFormulas = guard;
            const auto path = m_files.path("columns.csv");
            auto writer = xo::io::openListWriter(path, options);
            xo::JobContext job;
            job.threads = threads;
            if (!writer || !(*writer)->header(std::vector<std::string>(chosen.size(), "h"))) return QByteArray();
            // qualified: the values one by one, as every kind of list is written
            const auto done =
                byColumn ? (*writer)->columns(chosen, job) : (*writer)->xo::io::ListWriter::columns(chosen, job);
            if (!done || !(*writer)->finish() || (*writer)->rowsWritten() != kRows) return QByteArray();
            guarded = (*writer)->guardedCells();
            QFile file(QString::fromStdString(path));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        for (const bool guard : {true, false}) {
            std::uint64_t guarded = 0;
            const QByteArray expected = bytes(all, false, guard, 1, guarded);
            QVERIFY(expected.size() > 500'000);
            QCOMPARE(guarded > 1000, guard);
            for (const unsigned threads : {1U, 2U, 4U}) {
                std::uint64_t own = 0;
                QCOMPARE(bytes(all, true, guard, threads, own), expected);
                QCOMPARE(own, guarded);
            }
        }
        std::uint64_t guarded = 0;
        for (const auto& column : all) // a lone column has empty lines to avoid
            QCOMPARE(bytes({column}, true, true, 2, guarded), bytes({column}, false, true, 1, guarded));
        xo::JobContext stopped;
        stopped.cancel();
        auto writer = xo::io::openListWriter(m_files.path("stopped.csv"), {});
        QVERIFY(writer && (*writer)->header({"a"}));
        QCOMPARE((*writer)->columns({all[0]}, stopped).error().code, std::string("job.cancelled"));
    }

    void byteOrderMark() {
        const auto path = m_files.path("bom.csv");
        ListOptions options;
        options.byteOrderMark = true;
        options.guardFormulas = false;
        QCOMPARE(write(path, options), std::string());
        GridSink sink;
        const auto info = xo::io::readRows(path, {}, sink, xo::JobContext());
        QVERIFY(info);
        QCOMPARE(info->encoding, std::string("UTF-8 with BOM"));
        QCOMPARE(sink.grid[0][3], std::string("=note"));
    }

    void xlsx() {
        const auto path = m_files.path("list.xlsx");
        ListOptions options;
        options.zone = *xo::TimeZone::named("Asia/Shanghai");
        options.sheetName = "名单";
        QCOMPARE(write(path, options), std::string());
        GridSink sink;
        const auto info = xo::io::readRows(path, {}, sink, xo::JobContext());
        QVERIFY(info);
        QCOMPARE(info->sheets[0].name, std::string("名单"));
        QCOMPARE(sink.grid, (Grid{{"name", "n", "when", "=note"},
                                  {"张三", "5", "2026-03-05T14:00:00", "plain"},
                                  {"a,\"b\"\nc", "0.1", "2026-03-05", "=1+1"},
                                  {"", "-3", "", "-5"},
                                  {"", "1e+21", "", " @x"}}));
    }

    void abandonedWritersLeaveNothing() {
        const auto path = m_files.write("kept.csv", "old\n");
        {
            auto writer = xo::io::openListWriter(path, {});
            QVERIFY(writer);
            QVERIFY((*writer)->header({"a"}));
            const std::vector<Value> one = {std::string_view("x")};
            QVERIFY((*writer)->row(one));
        }
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("old\n"));
        const auto left = QDir(m_files.folder()).entryList({QStringLiteral(".kept*")}, QDir::Files | QDir::Hidden);
        QVERIFY(left.isEmpty());
        {
            auto writer = xo::io::openListWriter(m_files.path("gone.xlsx"), {});
            QVERIFY(writer);
            QVERIFY((*writer)->header({"a"}));
        }
        QVERIFY(QDir(m_files.folder()).entryList({QStringLiteral("*gone*")}, QDir::Files | QDir::Hidden).isEmpty());
    }

    void wrongPlaces() {
        QCOMPARE(write(m_files.path("list.pdf"), {}), std::string("io.unknown_suffix"));
        QCOMPARE(write(m_files.path("no/such/list.csv"), {}), std::string("io.cannot_write"));
        QCOMPARE(write(m_files.path("no/such/list.xlsx"), {}), std::string("io.cannot_write"));
    }

    void formulas_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("formula");
        for (const char* text : {"=1", "+1", "-1", "@x", "\t=1", "\r1", "\n1", "  =1", "＝1", "－1", "　＋1", "＠x"})
            QTest::newRow(text) << QString::fromUtf8(text) << true;
        for (const char* text : {"", "1-1", "a=b", " plain", "'=1", "（-1）"})
            QTest::newRow(text) << QString::fromUtf8(text) << false;
    }
    void formulas() {
        QFETCH(QString, text);
        QFETCH(bool, formula);
        QCOMPARE(xo::io::looksLikeFormula(text.toStdString()), formula);
    }
};

QTEST_APPLESS_MAIN(TestListWriter)
#include "tst_listwriter.moc"
