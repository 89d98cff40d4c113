#pragma once

#include "core/analysis/funnel/funnel.h"

#include <QAbstractTableModel>

namespace xo::ui {

/// The stages of a funnel result, one row each, raw values (figures.h).
class FunnelModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Stage,
        Reached,
        FromStart,
        FromPrevious,
        RateInterval,
        InclImmature,
        Reference, ///< rate the verdict of the step holds against
        Lost,
        Open,
        TimeP50,
        TimeP90,
        Satisfaction,
        SatisfactionInterval,
        Answers,
        Verdict, ///< of the step into the stage, as its rate is
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setResult(const analysis::FunnelResult& result);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void retranslate();
    static QString verdictWord(const std::string& verdict); ///< "stuck", "only O low" …

private:
    analysis::FunnelResult m_result;
};

/// The groups of a funnel result, one row each, at one step (from stage `step` to the next).
class FunnelGroupModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Group,
        Entrants,
        StepReached,
        StepRate,
        StepInterval,
        EndRate,
        Lost,
        Satisfaction,
        Answers,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setResult(const analysis::FunnelResult& result, std::size_t step);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    analysis::FunnelResult m_result;
    std::size_t m_step = 0;
};

} // namespace xo::ui
