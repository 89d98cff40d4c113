#include "core/project/store.h"
#include "tests/gui/support/windowfixture.h"
#include "ui/filter/conditioneditor.h"
#include "ui/import/importwizard.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/grabber.h"
#include "ui/mainwindow/tablefile.h"
#include "ui/pages/segments/segmentspage.h"
#include "ui/widgets/messagebar.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QToolButton>
#include <QUndoStack>
#include <QXmlStreamReader>

using namespace xo;
using namespace xo::ui;
using xo::test::WindowFixture;

namespace {

/// Every text a person can read in the window now.
QStringList textsOf(const QWidget* root) {
    QStringList texts;
    const auto widgets = root->findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        if (!widget->isVisible() && !qobject_cast<const QMenu*>(widget)) continue;
        if (const auto* label = qobject_cast<const QLabel*>(widget)) texts.append(label->text());
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) texts.append(button->text());
        if (const auto* menu = qobject_cast<const QMenu*>(widget)) {
            texts.append(menu->title());
            for (const QAction* action : menu->actions())
                texts.append(action->text());
        }
        texts.append(widget->accessibleName());
        texts.append(widget->toolTip());
    }
    texts.removeAll(QString());
    return texts;
}

struct Message {
    QString context, source, translation;
    bool finished = false;
};

QList<Message> messages() {
    QFile file(QStringLiteral(XOW_SOURCE_DIR "/translations/xoworkbench_zh_CN.ts"));
    QList<Message> list;
    if (!file.open(QIODevice::ReadOnly)) return list;
    QXmlStreamReader xml(&file);
    QString context;
    Message message;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("source")) message.source = xml.readElementText();
        if (xml.name() == QLatin1String("translation")) {
            message.finished = xml.attributes().value(QLatin1String("type")).isEmpty();
            message.translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            message.context = context;
            list.append(message);
        }
    }
    return list;
}

void drop(QWidget* target, const QStringList& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& file : files)
        urls.append(QUrl::fromLocalFile(file));
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsWithTheFirstRunPage();
    void opensAProject();
    void everyTextIsTranslated();
    void languageSwitchRetitlesEverything();
    void themeSwitchRecolours();
    void everyFocusableHasAName();
    void ruleTextAndRowsAreOneRule();
    void ruleMistakesShowTheirPosition();
    void segmentsAreSavedAndUndone();
    void chipsAndHistory();
    void conditionEditorChecksWhileTyping();
    void unsavedChangesAreAskedFor();
    void closingWhileAJobRuns();
    void cancelFromTheStatusLine();
    void droppedProjectOpens();
    void droppedDataOpensTheWizard();
    void errorsStayInTheMessageBar();
    void keyboardReachesPages();
    void shortcutsAreListed();
    void tableFilesAreSafe();
    void narrowWindowsFoldTheInspector();
    void aClosedProjectLeavesNothingBehind();
    void grabsEveryPage();
};

void TestMainWindow::narrowWindowsFoldTheInspector() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.window->showPage(QStringLiteral("journey")));
    auto* dock = fixture.window->findChild<QDockWidget*>(QStringLiteral("inspector"));
    QTRY_VERIFY(dock->isVisible());
    fixture.window->resize(1100, 700);
    QTRY_VERIFY(!dock->isVisible());
    fixture.window->findChild<QToolButton*>(QStringLiteral("inspectorButton"))->click();
    QVERIFY(dock->isVisible()); // asked for, it comes
    fixture.window->resize(1000, 700);
    QTest::qWait(20);
    QVERIFY(dock->isVisible());
    fixture.window->findChild<QToolButton*>(QStringLiteral("inspectorButton"))->click();
    QVERIFY(!dock->isVisible());
    fixture.window->resize(1280, 800);
    QTRY_VERIFY(dock->isVisible()); // what is folded for lack of room isn't switched off
}

