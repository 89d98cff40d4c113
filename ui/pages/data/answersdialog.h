#pragma once

#include "core/fusion/linkpanel.h"
#include "ui/document/document.h"
#include "ui/pages/data/rowsmodel.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace xo::ui {

class ListTable;
class MessageBar;

/// The answers behind one figure of the link panel: read and copy.
class AnswersDialog : public QDialog {
    Q_OBJECT
public:
    AnswersDialog(Document* document, const std::string& dataset, fusion::LinkFigure figure, const QString& title,
                  const QString& meaning, QWidget* parent);
    bool isIdle() const { return !m_loading; }
    RowsModel* model() const { return m_model; }

private:
    void load();
    Document* m_document;
    std::string m_dataset;
    fusion::LinkFigure m_figure;
    RowsModel* m_model;
    MessageBar* m_message;
    QLabel* m_count;
    ListTable* m_table;
    bool m_loading = false;
};

} // namespace xo::ui
