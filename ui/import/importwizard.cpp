#include "ui/import/importwizard.h"

#include "core/base/text.h"
#include "core/io/importer.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/kindtext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace xo::ui {

ImportWizard::ImportWizard(Document* document, const QStringList& files, QWidget* parent)
    : QDialog(parent), m_document(document), m_files(files), m_message(new MessageBar(this)),
      m_heading(label("finding", this)), m_sub(label("subtitle", this)), m_steps(new QStackedWidget(this)),
      m_progress(new QProgressBar(this)), m_note(label("hint", this)), m_cancel(button("", this)),
      m_back(button("", this)), m_next(button("primary", this)) {
    resize(1080, 720);
    m_heading->setWordWrap(true);
    m_steps->addWidget(buildFormatStep());
    m_steps->addWidget(buildCheckStep());
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setRange(0, 1000);

    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_note, 1);
    actions->addWidget(m_cancel);
    actions->addWidget(m_back);
    actions->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    layout->addWidget(m_heading);
    layout->addWidget(m_sub);
    layout->addWidget(m_steps, 1);
    layout->addWidget(m_progress);
    layout->addLayout(actions);

    connect(m_cancel, &QPushButton::clicked, this, [this] { m_running > 0 && step() == 2 ? stop() : reject(); });
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_steps->setCurrentIndex(0);
        retranslate();
    });
    connect(m_next, &QPushButton::clicked, this, [this] { step() == 1 ? checkFile() : startImport(); });
    connect(m_document->jobs(), &JobRunner::changed, this, [this] {
        double fraction = 0;
        for (const JobInfo& job : m_document->jobs()->running())
            if (job.fraction >= 0) fraction = std::max(fraction, job.fraction);
        m_progress->setValue(static_cast<int>(fraction * 1000));
    });
    if (auto recipes = m_document->recipes()) m_recipes = *recipes;
    if (auto batches = m_document->batches()) m_earlier = *batches;
    openFile(0);
}

int ImportWizard::step() const {
    return m_steps->currentIndex() + 1;
}

DatasetKind ImportWizard::kind() const {
    return static_cast<DatasetKind>(m_kind->currentData().toInt());
}

QString ImportWizard::errorText() const {
    return m_message->isError() ? m_message->text() : QString();
}

void ImportWizard::openFile(qsizetype index) {
    m_index = index;
    m_rolesGiven.clear();
    m_kindGiven = m_sheetGiven = false;
    m_inspection.reset();
    JobRunner::release(std::move(m_batch));
    m_batch.reset();
    m_filling = true;
    m_stages->clear();
    m_name->setText(QFileInfo(currentFile()).completeBaseName());
    m_encoding->setCurrentIndex(0);
    m_delimiter->setCurrentIndex(0);
    m_header->setCurrentIndex(0);
    m_sheet->clear();
    m_sheet->addItem(QString(), QString());
    m_recipe->clear();
    m_recipe->addItem(QString(), QString());
    for (const Recipe& recipe : m_recipes)
        m_recipe->addItem(QString::fromStdString(recipe.name), QString::fromStdString(recipe.name));
    m_recipeName->setText(m_name->text());
    m_filling = false;
    m_columns->setColumns({});
    m_steps->setCurrentIndex(0);
    inspectFile();
}

io::ReadOptions ImportWizard::readOptions() const {
    io::ReadOptions options;
    options.encoding = m_encoding->currentData().toString().toStdString();
    options.delimiter = m_delimiter->currentData().toString().toStdString();
    options.headerRows = m_header->currentData().toInt();
    options.sheet = m_sheet->currentData().toString().toStdString();
    return options;
}

std::vector<std::string> ImportWizard::setRoles() const {
    std::vector<std::string> roles;
    for (auto given = m_rolesGiven.cbegin(); given != m_rolesGiven.cend(); ++given)
        roles.push_back((given.key() + QLatin1Char('=') + given.value()).toStdString());
    return roles;
}

std::vector<std::string> ImportWizard::stages() const {
    return kind() == DatasetKind::Events ? splitQuoted(m_stages->text().trimmed().toStdString(), ',')
                                         : std::vector<std::string>();
}

