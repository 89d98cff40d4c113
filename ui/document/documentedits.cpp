#include "ui/document/documentprivate.h"

#include <QFileInfo>
#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <set>

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

template <class T>
void replaceNamed(std::vector<T>& list, const std::string& name, const std::optional<T>& to) {
    const auto at = std::find_if(list.begin(), list.end(), [&](const T& item) { return item.name == name; });
    if (at == list.end()) {
        if (to) list.push_back(*to);
    } else if (to) {
        *at = *to;
    } else {
        list.erase(at);
    }
}

// What the stores and their texts call them.
struct OfSegments {
    using Type = Segment;
    static Result<void> put(Store& store, const Segment& value) { return store.putSegment(value); }
    static Result<void> remove(Store& store, const std::string& name) { return store.removeSegment(name); }
    static std::vector<Segment>& list(Definitions in) { return in.segments; }
    static Result<Segment> checked(const Segment& value) { return segmentFromJson(toJson(value)); }
    static constexpr const char* kTable = "segment";
};
struct OfJourneys {
    using Type = Journey;
    static Result<void> put(Store& store, const Journey& value) { return store.putJourney(value); }
    static Result<void> remove(Store& store, const std::string& name) { return store.removeJourney(name); }
    static std::vector<Journey>& list(Definitions in) { return in.journeys; }
    static Result<Journey> checked(const Journey& value) { return journeyFromJson(toJson(value)); }
    static constexpr const char* kTable = "journey";
};
struct OfRecipes {
    using Type = Recipe;
    static Result<void> put(Store& store, const Recipe& value) { return store.putRecipe(value); }
    static Result<void> remove(Store& store, const std::string& name) { return store.removeRecipe(name); }
    static std::vector<Recipe>& list(Definitions in) { return in.recipes; }
    static Result<Recipe> checked(const Recipe& value) { return recipeFromJson(toJson(value)); }
    static constexpr const char* kTable = "recipe";
};

} // namespace

Result<std::shared_ptr<OpenStore>> writableStore(const std::shared_ptr<OpenStore>& store, const std::string& folder) {
    if (store->workingCopy) return store;
    auto copy = store->store->makeWorkingCopy(folder);
    if (!copy) return copy.failure();
    auto opened = std::make_shared<OpenStore>();
    opened->store = std::move(*copy);
    opened->workingCopy = true;
    return opened;
}

Result<void> Document::Private::mayEdit() const {
    if (!store) return fail("window.no_project");
    if (busy) return fail("project.busy", {path.toStdString()});
    if (!store->workingCopy && readOnly) return fail("project.read_only", {path.toStdString()});
    return {};
}

Result<void> Document::Private::edit(const Edit& wanted) {
    if (auto allowed = mayEdit(); !allowed) return allowed;
    const bool large = !store->workingCopy && QFileInfo(path).size() > copiedAtOnce;
    return preparation || large ? editLater(wanted) : editNow(wanted.operation);
}

Result<void> Document::Private::editNow(const Operation& operation) {
    auto target = writableStore(store, workingFolder.toStdString());
    if (!target) return target.failure();
    store = std::move(*target);
    if (auto done = operation(*store->store); !done) return done;
    auto read = readState(*store->store);
    if (!read) return read.failure();
    refreshed(std::move(*read));
    return {};
}

Result<void> Document::Private::editLater(const Edit& wanted) {
    auto shown = std::make_shared<Workspace>();
    const Workspace& now = *state.workspace;
    shown->tables = now.tables;
    shown->customers = now.customers;
    shown->links = now.links;
    shown->zone = now.zone;
    shown->fiscalStartMonth = now.fiscalStartMonth;
    shown->journeys = now.journeys;
    shown->segments = now.segments;
    shown->tags = now.tags;
    shown->identity = now.identity;
    shown->resolvePersons = now.resolvePersons;
    StoreState after{shown, state.recipes, state.batches};
    wanted.preview({shown->segments, shown->journeys, after.recipes, shown->identity});
    const bool first = !preparation;
    if (first) {
        preparation = std::make_unique<Preparation>();
        preparation->before = state;
    }
    preparation->operations.push_back(wanted.operation);
    refreshed(std::move(after));
    if (first) prepare(wanted.title, nullptr);
    return {};
}

