#include "ui/document/documentprivate.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>
#include <QUndoStack>

namespace xo::ui {

namespace {

std::string utf8(const QString& text) {
    return text.toStdString();
}

bool folderIsWritable(const QString& file) {
    const QFileInfo info(file);
    return QFileInfo(info.absolutePath()).isWritable() && (!info.exists() || info.isWritable());
}

} // namespace

Result<StoreState> readState(const Store& store) {
    StoreState state;
    auto workspace = store.workspace();
    if (!workspace) return workspace.failure();
    auto recipes = store.recipes();
    if (!recipes) return recipes.failure();
    auto batches = store.batches();
    if (!batches) return batches.failure();
    state.workspace = std::move(*workspace);
    state.recipes = std::move(*recipes);
    state.batches = std::move(*batches);
    return state;
}

Document::Document(QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this)), m_selection(new Selection(this)),
      m_jobs(new JobRunner(this)), m_undo(new QUndoStack(this)) {
    d->workingFolder =
        QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/working");
    connect(m_undo, &QUndoStack::cleanChanged, this, &Document::stateChanged);
    connect(m_undo, &QUndoStack::indexChanged, this, &Document::stateChanged);
}

Document::~Document() {
    m_undo->disconnect(this);
    delete m_jobs; // cancels and waits: jobs may still use the store
    m_jobs = nullptr;
}

bool Document::isOpen() const {
    return d->store != nullptr;
}

bool Document::isModified() const {
    return isOpen() && (d->neverClean || !m_undo->isClean());
}

bool Document::isReadOnly() const {
    return d->readOnly;
}

bool Document::isBusy() const {
    return d->busy > 0;
}

bool Document::isChangedOnDisk() const {
    return isOpen() && !d->path.isEmpty() && d->store->store->isChangedOnDisk();
}

quint64 Document::openedCount() const {
    return d->openedCount;
}

QString Document::path() const {
    return d->path;
}

QString Document::title() const {
    if (!isOpen()) return {};
    return d->path.isEmpty() ? tr("Untitled") : QFileInfo(d->path).completeBaseName();
}

std::shared_ptr<const Workspace> Document::workspace() const {
    return d->state.workspace;
}

analysis::Context Document::context() const {
    return d->context;
}

void Document::setWorkingFolder(const QString& folder) {
    d->workingFolder = folder;
}

void Document::setCopiedAtOnce(qint64 bytes) {
    d->copiedAtOnce = bytes;
}

void Document::setCheckDelay(int ms) {
    d->checkDelay = ms;
}

void Document::Private::adopt(std::shared_ptr<OpenStore> opened, StoreState read, const QString& file, bool unsaved) {
    abandonPreparation();
    ++openedCount;
    store = std::move(opened);
    setState(std::move(read));
    path = file;
    neverClean = unsaved;
    readOnly = false;
    if (!path.isEmpty() && !store->workingCopy)
        readOnly = Store::lockHolder(utf8(path)).has_value() || !folderIsWritable(path);
    waiting.clear();
    q->m_undo->clear();
    q->m_selection->reset();
    Q_EMIT q->stateChanged();
    Q_EMIT q->workspaceChanged();
}

void Document::Private::setState(StoreState read) {
    JobRunner::release(std::pair(std::move(context), std::move(state)));
    state = std::move(read);
    context = state.workspace ? analysis::makeContext(state.workspace) : analysis::Context();
}

void Document::Private::refreshed(StoreState read) {
    setState(std::move(read));
    Q_EMIT q->workspaceChanged();
}

void Document::Private::setBusy(bool on) {
    busy += on ? 1 : -1;
    Q_EMIT q->stateChanged();
}

void Document::Private::openIn(std::function<Result<std::unique_ptr<Store>>()> opener, const QString& file,
                               bool recovered, std::function<void(Result<void>)> done) {
    struct Opened {
        std::shared_ptr<OpenStore> store;
        StoreState state;
    };
    q->m_jobs->run<Opened>(
        Document::tr("Opening %1").arg(file.isEmpty() ? Document::tr("Untitled") : QFileInfo(file).fileName()), q,
        [opener = std::move(opener), recovered](const JobContext&) -> Result<Opened> {
            auto made = opener();
            if (!made) return made.failure();
            Opened opened;
            opened.store = std::make_shared<OpenStore>();
            opened.store->store = std::move(*made);
            opened.store->workingCopy = recovered;
            opened.store->keep = recovered; // until it was read and shown, a recovery file is the only copy
            auto read = readState(*opened.store->store);
            if (!read) return read.failure();
            opened.store->keep = false;
            opened.state = std::move(*read);
            return opened;
        },
        [this, file, recovered, done = std::move(done)](Result<Opened> opened) {
            if (!opened) return done(opened.failure());
            adopt(opened->store, std::move(opened->state), file, recovered);
            done({});
            if (checkDelay >= 0)
                QTimer::singleShot(checkDelay, q, [this, opening = openedCount] {
                    if (openedCount == opening) checkBehind();
                });
        });
}

