#include "core/io/anonymise.h"

#include <QtTest>

using xo::io::anonymised;

/// Masking of personal data. Source of the first 14 strings: the worked case `anonymise` of METHODS 7.5, computed with
/// Python's re, Luhn and ISO 7064 MOD 11-2 (11010519491231002X is the example of GB 11643).
class TestAnonymise : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void masks_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("masked");
        const auto row = [](const char* text, const char* masked) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(masked);
        };
        row("我电话13812345678,一直没人回", "我电话[PHONE],一直没人回");
        row("请打+86 139-1234-5678或021-31011810", "请打[PHONE]或[TEL]");
        row("身份证11010519491231002X登记错了", "身份证[ID]登记错了");
        row("订单号110105194912310021查不到", "订单号110105194912310021查不到");
        row("邮箱 zhang.san@mail.example.com.cn 没收到", "邮箱 [EMAIL] 没收到");
        row("卡号4111 1111 1111 1111 退款", "卡号[CARD] 退款");
        row("流水4111111111111112查询", "流水4111111111111112查询");
        row("车牌沪A·12345和粤BD12345", "车牌[PLATE]和[PLATE]");
        row("车架号LSVAU2180N2183294", "车架号[VIN]");
        row("手机138 1234 5678", "手机[PHONE]");
        row("等了12345678天", "等了12345678天");
        row("客服400-820-8888态度差", "客服[TEL]态度差");
        row("价格238000元,2024-01-15提车", "价格238000元,2024-01-15提车");
        row("WeChat abc13812345678", "WeChat abc[PHONE]");
        // borders the oracle's expressions draw
        row("１３８１２３４５６７８", "[PHONE]");
        row("+8613812345678", "[PHONE]");
        row("0086 138-1234-5678", "[PHONE]");
        row("138123456789", "138123456789");
        row("(021)31011810", "(021)31011810");
        row("0755-12345678转8", "[TEL]转8");
        row("a@b.co,c@d", "[EMAIL],c@d");
        row("粤B12345完", "[PLATE]完");
        row("粤B12345x", "粤B12345x");
        row("abcdefghijklmnopq", "abcdefghijklmnopq");
        row("等了3天，很不满意！", "等了3天，很不满意！");
        row("", "");
    }
    void masks() {
        QFETCH(QString, text);
        QFETCH(QString, masked);
        QCOMPARE(QString::fromStdString(anonymised(text.toStdString())), masked);
    }
};

QTEST_APPLESS_MAIN(TestAnonymise)
#include "tst_anonymise.moc"
