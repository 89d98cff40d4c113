#include "ui/widgets/listtable.h"

#include "ui/widgets/columnfit.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr int kMostCopied = 100'000;
} // namespace

ListTable::ListTable(QAbstractItemModel* model, MessageBar* message, int rowHeight, int widest, QWidget* parent)
    : QTableView(parent), m_message(message) {
    setModel(model);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setTabKeyNavigation(false);
    verticalHeader()->setDefaultSectionSize(rowHeight);
    horizontalHeader()->setHighlightSections(false);
    new ColumnFit(this, horizontalHeader(), widest);
    auto* copyAction = new QAction(this);
    copyAction->setText(tr("Copy"));
    copyAction->setShortcut(QKeySequence::Copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    addAction(copyAction);
    connect(copyAction, &QAction::triggered, this, &ListTable::copy);
}

QString ListTable::copyHint() {
    return tr("Copies the selected rows, or the first 100,000");
}

void ListTable::keyPressEvent(QKeyEvent* event) {
    QTableView::keyPressEvent(event);
    // Enter activates a row; the dialog's own button is not meant
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) event->accept();
}

void ListTable::copy() {
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    if (rows.isEmpty())
        for (int row = 0; row < std::min(model()->rowCount(), kMostCopied); ++row)
            rows.append(row);
    QString text;
    const int columns = model()->columnCount();
    for (int column = 0; column < columns; ++column)
        text += model()->headerData(column, Qt::Horizontal).toString() +
                (column + 1 < columns ? QLatin1Char('\t') : QLatin1Char('\n'));
    for (const int row : rows)
        for (int column = 0; column < columns; ++column)
            text += model()->index(row, column).data().toString().simplified() +
                    (column + 1 < columns ? QLatin1Char('\t') : QLatin1Char('\n'));
    QApplication::clipboard()->setText(text);
    m_message->showNotice(tr("%1 rows copied.").arg(counted(static_cast<qulonglong>(rows.size()))));
}

} // namespace xo::ui
