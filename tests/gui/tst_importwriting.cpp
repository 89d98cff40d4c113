#include "tests/gui/support/importfixture.h"

#include <QPushButton>
#include <QTest>
#include <QUndoStack>

using namespace xo;
using namespace xo::ui;
using xo::test::ImportFixture;
using xo::test::isIdle;
using xo::test::kLongWait;
using xo::test::rowsOf;

namespace {

QByteArray answers(int rows, int from = 0) {
    QByteArray text = "customer,answered_at,nps,comment\n";
    for (int row = from; row < from + rows; ++row)
        text += "C" + QByteArray::number(100'000 + row % 5000) + ",2026-03-0" + QByteArray::number(1 + row % 9) + "," +
                QByteArray::number(row == from + 7 ? 11 : row % 11) + ",waited for " + QByteArray::number(row) +
                " minutes\n";
    return text;
}

std::string cell(const Document& document, const char* dataset, const char* column, std::size_t row) {
    const auto at = document.workspace()->findTable(dataset);
    if (!at) return "no table";
    const auto table = document.workspace()->tables[*at];
    for (std::size_t c = 0; c < table->columns().size(); ++c) {
        const auto read = table->column(c);
        if (!read || (*read)->info.name != column) continue;
        return row < (*read)->rows ? (*read)->text(row, TimeZone()) : "no row";
    }
    return "no column";
}

ImportWizard* checked(ImportFixture& fixture, const QStringList& files) {
    ImportWizard* wizard = fixture.openWizard(files);
    return wizard && isIdle(wizard) ? wizard : nullptr;
}

} // namespace

/// What the wizard writes, and when: files that can be are read again while they are written and never held.
class TestImportWriting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noCellsAreHeld() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const QStringList files{fixture.put("march.csv", answers(30'000)), fixture.put("wide.csv", [] {
                                    QByteArray wide("\xFF\xFE");
                                    for (const char c : answers(50, 30'000))
                                        wide.append(c).append('\0');
                                    return wide;
                                }())};
        ImportWizard* wizard = checked(fixture, files);
        QVERIFY(wizard);
        wizard->setDatasetName(QStringLiteral("calls"));
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        const ImportFile &text = wizard->files()->at(0), &wide = wizard->files()->at(1);
        QVERIFY(!text.holdsCells && wide.holdsCells);
        QCOMPARE(text.batch->rowsRead, std::uint64_t(30'000));
        QCOMPARE(text.batch->cellsOutOfRange, std::uint64_t(1));
        QCOMPARE(text.oddRows.size(), std::size_t(1));
        for (const auto& column : text.batch->columns)
            QVERIFY(!column->dictionary && column->codes.size() == 0 && column->texts.size() == 0);
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), kLongWait);
        QCOMPARE(wizard->files()->reports().size(), std::size_t(2));
        QCOMPARE(wizard->files()->reports()[1].rowsImported, std::uint64_t(50));
        wizard->close();
        QCOMPARE(rowsOf(fixture.document, "calls"), std::size_t(30'050));
        for (const int row : {0, 29'999, 30'000, 30'049}) {
            QCOMPARE(cell(fixture.document, "calls", "comment", std::size_t(row)),
                     "waited for " + std::to_string(row) + " minutes");
            QCOMPARE(cell(fixture.document, "calls", "customer", std::size_t(row)),
                     "C" + std::to_string(100'000 + row % 5000));
        }
        // both files are one step
        fixture.document.undoStack()->undo();
        QTRY_VERIFY(!fixture.document.workspace()->findTable("calls"));
        fixture.document.undoStack()->redo();
        QTRY_VERIFY(fixture.document.workspace()->findTable("calls"));
        QVERIFY(fixture.idle());
    }

    /// What was looked at is what is written: a file that changes meanwhile stops the import and is checked anew.
    void aFileThatChangesMeanwhile() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const QString path = fixture.put("calls.csv", answers(500));
        ImportWizard* wizard = checked(fixture, {path, fixture.put("other.csv", answers(20, 900))});
        QVERIFY(wizard);
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        fixture.put("calls.csv", answers(400));
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(!wizard->errorText().isEmpty(), kLongWait);
        QVERIFY2(wizard->errorText().contains(QLatin1String("calls.csv")), qPrintable(wizard->errorText()));
        QVERIFY(!wizard->isDone() && !wizard->canImport());
        QVERIFY(fixture.idle());
        QVERIFY(!fixture.document.workspace()->findTable("other"));
        QCOMPARE(fixture.document.undoStack()->count(), 0);
        xo::test::keepPicture(wizard, QStringLiteral("wizard-file-changed-en"));
        wizard->files()->checkAgain(0);
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QCOMPARE(wizard->files()->at(0).batch->rowsRead, std::uint64_t(400));
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), kLongWait);
        wizard->close();
        QVERIFY(fixture.idle());
    }

    /// Stopped while it is being written nothing has happened, and it can begin again.
    void stoppedWhileWriting() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const QString first = fixture.put("first.csv", answers(200)), big = fixture.put("big.csv", answers(600'000));
        ImportWizard* wizard = checked(fixture, {first, big});
        QVERIFY(wizard);
        wizard->setDatasetName(QStringLiteral("calls"));
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        const int batches = static_cast<int>(fixture.document.batches()->size());
        wizard->startImport();
        QVERIFY(wizard->files()->isWriting());
        QTRY_VERIFY_WITH_TIMEOUT(wizard->files()->fraction() > 0, kLongWait);
        wizard->files()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!wizard->files()->isWriting(), kLongWait);
        QVERIFY(!wizard->isDone());
        QVERIFY(fixture.idle());
        QVERIFY(!fixture.document.workspace()->findTable("calls"));
        QCOMPARE(static_cast<int>(fixture.document.batches()->size()), batches);
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), kLongWait);
        QCOMPARE(rowsOf(fixture.document, "calls"), std::size_t(600'200));
        wizard->close();
        QVERIFY(fixture.idle());
    }
};

QTEST_MAIN(TestImportWriting)
#include "tst_importwriting.moc"
