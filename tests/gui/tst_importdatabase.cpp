#include "tests/gui/support/importfixture.h"
#include "tests/gui/support/windowfixture.h"
#include "ui/import/databasedialog.h"
#include "ui/import/previewmodel.h"

#include <QAccessible>
#include <QDirIterator>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QUndoStack>

#include <sqlite3.h>

using namespace xo;
using namespace xo::ui;
using xo::test::ImportFixture;
using xo::test::isIdle;
using xo::test::keepPicture;
using xo::test::rowsOf;
using xo::test::WindowFixture;

namespace {

constexpr int kRows = 7000; // more than the preview asks for

bool run(const QString& path, const QByteArray& sql) {
    sqlite3* db = nullptr;
    if (sqlite3_open(path.toUtf8().constData(), &db) != SQLITE_OK) return false;
    char* message = nullptr;
    const bool done = sqlite3_exec(db, sql.constData(), nullptr, nullptr, &message) == SQLITE_OK;
    if (!done) qWarning("%s", message);
    sqlite3_free(message);
    sqlite3_close(db);
    return done;
}

/// Answers (the one of row 6,500 has a score of 11), a view, customers, and a table of another name.
QString crm(const QString& folder) {
    const QString path = folder + QStringLiteral("/客户 crm.sqlite");
    const QByteArray sql =
        "BEGIN; CREATE TABLE answers(customer TEXT, answered TEXT, nps INTEGER, comment TEXT, photo BLOB);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7000)"
        "INSERT INTO answers SELECT 'C' || (1000 + i), date('2026-01-01', '+' || (i % 60) || ' days'),"
        " CASE WHEN i = 6500 THEN 11 ELSE i % 11 END, '等了一会儿, ' || i, x'00ff' FROM n;"
        "CREATE VIEW happy AS SELECT customer, nps FROM answers WHERE nps BETWEEN 9 AND 10;"
        "CREATE TABLE customers(customer TEXT, city TEXT); INSERT INTO customers VALUES('C1001', '上海'), ('C1002', "
        "'广州');"
        "CREATE TABLE \"odd name\"(a TEXT); COMMIT;";
    return run(path, sql) ? path : QString();
}

bool idle(const DatabaseDialog* dialog) {
    return QTest::qWaitFor([dialog] { return dialog->isIdle(); }, xo::test::kLongWait);
}

QLineEdit* field(const DatabaseDialog* dialog, int at) {
    return dialog->findChild<QLineEdit*>(QStringLiteral("database/%1").arg(at));
}

QPushButton* primary(const DatabaseDialog* dialog) {
    for (auto* push : dialog->findChildren<QPushButton*>())
        if (push->text().startsWith(QLatin1String("&Preview"))) return push;
    return nullptr;
}

ImportWizard* wizardOf(const WindowFixture& fixture) {
    for (auto* open : fixture.window->findChildren<ImportWizard*>())
        if (open->isVisible()) return open;
    return nullptr;
}

bool anyFileHolds(const QString& folder, const QByteArray& secret) {
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(secret)) return true;
    }
    return false;
}

bool hasServer() {
    return !qEnvironmentVariableIsEmpty("XOW_TEST_DATABASE");
}

/// The dialog, opened by its shortcut and filled in field by field; null when it did not come.
DatabaseDialog* serverDialog(const WindowFixture& fixture) {
    const auto address = io::DatabaseAddress::parse(qEnvironmentVariable("XOW_TEST_DATABASE").toStdString());
    if (!address) return nullptr;
    QTest::keyClick(fixture.window.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    DatabaseDialog* dialog = nullptr;
    if (!QTest::qWaitFor([&] { return (dialog = fixture.window->findChild<DatabaseDialog*>()) != nullptr; }))
        return nullptr;
    io::DatabaseAddress driver;
    driver.driver = address->driver;
    dialog->setAddress(driver);
    const QString texts[] = {QString::fromStdString(address->host), QString::number(address->port),
                             QString::fromStdString(address->database), QString::fromStdString(address->user)};
    for (int i = 0; i < 4; ++i) {
        field(dialog, 2 + i)->clear();
        QTest::keyClicks(field(dialog, 2 + i), texts[i]);
    }
    return dialog->address() == *address ? dialog : nullptr;
}

/// A cell of the dataset "crm"; blank = no value.
QString cell(const Document& document, const char* column, std::size_t row) {
    const auto at = document.workspace()->findTable("crm");
    if (!at) return QStringLiteral("no table");
    const auto table = document.workspace()->tables[*at];
    for (std::size_t c = 0; c < table->columns().size(); ++c) {
        const auto read = table->column(c);
        if (read && (*read)->info.name == column)
            return (*read)->isValid(row) ? QString::fromStdString((*read)->text(row, document.workspace()->zone))
                                         : QString();
    }
    return QStringLiteral("no column");
}

} // namespace

