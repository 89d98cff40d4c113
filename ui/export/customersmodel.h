#pragma once

#include "core/session/customerlist.h"

#include <QAbstractTableModel>

namespace xo::ui {

/// The customers behind a figure; cells are read when they are shown, so the size of the list does not matter.
class CustomersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setList(std::shared_ptr<const session::CustomerList> list);
    const std::shared_ptr<const session::CustomerList>& list() const { return m_list; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// Names that the program gave, in the window's language ("customer" → 客户编号); other headers as they are.
    static QString headerText(const std::string& header);

private:
    std::shared_ptr<const session::CustomerList> m_list;
};

} // namespace xo::ui
