#pragma once

#include "core/io/database/database.h"
#include "ui/import/importask.h"

#include <QDialog>

#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTabWidget;

namespace xo::ui {

class Document;
class MessageBar;

/// Where a database is and what of it is imported: tables picked from a list, or one SELECT. Connecting and trying the
/// query run in the background and can be stopped. The password lives in this dialog and in the requests it gives.
class DatabaseDialog : public QDialog {
    Q_OBJECT
public:
    using Requests = std::vector<std::shared_ptr<const io::DatabaseRequest>>;
    DatabaseDialog(Document* document, ImportAsk ask, QWidget* parent);
    ~DatabaseDialog() override;

    void setAddress(const io::DatabaseAddress& address); ///< fills the form
    io::DatabaseAddress address() const;
    void connectToServer(); ///< lists the tables
    void choose();          ///< tries what is picked and gives it
    bool isIdle() const { return m_job == 0; }
    QString errorText() const;
    QStringList tables() const;

Q_SIGNALS:
    void chosen(const xo::ui::DatabaseDialog::Requests& requests);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void reject() override;

private:
    enum FieldAt { Kind, File, Host, Port, Database, User, Password, Options, FieldCount };
    struct Field {
        QLabel* name = nullptr;
        QWidget* box = nullptr;
    };
    QWidget* buildForm();
    QWidget* buildChoice();
    QLineEdit* line(FieldAt at) const;
    io::DatabaseDriver driver() const;
    Requests requests() const;
    void showDriver();
    void showTables(const std::vector<io::DatabaseTable>& tables);
    void filterTables();
    void forgetTables();
    void takeUrl();
    void finished();
    void stop();
    void updateButtons();
    void retranslate();

    Document* m_document;
    ImportAsk m_ask;
    quint64 m_job = 0;
    bool m_connected = false;
    Field m_fields[FieldCount];
    MessageBar* m_message;
    QLabel *m_title, *m_promise, *m_note;
    QPushButton *m_browse, *m_connect;
    QTabWidget* m_choice;
    QLabel *m_empty, *m_selectHint;
    QLineEdit* m_search;
    QListWidget* m_list;
    QPlainTextEdit* m_select;
    QProgressBar* m_progress;
    QPushButton *m_stop, *m_cancel, *m_open;
};

} // namespace xo::ui
