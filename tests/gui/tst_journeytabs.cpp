#include "core/session/engine.h"
#include "tests/gui/support/journeyfixture.h"
#include "ui/charts/chartview.h"
#include "ui/export/customersdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/timeline/timelinedialog.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTableWidget>

using namespace xo;
using namespace xo::ui;

namespace {

using Tab = JourneyPage::Tab;

struct Fixture : test::JourneyFixture {
    using JourneyFixture::JourneyFixture;
    bool openJourney() { return open() && showJourney(); }
    /// A window of 20 days: the first customers' windows are over by the last event, the others' still run.
    bool shortWindow() {
        for (auto* combo : page->parameters()->findChildren<QComboBox*>())
            if (const int at = combo->findData(QStringLiteral("30d")); at >= 0) combo->setCurrentIndex(at);
        return idle();
    }
    int rows() const { return figures()->rowCount(); }
};

} // namespace

class TestJourneyTabs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timeSaysHowLongStepsTake();
    void overdueListIsExported();
    void breakdownShowsEveryGroup();
    void compareTestsASegmentAgainstTheRest();
    void cohortsMarkImmaturePeriods();
    void anyOrderHasNoTimes();
    void tabsKeepUpWithTheSelection();
    void timelineOpensFromTheList();
    void pictures();
};

void TestJourneyTabs::timeSaysHowLongStepsTake() {
    Fixture f;
    QVERIFY(f.openJourney());
    QVERIFY(f.show(Tab::Time));
    QCOMPARE(f.rows(), 2);
    // everybody who drives does so after three days, and orders six days later
    QVERIFY2(f.cell(0, 2).startsWith(QStringLiteral("3.0")), qPrintable(f.cell(0, 2)));
    QVERIFY2(f.cell(1, 2).startsWith(QStringLiteral("6.0")), qPrintable(f.cell(1, 2)));
    QCOMPARE(f.cell(0, 1), QStringLiteral("20"));
    QVERIFY(!f.page->view()->isEmpty());
    QVERIFY(f.page->result().stages.at(1).survival.has_value());
    QCOMPARE(f.page->chart(), f.page->view()->chart());
    QVERIFY(f.page->tableText().contains(f.cell(0, 0)));
    // another step, another curve
    const auto before = f.page->chart()->picture();
    f.page->view()->step()->setCurrentIndex(1);
    QVERIFY(f.idle());
    QVERIFY(!(f.page->chart()->picture() == before));
}

void TestJourneyTabs::overdueListIsExported() {
    Fixture f;
    QVERIFY(f.openJourney());
    QVERIFY(f.show(Tab::Time));
    const auto& stage = f.page->result().stages.at(0);
    QVERIFY(stage.overdue > 0); // 20 never drive; most have waited for more than the three days of the others
    QCOMPARE(f.cell(0, 8), QString::number(stage.overdue));
    f.page->view()->step()->setCurrentIndex(0);
    QVERIFY(f.page->view()->list()->isEnabled());
    QTest::mouseClick(f.page->view()->list(), Qt::LeftButton);
    auto* list = f.dialog<CallListDialog>();
    QVERIFY(list);
    QCOMPARE(list->model()->rowCount(), static_cast<int>(stage.overdue));
    const QStringList lines = f.exportedCalls(list);
    QCOMPARE(lines.size(), stage.overdue + 1);
    for (const QString& line : lines.mid(1)) {
        bool number = false;
        const int customer = line.section(QLatin1Char(','), 0, 0).mid(1).toInt(&number) - 1000;
        QVERIFY2(number && customer % 2 == 1, qPrintable(line)); // those who never drove
    }
    // the step that everybody open has taken in time has none
    f.page->view()->step()->setCurrentIndex(1);
    QVERIFY(f.idle());
    QCOMPARE(f.page->view()->list()->isEnabled(), f.page->result().stages.at(1).overdue > 0);
}

void TestJourneyTabs::breakdownShowsEveryGroup() {
    Fixture f;
    QVERIFY(f.openJourney());
    QVERIFY(f.show(Tab::Breakdown));
    QVERIFY(f.page->view()->isEmpty());
    QVERIFY(!f.page->view()->emptyText().isEmpty()); // says what to choose
    f.page->parameters()->setBreakdown(QStringLiteral("customer.city"));
    QVERIFY(f.idle());
    QVERIFY(!f.page->view()->isEmpty());
    QCOMPARE(f.rows(), 2);
    QCOMPARE(f.cell(0, 1), QStringLiteral("20"));
    QCOMPARE(f.cell(1, 1), QStringLiteral("20"));
    // a click on a group is a drill into it
    Q_EMIT f.page->chart()->drillRequested(QStringLiteral("group:0"));
    QVERIFY(f.idle());
    QCOMPARE(f.document.selection()->steps().size(), 1);
    QVERIFY(f.document.selection()->steps().first().filter.contains(QStringLiteral("city")));
}

void TestJourneyTabs::compareTestsASegmentAgainstTheRest() {
    Fixture f;
    QVERIFY(f.openJourney());
    QVERIFY(f.show(Tab::Compare));
    QVERIFY(f.page->view()->isEmpty()); // two periods need a period
    auto* choice = f.page->view()->choice();
    QCOMPARE(choice->count(), 3); // two periods, and the segment of the project
    choice->setCurrentIndex(2);
    QVERIFY(f.shortWindow());
    QVERIFY(!f.page->view()->isEmpty());
    QVERIFY(f.page->result().comparison.has_value());
    const auto& comparison = *f.page->result().comparison;
    QCOMPARE(comparison.entrants, std::int64_t(10)); // drove and never ordered
    QCOMPARE(comparison.otherEntrants, std::int64_t(30));
    QCOMPARE(f.rows(), 3);
}

