#pragma once

#include "core/analysis/context.h"
#include "core/base/json.h"
#include "core/columnar/batch.h"
#include "core/model/identity.h"
#include "core/model/journey.h"
#include "core/project/storetypes.h"
#include "core/session/fileimport.h"
#include "ui/document/jobrunner.h"
#include "ui/document/selection.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QUndoStack;

namespace xo::ui {

/// The open project in the window. The saved file is only read; the first edit makes a private working copy (autosave
/// and crash recovery), Save replaces the file atomically. Every edit is an undo command.
class Document : public QObject {
    Q_OBJECT
public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    bool isOpen() const;
    bool isModified() const;
    bool isReadOnly() const;      ///< another window holds the file, or the medium is read-only
    bool isBusy() const;          ///< a file or an import is being written: edits give project.busy meanwhile
    bool isChangedOnDisk() const; ///< somebody else replaced the file since it was read: ask before saving over it
    QString path() const;         ///< blank for a project never saved
    QString title() const;        ///< file stem, or "Untitled"
    quint64 openedCount() const;  ///< grows with every project opened or closed: tells one from the next

    /// Opens in a job; `done` tells how it went. Errors: project.*.
    void open(const QString& path, std::function<void(Result<void>)> done);
    Result<void> createNew(const QString& timezone); ///< an empty project in a working copy, unsaved
    /// Working copies that a killed program left behind, and one of them opened again (as unsaved changes) or deleted.
    std::vector<LeftWorkingCopy> leftWorkingCopies() const;
    void recover(const QString& workingCopy, std::function<void(Result<void>)> done);
    static void discardLeft(const QString& workingCopy);
    /// Where working copies live; default: the user's local data folder.
    void setWorkingFolder(const QString& folder);
    /// Up to this size a file is copied when the first edit is made; copying a larger one takes a job. Default 8 MiB.
    void setCopiedAtOnce(qint64 bytes);
    void save(std::function<void(Result<void>)> done);
    void saveAs(const QString& path, std::function<void(Result<void>)> done);
    /// Writes down the order of customers in a job with progress and Cancel (Store::compact): unsaved until saved,
    /// nothing to undo, no figure changes. True in the Result when there was something to write.
    void compact(std::function<void(Result<bool>)> done);
    /// How long after opening SQLite's own check of the file starts behind the work; damage is told by damageFound.
    /// Default 2000 ms; −1 = never.
    void setCheckDelay(int ms);
    void close();

    std::shared_ptr<const Workspace> workspace() const; ///< never null while open
    analysis::Context context() const;
    Selection* selection() const { return m_selection; }
    JobRunner* jobs() const { return m_jobs; }
    QUndoStack* undoStack() const { return m_undo; }

    // Edits: seen in workspace() at once, undoable. They are written to the working copy at once, too; only the first
    // ones of a large file wait for a job that makes it. When it can't be made they are taken back and editFailed says
    // why; imports and saves asked for meanwhile come after it.
    /// Writes a batch in a job with progress and Cancel.
    void importBatch(std::shared_ptr<const ImportBatch> batch, ImportMode mode,
                     std::function<void(Result<ImportReport>)> done);
    /// Several files, each in its mode, as one undoable step: all of them or none; read as they are written where that
    /// can be (session::importFiles). The job's id, for Cancel; 0 while it waits for the first edit of a large file.
    quint64 importFiles(std::vector<session::FileImport> files,
                        std::function<void(Result<std::vector<ImportReport>>)> done);
    void undoBatch(qint64 batch, std::function<void(Result<void>)> done);
    Result<void> putSegment(const Segment& segment);
    Result<void> removeSegment(const std::string& name);
    Result<void> renameSegment(const std::string& name, const std::string& newName); ///< window.name_taken{name}
    Result<void> putJourney(const Journey& journey);
    Result<void> removeJourney(const std::string& name);
    /// All journeys at once, as one step: those left out are removed. window.name_taken{name} for one given twice.
    Result<void> setJourneys(const std::vector<Journey>& journeys);
    Result<void> putRecipe(const Recipe& recipe);
    /// The identity rules; every figure about customers follows. Errors: model.bad_json{what is wrong}.
    Result<void> putIdentityRules(const IdentityRules& rules);
    /// A definition of a further kind (Store::definitions) as an edit called `title`; null removes it. Asked for again
    /// it is there as soon as it is written.
    Result<void> setDefinition(const QString& title, const std::string& kind, const std::string& name,
                               const Json& body);
    /// Null when there is none. Error project.busy.
    Result<Json> definition(const std::string& kind, const std::string& name) const;
    Result<std::vector<Recipe>> recipes() const;
    Result<std::vector<BatchInfo>> batches() const;
    Result<std::vector<ImportProblem>> problems(qint64 batch) const; ///< rejected rows and odd cells of a batch
    /// File and line of rows of a dataset, in the order given. Error project.busy.
    Result<std::vector<RowOrigin>> rowOrigins(const std::string& dataset, const std::vector<std::uint64_t>& rows) const;

Q_SIGNALS:
    void workspaceChanged();                  ///< data or definitions changed: pages recompute
    void stateChanged();                      ///< path, title, modified, busy or read-only changed
    void editFailed(const xo::Error& error);  ///< an undo, a redo or the first edit of a large file
    void damageFound(const xo::Error& error); ///< the check behind the work found the file damaged

private:
    void pushBatches(const QString& text, std::vector<qint64> batches, bool added);
    class Private;
    friend class Private;
    std::unique_ptr<Private> d;
    Selection* m_selection;
    JobRunner* m_jobs;
    QUndoStack* m_undo;
};

} // namespace xo::ui
