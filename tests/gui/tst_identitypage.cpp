#include "core/project/store.h"
#include "core/session/identity.h"
#include "tests/gui/support/identityproject.h"
#include "tests/gui/support/windowfixture.h"
#include "ui/pages/data/answersdialog.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/identitypanel.h"
#include "ui/pages/data/linkspanel.h"
#include "ui/pages/data/persondialog.h"
#include "ui/pages/data/proposalbar.h"
#include "ui/pages/data/ruledialog.h"
#include "ui/timeline/timelinedialog.h"

#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QTreeWidget>
#include <QUndoStack>

using namespace xo;
using namespace xo::ui;

namespace {

using Part = DataPage::Part;

/// The real window on the project of identityproject.h.
struct Fixture : test::WindowFixture {
    QString path = folder.filePath(QStringLiteral("identity.xow"));
    explicit Fixture(const QString& code = QStringLiteral("en")) : WindowFixture(code) {}
    bool openIdentity() {
        if (!test::writeIdentityProject(path)) return false;
        window->openProject(path);
        return QTest::qWaitFor([this] { return document.isOpen() && window->isIdle(); }, 20000) &&
               window->showPage(QStringLiteral("data")) && idle();
    }
    DataPage* page() { return window->findChild<DataPage*>(); }
    bool show(Part part) {
        page()->showPart(part);
        return idle() && QTest::qWaitFor([this] { return page()->isIdle(); }, 20000);
    }
    template <class T>
    T* find(const char* name) {
        return page()->findChild<T*>(QString::fromLatin1(name));
    }
    template <class T>
    T* dialog() {
        T* found = nullptr;
        const bool shown = QTest::qWaitFor(
            [&] {
                for (T* one : window->findChildren<T*>())
                    if (one->isVisible()) found = one;
                return found != nullptr;
            },
            5000);
        return shown ? found : nullptr;
    }
    bool settled() {
        return idle() && QTest::qWaitFor([this] { return page()->isIdle(); }, 20000);
    }
};

Json linkJsonOf(const QString& path) {
    auto store = Store::open(path.toStdString(), Store::Access::ReadOnly);
    if (!store) return {};
    auto workspace = (*store)->workspace();
    if (!workspace) return {};
    auto json = session::linkJson(**store, **workspace, 10, {});
    return json ? *json : Json();
}

QString cell(const QTableWidget* table, int row, int column) {
    const QTableWidgetItem* item = table->item(row, column);
    return item ? item->text().trimmed() : QString();
}

QString textOf(const Json& number) {
    return number.is_null() ? QStringLiteral("–") : QLocale().toString(number.get<qulonglong>());
}

/// Row of a table whose first cell says this; −1 when there is none.
int rowOf(const QTableWidget* table, const QString& text, int column = 0) {
    for (int row = 0; row < table->rowCount(); ++row)
        if (cell(table, row, column) == text) return row;
    return -1;
}

std::size_t personsOf(const Document& document) {
    auto known = document.workspace()->knownSubjects();
    return known ? (*known)->count() : 0;
}

void grab(QWidget* widget, const QString& name) {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (folder.isEmpty()) return;
    QTest::qWait(60); // layouts
    if (QDir().mkpath(folder)) widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

} // namespace

class TestIdentityPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linkFiguresAreThoseOfTheCommandLine();
    void figuresOpenTheirAnswers();
    void suggestedRulesWaitForApply();
    void rulesAreEditedByKeyboard();
    void keptApartIsReversible();
    void rulesAreOfferedAfterAnImport();
    void emptyProjectsSayWhatToDo();
    void everythingIsNamed();
    void pictures();
};

