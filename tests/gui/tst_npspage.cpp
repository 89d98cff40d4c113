#include "ui/pages/nps/npspage.h"

#include "core/session/engine.h"
#include "tests/gui/support/pagefixture.h"
#include "ui/charts/chartview.h"
#include "ui/charts/pageparts.h"
#include "ui/pages/nps/npsinspector.h"
#include "ui/widgets/messagebar.h"

#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace xo;
using namespace xo::ui;
using Fixture = xo::test::PageFixture<NpsPage>;

class TestNpsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emptyTeaches();
    void showsScoreGroupsAndTrend();
    void baseCountsAddUp();
    void drillIntoAGroup();
    void listsTheCustomersOfAGroup();
    void twoLevels();
    void noMatchAndErrors();
    void withoutGroupsTheTrendIsThePicture();
};

void TestNpsPage::emptyTeaches() {
    Fixture f;
    QVERIFY(f.document.createNew(QStringLiteral("Asia/Shanghai")));
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("empty"));
    QTest::mouseClick(f.page->findChild<StatePanel*>()->button(), Qt::LeftButton);
    QCOMPARE(f.host.imports, 1);
}

void TestNpsPage::showsScoreGroupsAndTrend() {
    Fixture f;
    QVERIFY(f.open());
    QCOMPARE(f.page->state(), QStringLiteral("chart"));
    // the small project: scores 0,2,4,6,8,10,1,3,5,7,9 repeated over twenty answers
    int promoters = 0, detractors = 0;
    for (int i = 0; i < 40; i += 2) {
        promoters += i % 11 >= 9;
        detractors += i % 11 <= 6;
    }
    const analysis::NpsRow& total = f.page->total().total;
    QCOMPARE(total.n, std::int64_t(20));
    QCOMPARE(total.promoters, std::int64_t(promoters));
    QCOMPARE(total.detractors, std::int64_t(detractors));
    QCOMPARE(*total.nps, 100.0 * (promoters - detractors) / 20.0);
    f.page->parameters()->setBreakdown({QStringLiteral("region")});
    QVERIFY(f.idle());
    QCOMPARE(f.page->levels().size(), std::size_t(1));
    QCOMPARE(f.page->levels().front().rows.size(), std::size_t(2));
    QVERIFY(f.page->chart()->picture().hit("row:1"));
    QVERIFY(f.page->tableText().contains(QStringLiteral("华东")));
    QVERIFY(f.page->trendChart()->picture().hit("period:0"));
    QVERIFY(f.page->finding().contains(QStringLiteral("20"))); // too few to judge: says how many
}

void TestNpsPage::baseCountsAddUp() {
    Fixture f;
    QVERIFY(f.open());
    const analysis::BaseCounts& base = f.page->total().base;
    QCOMPARE(base.answers(), std::int64_t(20));
    QVERIFY(f.page->parameters()->baseFacts()->text().contains(QStringLiteral("20")));
}

void TestNpsPage::drillIntoAGroup() {
    Fixture f;
    QVERIFY(f.open());
    f.page->parameters()->setBreakdown({QStringLiteral("region")});
    QVERIFY(f.idle());
    ChartView* chart = f.page->chart();
    const chart::Hit* hit = chart->picture().hit("row:0");
    QVERIFY(hit);
    const QString name = QString::fromStdString(hit->title);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {}, QPoint(200, static_cast<int>(hit->box.centre().y)));
    QVERIFY(f.idle());
    const auto steps = f.document.selection()->steps();
    QCOMPARE(steps.size(), 1);
    QVERIFY(steps.first().drill);
    QCOMPARE(steps.first().filter, QStringLiteral("region = '%1'").arg(name));
    QCOMPARE(f.page->total().total.n, std::int64_t(20)); // the page of the drill keeps its whole picture
    // the same as a chip recomputes it
    f.document.selection()->clear();
    f.document.selection()->add({name, steps.first().filter, false});
    QVERIFY(f.idle());
    QVERIFY(f.page->total().total.n < 20);
    QCOMPARE(f.page->total().total.n, f.page->levels().front().rows.front().n);
}

void TestNpsPage::listsTheCustomersOfAGroup() {
    Fixture f;
    QVERIFY(f.open());
    f.page->parameters()->setBreakdown({QStringLiteral("region")});
    QVERIFY(f.idle());
    Q_EMIT f.page->chart()->listRequested(QStringLiteral("row:0"));
    QVERIFY(!f.host.filter.isEmpty());
    const auto count = session::segmentCount(f.document.context(), {{}, f.host.filter.toStdString()}, {});
    QVERIFY(count);
    QCOMPARE(count->customers, static_cast<std::uint64_t>(f.page->levels().front().rows.front().n)); // one answer each
}

void TestNpsPage::twoLevels() {
    Fixture f;
    QVERIFY(f.open());
    f.page->parameters()->setBreakdown({QStringLiteral("customer.city"), QStringLiteral("region")});
    QVERIFY(f.idle());
    QCOMPARE(f.page->levels().size(), std::size_t(2));
    // parents are counted: the children of a city add up to it
    for (const auto& city : f.page->levels()[0].rows) {
        std::int64_t sum = 0;
        for (const auto& row : f.page->levels()[1].rows)
            if (row.group[0] == city.group[0]) sum += row.n;
        QCOMPARE(sum, city.n);
    }
    auto* tree = f.page->findChild<QTreeView*>();
    QVERIFY(tree->model()->rowCount(tree->model()->index(0, 0)) > 0);
}

void TestNpsPage::noMatchAndErrors() {
    Fixture f;
    QVERIFY(f.open());
    f.document.selection()->add({QStringLiteral("nobody"), QStringLiteral("region = '西北'"), false});
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("nomatch"));
    f.document.selection()->clear();
    f.document.selection()->add({QStringLiteral("odd"), QStringLiteral("nonsense = 1"), false});
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("error"));
    QVERIFY(f.page->findChild<MessageBar*>()->isVisible());
    QVERIFY(f.page->chart()->isEmpty());
    f.document.selection()->clear();
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("chart"));
}

void TestNpsPage::withoutGroupsTheTrendIsThePicture() {
    Fixture f;
    QVERIFY(f.open());
    f.page->parameters()->setBreakdown({});
    QVERIFY(f.idle());
    QVERIFY(f.page->levels().empty());
    QCOMPARE(f.page->chart(), f.page->trendChart());
}

QTEST_MAIN(TestNpsPage)
#include "tst_npspage.moc"
