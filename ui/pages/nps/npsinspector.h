#pragma once

#include "core/analysis/nps/nps.h"
#include "core/chart/journeyspec.h"
#include "ui/charts/npsbuilder.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace xo::ui {

class FactsView;
class InspectorSection;
class SharesBar;

/// Parameters of the NPS page, the figures of the selected group, the base counts, and how to read them.
class NpsInspector : public QWidget {
    Q_OBJECT
public:
    explicit NpsInspector(QWidget* parent = nullptr);
    void setWorkspace(const Workspace& workspace);
    bool hasQuestion() const { return !m_questions.isEmpty(); }
    analysis::NpsParams params() const; ///< without filter and trend
    analysis::Trend trend() const;
    NpsOrder order() const;
    void setBreakdown(const QStringList& columns);
    void showRow(const analysis::NpsRow& row);
    void showBase(const analysis::BaseCounts& base);
    void showNothing();
    FactsView* facts() const { return m_facts; }
    FactsView* baseFacts() const { return m_base; }
    void retranslate();

Q_SIGNALS:
    void paramsChanged();
    void orderChanged();
    void listRequested();
    void segmentRequested();

private:
    void fill();
    InspectorSection *m_params, *m_selected, *m_baseSection, *m_reading;
    QComboBox *m_question, *m_by[3], *m_trend, *m_compare, *m_repeat, *m_weight, *m_order;
    FactsView *m_facts, *m_base;
    SharesBar* m_shares;
    QLabel* m_readingText;
    QPushButton *m_list, *m_save;
    struct Question {
        QString name, label, dataset;
    };
    QList<Question> m_questions;
    QStringList m_columns, m_weights;
    QString m_defaultBy;
    bool m_filling = false;
};

} // namespace xo::ui
