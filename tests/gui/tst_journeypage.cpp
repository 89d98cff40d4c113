#include "ui/pages/journey/journeypage.h"

#include "core/session/engine.h"
#include "tests/gui/support/pagefixture.h"
#include "ui/charts/chartview.h"
#include "ui/charts/pageparts.h"
#include "ui/filter/condition.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/widgets/messagebar.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace xo;
using namespace xo::ui;
using Fixture = xo::test::PageFixture<JourneyPage>;

namespace {

void click(ChartView* chart, const char* id) {
    const chart::Hit* hit = chart->picture().hit(id);
    QVERIFY2(hit, id);
    QTest::mouseClick(chart->viewport(), Qt::LeftButton, {},
                      QPoint(static_cast<int>(hit->box.centre().x), static_cast<int>(hit->box.centre().y)));
}

std::uint64_t customers(Fixture& f, const QString& filter) {
    const auto count = session::segmentCount(f.document.context(), {{}, filter.toStdString()}, {});
    return count ? count->customers : 999999;
}

} // namespace

class TestJourneyPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emptyTeaches();
    void showsTheFunnel();
    void aClickedFigureOpensItsCustomers();
    void drillKeepsThePictureAndNarrowsTheRest();
    void chipsRecompute();
    void noMatchOffersTheWayBack();
    void errorsStayAtThePlace();
    void breakdownShowsGroups();
};

void TestJourneyPage::emptyTeaches() {
    Fixture f;
    QVERIFY(f.document.createNew(QStringLiteral("Asia/Shanghai")));
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("empty"));
    auto* state = f.page->findChild<StatePanel*>();
    QTest::mouseClick(state->button(), Qt::LeftButton);
    QCOMPARE(f.host.imports, 1);
    QVERIFY(f.page->tableText().isEmpty());
}

void TestJourneyPage::showsTheFunnel() {
    Fixture f;
    QVERIFY(f.open());
    QCOMPARE(f.page->state(), QStringLiteral("chart"));
    const auto& result = f.page->result();
    QCOMPARE(result.entrants, std::int64_t(40));
    QCOMPARE(result.stages.at(1).all.reached, std::int64_t(20));
    QCOMPARE(result.stages.at(2).all.reached, std::int64_t(10));
    // the table says the same as the picture
    QVERIFY(f.page->tableText().contains(QStringLiteral("试乘试驾\t20")));
    QCOMPARE(f.page->chart()->picture().hit("stage:1")->facts.front().second, std::string("20"));
    QVERIFY(!f.page->finding().isEmpty());
    // nobody's window of a year is over yet: counts, and no rate
    QVERIFY(f.page->parameters()->facts()->text().contains(QStringLiteral("Open: 20")));
}

void TestJourneyPage::aClickedFigureOpensItsCustomers() {
    Fixture f;
    QVERIFY(f.open());
    Q_EMIT f.page->chart()->listRequested(QStringLiteral("step:1"));
    QVERIFY(QTest::qWaitFor([&] { return !f.host.filter.isEmpty(); }, 5000));
    QVERIFY(f.host.title.contains(QStringLiteral("试乘试驾")));
    QCOMPARE(customers(f, f.host.filter), std::uint64_t(10)); // test-driven and not ordered
    // the rule builder shows and keeps it
    const auto condition = query::parse(f.host.filter.toStdString());
    QVERIFY(condition);
    const Rule rule = ruleOf(*condition);
    QCOMPARE(rule.items.size(), std::size_t(1));
    QCOMPARE(ruleText(rule), f.host.filter);
    f.host.filter.clear();
    Q_EMIT f.page->chart()->segmentRequested(QStringLiteral("next:0"));
    QVERIFY(QTest::qWaitFor([&] { return !f.host.filter.isEmpty(); }, 5000));
    QCOMPARE(customers(f, f.host.filter), std::uint64_t(20));
    f.host.filter.clear();
    Q_EMIT f.page->chart()->listRequested(QStringLiteral("stage:2"));
    QVERIFY(QTest::qWaitFor([&] { return !f.host.filter.isEmpty(); }, 5000));
    QCOMPARE(customers(f, f.host.filter), std::uint64_t(10));
}

void TestJourneyPage::drillKeepsThePictureAndNarrowsTheRest() {
    Fixture f;
    QVERIFY(f.open());
    click(f.page->chart(), "step:1");
    QVERIFY(QTest::qWaitFor([&] { return f.document.selection()->steps().size() == 1; }, 5000));
    QVERIFY(f.idle());
    const SelectionStep step = f.document.selection()->steps().first();
    QVERIFY(step.drill);
    QVERIFY(!step.label.isEmpty());
    QCOMPARE(customers(f, step.filter), std::uint64_t(10));
    QCOMPARE(f.page->result().entrants, std::int64_t(40)); // the page of the drill keeps its whole picture
    f.document.selection()->clear();
    QVERIFY(f.idle());
    QCOMPARE(f.page->result().entrants, std::int64_t(40));
}

void TestJourneyPage::chipsRecompute() {
    Fixture f;
    QVERIFY(f.open());
    f.document.selection()->add({QStringLiteral("city = 上海"), QStringLiteral("customer.city = '上海'"), false});
    QVERIFY(f.idle());
    QCOMPARE(f.page->result().entrants, std::int64_t(20));
    // a figure's customers keep to the chips
    Q_EMIT f.page->chart()->listRequested(QStringLiteral("stage:1"));
    QVERIFY(QTest::qWaitFor([&] { return !f.host.filter.isEmpty(); }, 5000));
    QCOMPARE(customers(f, f.host.filter), std::uint64_t(10));
    f.document.selection()->goBack();
    QVERIFY(f.idle());
    QCOMPARE(f.page->result().entrants, std::int64_t(40));
}

void TestJourneyPage::noMatchOffersTheWayBack() {
    Fixture f;
    QVERIFY(f.open());
    f.document.selection()->add({QStringLiteral("nobody"), QStringLiteral("customer.city = '北京'"), false});
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("nomatch"));
    QTest::mouseClick(f.page->findChild<StatePanel*>()->button(), Qt::LeftButton);
    QVERIFY(f.idle());
    QVERIFY(f.document.selection()->steps().isEmpty());
    QCOMPARE(f.page->state(), QStringLiteral("chart"));
}

void TestJourneyPage::errorsStayAtThePlace() {
    Fixture f;
    QVERIFY(f.open());
    f.document.selection()->add({QStringLiteral("odd"), QStringLiteral("no_such_column = 1"), false});
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("error"));
    auto* bar = f.page->findChild<MessageBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->isError());
    QVERIFY(bar->text().contains(QStringLiteral("no_such_column")));
    QVERIFY(f.page->chart()->isEmpty()); // no old figures below the error
    QVERIFY(f.page->tableText().isEmpty());
    f.document.selection()->clear();
    QVERIFY(f.idle());
    QCOMPARE(f.page->state(), QStringLiteral("chart"));
    QVERIFY(!bar->isVisible());
}

void TestJourneyPage::breakdownShowsGroups() {
    Fixture f;
    QVERIFY(f.open());
    f.page->parameters()->setBreakdown(QStringLiteral("customer.city"));
    QVERIFY(f.idle());
    QCOMPARE(f.page->result().groups.size(), std::size_t(2));
    std::int64_t sum = 0;
    for (const auto& group : f.page->result().groups)
        sum += group.entrants;
    QCOMPARE(sum, f.page->result().entrants);
}

QTEST_MAIN(TestJourneyPage)
#include "tst_journeypage.moc"
