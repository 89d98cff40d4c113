#include "ui/export/customersmodel.h"

#include <algorithm>

#include <limits>

namespace xo::ui {

void CustomersModel::setList(std::shared_ptr<const session::CustomerList> list) {
    beginResetModel();
    m_list = std::move(list);
    endResetModel();
}

int CustomersModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() || !m_list) return 0;
    return static_cast<int>(std::min<std::size_t>(m_list->rows(), std::numeric_limits<int>::max()));
}

int CustomersModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_list ? 0 : static_cast<int>(m_list->columns());
}

QVariant CustomersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_list) return {};
    const auto column = static_cast<std::size_t>(index.column());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return QString::fromStdString(m_list->text(static_cast<std::size_t>(index.row()), column));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((m_list->isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

QVariant CustomersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!m_list) return {};
    if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    const auto column = static_cast<std::size_t>(section);
    if (role == Qt::DisplayRole) return headerText(m_list->header(column));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((m_list->isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

QString CustomersModel::headerText(const std::string& header) {
    if (header == "customer") return tr("Customer");
    if (header == "answers") return tr("Answers");
    if (header == "events") return tr("Events");
    if (header == "segment") return tr("Segment");
    if (header == "action") return tr("Action");
    const QString text = QString::fromStdString(header);
    const QString answer = QStringLiteral("latest answer."), event = QStringLiteral("latest event.");
    if (text.startsWith(answer)) return tr("Latest answer: %1").arg(text.mid(answer.size()).remove(QLatin1Char('"')));
    if (text.startsWith(event)) return tr("Latest event: %1").arg(text.mid(event.size()).remove(QLatin1Char('"')));
    return text;
}

} // namespace xo::ui
