#include "ui/pages/data/answersdialog.h"

#include "ui/timeline/timelinedialog.h"
#include "ui/widgets/listtable.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace xo::ui {

namespace {
constexpr std::size_t kMostColumns = 40;
} // namespace

AnswersDialog::AnswersDialog(Document* document, const std::string& dataset, fusion::LinkFigure figure,
                             const QString& title, const QString& meaning, QWidget* parent)
    : ProjectDialog(document, parent), m_dataset(dataset), m_figure(figure), m_model(new RowsModel(this)),
      m_count(label("subtitle", this)), m_table(new ListTable(m_model, message(), 26, 260, this)),
      m_copy(button("", this)), m_close(button("primary", this)) {
    resize(960, 600);
    setWindowTitle(title);
    auto* heading = label("finding", this);
    heading->setText(title);
    heading->setWordWrap(true);
    auto* hint = label("label", this);
    hint->setText(meaning);
    hint->setWordWrap(true);
    m_table->setAccessibleName(title);
    auto* actions = new QHBoxLayout;
    actions->addStretch();
    actions->addWidget(m_copy);
    actions->addWidget(m_close);
    layOut({heading, m_count, hint}, m_table, actions);
    setUpList(m_table, m_copy, m_close);
    connect(m_table, &QTableView::activated, this, &AnswersDialog::openTimeline);
    retranslate();
    load();
    m_table->setFocus();
}

void AnswersDialog::retranslate() {
    setTexts(m_copy, tr("Copy"), ListTable::copyHint());
    setTexts(m_close, tr("Close"));
    m_table->setToolTip(tr("A double click or Enter opens the customer: events and answers on one line"));
    if (m_model->table())
        m_count->setText(tr("%1 of the %2 answers in %3")
                             .arg(counted(static_cast<qulonglong>(m_model->rowCount())),
                                  counted(m_model->table()->rows()), QString::fromStdString(m_dataset)));
}

void AnswersDialog::openTimeline() {
    const auto customer = m_model->customer(m_table->currentIndex().row());
    if (!customer) return message()->showNotice(tr("Nothing in this answer says whose it is."));
    auto* dialog = new TimelineDialog(document(), QString::fromStdString(*customer), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void AnswersDialog::load() {
    m_loading = true;
    const std::shared_ptr<const Workspace> workspace = document()->workspace();
    const auto table = workspace->findTable(m_dataset);
    if (!table) return reject();
    document()->jobs()->run<std::shared_ptr<const RowsModel::Rows>>(
        tr("Answers"), this,
        [workspace, table = *table,
         figure = m_figure](const JobContext& job) -> Result<std::shared_ptr<const RowsModel::Rows>> {
            auto rows = fusion::linkFigureRows(*workspace, table, figure, job);
            if (!rows) return rows.failure();
            return RowsModel::load(workspace, table, std::move(*rows), kMostColumns, job);
        },
        [this](Result<std::shared_ptr<const RowsModel::Rows>> rows) {
            m_loading = false;
            if (!rows) return message()->showError(rows.error());
            m_model->setRows(std::move(*rows));
            retranslate();
        },
        QStringLiteral("answers/%1").arg(quintptr(this)));
}

} // namespace xo::ui
