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
        QTest::newRow("Shift_JIS") << QByteArray() << "windows-932"
                                   << "Shift_JIS";
        QTest::newRow("EUC-KR") << QByteArray() << "windows-949"
                                << "EUC-KR";
        QTest::newRow("windows-1252") << QByteArray() << "windows-1252"
                                      << "windows-1252";
    }
    void found() {
        QFETCH(QByteArray, prefix);
        QFETCH(QString, converter);
        QFETCH(QString, name);
        std::string text = kChinese;
        std::vector<std::string> reasons = {"等待时间太长", "顾问讲解很专业"};
        if (name == QStringLiteral("Big5")) {
            text = "姓名,評分,原因\n張三,9,等待時間太長\n李四,3,顧問講解很專業,\n王五,5,價格比較貴\n";
            reasons = {"等待時間太長", "顧問講解很專業"};
        } else if (name == QStringLiteral("Shift_JIS")) {
            text = "名前,評価,理由\n山田,9,待ち時間が長い\n鈴木,3,説明がとても丁寧でした,\n佐藤,5,価格が高い\n";
            reasons = {"待ち時間が長い", "説明がとても丁寧でした"};
        } else if (name == QStringLiteral("EUC-KR")) {
            text = "이름,점수,이유\n김철수,9,대기 시간이 너무 깁니다\n이영희,3,설명이 아주 "
                   "좋았습니다,\n박지민,5,가격이 비싸요\n";
            reasons = {"대기 시간이 너무 깁니다", "설명이 아주 좋았습니다"};
        } else if (name == QStringLiteral("windows-1252")) {
            text = "prénom,note,raison\nJosé,9,délai trop long\nRené,3,très bon,\nZoë,5,über teuer – 5 €\n";
            reasons = {"délai trop long", "très bon"};
        }
        // the first byte outside ASCII at the start, inside the head, behind it, and after 3 MB
        for (const std::size_t filler :
             {std::size_t{0}, std::size_t{2000}, std::size_t{60'000}, std::size_t{250'000}}) {
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
            QCOMPARE(sink.grid[filler + 1][2], reasons[0]);
            QCOMPARE(sink.grid[filler + 2][2], reasons[1]);
            // the guess shows what it rests on; UTF-16 is told by its NULs, its lines come from the head
            if (!name.startsWith(QStringLiteral("UTF-16")) || filler < 2001) {
                QCOMPARE(info->encodingLines.size(), std::size_t{4});
                QCOMPARE(info->encodingLines[0], text.substr(0, text.find('\n')));
            }
        }
    }

    // Most characters of U+4E00 have their zero byte where ASCII has none.
    void utf16WithManyOnes() {
        std::string text = "一,二\n";
        for (int i = 0; i < 200; ++i)
            text += "一一,x" + std::to_string(i) + "号\n";
        for (const char* name : {"UTF-16LE", "UTF-16BE"}) {
            GridSink sink;
            const auto info =
                xo::io::readRows(m_files.write("ones.csv", encoded(text, name)), {}, sink, xo::JobContext());
            QVERIFY(info);
            QCOMPARE(info->encoding, std::string(name));
            QCOMPARE(sink.grid[1][0], std::string("一一"));
        }
    }

    void oddLengthUtf16IsReadToItsLastWholeCharacter() {
        GridSink sink;
        const auto info = xo::io::readRows(m_files.write("odd.csv", encoded("a,b\n一,2\n", "UTF-16LE") + "x"), {}, sink,
                                           xo::JobContext());
        QVERIFY(info);
        QCOMPARE(info->encoding, std::string("UTF-16LE"));
        QCOMPARE(sink.grid[1], (std::vector<std::string>{"一", "2"}));
        QCOMPARE(info->undecodable, std::uint64_t{1});
    }

    // Short Chinese texts whose bytes all lie where Korean syllables do stay Chinese.
    void chineseIsNotKorean() {
        for (const char* text : {"编号,标题\n1,好\n2,不好\n", "城市,客户\n北京,张三\n", "品名\n包子\n"}) {
            GridSink sink;
            const auto info =
                xo::io::readRows(m_files.write("short.csv", encoded(text, "GB18030")), {}, sink, xo::JobContext());
            QVERIFY(info);
            QCOMPARE(info->encoding, std::string("GB18030"));
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
