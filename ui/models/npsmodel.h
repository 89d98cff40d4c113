#pragma once

#include "core/analysis/nps/nps.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace xo::ui {

/// An NPS breakdown as a tree: the groups of the first column, under each the groups of the second, and so on, and the
/// total. Every level is a result of its own (by a, by a and b, …), so that parents are counted and tested, never
/// averaged. Raw values (figures.h).
class NpsModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Group, Answers, Promoters, Passives, Detractors, Nps, Interval, VersusRest, Q, ColumnCount };
    explicit NpsModel(QObject* parent = nullptr);
    ~NpsModel() override;
    /// `levels[k]` was run by the first k+1 columns; empty = only the total.
    void setResults(const analysis::NpsResult& total, const std::vector<analysis::NpsResult>& levels);
    void clear();
    /// The row behind an index; nullptr when the index is invalid.
    const analysis::NpsRow* row(const QModelIndex& index) const;
    /// Index of the top-level row of a group; invalid when there is none.
    QModelIndex find(const std::vector<std::optional<std::string>>& group) const;
    void retranslate();

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node;
    const Node* nodeOf(const QModelIndex& index) const;
    std::unique_ptr<Node> m_root;
    QStringList m_by;
};

} // namespace xo::ui
