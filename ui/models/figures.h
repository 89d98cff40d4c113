#pragma once

#include <QPointF>
#include <QSortFilterProxyModel>
#include <QString>
#include <QVariant>

class QAbstractItemView;
class QTableView;
class QTreeView;

namespace xo::ui {

/// How the raw value of a column is shown. An invalid QVariant is a missing value: "–".
enum class FigureKind {
    Words,          ///< QString
    Count,          ///< qint64 → 12,345
    Ratio,          ///< double 0…1 → 19.8%
    RatioInterval,  ///< QPointF(low, high) of ratios → 18.5–21.2%
    Mean,           ///< double → 3.62
    MeanInterval,   ///< QPointF → 3.54–3.70
    Points,         ///< double → +12.4
    PointsInterval, ///< QPointF → −14.5 … −7.9
    Duration,       ///< seconds
    Probability     ///< p or q → < 0.001
};
QString figureText(const QVariant& value, FigureKind kind, bool chinese);

/// Roles of the models of figures: Qt::DisplayRole is the raw value.
enum FigureRole {
    KindRole = Qt::UserRole + 1, ///< of a column's header: FigureKind as int
    AccentRole,                  ///< of a cell: +1 better, −1 worse (▲▼ and colour), 0 plain
    BaseRole,                    ///< of a cell: 0 full, 1 indicative (grey), 2 hidden (the text of HintRole instead)
    HintRole,
    PinnedRole ///< of a row: a total, always last
};

/// Thin layer between a model of raw values and a view: text, alignment, colour; sorts by the raw values, missing ones
/// last, a pinned row at the very end.
class FigureProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    FigureKind kindOf(int column) const;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

/// The visible rows (expanded or not) as tab-separated text with a header line, as they are shown; levels of a tree are
/// indented by two blanks.
QString tableText(const QAbstractItemModel& model);
/// Header and row heights, selection and sorting as all tables of figures have them; Ctrl+C copies the table.
void setUpFigureTable(QTableView* view);
void setUpFigureTree(QTreeView* view);

} // namespace xo::ui
