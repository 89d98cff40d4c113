#include "ui/widgets/plaintable.h"

#include "ui/models/figures.h"
#include "ui/widgets/columnfit.h"

#include <QHeaderView>
#include <QTableWidget>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr int kRowHeight = 26;

Qt::Alignment aligned(const char* align, int column) {
    return (align[column] == 'r' ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}
} // namespace

QTableWidget* plainTable(QWidget* parent, int stretched) {
    auto* table = new QTableWidget(parent);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    if (stretched < 0)
        new ColumnFit(table, table->horizontalHeader());
    else
        table->setProperty("stretched", stretched);
    return table;
}

void setHeaders(QTableWidget* table, const QStringList& texts, const char* align) {
    const auto columns = static_cast<int>(texts.size());
    table->setColumnCount(columns);
    table->setHorizontalHeaderLabels(texts);
    for (int column = 0; column < columns; ++column)
        table->horizontalHeaderItem(column)->setTextAlignment(aligned(align, column));
    const QVariant stretched = table->property("stretched");
    if (!stretched.isValid()) return;
    for (int column = 0; column < columns; ++column)
        table->horizontalHeader()->setSectionResizeMode(
            column, column == stretched.toInt() ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
}

void setRow(QTableWidget* table, int row, const QStringList& texts, const char* align) {
    for (int column = 0; column < texts.size(); ++column) {
        auto* item = new QTableWidgetItem(texts[column]);
        item->setTextAlignment(aligned(align, column));
        item->setToolTip(texts[column]);
        table->setItem(row, column, item);
    }
}

void fitHeight(QTableWidget* table, int most) {
    const int rows = std::clamp(table->rowCount(), 1, most);
    table->setFixedHeight(std::max(table->horizontalHeader()->sizeHint().height(), 28) + rows * kRowHeight +
                          2 * table->frameWidth() + 2);
}

QString tablesText(std::initializer_list<const QTableWidget*> tables) {
    QString text;
    for (const QTableWidget* table : tables)
        text += tableText(*table->model()) + QLatin1Char('\n');
    return text;
}

} // namespace xo::ui
