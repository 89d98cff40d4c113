#include "tests/gui/support/importfixture.h"
#include "ui/import/labelspanel.h"
#include "ui/import/previewmodel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace xo;
using namespace xo::ui;
using xo::test::ImportFixture;
using xo::test::isIdle;
using xo::test::roleOf;

namespace {

/// 60 answers: a question spread over three columns of flags, two columns that belong together though nothing says so,
/// a code and an effort score.
QByteArray survey() {
    QByteArray out = "customer,nps,喜欢什么 - 价格,喜欢什么 - 服务,喜欢什么 - 外观,电话,短信,渠道编码,费力度\n";
    for (int i = 0; i < 60; ++i) {
        const auto flag = [i](int every) { return QByteArray(i % every == 0 ? "1" : "0"); };
        out += "C" + QByteArray::number(1000 + i) + "," + QByteArray::number(i % 11) + "," + flag(2) + "," + flag(3) +
               "," + flag(5) + "," + flag(4) + "," + flag(7) + "," + QByteArray::number(1 + i % 3) + "," +
               QByteArray::number(1 + i % 7) + "\n";
    }
    return out;
}

QStringList names(const ImportWizard* wizard) {
    QStringList out;
    for (const auto& column : wizard->columns()->columns())
        out << QString::fromStdString(column.name);
    return out;
}

QStringList imported(const ImportWizard* wizard) {
    QStringList out;
    if (const auto batch = wizard->files()->at(0).batch)
        for (const auto& column : batch->columns)
            out << QString::fromStdString(column->info.name);
    return out;
}

/// The texts of a coded column, row by row, as they would be written.
QStringList cells(const ImportWizard* wizard, const QString& name, int rows) {
    QStringList out;
    for (const auto& column : wizard->files()->at(0).batch->columns)
        if (QString::fromStdString(column->info.name) == name)
            for (int row = 0; row < rows; ++row) {
                const auto text = column->dictionary->at(column->codes[static_cast<std::size_t>(row)]);
                out << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                           .replace(QLatin1Char(kOptionMark), QStringLiteral("; "));
            }
    return out;
}

QPushButton* buttonOf(const ImportWizard* wizard, const char* text) {
    for (auto* push : wizard->findChildren<QPushButton*>())
        if (push->text() == QString::fromUtf8(text)) return push;
    return nullptr;
}

int columnOf(const ImportWizard* wizard, const QString& name) {
    return static_cast<int>(names(wizard).indexOf(name));
}

/// The wizard on the survey, its only question (the effort score) answered; null when any of that failed.
ImportWizard* openAnswered(ImportFixture& fixture) {
    ImportWizard* wizard = fixture.openWizard({fixture.put("survey.csv", survey())});
    if (!wizard || !isIdle(wizard) || wizard->files()->at(0).state != ImportFile::State::Asks) return nullptr;
    wizard->files()->answer(0, QStringLiteral("pole/费力度"), QStringLiteral("ces:1-7"));
    return isIdle(wizard) ? wizard : nullptr;
}

void showColumns(ImportWizard* wizard) {
    for (auto* tabs : wizard->findChildren<QTabWidget*>())
        if (tabs->count() == 2) tabs->setCurrentIndex(1);
}

QTableView* columnsView(const ImportWizard* wizard) {
    for (auto* view : wizard->findChildren<QTableView*>())
        if (view->model() == wizard->columns()) return view;
    return nullptr;
}

} // namespace

