#pragma once

#include "ui/document/document.h"
#include "ui/widgets/livetexts.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace xo::ui {

class RuleBuilder;

/// One stage of a journey: which events it is, the question asked about it, target, limit and standards. What can't be
/// read is said under its field; stage() then still holds what was read before.
class StageEditor : public QWidget {
    Q_OBJECT
public:
    StageEditor(Document* document, QWidget* parent);
    /// Shows a stage; `inner`: neither the first nor the last (only such a one may be optional).
    void setStage(const JourneyStage& stage, bool inner);
    void setInner(bool inner);
    const JourneyStage& stage() const { return m_stage; }
    /// What the core finds wrong with the condition, and with being optional; blank = nothing. No problem of what was
    /// typed: another stage can be chosen.
    void showChecks(const QString& condition, const QString& optional);
    bool hasProblem() const;
    void focusProblem();

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct StandardRow {
        QWidget* line;
        QComboBox *metric, *op;
        QLineEdit* limit;
        QToolButton* remove;
    };
    // texts come untranslated (QT_TR_NOOP): they are set again when the language changes
    int addRow(const char* name, QWidget* field);
    QLineEdit* addEdit(const char* name, const QString& objectName, const char* hint, QLabel*& problem);
    QLabel* addProblem(const QString& objectName);
    void nameStandard(const StandardRow& row);
    void addStandard(const StageStandard& standard);
    void removeStandard(QWidget* line);
    void fillChoices();
    void readName();
    void readCondition();
    void readLimit();
    void readTarget();
    void readQuestions();
    void readStandards();
    void setProblem(QLabel* label, const QString& text);

    Document* m_document;
    JourneyStage m_stage;
    bool m_filling = false;
    bool m_inner = false;
    LiveTexts m_texts;
    QGridLayout* m_grid;
    QLineEdit *m_name, *m_condition, *m_limit, *m_target;
    QLabel *m_nameProblem, *m_conditionProblem, *m_limitProblem, *m_targetProblem, *m_standardsProblem;
    QLabel *m_conditionCheck, *m_optionalCheck;
    RuleBuilder* m_builder;
    QCheckBox* m_optional;
    QComboBox* m_question;
    QListWidget* m_more;
    QVBoxLayout* m_standardsLayout;
    QPushButton* m_addStandard;
    QList<StandardRow> m_standards;
    QStringList m_metrics, m_questions;
};

} // namespace xo::ui
