#include "core/project/store.h"
#include "tests/gui/support/windowfixture.h"
#include "ui/export/customersdialog.h"
#include "ui/export/exportdialog.h"
#include "ui/import/importwizard.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/nps/npspage.h"

#include <QAbstractItemModelTester>
#include <QDialog>
#include <QDir>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace xo;
using namespace xo::ui;
using xo::test::WindowFixture;

namespace {

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// 60 customers: all visit, 1–40 test-drive, 1–10 order; 1–30 answer, those above 20 badly; one score is 11.
void writeStory(const QString& folder) {
    QByteArray events = "customer_id,stage,time,dealer\n",
               answers = "response_id,customer_id,answered_at,推荐意愿,满意度\n";
    for (int i = 1; i <= 60; ++i) {
        const QByteArray id = "C" + QByteArray::number(1000 + i), dealer = i % 2 ? "=华东店" : "华北店";
        events += id + ",到店,2026-01-0" + QByteArray::number(1 + i % 9) + " 09:00:00," + dealer + "\n";
        if (i <= 40) events += id + ",试乘试驾,2026-01-1" + QByteArray::number(i % 9) + " 10:00:00," + dealer + "\n";
        if (i <= 10) events += id + ",下定,2026-01-2" + QByteArray::number(i % 8) + " 10:00:00," + dealer + "\n";
        if (i <= 30)
            answers += "R" + QByteArray::number(i) + "," + id + ",2026-01-28 12:00:00," +
                       (i == 30  ? "11"
                        : i > 20 ? "3"
                                 : "9") +
                       "," + (i > 20 ? "1" : "5") + "\n";
    }
    writeFile(folder + QStringLiteral("/events.csv"), events);
    writeFile(folder + QStringLiteral("/answers.csv"), answers);
}

template <class Dialog>
Dialog* openDialog(QWidget* window) {
    for (int i = 0; i < 200; ++i) {
        for (Dialog* dialog : window->findChildren<Dialog*>())
            if (dialog->isVisible()) return dialog;
        QTest::qWait(20);
    }
    return nullptr;
}

/// Leaves a picture to look at where XOW_PICTURES names a folder.
void grab(QWidget* widget, const char* name) {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (!folder.isEmpty() && QDir().mkpath(folder))
        widget->grab().save(folder + QLatin1Char('/') + QString::fromLatin1(name) + QStringLiteral(".png"));
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The main job as a person does it, in the real window: files in, figures, customers, list out.
class TestMainJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromFilesToAnExportedList_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << QStringLiteral("en");
        QTest::newRow("zh") << QStringLiteral("zh");
    }
    void fromFilesToAnExportedList() {
        QFETCH(QString, language);
        const bool chinese = language == QLatin1String("zh");
        WindowFixture fixture(language);
        writeStory(fixture.folder.path());
        // files come in by name; nothing is open yet: a new project is made for them
        fixture.window->importFiles({fixture.folder.filePath(QStringLiteral("events.csv")),
                                     fixture.folder.filePath(QStringLiteral("answers.csv"))});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.document.isOpen(), 20000);
        auto* wizard = openDialog<ImportWizard>(fixture.window.get());
        QVERIFY(wizard);
        const QAbstractItemModelTester columnsTester(wizard->columns(),
                                                     QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy imported(wizard, &ImportWizard::fileImported);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isIdle(), 20000);
        QVERIFY2(wizard->errorText().isEmpty(), qPrintable(wizard->errorText()));
        wizard->setKind(DatasetKind::Events);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isIdle(), 20000);
        const auto roleOf = [&](const char* name) {
            for (const auto& column : wizard->columns()->columns())
                if (column.name == name) return QString::fromStdString(column.role.text());
            return QString();
        };
        QCOMPARE(roleOf("customer_id"), QStringLiteral("customer"));
        QCOMPARE(roleOf("stage"), QStringLiteral("stage"));
        QCOMPARE(roleOf("time"), QStringLiteral("time"));
        wizard->setCurrentFile(1);
        QCOMPARE(QFileInfo(wizard->currentFile()).fileName(), QStringLiteral("answers.csv"));
        wizard->setKind(DatasetKind::Answers);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isIdle(), 20000);
        QCOMPARE(roleOf("推荐意愿"), QStringLiteral("nps"));
        QVERIFY(wizard->setRole(QStringLiteral("满意度"), QStringLiteral("csat:1-5")));
        QVERIFY(!wizard->setRole(QStringLiteral("no such column"), QStringLiteral("nps")));
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isIdle(), 20000);
        grab(wizard, chinese ? "wizard-columns-zh" : "wizard-columns-en");
        QTRY_VERIFY_WITH_TIMEOUT(wizard->canImport(), 20000);
        wizard->startImport();
        QTRY_COMPARE_WITH_TIMEOUT(imported.count(), 2, 20000);
        QCOMPARE(imported.at(1).at(0).value<ImportReport>().cellsOutOfRange, std::uint64_t(1));
        grab(wizard, chinese ? "wizard-result-zh" : "wizard-result-en");
        wizard->close();
        QVERIFY(fixture.idle());
        QCOMPARE(fixture.document.workspace()->tables.size(), std::size_t(2));

        // every page computes
        for (const char* page : {"data", "journey", "nps", "segments"}) {
            QVERIFY2(fixture.window->showPage(QString::fromLatin1(page)), page);
            QVERIFY2(fixture.idle(), page);
        }

        // the dissatisfied who did not order, and their list
        const QString rule = QStringLiteral("reached('试乘试驾') and not reached('下定') and any answer(满意度 <= 2)");
        fixture.window->showCustomers(QStringLiteral("不满意且未下定"), rule);
        auto* customers = openDialog<CustomersDialog>(fixture.window.get());
        QVERIFY(customers);
        QTRY_VERIFY_WITH_TIMEOUT(customers->isIdle(), 20000);
        QCOMPARE(customers->model()->rowCount(), 10); // 21 … 30
        const QAbstractItemModelTester customersTester(customers->model(),
                                                       QAbstractItemModelTester::FailureReportingMode::QtTest);

        grab(customers, chinese ? "customers-zh" : "customers-en");
        fixture.window->exportList(QStringLiteral("不满意且未下定"), rule);
        auto* dialog = openDialog<ExportDialog>(fixture.window.get());
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isIdle(), 20000);
        dialog->setColumnChecked(QStringLiteral("latest event.dealer"), true);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isIdle(), 20000);
        grab(dialog, chinese ? "export-zh" : "export-en");
        const QString csv = fixture.folder.filePath(QStringLiteral("list.csv")),
                      xlsx = fixture.folder.filePath(QStringLiteral("list.xlsx"));
        QSignalSpy exported(dialog, &ExportDialog::exported);
        for (const QString& path : {csv, xlsx}) {
            dialog->setFile(path);
            QTRY_VERIFY_WITH_TIMEOUT(dialog->isIdle(), 20000);
            dialog->startExport();
            QTRY_VERIFY_WITH_TIMEOUT(dialog->isIdle() && QFile::exists(path), 20000);
        }
        QCOMPARE(exported.count(), 2);
        QCOMPARE(exported.at(0).at(1).toULongLong(), 10ULL);
        const QByteArray text = contents(csv);
        QVERIFY(text.startsWith("\xEF\xBB\xBF"));
        QCOMPARE(text.count('\n'), 11);
        QVERIFY(text.contains("C1021"));
        QVERIFY(!text.contains("C1020"));
        QVERIFY(text.contains("'=华东店")); // no spreadsheet runs it
        QVERIFY(contents(xlsx).startsWith("PK"));
        dialog->close();
        customers->close();

        // the import can be undone and done again
        QUndoStack* undo = fixture.document.undoStack();
        undo->undo(); // both files came as one step
        QTRY_COMPARE_WITH_TIMEOUT(fixture.document.workspace()->tables.size(), std::size_t(0), 20000);
        QVERIFY(fixture.idle());
        undo->redo();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.document.workspace()->tables.size(), std::size_t(2), 20000);

        // and saved: what is in the file is what was in the window
        QVERIFY(fixture.idle());
        const QString saved = fixture.folder.filePath(QStringLiteral("story.xow"));
        bool done = false;
        fixture.document.saveAs(saved, [&](Result<void> result) { done = result.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(done, 20000);
        QVERIFY(!fixture.document.isModified());
        const auto store = Store::open(saved.toStdString(), Store::Access::ReadOnly);
        QVERIFY(store.has_value());
        QCOMPARE((*store)->datasets()->size(), std::size_t(2));
    }

    void aBadFileSaysWhatIsWrong() {
        WindowFixture fixture;
        QVERIFY(fixture.open());
        const QString path = fixture.folder.filePath(QStringLiteral("broken.xlsx"));
        writeFile(path, "PK\x03\x04 this is no workbook");
        fixture.window->importFiles({path});
        auto* wizard = openDialog<ImportWizard>(fixture.window.get());
        QVERIFY(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isIdle(), 20000);
        QVERIFY(!wizard->errorText().isEmpty());
        QVERIFY(!wizard->canImport());
        wizard->close();
        QVERIFY(!fixture.document.isModified());
    }

    void closingTheWizardWritesNothing() {
        WindowFixture fixture;
        writeStory(fixture.folder.path());
        QVERIFY(fixture.open());
        const std::size_t before = fixture.document.workspace()->tables.size();
        fixture.window->importFiles({fixture.folder.filePath(QStringLiteral("events.csv"))});
        auto* wizard = openDialog<ImportWizard>(fixture.window.get());
        QVERIFY(wizard);
        wizard->close(); // in the middle of the check
        QVERIFY(fixture.idle());
        QCOMPARE(fixture.document.workspace()->tables.size(), before);
        QVERIFY(!fixture.document.isModified());
    }
};

QTEST_MAIN(TestMainJob)
#include "tst_mainjob.moc"
