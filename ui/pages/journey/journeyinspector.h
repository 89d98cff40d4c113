#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/chart/journeyspec.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace xo::ui {

class FactsView;
class InspectorSection;

/// Parameters of the journey page, the figures of the selected step, and what they mean.
class JourneyInspector : public QWidget {
    Q_OBJECT
public:
    explicit JourneyInspector(QWidget* parent = nullptr);
    /// Offers the journeys, questions and columns of a project; choices that still exist are kept.
    void setWorkspace(const Workspace& workspace);
    /// Stages that can be ticked when no saved journey is chosen, in journey order.
    void setStages(const QStringList& stages);
    analysis::FunnelParams params() const; ///< without the filter
    static constexpr int kAutomaticMonths = -1;
    /// Entrants of the last months, compared with the time before; 0 = all entrants; kAutomaticMonths = the last six
    /// where they can be judged against the six before, else all.
    int months() const;
    void setMonths(int months);
    void setBreakdown(const QString& column);
    QString reasons() const; ///< question with the reasons of those who left; blank = none
    /// `why`: the reasons of those who left there; blank = not known.
    void showSelected(const QString& title, const chart::Facts& facts, const QString& formula,
                      const chart::Facts& why = {});
    FactsView* facts() const { return m_facts; }
    void retranslate();

Q_SIGNALS:
    void paramsChanged();
    void listRequested();
    void segmentRequested();
    void editRequested(); ///< of the journeys

private:
    void fill();
    void updateStageList();
    InspectorSection *m_params, *m_selected, *m_why, *m_definition;
    QComboBox *m_journey, *m_window, *m_order, *m_attempt, *m_by, *m_question, *m_period;
    QComboBox *m_reference, *m_satisfactionReference, *m_reasons;
    QListWidget* m_stages;
    FactsView *m_facts, *m_whyFacts;
    QLabel* m_formula;
    QPushButton *m_list, *m_save, *m_edit;
    QStringList m_journeys, m_columns, m_questions, m_reasonColumns;
    QString m_defaultQuestion;
    bool m_filling = false;
};

} // namespace xo::ui
