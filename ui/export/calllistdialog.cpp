#include "ui/export/calllistdialog.h"

#include "core/session/calllist.h"
#include "ui/timeline/timelineopener.h"
#include "ui/widgets/listtable.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace xo::ui {

CallListDialog::CallListDialog(Document* document, PageHost* host, const analysis::FunnelParams& params,
                               std::size_t stage, QWidget* parent)
    : ProjectDialog(document, parent), m_host(host), m_params(params), m_stage(stage), m_model(new CallListModel(this)),
      m_title(label("finding", this)), m_count(label("subtitle", this)), m_rule(label("hint", this)),
      m_table(new ListTable(m_model, message(), 28, 320, this)), m_copy(button("", this)), m_close(button("", this)),
      m_export(button("primary", this)) {
    setObjectName(QStringLiteral("callList"));
    resize(820, 560);
    m_title->setWordWrap(true);
    m_rule->setWordWrap(true);
    m_table->setObjectName(QStringLiteral("callListRows"));
    m_export->setObjectName(QStringLiteral("callListExport"));
    auto* actions = new QHBoxLayout;
    actions->addStretch();
    actions->addWidget(m_copy);
    actions->addWidget(m_close);
    actions->addWidget(m_export);
    layOut({m_title, m_count, m_rule}, m_table, actions);
    setUpList(m_table, m_copy, m_close);
    m_timeline = new TimelineOpener(
        document, m_table, [this](int row) { return m_model->index(row, CallListModel::Customer).data().toString(); });
    connect(m_export, &QPushButton::clicked, this, &CallListDialog::exportList);
    retranslate();
    load();
}

void CallListDialog::load() {
    m_loading = true;
    document()->jobs()->run<std::vector<analysis::OverdueCustomer>>(
        tr("Finding the customers"), this,
        [context = document()->context(), params = m_params, stage = m_stage](const JobContext& job) {
            return session::callList(context, params, stage, job);
        },
        [this](Result<std::vector<analysis::OverdueCustomer>> customers) {
            if (!customers && customers.error().code == kCancelled) return;
            m_loading = false;
            if (!customers) {
                m_model->setCustomers({});
                message()->showError(customers.error());
            } else {
                if (!customers->empty()) m_stageName = QString::fromStdString(customers->front().stageName);
                m_model->setCustomers(std::move(*customers));
            }
            retranslate();
        },
        QStringLiteral("calllist/%1").arg(quintptr(this)));
}

void CallListDialog::retranslate() {
    m_timeline->retranslate();
    const auto& customers = m_model->customers();
    const QString title = m_stageName.isEmpty() ? tr("Overdue customers") : tr("Overdue at %1").arg(m_stageName);
    setWindowTitle(title);
    m_title->setText(title);
    m_count->setText(tr("%1 to call today").arg(counted(customers.size())));
    m_rule->setText(tr("Still open and waiting for longer than nine of ten of those who went on needed (P90). The "
                       "longest beyond the limit first."));
    m_table->setAccessibleName(tr("Overdue customers"));
    setTexts(m_copy, tr("Copy"), ListTable::copyHint());
    setTexts(m_close, tr("Close"));
    setTexts(m_export, tr("Export list…"));
    m_export->setEnabled(!customers.empty());
    m_model->retranslate();
}

void CallListDialog::exportList() {
    m_host->chooseSaveFile(
        tr("Export overdue customers"), m_title->text() + QStringLiteral(".csv"),
        tr("CSV table (*.csv);;Excel workbook (*.xlsx)"), [this](const QString& path) {
            session::CallListParams list;
            list.stage = m_stage;
            list.excelBom = true;
            for (int column = 0; column < CallListModel::ColumnCount; ++column)
                list.headers.push_back(CallListModel::header(column).toStdString());
            document()->jobs()->run<session::ListExport>(
                tr("Writing the list"), this,
                [context = document()->context(), params = m_params, list, file = path.toStdString()](
                    const JobContext& job) { return session::exportOverdue(context, params, list, file, job); },
                [this, path](Result<session::ListExport> written) {
                    if (written)
                        message()->showNotice(tr("%1 customers written: %2").arg(counted(written->rows)).arg(path));
                    else if (written.error().code != kCancelled)
                        message()->showError(written.error());
                });
        });
}

} // namespace xo::ui
