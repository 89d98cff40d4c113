#include "ui/widgets/columnfit.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QHeaderView>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace xo::ui {

namespace {
constexpr int kPadding = 17; // 8 on each side, and a little for rounding
constexpr int kArrow = 16;   // the arrow of the sorted column
constexpr int kLeast = 40;   // narrower can't be grasped by the mouse
constexpr int kPlain = 120;  // of columns that are not measured

} // namespace

ColumnFit::ColumnFit(QAbstractItemView* view, QHeaderView* header, int widest)
    : QObject(view), m_view(view), m_header(header), m_widest(widest) {
    header->setSectionResizeMode(QHeaderView::Interactive);
    view->viewport()->installEventFilter(this);
    QAbstractItemModel* model = view->model();
    connect(model, &QAbstractItemModel::modelReset, this, &ColumnFit::fitSoon);
    connect(model, &QAbstractItemModel::layoutChanged, this, &ColumnFit::fitSoon);
    connect(model, &QAbstractItemModel::headerDataChanged, this, &ColumnFit::fitSoon);
    connect(model, &QAbstractItemModel::dataChanged, this, &ColumnFit::fitSoon);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ColumnFit::fitSoon);
    connect(model, &QAbstractItemModel::columnsInserted, this, &ColumnFit::fitSoon);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &ColumnFit::fitSoon);
    fitSoon();
}

void ColumnFit::fitSoon() {
    if (m_waiting) return;
    m_waiting = true;
    QTimer::singleShot(0, this, [this] {
        m_waiting = false;
        fit();
    });
}

void ColumnFit::setExpendable(std::vector<int> columns) {
    m_expendable = std::move(columns);
    fitSoon();
}

bool ColumnFit::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show) fitSoon();
    return QObject::eventFilter(watched, event);
}

void ColumnFit::fit() {
    const QAbstractItemModel* model = m_view->model();
    const int count = m_header->count();
    if (!model || count == 0) return;
    m_header->ensurePolished();
    const QFontMetrics metrics(m_header->font());
    std::vector<int> widths(static_cast<std::size_t>(count), kPlain);
    int total = 0;
    for (int i = 0; i < count; ++i) {
        int& width = widths[static_cast<std::size_t>(i)];
        if (i < kMeasured) {
            int title = metrics.horizontalAdvance(model->headerData(i, Qt::Horizontal).toString()) + kPadding;
            if (m_header->isSortIndicatorShown() && m_header->sortIndicatorSection() == i) title += kArrow;
            width = std::clamp(std::max(title, m_view->sizeHintForColumn(i)), kLeast, m_widest);
        }
        total += width;
    }
    for (int i = 0; i < count; ++i)
        if (m_header->isSectionHidden(i) &&
            std::find(m_expendable.begin(), m_expendable.end(), i) == m_expendable.end())
            total -= std::exchange(widths[static_cast<std::size_t>(i)], 0);
    for (const int column : m_expendable) {
        const bool hide = total > m_view->viewport()->width();
        m_header->setSectionHidden(column, hide);
        if (hide) total -= std::exchange(widths[static_cast<std::size_t>(column)], 0);
    }
    int spare = m_view->viewport()->width() - total;
    for (int i = 0; i < count; ++i) {
        if (widths[static_cast<std::size_t>(i)] == 0) continue; // hidden
        const int more = spare > 0 ? spare / (count - i) : 0;
        spare -= more;
        m_header->resizeSection(i, widths[static_cast<std::size_t>(i)] + more);
    }
}

} // namespace xo::ui
