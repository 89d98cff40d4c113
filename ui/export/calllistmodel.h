#pragma once

#include "core/analysis/funnel/funnel.h"

#include <QAbstractTableModel>

namespace xo::ui {

/// Those who wait at a stage for too long, one row each: customer, stage, since when, days waited, days allowed.
class CallListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Customer, Stage, Since, Waited, Limit, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setCustomers(std::vector<analysis::OverdueCustomer> customers);
    const std::vector<analysis::OverdueCustomer>& customers() const { return m_customers; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    static QString header(int column);
    void retranslate();

private:
    std::vector<analysis::OverdueCustomer> m_customers;
};

} // namespace xo::ui
