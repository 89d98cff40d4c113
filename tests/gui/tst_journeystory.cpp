#include "core/base/text.h"
#include "core/session/engine.h"
#include "core/session/sample/sample.h"
#include "tests/gui/support/journeyfixture.h"
#include "ui/charts/chartview.h"
#include "ui/charts/pageparts.h"
#include "ui/export/customersdialog.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/timeline/timelinedialog.h"

#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>

#include <cmath>
#include <set>

using namespace xo;
using namespace xo::ui;

namespace {

using Tab = JourneyPage::Tab;
using Stages = std::vector<std::string>;

/// The window on the journey of the sample.
struct Fixture : test::JourneyFixture {
    explicit Fixture(const QString& project, const char* code = "en") : JourneyFixture(QString::fromLatin1(code)) {
        window->openProject(project);
        if (QTest::qWaitFor([this] { return document.isOpen() && window->isIdle(); }, 60000)) showJourney();
    }
    bool ready() { return page && idle() && page->state() == QLatin1String("chart"); }
    bool choose(const char* combo, const QString& data) {
        auto* found = page->parameters()->findChild<QComboBox*>(QString::fromLatin1(combo));
        const int at = found ? found->findData(data) : -1;
        if (at < 0) return false;
        found->setCurrentIndex(at);
        return idle();
    }
    bool lastMonths(int months) {
        page->parameters()->setMonths(months);
        return idle();
    }
    double number(int row, int column) const {
        QString text = cell(row, column);
        text.replace(QChar(0x2212), QLatin1Char('-')).remove(QLatin1Char('%')).remove(QLatin1Char(','));
        return text.remove(QStringLiteral("▲ ")).remove(QStringLiteral("▼ ")).toDouble();
    }
    QString facts() const { return page->parameters()->facts()->text(); }
    Stages withVerdict(const std::string& verdict) const {
        Stages out;
        for (const auto& stage : page->result().stages)
            if (stage.verdict == verdict) out.push_back(stage.stage);
        return out;
    }
    std::size_t stage(const char* name) const {
        const auto& stages = page->result().stages;
        for (std::size_t k = 0; k < stages.size(); ++k)
            if (stages[k].stage == name) return k;
        return stages.size();
    }
    analysis::FunnelParams params() const {
        analysis::FunnelParams params;
        params.journey = page->result().journey;
        return params;
    }
};

} // namespace

/// What an analyst does on the journey page, on the sample with its planted facts.
class TestJourneyStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theStuckStageIsFlagged();
    void everyFigureListsItsCustomers();
    void drillsFollowTheirFigures();
    void verdictsSayWhatTheyAreHeldAgainst();
    void peersAreJudgedGroupByGroup();
    void twoPeriodsAreCompared();
    void aSegmentIsComparedWithTheRest();
    void reasonsOfThoseWhoLeft();
    void theChangeIsSplit();
    void theCallListIsReadAndExported();
    void pictures();

private:
    QTemporaryDir m_folder;
    QString m_project;
};

