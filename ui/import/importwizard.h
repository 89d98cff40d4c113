#pragma once

#include "ui/document/document.h"
#include "ui/import/columnsmodel.h"

#include <QDialog>
#include <QHash>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace xo::ui {

class MessageBar;

/// Takes one or several files into the project. Step 1: how the file is read — encoding, delimiter, header, kind, the
/// columns with their roles and why — live on a sample; step 2: the whole file checked, rejected rows and odd cells
/// listed, then written as one undoable import.
class ImportWizard : public QDialog {
    Q_OBJECT
public:
    ImportWizard(Document* document, const QStringList& files, QWidget* parent);

    bool isIdle() const { return m_running == 0; }
    int step() const; ///< 1 or 2
    QString currentFile() const { return m_files.value(m_index); }
    ColumnsModel* columns() const { return m_columns; }
    /// Gives a column a role, as choosing it in the table does; false when there is no such column or role.
    bool setRole(const QString& column, const QString& role);
    void setKind(DatasetKind kind);
    void setDatasetName(const QString& name);
    void checkFile();   ///< to step 2
    void startImport(); ///< writes what step 2 shows
    bool canImport() const;
    QString errorText() const;

Q_SIGNALS:
    void fileImported(const xo::ImportReport& report);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* buildFormatStep();
    QWidget* buildCheckStep();
    void openFile(qsizetype index);
    void inspectFile();
    void showInspection();
    void showBatch();
    void nextFile();
    void retranslate();
    void updateButtons();
    void stop();
    io::ReadOptions readOptions() const;
    std::vector<std::string> setRoles() const;
    std::vector<std::string> stages() const;
    Recipe baseRecipe() const;
    DatasetKind kind() const;

    Document* m_document;
    QStringList m_files;
    qsizetype m_index = 0;
    QHash<QString, QString> m_rolesGiven;
    bool m_kindGiven = false;
    bool m_sheetGiven = false; ///< chosen by hand: stays even when it is empty
    bool m_filling = false;
    int m_running = 0;
    quint64 m_job = 0;
    std::optional<io::Inspection> m_inspection;
    std::shared_ptr<const ImportBatch> m_batch;
    std::vector<Recipe> m_recipes;
    std::vector<BatchInfo> m_earlier;

    MessageBar* m_message;
    QLabel* m_heading;
    QLabel* m_sub;
    QStackedWidget* m_steps;
    QList<QLabel*> m_fieldLabels;
    QComboBox* m_kind;
    QLineEdit* m_name;
    QComboBox* m_encoding;
    QComboBox* m_delimiter;
    QComboBox* m_header;
    QComboBox* m_sheet;
    QComboBox* m_recipe;
    QLabel* m_why;
    QLabel* m_stagesLabel;
    QLineEdit* m_stages;
    QLabel* m_columnsTitle;
    QTableView* m_columnsView;
    ColumnsModel* m_columns;
    QLabel* m_previewTitle;
    QTableView* m_previewView;
    PreviewModel* m_preview;
    QLabel* m_problemsTitle;
    QTableView* m_problemsView;
    ProblemsModel* m_problems;
    QLabel* m_modeLabel;
    QComboBox* m_mode;
    QCheckBox* m_saveRecipe;
    QLineEdit* m_recipeName;
    QProgressBar* m_progress;
    QLabel* m_note;
    QPushButton* m_cancel;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace xo::ui
