#pragma once

#include "core/columnar/batch.h"
#include "core/io/database/database.h"
#include "core/io/importer.h"
#include "core/io/preview.h"
#include "core/project/storetypes.h"

#include <QCoreApplication>
#include <QHash>
#include <QList>
#include <QMap>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace xo::ui {

class Document;

/// What was chosen by hand for one file; everything else is guessed. Roles, types and value labels are of columns by
/// their unique names.
struct ImportSettings {
    io::ReadOptions read;
    std::optional<DatasetKind> kind;
    QString dataset;               ///< blank = the recipe's, else the file's own name
    std::optional<QString> recipe; ///< not set = found by name or header; blank = none
    QMap<QString, QString> roles;  ///< "nps", "csat:1-5"
    QMap<QString, QString> types;  ///< "date:dmy", "text"
    QMap<QString, std::vector<ValueLabel>> labels;
    QMap<QString, QStringList> splits; ///< multi-choice questions that stay the columns they are in the file
    QMap<QString, QStringList> joins;  ///< questions made of columns by hand
    std::vector<std::string> stages;
    ImportMode mode = ImportMode::Append;
    QString saveAs;                 ///< name of the recipe to keep; blank = none
    QMap<QString, QString> answers; ///< of questions that only had to be confirmed, by their ids
};

/// Something only a person can tell about a file.
struct ImportQuestion {
    QString id; ///< "date/COLUMN", "dates" (of all `columns`), "pole/COLUMN", "hidden", "sheet", "member", "totals",
                ///< "rename/COLUMN", "changes"
    QString text;
    QStringList values, labels; ///< the choices
    QString answer;             ///< blank = open
    QStringList columns;        ///< it is about, where an answer is for several
    bool blocks = true;         ///< nothing can be imported before it is answered
};

struct PlainLook;

/// One file of an import and everything known of it.
struct ImportFile {
    Q_DECLARE_TR_FUNCTIONS(ImportFile)
public:
    enum class State { Looking, Asks, Waiting, Checking, Stopped, Ready, Refused };
    QString path; ///< of a database: where it is and what of it, without user and password
    std::shared_ptr<const io::DatabaseRequest> database; ///< instead of a file; the password is kept here alone
    ImportSettings settings;
    State state = State::Looking;
    std::shared_ptr<io::PreviewSession> session;
    std::shared_ptr<const PlainLook> plain; ///< kept from look to look
    std::optional<io::Preview> preview;
    Recipe base;                              ///< the recipe in force; without columns = none
    QString baseOf;                           ///< where it comes from: its name or the dataset's
    std::shared_ptr<const ImportBatch> batch; ///< what the whole file comes to; its cells only where `holdsCells`
    bool holdsCells = false;
    io::ImportRequest request;          ///< what `batch` was read by
    std::vector<io::SampleRow> oddRows; ///< of the whole file, in its order
    std::optional<Error> error;

    QString name() const;
    QString stem() const; ///< what the dataset is called when nobody says otherwise
    QString dataset() const;
    DatasetKind kind() const;
    QString headerKey() const; ///< equal for files of the same columns
    QList<ImportQuestion> questions() const;
    bool isBlocked() const;
    quint64 bytes() const { return session ? session->bytes() : 0; }
};

/// The files of one import: looked at, asked about, checked as a whole one after another in the background, and written
/// together as one undoable step or not at all.
class ImportFiles : public QObject {
    Q_OBJECT
public:
    explicit ImportFiles(Document* document, QObject* parent = nullptr);
    ~ImportFiles() override;

    /// Files, and the tables directly inside folders; those that are in the list already are left out.
    void add(const QStringList& paths);
    void add(const std::vector<std::shared_ptr<const io::DatabaseRequest>>& requests);
    void remove(int index);
    int count() const { return static_cast<int>(m_files.size()); }
    const ImportFile& at(int index) const { return *m_files[static_cast<std::size_t>(index)]; }
    int current() const { return m_current; }
    void setCurrent(int index); ///< this one is checked first

    /// Changes what was chosen for a file, and, when `together`, for all files of the same header; they are looked at
    /// again.
    template <class Change>
    void change(int index, Change&& change) {
        for (const int i : affected(index)) {
            change(m_files[static_cast<std::size_t>(i)]->settings);
            look(i);
        }
    }
    /// The same for what needs no other look (how it is written, what is kept).
    template <class Change>
    void keep(int index, Change&& change) {
        for (const int i : affected(index))
            change(m_files[static_cast<std::size_t>(i)]->settings);
    }
    void answer(int index, const QString& question, const QString& value);
    void setTogether(bool on) { m_together = on; }
    bool isTogether() const { return m_together; }
    int sameHeader(int index) const; ///< files of this one's header, itself included

    const std::vector<Recipe>& recipes() const { return m_recipes; }
    void addRecipe(const Recipe& recipe); ///< one read from a file: offered beside those of the project

    bool isIdle() const; ///< nothing is being looked at, checked or written
    bool isWriting() const { return m_writing; }
    bool canImport() const { return whyNot().isEmpty(); }
    QString whyNot() const; ///< what has to be done before; blank = all is ready
    void importAll();
    void stop(); ///< the check or the writing under way
    void checkAgain(int index);
    double fraction() const; ///< of the check or the writing under way, −1 = none or unknown
    const std::vector<ImportReport>& reports() const { return m_reports; }

Q_SIGNALS:
    void listChanged();      ///< files were added or removed
    void changed(int index); ///< settings, preview, problems or state of a file
    void progressed();
    void imported(); ///< everything was written: reports()
    void failed(const xo::Error& error);

private:
    struct Looked;
    struct Checked;
    void lookAtNew();
    std::vector<int> affected(int index) const;
    int indexOf(const ImportFile* file) const;
    void look(int index);
    void looked(int index, Result<Looked> result);
    void nameGroups();
    void checkNext();
    void checked(int index, Result<Checked> result);
    void keepRecipes();
    void notImported(const Error& error);

    Document* m_document;
    std::vector<std::shared_ptr<ImportFile>> m_files;
    std::vector<Recipe> m_recipes;
    std::vector<BatchInfo> m_earlier;
    std::vector<ImportReport> m_reports;
    int m_current = 0;
    bool m_together = true;
    bool m_writing = false;
    ImportFile* m_checking = nullptr;
    quint64 m_job = 0;
    QTimer m_settled; ///< the check begins when nothing has changed for a moment
};

} // namespace xo::ui
