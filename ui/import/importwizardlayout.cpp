#include "ui/import/filelist.h"
#include "ui/import/importwizard.h"
#include "ui/import/labelspanel.h"
#include "ui/import/previewmodel.h"
#include "ui/import/problemsmodel.h"
#include "ui/import/questionpanel.h"
#include "ui/import/recipepanel.h"
#include "ui/import/roleheader.h"
#include "ui/widgets/columnfit.h"
#include "ui/widgets/kindtext.h"
#include "ui/widgets/pieces.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTreeWidget>

namespace xo::ui {

namespace {

constexpr DatasetKind kKinds[] = {DatasetKind::Answers,    DatasetKind::Feedback, DatasetKind::Events,
                                  DatasetKind::Customers,  DatasetKind::Metrics,  DatasetKind::Identities,
                                  DatasetKind::Invitations};

void setUpTable(QTableView* view) {
    view->verticalHeader()->setDefaultSectionSize(26);
    view->setShowGrid(false);
    view->setTabKeyNavigation(false);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setWordWrap(false);
}

} // namespace

QWidget* ImportWizard::buildFiles() {
    auto* side = new QWidget(this);
    side->setFixedWidth(244);
    m_filesTitle = label("title", side);
    m_fileView = new QListView(side);
    m_fileView->setModel(m_fileModel);
    m_fileView->setItemDelegate(new FileListDelegate(m_fileView));
    m_fileView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_filesTitle->setBuddy(m_fileView);
    m_database = button("small", side);
    m_database->setAutoDefault(false);
    m_add = button("small", side);
    m_remove = button("small", side);
    m_together = new QCheckBox(side);
    m_together->setChecked(true);
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_add, 1);
    row->addWidget(m_remove, 1);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_filesTitle);
    layout->addWidget(m_fileView, 1);
    layout->addWidget(m_together);
    layout->addLayout(row);
    layout->addWidget(m_database);
    m_recipe = new RecipePanel(m_files, &m_ask, side);
    layout->addWidget(m_recipe);
    connect(m_recipe, &RecipePanel::failed, this, [this](const Error& error) { Q_EMIT m_files->failed(error); });
    connect(m_fileView->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (!index.isValid()) return;
        m_files->setCurrent(index.row());
        showFile(true);
    });
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (m_ask.dataFiles) m_ask.dataFiles([this](const QStringList& paths) { m_files->add(paths); });
    });
    connect(m_database, &QPushButton::clicked, this, &ImportWizard::openDatabase);
    connect(m_remove, &QPushButton::clicked, this, [this] { m_files->remove(m_files->current()); });
    connect(m_together, &QCheckBox::toggled, m_files, &ImportFiles::setTogether);
    return side;
}

QWidget* ImportWizard::buildFields() {
    m_fieldsBox = new QWidget(this);
    // what it is above, how it is cut below: side by side they would not fit 1280 pixels
    auto* lines = new QVBoxLayout(m_fieldsBox);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
    auto* what = new QHBoxLayout;
    auto* how = new QHBoxLayout;
    for (QHBoxLayout* line : {what, how}) {
        line->setSpacing(8);
        lines->addLayout(line);
    }
    for (int i = 0; i < FieldCount; ++i) {
        Field& field = m_fields[i];
        field.name = label("label", m_fieldsBox);
        field.box = i == Dataset ? static_cast<QWidget*>(new QLineEdit(m_fieldsBox)) : new QComboBox(m_fieldsBox);
        field.why = new ElidedLabel(m_fieldsBox);
        xo::ui::setKind(field.why, "hint");
        field.name->setBuddy(field.box);
        if (auto* box = qobject_cast<QComboBox*>(field.box)) {
            box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
            box->setMinimumContentsLength(6);
        }
        auto* column = new QVBoxLayout;
        column->setSpacing(2);
        column->addWidget(field.name);
        column->addWidget(field.box);
        column->addWidget(field.why);
        const bool isWhat = i == Kind || i == Dataset || i == Encoding || i == Sheet || i == Member;
        (isWhat ? what : how)->addLayout(column, isWhat ? 3 : 2);
    }
    for (const DatasetKind kind : kKinds)
        combo(Kind)->addItem(kindText(kind), static_cast<int>(kind));
    const auto fill = [this](FieldAt at, std::initializer_list<const char*> values) {
        for (const char* value : values)
            combo(at)->addItem(QString::fromLatin1(value), QString::fromLatin1(value));
    };
    fill(Encoding, {"", "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5", "Shift_JIS", "EUC-KR", "windows-1252"});
    fill(Delimiter, {"", ",", ";", "tab", "|"});
    fill(Quote, {"", "\"", "'", "none"});
    fill(Escape, {"", "none", "\\"});
    fill(Comment, {"", "none", "#", "//"});
    for (int rows = -1; rows <= 3; ++rows)
        combo(Header)->addItem(QString::number(rows), rows);
    fill(Hidden, {"", "include", "skip"});
    connectFields();
    return m_fieldsBox;
}