void Document::Private::prepare(const QString& title, std::shared_ptr<OpenStore> copy) {
    struct Prepared {
        std::shared_ptr<OpenStore> copy;
        StoreState state;
        std::size_t written;
    };
    const auto first = preparation->operations.begin() + static_cast<std::ptrdiff_t>(preparation->written);
    q->m_jobs->run<Prepared>(
        title, q,
        [current = copy ? copy : store, folder = workingFolder.toStdString(),
         operations = std::vector<Operation>(first, preparation->operations.end()),
         written = preparation->operations.size()](const JobContext&) -> Result<Prepared> {
            auto target = writableStore(current, folder);
            if (!target) return target.failure();
            for (const Operation& operation : operations)
                if (auto done = operation(*(*target)->store); !done) return done.failure();
            auto read = readState(*(*target)->store);
            if (!read) return read.failure();
            return Prepared{std::move(*target), std::move(*read), written};
        },
        [this, title, current = std::weak_ptr(store)](Result<Prepared> done) {
            if (!preparation || !store || current.lock() != store) return; // closed meanwhile
            if (done && done->written < preparation->operations.size()) {
                preparation->written = done->written;
                return prepare(title, std::move(done->copy));
            }
            const auto finished = std::move(preparation);
            if (done) {
                store = std::move(done->copy);
                refreshed(std::move(done->state));
            } else {
                refreshed(std::move(finished->before));
                q->m_undo->clear(); // nothing was written since the file was opened: all it holds is taken back
                Q_EMIT q->editFailed(done.error());
            }
            Q_EMIT q->stateChanged();
            for (const auto& then : finished->then)
                then(done ? Result<void>() : Result<void>(done.failure()));
        });
}

void Document::Private::abandonPreparation() {
    const auto abandoned = std::move(preparation);
    if (!abandoned) return;
    for (const auto& then : abandoned->then)
        then(cancelled());
}

bool Document::Private::isAfterPreparation(std::function<void(const Result<void>&)> then) {
    if (!preparation) return false;
    preparation->then.push_back(std::move(then));
    return true;
}

void Document::Private::replay(const Edit& wanted) {
    if (!store) return;
    if (busy) return waiting.push_back([this, wanted] { replay(wanted); });
    if (auto done = edit(wanted); !done) Q_EMIT q->editFailed(done.error());
    next();
}

void Document::Private::replayInJob(const QString& title, const Operation& operation) {
    if (!store) return;
    if (busy) return waiting.push_back([this, title, operation] { replayInJob(title, operation); });
    editInJob<bool>(
        title,
        [operation](Store& target, const JobContext&) -> Result<bool> {
            if (auto done = operation(target); !done) return done.failure();
            return true;
        },
        [this](Result<bool> done) {
            if (!done) Q_EMIT q->editFailed(done.error());
        });
}

void Document::Private::next() {
    if (busy || waiting.empty()) return;
    const auto replayed = std::move(waiting.front());
    waiting.pop_front();
    replayed();
}

Result<void> Document::Private::push(const Edit& wanted, const Edit& inverse) {
    if (auto done = edit(wanted); !done) return done;
    q->m_undo->push(new EditCommand(
        wanted.title, [this, inverse] { replay(inverse); }, [this, wanted] { replay(wanted); }));
    return {};
}

template <class Of>
Result<void> Document::Private::putDefinition(const QString& text, const std::optional<typename Of::Type>& before,
                                              const std::optional<typename Of::Type>& after) {
    using T = typename Of::Type;
    if (before == after) return {};
    if (after) { // an edit that can't be written must not be shown
        if (after->name.empty()) return fail("project.no_name", {Of::kTable});
        if (auto good = Of::checked(*after); !good) return good.failure();
    }
    const auto change = [&text](const std::optional<T>& from, const std::optional<T>& to) {
        const std::string name = to ? to->name : from->name;
        return Edit{text, [name, to](Store& target) { return to ? Of::put(target, *to) : Of::remove(target, name); },
                    [name, to](Definitions shown) { replaceNamed(Of::list(shown), name, to); }};
    };
    return push(change(before, after), change(after, before));
}

Result<void> Document::putSegment(const Segment& segment) {
    if (!isOpen()) return fail("window.no_project");
    return d->putDefinition<OfSegments>(tr("Save segment %1").arg(QString::fromStdString(segment.name)),
                                        named(d->state.workspace->segments, segment.name), segment);
}

Result<void> Document::removeSegment(const std::string& name) {
    if (!isOpen()) return fail("window.no_project");
    const auto before = named(d->state.workspace->segments, name);
    if (!before) return fail("project.no_such", {"segment", name});
    return d->putDefinition<OfSegments>(tr("Delete segment %1").arg(QString::fromStdString(name)), before,
                                        std::nullopt);
}

