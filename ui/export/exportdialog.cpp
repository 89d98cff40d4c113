#include "ui/export/exportdialog.h"

#include "ui/widgets/columnfit.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTableView>

#include <algorithm>

namespace xo::ui {

namespace {

QString safeFileName(QString name) {
    name.replace(QRegularExpression(QStringLiteral("[\\\\/:*?\"<>|\\s›]+")), QStringLiteral("_"));
    while (name.endsWith(QLatin1Char('_')) || name.endsWith(QLatin1Char('.')))
        name.chop(1);
    return name.isEmpty() ? QStringLiteral("list") : name.left(80);
}

} // namespace

ExportDialog::ExportDialog(Document* document, const QString& title, const QString& filter, QWidget* parent)
    : QDialog(parent), m_document(document), m_titleText(title), m_filter(filter), m_message(new MessageBar(this)),
      m_title(label("heading", this)), m_rule(label("hint", this)), m_columnsLabel(label("label", this)),
      m_columns(new QListWidget(this)), m_mask(new QCheckBox(this)), m_maskHint(label("hint", this)),
      m_actionLabel(label("label", this)), m_action(new QLineEdit(this)), m_fileLabel(label("label", this)),
      m_format(new QComboBox(this)), m_path(new QLineEdit(this)), m_browse(button("", this)),
      m_bom(new QCheckBox(this)), m_table(new QTableView(this)), m_model(new CustomersModel(this)),
      m_count(label("subtitle", this)), m_cancel(button("", this)), m_export(button("primary", this)) {
    resize(760, 600);
    m_title->setWordWrap(true);
    m_rule->setWordWrap(true);
    m_maskHint->setWordWrap(true);
    m_columns->setFixedHeight(150);
    m_format->addItem(QStringLiteral("Excel (.xlsx)"), QStringLiteral("xlsx"));
    m_format->addItem(QStringLiteral("CSV (.csv)"), QStringLiteral("csv"));
    m_bom->setChecked(true);
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFocusPolicy(Qt::NoFocus);
    m_table->setMinimumHeight(150);
    new ColumnFit(m_table, m_table->horizontalHeader());
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_path->setText(QDir(folder).filePath(safeFileName(title) + QStringLiteral(".xlsx")));

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(16, 16, 16, 16);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(2, 1);
    int row = 0;
    grid->addWidget(m_message, row++, 0, 1, 4);
    grid->addWidget(m_title, row++, 0, 1, 4);
    grid->addWidget(m_rule, row++, 0, 1, 4);
    grid->addWidget(m_columnsLabel, row, 0, Qt::AlignTop);
    grid->addWidget(m_columns, row++, 1, 1, 3);
    grid->addWidget(m_mask, row++, 1, 1, 3);
    grid->addWidget(m_maskHint, row++, 1, 1, 3);
    grid->addWidget(m_actionLabel, row, 0);
    grid->addWidget(m_action, row++, 1, 1, 3);
    grid->addWidget(m_fileLabel, row, 0);
    grid->addWidget(m_format, row, 1);
    grid->addWidget(m_path, row, 2);
    grid->addWidget(m_browse, row++, 3);
    grid->addWidget(m_bom, row++, 1, 1, 3);
    grid->addWidget(m_table, row, 0, 1, 4);
    grid->setRowStretch(row++, 1);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    actions->addWidget(m_count, 1);
    actions->addWidget(m_cancel);
    actions->addWidget(m_export);
    grid->addLayout(actions, row, 0, 1, 4);

    fillColumns();
    connect(m_columns, &QListWidget::itemChanged, this, &ExportDialog::preview);
    connect(m_columns->model(), &QAbstractItemModel::rowsMoved, this, &ExportDialog::preview);
    connect(m_mask, &QCheckBox::toggled, this, &ExportDialog::preview);
    connect(m_action, &QLineEdit::editingFinished, this, &ExportDialog::preview);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChanged);
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::updateButtons);
    connect(m_browse, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::startExport);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_writing)
            m_document->jobs()->cancel(m_job);
        else
            reject();
    });
    retranslate();
    formatChanged();
    preview();
}

void ExportDialog::fillColumns() {
    m_columns->setDragDropMode(QAbstractItemView::InternalMove);
    const std::vector<std::string> usual = session::defaultListColumns(*m_document->workspace());
    for (const std::string& choice : session::listColumnChoices(*m_document->workspace())) {
        auto* item = new QListWidgetItem(CustomersModel::headerText(choice), m_columns);
        item->setData(Qt::UserRole, QString::fromStdString(choice));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(std::find(usual.begin(), usual.end(), choice) != usual.end() ? Qt::Checked : Qt::Unchecked);
    }
}

session::ListParams ExportDialog::params() const {
    session::ListParams params;
    params.segment.filter = m_filter.toStdString();
    for (int i = 0; i < m_columns->count(); ++i)
        if (m_columns->item(i)->checkState() == Qt::Checked)
            params.columns.push_back(m_columns->item(i)->data(Qt::UserRole).toString().toStdString());
    params.mask = m_mask->isChecked();
    params.action = m_action->text().trimmed().toStdString();
    params.excelBom = m_bom->isChecked() && m_format->currentData().toString() == QLatin1String("csv");
    return params;
}

