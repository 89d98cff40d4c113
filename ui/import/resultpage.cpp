#include "ui/import/resultpage.h"

#include "ui/import/problemsmodel.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/pieces.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace xo::ui {

ResultPage::ResultPage(ImportFiles* files, const ImportAsk* ask, QWidget* parent)
    : QWidget(parent), m_files(files), m_ask(ask), m_heading(label("finding", this)), m_sub(label("subtitle", this)),
      m_problemsTitle(label("title", this)), m_table(new QTableWidget(this)), m_problems(new ProblemsModel(this)),
      m_problemsView(new QTableView(this)), m_copy(button("small", this)), m_save(button("small", this)),
      m_undo(button("small", this)) {
    m_heading->setWordWrap(true);
    m_sub->setWordWrap(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setMaximumHeight(220);
    m_problemsView->setModel(m_problems);
    m_problemsView->verticalHeader()->hide();
    m_problemsView->setShowGrid(false);
    m_problemsView->setTabKeyNavigation(false);
    m_problemsView->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    new ColumnFit(m_problemsView, m_problemsView->horizontalHeader(), 420);
    for (QPushButton* push : {m_copy, m_save, m_undo})
        push->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_problemsTitle, 1);
    row->addWidget(m_copy);
    row->addWidget(m_save);
    auto* undo = new QHBoxLayout;
    undo->addWidget(m_sub, 1);
    undo->addWidget(m_undo);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(m_heading);
    layout->addLayout(undo);
    layout->addWidget(m_table);
    layout->addLayout(row);
    layout->addWidget(m_problemsView, 1);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this](int at) { showProblems(at); });
    connect(m_undo, &QPushButton::clicked, this, &ResultPage::undoRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_problems->text()); });
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (!m_ask->saveFile) return;
        m_ask->saveFile(tr("Export the list"), tr("problems") + QStringLiteral(".csv"), tr("CSV table (*.csv)"),
                        [this](const QString& path) { Q_EMIT saveRequested(m_problems->text(), path); });
    });
}

void ResultPage::showProblems(int row) {
    if (row < 0 || row >= m_files->count() || !m_files->at(row).batch) return;
    m_problems->setProblems(m_files->at(row).batch->problems);
    const qulonglong shown = static_cast<qulonglong>(m_problems->rowCount());
    m_problemsTitle->setText(
        shown == 0
            ? tr("%1: every row and every cell was taken as it is").arg(m_files->at(row).name())
            : tr("%1: rows left out and cells that stand out (%2)").arg(m_files->at(row).name(), counted(shown)));
    m_copy->setEnabled(shown > 0);
    m_save->setEnabled(shown > 0);
}

void ResultPage::showReports() {
    const std::vector<ImportReport>& reports = m_files->reports();
    const QStringList heads{tr("File"),     tr("Dataset"),      tr("Rows read"),    tr("Imported"),    tr("Left out"),
                            tr("Replaced"), tr("Out of range"), tr("Kept as text"), tr("Repeated ids")};
    m_table->clear();
    m_table->setColumnCount(static_cast<int>(heads.size()));
    m_table->setRowCount(static_cast<int>(reports.size()));
    m_table->setHorizontalHeaderLabels(heads);
    std::uint64_t imported = 0, rejected = 0;
    QStringList notes;
    for (int row = 0; row < static_cast<int>(reports.size()) && row < m_files->count(); ++row) {
        const ImportReport& report = reports[static_cast<std::size_t>(row)];
        const auto put = [&](int column, const QString& text, bool number) {
            auto* item = new QTableWidgetItem(text);
            if (number) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, column, item);
        };
        put(0, m_files->at(row).name(), false);
        put(1, QString::fromStdString(report.dataset), false);
        int column = 2;
        for (const std::uint64_t number : {report.rowsRead, report.rowsImported, report.rowsRejected, report.rowsHidden,
                                           report.cellsOutOfRange, report.cellsUnparsed, report.duplicateIds})
            put(column++, counted(number), true);
        imported += report.rowsImported;
        rejected += report.rowsRejected;
        if (report.duplicateOf)
            notes << tr("%1 is in the project already (import %2): nothing was added.")
                         .arg(m_files->at(row).name())
                         .arg(*report.duplicateOf);
    }
    m_table->resizeColumnsToContents();
    m_table->setColumnWidth(0, std::max(220, m_table->columnWidth(0)));
    m_heading->setText(reports.size() == 1
                           ? imported == 1
                                 ? tr("1 row imported, %1 left out").arg(counted(rejected))
                                 : tr("%1 rows imported, %2 left out").arg(counted(imported), counted(rejected))
                           : tr("%1 rows imported from %2 files, %3 left out")
                                 .arg(counted(imported))
                                 .arg(reports.size())
                                 .arg(counted(rejected)));
    notes << tr("The import can be undone now or later.");
    m_sub->setText(notes.join(QLatin1Char(' ')));
    m_undo->setEnabled(notes.size() <= static_cast<qsizetype>(reports.size()));
    if (!reports.empty()) m_table->setCurrentCell(0, 0);
    showProblems(m_table->currentRow());
}

void ResultPage::retranslate() {
    setTexts(m_copy, tr("&Copy the list"));
    setTexts(m_save, tr("&Export the list…"));
    setTexts(m_undo, tr("&Undo the import"));
    m_table->setAccessibleName(tr("What was imported, by file"));
    m_problemsView->setAccessibleName(tr("Rows left out and cells that stand out"));
    m_problems->retranslate();
    if (!m_files->reports().empty()) showReports();
}

} // namespace xo::ui
