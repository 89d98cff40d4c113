#include "ui/import/importwizard.h"

#include "ui/document/document.h"
#include "ui/import/choicebox.h"
#include "ui/import/filelist.h"
#include "ui/import/previewmodel.h"
#include "ui/import/problemsmodel.h"
#include "ui/import/questionpanel.h"
#include "ui/import/recipepanel.h"
#include "ui/import/resultpage.h"
#include "ui/import/roleheader.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QUndoStack>
#include <QUrl>

#include <algorithm>

namespace xo::ui {

ImportWizard::ImportWizard(Document* document, const QStringList& files, QWidget* parent)
    : QDialog(parent), m_document(document), m_files(new ImportFiles(document, this)),
      m_pages(new QStackedWidget(this)), m_message(new MessageBar(this)), m_fileModel(new FileListModel(m_files, this)),
      m_preview(new PreviewModel(this)), m_columns(new ColumnsModel(this)), m_problems(new ProblemsModel(this)),
      m_progress(new QProgressBar(this)), m_note(label("hint", this)), m_cancel(button("", this)),
      m_stop(button("", this)), m_import(button("primary", this)) {
    const QSize room = parent ? parent->window()->size() : QSize(1280, 800);
    resize(std::clamp(room.width() - 64, 960, 1640), std::clamp(room.height() - 48, 620, 1120));
    setAcceptDrops(true);
    m_pages->addWidget(buildWork());
    m_result = new ResultPage(m_files, &m_ask, this);
    m_pages->addWidget(m_result);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setRange(0, 1000);
    m_note->setWordWrap(true);
    for (QPushButton* push : {m_cancel, m_stop, m_import})
        push->setAutoDefault(false);
    auto* actions = new QHBoxLayout;
    actions->setContentsMargins(16, 0, 16, 12);
    actions->setSpacing(8);
    actions->addWidget(m_note, 1);
    actions->addWidget(m_stop);
    actions->addWidget(m_cancel);
    actions->addWidget(m_import);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_progress);
    layout->addLayout(actions);

    connect(m_cancel, &QPushButton::clicked, this, &ImportWizard::reject);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (file() && file()->state == ImportFile::State::Stopped)
            m_files->checkAgain(m_files->current());
        else
            m_files->stop();
    });
    connect(m_import, &QPushButton::clicked, this, &ImportWizard::startImport);
    connect(m_files, &ImportFiles::listChanged, this, [this] {
        m_fileView->setCurrentIndex(m_fileModel->index(m_files->current()));
        showFile(true);
    });
    connect(m_files, &ImportFiles::changed, this, [this](int index) {
        if (index == m_files->current())
            showFile(false);
        else
            updateButtons();
    });
    connect(m_files, &ImportFiles::progressed, this, &ImportWizard::updateButtons);
    connect(m_files, &ImportFiles::failed, m_message, &MessageBar::showError);
    connect(m_files, &ImportFiles::imported, this, [this] {
        m_message->dismiss();
        m_result->showReports();
        m_pages->setCurrentWidget(m_result);
        updateButtons();
        for (const ImportReport& report : m_files->reports())
            Q_EMIT fileImported(report);
    });
    connect(m_result, &ResultPage::undoRequested, this, &ImportWizard::undoImport);
    connect(m_result, &ResultPage::saveRequested, this, &ImportWizard::saveTableRequested);
    m_files->add(files);
    retranslate();
    m_previewView->setFocus();
}

const ImportFile* ImportWizard::file() const {
    return m_files->count() > 0 ? &m_files->at(m_files->current()) : nullptr;
}

QString ImportWizard::currentFile() const {
    return file() ? file()->path : QString();
}

void ImportWizard::setCurrentFile(int index) {
    m_fileView->setCurrentIndex(m_fileModel->index(index));
}

bool ImportWizard::isDone() const {
    return m_pages->currentWidget() == m_result;
}

QString ImportWizard::errorText() const {
    return m_message->isError() ? m_message->text() : QString();
}

QComboBox* ImportWizard::combo(FieldAt at) const {
    return static_cast<QComboBox*>(m_fields[at].box);
}

void ImportWizard::showFile(bool reset) {
    const ImportFile* shown = file();
    const bool other = reset || m_shown != m_files->current();
    m_shown = m_files->current();
    m_showing = true;
    const QModelIndex at = m_previewView->currentIndex();
    m_columns->setColumns(shown && shown->preview ? shown->preview->inspection.columns
                                                  : std::vector<io::ColumnGuess>());
    // while a file is looked at again the rows stay as they were: no jump in the picture
    if (other || !shown || shown->state != ImportFile::State::Looking) {
        m_previewView->clearSpans();
        m_preview->setFile(shown);
        if (m_preview->sectionRow() >= 0 && m_preview->columnCount() > 1)
            m_previewView->setSpan(m_preview->sectionRow(), 0, 1, m_preview->columnCount());
        m_problems->setProblems(shown && shown->batch ? shown->batch->problems : std::vector<ImportProblem>());
        const QModelIndex now = m_preview->index(other ? 0 : at.row(), other ? 0 : at.column());
        m_previewView->setCurrentIndex(now.isValid() ? now : m_preview->index(0, 0));
    }
    if (shown && shown->state == ImportFile::State::Refused && shown->error)
        m_message->showError(*shown->error);
    else if (m_message->isError() && shown && shown->state != ImportFile::State::Refused && !m_files->isWriting())
        m_message->dismiss();
    m_questions->setQuestions(shown ? shown->questions() : QList<ImportQuestion>());
    // who has not gone elsewhere yet is led to what must be answered
    if (shown && m_asked != shown->path && m_questions->hasOpen() && focusWidget() == m_previewView) {
        m_asked = shown->path;
        m_questions->focusFirstOpen();
    }
    m_recipe->showFile(shown ? m_files->current() : -1);
    m_showing = false;
    showLabels();
    fillFields();
    fillDetails();
    retranslateFields();
    updateButtons();
}

