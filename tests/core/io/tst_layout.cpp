#include "core/io/layout.h"
#include "iosupport.h"

using namespace iotest;
using xo::JobContext;

namespace {

std::string joinedText(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts)
        out += (out.empty() ? "" : "|") + part;
    return out;
}

} // namespace

/// Where the header is, what the columns are called and which of them are one question.
class TestLayout : public QObject {
    Q_OBJECT
    Files m_files;

    xo::io::Layout layoutOf(const std::string& text, int stated = -1) {
        auto source = xo::io::Source::open(m_files.write("layout.csv", text), {}, JobContext());
        if (!source) return {};
        auto sample = xo::io::readSample(**source, 20'000, JobContext());
        return sample ? xo::io::findLayout(*sample, stated) : xo::io::Layout{};
    }
    // "question: 1,2 = a,b (own)"
    static std::string groupsOf(const xo::io::Layout& layout) {
        std::string out;
        for (const auto& group : layout.groups) {
            out += group.question + ":";
            for (const std::size_t column : group.columns)
                out += " " + std::to_string(column);
            out += " = " + joinedText(group.options) + (group.ownText ? " own" : " flag") + "\n";
            if (group.why.english.empty() || group.why.chinese.empty()) out += "no reason";
        }
        return out;
    }

private Q_SLOTS:
    void headers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("preamble");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("labels");
        const auto row = [](const char* name, const char* text, int preamble, int rows, const char* names,
                            const char* labels) {
            QTest::newRow(name) << QString::fromUtf8(text) << preamble << rows << QString::fromUtf8(names)
                                << QString::fromUtf8(labels);
        };
        row("one", "id,nps\n1,9\n2,8\n", 0, 1, "id|nps", "|");
        row("none", "1,9\n2,8\n3,7\n", 0, 0, "column_1|column_2", "|");
        row("months above figures",
            "部门,指标,2026-01-01 00:00:00,2026-02-01 00:00:00,备注\n客服,接起率,0.91,0.88,\n,投诉量,12,9,看上月\n"
            "售后,接起率,0.85,0.9,\n",
            0, 1, "部门|指标|2026-01-01 00:00:00|2026-02-01 00:00:00|备注", "||||");
        row("a title row a data frame wrote",
            "Key Metrics,Unnamed: 1,Unnamed: 2,Unnamed: 3\n,,,\n,,,\nshop,visits,calls,nps\nBath,12,3,40\n"
            "Bristol,14,2,35\n",
            3, 1, "shop|visits|calls|nps", "|||");
        row("an index a data frame wrote", "Unnamed: 0,customer,nps\n0,C1,9\n1,C2,10\n", 0, 1,
            "Unnamed: 0|customer|nps", "||");
        row("duplicate and empty names", "a,,a,,a_2\n1,2,3,4,5\n", 0, 1, "a|column_2|a_2|column_4|a_2_2", "||||");
        row("qualtrics",
            "StartDate,Q1,Q2\nStart Date,How likely?,Why?\n\"{\"\"ImportId\"\":\"\"startDate\"\"}\","
            "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n2026-01-01,9,good\n",
            0, 3, "StartDate|Q1|Q2", "Start Date|How likely?|Why?");
        row("wording below", "q1,q2,q3\nHow likely?,How easy?,Why?\n9,5,ok\n8,4,no\n", 0, 2, "q1|q2|q3",
            "How likely?|How easy?|Why?");
        row("surveymonkey",
            "Respondent ID,Start Date,How likely are you to recommend us?,Which of these matter?,,,Why?\n"
            ",,Response,Price,Service,Other (please specify),Open-Ended Response\n"
            "1,2026-01-01 10:00:00,9,Price,,,good\n2,2026-01-01 10:10:00,3,,Service,wifi,bad\n",
            0, 2,
            "Respondent ID|Start Date|How likely are you to recommend us?|Which of these matter? - Price|Which of "
            "these "
            "matter? - Service|Which of these matter? - Other (please specify)|Why?",
            "||||||");
        row("two levels of a workbook", "门店,,评分,,\n城市,店名,服务,环境,价格\n上海,一店,5,4,3\n北京,二店,4,4,4\n", 0,
            2, "门店 - 城市|门店 - 店名|评分 - 服务|评分 - 环境|评分 - 价格", "||||");
        row("two levels, merged down", "编号,评分,\n,服务,环境\n1,5,4\n2,4,4\n", 0, 2, "编号|评分 - 服务|评分 - 环境",
            "||");
        row("two levels, merged cells repeated", "编号,评分,评分\n,服务,环境\n1,5,4\n2,4,4\n", 0, 2,
            "编号|评分 - 服务|评分 - 环境", "||");
        row("an index column is no second level", ",name,city\n0,foo,x\n1,bar,y\n", 0, 1, "column_1|name|city", "||");
        row("a blank name in the middle is no second level", "name,,city\nfoo,a,x\nbar,b,y\nfoo,a,z\n", 0, 1,
            "name|column_2|city", "||");
        row("title", "满意度调查明细\n\nid,nps,text\n1,9,a\n2,8,b\n", 1, 1, "id|nps|text", "||");
        row("title and time",
            "满意度调查明细,,\n导出时间：,2026-03-05 10:00,\n,,\nid,nps,text,d,e,f\n1,9,a,1,2,3\n2,8,b,4,5,6\n", 3, 1,
            "id|nps|text|d|e|f", "|||||");
        row("padded title", "Report,,,\nExported: 2026-03-05,,,\n,,,\nid,nps,text,c\n1,9,a,x\n2,8,b,y\n", 3, 1,
            "id|nps|text|c", "|||");
    }
    void headers() {
        QFETCH(QString, text);
        QFETCH(int, preamble);
        QFETCH(int, rows);
        QFETCH(QString, names);
        QFETCH(QString, labels);
        const auto layout = layoutOf(text.toStdString());
        QCOMPARE(QString::fromStdString(joinedText(layout.names)), names);
        QCOMPARE(static_cast<int>(layout.preamble), preamble);
        QCOMPARE(layout.headerRows, rows);
        std::string shown;
        for (std::size_t c = 0; c < layout.labels.size(); ++c)
            shown += (c ? "|" : "") + layout.labels[c];
        QCOMPARE(QString::fromStdString(shown), labels);
        QVERIFY(!layout.why.english.empty() && !layout.why.chinese.empty());
    }