/// Tables of databases through the window.
class TestImportDatabase : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// From the menu's shortcut to the imported table, its recipe and one undo, without a mouse.
    void fromASqliteFileByKeyboard() {
        WindowFixture fixture;
        QVERIFY(fixture.open());
        const QString path = crm(fixture.folder.path());
        QVERIFY(!path.isEmpty());
        QTest::keyClick(fixture.window.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        DatabaseDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = fixture.window->findChild<DatabaseDialog*>()) != nullptr);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTRY_COMPARE(dialog->focusWidget(), static_cast<QWidget*>(field(dialog, 1)));
        QVERIFY(!primary(dialog)->isEnabled());
        field(dialog, 1)->insert(path); // letters beyond ASCII
        QTest::keyClick(field(dialog, 1), Qt::Key_Return);
        QVERIFY(idle(dialog));
        QVERIFY2(dialog->errorText().isEmpty(), qPrintable(dialog->errorText()));
        QCOMPARE(dialog->tables(), QStringList({QStringLiteral("answers"), QStringLiteral("customers"),
                                                QStringLiteral("happy"), QStringLiteral("odd name")}));
        // the first one is picked and has the focus
        QTRY_VERIFY(qobject_cast<QListWidget*>(dialog->focusWidget()));
        keepPicture(dialog, QStringLiteral("database-tables-en"));
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
        ImportWizard* wizard = nullptr;
        QTRY_VERIFY((wizard = wizardOf(fixture)) != nullptr);
        QVERIFY(isIdle(wizard));
        wizard->setDatasetName(QStringLiteral("crm")); // the project has other answers
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->errorText() + wizard->files()->whyNot()));
        const ImportFile& file = wizard->files()->at(0);
        QCOMPARE(file.name(), QStringLiteral("answers"));
        QCOMPARE(file.batch->rowsRead, std::uint64_t(kRows));
        QCOMPARE(file.batch->cellsOutOfRange, std::uint64_t(1));
        // the odd row lies beyond the rows of the preview, and bytes are left out
        QVERIFY(wizard->preview()->sectionRow() > 0);
        QCOMPARE(wizard->preview()->lineOf(wizard->preview()->sectionRow() + 1), std::uint64_t(6501));
        QCOMPARE(wizard->columns()->rowCount(), 4);
        keepPicture(wizard, QStringLiteral("wizard-database-en"));
        wizard->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(wizard));
        QTest::keyClick(wizard, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(QTest::qWaitFor([wizard] { return wizard->isDone(); }, 20'000),
                 qPrintable(wizard->errorText() + QStringLiteral(" / ") + wizard->files()->whyNot()));
        QVERIFY(fixture.document.workspace()->findTable("crm"));
        const auto batches = fixture.document.batches();
        QVERIFY(batches && !batches->empty());
        const Recipe& recipe = batches->back().recipe;
        QCOMPARE(recipe.table, std::string("answers"));
        QVERIFY(QString::fromStdString(recipe.database).startsWith(QLatin1String("sqlite:")));
        QCOMPARE(batches->back().rows, std::uint64_t(kRows));
        wizard->close();
        fixture.document.undoStack()->undo();
        QTRY_VERIFY(!fixture.document.workspace()->findTable("crm"));
        QVERIFY(fixture.idle());
    }

    /// One SELECT: what is none is refused in the dialog, what is one becomes the dataset "query".
    void oneSelect() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const QString path = crm(fixture.folder.path());
        DatabaseDialog dialog(&fixture.document, fixture.ask(), nullptr);
        DatabaseDialog::Requests got;
        connect(&dialog, &DatabaseDialog::chosen, this, [&](const DatabaseDialog::Requests& chosen) { got = chosen; });
        dialog.show();
        io::DatabaseAddress address;
        address.database = path.toStdString();
        dialog.setAddress(address);
        dialog.findChild<QTabWidget*>()->setCurrentIndex(1);
        auto* text = dialog.findChild<QPlainTextEdit*>();
        for (const char* wrong :
             {"DELETE FROM answers", "SELECT 1; DROP TABLE answers", "SELECT nothing FROM nowhere"}) {
            text->setPlainText(QString::fromLatin1(wrong));
            dialog.choose();
            QVERIFY(idle(&dialog));
            QVERIFY2(!dialog.errorText().isEmpty(), wrong);
            QVERIFY(got.empty() && dialog.isVisible());
        }
        text->setPlainText(QStringLiteral("SELECT customer, nps FROM answers WHERE nps = 10 ORDER BY customer"));
        QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(idle(&dialog));
        QVERIFY2(dialog.errorText().isEmpty(), qPrintable(dialog.errorText()));
        QCOMPARE(got.size(), std::size_t(1));
        ImportWizard* wizard = fixture.openWizard({});
        QVERIFY(wizard);
        wizard->addTables(got);
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QCOMPARE(wizard->files()->at(0).dataset(), QStringLiteral("query"));
        int tens = 0;
        for (int i = 1; i <= kRows; ++i)
            tens += i != 6500 && i % 11 == 10;
        QCOMPARE(wizard->files()->at(0).batch->rowsRead, std::uint64_t(tens));
        // a role given by hand asks the database nothing again
        const auto read = wizard->files()->at(0).session->bytesRead();
        QVERIFY(wizard->setRole(QStringLiteral("nps"), QStringLiteral("rating:0-10")));
        QVERIFY(isIdle(wizard));
        QCOMPARE(wizard->files()->at(0).session->bytesRead(), read);
        wizard->close();
    }

    /// Several tables at once, each a dataset of its own; the wizard's own button asks for more.
    void severalTables() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const QString path = crm(fixture.folder.path());
        fixture.fileToOpen = path;
        ImportWizard* wizard = fixture.openWizard({});
        QVERIFY(wizard);
        DatabaseDialog* dialog = wizard->openDatabase();
        for (auto* push : dialog->findChildren<QPushButton*>())
            if (push->text() == QLatin1String("&Browse…") || push->text() == QStringLiteral("&Browse…")) push->click();
        QVERIFY(idle(dialog));
        auto* list = dialog->findChild<QListWidget*>();
        list->clearSelection();
        list->item(1)->setSelected(true);
        list->item(2)->setSelected(true);
        QCOMPARE(primary(dialog)->text(), QStringLiteral("&Preview 2 tables"));
        QPointer<DatabaseDialog> gone(dialog);
        primary(dialog)->click();
        QTRY_VERIFY(!gone);
        QTRY_COMPARE(wizard->files()->count(), 2);
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QCOMPARE(wizard->files()->at(1).name(), QStringLiteral("happy"));
        wizard->close();
    }

    /// What cannot be read is told in the dialog; Escape stops or closes it.
    void errorsAreTold() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        DatabaseDialog dialog(&fixture.document, fixture.ask(), nullptr);
        dialog.show();
        io::DatabaseAddress address;
        for (const QString& path : {fixture.folder.filePath(QStringLiteral("nowhere.sqlite")),
                                    fixture.put("text.sqlite", "this is no database, only some text")}) {
            address.database = path.toStdString();
            dialog.setAddress(address);
            dialog.connectToServer();
            QVERIFY(idle(&dialog));
            QVERIFY(!dialog.errorText().isEmpty());
            QVERIFY(dialog.tables().isEmpty());
        }
        keepPicture(&dialog, QStringLiteral("database-error-en"));
        address = {};
        address.driver = io::DatabaseDriver::PostgreSql;
        address.host = "127.0.0.1";
        address.port = 1; // nobody listens there
        address.database = "crm";
        address.user = "analyst";
        dialog.setAddress(address);
        field(&dialog, 6)->setText(QStringLiteral("geheim-4711"));
        QVERIFY(dialog.address() == address);
        dialog.connectToServer();
        QVERIFY(idle(&dialog));
        QVERIFY(!dialog.errorText().isEmpty());
        QVERIFY(!dialog.errorText().contains(QLatin1String("geheim")));
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
    }

    /// An address pasted as a whole; one with a password in it is refused.
    void aWholeAddressIsPasted() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        DatabaseDialog dialog(&fixture.document, fixture.ask(), nullptr);
        dialog.show();
        io::DatabaseAddress address;
        address.driver = io::DatabaseDriver::PostgreSql;
        dialog.setAddress(address);
        field(&dialog, 2)->setText(QStringLiteral("mysql://analyst@db.example:3307/crm"));
        Q_EMIT field(&dialog, 2)->editingFinished();
        address = dialog.address();
        QVERIFY(address.driver == io::DatabaseDriver::MySql);
        QCOMPARE(address.host, std::string("db.example"));
        QCOMPARE(address.port, 3307);
        QCOMPARE(address.database, std::string("crm"));
        QCOMPARE(address.user, std::string("analyst"));
        field(&dialog, 2)->setText(QStringLiteral("mysql://analyst:geheim@db.example/crm"));
        Q_EMIT field(&dialog, 2)->editingFinished();
        QVERIFY(!dialog.errorText().isEmpty());
    }

    void everythingHasAName() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        DatabaseDialog dialog(&fixture.document, fixture.ask(), nullptr);
        dialog.show();
        for (int driver = 0; driver < 4; ++driver) {
            io::DatabaseAddress address;
            address.driver = static_cast<io::DatabaseDriver>(driver);
            dialog.setAddress(address);
            for (QWidget* widget : dialog.findChildren<QWidget*>()) {
                if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisibleTo(&dialog)) continue;
                QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(interface);
                QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
        }
    }

    /// Both languages and themes as pictures where XOW_PICTURES names a folder; nothing is cut at the smallest size.
    void looksRight() {
        WindowFixture fixture(QStringLiteral("zh"));
        QVERIFY(fixture.open());
        const QString path = crm(fixture.folder.path());
        QTest::keyClick(fixture.window.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        DatabaseDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = fixture.window->findChild<DatabaseDialog*>()) != nullptr);
        io::DatabaseAddress file, server;
        file.database = path.toStdString();
        server.driver = io::DatabaseDriver::PostgreSql;
        server.host = "db.example.com";
        server.database = "crm";
        server.user = "analyst";
        for (const ThemeMode theme : {ThemeMode::Light, ThemeMode::Dark}) {
            fixture.window->setTheme(theme);
            for (const char* code : {"zh", "en"}) {
                fixture.window->setLanguage(QString::fromLatin1(code));
                const QString suffix = QStringLiteral("-%1-%2").arg(QString::fromLatin1(code),
                                                                    theme == ThemeMode::Dark ? QStringLiteral("dark")
                                                                                             : QStringLiteral("light"));
                dialog->setAddress(server);
                keepPicture(dialog, QStringLiteral("database-server") + suffix);
                dialog->setAddress(file);
                dialog->connectToServer();
                QVERIFY(idle(dialog));
                keepPicture(dialog, QStringLiteral("database-file") + suffix);
            }
            const int light = dialog->grab().toImage().pixelColor(4, 4).lightness();
            QVERIFY(theme == ThemeMode::Dark ? light < 80 : light > 180);
        }
        dialog->close();
        QVERIFY(fixture.idle());
    }

    /// A server somebody names: XOW_TEST_DATABASE (an address with a user) and XOW_DB_PASSWORD. Its table "answers" is
    /// the one tests/integration/servers.py makes.
    void server() {
        if (!hasServer()) QSKIP("XOW_TEST_DATABASE names no server");
        const QByteArray password = qgetenv("XOW_DB_PASSWORD");
        WindowFixture fixture;
        QVERIFY(fixture.open());
        DatabaseDialog* dialog = serverDialog(fixture);
        QVERIFY(dialog);
        field(dialog, 6)->setText(QStringLiteral("wrong-1234"));
        dialog->connectToServer();
        QVERIFY(idle(dialog));
        // whose fault it is, where, and not the password
        const QString refused = dialog->errorText();
        QVERIFY2(refused.contains(QLatin1String("password"), Qt::CaseInsensitive), qPrintable(refused));
        QVERIFY2(refused.contains(QLatin1String("127.0.0.1")), qPrintable(refused));
        QVERIFY(!refused.contains(QLatin1String("wrong-1234")) && dialog->tables().isEmpty());
        keepPicture(dialog, QStringLiteral("database-wrong-password-en"));
        field(dialog, 6)->setText(QString::fromUtf8(password));
        QTest::keyClick(field(dialog, 6), Qt::Key_Return);
        QVERIFY(idle(dialog));
        QVERIFY2(dialog->errorText().isEmpty(), qPrintable(dialog->errorText()));
        QVERIFY(dialog->tables().contains(QStringLiteral("answers")));
        auto* list = dialog->findChild<QListWidget*>();
        for (int row = 0; row < list->count(); ++row)
            list->item(row)->setSelected(list->item(row)->text() == QLatin1String("answers"));
        dialog->choose();
        ImportWizard* wizard = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((wizard = wizardOf(fixture)) != nullptr, xo::test::kLongWait);
        QVERIFY(isIdle(wizard));
        wizard->setDatasetName(QStringLiteral("crm"));
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->errorText() + wizard->files()->whyNot()));
        QCOMPARE(wizard->files()->at(0).batch->rowsRead, std::uint64_t(1000));
        keepPicture(wizard, QStringLiteral("wizard-server-en"));
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), xo::test::kLongWait);
        wizard->close();
        QVERIFY(fixture.idle());
        // every row as the server has it, in whatever order it gave them
        QSet<int> seen;
        for (std::size_t row = 0; row < 1000; ++row) {
            const int id = cell(fixture.document, "id", row).toInt();
            seen.insert(id);
            const auto two = [](int n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
            QCOMPARE(cell(fixture.document, "customer", row), QStringLiteral("c0") + two(id % 90));
            QCOMPARE(cell(fixture.document, "nps", row), id % 9 ? QString::number(id % 11) : QString());
            QCOMPARE(cell(fixture.document, "day", row), QStringLiteral("2026-02-") + two(1 + id % 28));
            QCOMPARE(cell(fixture.document, "verbatim", row).isEmpty(), id % 4 == 0);
            if (id % 4)
                QVERIFY(cell(fixture.document, "verbatim", row)
                            .startsWith(QStringLiteral("等了 %1 分钟，\"还行\"; it's ok").arg(id)));
            QCOMPARE(cell(fixture.document, "fraction", row).toDouble(), id / 7.0);
        }
        QCOMPARE(seen.size(), 1000);
        // neither in the project nor in the settings, also once it is saved
        bool saved = false;
        fixture.document.saveAs(fixture.folder.filePath(QStringLiteral("saved.xow")),
                                [&](Result<void> done) { saved = done.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(saved, xo::test::kLongWait);
        QVERIFY(fixture.idle());
        QVERIFY(anyFileHolds(fixture.folder.path(), "127.0.0.1"));
        QVERIFY(!password.isEmpty() && !anyFileHolds(fixture.folder.path(), password));
        QVERIFY(!anyFileHolds(fixture.folder.path(), "analyst"));
    }

    /// One SELECT on that server.
    void serverSelect() {
        if (!hasServer()) QSKIP("XOW_TEST_DATABASE names no server");
        WindowFixture fixture;
        QVERIFY(fixture.open());
        DatabaseDialog* dialog = serverDialog(fixture);
        QVERIFY(dialog);
        field(dialog, 6)->setText(qEnvironmentVariable("XOW_DB_PASSWORD"));
        dialog->findChild<QTabWidget*>()->setCurrentIndex(1);
        auto* text = dialog->findChild<QPlainTextEdit*>();
        for (const char* wrong : {"DROP TABLE answers", "SELECT nothing FROM nowhere"}) {
            text->setPlainText(QString::fromLatin1(wrong));
            dialog->choose();
            QVERIFY(idle(dialog));
            QVERIFY2(!dialog->errorText().isEmpty(), wrong);
        }
        text->setPlainText(
            QStringLiteral("SELECT customer, count(*) AS answers, max(nps) AS best FROM answers GROUP BY "
                           "customer ORDER BY customer"));
        QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
        ImportWizard* wizard = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((wizard = wizardOf(fixture)) != nullptr, xo::test::kLongWait);
        QVERIFY(isIdle(wizard));
        wizard->setKind(DatasetKind::Metrics);
        wizard->setDatasetName(QStringLiteral("crm"));
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->errorText() + wizard->files()->whyNot()));
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), xo::test::kLongWait);
        wizard->close();
        QVERIFY(fixture.idle());
        for (int row = 0; row < 90; ++row) {
            QCOMPARE(cell(fixture.document, "customer", std::size_t(row)),
                     QStringLiteral("c%1").arg(row, 3, 10, QLatin1Char('0')));
            int best = -1;
            for (int i = row; i < 1000; i += 90)
                if (i % 9) best = std::max(best, i % 11);
            QCOMPARE(cell(fixture.document, "answers", std::size_t(row)), QString::number(row < 10 ? 12 : 11));
            QCOMPARE(cell(fixture.document, "best", std::size_t(row)), best < 0 ? QString() : QString::number(best));
        }
        QCOMPARE(rowsOf(fixture.document, "crm"), std::size_t(90));
    }
};

QTEST_MAIN(TestImportDatabase)
#include "tst_importdatabase.moc"
