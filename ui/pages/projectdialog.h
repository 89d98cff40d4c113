#pragma once

#include "ui/document/document.h"

#include <QDialog>

class QHBoxLayout;
class QPushButton;

namespace xo::ui {

class ListTable;
class MessageBar;

/// A dialog that reads the open project beside the window: it reads again when the project changes, closes with it, and
/// changes the language live. Subclasses call load() and retranslate() once at the end of their constructors.
class ProjectDialog : public QDialog {
    Q_OBJECT
public:
    ProjectDialog(Document* document, QWidget* parent);
    bool isIdle() const { return !m_loading; }

protected:
    Document* document() const { return m_document; }
    MessageBar* message() const { return m_message; }
    virtual void load() = 0;
    virtual void retranslate() = 0;
    void changeEvent(QEvent* event) override;
    /// Rows under each other below the message bar, `table` taking the room left, the buttons at the foot.
    void layOut(const QList<QWidget*>& rows, QWidget* table, QHBoxLayout* actions);
    /// Makes the buttons that copy the list and close the dialog.
    void setUpList(ListTable* table, QPushButton* copy, QPushButton* close);
    bool m_loading = false;

private:
    Document* m_document;
    MessageBar* m_message;
};

} // namespace xo::ui
