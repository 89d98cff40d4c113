#pragma once

#include "ui/filter/conditionrow.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace xo::ui {

/// Adds a condition to the selection: by combo boxes, or as free filter text. Mistakes are shown with their position
/// while typing.
class ConditionEditor : public QDialog {
    Q_OBJECT
public:
    ConditionEditor(Document* document, QWidget* parent);
    QString filterText() const;
    void setFilterText(const QString& text);
    QString errorShown() const;
    bool canAdd() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void check();
    void retranslate();
    void addToSelection();
    Document* m_document;
    QLabel* m_rowTitle;
    ConditionRow* m_row;
    QLabel* m_textTitle;
    QPlainTextEdit* m_text;
    QLabel* m_state;
    QPushButton* m_add;
    QPushButton* m_cancel;
    bool m_fromRow = false;
};

/// What a chip shows for a condition: "region = 华东" as it is written, shortened.
QString chipLabel(const QString& filter);

} // namespace xo::ui
