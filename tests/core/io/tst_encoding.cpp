#include "iosupport.h"

#include <unicode/ucnv.h>

using namespace iotest;
using xo::io::ReadOptions;

namespace {

std::string encoded(const std::string& utf8, const char* converter) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out(utf8.size() * 4 + 16, '\0');
    const int32_t length = ucnv_convert(converter, "UTF-8", out.data(), static_cast<int32_t>(out.size()), utf8.data(),
                                        static_cast<int32_t>(utf8.size()), &status);
    if (U_FAILURE(status)) qFatal("cannot encode");
    out.resize(static_cast<std::size_t>(length));
    return out;
}

const std::string kChinese = "姓名,评分,原因\n张三,9,等待时间太长\n李四,3,顾问讲解很专业,\n王五,5,价格比竞品贵\n";

} // namespace

/// Text is never silently mangled (promise 6): twelve encodings, the first non-ASCII byte early, late and very late.
class TestEncoding : public QObject {
    Q_OBJECT
    Files m_files;

private Q_SLOTS:
    void found_data() {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QString>("converter");
        QTest::addColumn<QString>("name");
        QTest::newRow("UTF-8") << QByteArray() << "UTF-8"
                               << "UTF-8";
        QTest::newRow("UTF-8 with BOM") << QByteArray("\xEF\xBB\xBF") << "UTF-8"
                                        << "UTF-8 with BOM";
        QTest::newRow("UTF-16LE with BOM") << QByteArray("\xFF\xFE") << "UTF-16LE"
                                           << "UTF-16LE";
        QTest::newRow("UTF-16BE with BOM") << QByteArray("\xFE\xFF") << "UTF-16BE"
                                           << "UTF-16BE";
        QTest::newRow("UTF-16LE") << QByteArray() << "UTF-16LE"
                                  << "UTF-16LE";
        QTest::newRow("UTF-16BE") << QByteArray() << "UTF-16BE"
                                  << "UTF-16BE";
        QTest::newRow("GB18030") << QByteArray() << "GB18030"
                                 << "GB18030";
        QTest::newRow("GB18030 with BOM") << QByteArray("\x84\x31\x95\x33") << "GB18030"
                                          << "GB18030";
        QTest::newRow("Big5") << QByteArray() << "Big5"
                              << "Big5";
    }
    void found() {
        QFETCH(QByteArray, prefix);
        QFETCH(QString, converter);
        QFETCH(QString, name);
        const std::string text =
            converter == QStringLiteral("Big5")
                ? "姓名,評分,原因\n張三,9,等待時間太長\n李四,3,顧問講解很專業,\n王五,5,價格比較貴\n"
                : kChinese;
        for (const std::size_t filler : {std::size_t{0}, std::size_t{2000}, std::size_t{60'000}}) {
            std::string whole;
            for (std::size_t i = 0; i < filler; ++i)
                whole += std::to_string(i) + ",7,plain\n";
            whole += text;
            const auto path =
                m_files.write("found.csv", prefix.toStdString() + encoded(whole, converter.toLatin1().constData()));
            GridSink sink;
            const auto info = xo::io::readRows(path, {}, sink, xo::JobContext());
            QVERIFY(info);
            QCOMPARE(QString::fromStdString(info->encoding), name);
            QCOMPARE(info->undecodable, std::uint64_t{0});
            QCOMPARE(sink.grid.size(), filler + 4);
            const std::string reason = converter == QStringLiteral("Big5") ? "等待時間太長" : "等待时间太长";
            QCOMPARE(sink.grid[filler + 1][2], reason);
        }
    }

    void westernLettersAreNotChinese() {
        const auto path = m_files.write("west.csv", "name,city\nJos\xE9,M\xFCnchen\nRen\xE9,Malm\xF6\n");
        GridSink sink;
        const auto info = xo::io::readRows(path, {}, sink, xo::JobContext());
        QVERIFY(info);
        QCOMPARE(info->encoding, std::string("windows-1252"));
        QCOMPARE(sink.grid[1], (std::vector<std::string>{"José", "München"}));
    }

    void statedEncodingOverrides() {
        const auto path = m_files.write("stated.csv", encoded(kChinese, "GB18030"));
        ReadOptions options;
        options.encoding = "gbk";
        QCOMPARE(read(path, options).grid[1][0], std::string("张三"));
        options.encoding = "no-such-encoding";
        QCOMPARE(read(path, options).grid, (Grid{{"error", "io.unknown_encoding"}}));
    }

    // Bytes that mean nothing are shown as U+FFFD, counted, and listed with their line.
    void undecodableBytesAreListed() {
        std::string text = "name,note\n";
        for (int i = 0; i < 50; ++i)
            text += "张三,很好\n";
        text += "bad,\xFF\n";
        text += "worse,\xE5\x28\n";
        const auto path = m_files.write("bad.csv", text);
        GridSink sink;
        const auto info = xo::io::readRows(path, {}, sink, xo::JobContext());
        QVERIFY(info);
        QCOMPARE(info->encoding, std::string("UTF-8"));
        QCOMPARE(info->undecodable, std::uint64_t{2});
        QCOMPARE(info->undecodableAt[0], (xo::io::OddBytes{52, "FF"}));
        QCOMPARE(info->undecodableAt[1].line, std::uint64_t{53});
        QCOMPARE(sink.grid[51][1], std::string("\uFFFD"));
        const auto batch = xo::io::readBatch(request(path), xo::JobContext());
        QVERIFY(batch);
        const auto listed = std::count_if(batch->problems.begin(), batch->problems.end(),
                                          [](const auto& p) { return p.code == "undecodable"; });
        QCOMPARE(listed, std::ptrdiff_t{2});
    }
};

QTEST_APPLESS_MAIN(TestEncoding)
#include "tst_encoding.moc"
