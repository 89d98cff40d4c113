#pragma once

#include "ui/charts/journeyviewbuilder.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace xo::ui {

class ChartView;

/// A tab of the journey page beside the funnel: choices on top, a picture, the table of the same figures; or what is
/// missing.
class JourneyView : public QWidget {
    Q_OBJECT
public:
    explicit JourneyView(QWidget* parent);
    void showTab(const JourneyTab& tab);
    void clear();
    /// Steps to choose from; no signal.
    void setSteps(const QStringList& steps, int current);
    QComboBox* step() const { return m_step; }
    QComboBox* choice() const { return m_choice; } ///< what to compare with, or the period of entry
    QPushButton* list() const { return m_list; }
    ChartView* chart() const { return m_chart; }
    bool isEmpty() const;
    QString emptyText() const;
    QString tableText() const;
    void retranslate();

private:
    QComboBox *m_step, *m_choice;
    QPushButton* m_list;
    QLabel *m_note, *m_empty;
    QStackedWidget* m_stack;
    ChartView* m_chart;
    QTableWidget* m_table;
};

} // namespace xo::ui
