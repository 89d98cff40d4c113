#pragma once

#include "core/fusion/linkpanel.h"
#include "ui/pages/data/rowsmodel.h"
#include "ui/pages/projectdialog.h"

class QLabel;
class QPushButton;

namespace xo::ui {

class ListTable;

/// The answers behind one figure of the link panel: read and copy; a row opens its customer, where the answer stands
/// beside its event.
class AnswersDialog : public ProjectDialog {
    Q_OBJECT
public:
    AnswersDialog(Document* document, const std::string& dataset, fusion::LinkFigure figure, const QString& title,
                  const QString& meaning, QWidget* parent);
    RowsModel* model() const { return m_model; }

protected:
    void load() override;
    void retranslate() override;

private:
    void openTimeline();
    std::string m_dataset;
    fusion::LinkFigure m_figure;
    RowsModel* m_model;
    QLabel* m_count;
    ListTable* m_table;
    QPushButton *m_copy, *m_close;
};

} // namespace xo::ui