Recipe ImportWizard::baseRecipe() const {
    const std::string chosen = m_recipe->currentData().toString().toStdString();
    for (const Recipe& recipe : m_recipes)
        if (!chosen.empty() && recipe.name == chosen) return recipe;
    // next month's file goes the way last month's of the same dataset went
    Recipe last;
    for (const BatchInfo& batch : m_earlier)
        if (batch.state == BatchState::Live && batch.dataset == m_name->text().toStdString()) {
            last = batch.recipe;
            last.encoding.clear();
            last.delimiter.clear();
            last.quote.clear();
            last.headerRows = -1;
            last.sheet.clear();
        }
    return last;
}

void ImportWizard::inspectFile() {
    m_message->dismiss();
    ++m_running;
    updateButtons();
    const std::string path = currentFile().toStdString();
    const io::ReadOptions options = readOptions();
    io::InspectHints hints;
    hints.base = baseRecipe();
    const bool known = !hints.base.columns.empty();
    if (m_kindGiven)
        hints.kind = kind();
    else if (known)
        hints.kind = hints.base.kind;
    hints.setRoles = setRoles();
    hints.stages = m_kindGiven ? stages() : hints.base.stages;
    hints.sampleRows = 5'000; // what a change of a setting re-reads, whatever the file's size
    m_document->jobs()->run<io::Inspection>(
        tr("Looking at %1").arg(QFileInfo(currentFile()).fileName()), this,
        [path, options, hints](const JobContext& job) { return io::inspect(path, options, hints, job); },
        [this](Result<io::Inspection> inspection) {
            --m_running;
            if (inspection) {
                m_inspection = std::move(*inspection);
                showInspection();
            } else if (inspection.error().code != kCancelled) {
                m_inspection.reset();
                m_message->showError(inspection.error());
                retranslate();
            }
            updateButtons();
        },
        QStringLiteral("import-inspect/%1").arg(quintptr(this)));
}

void ImportWizard::showInspection() {
    m_filling = true;
    if (!m_kindGiven) m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(m_inspection->kindGuess)));
    const QString sheet = m_sheet->currentData().toString();
    m_sheet->clear();
    m_sheet->addItem(QString(), QString());
    for (const io::SheetInfo& info : m_inspection->source.sheets) {
        const QString name = QString::fromStdString(info.name);
        m_sheet->addItem(info.hidden ? tr("%1 (hidden)").arg(name) : name, name);
    }
    m_sheet->setCurrentIndex(std::max(0, m_sheet->findData(sheet)));
    m_filling = false;
    if (!m_sheetGiven && m_inspection->rowsEstimate == 0) {
        // a first sheet of notes: the data stand on a later one
        const auto& sheets = m_inspection->source.sheets;
        for (std::size_t i = m_inspection->source.sheet + 1; i < sheets.size(); ++i) {
            if (sheets[i].hidden) continue;
            m_sheet->setCurrentIndex(m_sheet->findData(QString::fromStdString(sheets[i].name)));
            return inspectFile();
        }
    }
    m_columns->setColumns(m_inspection->columns);
    m_columnsView->setColumnWidth(ColumnsModel::Name, 180);
    m_columnsView->setColumnWidth(ColumnsModel::RoleColumn, 150);
    m_columnsView->setColumnWidth(ColumnsModel::Type, 96);
    m_columnsView->setColumnWidth(ColumnsModel::Blank, 64);
    m_columnsView->setColumnWidth(ColumnsModel::Why, 300);
    QStringList headers;
    for (const io::ColumnGuess& column : m_inspection->columns)
        headers << QString::fromStdString(column.name);
    m_preview->setRows(headers, m_inspection->preview);
    retranslate();
}

bool ImportWizard::setRole(const QString& column, const QString& role) {
    for (int row = 0; row < m_columns->rowCount(); ++row) {
        if (m_columns->columns()[static_cast<std::size_t>(row)].name != column.toStdString()) continue;
        return m_columns->setData(m_columns->index(row, ColumnsModel::RoleColumn), role, Qt::EditRole);
    }
    return false;
}

void ImportWizard::setKind(DatasetKind kind) {
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(kind)));
    m_kindGiven = true;
    inspectFile();
}

void ImportWizard::setDatasetName(const QString& name) {
    m_name->setText(name);
}

