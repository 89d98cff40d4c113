#include "core/io/values.h"

#include "core/base/text.h"

#include <QtTest>

using namespace xo::io;

/// Single cells: numbers, names made of digits, labelled scores, times, words for what is missing.
class TestValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("number");
        const auto row = [](const char* text, const char* number) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(number);
        };
        row("5", "5");
        row("5.0", "5");
        row(" ９ ", "9");
        row("-3.25e2", "-325");
        row("1,234", "1234");
        row("1,234,567.5", "1234567.5");
        row("12,34", "");
        row("1,2345", "");
        row(",123", "");
        row("¥1,200", "1200");
        row("￥99", "99");
        row("$-5", "");
        row("-$5", "-5");
        row("12元", "12");
        row("1.5万元", "15000");
        row("CNY 30", "30");
        row("12%", "0.12");
        row("35 %", "0.35");
        row("１００％", "1");
        row("abc", "");
        row("0x10", "");
        row("1 2", "");
        row("nan", "");
        row("", "");
        row("9007199254740993", "9007199254740992");
    }
    void numbers() {
        QFETCH(QString, text);
        QFETCH(QString, number);
        const auto value = readNumber(text.toStdString());
        QCOMPARE(value ? QString::fromStdString(xo::formatNumber(*value)) : QString(), number);
    }

    void digitNames() {
        for (const char* text : {"007", "00", "110105194912310021", "1234567890123456", "+8613812345678", " 012 "})
            QVERIFY2(isDigitName(text), text);
        for (const char* text : {"0", "0.5", "7", "123456789012345", "+5", "-01", "abc", "1234567890123456.5"})
            QVERIFY2(!isDigitName(text), text);
    }

    void labelledScores_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("score");
        const auto row = [](const char* text, int score) { QTest::newRow(text) << QString::fromUtf8(text) << score; };
        row("10-非常愿意", 10);
        row("5 - Very satisfied", 5);
        row("9分", 9);
        row("０分", 0);
        row("3=一般", 3);
        row("4（满意）", 4);
        row("10-20", -1);
        row("3.5", -1);
        row("5", -1);
        row("5th visit 2", -1);
        row("很满意5", -1);
        row("2026-03-05", -1);
    }
    void labelledScores() {
        QFETCH(QString, text);
        QFETCH(int, score);
        QCOMPARE(leadingInteger(text.toStdString()).value_or(-1), score);
    }

    void times_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("order");
        QTest::addColumn<QString>("local");
        const auto row = [](const char* text, DateOrder order, const char* local) {
            QTest::newRow(text) << QString::fromUtf8(text) << static_cast<int>(order) << QString::fromUtf8(local);
        };
        row("2026-03-05", DateOrder::Iso, "2026-03-05");
        row("2026/03/05 14:05:06", DateOrder::Iso, "2026-03-05 14:05:06");
        row("2026-3-5 4:05", DateOrder::Iso, "2026-03-05 04:05:00");
        row("2026-02-30", DateOrder::Iso, "");
        row("2026-03-05 25:00:00", DateOrder::Iso, "");
        row("2024-02-29", DateOrder::Iso, "2024-02-29");
        row("2023-02-29", DateOrder::Iso, "");
        row("2026-03", DateOrder::Iso, "2026-03-01");
        row("3/4/2026", DateOrder::Iso, "");
        row("3/4/2026", DateOrder::DayFirst, "2026-04-03");
        row("3/4/2026 ", DateOrder::MonthFirst, "2026-03-04");
        row("3.4.26", DateOrder::DayFirst, "2026-04-03");
        row("3-4-1999 8:30", DateOrder::DayFirst, "1999-04-03 08:30:00");
        row("03/04/2026, 08:30:15", DateOrder::MonthFirst, "2026-03-04 08:30:15");
        row("31/04/2026", DateOrder::DayFirst, "");
        row("13/04/2026", DateOrder::MonthFirst, "");
        row("3/4/2026 12:30 AM", DateOrder::MonthFirst, "2026-03-04 00:30:00");
        row("3/4/2026 12:30 pm", DateOrder::MonthFirst, "2026-03-04 12:30:00");
        row("3/4/2026 1:30:15 p.m.", DateOrder::MonthFirst, "2026-03-04 13:30:15");
        row("2026年3月5日 下午3:04", DateOrder::Iso, "2026-03-05 15:04:00");
        row("05-Mar-2026", DateOrder::Iso, "2026-03-05");
        row("5 March 2026", DateOrder::DayFirst, "2026-03-05");
        row("05-MAR-26", DateOrder::MonthFirst, "2026-03-05");
        row("05MAR2026:14:05:00", DateOrder::Iso, "2026-03-05 14:05:00");
        row("1 Sept. 1999", DateOrder::Iso, "1999-09-01");
        row("2026-Mar-05 14:05", DateOrder::Iso, "2026-03-05 14:05:00");
        row("Mar 5, 2026 2:05 PM", DateOrder::Iso, "2026-03-05 14:05:00");
        row("March 5th, 2026 at 2:05pm", DateOrder::Iso, "2026-03-05 14:05:00");
        row("Thu, 05 Mar 2026 14:05:00 +0800", DateOrder::Iso, "2026-03-05 14:05:00");
        row("Thu Mar  5 14:05:00 2026", DateOrder::Iso, "2026-03-05 14:05:00");
        row("Thu Mar 05 2026 14:05:00 GMT+0800 (China Standard Time)", DateOrder::Iso, "2026-03-05 14:05:00");
        row("05/Mar/2026:14:05:00 +0800", DateOrder::Iso, "2026-03-05 14:05:00");
        row("31-Apr-2026", DateOrder::Iso, "");
        row("05-Mar-2026 25:00", DateOrder::Iso, "");
        row("Thu Mar 5 14:05:00 CST 2026", DateOrder::Iso, ""); // whose CST?
        row("Mar 5, 2026 very good", DateOrder::Iso, "");
        row("Mar 5", DateOrder::Iso, "");
        row("Maybe 5, 2026", DateOrder::Iso, "");
        row("Marvellous 5 2026", DateOrder::Iso, "");
        row("5 stars 2026", DateOrder::Iso, "");
        row("12345", DateOrder::Iso, "");
        row("hello", DateOrder::Iso, "");
    }
    void times() {
        QFETCH(QString, text);
        QFETCH(int, order);
        QFETCH(QString, local);
        const auto time = readTime(text.toStdString(), static_cast<DateOrder>(order));
        const QString got =
            time ? QString::fromStdString(xo::TimeZone().formatLocal(time->localMs, time->dateOnly)) : QString();
        QCOMPARE(got, local);
    }

    void namedZones() {
        for (const char* text :
             {"Thu, 05 Mar 2026 14:05:00 GMT", "Thu Mar 5 14:05:00 UTC 2026", "05-Mar-2026 14:05:00Z"}) {
            const auto time = readTime(text, DateOrder::Iso);
            QVERIFY2(time && time->offsetMinutes == 0, text);
        }
        QCOMPARE(readTime("Thu, 05 Mar 2026 14:05:00 -0330", DateOrder::Iso)->offsetMinutes.value_or(0), -210);
    }

    void openDates() {
        QVERIFY(openDate("3/4/2026"));
        QVERIFY(openDate("25/4/2026 8:30"));
        QVERIFY(!openDate("25/25/2026"));
        QVERIFY(!openDate("2026-03-04"));
        QVERIFY(!openDate("1.2.3"));
        QVERIFY(!openDate("3/4/2026 noon"));
        QCOMPARE(openDate("25/4/2026")->first, 25);
    }

    void wordsForNothing() {
        for (const char* text : {"NULL", "null", "None", "NaN", "#N/A", "\\N", "未评价", "未作答"})
            QVERIFY2(isMissingWord(text), text);
        for (const char* text : {"不适用", "未体验", "N/A", "n/a", "NA", "-", "--", "—", "/"})
            QVERIFY2(isNotApplicableWord(text) && !isMissingWord(text), text);
        for (const char* text : {"(空)", "（空）"})
            QVERIFY2(isMissingWord(text) && isBlankMark(text), text);
        for (const char* text : {"未询问", "(跳过)", "（跳过）"})
            QVERIFY2(isNotAskedWord(text) && !isBlankMark(text), text);
        for (const char* text : {"0", "no", "nothing", "-1", ""})
            QVERIFY2(!isMissingWord(text) && !isNotApplicableWord(text) && !isNotAskedWord(text), text);
    }

    void clippedTextStaysWhole() {
        std::string text;
        for (int i = 0; i < 300; ++i)
            text += "等";
        QCOMPARE(clipped(text).size(), std::size_t{600});
        QVERIFY(xo::isValidUtf8(clipped(text)));
    }
};

QTEST_APPLESS_MAIN(TestValues)
#include "tst_values.moc"