void TestIdentityPage::linkFiguresAreThoseOfTheCommandLine() {
    Fixture fixture;
    QVERIFY(fixture.openIdentity());
    QVERIFY(fixture.show(Part::Links));
    const Json json = linkJsonOf(fixture.path);
    auto* datasets = fixture.find<QTableWidget>("linkDatasets");
    auto* figures = fixture.find<QTableWidget>("linkFigures");
    auto* keys = fixture.find<QTableWidget>("linkKeys");
    QCOMPARE(datasets->rowCount(), 2);
    for (const Json& one : json["by_dataset"]) {
        const int row = rowOf(datasets, QString::fromStdString(one["answers_dataset"]));
        QVERIFY(row >= 0);
        QCOMPARE(cell(datasets, row, 1).contains(QStringLiteral("equal link keys")), one["by"] == "link");
        QCOMPARE(cell(datasets, row, 2), textOf(one["answers"]));
        QCOMPARE(cell(datasets, row, 3), textOf(one["linked"]));
        QCOMPARE(cell(datasets, row, 4),
                 QLocale().toString(one["linked_share"].get<double>() * 100, 'f', 1) + QLatin1Char('%'));
        QCOMPARE(cell(datasets, row, 5), textOf(one["orphans"]));
        QCOMPARE(cell(datasets, row, 6), textOf(one["rows_if_joined"]));
        datasets->setCurrentCell(row, 0);
        const auto figure = [&](const char* name) {
            return cell(figures, rowOf(figures, QString::fromLatin1(name)), 1);
        };
        QCOMPARE(figure("Tied to an event"), textOf(one["linked"]));
        QCOMPARE(figure("Not tied"), textOf(one["orphans"]));
        QCOMPARE(figure("Ambiguous"), textOf(one["ambiguous"]));
        QCOMPARE(figure("Answered before the event"), textOf(one["before_event"]));
        QCOMPARE(figure("Customer unknown"), textOf(one["without_customer"]));
        if (one["by"] == "link") {
            QCOMPARE(figure("no link key"), textOf(one["reasons"]["no_key"]));
            QCOMPARE(figure("key unknown"), textOf(one["reasons"]["unknown_key"]));
            QCOMPARE(figure("Several events under the key"), textOf(one["with_several_events"]));
            QCOMPARE(figure("Rows if joined"), textOf(one["rows_if_joined"]));
        } else {
            QCOMPARE(figure("no customer"), textOf(one["reasons"]["no_customer"]));
            QCOMPARE(figure("no event in time"), textOf(one["reasons"]["no_event"]));
        }
    }
    // as planted: O00 twice (two events each), O01, O02 tied; X1 and o03 unknown; two blank
    const int deliveries = rowOf(datasets, QStringLiteral("deliveries"));
    QCOMPARE(cell(datasets, deliveries, 3), QStringLiteral("4"));
    QCOMPARE(cell(datasets, deliveries, 6), QStringLiteral("10"));
    QCOMPARE(keys->rowCount(), static_cast<int>(json["key_quality"].size()));
    for (int row = 0; row < keys->rowCount(); ++row) {
        const Json& one = json["key_quality"][static_cast<std::size_t>(row)];
        QCOMPARE(cell(keys, row, 0),
                 QString::fromStdString(one["dataset"].get<std::string>() + "." + one["column"].get<std::string>()));
        int column = 2;
        for (const char* name : {"rows", "blank", "unreadable", "placeholders", "keys", "shared_by_many"})
            QCOMPARE(cell(keys, row, column++), textOf(one[name]));
    }
    // the panel's table can be copied, and speaks the window's language
    QVERIFY(fixture.page()->tableText().contains(QStringLiteral("key unknown\t2\t25.0%")));
    fixture.window->setLanguage(QStringLiteral("zh"));
    QTRY_VERIFY(rowOf(figures, QStringLiteral("已关联到事件")) >= 0);
}

