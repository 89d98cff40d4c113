#pragma once

#include "ui/document/document.h"
#include "ui/export/customersmodel.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTableView;

namespace xo::ui {

class MessageBar;

/// Writes the customers of a condition as a list: which columns, masked or not, with which action, to which file; shows
/// the first rows as they will be written and how many there are.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    ExportDialog(Document* document, const QString& title, const QString& filter, QWidget* parent);

    bool isIdle() const { return !m_previewing && !m_writing; }
    session::ListParams params() const;
    QString file() const;
    void setFile(const QString& path);
    void setColumnChecked(const QString& column, bool checked);
    void setMasked(bool masked);
    void startExport();

Q_SIGNALS:
    void exported(const QString& path, qulonglong rows);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fillColumns();
    void preview();
    void retranslate();
    void browse();
    void formatChanged();
    void updateButtons();

    Document* m_document;
    QString m_titleText;
    QString m_filter;
    MessageBar* m_message;
    QLabel* m_title;
    QLabel* m_rule;
    QLabel* m_columnsLabel;
    QListWidget* m_columns;
    QCheckBox* m_mask;
    QLabel* m_maskHint;
    QLabel* m_actionLabel;
    QLineEdit* m_action;
    QLabel* m_fileLabel;
    QComboBox* m_format;
    QLineEdit* m_path;
    QPushButton* m_browse;
    QCheckBox* m_bom;
    QTableView* m_table;
    CustomersModel* m_model;
    QLabel* m_count;
    QPushButton* m_cancel;
    QPushButton* m_export;
    quint64 m_job = 0;
    bool m_previewing = false;
    bool m_writing = false;
};

} // namespace xo::ui