// It reads the whole file: figures come first. Not of a working copy, which changes meanwhile.
void Document::Private::checkBehind() {
    if (!store || store->workingCopy) return;
    check = q->m_jobs->run<VerifyReport>(
        Document::tr("Checking %1").arg(QFileInfo(path).fileName()), q,
        [current = store](const JobContext& job) { return current->store->quickCheck(job); },
        [this, opening = openedCount](Result<VerifyReport> report) {
            check = 0;
            if (openedCount == opening && report && !report->ok()) Q_EMIT q->damageFound(report->problems.front());
        },
        QStringLiteral("document.check"));
}

void Document::open(const QString& file, std::function<void(Result<void>)> done) {
    const QString absolute = QFileInfo(file).absoluteFilePath();
    d->openIn([path = utf8(absolute)] { return Store::open(path, Store::Access::ReadOnly); }, absolute, false,
              std::move(done));
}

Result<void> Document::createNew(const QString& timezone) {
    NewProject project;
    project.timezone = utf8(timezone);
    auto store = Store::createWorkingCopy(utf8(d->workingFolder), project);
    if (!store) return store.failure();
    auto opened = std::make_shared<OpenStore>();
    opened->store = std::move(*store);
    opened->workingCopy = true;
    auto state = readState(*opened->store);
    if (!state) return state.failure();
    d->adopt(std::move(opened), std::move(*state), {}, false);
    return {};
}

std::vector<LeftWorkingCopy> Document::leftWorkingCopies() const {
    return Store::leftWorkingCopies(utf8(d->workingFolder));
}

void Document::recover(const QString& workingCopy, std::function<void(Result<void>)> done) {
    QString document;
    for (const LeftWorkingCopy& left : leftWorkingCopies())
        if (QString::fromStdString(left.path) == workingCopy) document = QString::fromStdString(left.document);
    d->openIn([path = utf8(workingCopy)] { return Store::openWorkingCopy(path); }, document, true, std::move(done));
}

void Document::discardLeft(const QString& workingCopy) {
    if (auto store = Store::openWorkingCopy(utf8(workingCopy))) Store::discardWorkingCopy(std::move(*store));
}

void Document::save(std::function<void(Result<void>)> done) {
    if (!isOpen()) return done(fail("window.no_project"));
    if (d->readOnly) return done(fail("project.read_only", {utf8(d->path)}));
    d->saveTo(d->path, std::move(done));
}

void Document::saveAs(const QString& file, std::function<void(Result<void>)> done) {
    if (!isOpen()) return done(fail("window.no_project"));
    d->saveTo(QFileInfo(file).absoluteFilePath(), std::move(done));
}

void Document::Private::saveTo(const QString& file, std::function<void(Result<void>)> done) {
    if (isAfterPreparation([this, file, done](const Result<void>& outcome) {
            if (outcome)
                saveTo(file, done);
            else
                done(outcome);
        }))
        return;
    if (busy) return done(fail("project.busy", {utf8(path)}));
    if (check) q->m_jobs->cancel(check); // it holds the file that is about to be replaced
    setBusy(true);
    struct Saved {
        std::shared_ptr<OpenStore> store; ///< another store when the document was only being read
        StoreState state;
    };
    q->m_jobs->run<Saved>(
        Document::tr("Saving %1").arg(QFileInfo(file).fileName()), q,
        [current = store, target = utf8(file)](const JobContext& job) -> Result<Saved> {
            if (auto saved = current->store->saveAs(target, {}, job); !saved) return saved.failure();
            Saved result;
            if (current->workingCopy) return result;
            auto reopened = Store::open(target, Store::Access::ReadOnly);
            if (!reopened) return reopened.failure();
            result.store = std::make_shared<OpenStore>();
            result.store->store = std::move(*reopened);
            auto read = readState(*result.store->store);
            if (!read) return read.failure();
            result.state = std::move(*read);
            return result;
        },
        [this, file, done = std::move(done)](Result<Saved> saved) {
            if (saved) {
                path = file;
                neverClean = false;
                readOnly = false;
                if (saved->store) {
                    store = saved->store;
                    refreshed(std::move(saved->state));
                }
                q->m_undo->setClean();
            }
            setBusy(false);
            done(saved ? Result<void>() : Result<void>(saved.failure()));
        });
}

void Document::close() {
    m_jobs->cancelAll();
    d->abandonPreparation();
    ++d->openedCount;
    d->store.reset();
    d->setState({});
    d->path.clear();
    d->neverClean = false;
    d->readOnly = false;
    d->waiting.clear();
    m_undo->clear();
    m_selection->reset();
    Q_EMIT stateChanged();
    Q_EMIT workspaceChanged();
}

} // namespace xo::ui