void TestIdentityPage::figuresOpenTheirAnswers() {
    Fixture fixture;
    QVERIFY(fixture.openIdentity());
    QVERIFY(fixture.show(Part::Links));
    auto* datasets = fixture.find<QTableWidget>("linkDatasets");
    auto* figures = fixture.find<QTableWidget>("linkFigures");
    datasets->setCurrentCell(rowOf(datasets, QStringLiteral("deliveries")), 0);
    const struct {
        const char* name;
        int rows;
        const char* first;
    } expected[] = {{"Tied to an event", 4, "O00"},
                    {"Not tied", 4, "X1"},
                    {"no link key", 2, ""},
                    {"key unknown", 2, "X1"},
                    {"Ambiguous", 2, "O00"},
                    {"Customer unknown", 2, ""},
                    {"Several events under the key", 2, "O00"}};
    for (const auto& one : expected) {
        const int row = rowOf(figures, QString::fromLatin1(one.name));
        QVERIFY2(row >= 0, one.name);
        QCOMPARE(cell(figures, row, 1), QString::number(one.rows));
        figures->setCurrentCell(row, 0);
        figures->setFocus();
        QTest::keyClick(figures, Qt::Key_Return);
        auto* dialog = fixture.dialog<AnswersDialog>();
        QVERIFY2(dialog, one.name);
        QTRY_VERIFY(dialog->isIdle());
        const QAbstractItemModelTester tester(dialog->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(dialog->model()->rowCount(), one.rows);
        QCOMPARE(dialog->model()->index(0, 0).data().toString(), QString::fromLatin1(one.first));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(fixture.window->findChildren<AnswersDialog*>().isEmpty());
    }
    // an answer of the list opens its customer, where it stands beside its event
    figures->setCurrentCell(rowOf(figures, QStringLiteral("Tied to an event")), 0);
    figures->setFocus();
    QTest::keyClick(figures, Qt::Key_Return);
    auto* tied = fixture.dialog<AnswersDialog>();
    QVERIFY(tied);
    QTRY_VERIFY(tied->isIdle());
    auto* rows = tied->findChild<QTableView*>();
    std::size_t beside = 0;
    for (int row = 0; row < tied->model()->rowCount() && beside == 0; ++row) {
        if (!tied->model()->customer(row)) continue;
        rows->setCurrentIndex(tied->model()->index(row, 0));
        QTest::keyClick(rows, Qt::Key_Return);
        auto* timeline = fixture.dialog<TimelineDialog>();
        QVERIFY(timeline);
        QTRY_VERIFY(timeline->isIdle());
        QCOMPARE(timeline->model()->timeline().customer, *tied->model()->customer(row));
        for (const auto& entry : timeline->model()->timeline().entries)
            if (entry.kind == DatasetKind::Answers && (entry.event || entry.otherCustomer)) ++beside;
        timeline->reject();
        QTRY_VERIFY(fixture.window->findChildren<TimelineDialog*>().isEmpty());
    }
    QVERIFY(beside > 0);
    tied->reject();
    QTRY_VERIFY(fixture.window->findChildren<AnswersDialog*>().isEmpty());
    // nothing behind a zero, nor behind rows that don't exist
    figures->setCurrentCell(rowOf(figures, QStringLiteral("Rows if joined")), 0);
    QVERIFY(!fixture.find<QPushButton>("linkOpen")->isEnabled());
    QTest::keyClick(figures, Qt::Key_Return);
    QTest::qWait(20);
    QVERIFY(fixture.window->findChildren<AnswersDialog*>().isEmpty());
}

void TestIdentityPage::suggestedRulesWaitForApply() {
    Fixture fixture;
    QVERIFY(fixture.openIdentity());
    QVERIFY(fixture.show(Part::Identity));
    auto* panel = fixture.page()->identity();
    auto* rules = fixture.find<QTableWidget>("identityRules");
    auto* list = fixture.find<QTableWidget>("identityList");
    auto* bar = fixture.find<QWidget>("identityDraft");
    QVERIFY(!rules->isVisible()); // no rules: a sentence instead
    const std::size_t before = personsOf(fixture.document);
    QTest::mouseClick(fixture.find<QPushButton>("identitySuggest"), Qt::LeftButton);
    QVERIFY(fixture.settled());
    QVERIFY(bar->isVisible());
    QVERIFY(panel->isDraft());
    QVERIFY(fixture.document.workspace()->identity.empty());
    QVERIFY(!fixture.document.isModified());
    QCOMPARE(personsOf(fixture.document), before);
    // what it would do is what the core says of these rules
    const auto tried = fusion::withIdentity(*fixture.document.workspace(), panel->draft());
    const auto report = fusion::identityReport(*tried, 1000, {});
    QVERIFY(report);
    QCOMPARE(report->mergedCount, std::uint64_t(10)); // M03 … M12 by their phones
    QCOMPARE(list->rowCount(), 10);
    QVERIFY(bar->findChild<QLabel*>()->text().contains(
        QStringLiteral("%1 persons instead of %2").arg(report->persons).arg(before)));
    QCOMPARE(rules->rowCount(), static_cast<int>(panel->draft().rules.size()));
    const int phones = rowOf(rules, QStringLiteral("Phone number"), 1);
    QVERIFY(phones >= 0);
    QCOMPARE(cell(rules, phones, 4), QStringLiteral("10"));
    QCOMPARE(cell(rules, phones, 5), QStringLiteral("3")); // the shop's, the placeholder, two member ids
    fixture.find<QTabBar>("identityLists")->setCurrentIndex(1);
    QCOMPARE(list->rowCount(), static_cast<int>(report->refused.size()));
    for (const auto& [key, why] :
         {std::pair("02166668888", "shared by too many"), std::pair("13800138000", "a placeholder: nobody's key"),
          std::pair("13900000001", "would join two member ids")}) {
        const int row = rowOf(list, QString::fromLatin1(key));
        QVERIFY2(row >= 0, key);
        QCOMPARE(cell(list, row, 4), QString::fromLatin1(why));
    }
    // the limit of a key shared by many is part of the rules
    fixture.find<QSpinBox>("identityCommon")->setValue(6);
    QVERIFY(fixture.settled());
    QVERIFY(rowOf(list, QStringLiteral("02166668888")) < 0 ||
            cell(list, rowOf(list, QStringLiteral("02166668888")), 4) != QStringLiteral("shared by too many"));
    fixture.find<QSpinBox>("identityCommon")->setValue(5);
    QVERIFY(fixture.settled());

    QTest::mouseClick(fixture.find<QPushButton>("identityApply"), Qt::LeftButton);
    QVERIFY(fixture.settled());
    QVERIFY(!bar->isVisible());
    QVERIFY(!panel->isDraft());
    QCOMPARE(personsOf(fixture.document), report->persons);
    QVERIFY(fixture.document.isModified());
    // ten answers of the survey are tied now, and the links panel says so
    QVERIFY(fixture.show(Part::Links));
    auto* datasets = fixture.find<QTableWidget>("linkDatasets");
    QCOMPARE(cell(datasets, rowOf(datasets, QStringLiteral("survey")), 3), QStringLiteral("10"));
    QVERIFY(fixture.show(Part::Identity));
    fixture.document.undoStack()->undo();
    QVERIFY(fixture.settled());
    QCOMPARE(personsOf(fixture.document), before);
    QVERIFY(!rules->isVisible() && !panel->isDraft());
    fixture.document.undoStack()->redo();
    QVERIFY(fixture.settled());
    QCOMPARE(personsOf(fixture.document), report->persons);
    // nothing further fits
    QTest::mouseClick(fixture.find<QPushButton>("identitySuggest"), Qt::LeftButton);
    QVERIFY(fixture.settled());
    QVERIFY(!panel->isDraft());
}

void TestIdentityPage::rulesAreEditedByKeyboard() {
    Fixture fixture;
    QVERIFY(fixture.openIdentity());
    QVERIFY(fixture.show(Part::Identity));
    auto* panel = fixture.page()->identity();
    auto* rules = fixture.find<QTableWidget>("identityRules");
    // a phone rule over two columns
    auto* add = fixture.find<QPushButton>("identityAdd");
    add->setFocus();
    QTest::keyClick(add, Qt::Key_Space);
    auto* dialog = fixture.dialog<RuleDialog>();
    QVERIFY(dialog);
    QVERIFY(!dialog->problem().isEmpty());
    auto* columns = dialog->findChild<QListWidget*>();
    for (int i = 0; i < columns->count(); ++i)
        if (columns->item(i)->text().startsWith(QLatin1String("crm.phone")) ||
            columns->item(i)->text().startsWith(QLatin1String("survey.mobile"))) {
            columns->setCurrentRow(i);
            columns->setFocus();
            QTest::keyClick(columns, Qt::Key_Space);
        }
    QCOMPARE(dialog->problem(), QString());
    QCOMPARE(dialog->rule().columns, (std::vector<std::string>{"crm.phone", "survey.mobile"}));
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(fixture.settled());
    QCOMPARE(rules->rowCount(), 1);
    QCOMPARE(cell(rules, 0, 2), QStringLiteral("crm.phone = survey.mobile"));

    // link keys without capital letters: o03 finds O03
    QTest::keyClick(add, Qt::Key_Space);
    dialog = fixture.dialog<RuleDialog>();
    QVERIFY(dialog);
    auto* kind = dialog->findChild<QComboBox*>();
    kind->setFocus();
    QTest::keyClick(kind, Qt::Key_End);
    QCOMPARE(dialog->rule().kind, IdentityKind::LinkKey);
    dialog->findChildren<QCheckBox*>().at(2)->setChecked(true);
    QTest::keyClick(dialog, Qt::Key_Return);
    QVERIFY(fixture.settled());
    QCOMPARE(rules->rowCount(), 2);
    auto* bar = fixture.find<QWidget>("identityDraft");
    QVERIFY(bar->findChild<QLabel*>()->text().contains(QStringLiteral("tie 15 answers to events instead of 4")));

    // order and removal
    rules->setFocus();
    rules->setCurrentCell(1, 0);
    QTest::keyClick(rules, Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(fixture.settled());
    QCOMPARE(panel->draft().rules.front().kind, IdentityKind::LinkKey);
    QCOMPARE(rules->currentRow(), 0);
    QTest::keyClick(rules, Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(fixture.settled());
    QCOMPARE(panel->draft().rules.back().kind, IdentityKind::LinkKey);
    QTest::keyClick(rules, Qt::Key_Delete);
    QVERIFY(fixture.settled());
    QCOMPARE(panel->draft().rules.size(), std::size_t(1));
    // Enter edits the rule; Escape leaves it as it was
    rules->setCurrentCell(0, 0);
    QTest::keyClick(rules, Qt::Key_Return);
    dialog = fixture.dialog<RuleDialog>();
    QVERIFY(dialog);
    QCOMPARE(dialog->rule().columns.size(), std::size_t(2));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(fixture.settled());
    auto* discard = fixture.find<QPushButton>("identityDiscard");
    discard->setFocus();
    QTest::keyClick(discard, Qt::Key_Space);
    QVERIFY(fixture.settled());
    QVERIFY(!panel->isDraft() && panel->draft().empty());
    QCOMPARE(fixture.document.undoStack()->count(), 0);

    // kept apart: unknown keys are refused with their name
    QTest::keyClick(add, Qt::Key_Space);
    dialog = fixture.dialog<RuleDialog>();
    QVERIFY(dialog);
    dialog->findChild<QComboBox*>()->setCurrentIndex(4);
    const auto edits = dialog->findChildren<QLineEdit*>();
    edits[0]->setText(QStringLiteral("M01"));
    edits[1]->setText(QStringLiteral("nobody"));
    QVERIFY(dialog->problem().contains(QStringLiteral("nobody")));
    edits[1]->setText(QStringLiteral("M02"));
    QCOMPARE(dialog->problem(), QString());
    dialog->reject();
}

void TestIdentityPage::keptApartIsReversible() {
    Fixture fixture;
    QVERIFY(fixture.openIdentity());
    QVERIFY(fixture.show(Part::Identity));
    IdentityRules rules;
    rules.rules.push_back({IdentityKind::Phone, {"crm.phone", "survey.mobile"}, {}, {}});
    QVERIFY(fixture.document.putIdentityRules(rules));
    QVERIFY(fixture.settled());
    const std::size_t together = personsOf(fixture.document);
    auto* panel = fixture.page()->identity();
    auto* list = fixture.find<QTableWidget>("identityList");
    const int row = rowOf(list, QStringLiteral("M05"));
    QVERIFY(row >= 0);
    QCOMPARE(cell(list, row, 1), QStringLiteral("+86 13900000005"));
    QCOMPARE(cell(list, row, 2), QStringLiteral("Phone number"));
    list->setCurrentCell(row, 0);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Return);
    auto* person = fixture.dialog<PersonDialog>();
    QVERIFY(person);
    QTRY_VERIFY(person->isIdle());
    auto* joins = person->findChild<QTreeWidget*>();
    QCOMPARE(joins->topLevelItemCount(), 1);
    QCOMPARE(joins->topLevelItem(0)->text(2), QStringLiteral("13900000005"));
    QCOMPARE(joins->topLevelItem(0)->childCount(), 2);
    QStringList files;
    for (int i = 0; i < 2; ++i)
        files << joins->topLevelItem(0)->child(i)->text(3);
    files.sort();
    QCOMPARE(files, (QStringList{QStringLiteral("crm.csv, line 7"), QStringLiteral("survey.csv, line 4")}));
    auto* apart = person->findChild<QPushButton*>(QStringLiteral("personSeparate"));
    QVERIFY(apart->isEnabled());
    apart->setFocus();
    QTest::keyClick(apart, Qt::Key_Space);
    QVERIFY(fixture.settled());
    QVERIFY(panel->isDraft());
    QCOMPARE(panel->draft().rules.front().kind, IdentityKind::Separate);
    QVERIFY(rowOf(list, QStringLiteral("M05")) < 0);
    QCOMPARE(personsOf(fixture.document), together); // not applied yet
    panel->apply();
    QVERIFY(fixture.settled());
    QCOMPARE(personsOf(fixture.document), together + 1);
    // any key finds its person, and says what did not join
    auto* find = fixture.find<QLineEdit>("identityFind");
    find->setFocus();
    QTest::keyClicks(find, QStringLiteral("M05"));
    QTest::keyClick(find, Qt::Key_Return);
    person = fixture.dialog<PersonDialog>();
    QVERIFY(person);
    QTRY_VERIFY(person->isIdle());
    joins = person->findChild<QTreeWidget*>();
    QCOMPARE(joins->topLevelItemCount(), 1);
    QCOMPARE(joins->topLevelItem(0)->child(0)->text(3), QStringLiteral("kept apart by a rule"));
    person->reject();
    // the rule taken away joins them again; so does undo
    auto* table = fixture.find<QTableWidget>("identityRules");
    table->setFocus();
    table->setCurrentCell(0, 0);
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(fixture.settled());
    panel->apply();
    QVERIFY(fixture.settled());
    QCOMPARE(personsOf(fixture.document), together);
    fixture.document.undoStack()->undo();
    QVERIFY(fixture.settled());
    QCOMPARE(personsOf(fixture.document), together + 1);
    fixture.document.undoStack()->undo();
    QVERIFY(fixture.settled());
    QCOMPARE(personsOf(fixture.document), together);
}

void TestIdentityPage::rulesAreOfferedAfterAnImport() {
    Fixture fixture;
    QVERIFY(fixture.document.createNew(QStringLiteral("Asia/Shanghai")));
    QVERIFY(fixture.window->showPage(QStringLiteral("data")));
    QVERIFY(fixture.settled());
    auto* offer = fixture.page()->offer();
    const auto import = [&](ImportBatch batch) {
        bool done = false;
        fixture.document.importBatch(std::make_shared<const ImportBatch>(std::move(batch)), ImportMode::Append,
                                     [&](Result<ImportReport> report) { done = report.has_value(); });
        return QTest::qWaitFor([&] { return done; }, 20000) && fixture.settled();
    };
    QVERIFY(import(test::surveyBatch()));
    QVERIFY(!offer->isVisible()); // one column alone joins nobody
    QVERIFY(import(test::crmBatch()));
    QVERIFY(offer->isVisible());
    QVERIFY2(offer->text().contains(QStringLiteral("crm.phone")), qPrintable(offer->text()));
    QVERIFY(offer->text().contains(QStringLiteral("survey.mobile")));
    QVERIFY(fixture.document.workspace()->identity.empty());
    QTest::mouseClick(offer->findChild<QPushButton*>(QStringLiteral("proposalLater")), Qt::LeftButton);
    QVERIFY(!offer->isVisible());
    // the same is not offered again; other rules are
    QVERIFY(import(test::deliveriesBatch()));
    QVERIFY(!offer->isVisible());
    QVERIFY(import(test::visitsBatch()));
    QVERIFY(offer->isVisible());
    QTest::mouseClick(offer->findChild<QPushButton*>(QStringLiteral("proposalLook")), Qt::LeftButton);
    QVERIFY(fixture.settled());
    QVERIFY(!offer->isVisible());
    QVERIFY(fixture.page()->identity()->isVisible());
    QVERIFY(fixture.page()->identity()->isDraft());
    QVERIFY(fixture.document.workspace()->identity.empty());
    // a project that is opened is left in peace
    fixture.dialogs.unsaved = Dialogs::Unsaved::Discard;
    QVERIFY(fixture.openIdentity());
    QVERIFY(!offer->isVisible());
    QVERIFY(!fixture.page()->identity()->isDraft());
}

void TestIdentityPage::emptyProjectsSayWhatToDo() {
    Fixture fixture;
    const QString path = fixture.folder.filePath(QStringLiteral("events.xow"));
    {
        NewProject settings;
        settings.timezone = "Asia/Shanghai";
        auto store = Store::create(path.toStdString(), settings);
        QVERIFY(store);
        QVERIFY((*store)->append(test::visitsBatch(), ImportMode::Append, {}));
    }
    fixture.window->openProject(path);
    QVERIFY(fixture.idle());
    QVERIFY(fixture.window->showPage(QStringLiteral("data")));
    QVERIFY(fixture.show(Part::Links));
    QVERIFY(!fixture.find<QTableWidget>("linkFigures")->isVisible());
    bool said = false;
    for (const QLabel* one : fixture.page()->links()->findChildren<QLabel*>())
        said = said || (one->isVisible() && one->text().startsWith(QStringLiteral("No answers yet")));
    QVERIFY(said);
    grab(fixture.window.get(), QStringLiteral("links-no-answers"));
    QVERIFY(fixture.show(Part::Identity));
    QTest::mouseClick(fixture.find<QPushButton>("identitySuggest"), Qt::LeftButton);
    QVERIFY(fixture.settled());
    QVERIFY(!fixture.page()->identity()->isDraft()); // a member id of one file joins nobody
    grab(fixture.window.get(), QStringLiteral("identity-nothing-fits"));
    // answers without events
    fixture.document.close();
    QVERIFY(fixture.document.createNew(QStringLiteral("Asia/Shanghai")));
    QVERIFY(fixture.settled());
    bool done = false;
    fixture.document.importBatch(std::make_shared<const ImportBatch>(test::surveyBatch()), ImportMode::Append,
                                 [&](Result<ImportReport> report) { done = report.has_value(); });
    QTRY_VERIFY(done);
    QVERIFY(fixture.show(Part::Links));
    QVERIFY(fixture.find<QTableWidget>("linkFigures")->isVisible());
    grab(fixture.window.get(), QStringLiteral("links-no-events"));
}

void TestIdentityPage::everythingIsNamed() {
    Fixture fixture;
    QVERIFY(fixture.openIdentity());
    QStringList nameless;
    const auto look = [&](const QWidget* root) {
        for (const QWidget* widget : root->findChildren<QWidget*>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)) continue;
            if (qobject_cast<const QAbstractScrollArea*>(widget->parentWidget())) continue;
            if (qobject_cast<const QLineEdit*>(widget) && (qobject_cast<const QComboBox*>(widget->parentWidget()) ||
                                                           qobject_cast<const QSpinBox*>(widget->parentWidget())))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (widget->accessibleName().isEmpty() && !(button && !button->text().isEmpty()))
                nameless << QString::fromLatin1(widget->metaObject()->className()) + widget->objectName();
        }
    };
    QVERIFY(fixture.show(Part::Links));
    look(fixture.page());
    QVERIFY(fixture.show(Part::Identity));
    fixture.page()->identity()->addProposals({});
    QTest::mouseClick(fixture.find<QPushButton>("identitySuggest"), Qt::LeftButton);
    QVERIFY(fixture.settled());
    look(fixture.page());
    QTest::mouseClick(fixture.find<QPushButton>("identityAdd"), Qt::LeftButton);
    auto* dialog = fixture.dialog<RuleDialog>();
    QVERIFY(dialog);
    for (int kind = 0; kind < 6; ++kind) {
        dialog->findChild<QComboBox*>()->setCurrentIndex(kind);
        look(dialog);
    }
    dialog->reject();
    fixture.page()->identity()->explain("M05");
    auto* person = fixture.dialog<PersonDialog>();
    QVERIFY(person);
    QTRY_VERIFY(person->isIdle());
    look(person);
    person->reject();
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
}

