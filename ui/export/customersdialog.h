#pragma once

#include "core/session/engine.h"
#include "ui/export/customersmodel.h"
#include "ui/pages/projectdialog.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace xo::ui {

class ListTable;
class TimelineOpener;

/// The customers behind a figure, with the condition that selects them: read, copy, save as a segment, export.
class CustomersDialog : public ProjectDialog {
    Q_OBJECT
public:
    CustomersDialog(Document* document, const QString& title, const QString& filter, QWidget* parent);
    CustomersModel* model() const { return m_model; }

protected:
    void load() override;
    void retranslate() override;

private:
    void saveSegment();
    QString keyOf(int row) const;
    void exportList();

    QString m_titleText;
    QString m_filter;
    CustomersModel* m_model;
    QLabel* m_title;
    QLabel* m_count;
    QLabel* m_rule;
    ListTable* m_table;
    TimelineOpener* m_timeline;
    QLineEdit* m_name;
    QPushButton* m_save;
    QPushButton* m_copy;
    QPushButton* m_export;
    QPushButton* m_close;
    session::SegmentCount m_size;
};

} // namespace xo::ui
