#include "tests/gui/support/windowfixture.h"
#include "ui/mainwindow/actions.h"
#include "ui/pages/journey/journeyeditor.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/journey/stageeditor.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QUndoStack>

using namespace xo;
using namespace xo::ui;

namespace {

struct Fixture : test::WindowFixture {
    using WindowFixture::WindowFixture;
    JourneyEditor* editor = nullptr;

    bool openEditor() {
        if (!window->isVisible() || !(document.isOpen() || open())) return false;
        window->actions().journeys->trigger();
        for (auto* one : window->findChildren<JourneyEditor*>())
            if (one->isVisible()) editor = one;
        return editor && QTest::qWaitForWindowActive(editor) && counted();
    }
    bool counted() {
        return QTest::qWaitFor([this] { return editor->isIdle() && document.jobs()->isIdle(); }, 20000);
    }
    template <class T>
    T* find(const char* name) const {
        T* found = editor->findChild<T*>(QString::fromLatin1(name));
        if (!found) qFatal("no %s", name);
        return found;
    }
    void press(const char* name) const { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    void type(const char* name, const QString& text) const {
        auto* edit = find<QLineEdit>(name);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        edit->insert(text); // key events of tests are Latin-1 only
    }
    QString text(const char* name) const { return find<QLabel>(name)->text(); }
    QStringList stages() const {
        QStringList names;
        auto* list = find<QListWidget>("journeyStages");
        for (int row = 0; row < list->count(); ++row)
            names << list->item(row)->text();
        return names;
    }
    std::vector<std::string> saved(const std::string& journey) const {
        std::vector<std::string> names;
        for (const Journey& one : document.workspace()->journeys)
            if (one.name == journey)
                for (const JourneyStage& stage : one.stages)
                    names.push_back(stage.name);
        return names;
    }
};

using Names = std::vector<std::string>;

} // namespace

class TestJourneyEditor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWhileEditing();
    void stagesMoveByKeyboardAndByDrag();
    void savedAndUndone();
    void mistakesStayAtTheirField();
    void everyFieldIsSaved();
    void whatTheCoreFindsStandsAtItsField();
    void languageChangesLive();
    void listOfJourneys();
    void jsonOutAndIn();
    void everythingIsNamed();
    void pictures();
};

void TestJourneyEditor::countsWhileEditing() {
    Fixture f;
    QVERIFY(f.openEditor());
    QVERIFY(f.stages().value(1).contains(QStringLiteral("20")));
    QVERIFY(f.text("journeyCount").contains(QStringLiteral("40")));
    // the second stage as a condition on events: those of one customer in four
    f.find<QListWidget>("journeyStages")->setCurrentRow(1);
    f.type("stageCondition", QStringLiteral("stage = '下定'"));
    QVERIFY(f.counted());
    QVERIFY2(f.stages().value(1).contains(QStringLiteral("10")), qPrintable(f.stages().join(u'|')));
    QVERIFY(f.stages().value(2).endsWith(QStringLiteral(" 0"))); // an event fills one stage
    f.type("stageCondition", QStringLiteral("stage ="));
    QVERIFY(!f.text("stageConditionProblem").isEmpty());
    f.type("stageCondition", QStringLiteral("no_such = 1"));
    QVERIFY(f.counted());
    QVERIFY(f.text("journeyCount").contains(QStringLiteral("no_such")));
    f.type("stageCondition", QString());
    QVERIFY(f.counted());
    QVERIFY(f.stages().value(1).contains(QStringLiteral("20")));
}

void TestJourneyEditor::stagesMoveByKeyboardAndByDrag() {
    Fixture f;
    QVERIFY(f.openEditor());
    auto* list = f.find<QListWidget>("journeyStages");
    list->setFocus();
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
    QVERIFY(f.counted());
    QVERIFY(f.stages().value(1).contains(QStringLiteral("浏览咨询")));
    QCOMPARE(list->currentRow(), 1); // it stays the chosen one
    QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
    QVERIFY(f.counted());
    QVERIFY(f.stages().value(0).contains(QStringLiteral("浏览咨询")));
    // what a drag asks of the list: the third one to the front
    QVERIFY(list->model()->moveRow({}, 2, {}, 0));
    QVERIFY(QTest::qWaitFor([&] { return f.editor->drafts().front().stages.front().name == "下定"; }, 2000));
    QVERIFY(f.counted());
    QVERIFY(f.stages().value(0).contains(QStringLiteral("下定")));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(list->count(), 2);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Insert);
    QCOMPARE(list->count(), 3);
    QVERIFY(f.find<QLineEdit>("stageName")->hasFocus());
}