QString ExportDialog::file() const {
    return m_path->text().trimmed();
}

void ExportDialog::setFile(const QString& path) {
    const int format = m_format->findData(QFileInfo(path).suffix().toLower());
    if (format >= 0) m_format->setCurrentIndex(format);
    m_path->setText(path);
}

void ExportDialog::setColumnChecked(const QString& column, bool checked) {
    for (int i = 0; i < m_columns->count(); ++i)
        if (m_columns->item(i)->data(Qt::UserRole).toString() == column)
            m_columns->item(i)->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
}

void ExportDialog::setMasked(bool masked) {
    m_mask->setChecked(masked);
}

void ExportDialog::preview() {
    const session::ListParams wanted = params();
    if (wanted.columns.empty()) {
        m_model->setList(nullptr);
        updateButtons();
        return;
    }
    m_previewing = true;
    const analysis::Context context = m_document->context();
    m_document->jobs()->run<std::shared_ptr<const session::CustomerList>>(
        tr("Preview of the list"), this,
        [context, wanted](const JobContext& job) { return session::CustomerList::open(context, wanted, job); },
        [this](Result<std::shared_ptr<const session::CustomerList>> list) {
            m_previewing = false;
            if (!list) {
                m_model->setList(nullptr);
                m_message->showError(list.error());
            } else {
                m_model->setList(*list);
            }
            updateButtons();
        },
        QStringLiteral("export-preview/%1").arg(quintptr(this)));
}

void ExportDialog::formatChanged() {
    const QString suffix = m_format->currentData().toString();
    const QFileInfo info(m_path->text());
    if (!info.suffix().isEmpty() && info.suffix().compare(suffix, Qt::CaseInsensitive) != 0)
        m_path->setText(m_path->text().chopped(info.suffix().size()) + suffix);
    m_bom->setVisible(suffix == QLatin1String("csv"));
}

void ExportDialog::browse() {
    // non-blocking: the window stays alive behind it
    auto* dialog = new QFileDialog(this, tr("Export list"), m_path->text(), tr("Excel (*.xlsx);;CSV (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(m_format->currentData().toString());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::setFile);
    dialog->open();
}

void ExportDialog::startExport() {
    if (!m_export->isEnabled()) return;
    m_message->dismiss();
    m_writing = true;
    updateButtons();
    const analysis::Context context = m_document->context();
    const session::ListParams wanted = params();
    const std::string path = file().toStdString();
    m_job = m_document->jobs()->run<session::ListExport>(
        tr("Writing the list"), this,
        [context, wanted, path](const JobContext& job) { return session::exportList(context, wanted, path, job); },
        [this](Result<session::ListExport> written) {
            m_writing = false;
            updateButtons();
            if (!written) {
                m_message->showError(written.error());
                return;
            }
            Q_EMIT exported(QString::fromStdString(written->file), written->rows);
            QString text =
                tr("%1 rows written to %2.").arg(counted(written->rows), QString::fromStdString(written->file));
            if (written->guardedCells > 0)
                text += QLatin1Char(' ') + tr("%1 cells that a spreadsheet would have run got an apostrophe.")
                                               .arg(counted(written->guardedCells));
            m_message->showNotice(text);
        });
}

void ExportDialog::updateButtons() {
    const qulonglong rows = m_model->list() ? m_model->list()->rows() : 0;
    const int columns = m_model->columnCount();
    m_count->setText(columns == 0 ? tr("Choose at least one column")
                                  : tr("%1 rows × %2 columns").arg(counted(rows)).arg(columns));
    setTexts(m_export, m_writing ? tr("Writing…") : tr("Export %1 rows").arg(counted(rows)));
    m_export->setEnabled(!m_writing && columns > 0 && !file().isEmpty());
    setTexts(m_cancel, m_writing ? tr("Stop") : tr("Close"));
}

void ExportDialog::retranslate() {
    setWindowTitle(tr("Export list: %1").arg(m_titleText));
    m_title->setText(m_titleText);
    m_rule->setText(m_filter.isEmpty() ? tr("All customers of the project") : m_filter);
    m_columnsLabel->setText(tr("Columns"));
    m_columns->setAccessibleName(tr("Columns"));
    m_columns->setToolTip(tr("Tick what the list holds; drag to change the order"));
    for (int i = 0; i < m_columns->count(); ++i) {
        const QSignalBlocker quiet(m_columns);
        m_columns->item(i)->setText(
            CustomersModel::headerText(m_columns->item(i)->data(Qt::UserRole).toString().toStdString()));
    }
    m_mask->setText(tr("Hide who they are"));
    m_maskHint->setText(
        tr("Keys become random numbers of this list; names, phone numbers, e-mails and ids are hidden."));
    m_actionLabel->setText(tr("Action"));
    m_action->setAccessibleName(tr("Action"));
    m_action->setPlaceholderText(tr("Optional: what should be done, as an extra column"));
    m_fileLabel->setText(tr("File"));
    m_format->setAccessibleName(tr("File format"));
    m_path->setAccessibleName(tr("File"));
    setTexts(m_browse, tr("Browse…"));
    m_bom->setText(tr("Mark as UTF-8 for Excel"));
    m_table->setAccessibleName(tr("First rows"));
    updateButtons();
}

void ExportDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace xo::ui
