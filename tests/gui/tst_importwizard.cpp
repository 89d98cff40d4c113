#include "tests/gui/support/importfixture.h"
#include "ui/import/previewmodel.h"
#include "ui/import/problemsmodel.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QPushButton>
#include <QSignalSpy>
#include <QStringEncoder>
#include <QTableView>
#include <QTest>
#include <QUndoStack>

using namespace xo;
using namespace xo::ui;
using xo::test::ImportFixture;
using xo::test::roleOf;

namespace {

constexpr int kLong = xo::test::kLongWait;

QString put(const ImportFixture& fixture, const char* name, const QByteArray& bytes) {
    return fixture.put(name, bytes);
}

constexpr auto answers = [](int from = 1) { return xo::test::answersWithOddRows(from); };

ImportWizard* openWizard(ImportFixture& fixture, const QStringList& paths) {
    return fixture.openWizard(paths);
}

bool idle(const ImportWizard* wizard) {
    return xo::test::isIdle(wizard);
}

void grab(QWidget* widget, const QString& name) {
    xo::test::keepPicture(widget, name);
}

template <class T>
T* named(const QWidget* parent, const char* name) {
    return parent->findChild<T*>(QString::fromUtf8(name));
}

} // namespace

/// What the wizard understands, shows, asks and writes.
class TestImportWizard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingCanBeNamedAndReached() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "a.csv", answers())});
        QVERIFY(wizard && idle(wizard));
        int focusable = 0;
        for (const QWidget* widget : wizard->findChildren<QWidget*>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisibleTo(wizard)) continue;
            ++focusable;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY(interface);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + widget->objectName()));
        }
        QVERIFY(focusable > 12);
        // Tab comes round to where it began
        QWidget* start = QApplication::focusWidget();
        QSet<QWidget*> seen;
        for (int i = 0; i < 80 && (i == 0 || QApplication::focusWidget() != start); ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(QApplication::focusWidget());
            seen.insert(QApplication::focusWidget());
        }
        QCOMPARE(QApplication::focusWidget(), start);
        QVERIFY2(seen.size() > 10, qPrintable(QString::number(seen.size())));
    }

    /// First rows, then the odd rows of the whole file with the cells that stand out.
    void oddRowsAreShown() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "odd.csv", answers())});
        QVERIFY(wizard);
        const QAbstractItemModelTester tester(wizard->preview(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(idle(wizard));
        const PreviewModel* preview = wizard->preview();
        QVERIFY(preview->sectionRow() > 0);
        QCOMPARE(preview->rowCount() - preview->sectionRow() - 1, 3);
        QCOMPARE(preview->lineOf(preview->sectionRow() + 1), std::uint64_t(12));
        const auto state = [preview](int row, int column) {
            return preview->index(row, column).data(PreviewModel::StateRole).toString();
        };
        const int first = preview->sectionRow() + 1;
        QCOMPARE(state(first, 2), QStringLiteral("out_of_range"));
        QCOMPARE(state(first + 1, 1), QStringLiteral("unparsed"));
        QCOMPARE(state(first + 2, 4), QStringLiteral("ragged_row"));
        QVERIFY(preview->index(first, 2).data(Qt::ToolTipRole).toString().contains(QLatin1String("12")));
        QCOMPARE(wizard->problems()->rowCount(), 3);
        QVERIFY(wizard->problems()->text().contains(QStringLiteral("推荐意愿\t11\t")));
    }

    /// A change of the encoding shows at once and reads nothing of the file again, however large it is.
    void settingsReadTheSampleOnly() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        QByteArray big = "客户编号,推荐意愿,意见\n";
        while (big.size() < (24 << 20))
            big += "C" + QByteArray::number(big.size()) + ",9,车子很好开并且服务非常周到\n";
        QStringEncoder encoder("GB18030");
        const QByteArray bytes = encoder.encode(QString::fromUtf8(big));
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "big.csv", bytes)});
        QVERIFY(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->columns()->rowCount() == 3, kLong);
        QCOMPARE(wizard->columns()->columns()[2].name, std::string("意见"));
        const auto session = wizard->files()->at(0).session;
        QVERIFY(session);
        const std::uint64_t read = session->bytesRead();
        QVERIFY2(read < std::uint64_t(bytes.size()) / 4, std::to_string(read).c_str());
        for (const char* encoding : {"Big5", "windows-1252", "GB18030"}) {
            wizard->files()->change(0, [&](ImportSettings& settings) { settings.read.encoding = encoding; });
            QTRY_VERIFY_WITH_TIMEOUT(wizard->files()->at(0).preview->inspection.source.encoding == encoding &&
                                         wizard->files()->at(0).state != ImportFile::State::Looking,
                                     kLong);
        }
        QCOMPARE(wizard->columns()->columns()[2].name, std::string("意见"));
        QCOMPARE(session->bytesRead(), read);
        wizard->close();
    }

    void ambiguousDatesAreAsked() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        QByteArray text = "customer,visited,nps\n";
        for (int i = 1; i <= 12; ++i)
            text += "C" + QByteArray::number(i) + "," + QByteArray::number(i) + "/5/2026," +
                    QByteArray::number(i % 11) + "\n";
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "dates.csv", text)});
        QVERIFY(wizard && idle(wizard));
        QVERIFY(!wizard->canImport());
        QVERIFY(wizard->files()->whyNot().contains(QLatin1String("dates.csv")));
        auto* box = named<QComboBox>(wizard, "question/date/visited");
        QVERIFY(box && box->isVisible());
        grab(wizard, QStringLiteral("wizard-question-en"));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down); // the first choice: day first
        QVERIFY(idle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        const auto batch = wizard->files()->at(0).batch;
        QVERIFY(batch);
        QCOMPARE(batch->cellsUnparsed, std::uint64_t(0));
        bool dayFirst = false;
        for (const RecipeColumn& column : batch->recipe.columns)
            dayFirst = dayFirst || (column.source == "visited" && column.type.ends_with(":dmy"));
        QVERIFY(dayFirst);
        // a choice of one's own is no recipe of last time
        QVERIFY(!wizard->files()->at(0).preview->inspection.compared);
        wizard->close();
    }

    /// Every column of such dates is asked about, several in one question; another answer for one makes it its own.
    void datesOfSeveralColumns() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        QByteArray text = "客户,出生日期,提交时间,购车日期,nps,意见\n";
        for (int i = 1; i <= 12; ++i) {
            const QByteArray n = QByteArray::number(i);
            text += "C" + n + "," + n + "/5/1990," + n + "/6/2026 09:30," + n + "/7/2024," +
                    QByteArray::number(i % 11) + ",3/5/26 我等了很久 " + n + "\n";
        }
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "dates.csv", text)});
        QVERIFY(wizard && idle(wizard));
        QVERIFY(!wizard->canImport());
        auto questions = wizard->files()->at(0).questions();
        QCOMPARE(questions.size(), 1);
        QCOMPARE(questions[0].columns,
                 QStringList({QStringLiteral("出生日期"), QStringLiteral("提交时间"), QStringLiteral("购车日期")}));
        auto* box = named<QComboBox>(wizard, "question/dates");
        QVERIFY(box && box->isVisible());
        grab(wizard, QStringLiteral("wizard-dates-en"));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QVERIFY(idle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QCOMPARE(wizard->files()->at(0).questions().size(), 1);
        const auto typesOf = [&] {
            QStringList types;
            for (const RecipeColumn& column : wizard->files()->at(0).batch->recipe.columns)
                types << QString::fromStdString(column.type);
            return types.mid(1, 3).join(QLatin1Char(' '));
        };
        QCOMPARE(wizard->files()->at(0).batch->cellsUnparsed, std::uint64_t(0));
        QCOMPARE(typesOf(), QStringLiteral("date:dmy datetime:dmy date:dmy"));
        QCOMPARE(roleOf(wizard, "提交时间"), QStringLiteral("time"));
        QCOMPARE(roleOf(wizard, "出生日期"), QStringLiteral("dimension"));
        wizard->files()->answer(0, QStringLiteral("dates"), QStringLiteral("text"));
        QVERIFY(idle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        // by hand for one of them: three questions with two answers
        wizard->files()->change(0, [](ImportSettings& settings) {
            settings.types[QStringLiteral("出生日期")] = QStringLiteral("date:mdy");
            settings.answers[QStringLiteral("date/出生日期")] = QStringLiteral("date:mdy");
        });
        QVERIFY(idle(wizard));
        questions = wizard->files()->at(0).questions();
        QCOMPARE(questions.size(), 3);
        QCOMPARE(questions[0].answer, QStringLiteral("date:mdy"));
        QCOMPARE(questions[2].answer, QStringLiteral("text"));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QVERIFY(typesOf().startsWith(QLatin1String("date:mdy text")));
        wizard->close();
    }

    /// At 1280 × 800 the rows a question is about stay in sight beside it.
    void rowsAreSeenBesideQuestions() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        QByteArray text = "客户,预约费力度,咨询费力度,退货费力度,安装费力度,nps\n";
        for (int i = 1; i <= 40; ++i) {
            text += "C" + QByteArray::number(i) + ",";
            for (int question = 1; question <= 4; ++question)
                text += QByteArray::number(1 + (i * question) % 7) + ",";
            text += QByteArray::number(i % 11) + "\n";
        }
        const auto seen = [](const ImportWizard* wizard) {
            for (auto* view : wizard->findChildren<QTableView*>())
                if (view->model() == wizard->preview()) {
                    const int last = view->rowAt(view->viewport()->height() - view->rowHeight(0));
                    return (last < 0 ? view->model()->rowCount() : last + 1) - std::max(0, view->rowAt(0));
                }
            return 0;
        };
        ImportWizard* one =
            openWizard(fixture, {put(fixture, "one.csv",
                                     "customer,visited,nps\nC1,1/5/2026,3\nC2,2/5/2026,4\nC3,3/5/2026,5\n" +
                                         QByteArray("C4,4/5/2026,6\n").repeated(20))});
        QVERIFY(one && idle(one));
        QVERIFY(!one->canImport());
        QTest::qWait(50);
        QVERIFY2(seen(one) >= 8, qPrintable(QString::number(seen(one))));
        one->close();
        // more questions scroll, and the keyboard brings each into sight
        ImportWizard* four = openWizard(fixture, {put(fixture, "four.csv", text)});
        QVERIFY(four && idle(four));
        auto* last = named<QComboBox>(four, "question/pole/安装费力度");
        QVERIFY(last);
        QTest::qWait(50);
        grab(four, QStringLiteral("wizard-questions-en"));
        QVERIFY2(seen(four) >= 5, qPrintable(QString::number(seen(four))));
        const auto isWhole = [last] { return last->visibleRegion().boundingRect() == last->rect(); };
        QVERIFY(!isWhole());
        for (const char* name : {"question/pole/预约费力度", "question/pole/咨询费力度", "question/pole/退货费力度"}) {
            QCOMPARE(four->focusWidget(), named<QComboBox>(four, name));
            QTest::keyClick(four->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(four->focusWidget(), last);
        QTRY_VERIFY(isWhole());
        four->close();
    }

    /// Rows of totals are left out, which the wizard says and lets one change; the name is that of the table.
    void totalsAreASwitch() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        QByteArray text = "门店,城市,订单数\n";
        for (int i = 1; i <= 30; ++i)
            text += "S" + QByteArray::number(i) + ",上海," + QByteArray::number(i) + "\n";
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "stores.csv", text + "合计,,465\n,,\n")});
        QVERIFY(wizard && idle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        const auto rows = [wizard] { return wizard->files()->at(0).batch->columns.front()->rows; };
        QCOMPARE(rows(), std::size_t(30));
        auto* box = named<QComboBox>(wizard, "question/totals");
        QVERIFY(box && box->isVisible());
        QVERIFY2(box->accessibleName().contains(QStringLiteral("合计, , 465")), qPrintable(box->accessibleName()));
        QCOMPARE(box->currentData().toString(), QStringLiteral("leave_out"));
        grab(wizard, QStringLiteral("wizard-totals-en"));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QVERIFY(idle(wizard));
        QCOMPARE(rows(), std::size_t(32)); // and the blank row behind them, as any
        QCOMPARE(wizard->files()->at(0).batch->recipe.totals, std::string("keep"));
        box = named<QComboBox>(wizard, "question/totals");
        QVERIFY(box && box->isVisible());
        QTest::keyClick(box, Qt::Key_Up);
        QVERIFY(idle(wizard));
        QCOMPARE(rows(), std::size_t(30));
        ImportFile packed;
        packed.path = QStringLiteral("/data/x.csv.gz");
        QCOMPARE(packed.dataset(), QStringLiteral("x"));
        wizard->close();
    }

    /// Files of one header become one dataset; a refused one blocks until it is removed; one undo takes all back.
    void severalFilesComeTogether() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const std::size_t before = fixture.document.workspace()->tables.size();
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "回访_2026-01.csv", answers(1)),
                                                    put(fixture, "回访_2026-02.csv", answers(101)),
                                                    put(fixture, "broken.xlsx", "PK\x03\x04 this is no workbook")});
        QVERIFY(wizard && idle(wizard));
        QCOMPARE(wizard->files()->count(), 3);
        QCOMPARE(wizard->files()->at(0).dataset(), QStringLiteral("回访"));
        QCOMPARE(wizard->files()->at(1).dataset(), QStringLiteral("回访"));
        QVERIFY(wizard->files()->at(2).state == ImportFile::State::Refused);
        QVERIFY(!wizard->canImport());
        QVERIFY(wizard->files()->whyNot().contains(QLatin1String("broken.xlsx")));
        grab(wizard, QStringLiteral("wizard-files-en"));
        // what is set for one file is set for all of its header
        QVERIFY(wizard->setRole(QStringLiteral("评分项"), QStringLiteral("csat:1-5")));
        QVERIFY(idle(wizard));
        QCOMPARE(wizard->files()->at(1).settings.roles.value(QStringLiteral("评分项")), QStringLiteral("csat:1-5"));
        wizard->files()->remove(2);
        QVERIFY(idle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QSignalSpy imported(wizard, &ImportWizard::fileImported);
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), kLong);
        QCOMPARE(imported.count(), 2);
        grab(wizard, QStringLiteral("wizard-result-en"));
        QCOMPARE(fixture.document.workspace()->tables.size(), before + 1);
        const auto table = fixture.document.workspace()->findTable("回访");
        QVERIFY(table);
        QCOMPARE(fixture.document.workspace()->tables[*table]->rows(), std::size_t(78));
        fixture.document.undoStack()->undo();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.document.workspace()->tables.size(), before, kLong);
        QVERIFY(fixture.idle());
        fixture.document.undoStack()->redo();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.document.workspace()->tables.size(), before + 1, kLong);
    }

    /// Next month's file under another name: read as last month's, what changed is told before anything is written.
    void changesSinceLastTime() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "一月.csv", answers(1))});
        QVERIFY(wizard && idle(wizard));
        QVERIFY(wizard->setRole(QStringLiteral("评分项"), QStringLiteral("csat:1-5")));
        QVERIFY(idle(wizard));
        wizard->startImport();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isDone(), kLong);
        wizard->close();
        QVERIFY(fixture.idle());
        QByteArray next = answers(101);
        next.replace("意见\n", "改进建议与其他说明\n");
        wizard = openWizard(fixture, {put(fixture, "二月.csv", next)});
        QVERIFY(wizard && idle(wizard));
        QCOMPARE(roleOf(wizard, "评分项"), QStringLiteral("csat:1-5"));
        QCOMPARE(wizard->files()->at(0).dataset(), QStringLiteral("一月"));
        const auto& inspection = wizard->files()->at(0).preview->inspection;
        QVERIFY(inspection.compared);
        bool missing = false;
        for (const io::RecipeChange& change : inspection.changes)
            missing = missing || change.column == "意见";
        QVERIFY(missing);
        grab(wizard, QStringLiteral("wizard-changes-en"));
        wizard->close();
    }

    void stoppedInTheMiddle() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        QByteArray big = "customer,nps,comment\n";
        while (big.size() < (48 << 20))
            big += "C" + QByteArray::number(big.size()) + ",9,some words that are long enough to take a while\n";
        ImportWizard* wizard = openWizard(fixture, {put(fixture, "big.csv", big)});
        QVERIFY(wizard);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->files()->at(0).state == ImportFile::State::Checking, kLong);
        wizard->files()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(wizard->files()->at(0).state == ImportFile::State::Stopped, kLong);
        QVERIFY(!wizard->canImport());
        wizard->files()->checkAgain(0);
        QVERIFY(wizard->files()->at(0).state == ImportFile::State::Checking);
        grab(wizard, QStringLiteral("wizard-checking-en"));
        wizard->close(); // in the middle of the check
        QVERIFY(fixture.idle());
        QVERIFY(!fixture.document.isModified());
        QCOMPARE(fixture.document.workspace()->tables.size(), std::size_t(3));
    }

    void recipesGoOutAndComeBack() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        const QString csv = put(fixture, "answers.csv", answers());
        ImportWizard* wizard = openWizard(fixture, {csv});
        QVERIFY(wizard && idle(wizard));
        QVERIFY(wizard->setRole(QStringLiteral("评分项"), QStringLiteral("loyalty:1-5")));
        QVERIFY(idle(wizard));
        const auto press = [wizard](const char* text) {
            for (auto* button : wizard->findChildren<QPushButton*>())
                if (button->text() == QString::fromUtf8(text)) return QTest::keyClick(button, Qt::Key_Space);
            QFAIL(text);
        };
        fixture.fileToSave = fixture.folder.filePath(QStringLiteral("monthly.json"));
        press("Export JSON…");
        QVERIFY(QFile::exists(fixture.fileToSave));
        wizard->close();
        QVERIFY(fixture.idle());
        wizard = openWizard(fixture, {put(fixture, "later.csv", answers(300))});
        QVERIFY(wizard && idle(wizard));
        QVERIFY(roleOf(wizard, "评分项") != QLatin1String("loyalty:1-5"));
        fixture.fileToOpen = fixture.fileToSave;
        for (auto* button : wizard->findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Open JSON…")) QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(idle(wizard));
        QCOMPARE(roleOf(wizard, "评分项"), QStringLiteral("loyalty:1-5"));
        wizard->close();
    }
};

QTEST_MAIN(TestImportWizard)
#include "tst_importwizard.moc"
