#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace xo::ui {

/// One condition of the shared selection: a filter chip, or a step of the drill path.
struct SelectionStep {
    QString label;      ///< what the user sees ("区域 = 华东", "试乘试驾 › 未下定")
    QString filter;     ///< filter text (core/query)
    bool drill = false; ///< a step of the drill path (breadcrumb) rather than a chip of the toolbar
    bool operator==(const SelectionStep&) const = default;
};

/// The one selection every page computes on: chips and drill path, with its own back/forward history.
class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    const QList<SelectionStep>& steps() const { return m_steps; }
    /// Conjunction of all steps' filters; blank = everything.
    QString filterText() const;
    void add(const SelectionStep& step); ///< an equal filter is not added twice
    /// Puts `step` in the place of the one with this filter; one that is there already isn't put in twice.
    void replace(const QString& filter, const SelectionStep& step);
    /// The same without a step back to how it was: the condition says anew what is meant.
    void amend(const QString& filter, const SelectionStep& step);
    void removeAt(qsizetype index);
    void truncateDrill(qsizetype drillSteps); ///< keeps the first n steps of the drill path
    void clear();
    void reset(); ///< another project: no steps and no history
    bool canGoBack() const { return m_position > 0; }
    bool canGoForward() const { return m_position + 1 < m_history.size(); }
    void goBack();
    void goForward();

Q_SIGNALS:
    void changed();

private:
    QList<SelectionStep> replaced(const QString& filter, const SelectionStep& step) const;
    void set(QList<SelectionStep> steps);
    QList<SelectionStep> m_steps;
    QList<QList<SelectionStep>> m_history{{}};
    qsizetype m_position = 0;
};

} // namespace xo::ui
