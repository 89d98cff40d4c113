#include "ui/document/selection.h"

#include <QSignalSpy>
#include <QTest>

using xo::ui::Selection;
using xo::ui::SelectionStep;

class TestSelection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joinsWithAnd();
    void keepsTheMeaningOfOr();
    void addsNothingTwice();
    void historyGoesBackAndForward();
    void aNewStepForgetsWhatWasAhead();
    void truncatesOnlyTheDrillPath();
    void oneStepTakesAnothersPlace();
};

void TestSelection::oneStepTakesAnothersPlace() {
    Selection selection;
    int changes = 0;
    connect(&selection, &Selection::changed, this, [&changes] { ++changes; });
    const SelectionStep chip{QStringLiteral("c"), QStringLiteral("city = 'x'"), false};
    const SelectionStep a{QStringLiteral("a"), QStringLiteral("a = 1"), true};
    const SelectionStep b{QStringLiteral("b"), QStringLiteral("b = 1"), true};
    selection.add(a);
    selection.add(chip);
    changes = 0;
    selection.replace(a.filter, b);
    QCOMPARE(selection.steps(), (QList<SelectionStep>{b, chip}));
    QCOMPARE(changes, 1);
    selection.goBack();
    QCOMPARE(selection.steps(), (QList<SelectionStep>{a, chip}));
    // what is amended leaves no trace in the history
    changes = 0;
    selection.amend(a.filter, b);
    selection.amend(a.filter, b); // not there any more
    QCOMPARE(changes, 1);
    QCOMPARE(selection.steps(), (QList<SelectionStep>{b, chip}));
    selection.goBack();
    QCOMPARE(selection.steps(), (QList<SelectionStep>{a}));
    selection.goForward();
    QCOMPARE(selection.steps(), (QList<SelectionStep>{b, chip}));
    // one that is there already isn't put in twice
    selection.replace(chip.filter, b);
    QCOMPARE(selection.steps(), (QList<SelectionStep>{b}));
}

void TestSelection::joinsWithAnd() {
    Selection selection;
    QCOMPARE(selection.filterText(), QString());
    selection.add({QStringLiteral("a"), QStringLiteral("city = '上海'"), false});
    QCOMPARE(selection.filterText(), QStringLiteral("city = '上海'"));
    selection.add({QStringLiteral("b"), QStringLiteral("reached('到店')"), true});
    QCOMPARE(selection.filterText(), QStringLiteral("city = '上海' and reached('到店')"));
}

void TestSelection::keepsTheMeaningOfOr() {
    Selection selection;
    selection.add({QStringLiteral("a"), QStringLiteral("a = 1 or b = 2"), false});
    QCOMPARE(selection.filterText(), QStringLiteral("a = 1 or b = 2"));
    selection.add({QStringLiteral("b"), QStringLiteral("c = 3"), false});
    QCOMPARE(selection.filterText(), QStringLiteral("(a = 1 or b = 2) and c = 3"));
    Selection quoted;
    quoted.add(
        {QStringLiteral("a"), QStringLiteral("name = 'this or that' and (x = 1 or y = 2) and order_id = 7"), false});
    quoted.add({QStringLiteral("b"), QStringLiteral("c = 3"), false});
    QVERIFY(!quoted.filterText().startsWith(QLatin1String("(name")));
}

void TestSelection::addsNothingTwice() {
    Selection selection;
    QSignalSpy changed(&selection, &Selection::changed);
    selection.add({QStringLiteral("a"), QStringLiteral("x = 1"), false});
    selection.add({QStringLiteral("again"), QStringLiteral("x = 1"), true});
    QCOMPARE(selection.steps().size(), 1);
    QCOMPARE(changed.count(), 1);
}

void TestSelection::historyGoesBackAndForward() {
    Selection selection;
    QVERIFY(!selection.canGoBack());
    selection.add({QStringLiteral("a"), QStringLiteral("x = 1"), false});
    selection.add({QStringLiteral("b"), QStringLiteral("y = 2"), false});
    selection.removeAt(0);
    QCOMPARE(selection.filterText(), QStringLiteral("y = 2"));
    selection.goBack();
    QCOMPARE(selection.filterText(), QStringLiteral("x = 1 and y = 2"));
    selection.goBack();
    selection.goBack();
    QCOMPARE(selection.filterText(), QString());
    QVERIFY(!selection.canGoBack());
    selection.goForward();
    QCOMPARE(selection.filterText(), QStringLiteral("x = 1"));
    selection.reset();
    QVERIFY(!selection.canGoBack() && !selection.canGoForward());
}

void TestSelection::aNewStepForgetsWhatWasAhead() {
    Selection selection;
    selection.add({QStringLiteral("a"), QStringLiteral("x = 1"), false});
    selection.goBack();
    QVERIFY(selection.canGoForward());
    selection.add({QStringLiteral("b"), QStringLiteral("y = 2"), false});
    QVERIFY(!selection.canGoForward());
    selection.goBack();
    QCOMPARE(selection.filterText(), QString());
}

void TestSelection::truncatesOnlyTheDrillPath() {
    Selection selection;
    selection.add({QStringLiteral("d1"), QStringLiteral("a = 1"), true});
    selection.add({QStringLiteral("chip"), QStringLiteral("b = 2"), false});
    selection.add({QStringLiteral("d2"), QStringLiteral("c = 3"), true});
    selection.truncateDrill(1);
    QCOMPARE(selection.filterText(), QStringLiteral("a = 1 and b = 2"));
    selection.truncateDrill(0);
    QCOMPARE(selection.filterText(), QStringLiteral("b = 2"));
}

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
