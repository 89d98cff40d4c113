#include "ui/document/documentprivate.h"

#include <QUndoCommand>
#include <QUndoStack>

namespace xo::ui {

namespace {

/// An edit that is in the project already when it is pushed: the first redo of the stack does nothing.
class EditCommand : public QUndoCommand {
public:
    using Replay = std::function<void()>;
    EditCommand(const QString& text, Replay undo, Replay redo)
        : QUndoCommand(text), m_undo(std::move(undo)), m_redo(std::move(redo)) {}
    void undo() override { m_undo(); }
    void redo() override {
        if (m_pushed) m_redo();
        m_pushed = true;
    }

private:
    Replay m_undo, m_redo;
    bool m_pushed = false;
};

template <class T>
std::optional<T> named(const std::vector<T>& list, const std::string& name) {
    for (const T& item : list)
        if (item.name == name) return item;
    return std::nullopt;
}

Result<void> applySegment(Store& store, const std::optional<Segment>& from, const std::optional<Segment>& to) {
    return to ? store.putSegment(*to) : store.removeSegment(from->name);
}
Result<void> applyJourney(Store& store, const std::optional<Journey>& from, const std::optional<Journey>& to) {
    return to ? store.putJourney(*to) : store.removeJourney(from->name);
}
Result<void> applyRecipe(Store& store, const std::optional<Recipe>& from, const std::optional<Recipe>& to) {
    return to ? store.putRecipe(*to) : store.removeRecipe(from->name);
}

} // namespace

Result<void> Document::Private::beginEdit() {
    if (!store) return fail("window.no_project");
    if (busy) return fail("project.busy", {path.toStdString()});
    if (store->workingCopy) return {};
    if (readOnly) return fail("project.read_only", {path.toStdString()});
    auto copy = store->store->makeWorkingCopy(workingFolder.toStdString());
    if (!copy) return copy.failure();
    auto opened = std::make_shared<OpenStore>();
    opened->store = std::move(*copy);
    opened->workingCopy = true;
    store = std::move(opened);
    return {};
}

Result<void> Document::Private::edit(const Operation& operation) {
    if (auto begun = beginEdit(); !begun) return begun;
    if (auto done = operation(*store->store); !done) return done;
    auto read = readState(*store->store);
    if (!read) return read.failure();
    refreshed(std::move(*read));
    return {};
}

void Document::Private::replay(const QString& title, Operation operation, bool inJob) {
    if (!store) return;
    if (busy) {
        waiting.emplace_back(title, std::move(operation));
        return;
    }
    if (!inJob) {
        if (auto done = edit(operation); !done) Q_EMIT q->editFailed(done.error());
        return;
    }
    if (auto begun = beginEdit(); !begun) {
        Q_EMIT q->editFailed(begun.error());
        return;
    }
    setBusy(true);
    q->m_jobs->run<StoreState>(
        title, q,
        [current = store, operation = std::move(operation)](const JobContext&) -> Result<StoreState> {
            if (auto done = operation(*current->store); !done) return done.failure();
            return readState(*current->store);
        },
        [this](Result<StoreState> read) {
            if (read) refreshed(std::move(*read));
            setBusy(false);
            if (!read) Q_EMIT q->editFailed(read.error());
            next();
        });
}

void Document::Private::next() {
    if (busy || waiting.empty()) return;
    auto [title, operation] = std::move(waiting.front());
    waiting.pop_front();
    replay(title, std::move(operation), true);
}

template <class T>
Result<void> Document::Private::putDefinition(const QString& text, std::optional<T> before, std::optional<T> after,
                                              Apply<T> apply) {
    if (before == after) return {};
    if (auto done = edit([&](Store& target) { return apply(target, before, after); }); !done) return done;
    q->m_undo->push(new EditCommand(
        text,
        [this, text, before, after, apply] {
            replay(
                text, [=](Store& target) { return apply(target, after, before); }, false);
        },
        [this, text, before, after, apply] {
            replay(
                text, [=](Store& target) { return apply(target, before, after); }, false);
        }));
    return {};
}

Result<void> Document::putSegment(const Segment& segment) {
    if (!isOpen()) return fail("window.no_project");
    return d->putDefinition<Segment>(tr("Save segment %1").arg(QString::fromStdString(segment.name)),
                                     named(d->state.workspace->segments, segment.name), segment, applySegment);
}

Result<void> Document::removeSegment(const std::string& name) {
    if (!isOpen()) return fail("window.no_project");
    const auto before = named(d->state.workspace->segments, name);
    if (!before) return fail("project.no_such", {"segment", name});
    return d->putDefinition<Segment>(tr("Delete segment %1").arg(QString::fromStdString(name)), before, std::nullopt,
                                     applySegment);
}

Result<void> Document::renameSegment(const std::string& name, const std::string& newName) {
    if (!isOpen()) return fail("window.no_project");
    const auto before = named(d->state.workspace->segments, name);
    if (!before) return fail("project.no_such", {"segment", name});
    if (name == newName) return {};
    if (named(d->state.workspace->segments, newName)) return fail("window.name_taken", {newName});
    auto move = [](Store& store, const Segment& from, const Segment& to) -> Result<void> {
        if (auto put = store.putSegment(to); !put) return put;
        return store.removeSegment(from.name);
    };
    Segment after = *before;
    after.name = newName;
    if (auto done = d->edit([&](Store& store) { return move(store, *before, after); }); !done) return done;
    const QString text = tr("Rename segment %1").arg(QString::fromStdString(name));
    Private* p = d.get();
    m_undo->push(new EditCommand(
        text,
        [p, text, move, from = after, to = *before] {
            p->replay(
                text, [=](Store& store) { return move(store, from, to); }, false);
        },
        [p, text, move, from = *before, to = after] {
            p->replay(
                text, [=](Store& store) { return move(store, from, to); }, false);
        }));
    return {};
}

Result<void> Document::putJourney(const Journey& journey) {
    if (!isOpen()) return fail("window.no_project");
    return d->putDefinition<Journey>(tr("Save journey %1").arg(QString::fromStdString(journey.name)),
                                     named(d->state.workspace->journeys, journey.name), journey, applyJourney);
}

Result<void> Document::removeJourney(const std::string& name) {
    if (!isOpen()) return fail("window.no_project");
    const auto before = named(d->state.workspace->journeys, name);
    if (!before) return fail("project.no_such", {"journey", name});
    return d->putDefinition<Journey>(tr("Delete journey %1").arg(QString::fromStdString(name)), before, std::nullopt,
                                     applyJourney);
}

Result<void> Document::putRecipe(const Recipe& recipe) {
    if (!isOpen()) return fail("window.no_project");
    return d->putDefinition<Recipe>(tr("Save recipe %1").arg(QString::fromStdString(recipe.name)),
                                    named(d->state.recipes, recipe.name), recipe, applyRecipe);
}

Result<std::vector<Recipe>> Document::recipes() const {
    return d->state.recipes;
}

Result<std::vector<BatchInfo>> Document::batches() const {
    return d->state.batches;
}

Result<std::vector<ImportProblem>> Document::problems(qint64 batch) const {
    if (!isOpen()) return fail("window.no_project");
    if (isBusy()) return fail("project.busy", {d->path.toStdString()});
    return d->store->store->problems(batch);
}

void Document::importBatch(std::shared_ptr<const ImportBatch> batch, ImportMode mode,
                           std::function<void(Result<ImportReport>)> done) {
    if (auto begun = d->beginEdit(); !begun) return done(begun.failure());
    d->setBusy(true);
    struct Imported {
        ImportReport report;
        StoreState state;
    };
    const QString text = tr("Import %1").arg(QString::fromStdString(batch->sourceFile));
    m_jobs->run<Imported>(
        text, this,
        [current = d->store, batch, mode](const JobContext& job) -> Result<Imported> {
            auto report = current->store->append(*batch, mode, job);
            if (!report) return report.failure();
            auto read = readState(*current->store);
            if (!read) return read.failure();
            return Imported{std::move(*report), std::move(*read)};
        },
        [this, text, done = std::move(done)](Result<Imported> imported) {
            if (imported) {
                const auto id = imported->report.batch;
                d->refreshed(std::move(imported->state));
                if (!imported->report.duplicateOf) pushBatch(text, id, true);
            }
            d->setBusy(false);
            done(imported ? Result<ImportReport>(std::move(imported->report))
                          : Result<ImportReport>(imported.failure()));
            d->next();
        });
}

void Document::undoBatch(qint64 batch, std::function<void(Result<void>)> done) {
    if (auto begun = d->beginEdit(); !begun) return done(begun);
    d->setBusy(true);
    const QString text = tr("Undo import %1").arg(batch);
    m_jobs->run<StoreState>(
        text, this,
        [current = d->store, batch](const JobContext&) -> Result<StoreState> {
            if (auto undone = current->store->undoBatch(batch); !undone) return undone.failure();
            return readState(*current->store);
        },
        [this, text, batch, done = std::move(done)](Result<StoreState> read) {
            if (read) {
                d->refreshed(std::move(*read));
                pushBatch(text, batch, false);
            }
            d->setBusy(false);
            done(read ? Result<void>() : Result<void>(read.failure()));
            d->next();
        });
}

void Document::pushBatch(const QString& text, qint64 batch, bool added) {
    Private* p = d.get();
    auto hide = [p, text, batch] {
        p->replay(
            text, [batch](Store& store) { return store.undoBatch(batch); }, true);
    };
    auto show = [p, text, batch] {
        p->replay(
            text, [batch](Store& store) { return store.redoBatch(batch); }, true);
    };
    if (added)
        m_undo->push(new EditCommand(text, hide, show));
    else
        m_undo->push(new EditCommand(text, show, hide));
}

} // namespace xo::ui
