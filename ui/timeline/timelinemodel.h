#pragma once

#include "core/analysis/timeline.h"

#include <QAbstractTableModel>

namespace xo::ui {

/// The events and answers of one customer, one row each, in the order of time.
class TimelineModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Kind, What, Scores, Tie, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setTimeline(analysis::Timeline timeline);
    const analysis::Timeline& timeline() const { return m_timeline; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void retranslate();

    QString what(std::size_t entry) const;   ///< stage, survey, else the dataset
    QString scores(std::size_t entry) const; ///< "csat 4 · nps 9"
    /// How an answer is tied to its event, or how many answers are about an event.
    QString tie(std::size_t entry) const;

private:
    QString text(std::size_t entry, int column) const;
    analysis::Timeline m_timeline;
};

} // namespace xo::ui
