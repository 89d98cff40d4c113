#include "tests/gui/support/importanswers.h"
#include "tests/gui/support/windowfixture.h"
#include "ui/import/choicebox.h"
#include "ui/import/databasedialog.h"
#include "ui/import/importwizard.h"
#include "ui/import/previewmodel.h"
#include "ui/import/problemsmodel.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStringEncoder>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QUndoStack>

using namespace xo;
using namespace xo::ui;
using xo::test::WindowFixture;

namespace {

constexpr int kLong = 60000;

QString put(const WindowFixture& fixture, const char* name, const QByteArray& bytes) {
    return xo::test::putFile(fixture.folder.path(), name, bytes);
}

constexpr auto answers = [](int from = 1) { return xo::test::answersWithOddRows(from); };

ImportWizard* openWizard(WindowFixture& fixture, const QStringList& paths) {
    fixture.window->importFiles(paths);
    for (auto* wizard : fixture.window->findChildren<ImportWizard*>())
        if (wizard->isVisible()) return wizard;
    return nullptr;
}

bool idle(const ImportWizard* wizard) {
    return QTest::qWaitFor([wizard] { return wizard->isIdle(); }, kLong);
}

QString roleOf(const ImportWizard* wizard, const char* name) {
    for (const auto& column : wizard->columns()->columns())
        if (column.name == name) return QString::fromStdString(column.role.text());
    return {};
}

void grab(QWidget* widget, const QString& name) {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (folder.isEmpty() || !QDir().mkpath(folder)) return;
    // what a change of texts asks of the layouts is done by the time somebody looks
    QTest::qWait(50);
    widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

template <class T>
T* named(const QWidget* parent, const char* name) {
    return parent->findChild<T*>(QString::fromUtf8(name));
}

void drop(QWidget* on, const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(on, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(on, &event);
}

} // namespace

/// The import as the window opens it: from the menu, by dropping, in both languages.
class TestImportWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// From the menu to the imported dataset without a mouse: the role of a column chosen by type-ahead.
    void byKeyboardAlone() {
        WindowFixture fixture;
        QVERIFY(fixture.open());
        fixture.dialogs.dataFiles = {put(fixture, "revisits.csv", answers())};
        QTest::keyClick(fixture.window.get(), Qt::Key_I, Qt::ControlModifier);
        ImportWizard* wizard = nullptr;
        QTRY_VERIFY((wizard = fixture.window->findChild<ImportWizard*>()) != nullptr);
        QVERIFY(QTest::qWaitForWindowActive(wizard));
        QVERIFY(idle(wizard));
        QVERIFY2(wizard->errorText().isEmpty(), qPrintable(wizard->errorText()));
        auto* rows = qobject_cast<QTableView*>(QApplication::focusWidget());
        QVERIFY(rows && rows->model() == wizard->preview());
        QCOMPARE(rows->currentIndex().column(), 0);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(rows, Qt::Key_Right);
        QCOMPARE(rows->currentIndex().column(), 3);
        QTest::keyClick(rows, Qt::Key_F2);
        auto* box = wizard->findChild<ChoiceBox*>();
        QVERIFY(box);
        QVERIFY(!box->accessibleName().isEmpty());
        QTRY_VERIFY(box->view()->isVisible());
        QTest::keyClicks(box->view(), QStringLiteral("csat"));
        QTest::keyClick(box->view(), Qt::Key_Return);
        QTRY_COMPARE(roleOf(wizard, "评分项"), QStringLiteral("csat:1-5"));
        QVERIFY(idle(wizard));
        // a popup of this platform may keep the window inactive: what counts is where its focus is
        QTRY_VERIFY(wizard->focusWidget() == rows);
        // Escape leaves it as it is
        QTest::keyClick(rows, Qt::Key_Down, Qt::AltModifier);
        QTRY_VERIFY(wizard->findChild<ChoiceBox*>() && wizard->findChild<ChoiceBox*>()->view()->isVisible());
        QTest::keyClick(wizard->findChild<ChoiceBox*>()->view(), Qt::Key_Escape);
        QTRY_VERIFY(!wizard->findChild<ChoiceBox*>());
        QCOMPARE(roleOf(wizard, "评分项"), QStringLiteral("csat:1-5"));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        // shortcuts are for the active window
        wizard->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(wizard));
        QTest::keyClick(wizard, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(QTest::qWaitFor([wizard] { return wizard->isDone(); }, 20'000),
                 qPrintable(wizard->errorText() + QStringLiteral(" / ") + wizard->files()->whyNot()));
        QPointer<ImportWizard> gone(wizard);
        QTest::keyClick(wizard, Qt::Key_Escape);
        QTRY_VERIFY(!gone || !gone->isVisible());
        QVERIFY(fixture.idle());
        QCOMPARE(fixture.document.workspace()->tables.size(), std::size_t(4));
    }

    void dropsWorkEverywhere() {
        WindowFixture fixture;
        QVERIFY(fixture.open());
        QDir(fixture.folder.path()).mkdir(QStringLiteral("drop"));
        put(fixture, "drop/one.csv", answers(1));
        put(fixture, "drop/notes.md", "# no table");
        for (const QString& page : fixture.window->pages().isEmpty()
                                       ? QStringList()
                                       : QStringList{QStringLiteral("journey"), QStringLiteral("nps")}) {
            QVERIFY(fixture.window->showPage(page));
            drop(fixture.window.get(), {fixture.folder.filePath(QStringLiteral("drop"))});
            ImportWizard* wizard = nullptr;
            for (auto* open : fixture.window->findChildren<ImportWizard*>())
                if (open->isVisible()) wizard = open;
            QVERIFY(wizard && idle(wizard));
            QCOMPARE(wizard->files()->count(), 1); // the table of the folder, not its notes
            drop(wizard, {put(fixture, "two.csv", answers(200))});
            QVERIFY(idle(wizard));
            QCOMPARE(wizard->files()->count(), 2);
            wizard->close();
            QVERIFY(fixture.idle());
        }
    }

    void severalFilesAtOnce() {
        WindowFixture fixture;
        QVERIFY(fixture.open());
        const QStringList files{put(fixture, "a.csv", answers(1)), put(fixture, "b.csv", answers(50)),
                                put(fixture, "c.csv", answers(100))};
        const auto opened = [&fixture]() -> ImportWizard* {
            for (auto* wizard : fixture.window->findChildren<ImportWizard*>())
                if (wizard->isVisible()) return wizard;
            return nullptr;
        };
        drop(fixture.window.get(), files);
        ImportWizard* dropped = opened();
        QVERIFY(dropped && idle(dropped));
        QCOMPARE(dropped->files()->count(), 3);
        dropped->close();
        QVERIFY(fixture.idle());
        fixture.dialogs.dataFiles = files;
        fixture.window->importFiles({});
        ImportWizard* chosen = opened();
        QVERIFY(chosen && idle(chosen));
        QCOMPARE(chosen->files()->count(), 3);
        chosen->close();
        QVERIFY(fixture.idle());
    }

    void theDataPageImportsFromDatabases() {
        WindowFixture fixture;
        QVERIFY(fixture.open());
        QVERIFY(fixture.window->showPage(QStringLiteral("data")));
        QVERIFY(fixture.idle());
        grab(fixture.window.get(), QStringLiteral("data-en-light"));
        QPushButton* database = nullptr;
        for (auto* push : fixture.window->findChildren<QPushButton*>())
            if (push->text() == QString::fromUtf8("Database…") && push->isVisible()) database = push;
        QVERIFY(database);
        QTest::keyClick(database, Qt::Key_Space);
        auto* dialog = fixture.window->findChild<DatabaseDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        dialog->close();
        QVERIFY(fixture.idle());
    }

    /// Both languages, themes and sizes, as pictures where XOW_PICTURES names a folder; the texts change alive.
    void looksRight() {
        WindowFixture fixture(QStringLiteral("zh"));
        QVERIFY(fixture.open());
        for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)}) {
            fixture.window->resize(size);
            ImportWizard* wizard = openWizard(fixture, {put(fixture, "回访_2026-02.csv", answers())});
            QVERIFY(wizard && idle(wizard));
            QVERIFY2(wizard->width() <= size.width() && wizard->height() <= size.height(),
                     qPrintable(QStringLiteral("%1 x %2").arg(wizard->width()).arg(wizard->height())));
            const QString suffix = QStringLiteral("-%1").arg(size.width());
            grab(wizard, QStringLiteral("wizard-zh-light") + suffix);
            const QString chinese = wizard->windowTitle();
            fixture.window->setLanguage(QStringLiteral("en"));
            QTRY_VERIFY(wizard->windowTitle() != chinese);
            grab(wizard, QStringLiteral("wizard-en-light") + suffix);
            fixture.window->setTheme(ThemeMode::Dark);
            grab(wizard, QStringLiteral("wizard-en-dark") + suffix);
            fixture.window->setLanguage(QStringLiteral("zh"));
            QTRY_COMPARE(wizard->windowTitle(), chinese);
            QVERIFY(wizard->grab().toImage().pixelColor(4, 4).lightness() < 80);
            grab(wizard, QStringLiteral("wizard-zh-dark") + suffix);
            fixture.window->setTheme(ThemeMode::Light);
            QVERIFY(wizard->grab().toImage().pixelColor(4, 4).lightness() > 180);
            for (auto* tabs : wizard->findChildren<QTabBar*>())
                if (tabs->count() == 2) tabs->setCurrentIndex(1);
            grab(wizard, QStringLiteral("wizard-zh-columns") + suffix);
            wizard->close();
            QVERIFY(fixture.idle());
        }
    }
};

QTEST_MAIN(TestImportWindow)
#include "tst_importwindow.moc"
