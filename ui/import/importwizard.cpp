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

namespace {

constexpr DatasetKind kKinds[] = {DatasetKind::Answers,    DatasetKind::Feedback, DatasetKind::Events,
                                  DatasetKind::Customers,  DatasetKind::Metrics,  DatasetKind::Identities,
                                  DatasetKind::Invitations};

void setUpTable(QTableView* view) {
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(27);
    view->horizontalHeader()->setHighlightSections(false);
    view->setShowGrid(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->setTabKeyNavigation(false);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
}

} // namespace

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

QWidget* ImportWizard::buildFormatStep() {
    auto* page = new QWidget(this);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    m_kind = new QComboBox(page);
    for (const DatasetKind kind : kKinds)
        m_kind->addItem(kindText(kind), static_cast<int>(kind));
    m_name = new QLineEdit(page);
    m_encoding = new QComboBox(page);
    m_encoding->addItem(QString(), QString());
    for (const char* name : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5", "Shift_JIS", "EUC-KR", "windows-1252"})
        m_encoding->addItem(QString::fromLatin1(name), QString::fromLatin1(name));
    m_delimiter = new QComboBox(page);
    for (const char* value : {"", ",", ";", "tab", "|"})
        m_delimiter->addItem(QString::fromLatin1(value), QString::fromLatin1(value));
    m_header = new QComboBox(page);
    for (int rows = -1; rows <= 3; ++rows)
        m_header->addItem(QString::number(rows), rows);
    m_sheet = new QComboBox(page);
    m_recipe = new QComboBox(page);
    QWidget* fields[] = {m_kind, m_name, m_encoding, m_delimiter, m_header, m_sheet, m_recipe};
    int column = 0;
    for (QWidget* field : fields) {
        m_fieldLabels << label("label", page);
        m_fieldLabels.back()->setBuddy(field);
        grid->addWidget(m_fieldLabels.back(), 0, column);
        grid->addWidget(field, 1, column);
        grid->setColumnStretch(column++, 1);
    }
    m_why = label("hint", page);
    m_why->setWordWrap(true);
    m_stagesLabel = label("label", page);
    m_stages = new QLineEdit(page);
    m_stagesLabel->setBuddy(m_stages);
    auto* stagesRow = new QHBoxLayout;
    stagesRow->addWidget(m_stagesLabel);
    stagesRow->addWidget(m_stages, 1);

    m_columnsTitle = label("title", page);
    m_columns = new ColumnsModel(this);
    m_columnsView = new QTableView(page);
    setUpTable(m_columnsView);
    m_columnsView->setModel(m_columns);
    m_columnsView->setItemDelegateForColumn(ColumnsModel::RoleColumn, new RoleDelegate(m_columnsView));
    m_columnsView->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                                   QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_columnsView->horizontalHeader()->setStretchLastSection(true);
    m_previewTitle = label("title", page);
    m_preview = new PreviewModel(this);
    m_previewView = new QTableView(page);
    setUpTable(m_previewView);
    m_previewView->setModel(m_preview);
    new ColumnFit(m_previewView, m_previewView->horizontalHeader(), 260);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(grid);
    layout->addWidget(m_why);
    layout->addLayout(stagesRow);
    layout->addWidget(m_columnsTitle);
    layout->addWidget(m_columnsView, 3);
    layout->addWidget(m_previewTitle);
    layout->addWidget(m_previewView, 2);

    connect(m_columns, &ColumnsModel::roleEdited, this, [this](const QString& name, const QString& role) {
        m_rolesGiven.insert(name, role);
        inspectFile();
    });
    connect(m_kind, &QComboBox::activated, this, [this] {
        m_kindGiven = true;
        inspectFile();
    });
    connect(m_sheet, &QComboBox::activated, this, [this] { m_sheetGiven = true; });
    for (QComboBox* box : {m_encoding, m_delimiter, m_header, m_sheet, m_recipe})
        connect(box, &QComboBox::activated, this, [this] { inspectFile(); });
    connect(m_stages, &QLineEdit::editingFinished, this, [this] {
        if (!m_filling) inspectFile();
    });
    return page;
}

QWidget* ImportWizard::buildCheckStep() {
    auto* page = new QWidget(this);
    m_problemsTitle = label("title", page);
    m_problems = new ProblemsModel(this);
    m_problemsView = new QTableView(page);
    setUpTable(m_problemsView);
    m_problemsView->setModel(m_problems);
    m_problemsView->horizontalHeader()->setStretchLastSection(true);
    m_modeLabel = label("label", page);
    m_mode = new QComboBox(page);
    for (const ImportMode mode : {ImportMode::Append, ImportMode::Replace, ImportMode::Upsert})
        m_mode->addItem(QString(), static_cast<int>(mode));
    m_modeLabel->setBuddy(m_mode);
    m_saveRecipe = new QCheckBox(page);
    m_recipeName = new QLineEdit(page);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_modeLabel);
    row->addWidget(m_mode);
    row->addStretch();
    row->addWidget(m_saveRecipe);
    row->addWidget(m_recipeName);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_problemsTitle);
    layout->addWidget(m_problemsView, 1);
    layout->addLayout(row);
    connect(m_saveRecipe, &QCheckBox::toggled, m_recipeName, &QWidget::setEnabled);
    m_recipeName->setEnabled(false);
    return page;
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

void ImportWizard::retranslate() {
    const QString file = QFileInfo(currentFile()).fileName();
    setWindowTitle(m_files.size() > 1 ? tr("Import: %1 (%2 of %3)").arg(file).arg(m_index + 1).arg(m_files.size())
                                      : tr("Import: %1").arg(file));
    const QStringList names{tr("Kind"),        tr("Dataset"), tr("Encoding"), tr("Delimiter"),
                            tr("Header rows"), tr("Sheet"),   tr("Recipe")};
    QWidget* fields[] = {m_kind, m_name, m_encoding, m_delimiter, m_header, m_sheet, m_recipe};
    for (int i = 0; i < names.size(); ++i) {
        m_fieldLabels[i]->setText(names[i]);
        fields[i]->setAccessibleName(names[i]);
    }
    for (int i = 0; i < m_kind->count(); ++i)
        m_kind->setItemText(i, kindText(static_cast<DatasetKind>(m_kind->itemData(i).toInt())));
    const auto detected = [this](const std::string& what) {
        return what.empty() ? tr("detect")
                            : tr("detected: %1").arg(QString::fromStdString(what == "\t" ? "tab" : what));
    };
    m_encoding->setItemText(0, m_inspection ? detected(m_inspection->source.encoding) : tr("detect"));
    m_delimiter->setItemText(0, m_inspection ? detected(m_inspection->source.delimiter) : tr("detect"));
    m_header->setItemText(0, m_inspection ? detected(std::to_string(m_inspection->headerRows)) : tr("detect"));
    const bool sheets = m_inspection && m_inspection->source.sheet < m_inspection->source.sheets.size();
    m_sheet->setItemText(0, sheets ? detected(m_inspection->source.sheets[m_inspection->source.sheet].name)
                                   : tr("first with data"));
    m_recipe->setItemText(0, tr("none"));
    const bool workbook = m_inspection && m_inspection->source.format == io::SourceFormat::Xlsx;
    for (const int i : {2, 3}) {
        m_fieldLabels[i]->setVisible(!workbook);
        fields[i]->setVisible(!workbook);
    }
    m_fieldLabels[5]->setVisible(workbook);
    m_sheet->setVisible(workbook);
    m_fieldLabels[6]->setVisible(!m_recipes.empty());
    m_recipe->setVisible(!m_recipes.empty());
    if (auto* grid = m_kind->parentWidget()->layout()->findChild<QGridLayout*>()) // no gap where a field is hidden
        for (int i = 0; i < names.size(); ++i)
            grid->setColumnStretch(i, fields[i]->isHidden() ? 0 : 1);
    m_stagesLabel->setText(tr("Stages in columns"));
    m_stages->setPlaceholderText(tr("One time column per stage? Name them in order, separated by commas"));
    m_stages->setAccessibleName(tr("Stages in columns"));
    m_stagesLabel->setVisible(kind() == DatasetKind::Events);
    m_stages->setVisible(kind() == DatasetKind::Events);
    m_columnsTitle->setText(tr("Columns: what they mean (choose another role where it is wrong)"));
    m_columnsView->setAccessibleName(tr("Columns of the file"));
    m_previewTitle->setText(tr("First rows"));
    m_previewView->setAccessibleName(tr("First rows"));
    m_problemsTitle->setText(m_batch && m_batch->problems.empty()
                                 ? tr("Nothing stands out: every row and every cell is taken as it is")
                                 : tr("Rows left out and cells that stand out"));
    m_problemsView->setAccessibleName(m_problemsTitle->text());
    m_modeLabel->setText(tr("How"));
    m_mode->setAccessibleName(tr("How"));
    m_mode->setItemText(0, tr("Append to the dataset"));
    m_mode->setItemText(1, tr("Replace all its rows"));
    m_mode->setItemText(2, tr("Update by id, add new ones"));
    m_saveRecipe->setText(tr("Save as recipe"));
    m_recipeName->setAccessibleName(tr("Name of the recipe"));
    m_note->setText(tr("Nothing leaves this computer. The file itself is not changed."));
    m_columns->retranslate();

    if (step() == 2 && m_batch) {
        const qulonglong rows = m_batch->columns.empty() ? 0 : m_batch->columns.front()->rows;
        m_heading->setText(tr("%1 rows read, %2 can be imported").arg(counted(m_batch->rowsRead), counted(rows)));
        m_sub->setText(tr("%1 rows left out · %2 scores out of range · %3 cells kept as text · %4 repeated ids")
                           .arg(counted(m_batch->rowsRejected), counted(m_batch->cellsOutOfRange),
                                counted(m_batch->cellsUnparsed), counted(m_batch->duplicateIds)));
    } else if (step() == 2) {
        m_heading->setText(tr("Checking the whole file…"));
        m_sub->clear();
    } else if (m_inspection) {
        const QString rows =
            (m_inspection->rowsExact ? QString() : QStringLiteral("≈ ")) + counted(m_inspection->rowsEstimate);
        m_heading->setText(
            tr("%1 rows, %2 columns: %3").arg(rows).arg(m_inspection->columns.size()).arg(kindText(kind())));
        const auto why = [](const io::Why& text) {
            return QString::fromStdString(speaksChinese() ? text.chinese : text.english);
        };
        QStringList reasons;
        for (const io::Why* reason :
             {&m_inspection->kindWhy, &m_inspection->source.encodingWhy, &m_inspection->headerWhy})
            if (const QString text = why(*reason); !text.isEmpty()) reasons << text;
        m_why->setText(reasons.join(QStringLiteral(" · ")));
        m_sub->setText(QStringLiteral("%1 · %2").arg(
            file, QLocale().formattedDataSize(static_cast<qint64>(m_inspection->source.bytes))));
    } else {
        m_heading->setText(file);
        m_sub->clear();
        m_why->clear();
    }
    updateButtons();
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