void TestIdentityPage::pictures() {
    if (qEnvironmentVariableIsEmpty("XOW_PICTURES")) QSKIP("XOW_PICTURES names no folder for pictures");
    for (const char* language : {"zh", "en"}) {
        Fixture fixture(QString::fromLatin1(language));
        QVERIFY(fixture.openIdentity());
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark})
            for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)}) {
                fixture.window->setTheme(mode);
                fixture.window->resize(size);
                const QString suffix =
                    QStringLiteral("-%1-%2-%3")
                        .arg(QString::fromLatin1(language),
                             mode == ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
                        .arg(size.width());
                const auto take = [&](QWidget* widget, const char* name) {
                    grab(widget, QString::fromLatin1(name) + suffix);
                };
                QVERIFY(fixture.show(Part::Datasets));
                take(fixture.window.get(), "datasets");
                QVERIFY(fixture.show(Part::Links));
                auto* datasets = fixture.find<QTableWidget>("linkDatasets");
                for (int row = 0; row < 2; ++row) {
                    datasets->setCurrentCell(row, 0);
                    take(fixture.window.get(), row ? "links-key" : "links-asof");
                }
                fixture.find<QTabBar>("linkLists")->setCurrentIndex(1);
                take(fixture.window.get(), "links-quality");
                fixture.find<QTabBar>("linkLists")->setCurrentIndex(0);
                auto* figures = fixture.find<QTableWidget>("linkFigures");
                figures->setCurrentCell(1, 0);
                QTest::keyClick(figures, Qt::Key_Return);
                auto* answers = fixture.dialog<AnswersDialog>();
                QVERIFY(answers);
                QTRY_VERIFY(answers->isIdle());
                take(answers, "answers");
                answers->reject();
                QVERIFY(fixture.show(Part::Identity));
                take(fixture.window.get(), "identity-none");
                QTest::mouseClick(fixture.find<QPushButton>("identitySuggest"), Qt::LeftButton);
                QVERIFY(fixture.settled());
                take(fixture.window.get(), "identity-draft");
                fixture.find<QTabBar>("identityLists")->setCurrentIndex(1);
                take(fixture.window.get(), "identity-refused");
                fixture.find<QTabBar>("identityLists")->setCurrentIndex(0);
                fixture.page()->identity()->explain("M05");
                auto* person = fixture.dialog<PersonDialog>();
                QVERIFY(person);
                QTRY_VERIFY(person->isIdle());
                take(person, "person");
                person->reject();
                QTest::mouseClick(fixture.find<QPushButton>("identityAdd"), Qt::LeftButton);
                auto* rule = fixture.dialog<RuleDialog>();
                QVERIFY(rule);
                take(rule, "rule");
                rule->findChild<QComboBox*>()->setCurrentIndex(4);
                take(rule, "rule-apart");
                rule->findChild<QComboBox*>()->setCurrentIndex(5);
                take(rule, "rule-links");
                rule->reject();
                auto proposals = fusion::proposeRules(*fixture.document.workspace(), {});
                QVERIFY(proposals);
                fixture.page()->offer()->offer(*proposals);
                QVERIFY(fixture.show(Part::Datasets));
                take(fixture.window.get(), "offer");
                fixture.page()->offer()->withdraw();
                fixture.page()->identity()->discard();
                QVERIFY(fixture.settled());
            }
    }
}

QTEST_MAIN(TestIdentityPage)
#include "tst_identitypage.moc"