void TestMainWindow::aClosedProjectLeavesNothingBehind() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.window->showPage(QStringLiteral("segments")));
    QVERIFY(fixture.idle());
    auto* page = fixture.window->findChild<SegmentsPage*>();
    page->setRule(QStringLiteral("reached('试乘试驾')"));
    QVERIFY(fixture.idle());
    fixture.document.close();
    QCOMPARE(page->rule(), QString());
}

void TestMainWindow::startsWithTheFirstRunPage() {
    WindowFixture fixture;
    QVERIFY(!fixture.window->currentPage());
    QVERIFY(textsOf(fixture.window.get()).contains(QStringLiteral("Open sample")));
    QVERIFY(!fixture.window->actions().save->isEnabled());
}

void TestMainWindow::opensAProject() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.window->currentPage());
    QVERIFY(fixture.window->windowTitle().startsWith(QLatin1String("small")));
    QCOMPARE(fixture.settings.recentFiles().value(0), fixture.project());
    QVERIFY(textsOf(fixture.window.get()).filter(QStringLiteral("40 customers · 20 answers")).size() >= 1);
}

void TestMainWindow::everyTextIsTranslated() {
    const auto list = messages();
    QVERIFY(list.size() > 150);
    QStringList missing;
    for (const Message& message : list)
        if (!message.finished || message.translation.isEmpty())
            missing.append(message.context + QStringLiteral(": ") + message.source);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void TestMainWindow::languageSwitchRetitlesEverything() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QStringList english;
    for (const Message& message : messages())
        if (message.source != message.translation) english.append(message.source);
    for (Page* page : fixture.window->pages()) {
        fixture.window->showPage(QString(page->objectName()).remove(QStringLiteral("Page")));
        QVERIFY(fixture.idle());
    }
    fixture.window->setLanguage(QStringLiteral("zh"));
    QTRY_COMPARE(fixture.window->actions().save->text(), QStringLiteral("保存(&S)"));
    QVERIFY(fixture.idle());
    QStringList shown, left;
    for (Page* page : fixture.window->pages()) {
        fixture.window->showPage(QString(page->objectName()).remove(QStringLiteral("Page")));
        QVERIFY(fixture.idle());
        shown = textsOf(fixture.window.get());
        for (const QString& text : std::as_const(shown))
            if (english.contains(text)) left.append(page->objectName() + QLatin1String(": ") + text);
    }
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QStringLiteral(" | "))));
    QVERIFY(shown.contains(QStringLiteral("检查器")));
    QCOMPARE(fixture.settings.language(), QStringLiteral("zh"));
    auto* button = fixture.window->findChild<QToolButton*>(QStringLiteral("languageSwitch"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(textsOf(fixture.window.get()).contains(QStringLiteral("Inspector")));
    QVERIFY(fixture.idle());
}

void TestMainWindow::themeSwitchRecolours() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    const QColor light = fixture.window->grab().toImage().pixelColor(4, 400);
    fixture.window->actions().themeDark->trigger();
    QVERIFY(fixture.idle());
    const QColor dark = fixture.window->grab().toImage().pixelColor(4, 400);
    QVERIFY(light.lightness() > 200);
    QVERIFY(dark.lightness() < 60);
    QVERIFY(fixture.settings.theme() == ThemeMode::Dark);
}

void TestMainWindow::everyFocusableHasAName() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QStringList nameless;
    for (Page* page : fixture.window->pages()) {
        fixture.window->showPage(QString(page->objectName()).remove(QStringLiteral("Page")));
        QVERIFY(fixture.idle());
        const auto widgets = fixture.window->findChildren<QWidget*>();
        for (const QWidget* widget : widgets) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)) continue;
            if (qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()))
                continue; // a viewport: its owner has the name
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const QString name = !widget->accessibleName().isEmpty() ? widget->accessibleName()
                                 : button                            ? button->text()
                                                                     : QString();
            const bool inner =
                qobject_cast<const QLineEdit*>(widget) && qobject_cast<const QComboBox*>(widget->parentWidget());
            if (name.isEmpty() && !inner)
                nameless.append(page->objectName() + QLatin1Char('/') +
                                QLatin1String(widget->metaObject()->className()) + QLatin1Char('/') +
                                widget->objectName());
        }
    }
    nameless.removeDuplicates();
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
}