Result<void> Document::renameSegment(const std::string& name, const std::string& newName) {
    if (!isOpen()) return fail("window.no_project");
    const auto before = named(d->state.workspace->segments, name);
    if (!before) return fail("project.no_such", {"segment", name});
    if (name == newName) return {};
    if (named(d->state.workspace->segments, newName)) return fail("window.name_taken", {newName});
    Segment after = *before;
    after.name = newName;
    const QString text = tr("Rename segment %1").arg(QString::fromStdString(name));
    const auto rename = [&text](const Segment& from, const Segment& to) {
        return Private::Edit{text,
                             [from, to](Store& store) -> Result<void> {
                                 if (auto put = store.putSegment(to); !put) return put;
                                 return store.removeSegment(from.name);
                             },
                             [from, to](Definitions shown) {
                                 replaceNamed<Segment>(shown.segments, to.name, to);
                                 replaceNamed<Segment>(shown.segments, from.name, std::nullopt);
                             }};
    };
    if (newName.empty()) return fail("project.no_name", {OfSegments::kTable});
    return d->push(rename(*before, after), rename(after, *before));
}

Result<void> Document::putJourney(const Journey& journey) {
    if (!isOpen()) return fail("window.no_project");
    return d->putDefinition<OfJourneys>(tr("Save journey %1").arg(QString::fromStdString(journey.name)),
                                        named(d->state.workspace->journeys, journey.name), journey);
}

Result<void> Document::setJourneys(const std::vector<Journey>& journeys) {
    if (!isOpen()) return fail("window.no_project");
    const std::vector<Journey> before = d->state.workspace->journeys;
    if (before == journeys) return {};
    std::set<std::string> names;
    for (const Journey& journey : journeys) {
        if (journey.name.empty()) return fail("project.no_name", {OfJourneys::kTable});
        if (!names.insert(journey.name).second) return fail("window.name_taken", {journey.name});
        if (auto good = OfJourneys::checked(journey); !good) return good.failure();
    }
    const auto change = [text = tr("Edit journeys")](const std::vector<Journey>& from, const std::vector<Journey>& to) {
        return Private::Edit{text,
                             [from, to](Store& store) -> Result<void> {
                                 for (const Journey& journey : from)
                                     if (!named(to, journey.name))
                                         if (auto gone = store.removeJourney(journey.name); !gone) return gone;
                                 for (const Journey& journey : to)
                                     if (named(from, journey.name) != journey)
                                         if (auto put = store.putJourney(journey); !put) return put;
                                 return {};
                             },
                             [to](Definitions shown) { shown.journeys = to; }};
    };
    return d->push(change(before, journeys), change(journeys, before));
}
Result<void> Document::removeJourney(const std::string& name) {
    if (!isOpen()) return fail("window.no_project");
    const auto before = named(d->state.workspace->journeys, name);
    if (!before) return fail("project.no_such", {"journey", name});
    return d->putDefinition<OfJourneys>(tr("Delete journey %1").arg(QString::fromStdString(name)), before,
                                        std::nullopt);
}

Result<void> Document::putRecipe(const Recipe& recipe) {
    if (!isOpen()) return fail("window.no_project");
    return d->putDefinition<OfRecipes>(tr("Save recipe %1").arg(QString::fromStdString(recipe.name)),
                                       named(d->state.recipes, recipe.name), recipe);
}

Result<void> Document::putIdentityRules(const IdentityRules& rules) {
    if (!isOpen()) return fail("window.no_project");
    const IdentityRules before = d->state.workspace->identity;
    if (rules == before) return {};
    if (auto good = identityRulesFromJson(toJson(rules)); !good) return good.failure();
    const auto change = [text = tr("Change identity rules")](const IdentityRules& to) {
        return Private::Edit{text, [to](Store& store) { return store.putIdentityRules(to); },
                             [to](Definitions shown) { shown.identity = to; }};
    };
    return d->push(change(rules), change(before));
}

Result<void> Document::setDefinition(const QString& title, const std::string& kind, const std::string& name,
                                     const Json& body) {
    if (!isOpen()) return fail("window.no_project");
    // what was there is read where the edit is written: earlier edits may still wait for the working copy
    const auto before = std::make_shared<Json>();
    const Private::Edit put{title,
                            [kind, name, body, before](Store& store) -> Result<void> {
                                auto old = store.definition(kind, name);
                                if (!old) return old.failure();
                                *before = *old ? **old : Json();
                                return store.setDefinition(kind, name, body);
                            },
                            [](Definitions) {}};
    const Private::Edit back{title,
                             [kind, name, before](Store& store) { return store.setDefinition(kind, name, *before); },
                             [](Definitions) {}};
    return d->push(put, back);
}

