#pragma once

#include "core/project/store.h"
#include "ui/document/document.h"

#include <deque>
#include <string>

namespace xo::ui {

/// An open store; a working copy is deleted when nobody (window or job) needs it any more.
struct OpenStore {
    std::unique_ptr<Store> store;
    bool workingCopy = false;
    bool keep = false; ///< a recovery file that must survive
    ~OpenStore() {
        if (store && workingCopy && !keep) Store::discardWorkingCopy(std::move(store));
    }
};

/// What the pages read, taken from the store in one go.
struct StoreState {
    std::shared_ptr<const Workspace> workspace;
    std::vector<Recipe> recipes;
    std::vector<BatchInfo> batches;
};
Result<StoreState> readState(const Store& store);

/// The definitions of a snapshot that is being changed before it is written.
struct Definitions {
    std::vector<Segment>& segments;
    std::vector<Journey>& journeys;
    std::vector<Recipe>& recipes;
    IdentityRules& identity;
};

class Document::Private {
public:
    explicit Private(Document* document) : q(document) {}

    using Operation = std::function<Result<void>(Store&)>;
    using Preview = std::function<void(Definitions)>; ///< what the operation does to the definitions

    /// One edit of definitions.
    struct Edit {
        QString title;
        Operation operation;
        Preview preview;
    };
    /// First edits of a large file: shown at once, written as soon as a job has made the working copy. All of them or
    /// none: without a copy the document is again what it was.
    struct Preparation {
        StoreState before;
        std::vector<Operation> operations;                          ///< in the order they were made
        std::size_t written = 0;                                    ///< so many of them are in the copy
        std::vector<std::function<void(const Result<void>&)>> then; ///< imports and saves asked for meanwhile
    };

    Document* q;
    std::shared_ptr<OpenStore> store;
    StoreState state;
    analysis::Context context;
    QString path;
    QString workingFolder;
    quint64 openedCount = 0;
    bool readOnly = false;
    bool neverClean = false; ///< new or recovered: unsaved whatever the undo stack says
    int busy = 0;
    qint64 copiedAtOnce = 8 << 20;
    int checkDelay = 2000;
    quint64 check = 0; ///< job of checkBehind
    std::unique_ptr<Preparation> preparation;
    std::deque<std::function<void()>> waiting; ///< undo/redo pressed while a file is being written

    void adopt(std::shared_ptr<OpenStore> opened, StoreState read, const QString& file, bool unsaved);
    /// Errors: window.no_project, project.read_only, project.busy.
    Result<void> mayEdit() const;
    /// A small edit, seen at once in the snapshot. Errors: those of mayEdit, the store's.
    Result<void> edit(const Edit& wanted);
    Result<void> editNow(const Operation& operation);
    Result<void> editLater(const Edit& wanted);
    /// Writes what `preparation` holds, into `copy` or into a new working copy when that is null.
    void prepare(const QString& title, std::shared_ptr<OpenStore> copy);
    void abandonPreparation(); ///< the document goes away
    /// While first edits are being written: keeps `then` for afterwards and gives true.
    bool isAfterPreparation(std::function<void(const Result<void>&)> then);
    /// An edit that takes time, in a job, with the working copy made there when there is none yet; the job's id, 0 when
    /// it has to wait or may not be made.
    template <class T>
    quint64 editInJob(const QString& title, std::function<Result<T>(Store&, const JobContext&)> operation,
                      std::function<void(Result<T>)> done);
    /// Edits of undo and redo; failures go to editFailed.
    void replay(const Edit& wanted);
    void replayInJob(const QString& title, const Operation& operation);
    void setBusy(bool on);
    void setState(StoreState read); ///< the state before is freed elsewhere: it may be gigabytes
    void refreshed(StoreState read);
    void openIn(std::function<Result<std::unique_ptr<Store>>()> opener, const QString& file, bool recovered,
                std::function<void(Result<void>)> done);
    void saveTo(const QString& file, std::function<void(Result<void>)> done);
    void checkBehind(); ///< SQLite's own check of what was opened, in a job of its own
    void next();
    /// Does an edit and puts it, with its inverse, on the undo stack.
    Result<void> push(const Edit& wanted, const Edit& inverse);
    template <class Of>
    Result<void> putDefinition(const QString& text, const std::optional<typename Of::Type>& before,
                               const std::optional<typename Of::Type>& after);
};

/// The store itself when it is a working copy, else a working copy of it in `folder`.
Result<std::shared_ptr<OpenStore>> writableStore(const std::shared_ptr<OpenStore>& store, const std::string& folder);

template <class T>
quint64 Document::Private::editInJob(const QString& title,
                                     std::function<Result<T>(Store&, const JobContext&)> operation,
                                     std::function<void(Result<T>)> done) {
    if (isAfterPreparation([this, title, operation, done](const Result<void>& outcome) {
            if (outcome)
                editInJob<T>(title, operation, done);
            else
                done(outcome.failure());
        }))
        return 0;
    if (auto allowed = mayEdit(); !allowed) {
        done(allowed.failure());
        return 0;
    }
    setBusy(true);
    struct Edited {
        std::shared_ptr<OpenStore> store;
        StoreState state;
        T value;
    };
    return q->m_jobs->run<Edited>(
        title, q,
        [current = store, operation = std::move(operation),
         folder = workingFolder.toStdString()](const JobContext& job) -> Result<Edited> {
            auto target = writableStore(current, folder);
            if (!target) return target.failure();
            auto value = operation(*(*target)->store, job);
            if (!value) return value.failure();
            auto read = readState(*(*target)->store);
            if (!read) return read.failure();
            return Edited{std::move(*target), std::move(*read), std::move(*value)};
        },
        [this, current = std::weak_ptr(store), done = std::move(done)](Result<Edited> edited) {
            const bool closed = !store || current.lock() != store;
            if (edited && !closed) {
                store = std::move(edited->store);
                refreshed(std::move(edited->state));
            }
            setBusy(false);
            if (closed) return done(cancelled());
            done(edited ? Result<T>(std::move(edited->value)) : Result<T>(edited.failure()));
            next();
        });
}

} // namespace xo::ui