void ImportWizard::checkFile() {
    if (!m_inspection) return;
    m_message->dismiss();
    ++m_running;
    io::ImportRequest request;
    request.path = currentFile().toStdString();
    request.kind = kind();
    request.dataset = m_name->text().trimmed().toStdString();
    request.base = baseRecipe();
    request.base.kind = kind();
    request.setRoles = setRoles();
    request.stages = m_kindGiven || !m_stages->text().isEmpty() ? stages() : request.base.stages;
    request.options = readOptions();
    request.zone = m_document->workspace()->zone;
    using Batch = std::shared_ptr<const ImportBatch>;
    JobRunner::release(std::move(m_batch));
    m_batch.reset();
    m_steps->setCurrentIndex(1);
    m_problems->setProblems({});
    retranslate();
    m_job = m_document->jobs()->run<Batch>(
        tr("Checking %1").arg(QFileInfo(currentFile()).fileName()), this,
        [request](const JobContext& job) -> Result<Batch> {
            auto batch = io::readBatch(request, job);
            if (!batch) return batch.failure();
            return Batch(std::make_shared<const ImportBatch>(std::move(*batch)));
        },
        [this](Result<Batch> batch) {
            --m_running;
            if (batch) {
                m_batch = *batch;
                showBatch();
            } else {
                m_steps->setCurrentIndex(0);
                if (batch.error().code != kCancelled) m_message->showError(batch.error());
                retranslate();
            }
        });
    updateButtons();
}

void ImportWizard::showBatch() {
    m_problems->setProblems(m_batch->problems);
    m_problemsView->setColumnWidth(0, 80);
    m_problemsView->setColumnWidth(1, 180);
    m_problemsView->setColumnWidth(2, 320);
    m_problemsView->setColumnWidth(3, 220);
    retranslate();
}

bool ImportWizard::canImport() const {
    return step() == 2 && m_batch && m_running == 0 && !m_document->isReadOnly();
}

void ImportWizard::startImport() {
    if (!canImport()) return;
    ++m_running;
    updateButtons();
    if (m_saveRecipe->isChecked() && !m_recipeName->text().trimmed().isEmpty()) {
        Recipe recipe = m_batch->recipe;
        recipe.name = m_recipeName->text().trimmed().toStdString();
        if (const auto saved = m_document->putRecipe(recipe); !saved) m_message->showError(saved.error());
    }
    m_document->importBatch(
        m_batch, static_cast<ImportMode>(m_mode->currentData().toInt()), [this](Result<ImportReport> report) {
            --m_running;
            updateButtons();
            if (!report) {
                if (report.error().code != kCancelled) m_message->showError(report.error());
                return;
            }
            Q_EMIT fileImported(*report);
            if (report->duplicateOf) {
                m_message->showNotice(tr("This file is in the project already (import %1): nothing was added.")
                                          .arg(*report->duplicateOf));
                m_batch.reset();
                updateButtons();
                if (m_index + 1 >= m_files.size()) return;
            }
            nextFile();
        });
}

void ImportWizard::nextFile() {
    if (auto recipes = m_document->recipes()) m_recipes = *recipes;
    if (auto batches = m_document->batches()) m_earlier = *batches;
    if (m_index + 1 < m_files.size())
        openFile(m_index + 1);
    else
        accept();
}

void ImportWizard::stop() {
    m_document->jobs()->cancel(m_job);
}

void ImportWizard::updateButtons() {
    const bool busy = m_running > 0;
    m_progress->setVisible(busy && step() == 2);
    m_back->setVisible(step() == 2);
    m_back->setEnabled(!busy);
    setTexts(m_back, tr("Back"));
    setTexts(m_cancel, busy && step() == 2 ? tr("Stop") : tr("Close"));
    if (step() == 1) {
        setTexts(m_next, tr("Next: check the whole file"));
        m_next->setEnabled(m_inspection.has_value() && !busy);
    } else {
        const qulonglong rows = m_batch && !m_batch->columns.empty() ? m_batch->columns.front()->rows : 0;
        setTexts(m_next, m_batch ? tr("Import %1 rows").arg(counted(rows)) : tr("Checking…"));
        m_next->setEnabled(canImport());
    }
}

void ImportWizard::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ImportWizard::closeEvent(QCloseEvent* event) {
    stop();
    QDialog::closeEvent(event);
}

} // namespace xo::ui
