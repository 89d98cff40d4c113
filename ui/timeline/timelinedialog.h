#pragma once

#include "ui/pages/projectdialog.h"
#include "ui/timeline/timelinemodel.h"

class QLabel;
class QPushButton;

namespace xo::ui {

class ChartView;
class ElidedLabel;
class FactsView;
class ListTable;

/// Everything known of one customer in one order of time: events and answers on one line and as rows. From an answer to
/// its event, and from an event to its answers, is one click.
class TimelineDialog : public ProjectDialog {
    Q_OBJECT
public:
    TimelineDialog(Document* document, const QString& customer, QWidget* parent);
    TimelineModel* model() const { return m_model; }
    ChartView* chart() const { return m_chart; }
    void select(std::size_t entry);
    std::optional<std::size_t> selected() const;

protected:
    void load() override;
    void retranslate() override;

private:
    void openCustomer(const QString& customer);
    void showTimeline();
    void showEntry();
    void follow(); ///< to the event of an answer, or to the next answer about an event

    QString m_customer;
    TimelineModel* m_model;
    QLabel *m_title, *m_count, *m_entryTitle, *m_tie;
    ElidedLabel* m_profile;
    ChartView* m_chart;
    ListTable* m_table;
    FactsView* m_facts;
    QPushButton *m_follow, *m_copy, *m_close;
};

} // namespace xo::ui