void TestJourneyTabs::cohortsMarkImmaturePeriods() {
    Fixture f;
    QVERIFY(f.openJourney());
    QVERIFY(f.shortWindow());
    QVERIFY(f.show(Tab::Cohorts));
    QCOMPARE(f.rows(), 2); // the customers enter from 1 January to 9 February
    QVERIFY(f.cell(0, 0).startsWith(QStringLiteral("2025-01")));
    QVERIFY2(f.cell(1, 0).contains(QLatin1Char('*')), qPrintable(f.cell(1, 0)));
    QCOMPARE(f.cell(0, 1).toInt() + f.cell(1, 1).toInt(), 40);
    f.page->view()->choice()->setCurrentIndex(1); // weeks
    QVERIFY(f.idle());
    QVERIFY(f.rows() >= 6);
    int entrants = 0;
    for (int row = 0; row < f.rows(); ++row)
        entrants += f.cell(row, 1).toInt();
    QCOMPARE(entrants, 40);
}

void TestJourneyTabs::anyOrderHasNoTimes() {
    Fixture f;
    QVERIFY(f.openJourney());
    for (auto* combo : f.page->parameters()->findChildren<QComboBox*>())
        if (const int at = combo->findData(QStringLiteral("any")); at >= 0) combo->setCurrentIndex(at);
    QVERIFY(f.show(Tab::Time));
    QVERIFY(f.page->view()->isEmpty());
    QVERIFY(!f.page->view()->emptyText().isEmpty());
    QVERIFY(!f.page->view()->list()->isVisible());
}

void TestJourneyTabs::tabsKeepUpWithTheSelection() {
    Fixture f;
    QVERIFY(f.openJourney());
    QVERIFY(f.show(Tab::Time));
    f.document.selection()->add({QStringLiteral("city = 上海"), QStringLiteral("customer.city = '上海'"), false});
    QVERIFY(f.idle());
    QCOMPARE(f.cell(0, 1), QStringLiteral("10"));
    QVERIFY(f.show(Tab::Funnel));
    QVERIFY(f.page->tableText().contains(QStringLiteral("试乘试驾\t10")));
    f.document.selection()->clear();
    QVERIFY(f.show(Tab::Time));
    QCOMPARE(f.cell(0, 1), QStringLiteral("20"));
}

void TestJourneyTabs::timelineOpensFromTheList() {
    Fixture f;
    QVERIFY(f.openJourney());
    f.window->showCustomers(QStringLiteral("ordered"), QStringLiteral("reached('下定')"));
    auto* customers = f.dialog<CustomersDialog>();
    QVERIFY(customers);
    auto* table = customers->findChild<QTableView*>();
    table->setFocus();
    table->setCurrentIndex(customers->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    auto* timeline = f.dialog<TimelineDialog>();
    QVERIFY(timeline);
    const QString key = customers->model()->index(0, 0).data().toString();
    QVERIFY(timeline->windowTitle().contains(key));
    const auto& entries = timeline->model()->timeline().entries;
    QCOMPARE(entries.size(), std::size_t(4)); // three events and an answer
    std::optional<std::size_t> answer;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (entries[i].kind == DatasetKind::Answers) answer = i;
    QVERIFY(answer);
    QVERIFY(entries[*answer].event); // the latest event before it
    // one click from the answer to its event and back
    auto* follow = timeline->findChild<QPushButton*>(QStringLiteral("timelineFollow"));
    timeline->select(*answer);
    QVERIFY(follow->isVisible());
    QTest::mouseClick(follow, Qt::LeftButton);
    QCOMPARE(timeline->selected(), entries[*answer].event);
    QTest::mouseClick(follow, Qt::LeftButton);
    QCOMPARE(timeline->selected(), answer);
    // the picture has a mark for each; a click on one selects its row
    const chart::Hit* hit = timeline->chart()->picture().hit("entry:0");
    QVERIFY(hit);
    QTest::mouseClick(timeline->chart()->viewport(), Qt::LeftButton, {},
                      QPoint(static_cast<int>(hit->box.centre().x), static_cast<int>(hit->box.centre().y)));
    QCOMPARE(timeline->selected(), std::optional<std::size_t>(0));
}

void TestJourneyTabs::pictures() {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (folder.isEmpty()) QSKIP("XOW_PICTURES names no folder");
    for (const char* code : {"en", "zh"}) {
        Fixture f(QString::fromLatin1(code));
        QVERIFY(f.openJourney());
        f.window->showCustomers(QStringLiteral("下定"), QStringLiteral("reached('下定')"));
        auto* customers = f.dialog<CustomersDialog>();
        QVERIFY(customers);
        auto* table = customers->findChild<QTableView*>();
        table->setCurrentIndex(customers->model()->index(1, 0));
        Q_EMIT table->activated(table->currentIndex());
        auto* timeline = f.dialog<TimelineDialog>();
        QVERIFY(timeline);
        QTest::qWait(200);
        QVERIFY(timeline->grab().save(folder + QStringLiteral("/timeline_%1.png").arg(QString::fromLatin1(code))));
    }
}

QTEST_MAIN(TestJourneyTabs)
#include "tst_journeytabs.moc"