Result<Json> Document::definition(const std::string& kind, const std::string& name) const {
    if (!isOpen()) return fail("window.no_project");
    if (isBusy()) return fail("project.busy", {d->path.toStdString()});
    auto found = d->store->store->definition(kind, name);
    if (!found) return found.failure();
    return *found ? **found : Json();
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

Result<std::vector<RowOrigin>> Document::rowOrigins(const std::string& dataset,
                                                    const std::vector<std::uint64_t>& rows) const {
    if (!isOpen()) return fail("window.no_project");
    if (isBusy()) return fail("project.busy", {d->path.toStdString()});
    return d->store->store->rowOrigins(dataset, rows);
}

void Document::importBatch(std::shared_ptr<const ImportBatch> batch, ImportMode mode,
                           std::function<void(Result<ImportReport>)> done) {
    session::FileImport file;
    file.mode = mode;
    file.checked = {std::move(batch), true};
    importFiles({std::move(file)}, [done = std::move(done)](Result<std::vector<ImportReport>> reports) {
        done(reports ? Result<ImportReport>(std::move(reports->front())) : Result<ImportReport>(reports.failure()));
    });
}

quint64 Document::importFiles(std::vector<session::FileImport> files,
                              std::function<void(Result<std::vector<ImportReport>>)> done) {
    const QString text = files.size() > 1 ? tr("Import %1 files").arg(files.size())
                         : files.front().checked.batch
                             ? tr("Import %1").arg(QString::fromStdString(files.front().checked.batch->sourceFile))
                             : tr("Import %1").arg(QString::fromStdString(files.front().request.path));
    using Reports = std::vector<ImportReport>;
    return d->editInJob<Reports>(
        text,
        [files = std::move(files)](Store& store, const JobContext& job) -> Result<Reports> {
            auto imported = session::importFiles(store, files, job);
            if (!imported) return imported.failure();
            Reports reports;
            for (session::FileImported& file : *imported)
                reports.push_back(std::move(file.report));
            return reports;
        },
        [this, text, done = std::move(done)](Result<Reports> reports) {
            std::vector<qint64> added;
            if (reports)
                for (const ImportReport& report : *reports)
                    if (!report.duplicateOf) added.push_back(report.batch);
            if (!added.empty()) pushBatches(text, std::move(added), true);
            done(std::move(reports));
        });
}

void Document::compact(std::function<void(Result<bool>)> done) {
    if (!isOpen()) return done(fail("window.no_project"));
    d->editInJob<CompactReport>(
        tr("Compacting %1").arg(title()), [](Store& store, const JobContext& job) { return store.compact(job); },
        [this, done = std::move(done)](Result<CompactReport> report) {
            if (!report) return done(report.failure());
            const bool written = !report->arranged.empty();
            if (written) {
                d->neverClean = true;
                Q_EMIT stateChanged();
            }
            done(written);
        });
}

void Document::undoBatch(qint64 batch, std::function<void(Result<void>)> done) {
    const QString text = tr("Undo import %1").arg(batch);
    d->editInJob<bool>(
        text,
        [batch](Store& store, const JobContext&) -> Result<bool> {
            if (auto undone = store.undoBatch(batch); !undone) return undone.failure();
            return true;
        },
        [this, text, batch, done = std::move(done)](Result<bool> undone) {
            if (undone) pushBatches(text, {batch}, false);
            done(undone ? Result<void>() : Result<void>(undone.failure()));
        });
}

void Document::pushBatches(const QString& text, std::vector<qint64> batches, bool added) {
    Private* p = d.get();
    auto hide = [p, text, batches] {
        p->replayInJob(text, [batches](Store& store) -> Result<void> {
            for (auto batch = batches.rbegin(); batch != batches.rend(); ++batch)
                if (auto undone = store.undoBatch(*batch); !undone) return undone;
            return {};
        });
    };
    auto show = [p, text, batches] {
        p->replayInJob(text, [batches](Store& store) -> Result<void> {
            for (const qint64 batch : batches)
                if (auto redone = store.redoBatch(batch); !redone) return redone;
            return {};
        });
    };
    if (added)
        m_undo->push(new EditCommand(text, hide, show));
    else
        m_undo->push(new EditCommand(text, show, hide));
}

} // namespace xo::ui
