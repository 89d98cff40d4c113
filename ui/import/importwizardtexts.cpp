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

} // namespace xo::ui