/// What can be chosen about columns: questions split and joined, value labels, the pole of a scale.
class TestImportChoices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A question spread over columns is one column; split by its button it is three, joined again it is one.
    void aQuestionIsSplitAndJoined() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = openAnswered(fixture);
        QVERIFY(wizard);
        const QString question = QStringLiteral("喜欢什么");
        const QStringList parts{QStringLiteral("喜欢什么 - 价格"), QStringLiteral("喜欢什么 - 服务"),
                                QStringLiteral("喜欢什么 - 外观")};
        QVERIFY2(names(wizard).contains(question), qPrintable(names(wizard).join(QLatin1Char('|'))));
        QCOMPARE(names(wizard).size(), 7);
        QCOMPARE(wizard->preview()->columnCount(), 7);
        QCOMPARE(wizard->preview()->index(0, 2).data().toString(), QStringLiteral("价格; 服务; 外观"));
        QVERIFY(imported(wizard).contains(question));
        QCOMPARE(cells(wizard, question, 3).front(), QStringLiteral("价格; 服务; 外观"));

        showColumns(wizard);
        QTableView* view = columnsView(wizard);
        QVERIFY(view);
        view->setCurrentIndex(wizard->columns()->index(columnOf(wizard, question), ColumnsModel::RoleColumn));
        QPushButton* split = buttonOf(wizard, "Split into col&umns");
        QPushButton* join = buttonOf(wizard, "&Join as one question");
        QVERIFY(split && join && split->isEnabled() && !join->isEnabled());
        xo::test::keepPicture(wizard, QStringLiteral("wizard-set-en"));
        QTest::keyClick(split, Qt::Key_Space);
        QVERIFY(isIdle(wizard));
        for (const QString& part : parts)
            QVERIFY2(imported(wizard).contains(part), qPrintable(imported(wizard).join(QLatin1Char('|'))));
        QVERIFY(!imported(wizard).contains(question));
        QCOMPARE(imported(wizard).size(), 9);
        // the recipe keeps it so
        for (const RecipeColumn& column : wizard->files()->at(0).batch->recipe.columns)
            QVERIFY(column.parts.empty());

        view->setCurrentIndex(wizard->columns()->index(columnOf(wizard, parts[1]), ColumnsModel::RoleColumn));
        QVERIFY(join->isEnabled() && !split->isEnabled());
        QTest::keyClick(join, Qt::Key_Space);
        QVERIFY(isIdle(wizard));
        QVERIFY(imported(wizard).contains(question));
        QCOMPARE(imported(wizard).size(), 7);
        QCOMPARE(cells(wizard, question, 3).front(), QStringLiteral("价格; 服务; 外观"));
        wizard->close();
    }

    /// Columns nothing says of that they belong together, chosen with Shift and the arrows.
    void columnsAreJoinedByHand() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = openAnswered(fixture);
        QVERIFY(wizard);
        QVERIFY(imported(wizard).contains(QStringLiteral("电话")));
        showColumns(wizard);
        QTableView* view = columnsView(wizard);
        view->setFocus();
        view->setCurrentIndex(wizard->columns()->index(columnOf(wizard, QStringLiteral("电话")), ColumnsModel::Name));
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        QPushButton* join = buttonOf(wizard, "&Join as one question");
        QVERIFY(join && join->isEnabled());
        QTest::keyClick(join, Qt::Key_Space);
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QCOMPARE(imported(wizard).size(), 6);
        const QStringList got = cells(wizard, QStringLiteral("电话"), 60);
        for (int i = 0; i < 60; ++i) {
            QStringList expected;
            if (i % 4 == 0) expected << QStringLiteral("电话");
            if (i % 7 == 0) expected << QStringLiteral("短信");
            if (expected.isEmpty()) expected << QStringLiteral("（均未选）");
            QCOMPARE(got[i], expected.join(QStringLiteral("; ")));
        }
        // and taken apart again
        QVERIFY(wizard->splitQuestion(QStringLiteral("电话")));
        QVERIFY(isIdle(wizard));
        QCOMPARE(imported(wizard).size(), 7);
        wizard->close();
    }

    /// Labels typed into the table show in the preview at once and are what is imported.
    void valueLabelsAreEdited() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = openAnswered(fixture);
        QVERIFY(wizard);
        const QString code = QStringLiteral("渠道编码");
        const int column = columnOf(wizard, code);
        wizard->setCurrentColumn(column);
        LabelsPanel* panel = wizard->labels();
        QCOMPARE(panel->column(), code);
        QCOMPARE(panel->model()->rowCount(), 3);
        QCOMPARE(panel->model()->index(0, LabelsModel::Code).data().toString(), QStringLiteral("1"));
        QCOMPARE(panel->model()->index(0, LabelsModel::Rows).data().toString(), QStringLiteral("20"));
        const auto session = wizard->files()->at(0).session;
        const auto read = session->bytesRead();
        const char* words[] = {"门店", "电话", "网站"};
        QTabWidget* details = nullptr;
        for (auto* tabs : wizard->findChildren<QTabWidget*>())
            if (tabs->indexOf(panel) >= 0) details = tabs;
        QVERIFY(details);
        details->setCurrentWidget(panel);
        panel->beginEditing();
        for (int row = 0; row < 3; ++row) {
            // typing begins the edit, Return ends it
            const QModelIndex cell = panel->model()->index(row, LabelsModel::Label);
            QTRY_VERIFY(!panel->view()->findChild<QLineEdit*>()); // the last one has gone
            panel->view()->setCurrentIndex(cell);
            panel->view()->edit(cell);
            auto* editor = panel->view()->findChild<QLineEdit*>();
            QVERIFY(editor);
            editor->setText(QString::fromUtf8(words[row]));
            QTest::keyClick(editor, Qt::Key_Return);
            QTRY_COMPARE(wizard->files()->at(0).settings.labels.value(code).size(), std::size_t(row) + 1);
        }
        QVERIFY(isIdle(wizard));
        QCOMPARE(session->bytesRead(), read);
        QCOMPARE(wizard->preview()->index(0, column).data().toString(), QStringLiteral("1 = 门店"));
        QCOMPARE(wizard->preview()->index(1, column).data().toString(), QStringLiteral("2 = 电话"));
        xo::test::keepPicture(wizard, QStringLiteral("wizard-labels-en"));
        const QStringList got = cells(wizard, code, 60);
        for (int i = 0; i < 60; ++i)
            QCOMPARE(got[i], QString::fromUtf8(words[i % 3]));
        // as in the file again
        QPushButton* reset = buttonOf(wizard, "As in the file");
        QVERIFY(reset && reset->isEnabled());
        QTest::keyClick(reset, Qt::Key_Space);
        QVERIFY(isIdle(wizard));
        QCOMPARE(wizard->preview()->index(0, column).data().toString(), QStringLiteral("1"));
        wizard->close();
    }

    /// Which end of an effort scale is the best is asked, the focus stands there, and an arrow answers it.
    void thePoleOfAScaleIsAsked() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = fixture.openWizard({fixture.put("survey.csv", survey())});
        QVERIFY(wizard && isIdle(wizard));
        QVERIFY(!wizard->canImport());
        auto* box = wizard->findChild<QComboBox*>(QStringLiteral("question/pole/费力度"));
        QVERIFY(box && box->isVisible());
        QTRY_COMPARE(wizard->focusWidget(), static_cast<QWidget*>(box));
        xo::test::keepPicture(wizard, QStringLiteral("wizard-pole-en"));
        QTest::keyClick(box, Qt::Key_Down); // 7 is easiest
        QVERIFY(isIdle(wizard));
        QVERIFY2(wizard->canImport(), qPrintable(wizard->files()->whyNot()));
        QCOMPARE(roleOf(wizard, "费力度"), QStringLiteral("ces:1-7"));
        QTest::keyClick(box, Qt::Key_Down);
        QVERIFY(isIdle(wizard));
        QCOMPARE(roleOf(wizard, "费力度"), QStringLiteral("ces:1-7,best=low"));
        bool low = false;
        for (const auto& column : wizard->files()->at(0).batch->columns)
            low = low || (column->info.name == "费力度" && column->info.role.lowIsBest);
        QVERIFY(low);
        wizard->close();
    }

    /// Changes that overtake each other: the last one holds and the wizard comes to rest.
    void quickChangesComeToRest() {
        ImportFixture fixture;
        QVERIFY(fixture.open());
        ImportWizard* wizard = fixture.openWizard({fixture.put("survey.csv", survey())});
        QVERIFY(wizard);
        for (const char* role : {"rating:0-10", "metric", "nps"})
            wizard->files()->change(0, [role](ImportSettings& settings) {
                settings.roles[QStringLiteral("nps")] = QString::fromLatin1(role);
            });
        QVERIFY(QTest::qWaitFor([wizard] { return wizard->isIdle(); }, 20000));
        QCOMPARE(roleOf(wizard, "nps"), QStringLiteral("nps"));
        wizard->close();
    }
};

QTEST_MAIN(TestImportChoices)
#include "tst_importchoices.moc"
