#include "iosupport.h"
#include "zipmaker.h"

#include "core/io/cat.h"
#include "core/io/formats.h"

#include <QProcess>
#include <QStandardPaths>

using namespace iotest;

namespace {

// Packed by the system's gzip where there is one, so that the reader is tested against another's writing.
QByteArray gzipped(const std::string& text) {
    QProcess gzip;
    gzip.start(QStringLiteral("gzip"), {QStringLiteral("-c")});
    gzip.write(text.data(), static_cast<qint64>(text.size()));
    gzip.closeWriteChannel();
    gzip.waitForFinished();
    return gzip.readAllStandardOutput();
}

std::string errorOf(const std::string& path, const xo::io::ReadOptions& options = {}) {
    GridSink sink;
    const auto done = xo::io::readRows(path, options, sink, xo::JobContext());
    return done ? "read" : done.error().code;
}

const Grid kSmall = {{"编号", "评分"}, {"1", "9"}, {"2", "好,很好"}};
const std::string kSmallText = "编号,评分\n1,9\n2,\"好,很好\"\n";

} // namespace

/// Packed text tables: read as they would be unpacked, never written to disk, told when they are damaged.
class TestArchive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (QStandardPaths::findExecutable(QStringLiteral("gzip")).isEmpty()) QSKIP("no gzip program");
    }

    void gzipReadsAsThePlainFile() {
        std::string text = "id,comment\n";
        for (int i = 0; i < 300'000; ++i)
            text += std::to_string(i * 7919LL % 1'000'003) + ",等了很久 " + std::to_string(i) + "\n";
        const auto plain = files.write("big.csv", text);
        const auto packed = files.write("big.csv.gz", gzipped(text).toStdString());
        const auto a = read(plain), b = read(packed);
        QVERIFY(a.grid == b.grid);
        QVERIFY(a.lines == b.lines);
        auto first = xo::io::Source::open(plain, {}, xo::JobContext());
        auto second = xo::io::Source::open(packed, {}, xo::JobContext());
        QVERIFY(first && second);
        QCOMPARE((*second)->info().compression, std::string("gzip"));
        QCOMPARE((*second)->info().hash, (*first)->info().hash);
        QCOMPARE((*second)->info().bytes, (*first)->info().bytes);
        QCOMPARE((*second)->info().linesEstimate, (*first)->info().linesEstimate);
        GridSink once, twice; // a source reads any number of times
        QVERIFY((*second)->read(once, xo::JobContext()) && (*second)->read(twice, xo::JobContext()));
        QVERIFY(once.grid == a.grid && twice.grid == a.grid);
    }

    void gzipMembersFollowOneAnother() {
        const QByteArray two = gzipped("a,b\n1,2\n") + gzipped("3,4\n");
        QCOMPARE(read(files.write("two.gz", two.toStdString())).grid, (Grid{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
        const QByteArray padded = two + QByteArray(1000, '\0');
        QCOMPARE(read(files.write("pad.gz", padded.toStdString())).grid.size(), std::size_t(3));
        // what follows and is no gzip may be the damaged rest of the data
        const QByteArray rest = two + "garbage";
        QCOMPARE(errorOf(files.write("rest.gz", rest.toStdString())), std::string("io.gzip_broken"));
    }

    void everyCutOfAGzipIsNoticed() {
        const QByteArray packed = gzipped(kSmallText);
        QCOMPARE(read(files.write("whole.gz", packed.toStdString())).grid, kSmall);
        for (qsizetype length = 2; length < packed.size(); ++length) {
            const std::string code = errorOf(files.write("cut.gz", packed.left(length).toStdString()));
            QVERIFY2(code == "io.gzip_cut" || code == "io.gzip_broken", code.c_str());
        }
        for (qsizetype at = 10; at < packed.size(); ++at) {
            QByteArray flipped = packed;
            flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
            const auto path = files.write("flip.gz", flipped.toStdString());
            const std::string code = errorOf(path);
            // the header's file name and the bits that fill the last byte carry no data
            const bool same = code == "read" && read(path).grid == kSmall;
            QVERIFY2(same || code.starts_with("io.gzip_"), (code + " at " + std::to_string(at)).c_str());
        }
    }

    void gzipOfSomethingElseIsNamed() {
        QCOMPARE(errorOf(files.write("book.gz", gzipped(zipOf({{"a.csv", kSmallText}})).toStdString())),
                 std::string("io.not_a_table"));
        QCOMPARE(errorOf(files.write("gz.gz", gzipped(gzipped(kSmallText).toStdString()).toStdString())),
                 std::string("io.not_a_table"));
        std::string tar(512, '\0');
        tar.replace(0, 5, "a.csv");
        tar.replace(257, 5, "ustar");
        QCOMPARE(errorOf(files.write("a.tar.gz", gzipped(tar + kSmallText).toStdString())),
                 std::string("io.not_a_table"));
        QCOMPARE(errorOf(files.write("none.gz", gzipped("").toStdString())), std::string("io.empty_file"));
    }

    void aGzipBombIsRefused() {
        const QByteArray bomb = gzipped(std::string(64 << 20, '\n'));
        QVERIFY(bomb.size() < 100'000);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(errorOf(files.write("bomb.gz", bomb.toStdString())), std::string("io.zip_bomb"));
        QVERIFY(clock.elapsed() < 5000);
    }

    void zipOfOneTable() {
        const auto path = files.write("one.zip", zipOf({{"folder/", ""}, {"folder/数据.csv", kSmallText}}));
        QCOMPARE(read(path).grid, kSmall);
        auto source = xo::io::Source::open(path, {}, xo::JobContext());
        QVERIFY(source);
        QCOMPARE((*source)->info().compression, std::string("zip"));
        QCOMPARE((*source)->info().member, std::string("folder/数据.csv"));
        QCOMPARE((*source)->info().members, std::vector<std::string>{"folder/数据.csv"});
        QCOMPARE((*source)->info().format, xo::io::SourceFormat::Csv);
    }

    void zipOfSeveralTables() {
        const auto path = files.write("several.zip", zipOf({{"readme.txt", "Read me first\n"},
                                                            {"../../etc/a.csv", "a\n1\n"},
                                                            {"__MACOSX/._a.csv", "junk"},
                                                            {"photo.png", "\x89PNG"},
                                                            {"b.csv", "b\n2\n"}}));
        auto source = xo::io::Source::open(path, {}, xo::JobContext());
        QVERIFY(source);
        QCOMPARE((*source)->info().members, (std::vector<std::string>{"readme.txt", "../../etc/a.csv", "b.csv"}));
        QCOMPARE((*source)->info().member, std::string("../../etc/a.csv")); // a label; nothing is extracted
        xo::io::ReadOptions options;
        for (const char* name : {"b.csv", "3"}) {
            options.member = name;
            QCOMPARE(read(path, options).grid, (Grid{{"b"}, {"2"}}));
        }
        options.member = "a.csv";
        QCOMPARE(read(path, options).grid, (Grid{{"a"}, {"1"}}));
        auto wanted = request(path);
        wanted.options.member = "b.csv";
        const auto batch = xo::io::readBatch(wanted, xo::JobContext());
        QVERIFY(batch);
        QCOMPARE(batch->sourceFile, std::string("several.zip › b.csv"));
        options.member = "c.csv";
        QCOMPARE(errorOf(path, options), std::string("io.unknown_member"));
    }

    void zipNamesInTheCodePageOfWindows() {
        const auto path = files.write("gbk.zip", zipOf({{"\xCA\xFD\xBE\xDD.csv", kSmallText}}));
        auto source = xo::io::Source::open(path, {}, xo::JobContext());
        QVERIFY(source);
        QCOMPARE((*source)->info().member, std::string("数据.csv"));
        xo::io::ReadOptions options;
        options.member = "数据.csv";
        QCOMPARE(read(path, options).grid, kSmall);
    }

    void zipsThatCannotBeRead() {
        QCOMPARE(errorOf(files.write("pictures.zip", zipOf({{"a.png", "x"}, {"b.xlsx", "x"}}))),
                 std::string("io.archive_without_tables"));
        QCOMPARE(errorOf(files.write("hidden.zip", zipOf({{"a.csv", zipOf({{"b.csv", "x"}})}}))),
                 std::string("io.not_a_table"));
        QCOMPARE(errorOf(files.write("crc.zip", zipOf({{"a.csv", kSmallText}}, true))),
                 std::string("io.archive_broken_member"));
        std::string locked = zipOf({{"a.csv", kSmallText}});
        locked[6] = 1; // general purpose flag: encrypted
        locked[locked.find("PK\x01\x02") + 8] = 1;
        QCOMPARE(errorOf(files.write("locked.zip", locked)), std::string("io.member_password"));
        const std::string whole = zipOf({{"a.csv", kSmallText}});
        QCOMPARE(errorOf(files.write("cut.zip", whole.substr(0, whole.size() - 30))), std::string("io.archive_broken"));
        QCOMPARE(errorOf(files.write("blank.zip", zipOf({{"a.csv", ""}}))), std::string("io.empty_file"));
    }

    void flippedZipsNeverCrash() {
        const std::string whole = zipOf({{"a.csv", kSmallText}, {"b.tsv", "x\ty\n1\t2\n"}});
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const char mask : {'\x01', '\x80', '\xFF'}) {
                std::string flipped = whole;
                flipped[at] = static_cast<char>(flipped[at] ^ mask);
                const auto done = xo::io::cat(
                    files.write("flip.zip", flipped), {}, [](std::string_view) { return true; }, xo::JobContext());
                if (!done) QVERIFY(!done.error().code.empty());
            }
    }

private:
    Files files;
};

QTEST_GUILESS_MAIN(TestArchive)
#include "tst_archive.moc"
