#pragma once

#include "core/fusion/identityreport.h"
#include "ui/document/document.h"

#include <QDialog>

#include <optional>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace xo::ui {

class MessageBar;

/// Why these keys are one person: each join with the key that made it and the rows that hold it, down to file and
/// line; and what did not join.
class PersonDialog : public QDialog {
    Q_OBJECT
public:
    /// `workspace` may be the project under rules that are not applied yet.
    PersonDialog(Document* document, std::shared_ptr<const Workspace> workspace, const std::string& key,
                 QWidget* parent);
    bool isIdle() const { return !m_loading; }

Q_SIGNALS:
    /// The user says that two customer keys are not one person.
    void separated(const std::string& one, const std::string& other);

private:
    void showPerson(const fusion::PersonExplained& person);
    void chosen();
    Document* m_document;
    std::shared_ptr<const Workspace> m_workspace;
    std::optional<fusion::PersonExplained> m_person;
    MessageBar* m_message;
    QLabel* m_title;
    QLabel* m_keys;
    QLabel* m_hint;
    QTreeWidget* m_tree;
    QPushButton* m_separate;
    bool m_loading = true;
};

} // namespace xo::ui
