#pragma once

#include "ui/document/document.h"
#include "ui/export/customersmodel.h"

#include <QDialog>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;

namespace xo::ui {

class ListTable;
class MessageBar;

/// The customers behind a figure, with the condition that selects them: read, copy, save as a segment, export.
class CustomersDialog : public QDialog {
    Q_OBJECT
public:
    CustomersDialog(Document* document, const QString& title, const QString& filter, QWidget* parent);
    bool isIdle() const { return !m_loading; }
    CustomersModel* model() const { return m_model; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void load();
    void retranslate();
    void saveSegment();
    void openTimeline();
    void exportList();

    Document* m_document;
    QString m_titleText;
    QString m_filter;
    CustomersModel* m_model;
    MessageBar* m_message;
    QLabel* m_title;
    QLabel* m_count;
    QLabel* m_rule;
    ListTable* m_table;
    QAction* m_timeline = nullptr;
    QLineEdit* m_name;
    QPushButton* m_save;
    QPushButton* m_copy;
    QPushButton* m_export;
    QPushButton* m_close;
    session::SegmentCount m_size;
    bool m_loading = false;
};

} // namespace xo::ui