void ImportWizard::connectFields() {
    const auto changed = [this](auto&& change) {
        if (!m_filling && file()) m_files->change(m_files->current(), change);
    };
    connect(combo(Kind), &QComboBox::activated, this, [this, changed] {
        const auto kind = static_cast<DatasetKind>(combo(Kind)->currentData().toInt());
        changed([kind](ImportSettings& settings) { settings.kind = kind; });
    });
    connect(static_cast<QLineEdit*>(m_fields[Dataset].box), &QLineEdit::editingFinished, this, [this] {
        const QString name = static_cast<QLineEdit*>(m_fields[Dataset].box)->text().trimmed();
        if (!m_filling && file() && name != file()->dataset()) setDatasetName(name);
    });
    struct Text {
        FieldAt at;
        std::string io::ReadOptions::*option;
    };
    for (const Text& text : {Text{Encoding, &io::ReadOptions::encoding}, Text{Delimiter, &io::ReadOptions::delimiter},
                             Text{Quote, &io::ReadOptions::quote}, Text{Escape, &io::ReadOptions::escape},
                             Text{Comment, &io::ReadOptions::comment}, Text{Sheet, &io::ReadOptions::sheet},
                             Text{Hidden, &io::ReadOptions::hidden}, Text{Member, &io::ReadOptions::member}})
        connect(combo(text.at), &QComboBox::activated, this, [this, changed, text] {
            const std::string value = combo(text.at)->currentData().toString().toStdString();
            changed([&](ImportSettings& settings) { settings.read.*text.option = value; });
        });
    connect(combo(Header), &QComboBox::activated, this, [this, changed] {
        const int rows = combo(Header)->currentData().toInt();
        changed([rows](ImportSettings& settings) { settings.read.headerRows = rows; });
    });
}

QWidget* ImportWizard::buildRows() {
    m_tables = new QTabWidget(this);
    m_tables->setDocumentMode(true);
    m_previewView = new QTableView(m_tables);
    m_header = new RoleHeader(m_previewView);
    m_previewView->setHorizontalHeader(m_header);
    setUpTable(m_previewView);
    m_previewView->setModel(m_preview);
    m_previewView->setItemDelegate(new PreviewDelegate(m_previewView));
    m_previewView->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_previewView->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_previewView->verticalHeader()->setMinimumWidth(52);
    m_previewView->installEventFilter(this);
    new ColumnFit(m_previewView, m_header, 240);
    connect(m_header, &RoleHeader::roleAsked, this, &ImportWizard::askRole);
    connect(m_header, &RoleHeader::typeAsked, this, &ImportWizard::askType);
    m_tables->addTab(m_previewView, QString());
    m_tables->addTab(buildColumns(), QString());
    connect(m_previewView->selectionModel(), &QItemSelectionModel::currentColumnChanged, this,
            &ImportWizard::showLabels);
    connect(m_tables, &QTabWidget::currentChanged, this, [this](int tab) {
        // both tables stand at the same column
        if (tab == 1)
            m_columnsView->setCurrentIndex(
                m_columns->index(m_previewView->currentIndex().column(), ColumnsModel::RoleColumn));
        else if (m_columnsView->currentIndex().isValid())
            m_previewView->setCurrentIndex(m_preview->index(std::max(0, m_previewView->currentIndex().row()),
                                                            m_columnsView->currentIndex().row()));
        updateColumnButtons();
    });
    return m_tables;
}

QWidget* ImportWizard::buildColumns() {
    auto* page = new QWidget(m_tables);
    m_columnsView = new QTableView(page);
    setUpTable(m_columnsView);
    m_columnsView->verticalHeader()->hide();
    m_columnsView->setModel(m_columns);
    m_columnsView->setItemDelegateForColumn(ColumnsModel::RoleColumn, new RoleDelegate(m_columnsView));
    m_columnsView->setItemDelegateForColumn(ColumnsModel::Type, new TypeDelegate(m_columnsView));
    m_columnsView->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                                   QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_columnsView->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_columnsView->horizontalHeader()->setHighlightSections(false);
    m_columnsView->horizontalHeader()->setStretchLastSection(true);
    m_columnsView->installEventFilter(this);
    connect(m_columns, &ColumnsModel::roleEdited, this, [this](const QString& name, const QString& role) {
        m_files->change(m_files->current(), [&](ImportSettings& settings) { settings.roles[name] = role; });
    });
    connect(m_columns, &ColumnsModel::typeEdited, this, &ImportWizard::setType);
    m_columnsView->setSelectionMode(QAbstractItemView::ExtendedSelection);
    new ColumnFit(m_columnsView, m_columnsView->horizontalHeader(), 300);
    m_editLabels = button("small", page);
    m_split = button("small", page);
    m_join = button("small", page);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 4);
    row->setSpacing(8);
    for (QPushButton* push : {m_editLabels, m_split, m_join}) {
        push->setAutoDefault(false);
        row->addWidget(push);
    }
    row->addStretch();
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_columnsView, 1);
    layout->addLayout(row);
    connect(m_columnsView->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ImportWizard::showLabels);
    connect(m_columnsView->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ImportWizard::updateColumnButtons);
    connect(m_columnsView, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() == ColumnsModel::Labels) m_editLabels->click();
    });
    connect(m_editLabels, &QPushButton::clicked, this, [this] {
        m_details->setCurrentWidget(m_labels);
        m_labels->beginEditing();
    });
    connect(m_split, &QPushButton::clicked, this, [this] {
        if (const QStringList names = selectedColumns(); !names.isEmpty()) splitQuestion(names.front());
    });
    connect(m_join, &QPushButton::clicked, this, [this] { joinColumns(selectedColumns()); });
    return page;
}

