#include "iosupport.h"

#include "core/io/layout.h"
#include "core/io/totals.h"

using namespace iotest;

/// Rows at the end of an export that add the others up: left out and listed, and nothing else is.
class TestTotals : public QObject {
    Q_OBJECT
    Files m_files;

    // "imported rows: lines left out"
    std::string outcome(const std::string& text, const std::string& totals = {}) {
        auto wanted = request(m_files.write("table.csv", text));
        wanted.options.totals = totals;
        const auto batch = xo::io::readBatch(wanted, xo::JobContext());
        if (!batch) return batch.error().code;
        std::string out = std::to_string(batch->columns.front()->rows) + ":";
        for (const auto& problem : batch->problems)
            if (problem.code == "total_row") out += " " + std::to_string(problem.row);
        return out;
    }

private Q_SLOTS:
    void words() {
        for (const char* word :
             {"合计", " 总 计 ", "小计：", "合計", "Total", "TOTAL:", "Grand Total", "sub-total", "Sum", "Ｔｏｔａｌ"})
            QVERIFY2(xo::io::isTotalWord(word), word);
        for (const char* word : {"", "total cost", "合计金额", "Summer", "总经理", "t", "Toyota"})
            QVERIFY2(!xo::io::isTotalWord(word), word);
    }
    void totals_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("want");
        const auto row = [](const char* name, const char* text, const char* want) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(want);
        };
        row("sums below names",
            "门店,城市,订单,金额\nA,上海,3,10.5\nB,北京,4,20\nC,上海,5,\"1,000.25\"\n合计,,12,\"1,030.75\"\n", "3: 5");
        row("subtotal and total", "store,city,orders\nA,x,3\nB,y,4\nSubtotal,,7\nTotal,,7\n", "2: 4 5");
        row("the word behind a blank number", "no,store,orders\n1,A,3\n2,B,4\n,Total,7\n", "2: 4");
        row("a mean beside a blank", "id,name,score\n1,a,3\n2,b,4\n3,c,4\nTotal,,3.7\n", "3: 5");
        row("two columns", "region,orders\nNorth,5\nSouth,7\nTotal,12\n", "2: 4");
        row("only the word", "id,name,score\n1,a,3\n2,b,4\n合计,,\n", "2: 4");
        row("empty line before it", "id,name,score\n1,a,3\n2,b,4\n,,\n合计,,7\n", "3: 5");
        row("blank rows behind it", "id,name,score\n1,a,3\n2,b,4\n合计,,7\n,,\n , ,\n\n", "2: 4");
        row("blank rows alone", "id,name,score\n1,a,3\n2,b,4\n,,\n,,\n", "4:");
        // what only looks like one
        row("a customer called so",
            "name,phone,score,comment\n王一,13800000001,9,好\n王二,13800000002,8,行\n总计,13800000003,7,\n", "3:");
        row("a person with a time", "name,when,score\na,2026-01-02,9\nb,2026-01-03,8\nTotal,2026-01-04,17\n", "3:");
        row("a brand", "brand,score\nShell,9\nBP,8\nTotal,7\n", "3:");
        row("a brand with the mean", "brand,score\nShell,9\nBP,7\nTotal,8\n", "3:");
        row("a brand again and again", "brand,city,score\nTotal,x,9\nBP,y,7\nTotal,,16\n", "3:");
        row("text beside it", "id,name,score\n1,a,3\n2,b,4\nTotal,see below,7\n", "3:");
        row("not at the end", "store,city,orders\nA,x,3\nTotal,,3\nB,y,4\n", "3:");
        row("other figures", "store,city,orders\nA,x,3\nB,y,4\nTotal,,99\n", "3:");
        row("one column", "orders\n3\n4\nTotal\n", "3:");
        row("nothing above", "store,city,orders\nTotal,,7\n", "1:");
    }
    void totals() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, want);
        QCOMPARE(outcome(text.toStdString()), want.toStdString());
    }
    void theyCanBeKept() {
        const std::string text = "store,city,orders\nA,x,3\nB,y,4\nTotal,,7\n";
        QCOMPARE(outcome(text, "keep"), std::string("3:"));
        QCOMPARE(outcome(text, "leave_out"), std::string("2: 4"));
        // and the recipe says so next month
        auto wanted = request(m_files.write("kept.csv", text));
        wanted.options.totals = "keep";
        const auto first = xo::io::readBatch(wanted, xo::JobContext());
        QVERIFY(first);
        QCOMPARE(first->recipe.totals, std::string("keep"));
        auto next = request(wanted.path);
        next.base = first->recipe;
        const auto second = xo::io::readBatch(next, xo::JobContext());
        QVERIFY(second);
        QCOMPARE(second->columns.front()->rows, std::size_t{3});
    }
    // types, scales and examples come from the rows above
    void guessesDontSeeThem() {
        const std::string path =
            m_files.write("guess.csv", "日期,客户,评分\n2026-01-02,C1,9\n2026-01-03,C2,10\n合计,,19\n");
        const auto seen = xo::io::inspect(path, {}, {}, xo::JobContext());
        QVERIFY(seen);
        QCOMPARE(seen->rowsEstimate, std::uint64_t{2});
        QCOMPARE(guess(*seen, "日期")->type, xo::ValueType::Date);
        QCOMPARE(guess(*seen, "客户")->nullShare, 0.0);
        QCOMPARE(seen->totals.size(), std::size_t{1});
        const xo::Json json = xo::io::toJson(*seen);
        QCOMPARE(json["totals"]["rows"][0]["row"].get<int>(), 4);
        QCOMPARE(json["totals"]["rows"][0]["text"].get<std::string>(), std::string("合计,,19"));
        QCOMPARE(json["totals"]["kept"].get<bool>(), false);
        QVERIFY(!json["totals"]["why"].get<std::string>().empty());
    }
    // beyond the sampled rows: told by the cells that are blank there alone
    void inLongFiles() {
        std::string text = "id,store,orders\n";
        for (int i = 0; i < 25'000; ++i)
            text += std::to_string(i) + ",S" + std::to_string(i % 7) + "," + std::to_string(i % 10) + "\n";
        QCOMPARE(outcome(text + "合计,,112500\n"), std::string("25000: 25002"));
        QCOMPARE(outcome(text + "Total,S1,112500\n"), std::string("25001:"));
        QCOMPARE(outcome(text + "合计,,112500\n,,\n,,\n"), std::string("25000: 25002"));
        // rows and blank ones go on behind it
        QCOMPARE(outcome(text + "Total,,5\n,,\n7,S1,3\n,,\n"), std::string("25004:"));
        std::string blanks = text + "Total,,5\n";
        for (int i = 0; i < 20'000; ++i)
            blanks += ",,\n";
        QCOMPARE(outcome(blanks), std::string("45001:"));
        // rows go on behind it
        QCOMPARE(outcome(text + "Total,,5\n7,S1,3\n"), std::string("25002:"));
        // the word began a row before
        QCOMPARE(outcome(text + "Total,,5\n7,S1,3\nTotal,,5\n"), std::string("25003:"));
        QCOMPARE(outcome(text + "合计,,112500\n", "keep"), std::string("25001:"));
    }
    // rows keep the line they stand in
    void linesStay() {
        auto wanted = request(m_files.write("lines.csv", "store,city,orders\nA,x,3\nB,y,4\nTotal,,7\n"));
        const auto batch = xo::io::readBatch(wanted, xo::JobContext());
        QVERIFY(batch);
        QCOMPARE(batch->rowsRead, std::uint64_t{3});
        QCOMPARE(batch->rowsRejected, std::uint64_t{0});
        QCOMPARE(batch->problems.size(), std::size_t{1});
        QVERIFY(batch->problems[0].rejectedRow);
        QCOMPARE(batch->problems[0].text, std::string("Total,,7"));
    }
};

QTEST_APPLESS_MAIN(TestTotals)
#include "tst_totals.moc"