bool ImportWizard::setRole(const QString& column, const QString& role) {
    for (int row = 0; row < m_columns->rowCount(); ++row) {
        if (m_columns->columns()[static_cast<std::size_t>(row)].name != column.toStdString()) continue;
        return m_columns->setData(m_columns->index(row, ColumnsModel::RoleColumn), role, Qt::EditRole);
    }
    return false;
}

void ImportWizard::setType(const QString& column, const QString& type) {
    m_files->change(m_files->current(), [&](ImportSettings& settings) {
        settings.types[column] = type;
        settings.answers[QStringLiteral("date/") + column] = type;
    });
}

void ImportWizard::setKind(DatasetKind kind) {
    m_files->change(m_files->current(), [kind](ImportSettings& settings) { settings.kind = kind; });
}

void ImportWizard::setDatasetName(const QString& name) {
    m_files->change(m_files->current(), [&name](ImportSettings& settings) { settings.dataset = name; });
}

void ImportWizard::startImport() {
    if (!canImport()) return;
    m_message->dismiss();
    m_files->importAll();
}

void ImportWizard::undoImport() {
    m_document->undoStack()->undo();
    accept();
}

void ImportWizard::askRole(int column) {
    if (column < 0 || column >= m_columns->rowCount()) return;
    m_previewView->setCurrentIndex(m_preview->index(std::max(0, m_previewView->currentIndex().row()), column));
    m_previewView->scrollTo(m_previewView->currentIndex());
    const io::ColumnGuess& guess = m_columns->columns()[static_cast<std::size_t>(column)];
    const QString name = QString::fromStdString(guess.name);
    ChoiceBox::open(m_header->viewport(), m_header->roleRect(column), tr("Role of %1").arg(name), offeredRoles(),
                    offeredRoleTexts(), QString::fromStdString(guess.role.text()), m_previewView,
                    [this, name](const QString& role) { setRole(name, role); });
}

void ImportWizard::askType(int column) {
    if (column < 0 || column >= m_columns->rowCount()) return;
    const QModelIndex cell = m_columns->index(column, ColumnsModel::Type);
    const QString name = m_columns->index(column, ColumnsModel::Name).data().toString();
    m_previewView->setCurrentIndex(m_preview->index(std::max(0, m_previewView->currentIndex().row()), column));
    m_previewView->scrollTo(m_previewView->currentIndex());
    ChoiceBox::open(m_header->viewport(), m_header->typeRect(column).adjusted(0, -4, 0, 4), tr("Type of %1").arg(name),
                    offeredTypes(), offeredTypeTexts(), cell.data(Qt::EditRole).toString(), m_previewView,
                    [this, name](const QString& type) { setType(name, type); });
}

bool ImportWizard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (watched == m_columnsView && enter && !(key->modifiers() & Qt::ControlModifier)) {
        if (m_columnsView->currentIndex().column() == ColumnsModel::Labels)
            m_editLabels->click();
        else
            m_columnsView->edit(m_columnsView->currentIndex());
        return true;
    }
    if (watched != m_previewView) return QDialog::eventFilter(watched, event);
    const int column = m_previewView->currentIndex().column();
    const bool alt = key->modifiers() & Qt::AltModifier;
    const bool shift = key->modifiers() & Qt::ShiftModifier;
    if ((key->key() == Qt::Key_F2 && shift) || (key->key() == Qt::Key_Up && alt)) {
        askType(column);
    } else if (key->key() == Qt::Key_F2 || (enter && !(key->modifiers() & Qt::ControlModifier)) ||
               (key->key() == Qt::Key_Down && alt)) {
        askRole(column);
    } else {
        return QDialog::eventFilter(watched, event);
    }
    return true;
}

void ImportWizard::keyPressEvent(QKeyEvent* event) {
    // also where the button's shortcut is not asked: a popup that just closed can leave the window inactive
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & Qt::ControlModifier) && m_import->isEnabled() && m_import->isVisible())
        m_import->click();
    else
        QDialog::keyPressEvent(event);
}

void ImportWizard::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ImportWizard::reject() {
    // what is being written is stopped first: closing in its middle leaves nothing behind
    m_files->stop();
    QDialog::reject();
}

void ImportWizard::closeEvent(QCloseEvent* event) {
    m_files->stop();
    QDialog::closeEvent(event);
}

void ImportWizard::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && !isDone()) event->acceptProposedAction();
}

void ImportWizard::dropEvent(QDropEvent* event) {
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (const QString path = url.toLocalFile(); !path.isEmpty()) paths << path;
    event->acceptProposedAction();
    m_files->add(paths);
}

} // namespace xo::ui