void TestJourneyEditor::savedAndUndone() {
    Fixture f;
    QVERIFY(f.openEditor());
    const Names before{"浏览咨询", "试乘试驾", "下定"};
    QVERIFY(!f.find<QPushButton>("journeySave")->isEnabled()); // nothing changed yet
    f.find<QListWidget>("journeyStages")->setCurrentRow(1);
    f.press("journeyRemoveStage");
    QCOMPARE(f.saved("购车"), before); // a draft until Save
    f.press("journeySave");
    QVERIFY(f.idle());
    const Names after{"浏览咨询", "下定"};
    QCOMPARE(f.saved("购车"), after);
    f.window->actions().undo->trigger();
    QVERIFY(f.idle());
    QCOMPARE(f.saved("购车"), before);
    f.window->actions().redo->trigger();
    QVERIFY(f.idle());
    QCOMPARE(f.saved("购车"), after);
    QVERIFY(f.window->showPage(QStringLiteral("journey")));
    QVERIFY(f.idle());
    QCOMPARE(f.window->findChild<JourneyPage*>()->result().stages.size(), std::size_t(2));
    // Cancel leaves everything as it is
    QVERIFY(f.openEditor());
    f.press("journeyRemoveStage");
    f.editor->reject();
    QCOMPARE(f.saved("购车"), after);
}

void TestJourneyEditor::mistakesStayAtTheirField() {
    Fixture f;
    QVERIFY(f.openEditor());
    auto* stages = f.find<QListWidget>("journeyStages");
    stages->setCurrentRow(1);
    const std::pair<const char*, QString> wrong[] = {{"stageLimit", QStringLiteral("seven")},
                                                     {"stageTarget", QStringLiteral("120")},
                                                     {"stageName", QStringLiteral(" ")},
                                                     {"journeyWindow", QStringLiteral("90 moons")},
                                                     {"journeyExclusion", QStringLiteral("stage = ")},
                                                     {"journeyName", QString()}};
    for (const auto& [field, text] : wrong) {
        const QString before = f.find<QLineEdit>(field)->text();
        f.type(field, text);
        const QByteArray problem = QByteArray(field) + "Problem";
        QVERIFY2(f.find<QLabel>(problem.constData())->isVisible(), field);
        QVERIFY2(!f.find<QPushButton>("journeySave")->isEnabled(), field);
        f.type(field, before);
        QVERIFY2(!f.find<QLabel>(problem.constData())->isVisible(), field);
    }
    // another stage isn't shown while a field can't be read: what was typed would be lost
    f.type("stageLimit", QStringLiteral("seven"));
    stages->setCurrentRow(0);
    QCOMPARE(stages->currentRow(), 1);
    QVERIFY(f.find<QLineEdit>("stageLimit")->hasFocus());
    f.type("stageLimit", QStringLiteral("7d"));
    stages->setCurrentRow(0);
    QCOMPARE(stages->currentRow(), 0);
    QVERIFY(!f.find<QCheckBox>("stageOptional")->isEnabled()); // the first can't be passed over
}

void TestJourneyEditor::everyFieldIsSaved() {
    Fixture f;
    QVERIFY(f.openEditor());
    f.type("journeyWindow", QStringLiteral("30cd"));
    f.find<QComboBox>("journeyOrder")->setCurrentIndex(1);
    f.find<QComboBox>("journeyAttempt")->setCurrentIndex(1);
    f.type("journeyExclusion", QStringLiteral("stage = '退订'"));
    f.find<QListWidget>("journeyStages")->setCurrentRow(1);
    f.type("stageLimit", QStringLiteral("48h"));
    f.type("stageTarget", QStringLiteral("62.5"));
    auto* question = f.find<QComboBox>("stageQuestion");
    question->setCurrentIndex(question->findData(QStringLiteral("csat")));
    auto* more = f.find<QListWidget>("stageMoreQuestions");
    QCOMPARE(more->count(), 2);
    for (int i = 0; i < more->count(); ++i)
        if (more->item(i)->text() == QLatin1String("nps")) more->item(i)->setCheckState(Qt::Checked);
    QTest::mouseClick(f.find<QCheckBox>("stageOptional"), Qt::LeftButton, {}, QPoint(6, 10));
    f.press("stageAddStandard");
    QVERIFY(!f.find<QPushButton>("journeySave")->isEnabled()); // it has no limit yet
    auto* standard = f.editor->findChild<StageEditor*>();
    for (auto* combo : standard->findChildren<QComboBox*>())
        if (combo->isEditable() && combo->accessibleName() == QLatin1String("Column"))
            combo->setEditText(QStringLiteral("wait_hours"));
    for (auto* edit : standard->findChildren<QLineEdit*>())
        if (edit->accessibleName() == QLatin1String("Limit")) QTest::keyClicks(edit, QStringLiteral("24"));
    QVERIFY(f.counted());
    QVERIFY(f.find<QPushButton>("journeySave")->isEnabled());
    f.press("journeySave");
    QVERIFY(f.idle());
    const Journey& journey = f.document.workspace()->journeys.front();
    QCOMPARE(journey.window.text(), std::string("30cd"));
    QCOMPARE(journey.order, FunnelOrder::Strict);
    QCOMPARE(journey.attempt, FunnelAttempt::First);
    QCOMPARE(journey.exclusion, std::string("stage = '退订'"));
    const JourneyStage& stage = journey.stages.at(1);
    QCOMPARE(stage.stepLimit->text(), std::string("48h"));
    QCOMPARE(*stage.target, 0.625);
    QCOMPARE(stage.question, std::string("csat"));
    QCOMPARE(stage.moreQuestions, Names{"nps"});
    QVERIFY(stage.optional);
    QCOMPARE(stage.standards, (std::vector<StageStandard>{{"wait_hours", "<=", 24}}));
}

