#include "iosupport.h"

using namespace iotest;
using xo::DatasetKind;
using xo::JobContext;

/// What `inspect` believes of a file, and the reason it gives.
class TestRoleGuess : public QObject {
    Q_OBJECT
    Files m_files;

    // "header|v1|v2…" → the role text of that column among others
    std::string roleOf(const QStringList& cells) {
        std::string text;
        for (const QString& cell : cells)
            text += "\"" + cell.toStdString() + "\",x\n";
        const auto at = text.find("\",x\n");
        text.replace(at, 4, "\",zz\n");
        const auto seen = xo::io::inspect(m_files.write("role.csv", text), {}, {}, JobContext());
        if (!seen) return seen.error().code;
        if (seen->columns[0].roleWhy.english.empty() || seen->columns[0].roleWhy.chinese.empty()) return "no reason";
        return seen->columns[0].role.text();
    }

private Q_SLOTS:
    void roles_data() {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("role");
        const auto row = [](const char* cells, const char* role) {
            QTest::newRow(cells) << QString::fromUtf8(cells) << QString::fromUtf8(role);
        };
        row("customer_id|C1|C2|C3|C3", "customer");
        row("CustomerId|1001|1002|1003|1003", "customer");
        row("会员卡号|88001|88002|88003|88003", "customer");
        row("手机号|13812345678|13912345678|13712345678", "customer");
        row("客户编号|a|b|c|c", "customer");
        // a customer has many events
        row("customer|A|B|A|B|A|B|A|B|C|C|A", "customer");
        row("User|u1|u2|u3|u1|u1|u2|u1|u3", "customer");
        row("客户|甲|乙|丙|甲|甲|乙|甲|丙", "customer");
        row("会员|是|否|是|是|否", "dimension");
        row("customer|new|old|new|new|old|old", "dimension");
        row("order_id|O1|O2|O3|O3", "link");
        row("call_id|81|82|83|83", "link");
        row("预约单号|Y1|Y2|Y3", "link");
        row("response_id|R1|R2|R3|R4", "id");
        row("答卷编号|1|2|3|4", "id");
        row("answered_at|2026-01-01 10:00:00|2026-01-02 10:00:00", "time");
        row("提交时间|2026年1月1日|2026年1月2日", "time");
        row("event_time|2026-01-01 10:00:00|2026-01-02|bad|2026-02-30|2026-01-03 11:00:00", "time");
        row("memo|2026-01-01|2026-01-02|bad|worse|2026-01-03", "dimension");
        row("环节|到店|试驾|到店|试驾", "stage");
        row("touchpoint|store|app|store|app", "stage");
        row("nps|9|10|0|6", "nps");
        row("您有多大可能推荐我们|9|10|0|6", "nps");
        row("How likely are you to recommend us?|9|10|0|6", "nps");
        row("On a scale of 0-10, how was it?|9|10|0|6", "nps");
        // named by its header: what doesn't fit is listed at import
        row("nps|10|9|8|7|6|0|11|7.5||N/A|abc| ９ ", "nps");
        row("推荐意愿(0-10分)|10|9|8|7|6|0|11|7.5|abc", "nps");
        row("nps|10|11", "nps");
        row("rival nps|35.2|41|9", "dimension");
        row("csat|5|4|3|5|4|1|2|abc", "csat:1-5");
        row("推荐意愿|1|2|3|4|5|5|4", "loyalty:1-5");
        row("满意度|1|2|5|4", "csat:1-5");
        row("overall satisfaction|1|7|5|6", "csat:1-7");
        row("csat_service|5.0|4.0|3.0|1.0", "csat:1-5");
        row("办理是否省力|1|2|5|4", "ces:1-5");
        row("服务评分|0|2|5|4", "rating:0-5");
        row("未购买原因|价格|竞品|价格|售后", "reason");
        row("意见反馈|等了很久没人理我|很好，下次再来|一般般吧没什么特别|停车不方便", "text");
        row("等待小时|1.5|2|30", "metric:h");
        row("wait_hours|1.5|2|30", "metric:h");
        row("test_drive_minutes|15|20|30", "metric:min");
        row("等待天数|1|2|30", "metric:d");
        row("金额|100|200.5|30", "amount:CNY");
        row("price_usd|100|200.5|30", "amount:USD");
        row("权重|0.5|1.5|1", "weight");
        row("渠道|app|门店|app", "channel");
        row("region|华东|华南|华东", "dimension");
        row("age|35|41|28", "dimension");
        row("order count|1|2|3", "metric");
        row("birthday|1990-01-01|1985-05-05", "dimension");
    }
    /// A customer's own key goes before the phone beside it.
    void customerBeforePhone() {
        const auto seen = xo::io::inspect(
            m_files.write("both.csv", "customer,手机\nA1,13812345678\nA2,13912345678\nA3,13712345678\n"), {}, {},
            JobContext());
        QVERIFY(seen);
        QCOMPARE(seen->columns[0].role.text(), std::string("customer"));
        QCOMPARE(seen->columns[1].role.text(), std::string("dimension"));
    }
    void roles() {
        QFETCH(QString, column);
        QFETCH(QString, role);
        QCOMPARE(QString::fromStdString(roleOf(column.split(QLatin1Char('|')))), role);
    }

