#include "ui/pages/data/answersdialog.h"

#include "ui/widgets/columnfit.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace xo::ui {

namespace {
constexpr std::size_t kMostColumns = 40;
constexpr int kMostCopied = 100'000;
} // namespace

AnswersDialog::AnswersDialog(Document* document, const std::string& dataset, fusion::LinkFigure figure,
                             const QString& title, const QString& meaning, QWidget* parent)
    : QDialog(parent), m_document(document), m_dataset(dataset), m_figure(figure), m_model(new RowsModel(this)),
      m_message(new MessageBar(this)), m_count(label("subtitle", this)), m_table(new QTableView(this)) {
    resize(960, 600);
    setWindowTitle(title);
    auto* heading = label("finding", this);
    heading->setText(title);
    heading->setWordWrap(true);
    auto* hint = label("label", this);
    hint->setText(meaning);
    hint->setWordWrap(true);
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(title);
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->horizontalHeader()->setHighlightSections(false);
    new ColumnFit(m_table, m_table->horizontalHeader(), 260);
    auto* copyButton = button("", this);
    setTexts(copyButton, tr("Copy"), tr("Copies the selected rows, or the first 100,000"));
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
    connect(copyButton, &QPushButton::clicked, this, &AnswersDialog::copy);
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

void AnswersDialog::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QDialog::keyPressEvent(event);
}

void AnswersDialog::copy() {
    QList<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    if (rows.isEmpty())
        for (int row = 0; row < std::min(m_model->rowCount(), kMostCopied); ++row)
            rows.append(row);
    QString text;
    const int columns = m_model->columnCount();
    for (int column = 0; column < columns; ++column)
        text += m_model->headerData(column, Qt::Horizontal).toString() +
                (column + 1 < columns ? QLatin1Char('\t') : QLatin1Char('\n'));
    for (const int row : rows)
        for (int column = 0; column < columns; ++column)
            text += m_model->index(row, column).data().toString().simplified() +
                    (column + 1 < columns ? QLatin1Char('\t') : QLatin1Char('\n'));
    QApplication::clipboard()->setText(text);
    m_message->showNotice(tr("%1 rows copied.").arg(counted(static_cast<qulonglong>(rows.size()))));
}

} // namespace xo::ui
