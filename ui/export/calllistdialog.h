#pragma once

#include "ui/export/calllistmodel.h"
#include "ui/pages/page.h"
#include "ui/pages/projectdialog.h"

class QLabel;
class QPushButton;

namespace xo::ui {

class ListTable;
class TimelineOpener;

/// Today's call list of a journey: who still waits at a stage for longer than nine of ten took to go on, the longest
/// beyond the limit first. A row opens the customer; Export writes the list.
class CallListDialog : public ProjectDialog {
    Q_OBJECT
public:
    CallListDialog(Document* document, PageHost* host, const analysis::FunnelParams& params, std::size_t stage,
                   QWidget* parent);
    CallListModel* model() const { return m_model; }

protected:
    void load() override;
    void retranslate() override;

private:
    void exportList();

    PageHost* m_host;
    analysis::FunnelParams m_params;
    std::size_t m_stage;
    QString m_stageName;
    CallListModel* m_model;
    QLabel *m_title, *m_count, *m_rule;
    ListTable* m_table;
    TimelineOpener* m_timeline;
    QPushButton *m_copy, *m_close, *m_export;
};

} // namespace xo::ui
