#include "core/base/text.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <cstdio>
#include <random>

using namespace xo;

class TestText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void utf8Validity() {
        QVERIFY(isValidUtf8("abc 满意 😀"));
        QCOMPARE(firstInvalidUtf8("ab\xFF"), std::size_t(2));
        QCOMPARE(firstInvalidUtf8("\xC0\x80"), std::size_t(0));         // overlong
        QCOMPARE(firstInvalidUtf8("x\xED\xA0\x80"), std::size_t(1));    // surrogate
        QCOMPARE(firstInvalidUtf8("\xF4\x90\x80\x80"), std::size_t(0)); // above U+10FFFF
        QCOMPARE(firstInvalidUtf8("ok\xE6\xBB"), std::size_t(2));       // cut off
    }
    void codePointsRoundTrip() {
        const std::string text = "aé满😀";
        std::string back;
        for (std::size_t i = 0; i < text.size();)
            appendUtf8(back, nextCodePoint(text, i));
        QCOMPARE(back, text);
        QCOMPARE(codePointCount(text), std::size_t(4));
        QCOMPARE(displayWidth(text), std::size_t(6));
    }
    void trimsEveryBlank() {
        QCOMPARE(std::string(trimmed(" \t\xE3\x80\x80x y\xC2\xA0\r\n")), std::string("x y"));
        QCOMPARE(std::string(trimmed("\xEF\xBB\xBF")), std::string());
    }
    void numbers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<double>("value");
        QTest::newRow("whole") << "5" << true << 5.0;
        QTest::newRow("decimal") << "5.0" << true << 5.0;
        QTest::newRow("full width, padded") << QStringLiteral(" ９ ") << true << 9.0;
        QTest::newRow("plus") << "+3" << true << 3.0;
        QTest::newRow("exponent") << "-3.25e2" << true << -325.0;
        QTest::newRow("blank") << "" << false << 0.0;
        QTest::newRow("trailing text") << "5 stars" << false << 0.0;
        QTest::newRow("nan") << "nan" << false << 0.0;
        QTest::newRow("infinity") << "inf" << false << 0.0;
        QTest::newRow("two signs") << "+-3" << false << 0.0;
        QTest::newRow("overflow") << "1e999" << false << 0.0;
    }
    void numbers() {
        QFETCH(QString, text);
        QFETCH(bool, ok);
        QFETCH(double, value);
        const auto parsed = parseNumber(text.toStdString());
        QCOMPARE(parsed.has_value(), ok);
        if (ok) QCOMPARE(*parsed, value);
    }
    void shortestNumbers() {
        QCOMPARE(formatNumber(5), std::string("5"));
        QCOMPARE(formatNumber(0.1), std::string("0.1"));
        QCOMPARE(formatNumber(-0.0), std::string("0"));
        QCOMPARE(formatNumber(1.0 / 3), std::string("0.3333333333333333"));
        for (const double value :
             {123456789.125, 1e-7, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0})
            QCOMPARE(*parseNumber(formatNumber(value)), value);
        // fifteen digits of the C library are what a decimal that was read comes back as
        std::mt19937_64 random(5);
        for (int i = 0; i < 100'000; ++i) {
            const std::int64_t whole = static_cast<std::int64_t>(random() % 100'000'000'000'000) >> (random() % 40);
            const double value = static_cast<double>(whole) / std::pow(10.0, static_cast<double>(random() % 6)) *
                                 (random() % 2 ? 1 : -1);
            if (value == std::floor(value)) continue;
            std::array<char, 40> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "%.15g", value);
            QCOMPARE(formatNumber(value), std::string(buffer.data()));
        }
    }
    void roundsHalfAwayFromZero() {
        QCOMPARE(formatFixed(0.25, 1), std::string("0.3"));
        QCOMPARE(formatFixed(-0.25, 1), std::string("-0.3"));
        QCOMPARE(formatFixed(0.285, 2), std::string("0.29")); // 0.285 is stored just below
        QCOMPARE(formatFixed(17.04999, 1), std::string("17.0"));
        QCOMPARE(formatFixed(-0.04, 1), std::string("0.0"));
        QCOMPARE(formatFixed(2.5, 0), std::string("3"));
        QCOMPARE(formatFixed(1234.5678, 2), std::string("1234.57"));
    }
    void counts() {
        QCOMPARE(formatCount(0), std::string("0"));
        QCOMPARE(formatCount(999), std::string("999"));
        QCOMPARE(formatCount(1234567), std::string("1,234,567"));
        QCOMPARE(formatCount(-1234), std::string("-1,234"));
        QCOMPARE(formatCount(-123), std::string("-123"));
    }
    void splitsQuotedNames() {
        const std::vector<std::string> expected{"a>b", "c", "say \"hi\""};
        QCOMPARE(splitQuoted("\"a>b\"> c >\"say \"\"hi\"\"\"", '>'), expected);
        QVERIFY(splitQuoted("", ',').empty());
        QCOMPARE(splitQuoted("a,,b", ',').size(), std::size_t(3));
    }
    void nearestNames() {
        QCOMPARE(nearestName("regoin", {"region", "reason"}).value_or(""), std::string("region"));
        QCOMPARE(nearestName("Region", {"region"}).value_or(""), std::string("region"));
        QVERIFY(!nearestName("price", {"region", "store"}));
        QCOMPARE(nearestName("试驾", {"试乘试驾", "下定"}).value_or(""), std::string("试乘试驾"));
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