void TestJourneyEditor::whatTheCoreFindsStandsAtItsField() {
    Fixture f;
    QVERIFY(f.openEditor());
    auto* stages = f.find<QListWidget>("journeyStages");
    stages->setCurrentRow(1);
    QTest::mouseClick(f.find<QCheckBox>("stageOptional"), Qt::LeftButton, {}, QPoint(6, 10));
    QVERIFY(f.counted());
    QVERIFY(f.find<QPushButton>("journeySave")->isEnabled());
    QVERIFY(!f.find<QLabel>("stageOptionalCheck")->isVisible());
    // moved to the front it can't be passed over: said at its box and at its stage, before anything is saved
    stages->setFocus();
    QTest::keyClick(stages, Qt::Key_Up, Qt::AltModifier);
    QVERIFY(f.counted());
    QVERIFY(f.find<QLabel>("stageOptionalCheck")->isVisible());
    QVERIFY(!stages->item(0)->icon().isNull());
    QVERIFY(!f.find<QPushButton>("journeySave")->isEnabled());
    stages->setCurrentRow(1); // it hinders nobody from looking at another stage
    QCOMPARE(stages->currentRow(), 1);
    QVERIFY(!f.find<QLabel>("stageOptionalCheck")->isVisible());
    stages->setCurrentRow(0);
    QTest::mouseClick(f.find<QCheckBox>("stageOptional"), Qt::LeftButton, {}, QPoint(6, 10));
    QVERIFY(f.counted());
    QVERIFY(!f.find<QLabel>("stageOptionalCheck")->isVisible());
    QVERIFY(stages->item(0)->icon().isNull());
    QVERIFY(f.find<QPushButton>("journeySave")->isEnabled());
    // a condition that reads well and names an unknown column
    stages->setCurrentRow(2);
    f.type("stageCondition", QStringLiteral("no_such = 1"));
    QVERIFY(f.counted());
    QVERIFY(f.find<QLabel>("stageConditionCheck")->isVisible());
    QVERIFY(f.text("stageConditionCheck").contains(QStringLiteral("no_such")));
    QVERIFY(!stages->item(2)->icon().isNull());
    QVERIFY(stages->item(1)->icon().isNull());
    stages->setCurrentRow(1);
    QVERIFY(!f.find<QLabel>("stageConditionCheck")->isVisible());
    stages->setCurrentRow(2);
    QVERIFY(f.find<QLabel>("stageConditionCheck")->isVisible());
    f.type("stageCondition", QString());
    QVERIFY(f.counted());
    QVERIFY(!f.find<QLabel>("stageConditionCheck")->isVisible());
    f.type("journeyExclusion", QStringLiteral("nowhere = 2"));
    QVERIFY(f.counted());
    QVERIFY(f.text("journeyExclusionCheck").contains(QStringLiteral("nowhere")));
    f.type("journeyExclusion", QString());
    QVERIFY(f.counted());
    QVERIFY(!f.find<QLabel>("journeyExclusionCheck")->isVisible());
}

