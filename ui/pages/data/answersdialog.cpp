#include "ui/pages/data/answersdialog.h"

#include "ui/widgets/listtable.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
constexpr std::size_t kMostColumns = 40;
} // namespace

AnswersDialog::AnswersDialog(Document* document, const std::string& dataset, fusion::LinkFigure figure,
                             const QString& title, const QString& meaning, QWidget* parent)
    : QDialog(parent), m_document(document), m_dataset(dataset), m_figure(figure), m_model(new RowsModel(this)),
      m_message(new MessageBar(this)), m_count(label("subtitle", this)),
      m_table(new ListTable(m_model, m_message, 26, 260, this)) {
    resize(960, 600);
    setWindowTitle(title);
    auto* heading = label("finding", this);
    heading->setText(title);
    heading->setWordWrap(true);
    auto* hint = label("label", this);
    hint->setText(meaning);
    hint->setWordWrap(true);
    m_table->setAccessibleName(title);
    auto* copyButton = button("", this);
    setTexts(copyButton, tr("Copy"), ListTable::copyHint());
    auto* close = button("primary", this);
    setTexts(close, tr("Close"));

    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addStretch();
    actions->addWidget(copyButton);
    actions->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    layout->addWidget(heading);
    layout->addWidget(m_count);
    layout->addWidget(hint);
    layout->addWidget(m_table, 1);
    layout->addLayout(actions);
    connect(copyButton, &QPushButton::clicked, m_table, &ListTable::copy);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_document, &Document::workspaceChanged, this, [this] {
        if (m_document->isOpen())
            load();
        else
            reject();
    });
    load();
    m_table->setFocus();
}

void AnswersDialog::load() {
    m_loading = true;
    const std::shared_ptr<const Workspace> workspace = m_document->workspace();
    const auto table = workspace->findTable(m_dataset);
    if (!table) return reject();
    m_document->jobs()->run<std::shared_ptr<const RowsModel::Rows>>(
        tr("Answers"), this,
        [workspace, table = *table,
         figure = m_figure](const JobContext& job) -> Result<std::shared_ptr<const RowsModel::Rows>> {
            auto rows = fusion::linkFigureRows(*workspace, table, figure, job);
            if (!rows) return rows.failure();
            return RowsModel::load(workspace, table, std::move(*rows), kMostColumns, job);
        },
        [this](Result<std::shared_ptr<const RowsModel::Rows>> rows) {
            m_loading = false;
            if (!rows) return m_message->showError(rows.error());
            m_count->setText(tr("%1 of the %2 answers in %3")
                                 .arg(counted((*rows)->rows.size()), counted((*rows)->table->rows()),
                                      QString::fromStdString(m_dataset)));
            m_model->setRows(std::move(*rows));
        },
        QStringLiteral("answers/%1").arg(quintptr(this)));
}

} // namespace xo::ui