void TestMainWindow::ruleTextAndRowsAreOneRule() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.window->showPage(QStringLiteral("segments")));
    QVERIFY(fixture.idle());
    auto* page = qobject_cast<SegmentsPage*>(fixture.window->currentPage());
    QVERIFY(page);
    const QString rule = QStringLiteral("reached('试乘试驾') and (city = '上海' or any answer(csat <= 2))");
    page->setRule(rule);
    QVERIFY(fixture.idle());
    // every even customer test-drove: 10 of Shanghai, 4 of Guangzhou with csat 1 or 2
    QVERIFY(textsOf(page).contains(QStringLiteral("14")));
    // the rows say the same: an edit in one of them writes the text anew
    auto boxes = page->findChildren<QComboBox*>();
    QComboBox* joined = nullptr;
    for (QComboBox* box : boxes)
        if (box->accessibleName() == QLatin1String("How the conditions are joined") && box->currentIndex() == 0)
            joined = box;
    QVERIFY(joined);
    joined->setCurrentIndex(1);
    Q_EMIT joined->activated(1);
    QCOMPARE(page->rule(), QStringLiteral("reached('试乘试驾') or (city = '上海' or any answer(csat <= 2))"));
    QVERIFY(fixture.idle());
}

void TestMainWindow::ruleMistakesShowTheirPosition() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.window->showPage(QStringLiteral("segments")));
    QVERIFY(fixture.idle());
    auto* page = qobject_cast<SegmentsPage*>(fixture.window->currentPage());
    page->setRule(QStringLiteral("reached('试乘试驾') and and"));
    QVERIFY2(page->errorShown().contains(QLatin1String("21")), qPrintable(page->errorShown()));
    page->setRule(QStringLiteral("citty = '上海'"));
    QVERIFY(fixture.idle());
    QVERIFY2(page->errorShown().contains(QLatin1String("city")), qPrintable(page->errorShown()));
    page->setRule(QStringLiteral("city = '上海'"));
    QVERIFY(fixture.idle());
    QVERIFY(page->errorShown().isEmpty());
}

void TestMainWindow::segmentsAreSavedAndUndone() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.window->showPage(QStringLiteral("segments")));
    QVERIFY(fixture.idle());
    fixture.dialogs.text = QStringLiteral("上海客户");
    fixture.window->saveSegment(QStringLiteral("suggested"), QStringLiteral("city = '上海'"));
    QCOMPARE(fixture.document.workspace()->segments.size(), 2u);
    QVERIFY(fixture.window->isWindowModified());
    QVERIFY(fixture.window->actions().undo->isEnabled());
    fixture.window->actions().undo->trigger();
    QCOMPARE(fixture.document.workspace()->segments.size(), 1u);
    QVERIFY(!fixture.window->isWindowModified());
    fixture.window->actions().redo->trigger();
    QCOMPARE(fixture.document.workspace()->segments.size(), 2u);
    QVERIFY(fixture.idle());
    fixture.window->actions().save->trigger();
    QTRY_VERIFY(!fixture.window->isWindowModified());
}

