#pragma once

#include "ui/import/columnsmodel.h"
#include "ui/import/importask.h"
#include "ui/import/importfiles.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QTreeWidget;

namespace xo::ui {

class DatabaseDialog;
class Document;
class ElidedLabel;
class FileListModel;
class LabelsPanel;
class MessageBar;
class PreviewModel;
class ProblemsModel;
class QuestionPanel;
class RecipePanel;
class ResultPage;
class RoleHeader;

/// Takes one or several files into the project. On the left the files and how far each is; on the right what was
/// understood of the one chosen — encoding, delimiter, header, kind, columns with their roles and why — with its first
/// and its odd rows, read again on a bounded sample at every change while the whole file is checked in the background;
/// then everything is written as one undoable step.
class ImportWizard : public QDialog {
    Q_OBJECT
public:
    ImportWizard(Document* document, const QStringList& files, QWidget* parent);

    void setAsk(ImportAsk ask) { m_ask = std::move(ask); }
    void addFiles(const QStringList& paths) { m_files->add(paths); }
    void addTables(const std::vector<std::shared_ptr<const io::DatabaseRequest>>& requests) { m_files->add(requests); }
    DatabaseDialog* openDatabase(); ///< asks for tables; they join the list
    ImportFiles* files() const { return m_files; }
    bool isIdle() const { return m_files->isIdle(); }
    QString currentFile() const;
    void setCurrentFile(int index);
    ColumnsModel* columns() const { return m_columns; }
    PreviewModel* preview() const { return m_preview; }
    ProblemsModel* problems() const { return m_problems; }
    /// Gives a column a role, as choosing it in the table does; false when there is no such column or role.
    bool setRole(const QString& column, const QString& role);
    void setKind(DatasetKind kind);
    void setCurrentColumn(int column); ///< of columns()
    /// A question spread over columns as the columns it is in the file; false when it is none.
    bool splitQuestion(const QString& name);
    /// Columns as one question; those of a split one go together again. False when they can't be joined.
    bool joinColumns(const QStringList& names);
    LabelsPanel* labels() const { return m_labels; }
    void setDatasetName(const QString& name);
    void startImport();
    bool canImport() const { return m_files->canImport(); }
    bool isDone() const; ///< shows what was imported
    QString errorText() const;

Q_SIGNALS:
    void fileImported(const xo::ImportReport& report); ///< once per file, after all of them were written
    void saveTableRequested(const QString& tabSeparated, const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void reject() override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct Field {
        QWidget* box = nullptr;
        QLabel* name = nullptr;
        ElidedLabel* why = nullptr;
    };
    enum FieldAt {
        Kind,
        Dataset,
        Encoding,
        Delimiter,
        Quote,
        Escape,
        Comment,
        Header,
        Sheet,
        Hidden,
        Member,
        FieldCount
    };

    QWidget* buildFiles();
    QWidget* buildWork();
    QWidget* buildFields();
    QWidget* buildRows();
    QWidget* buildDetails();
    void connectFields();
    void showFile(bool reset);
    void fillFields();
    void fillDetails();
    void retranslate();
    void retranslateFields();
    void updateButtons();
    QWidget* buildColumns();
    int currentColumn() const; ///< −1 = none
    void showLabels();
    QStringList selectedColumns() const;
    void updateColumnButtons();
    void askRole(int column);
    void askType(int column);
    void setType(const QString& column, const QString& type);
    void undoImport();
    QComboBox* combo(FieldAt at) const;
    const ImportFile* file() const; ///< null when the list is empty

    Document* m_document;
    ImportAsk m_ask;
    ImportFiles* m_files;
    int m_shown = -1;
    QString m_asked; ///< the file whose questions have had the focus
    bool m_filling = false;
    bool m_showing = false; ///< the tables are being filled: their current cells come and go

    QStackedWidget* m_pages;
    ResultPage* m_result = nullptr;
    MessageBar* m_message;
    FileListModel* m_fileModel;
    QListView* m_fileView = nullptr;
    QLabel* m_filesTitle = nullptr;
    QPushButton *m_add = nullptr, *m_remove = nullptr, *m_database = nullptr;
    QCheckBox* m_together = nullptr;
    ElidedLabel* m_heading = nullptr;
    QLabel *m_sub = nullptr, *m_empty = nullptr;
    QWidget* m_fieldsBox = nullptr;
    Field m_fields[FieldCount];
    QLabel* m_stagesLabel = nullptr;
    QLineEdit* m_stages = nullptr;
    QuestionPanel* m_questions = nullptr;
    QTabWidget* m_tables = nullptr;
    PreviewModel* m_preview;
    QTableView* m_previewView = nullptr;
    RoleHeader* m_header = nullptr;
    ColumnsModel* m_columns;
    QTableView* m_columnsView = nullptr;
    QPushButton *m_editLabels = nullptr, *m_split = nullptr, *m_join = nullptr;
    QTabWidget* m_details = nullptr;
    ProblemsModel* m_problems;
    QTableView* m_problemsView = nullptr;
    QTreeWidget* m_changes = nullptr;
    QPlainTextEdit* m_lines = nullptr;
    LabelsPanel* m_labels = nullptr;
    RecipePanel* m_recipe = nullptr;
    QProgressBar* m_progress;
    QLabel* m_note;
    QPushButton *m_cancel, *m_stop, *m_import;
};

} // namespace xo::ui
