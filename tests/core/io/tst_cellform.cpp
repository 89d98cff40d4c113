#include "core/io/cellform.h"

#include "core/base/text.h"
#include "core/io/values.h"
#include "core/io/wordscale.h"

#include <QtTest>

using namespace xo::io;

/// Cells that need to know their column: decimal commas, numbers that are times, durations, labelled scores, options.
class TestCellForm : public QObject {
    Q_OBJECT
    static QString shown(const std::optional<double>& value) {
        return value ? QString::fromStdString(xo::formatNumber(*value)) : QString();
    }
private Q_SLOTS:
    void marks() {
        const auto comma = [](std::initializer_list<const char*> cells) {
            NumberMarks marks;
            for (const char* cell : cells)
                marks.add(cell);
            return marks.decimalComma() ? "comma" : marks.point > 0 ? "point" : marks.open > 0 ? "open" : "none";
        };
        QCOMPARE(comma({"1.234,5", "12,50"}), "comma");
        QCOMPARE(comma({"1,234", "12,5"}), "comma");
        QCOMPARE(comma({"1.234.567"}), "comma");
        QCOMPARE(comma({"1,234.5", "7"}), "point");
        QCOMPARE(comma({"1,234", "2,500"}), "open");
        QCOMPARE(comma({"1,234", "12,5", "3.25"}), "point"); // the evidence is against itself: the usual mark stays
        QCOMPARE(comma({"5", "abc", "2026-01-02"}), "none");
        QCOMPARE(comma({"€ 1.200,00"}), "comma");
    }
    void decimalComma() {
        const CellForm form{CellForm::Clock::Calendar, true};
        QCOMPARE(shown(readNumber("1.234,5", form)), QStringLiteral("1234.5"));
        QCOMPARE(shown(readNumber("1 234,5", form)), QStringLiteral("1234.5"));
        QCOMPARE(shown(readNumber("-12,50", form)), QStringLiteral("-12.5"));
        QCOMPARE(shown(readNumber("1.234", form)), QStringLiteral("1234"));
        QCOMPARE(shown(readNumber("7", form)), QStringLiteral("7"));
        QCOMPARE(shown(readNumber("€ 1.200,00", form)), QStringLiteral("1200"));
        QCOMPARE(shown(readNumber("12.5", form)), QString());
    }
    void durations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("seconds");
        const auto row = [](const char* text, const char* seconds) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(seconds);
        };
        row("2天3小时", "183600");
        row("2 天 3 小时 5 分钟", "183900");
        row("3h 20m", "12000");
        row("3h20min", "12000");
        row("90分钟", "5400");
        row("1.5小时", "5400");
        row("1.5 hours", "5400");
        row("2 days, 3 hours", "183600");
        row("45 s", "45");
        row("1:30:00", "5400");
        row("26:05", "93900");
        row("PT2H", "7200");
        row("PT2H30M", "9000");
        row("P1DT2H", "93600");
        row("P1M", "");
        row("3m 2h", "");
        row("3", "");
        row("3 x", "");
        row("5 stars", "");
        row("半小时", "");
        row("1:75:00", "");
        row("2026-01-02 10:00", "");
        row("", "");
    }
    void durations() {
        QFETCH(QString, text);
        QFETCH(QString, seconds);
        QCOMPARE(shown(readDuration(text.toStdString())), seconds);
    }
    void labelledScores_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("score");
        const auto row = [](const char* text, const char* score) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(score);
        };
        row("10-非常愿意", "10 非常愿意");
        row("0 - Not at all likely", "0 Not at all likely");
        row("非常满意(5分)", "5 非常满意");
        row("非常满意（5分）", "5 非常满意");
        row("不满意（2）", "2 不满意");
        row("很满意5分", "5 很满意");
        row("Very satisfied (5)", "5 Very satisfied");
        row("Very satisfied - 5", "5 Very satisfied");
        row("★★★★☆", "4 ");
        row("⭐⭐⭐", "3 ");
        row("4星", "4 ");
        row("四星", "4 ");
        row("9分", "9 ");
        row("3=一般", "3 一般");
        row("很满意5", "");
        row("2026-03-05", "");
        row("iPhone 15", "");
        row("房间(2号)", "");
        row("第3次(5分)", "");
        row("满意", "");
        row("☆", "0 ");
    }
    void labelledScores() {
        QFETCH(QString, text);
        QFETCH(QString, score);
        const auto labelled = labelledScore(text.toStdString());
        QCOMPARE(labelled
                     ? QString::number(labelled->score) + QLatin1Char(' ') + QString::fromStdString(labelled->label)
                     : QString(),
                 score);
    }
    void numbersThatAreTimes() {
        const auto shown = [](const char* text, CellForm::Clock clock) {
            const auto time = readTime(text, DateOrder::Iso, CellForm{clock, false});
            return time ? xo::TimeZone().formatLocal(time->localMs, time->dateOnly) : std::string();
        };
        // openpyxl.utils.datetime.from_excel(46086) → 2026-03-05
        QCOMPARE(shown("46086", CellForm::Clock::ExcelDays), std::string("2026-03-05"));
        QCOMPARE(shown("46086.586875", CellForm::Clock::ExcelDays), std::string("2026-03-05 14:05:06"));
        QCOMPARE(shown("1772719506", CellForm::Clock::EpochSeconds), std::string("2026-03-05 14:05:06"));
        QCOMPARE(shown("1772719506000", CellForm::Clock::EpochMs), std::string("2026-03-05 14:05:06"));
        QCOMPARE(shown("2026-03-05", CellForm::Clock::ExcelDays), std::string("2026-03-05"));
        QCOMPARE(shown("soon", CellForm::Clock::EpochMs), std::string());
        QVERIFY(readTime("1772719506", DateOrder::Iso, CellForm{CellForm::Clock::EpochSeconds, false})->offsetMinutes ==
                0);
    }
    void formTexts() {
        for (const CellForm form :
             {CellForm{}, CellForm{CellForm::Clock::Calendar, true}, CellForm{CellForm::Clock::ExcelDays, false},
              CellForm{CellForm::Clock::EpochSeconds, false}, CellForm{CellForm::Clock::EpochMs, false}}) {
            std::string text = "number" + cellFormText(form);
            QCOMPARE(takeCellForm(text), form);
            QCOMPARE(text, std::string("number"));
        }
    }
    void wordScales() {
        const auto scale = [](std::initializer_list<const char*> words) {
            std::unordered_map<std::string, std::size_t> values;
            for (const char* word : words)
                ++values[word];
            const auto found = findWordScale(values);
            if (!found) return std::string("none");
            std::string out = std::to_string(found->points) + ":";
            for (const char* word : words)
                for (const xo::ValueLabel& label : found->words)
                    if (label.label == word) out += label.value;
            return out;
        };
        QCOMPARE(scale({"非常满意", "满意", "一般", "不满意", "非常不满意"}), std::string("5:54321"));
        QCOMPARE(scale({"非常满意", "比较满意", "一般", "比较不满意", "非常不满意"}), std::string("5:54321"));
        QCOMPARE(scale({"非常满意", "满意", "比较满意", "一般", "不满意"}), std::string("7:76542"));
        QCOMPARE(scale({"Very satisfied", "Satisfied", "Neutral", "Very dissatisfied"}), std::string("5:5431"));
        QCOMPARE(scale({"Strongly agree", "Somewhat agree", "Agree", "Somewhat disagree"}), std::string("7:7563"));
        QCOMPARE(scale({"Never", "Sometimes", "Always"}), std::string("5:135"));
        QCOMPARE(scale({"很容易", "容易", "一般", "不适用"}), std::string("5:543"));
        QCOMPARE(scale({"满意", "不满意"}), std::string("none")); // two points are no scale
        QCOMPARE(scale({"好", "一般", "差", "北京", "上海"}), std::string("none"));
    }
    void namesForNothing() {
        for (const char* text : {"不适用", "未体验", "N/A", "n/a", "-", "--", "/", "not applicable"})
            QVERIFY2(isNotApplicableName(text), text);
        for (const char* text : {"NA", "无", "不知道", "don't know", "Nanjing", "不满意", "0", "否", ""})
            QVERIFY2(!isNotApplicableName(text), text);
    }
    void setTexts() {
        const auto shown = [](std::string text) {
            std::replace(text.begin(), text.end(), xo::kOptionMark, '+');
            return text;
        };
        SetForm cell;
        cell.separator = "┋";
        cell.options = {"服务", "价格"};
        QCOMPARE(shown(setText(cell, {"价格┋服务 ┋新的┋价格"})), std::string("服务+价格+新的"));
        QCOMPARE(shown(setText(cell, {""})), std::string());
        QCOMPARE(shown(setText(cell, {"不适用"})), std::string("不适用"));
        SetForm flags;
        flags.columns = {3, 4, 5};
        flags.options = {"价格", "服务", "位置"};
        QCOMPARE(shown(setText(flags, {"1", "0", "1"})), std::string("价格+位置"));
        QCOMPARE(shown(setText(flags, {"是", "否", ""})), std::string("价格"));
        QCOMPARE(shown(setText(flags, {"0", "0", "0"})), std::string("（均未选）"));
        QCOMPARE(shown(setText(flags, {"", "", ""})), std::string());
        QCOMPARE(shown(setText(flags, {"不适用", "", ""})), std::string("不适用"));
        flags.ownText = true;
        QCOMPARE(shown(setText(flags, {"价格", "", "位置"})), std::string("价格+位置"));
        SetForm counted;
        counted.columns = {0, 1};
        counted.options = {"Price", "Service"};
        counted.counted = "2";
        QCOMPARE(shown(setText(counted, {"2", "1"})), std::string("Price"));
        QCOMPARE(shown(setText(counted, {"1", "1"})), std::string("(none)"));
        SetForm codes;
        codes.columns = {0, 1};
        codes.options = {"first", "second"};
        codes.ownText = true;
        codes.codes = {{"1", "Price"}, {"2", "Service"}};
        QCOMPARE(shown(setText(codes, {"2", "1"})), std::string("Service+Price"));
    }
};

QTEST_APPLESS_MAIN(TestCellForm)
#include "tst_cellform.moc"
