#include "ui/export/calllistmodel.h"

#include <QLocale>

namespace xo::ui {

namespace {
constexpr double kDaySeconds = 86400;
constexpr qsizetype kWallClock = 19; // "2026-03-05T14:05:06": the zone is the project's
} // namespace

void CallListModel::setCustomers(std::vector<analysis::OverdueCustomer> customers) {
    beginResetModel();
    m_customers = std::move(customers);
    endResetModel();
}

int CallListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_customers.size());
}

int CallListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CallListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((index.column() >= Waited ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const analysis::OverdueCustomer& one = m_customers[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
    case Customer:
        return QString::fromStdString(one.customer);
    case Stage:
        return QString::fromStdString(one.stageName);
    case Since:
        return QString::fromStdString(one.sinceText).left(kWallClock).replace(QLatin1Char('T'), QLatin1Char(' '));
    case Waited:
        return QLocale().toString(one.waited / kDaySeconds, 'f', 1);
    case Limit:
        return QLocale().toString(one.after / kDaySeconds, 'f', 1);
    default:
        return {};
    }
}

QString CallListModel::header(int column) {
    switch (column) {
    case Customer:
        return tr("Customer");
    case Stage:
        return tr("Stage");
    case Since:
        return tr("Since");
    case Waited:
        return tr("Waiting, days");
    default:
        return tr("Overdue after, days");
    }
}

QVariant CallListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (role == Qt::DisplayRole) return header(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section >= Waited ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

void CallListModel::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

} // namespace xo::ui
