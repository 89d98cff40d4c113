#pragma once

#include "core/project/store.h"
#include "ui/document/document.h"

#include <deque>

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

class Document::Private {
public:
    explicit Private(Document* document) : q(document) {}

    using Operation = std::function<Result<void>(Store&)>;

    Document* q;
    std::shared_ptr<OpenStore> store;
    StoreState state;
    analysis::Context context;
    QString path;
    QString workingFolder;
    bool readOnly = false;
    bool neverClean = false; ///< new or recovered: unsaved whatever the undo stack says
    int busy = 0;
    std::deque<std::pair<QString, Operation>> waiting; ///< undo/redo pressed while a file is being written

    void adopt(std::shared_ptr<OpenStore> opened, StoreState read, const QString& file, bool unsaved);
    /// Makes the working copy at the first edit. Errors: window.no_project, project.read_only, project.busy, the
    /// store's.
    Result<void> beginEdit();
    /// One small edit on the GUI thread, then the new snapshot.
    Result<void> edit(const Operation& operation);
    /// An edit of undo or redo: batches in a job, definitions at once; failures go to editFailed.
    void replay(const QString& title, Operation operation, bool inJob);
    void setBusy(bool on);
    void refreshed(StoreState read);
    void openIn(std::function<Result<std::unique_ptr<Store>>()> opener, const QString& file, bool recovered,
                std::function<void(Result<void>)> done);
    void saveTo(const QString& file, std::function<void(Result<void>)> done);
    void next();
    template <class T>
    using Apply = Result<void> (*)(Store&, const std::optional<T>& from, const std::optional<T>& to);
    template <class T>
    Result<void> putDefinition(const QString& text, std::optional<T> before, std::optional<T> after, Apply<T> apply);
};

} // namespace xo::ui