void TestJourneyEditor::languageChangesLive() {
    Fixture f;
    QVERIFY(f.openEditor());
    f.find<QListWidget>("journeyStages")->setCurrentRow(1);
    f.type("stageTarget", QStringLiteral("120"));
    const QString english = f.text("stageTargetProblem");
    QVERIFY(!english.isEmpty());
    QCOMPARE(f.find<QPushButton>("journeySave")->text(), QStringLiteral("Save"));
    f.language.install(QStringLiteral("zh"));
    QTRY_COMPARE(f.find<QPushButton>("journeySave")->text(), QStringLiteral("保存"));
    QVERIFY(f.text("stageTargetProblem") != english);
    QCOMPARE(f.find<QLineEdit>("stageTarget")->text(), QStringLiteral("120")); // what was typed stays
    QCOMPARE(f.find<QListWidget>("journeyStages")->currentRow(), 1);
    for (const QLabel* label : f.editor->findChildren<QLabel*>())
        for (const char* word : {"Window", "Order", "Attempt", "Exclusion", "Target", "Step limit", "Stages"})
            QVERIFY2(label->text() != QLatin1String(word), word);
    f.language.install(QStringLiteral("en"));
    QTRY_COMPARE(f.find<QPushButton>("journeySave")->text(), QStringLiteral("Save"));
    QCOMPARE(f.text("stageTargetProblem"), english);
}

void TestJourneyEditor::listOfJourneys() {
    Fixture f;
    QVERIFY(f.openEditor());
    auto* list = f.find<QListWidget>("journeyList");
    f.press("journeyDuplicate");
    QCOMPARE(list->count(), 2);
    f.type("journeyName", QStringLiteral("购车"));
    QVERIFY(!f.text("journeyNameProblem").isEmpty()); // taken
    f.type("journeyName", QStringLiteral("换车"));
    QCOMPARE(list->item(1)->text(), QStringLiteral("换车"));
    f.press("journeyNew");
    QVERIFY(f.counted());
    QCOMPARE(list->count(), 3);
    QCOMPARE(f.stages().size(), 3); // the stages of the data
    QVERIFY(f.stages().value(0).contains(QStringLiteral("40")));
    list->setCurrentRow(0);
    f.press("journeyDelete");
    QVERIFY(f.counted());
    f.press("journeySave");
    QVERIFY(f.idle());
    Names names;
    for (const Journey& journey : f.document.workspace()->journeys)
        names.push_back(journey.name);
    QCOMPARE(names, (Names{"换车", "New journey"}));
    f.document.undoStack()->undo(); // one step for all of it
    QVERIFY(f.idle());
    QCOMPARE(f.document.workspace()->journeys.size(), std::size_t(1));
    QCOMPARE(f.document.workspace()->journeys.front().name, std::string("购车"));
}

void TestJourneyEditor::jsonOutAndIn() {
    Fixture f;
    QVERIFY(f.openEditor());
    f.dialogs.fileToSave = f.folder.filePath(QStringLiteral("j.json"));
    f.press("journeyExport");
    QFile file(f.dialogs.fileToSave);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto read = journeyFromJson(Json::parse(file.readAll().toStdString()));
    QVERIFY(read);
    QVERIFY(*read == f.document.workspace()->journeys.front());
    f.dialogs.fileToOpen = f.dialogs.fileToSave;
    f.press("journeyImport");
    auto* list = f.find<QListWidget>("journeyList");
    QCOMPARE(list->count(), 2);
    QCOMPARE(list->item(1)->text(), QStringLiteral("购车 2")); // a name of its own
    QVERIFY(f.counted());
    f.press("journeySave");
    QVERIFY(f.idle());
    QCOMPARE(f.saved("购车 2"), (Names{"浏览咨询", "试乘试驾", "下定"}));
    // a file that is none
    QVERIFY(f.openEditor());
    QFile bad(f.folder.filePath(QStringLiteral("bad.json")));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("[1,");
    bad.close();
    f.dialogs.fileToOpen = bad.fileName();
    f.press("journeyImport");
    QCOMPARE(f.find<QListWidget>("journeyList")->count(), 2);
}

void TestJourneyEditor::everythingIsNamed() {
    Fixture f;
    QVERIFY(f.openEditor());
    for (const QWidget* widget : f.editor->findChildren<QWidget*>())
        if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible() && !widget->inherits("QLabel") &&
            !qobject_cast<const QComboBox*>(widget->parentWidget()))
            QVERIFY2(!widget->accessibleName().isEmpty() || widget->inherits("QCheckBox") ||
                         widget->inherits("QToolButton"),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
}

void TestJourneyEditor::pictures() {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (folder.isEmpty()) QSKIP("XOW_PICTURES names no folder");
    for (const char* code : {"en", "zh"}) {
        Fixture f(QString::fromLatin1(code));
        QVERIFY(f.openEditor());
        f.find<QListWidget>("journeyStages")->setCurrentRow(1);
        f.type("stageCondition", QStringLiteral("stage = '试乘试驾' and wait_hours > 2"));
        f.press("stageAddStandard");
        QTest::qWait(300);
        QVERIFY(f.editor->grab().save(folder + QStringLiteral("/journeyeditor_%1.png").arg(QString::fromLatin1(code))));
    }
}

QTEST_MAIN(TestJourneyEditor)
#include "tst_journeyeditor.moc"
