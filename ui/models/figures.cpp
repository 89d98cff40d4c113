#include "ui/models/figures.h"

#include "core/chart/format.h"
#include "ui/charts/journeybuilder.h"
#include "ui/theme/theme.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/errortext.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QTableView>
#include <QTreeView>

namespace xo::ui {

QString figureText(const QVariant& value, FigureKind kind, bool chinese) {
    if (!value.isValid()) return QString::fromUtf8(chart::kMissing);
    const auto range = [&](double factor, int decimals, bool signs) {
        const QPointF r = value.toPointF();
        return chart::range(r.x() * factor, r.y() * factor, decimals, signs);
    };
    std::string text;
    switch (kind) {
    case FigureKind::Words:
        return value.toString();
    case FigureKind::Count:
        text = chart::count(value.toLongLong());
        break;
    case FigureKind::Ratio:
        text = chart::percent(value.toDouble());
        break;
    case FigureKind::RatioInterval:
        text = range(100, 1, false);
        break;
    case FigureKind::Mean:
        text = chart::fixed(value.toDouble(), 2);
        break;
    case FigureKind::MeanInterval:
        text = range(1, 2, false);
        break;
    case FigureKind::Points:
        text = chart::signedFixed(value.toDouble());
        break;
    case FigureKind::PointsInterval:
        text = range(1, 1, true);
        break;
    case FigureKind::Duration:
        text = durationText(value.toDouble(), chinese ? wording::Language::Chinese : wording::Language::English);
        break;
    case FigureKind::Probability:
        text = chart::probability(value.toDouble());
        break;
    }
    return QString::fromStdString(text);
}

FigureKind FigureProxy::kindOf(int column) const {
    return static_cast<FigureKind>(sourceModel()->headerData(column, Qt::Horizontal, KindRole).toInt());
}

QVariant FigureProxy::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const FigureKind kind = kindOf(index.column());
    const int base = QSortFilterProxyModel::data(index, BaseRole).toInt();
    const int accent = QSortFilterProxyModel::data(index, AccentRole).toInt();
    switch (role) {
    case Qt::DisplayRole: {
        if (base == 2) return QSortFilterProxyModel::data(index, HintRole);
        const QString text = figureText(QSortFilterProxyModel::data(index, Qt::DisplayRole), kind, speaksChinese());
        return accent > 0 ? QStringLiteral("▲ ") + text : accent < 0 ? QStringLiteral("▼ ") + text : text;
    }
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (kind == FigureKind::Words ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ForegroundRole: {
        const Tokens& tokens = tokensFor(QApplication::palette());
        if (base > 0) return tokens.t3;
        if (accent != 0) return accent > 0 ? tokens.goodText : tokens.badText;
        return tokens.t1;
    }
    case Qt::FontRole: {
        const bool name = index.column() == 0 && !index.parent().isValid();
        const bool pinned = QSortFilterProxyModel::data(index.siblingAtColumn(0), PinnedRole).toBool();
        if (accent != 0 || pinned || name) return fontOfSize(12, true);
        return {};
    }
    default:
        return QSortFilterProxyModel::data(index, role);
    }
}

QVariant FigureProxy::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (kindOf(section) == FigureKind::Words ? Qt::AlignLeft : Qt::AlignRight));
    return QSortFilterProxyModel::headerData(section, orientation, role);
}

void FigureProxy::sort(int column, Qt::SortOrder order) {
    m_order = order;
    QSortFilterProxyModel::sort(column, order);
}

bool FigureProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const bool up = m_order == Qt::AscendingOrder;
    const bool a = left.siblingAtColumn(0).data(PinnedRole).toBool(),
               b = right.siblingAtColumn(0).data(PinnedRole).toBool();
    if (a != b) return up ? b : a;
    const QVariant l = left.data(Qt::DisplayRole), r = right.data(Qt::DisplayRole);
    if (l.isValid() != r.isValid()) return up ? l.isValid() : r.isValid();
    if (l.typeId() == QMetaType::QPointF) return l.toPointF().x() < r.toPointF().x();
    if (l.typeId() == QMetaType::QString) return QString::localeAwareCompare(l.toString(), r.toString()) < 0;
    return l.toDouble() < r.toDouble();
}

namespace {

void appendRows(const QAbstractItemModel& model, const QModelIndex& parent, int level, QString& out) {
    const int rows = model.rowCount(parent), columns = model.columnCount(parent); // a proxy looks them up
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            QString cell = model.index(row, column, parent).data().toString();
            cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
            if (column > 0)
                out += QLatin1Char('\t');
            else
                out += QString(2 * level, QLatin1Char(' '));
            out += cell;
        }
        out += QLatin1Char('\n');
        appendRows(model, model.index(row, 0, parent), level + 1, out);
    }
}

void addCopyAction(QAbstractItemView* view) {
    auto* copy = new QAction(view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, view, [view] {
        if (view->model()) QApplication::clipboard()->setText(tableText(*view->model()));
    });
    view->addAction(copy);
}

void setUpHeader(QHeaderView* header) {
    header->setFixedHeight(28);
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(40);
}

} // namespace

QString tableText(const QAbstractItemModel& model) {
    QString out;
    for (int column = 0; column < model.columnCount(); ++column) {
        if (column > 0) out += QLatin1Char('\t');
        out += model.headerData(column, Qt::Horizontal).toString();
    }
    out += QLatin1Char('\n');
    appendRows(model, {}, 0, out);
    return out;
}

void setUpFigureTable(QTableView* view) {
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setShowGrid(false);
    view->setSortingEnabled(true);
    view->setTabKeyNavigation(false);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(28);
    setUpHeader(view->horizontalHeader());
    new ColumnFit(view, view->horizontalHeader());
    addCopyAction(view);
}

void setUpFigureTree(QTreeView* view) {
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setSortingEnabled(true);
    view->setUniformRowHeights(true);
    view->setStyleSheet(QStringLiteral("QTreeView::item { min-height: 26px; }"));
    view->setIndentation(16);
    view->setAllColumnsShowFocus(true);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setUpHeader(view->header());
    new ColumnFit(view, view->header());
    addCopyAction(view);
}

} // namespace xo::ui