void TestJourneyStory::initTestCase() {
    m_project = m_folder.filePath(QStringLiteral("auto.xow"));
    QVERIFY(session::makeSample({.customers = 20'000}, m_project.toStdString(), "", {}));
}

void TestJourneyStory::theStuckStageIsFlagged() {
    Fixture f(m_project);
    QVERIFY(f.ready());
    // as the sample opens: the last six months against the six before
    QCOMPARE(f.page->parameters()->months(), JourneyInspector::kAutomaticMonths);
    QCOMPARE(f.withVerdict("stuck"), Stages{"试乘试驾"});
    QVERIFY(f.page->finding().startsWith(QStringLiteral("试乘试驾 holds customers up")));
    QVERIFY(f.page->chart()->picture().hit("flag"));
    QVERIFY2(f.facts().contains(QStringLiteral("Conversion: period before")), qPrintable(f.facts()));
    QVERIFY(f.facts().contains(QStringLiteral("Final conversions lost")));
    QVERIFY(f.page->tableText().contains(QStringLiteral("\tstuck")));
    const QString automatic = f.page->tableText();
    QVERIFY(f.lastMonths(6));
    QCOMPARE(f.page->tableText(), automatic);
    // the cohorts go back to the first
    QVERIFY(f.lastMonths(JourneyInspector::kAutomaticMonths) && f.show(Tab::Cohorts));
    QVERIFY(f.page->result().trend.size() > 12);
    QVERIFY(f.show(Tab::Funnel));
    QCOMPARE(f.withVerdict("stuck"), Stages{"试乘试驾"});
    QVERIFY(f.lastMonths(0));
    QVERIFY(f.withVerdict("stuck").empty()); // nothing to compare with
    QVERIFY(f.lastMonths(6));
    // the customers behind the flag, whose link says how many
    Q_EMIT f.page->chart()->listRequested(QStringLiteral("flag"));
    auto* customers = f.dialog<CustomersDialog>();
    QVERIFY(customers);
    const auto& step = f.page->result().stages[f.stage("试乘试驾")];
    QCOMPARE(customers->model()->rowCount(), step.lost + step.open + step.excluded);
}

// the number each mark shows, against the customers its condition selects
void TestJourneyStory::everyFigureListsItsCustomers() {
    Fixture f(m_project);
    QVERIFY(f.ready());
    const auto listed = [&](const QString& id) -> std::int64_t {
        Q_EMIT f.page->chart()->listRequested(id);
        auto* dialog = f.dialog<CustomersDialog>();
        if (!dialog) return -1;
        const std::int64_t rows = dialog->model()->rowCount();
        dialog->close();
        return rows;
    };
    std::size_t figures = 0;
    const auto check = [&](const char* when) {
        const auto& stages = f.page->result().stages;
        const auto same = [&](const char* mark, std::size_t k, std::int64_t number) {
            const QString id = QStringLiteral("%1:%2").arg(QLatin1String(mark)).arg(k);
            const std::int64_t rows = listed(id);
            ++figures;
            QVERIFY2(
                rows == number,
                qPrintable(
                    QStringLiteral("%1, %2: %3 listed, %4 shown").arg(QLatin1String(when), id).arg(rows).arg(number)));
        };
        for (std::size_t k = 0; k < stages.size() && !QTest::currentTestFailed(); ++k) {
            same("stage", k, stages[k].all.reached);
            if (k + 1 == stages.size()) break;
            same("next", k, stages[k + 1].all.reached);
            same("lost", k, stages[k].lost);
            same("open", k, stages[k].open);
            same("step", k, stages[k].lost + stages[k].open + stages[k].excluded);
        }
    };
    check("as it opens");
    QVERIFY(f.lastMonths(0));
    check("all entrants");
    QVERIFY(f.lastMonths(3) && f.choose("journeyWindow", QStringLiteral("30d")));
    check("three months, 30 days");
    f.document.selection()->add({QStringLiteral("r"), QStringLiteral("customer.region = '华东'"), false});
    f.document.selection()->add(
        {QStringLiteral("s"), QStringLiteral("drive_minutes is blank or drive_minutes >= 30"), false});
    QVERIFY(f.idle() && f.page->result().entrants > 0);
    check("filtered");
    QVERIFY(f.choose("journeyAttempt", QStringLiteral("first")) && f.choose("journeyOrder", QStringLiteral("strict")));
    check("strict");
    QVERIFY(f.choose("journeyJourney", QString())); // the stages of the data
    check("a journey without a name");
    QVERIFY(figures > 100);
    // the bars of groups
    f.page->parameters()->setBreakdown(QStringLiteral("customer.city"));
    QVERIFY(f.show(Tab::Breakdown));
    const auto& group = f.page->result().groups.at(1);
    for (std::size_t k = 0; k < group.stages.size(); ++k) {
        Q_EMIT f.page->view()->chart()->listRequested(QStringLiteral("group:1:%1").arg(k));
        auto* dialog = f.dialog<CustomersDialog>();
        QVERIFY(dialog);
        QCOMPARE(dialog->model()->rowCount(), group.stages[k].matured.reached);
        dialog->close();
    }
}

void TestJourneyStory::drillsFollowTheirFigures() {
    Fixture f(m_project);
    QVERIFY(f.ready());
    Selection* const selection = f.document.selection();
    const auto size = [&] {
        const auto count = session::segmentCount(f.document.context(), {{}, selection->filterText().toStdString()}, {});
        return count ? static_cast<std::int64_t>(count->customers) : -1;
    };
    Q_EMIT f.page->chart()->drillRequested(QStringLiteral("lost:1"));
    QVERIFY(f.idle());
    QCOMPARE(selection->steps().size(), 1);
    QCOMPARE(size(), f.page->result().stages[1].lost);
    const std::int64_t entrants = f.page->result().entrants;
    // another mark takes its place; back is the first again
    Q_EMIT f.page->chart()->drillRequested(QStringLiteral("open:2"));
    QVERIFY(f.idle());
    QCOMPARE(selection->steps().size(), 1);
    QCOMPARE(size(), f.page->result().stages[2].open);
    selection->goBack();
    QVERIFY(f.idle());
    QCOMPARE(size(), f.page->result().stages[1].lost);
    // the funnel asked in another way: the drill means the figure shown now, and there is no step back to the old one
    QVERIFY(f.lastMonths(3));
    QCOMPARE(selection->steps().size(), 1);
    QVERIFY(f.page->result().entrants < entrants);
    QCOMPARE(size(), f.page->result().stages[1].lost);
    selection->add({QStringLiteral("r"), QStringLiteral("customer.region = '华东'"), false});
    QVERIFY(f.idle());
    QCOMPARE(size(), f.page->result().stages[1].lost);
    // also while another page is shown
    QVERIFY(f.window->showPage(QStringLiteral("nps")));
    const auto restricted = [&] { return selection->steps().first().filter.contains(QStringLiteral("filter = (")); };
    QVERIFY(restricted());
    selection->removeAt(1);
    QVERIFY(!restricted() && selection->steps().size() == 1);
    selection->goBack();
    QVERIFY(restricted() && selection->steps().size() == 2);
    QVERIFY(f.showJourney());
    QCOMPARE(size(), f.page->result().stages[1].lost);
    // saving a segment makes a new snapshot: the page still shows its whole picture
    const std::int64_t filtered = f.page->result().entrants;
    Segment segment;
    segment.name = "lost";
    segment.rule = selection->steps().first().filter.toStdString();
    QVERIFY(f.document.putSegment(segment));
    QVERIFY(f.idle());
    QCOMPARE(f.page->result().entrants, filtered);
    // every attempt: the label says how many attempts the customers made
    selection->clear();
    QVERIFY(f.idle() && f.choose("journeyAttempt", QStringLiteral("every")));
    Q_EMIT f.page->chart()->listRequested(QStringLiteral("lost:1"));
    auto* dialog = f.dialog<CustomersDialog>();
    QVERIFY(dialog);
    const QString attempts = QString::fromStdString(formatCount(f.page->result().stages[1].lost));
    QVERIFY2(dialog->windowTitle().contains(QStringLiteral("who made these %1 attempts").arg(attempts)),
             qPrintable(dialog->windowTitle()));
    QVERIFY(dialog->model()->rowCount() > 0 && dialog->model()->rowCount() <= f.page->result().stages[1].lost);
}

void TestJourneyStory::verdictsSayWhatTheyAreHeldAgainst() {
    Fixture f(m_project);
    QVERIFY(f.ready() && f.lastMonths(6));
    const auto evidence = [&] { return f.page->result().stages[f.stage("试乘试驾")].evidence->evidence; };
    QCOMPARE(evidence().satisfactionReference, analysis::SatisfactionReference::History);
    QVERIFY(f.choose("journeySatisfactionReference", QStringLiteral("stages")));
    QCOMPARE(evidence().satisfactionReference, analysis::SatisfactionReference::OtherStages);
    QCOMPARE(evidence().conversionReference, analysis::ConversionReference::History);
    QVERIFY2(f.facts().contains(QStringLiteral("Satisfaction: their other stages")), qPrintable(f.facts()));
    // no stage has a target: the verdict says so instead of guessing
    QVERIFY(f.choose("journeyReference", QStringLiteral("target")));
    QVERIFY(f.withVerdict("stuck").empty());
    QVERIFY(!f.page->chart()->picture().hit("flag"));
    QCOMPARE(f.page->result().stages.front().why, std::string("funnel.why.no_target"));
}

void TestJourneyStory::peersAreJudgedGroupByGroup() {
    Fixture f(m_project);
    QVERIFY(f.ready());
    QVERIFY(f.choose("journeyReference", QStringLiteral("peers")));
    QCOMPARE(f.page->result().stages.front().why, std::string("funnel.why.groups_only")); // no groups yet
    f.page->parameters()->setBreakdown(QStringLiteral("customer.region"));
    QVERIFY(f.show(Tab::Breakdown));
    const int groups = static_cast<int>(f.page->result().groups.size());
    QVERIFY(groups > 1);
    QCOMPARE(f.figures()->rowCount(), groups);
    const int verdict = f.figures()->columnCount() - 1;
    QCOMPARE(f.figures()->horizontalHeaderItem(verdict)->text(), QStringLiteral("Verdict"));
    const std::size_t step = static_cast<std::size_t>(f.page->view()->step()->currentIndex());
    for (int g = 0; g < groups; ++g) {
        const auto& stage = f.page->result().groups[static_cast<std::size_t>(g)].stages[step];
        QVERIFY2(!f.cell(g, verdict).isEmpty() && f.cell(g, verdict) != QStringLiteral("–"),
                 qPrintable(QString::fromStdString(stage.why)));
    }
}

void TestJourneyStory::twoPeriodsAreCompared() {
    Fixture f(m_project);
    QVERIFY(f.ready() && f.lastMonths(6) && f.show(Tab::Compare));
    QVERIFY(!f.page->view()->isEmpty());
    const auto& result = f.page->result();
    const auto& comparison = *result.comparison;
    QCOMPARE(comparison.with, std::string("previous"));
    // the other period asked for by itself gives the figures of the table
    analysis::FunnelParams other = f.params();
    other.from = comparison.from;
    other.to = comparison.to;
    const auto before = analysis::runFunnel(f.document.context(), other, {});
    QVERIFY(before);
    QCOMPARE(before->entrants, comparison.otherEntrants);
    QCOMPARE(f.figures()->rowCount(), static_cast<int>(result.stages.size()));
    bool fell = false;
    for (int k = 1; k < f.figures()->rowCount(); ++k) {
        const auto now = static_cast<std::size_t>(k);
        QVERIFY(std::abs(f.number(k, 1) - *result.stages[now].matured.rateFromPrevious * 100) < 0.051);
        QVERIFY(std::abs(f.number(k, 2) - *before->stages[now].matured.rateFromPrevious * 100) < 0.051);
        QVERIFY(std::abs(f.number(k, 3) - (f.number(k, 1) - f.number(k, 2))) < 0.11);
        fell = fell || f.cell(k, 3).startsWith(QStringLiteral("▼"));
        if (f.cell(k, 3).startsWith(QStringLiteral("▼"))) QCOMPARE(f.cell(k, 0), QStringLiteral("下定"));
    }
    QVERIFY(fell);
    // the customers behind the bars of both periods
    for (std::size_t k = 1; k < result.stages.size(); ++k)
        for (const bool now : {true, false}) {
            const QString id =
                QStringLiteral("%1:%2").arg(now ? QStringLiteral("now") : QStringLiteral("before")).arg(k);
            QVERIFY(f.page->view()->chart()->picture().hit(id.toStdString()));
            Q_EMIT f.page->view()->chart()->listRequested(id);
            auto* customers = f.dialog<CustomersDialog>();
            QVERIFY(customers);
            QCOMPARE(customers->model()->rowCount(), (now ? result : *before).stages[k].matured.reached);
            customers->close();
        }
}

void TestJourneyStory::aSegmentIsComparedWithTheRest() {
    Fixture f(m_project);
    QVERIFY(f.ready() && f.lastMonths(0) && f.show(Tab::Compare));
    auto* choice = f.page->view()->choice();
    const auto& segments = f.document.workspace()->segments;
    const int late = choice->findText(QStringLiteral("预约后跟进超时"), Qt::MatchContains);
    QVERIFY(late >= 0);
    choice->setCurrentIndex(late);
    QVERIFY(f.idle());
    const auto& comparison = *f.page->result().comparison;
    QCOMPARE(comparison.entrants + comparison.otherEntrants, f.page->result().entrants);
    analysis::FunnelParams own = f.params();
    own.filter = "segment('预约后跟进超时')";
    const auto alone = analysis::runFunnel(f.document.context(), own, {});
    QVERIFY(alone);
    QCOMPARE(comparison.entrants, alone->entrants);
    const int last = f.figures()->rowCount() - 2; // 下定
    QVERIFY(std::abs(f.number(last, 1) -
                     *alone->stages[static_cast<std::size_t>(last)].matured.rateFromPrevious * 100) < 0.051);
    // another segment, other figures
    const QString before = f.page->tableText();
    choice->setCurrentIndex(choice->findText(QString::fromStdString(segments.front().name), Qt::MatchContains));
    QVERIFY(f.idle());
    QVERIFY(f.page->tableText() != before);
}

void TestJourneyStory::reasonsOfThoseWhoLeft() {
    Fixture f(m_project);
    QVERIFY(f.ready() && f.show(Tab::Reasons));
    f.page->view()->step()->setCurrentIndex(static_cast<int>(f.stage("试乘试驾")));
    QVERIFY(f.idle());
    QVERIFY2(!f.page->view()->isEmpty(), qPrintable(f.page->view()->emptyText()));
    double sum = 0;
    QStringList dissatisfied;
    for (int row = 0; row < f.figures()->rowCount(); ++row) {
        sum += f.number(row, 2);
        if (f.cell(row, 0) == QStringLiteral("Dissatisfied")) dissatisfied << f.cell(row, 1);
    }
    QVERIFY2(std::abs(sum - 100) < 0.06 * f.figures()->rowCount(), qPrintable(QString::number(sum)));
    QCOMPARE(dissatisfied.value(0), QStringLiteral("服务")); // planted: half of the dissatisfied
    // a click on a reason lists who gave it
    const auto& drop = *f.page->result().stages[f.stage("试乘试驾")].reasons;
    std::size_t service = 0;
    while (drop.reasons[service].reason != "服务" || drop.reasons[service].satisfied)
        ++service;
    Q_EMIT f.page->view()->chart()->drillRequested(QStringLiteral("reason:%1").arg(service));
    auto* customers = f.dialog<CustomersDialog>();
    QVERIFY(customers);
    const std::string given = "any answer(" + drop.question + " = '服务')";
    const auto everybody = session::segmentCount(f.document.context(), {{}, given}, {});
    QVERIFY(everybody);
    QVERIFY(customers->model()->rowCount() > 0);
    QVERIFY(customers->model()->rowCount() <= static_cast<int>(everybody->customers));
    // the inspector says the same in short
    bool told = false;
    for (const auto* view : f.page->parameters()->findChildren<FactsView*>())
        told = told || view->text().contains(QStringLiteral("服务"));
    QVERIFY(told);
    QVERIFY(f.choose("journeyReasons", QString()));
    QVERIFY(f.page->view()->isEmpty());
}

void TestJourneyStory::theChangeIsSplit() {
    Fixture f(m_project);
    QVERIFY(f.ready() && f.lastMonths(0) && f.show(Tab::Change));
    QVERIFY(f.page->view()->isEmpty()); // a change needs a period
    f.page->parameters()->setBreakdown(QStringLiteral("customer.region"));
    QVERIFY(f.lastMonths(6));
    QVERIFY(!f.page->view()->isEmpty());
    const auto& result = f.page->result();
    const int steps = static_cast<int>(result.stages.size()) - 1;
    double sum = 0, least = 0;
    int worst = 0;
    for (int row = 0; row < steps; ++row) {
        sum += f.number(row, 3);
        if (f.number(row, 3) < least) least = f.number(row, 3), worst = row;
    }
    QVERIFY(std::abs(sum - (result.change->conversion - result.change->reference) * 100) < 0.006 * steps);
    QCOMPARE(worst, static_cast<int>(f.stage("试乘试驾")));
    // the groups' parts add up to the change of the step chosen
    const std::size_t step = f.stage("试乘试驾");
    f.page->view()->step()->setCurrentIndex(static_cast<int>(step));
    QVERIFY(f.idle());
    const auto& evidence = result.stages[step].evidence->evidence;
    const double change =
        (static_cast<double>(evidence.converted) / static_cast<double>(evidence.n) -
         static_cast<double>(evidence.referenceConverted) / static_cast<double>(evidence.referenceN)) *
        100;
    double groups = 0;
    for (int row = steps; row < f.figures()->rowCount(); ++row) {
        QVERIFY(std::abs(f.number(row, 3) - f.number(row, 4) - f.number(row, 5)) < 0.016);
        groups += f.number(row, 3);
    }
    QVERIFY(f.figures()->rowCount() > steps + 1);
    QVERIFY2(std::abs(groups - change) < 0.006 * f.figures()->rowCount(), qPrintable(QString::number(groups)));
}

void TestJourneyStory::theCallListIsReadAndExported() {
    Fixture f(m_project);
    QVERIFY(f.ready() && f.lastMonths(3) && f.show(Tab::Time));
    std::size_t step = 0;
    while (step + 1 < f.page->result().stages.size() && f.page->result().stages[step].overdue == 0)
        ++step;
    const auto& stage = f.page->result().stages[step];
    QVERIFY(stage.overdue > 0);
    f.page->view()->step()->setCurrentIndex(static_cast<int>(step));
    QVERIFY(f.idle());
    QCOMPARE(static_cast<std::int64_t>(f.number(static_cast<int>(step), 8)), stage.overdue);
    QTest::mouseClick(f.page->view()->list(), Qt::LeftButton);
    auto* list = f.dialog<CallListDialog>();
    QVERIFY(list);
    QCOMPARE(static_cast<std::int64_t>(list->model()->rowCount()), stage.overdue);
    std::set<std::string> keys;
    for (const auto& one : list->model()->customers()) {
        QCOMPARE(one.stage, step);
        QVERIFY(one.waited > *stage.overdueAfter);
        keys.insert(one.customer);
    }
    const QStringList lines = f.exportedCalls(list);
    QCOMPARE(lines.size(), stage.overdue + 1);
    QVERIFY(lines.front().contains(QStringLiteral("Waiting, days")));
    for (const QString& line : lines.mid(1))
        QVERIFY2(keys.count(line.section(QLatin1Char(','), 0, 0).toStdString()) == 1, qPrintable(line));
    // a row opens its customer
    auto* table = list->findChild<QTableView*>(QStringLiteral("callListRows"));
    table->setFocus();
    table->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    auto* timeline = f.dialog<TimelineDialog>();
    QVERIFY(timeline);
    QVERIFY(timeline->windowTitle().contains(QString::fromStdString(list->model()->customers().front().customer)));
    // the window's language changes under the open lists
    f.language.install(QStringLiteral("zh"));
    QTRY_VERIFY(list->windowTitle().contains(QStringLiteral("逾期")));
    QTRY_VERIFY(timeline->windowTitle().startsWith(QStringLiteral("客户")));
}

void TestJourneyStory::pictures() {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (folder.isEmpty()) QSKIP("XOW_PICTURES names no folder");
    const QString small = m_folder.filePath(QStringLiteral("small.xow"));
    QVERIFY(session::makeSample({.customers = 600}, small.toStdString(), "", {}));
    const auto grab = [&](Fixture& f, const QString& name) {
        QVERIFY(f.idle());
        QTest::qWait(150);
        QVERIFY(f.window->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
    };
    for (const char* code : {"zh", "en"})
        for (const char* theme : {"light", "dark"}) {
            const QString suffix = QStringLiteral("_%1_%2").arg(QString::fromLatin1(code), QString::fromLatin1(theme));
            Fixture f(m_project, code);
            QVERIFY(f.ready());
            f.window->setTheme(themeModeFromName(QString::fromLatin1(theme)));
            QVERIFY(f.lastMonths(6));
            grab(f, QStringLiteral("flagged") + suffix);
            const std::pair<Tab, const char*> tabs[] = {
                {Tab::Compare, "compare"}, {Tab::Time, "time"}, {Tab::Cohorts, "cohorts"}, {Tab::Reasons, "reasons"}};
            for (const auto& [tab, name] : tabs) {
                QVERIFY(f.show(tab));
                if (tab == Tab::Reasons || tab == Tab::Time)
                    f.page->view()->step()->setCurrentIndex(static_cast<int>(f.stage("试乘试驾")));
                grab(f, QString::fromLatin1(name) + suffix);
            }
            f.page->parameters()->setBreakdown(QStringLiteral("customer.region"));
            for (const auto& [tab, name] : {std::pair(Tab::Breakdown, "breakdown"), std::pair(Tab::Change, "change")}) {
                QVERIFY(f.show(tab));
                grab(f, QString::fromLatin1(name) + suffix);
            }
            f.page->parameters()->setBreakdown(QString());
            QVERIFY(f.show(Tab::Funnel));
            for (auto* combo : f.page->parameters()->findChildren<QComboBox*>())
                if (const int at = combo->findData(QStringLiteral("any")); at >= 0) combo->setCurrentIndex(at);
            grab(f, QStringLiteral("any") + suffix);
            QVERIFY(f.show(Tab::Time));
            grab(f, QStringLiteral("anytime") + suffix);
            if (suffix == QLatin1String("_zh_light")) {
                for (auto* combo : f.page->parameters()->findChildren<QComboBox*>())
                    if (combo->findData(QStringLiteral("any")) >= 0) combo->setCurrentIndex(0);
                QVERIFY(f.show(Tab::Funnel));
                f.window->resize(2560, 1440);
                grab(f, QStringLiteral("flagged_2560") + suffix);
            }
            Fixture unsure(small, code);
            QVERIFY(unsure.ready());
            unsure.window->setTheme(themeModeFromName(QString::fromLatin1(theme)));
            QVERIFY(unsure.lastMonths(6));
            grab(unsure, QStringLiteral("unsure") + suffix);
        }
}

QTEST_MAIN(TestJourneyStory)
#include "tst_journeystory.moc"
