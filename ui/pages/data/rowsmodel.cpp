#include "ui/pages/data/rowsmodel.h"

#include <algorithm>
#include <limits>

namespace xo::ui {

namespace {
int orderOf(const ColumnInfo& column) {
    switch (column.role.kind) {
    case RoleKind::Link:
        return 0;
    case RoleKind::Customer:
        return 1;
    case RoleKind::Time:
        return 2;
    default:
        return column.role.isScore() ? 3 : column.role.kind == RoleKind::Ignore ? 5 : 4;
    }
}
} // namespace

Result<std::shared_ptr<const RowsModel::Rows>> RowsModel::load(std::shared_ptr<const Workspace> workspace,
                                                               std::size_t table, std::vector<std::uint32_t> rows,
                                                               std::size_t most, const JobContext& job) {
    auto made = std::make_shared<Rows>();
    Rows& out = *made;
    out.table = workspace->tables[table];
    out.rows = std::move(rows);
    out.workspace = std::move(workspace);
    const auto& infos = out.table->columns();
    std::vector<std::size_t> order(infos.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return orderOf(infos[a]) < orderOf(infos[b]); });
    order.resize(std::min(order.size(), most));
    for (const std::size_t index : order) {
        if (job.cancelled()) return cancelled();
        auto column = out.table->column(index);
        if (!column) return column.failure();
        out.columns.push_back(std::move(*column));
    }
    auto subjects = out.workspace->subjects(table);
    if (!subjects) return subjects.failure();
    out.subjects = std::move(*subjects);
    return std::shared_ptr<const Rows>(std::move(made));
}

void RowsModel::setRows(std::shared_ptr<const Rows> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

std::optional<std::string> RowsModel::customer(int row) const {
    if (row < 0 || row >= rowCount()) return std::nullopt;
    const std::uint32_t at = m_rows->rows[static_cast<std::size_t>(row)];
    const auto& subjects = m_rows->subjects;
    if (!subjects || at >= subjects->size() || (*subjects)[at] == 0) return std::nullopt;
    return std::string(m_rows->workspace->subjectKey((*subjects)[at]));
}

int RowsModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(std::min<std::size_t>(m_rows->rows.size(), std::numeric_limits<int>::max()));
}

int RowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows->columns.size());
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Column& column = *m_rows->columns[static_cast<std::size_t>(index.column())];
    const std::size_t row = m_rows->rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return QString::fromStdString(column.text(row, m_rows->workspace->zone));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((column.isNumeric() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        if (role != Qt::DisplayRole || section >= rowCount()) return {};
        return static_cast<qulonglong>(m_rows->rows[static_cast<std::size_t>(section)]) + 1;
    }
    if (section >= columnCount()) return {};
    const ColumnInfo& info = m_rows->columns[static_cast<std::size_t>(section)]->info;
    if (role == Qt::DisplayRole) return QString::fromStdString(info.name);
    if (role == Qt::ToolTipRole) return QString::fromStdString(info.label.empty() ? info.name : info.label);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(
            (m_rows->columns[static_cast<std::size_t>(section)]->isNumeric() ? Qt::AlignRight : Qt::AlignLeft) |
            Qt::AlignVCenter));
    return {};
}

} // namespace xo::ui
