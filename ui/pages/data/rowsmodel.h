#pragma once

#include "core/columnar/workspace.h"

#include <QAbstractTableModel>

namespace xo::ui {

/// Some rows of a dataset; a cell is read when it is shown, so their number does not matter. Key columns come first.
class RowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Rows {
        std::shared_ptr<const Workspace> workspace;
        std::shared_ptr<const Table> table;
        std::vector<std::shared_ptr<const Column>> columns;
        std::vector<std::uint32_t> rows;
        std::shared_ptr<const std::vector<std::uint32_t>> subjects; ///< of every row of the table
    };
    /// Loads the columns of a table, at most `most` of them, in the order in which they are shown. In a job.
    static Result<std::shared_ptr<const Rows>> load(std::shared_ptr<const Workspace> workspace, std::size_t table,
                                                    std::vector<std::uint32_t> rows, std::size_t most,
                                                    const JobContext& job);

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::shared_ptr<const Rows> rows);
    std::shared_ptr<const Table> table() const { return m_rows->table; }
    std::optional<std::string> customer(int row) const; ///< key of the customer it belongs to; nullopt = nobody's
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const Rows> m_rows = std::make_shared<const Rows>();
};

} // namespace xo::ui