QWidget* ImportWizard::buildDetails() {
    m_details = new QTabWidget(this);
    m_details->setDocumentMode(true);
    m_problemsView = new QTableView(m_details);
    setUpTable(m_problemsView);
    m_problemsView->verticalHeader()->hide();
    m_problemsView->setModel(m_problems);
    m_problemsView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_problemsView->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    new ColumnFit(m_problemsView, m_problemsView->horizontalHeader(), 320);
    m_changes = new QTreeWidget(m_details);
    m_changes->setRootIsDecorated(false);
    m_lines = new QPlainTextEdit(m_details);
    m_lines->setReadOnly(true);
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_details->addTab(m_problemsView, QString());
    m_details->addTab(m_changes, QString());
    m_details->addTab(m_lines, QString());
    m_labels = new LabelsPanel(m_details);
    m_details->addTab(m_labels, QString());
    connect(m_labels, &LabelsPanel::labelsEdited, this,
            [this](const QString& column, const std::vector<ValueLabel>& labels) {
                const int at = currentColumn();
                // numbers with names are no quantity any more
                const bool number =
                    at >= 0 && m_columns->columns()[static_cast<std::size_t>(at)].type == ValueType::Integer;
                m_files->change(m_files->current(), [&](ImportSettings& settings) {
                    settings.labels.remove(column);
                    if (!labels.empty()) settings.labels[column] = labels;
                    if (number && !labels.empty()) settings.types[column] = QStringLiteral("category");
                });
            });
    connect(m_problemsView->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (!index.isValid()) return;
                const ImportProblem& problem = m_problems->at(index.row());
                const int row = m_preview->rowOfLine(problem.row);
                if (row < 0) return;
                int column = 0;
                for (int c = 0; c < m_preview->columnCount(); ++c)
                    if (m_preview->headerData(c, Qt::Horizontal).toString().toStdString() == problem.column) column = c;
                m_previewView->setCurrentIndex(m_preview->index(row, column));
            });
    m_details->setMinimumHeight(96); // its tabs and two rows
    return m_details;
}

QWidget* ImportWizard::buildWork() {
    auto* page = new QWidget(this);
    auto* right = new QWidget(page);
    m_heading = new ElidedLabel(right);
    xo::ui::setKind(m_heading, "finding");
    m_sub = label("subtitle", right);
    m_sub->setWordWrap(true);
    // beside each other: every line above the rows takes one of theirs
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_heading);
    head->addWidget(m_sub, 1);
    m_empty = label("muted", right);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_questions = new QuestionPanel(right);
    connect(m_questions, &QuestionPanel::answered, this, [this](const QString& question, const QString& value) {
        m_files->answer(m_files->current(), question, value);
    });
    m_stagesLabel = label("label", right);
    m_stages = new QLineEdit(right);
    m_stagesLabel->setBuddy(m_stages);
    auto* stages = new QHBoxLayout;
    stages->addWidget(m_stagesLabel);
    stages->addWidget(m_stages, 1);
    auto* split = new QSplitter(Qt::Vertical, right);
    split->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_questions);
    layout->addWidget(buildFields());
    layout->addLayout(stages);
    split->addWidget(buildRows());
    split->addWidget(buildDetails());
    split->setStretchFactor(0, 4);
    split->setStretchFactor(1, 1);
    split->setSizes({420, 100});
    layout->addWidget(m_empty, 1);
    layout->addWidget(split, 1);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(16, 16, 16, 8);
    row->setSpacing(16);
    row->addWidget(buildFiles());
    row->addWidget(right, 1);
    connect(m_stages, &QLineEdit::editingFinished, this, [this] {
        if (m_filling || !file()) return;
        std::vector<std::string> names;
        for (const QString& name : m_stages->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
            names.push_back(name.trimmed().toStdString());
        if (names != file()->settings.stages)
            m_files->change(m_files->current(), [&names](ImportSettings& settings) { settings.stages = names; });
    });
    return page;
}

} // namespace xo::ui