void TestMainWindow::chipsAndHistory() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    fixture.document.selection()->add({QStringLiteral("city = 上海"), QStringLiteral("city = '上海'"), false});
    fixture.document.selection()->add({QStringLiteral("试乘试驾"), QStringLiteral("reached('试乘试驾')"), true});
    QVERIFY(fixture.idle());
    QVERIFY(textsOf(fixture.window.get()).filter(QStringLiteral("10 customers · 10 answers")).size() >= 1);
    QTest::keyClick(fixture.window.get(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(fixture.document.selection()->steps().size(), 1);
    QTest::keyClick(fixture.window.get(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(fixture.document.selection()->steps().size(), 2);
    QToolButton* remove = nullptr;
    for (QToolButton* button : fixture.window->findChildren<QToolButton*>())
        if (button->accessibleName() == QStringLiteral("Remove filter city = 上海")) remove = button;
    QVERIFY(remove);
    QTest::mouseClick(remove, Qt::LeftButton);
    QCOMPARE(fixture.document.selection()->filterText(), QStringLiteral("reached('试乘试驾')"));
    fixture.window->actions().clearFilters->trigger();
    QVERIFY(fixture.document.selection()->steps().isEmpty());
    QVERIFY(fixture.idle());
}

void TestMainWindow::conditionEditorChecksWhileTyping() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    fixture.window->actions().filter->trigger();
    auto* editor = fixture.window->findChild<ConditionEditor*>();
    QVERIFY(editor);
    editor->setFilterText(QStringLiteral("city = "));
    QVERIFY(!editor->canAdd());
    QVERIFY(!editor->errorShown().isEmpty());
    editor->setFilterText(QStringLiteral("city = '上海'"));
    QTRY_VERIFY(editor->canAdd());
    QVERIFY(editor->errorShown().isEmpty());
    for (QAbstractButton* button : editor->findChildren<QAbstractButton*>())
        if (button->text() == QLatin1String("Add filter")) button->click();
    QCOMPARE(fixture.document.selection()->filterText(), QStringLiteral("city = '上海'"));
    QVERIFY(fixture.idle());
}

void TestMainWindow::unsavedChangesAreAskedFor() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(fixture.document.putSegment({"x", "city = '上海'", {}, false, {}, {}}).has_value());
    fixture.dialogs.unsaved = Dialogs::Unsaved::Cancel;
    fixture.window->close();
    QVERIFY(fixture.window->isVisible());
    QCOMPARE(fixture.dialogs.asked, QStringList{QStringLiteral("unsaved")});
    fixture.dialogs.unsaved = Dialogs::Unsaved::Save;
    fixture.window->close();
    QTRY_VERIFY(!fixture.window->isVisible());
    auto store = Store::open(fixture.project().toStdString(), Store::Access::ReadOnly);
    QVERIFY(store.has_value());
    QCOMPARE((*store)->segments()->size(), 2u);
}

void TestMainWindow::closingWhileAJobRuns() {
    auto fixture = std::make_unique<WindowFixture>();
    QVERIFY(fixture->open());
    std::atomic<bool> ended{false};
    std::atomic<bool> started{false};
    fixture->document.jobs()->run<int>(
        QStringLiteral("long"), fixture->window.get(),
        [&](const JobContext& job) -> Result<int> {
            started = true;
            while (!job.cancelled())
                QThread::msleep(1);
            ended = true;
            return cancelled();
        },
        [](Result<int>) {});
    QTRY_VERIFY(started.load());
    fixture->window->close();
    QTRY_VERIFY(!fixture->window->isVisible());
    fixture.reset();
    QVERIFY(ended.load());
}

void TestMainWindow::cancelFromTheStatusLine() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    std::string code;
    fixture.document.jobs()->run<int>(
        QStringLiteral("A long job"), fixture.window.get(),
        [](const JobContext& job) -> Result<int> {
            job.report({30, 100, {}});
            while (!job.cancelled())
                QThread::msleep(1);
            return cancelled();
        },
        [&](Result<int> value) { code = value ? "" : value.error().code; });
    QTRY_VERIFY(textsOf(fixture.window.get()).contains(QStringLiteral("A long job  30%")));
    auto* cancel = fixture.window->findChild<QToolButton*>(QStringLiteral("cancelJob"));
    QVERIFY(cancel && cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QTRY_COMPARE(QString::fromStdString(code), QStringLiteral("job.cancelled"));
    QTRY_VERIFY(!cancel->isVisible());
}

void TestMainWindow::droppedProjectOpens() {
    WindowFixture fixture;
    drop(fixture.window.get(), {fixture.project()});
    QTRY_VERIFY(fixture.document.isOpen());
    QVERIFY(fixture.idle());
    QCOMPARE(fixture.document.path(), fixture.project());
}

void TestMainWindow::droppedDataOpensTheWizard() {
    WindowFixture fixture;
    const QString csv = fixture.folder.filePath(QStringLiteral("answers.csv"));
    QFile file(csv);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("customer,nps\nC1,9\nC2,3\n");
    file.close();
    drop(fixture.window.get(), {csv});
    QVERIFY(fixture.document.isOpen()); // a new project to import into
    QCOMPARE(fixture.document.path(), QString());
    const auto dialogs = fixture.window->findChildren<ImportWizard*>();
    QCOMPARE(dialogs.size(), 1);
    QVERIFY(dialogs.front()->isVisible());
    QVERIFY(fixture.idle());
}

void TestMainWindow::errorsStayInTheMessageBar() {
    WindowFixture fixture;
    fixture.window->openProject(fixture.folder.filePath(QStringLiteral("none.xow")));
    QTRY_VERIFY(fixture.window->messageBar()->isVisible());
    const QString english = fixture.window->messageBar()->text();
    QVERIFY(english.contains(QLatin1String("none.xow")));
    fixture.window->setLanguage(QStringLiteral("zh"));
    QTRY_VERIFY(fixture.window->messageBar()->text() != english);
    QVERIFY(fixture.open());
    QVERIFY(!fixture.window->messageBar()->isVisible());
}

void TestMainWindow::keyboardReachesPages() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    for (qsizetype i = 0; i < fixture.window->pages().size(); ++i) {
        QTest::keyClick(fixture.window.get(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(fixture.window->currentPage(), fixture.window->pages()[i]);
        QVERIFY(fixture.idle());
    }
}

void TestMainWindow::shortcutsAreListed() {
    WindowFixture fixture;
    QTest::keyClick(fixture.window.get(), Qt::Key_F1);
    QCOMPARE(fixture.dialogs.asked, QStringList{QStringLiteral("information")});
    for (const char* key :
         {"Ctrl+O", "Ctrl+S", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Alt+Left", "Ctrl+F", "F1", "Ctrl+1"})
        QVERIFY2(fixture.dialogs.lastHtml.contains(QLatin1String(key)), key);
}

void TestMainWindow::tableFilesAreSafe() {
    QCOMPARE(csvOf(QStringLiteral("a\tb\n1,234\t-3.5\n=cmd()\t@x\n\"q\"\t−2\n")),
             QStringLiteral("a,b\n\"1,234\",-3.5\n'=cmd(),'@x\n\"\"\"q\"\"\",−2\n"));
}

void TestMainWindow::grabsEveryPage() {
    WindowFixture fixture;
    QVERIFY(fixture.open());
    const QString folder = fixture.folder.filePath(QStringLiteral("pictures"));
    Grabber grabber(fixture.window.get(), folder);
    grabber.setSizes({QSize(1280, 800)});
    QSignalSpy finished(&grabber, &Grabber::finished);
    grabber.start();
    QVERIFY(finished.wait(120000));
    QVERIFY(finished.first().first().toBool());
    qsizetype tabs = 0; // every page once, every tab of those that have some
    for (const Page* page : fixture.window->pages())
        tabs += std::max<qsizetype>(1, page->parts().size());
    QCOMPARE(QDir(folder).entryList({QStringLiteral("*.png")}).size(), 4 * tabs);
    QVERIFY(QFile::exists(folder + QStringLiteral("/data-identity_en_light_1280x800.png")));
    QVERIFY(QFile::exists(folder + QStringLiteral("/journey-cohorts_zh_light_1280x800.png")));
    QVERIFY(QFile::exists(folder + QStringLiteral("/segments_zh_dark_1280x800.png")));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
