#pragma once

#include "core/columnar/workspace.h"
#include "core/model/identity.h"

#include <QDialog>

#include <memory>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;

namespace xo::ui {

/// One identity rule: what is compared, and in which columns (or which keys are kept apart, or which forms of link
/// keys are alike).
class RuleDialog : public QDialog {
    Q_OBJECT
public:
    RuleDialog(std::shared_ptr<const Workspace> workspace, const IdentityRule& rule, QWidget* parent);
    IdentityRule rule() const;
    /// Why the rule can't be taken yet, blank when it can.
    QString problem() const;

private:
    void kindChanged();
    void check();
    IdentityKind kind() const;
    std::shared_ptr<const Workspace> m_workspace;
    QComboBox* m_kind;
    QLabel* m_hint;
    QStackedWidget* m_stack;
    QListWidget* m_columns;
    QList<QLineEdit*> m_keys;
    QList<QCheckBox*> m_forms;
    QLabel* m_problem;
    QDialogButtonBox* m_buttons;
};

} // namespace xo::ui
