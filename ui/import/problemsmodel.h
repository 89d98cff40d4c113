#pragma once

#include "core/columnar/batch.h"

#include <QAbstractTableModel>

#include <vector>

namespace xo::ui {

/// Rejected rows and cells that were kept as text or not counted.
class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setProblems(std::vector<ImportProblem> problems);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    static QString reasonText(const std::string& code);
    const ImportProblem& at(int row) const { return m_problems[static_cast<std::size_t>(row)]; }
    void retranslate();
    /// Header and rows as a table for the clipboard or a file: tabs between cells.
    QString text() const;

private:
    std::vector<ImportProblem> m_problems;
};

} // namespace xo::ui