    void groups_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("groups");
        const auto row = [](const char* name, const char* text, const char* groups) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(groups);
        };
        row("surveymonkey",
            "Respondent ID,Which of these matter?,,,Why?\n,Price,Service,Other (please specify),Open-Ended Response\n"
            "1,Price,,,good\n2,,Service,wifi,bad\n3,Price,Service,,\n",
            "Which of these matter?: 1 2 = Price|Service own\n");
        row("问卷星, first header full",
            "序号,1、您有多大可能推荐,2、您选择的原因(多选)(价格),2(服务),2(质量),3、建议\n1,9,1,0,1,无\n2,3,0,1,0,"
            "好\n",
            "2、您选择的原因(多选): 2 3 4 = 价格|服务|质量 flag\n");
        row("问卷星, the number with its mark",
            "序号,3、您选择我们的原因（多选）(价格),3、(服务),3、(品牌),4、建议\n1,1,0,1,无\n2,0,1,0,好\n3,(跳过),("
            "跳过),(跳过),"
            "(空)\n",
            "3、您选择我们的原因（多选）: 1 2 3 = 价格|服务|品牌 flag\n");
        row("问卷星, colon", "序号,2、您选择的原因：价格,2、您选择的原因：服务,3、建议\n1,1,0,无\n2,0,1,好\n",
            "2、您选择的原因: 1 2 = 价格|服务 flag\n");
        row("问卷星, bare numbers", "序号,2(价格),2(服务),3(快),3(慢)\n1,1,0,0,1\n2,0,1,1,1\n",
            "2: 1 2 = 价格|服务 flag\n3: 3 4 = 快|慢 flag\n");
        row("qualtrics",
            "StartDate,Q3_1,Q3_2,Q3_3_TEXT,Q4_1,Q4_2\nStart Date,Why? - Selected Choice - Price,Why? - Selected Choice "
            "- "
            "Service,Why? - Other - Text,Rate - Price,Rate - "
            "Service\n\"{\"\"ImportId\"\":\"\"a\"\"}\",\"{\"\"ImportId\"\":"
            "\"\"b\"\"}\",\"{\"\"ImportId\"\":\"\"c\"\"}\",\"{\"\"ImportId\"\":\"\"d\"\"}\",\"{\"\"ImportId\"\":"
            "\"\"e\"\"}\","
            "\"{\"\"ImportId\"\":\"\"f\"\"}\"\n2026-01-01,Price,,,5,4\n2026-01-02,,Service,x,1,1\n",
            "Why?: 1 2 = Price|Service own\n");
        row("limesurvey", "id,Which? [Price],Which? [Service],Which? [Other]\n1,Yes,No,wifi\n2,No,Yes,\n",
            "Which?: 1 2 = Price|Service flag\n");
        row("a grid of ratings is none", "id,Rate us - Price,Rate us - Service\n1,5,4\n2,1,1\n", "");
        row("chosen always is no choice", "id,Rate us - Price,Rate us - Service\n1,1,1\n2,1,1\n", "");
        row("never chosen says nothing", "id,Rate us - Price,Rate us - Service\n1,,\n2,,\n", "");
        row("one column is no group", "id,Rate us - Price,b\n1,1,3\n2,0,4\n", "");
        row("options called 0 and 1", "id,Seats (0),Seats (1)\n1,1,0\n2,0,1\n", "Seats: 1 2 = 0|1 flag\n");
        row("other words end a group", "id,A - x,A - y,A - z\n1,1,0,foo\n2,0,1,\n", "A: 1 2 = x|y flag\n");
        row("full-width brackets", "id,原因（价格）,原因（服务（人员））\n1,1,\n2,,1\n",
            "原因: 1 2 = 价格|服务（人员） flag\n");
    }
    void groups() {
        QFETCH(QString, text);
        QFETCH(QString, groups);
        QCOMPARE(QString::fromStdString(groupsOf(layoutOf(text.toStdString()))), groups);
    }
    void statedLevels() {
        // two rows stated: names and labels, unless the first row leaves names to the second
        const auto levels = layoutOf("a,b,,\n,x,y,z\np,q,r,s\n", 2);
        QCOMPARE(joinedText(levels.names), std::string("a|b - x|b - y|b - z"));
        const auto labels = layoutOf("a,b\nfirst,second\np,q\n", 2);
        QCOMPARE(joinedText(labels.names), std::string("a|b"));
        QCOMPARE(joinedText(labels.labels), std::string("first|second"));
    }
    void manyColumns() {
        // equal headers, blank cells: neither naming nor grouping is quadratic
        std::string text;
        for (int line = 0; line < 30; ++line) {
            for (int c = 0; c < 10'000; ++c)
                text += line == 0 ? (c ? ",Q - a" : "Q - a") : (c ? "," : "1");
            text += "\n";
        }
        QElapsedTimer clock;
        clock.start();
        const auto layout = layoutOf(text);
        QCOMPARE(layout.width, std::size_t{10'000});
        QCOMPARE(layout.names.back(), std::string("Q - a_10000"));
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_MAIN(TestLayout)
#include "tst_layout.moc"
