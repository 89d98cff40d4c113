#pragma once

#include <QObject>

#include <vector>

class QAbstractItemView;
class QHeaderView;

namespace xo::ui {

/// Columns as wide as their header and visible cells; room that is left is shared among them, so that a table fills its
/// panel. Fits again when the view is resized or its model changes. O(columns · visible rows); above `kMeasured`
/// columns the others get a plain width.
class ColumnFit : public QObject {
    Q_OBJECT
public:
    static constexpr int kMeasured = 60;
    /// Watches the view; belongs to it. Set the model before.
    explicit ColumnFit(QAbstractItemView* view, QHeaderView* header, int widest = 320);
    void fitSoon();
    /// Columns that are hidden, in this order, where not all fit.
    void setExpendable(std::vector<int> columns);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    QAbstractItemView* m_view;
    QHeaderView* m_header;
    int m_widest;
    std::vector<int> m_expendable;
    bool m_waiting = false;
};

} // namespace xo::ui