    void oneOfEachSingleRole() {
        const auto path = m_files.write("single.csv", "phone,customer_id,start_time,submit_time,event,stage\n"
                                                      "13812345678,C1,2026-01-01,2026-01-02,a,x\n"
                                                      "13912345678,C2,2026-01-03,2026-01-04,b,y\n");
        const auto seen = xo::io::inspect(path, {}, {}, JobContext());
        QVERIFY(seen);
        QCOMPARE(guess(*seen, "customer_id")->role.text(), std::string("customer"));
        QCOMPARE(guess(*seen, "phone")->role.text(), std::string("dimension"));
        QCOMPARE(guess(*seen, "submit_time")->role.text(), std::string("time"));
        QCOMPARE(guess(*seen, "start_time")->role.text(), std::string("dimension"));
        QCOMPARE(guess(*seen, "stage")->role.text(), std::string("stage"));
        QCOMPARE(guess(*seen, "event")->role.text(), std::string("dimension"));
    }

    void kinds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        QTest::newRow("answers") << "customer_id,answered_at,nps\nC1,2026-01-01,9\nC2,2026-01-02,3\n"
                                 << "answers";
        QTest::newRow("events") << "customer_id,event_time,stage\nC1,2026-01-01,a\nC2,2026-01-02,b\nC1,2026-01-03,b\n"
                                << "events";
        QTest::newRow("customers") << "customer_id,gender,city\nC1,f,x\nC2,m,y\nC3,f,x\n"
                                   << "customers";
        QTest::newRow("metrics") << "region,month,gmv,orders\nx,2026-01-01,100,3\ny,2026-01-01,200,4\n"
                                 << "metrics";
        QTest::newRow("identities") << "phone,member_id\n13812345678,M1\n13912345678,M2\n"
                                    << "identities";
        QTest::newRow("invitations") << "customer_id,survey,sent_at\nC1,s,2026-01-01\nC2,s,2026-01-01\n"
                                     << "invitations";
        QTest::newRow("feedback")
            << "complaint\nthe soap turned my hair bright pink today\nthis razor does not work at all\n"
               "the queue at the counter was very long\nnobody ever answers the phone here\n"
            << "feedback";
    }
    void kinds() {
        QFETCH(QString, text);
        QFETCH(QString, kind);
        const auto seen = xo::io::inspect(m_files.write("kind.csv", text.toStdString()), {}, {}, JobContext());
        QVERIFY(seen);
        QCOMPARE(QString::fromUtf8(xo::datasetKindName(seen->kindGuess).data()), kind);
        QVERIFY(!seen->kindWhy.chinese.empty());
    }

    void headerRows_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("rows");
        QTest::newRow("one") << "a,b\n1,2\n3,4\n" << 1;
        QTest::newRow("none") << "1,2\n3,4\n5,6\n" << 0;
        QTest::newRow("texts only") << "name,city\nann,x\nbob,y\n" << 1;
        QTest::newRow("question texts") << "Q1,Q2,Q3\nHow was it?,How long?,Where?\n5,3,a\n4,2,b\n" << 2;
        QTest::newRow("legacy qualtrics") << "V1,V2,Q1\nResponseID,Name,Words\nR_1,x,hello\n" << 2;
        QTest::newRow("years as names") << "region,2024,2025\nx,100,200\ny,150,250\n" << 1;
        QTest::newRow("header only") << "a,b\n" << 1;
    }
    void headerRows() {
        QFETCH(QString, text);
        QFETCH(int, rows);
        const auto seen = xo::io::inspect(m_files.write("header.csv", text.toStdString()), {}, {}, JobContext());
        QVERIFY(seen);
        QCOMPARE(seen->headerRows, rows);
    }

    void jsonHoldsTheContract() {
        const auto path = m_files.write("contract.csv", "customer_id,nps,note\nC1,9,\nC2,x,ok\n");
        const auto seen = xo::io::inspect(path, {}, {}, JobContext());
        QVERIFY(seen);
        const auto json = xo::io::toJson(*seen);
        for (const char* field : {"file", "kind_guess", "encoding", "format", "delimiter", "quote", "header_rows",
                                  "sheets", "rows_estimate", "columns"})
            QVERIFY2(json.contains(field), field);
        const auto& first = json["columns"][0];
        for (const char* field : {"name", "type", "role", "role_why", "null_share", "examples"})
            QVERIFY2(first.contains(field), field);
        QCOMPARE(json["rows_estimate"].get<int>(), 2);
        QCOMPARE(json["columns"][2]["null_share"].get<double>(), 0.5);
        QCOMPARE(json["file"].get<std::string>(), std::string("contract.csv"));
    }
};

QTEST_APPLESS_MAIN(TestRoleGuess)
#include "tst_roleguess.moc"
