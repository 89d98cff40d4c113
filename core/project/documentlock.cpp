#include "core/project/documentlock.h"

#include <QFileInfo>
#include <QLockFile>
#include <QThread>

namespace xo {

namespace {
QString lockName(const std::string& document) {
    return QString::fromStdString(document) + QStringLiteral(".lock");
}

std::string describe(const QLockFile& lock) {
    qint64 pid = 0;
    QString host, application;
    if (!lock.getLockInfo(&pid, &host, &application)) return {};
    return QStringLiteral("%1 (process %2 on %3)").arg(application).arg(pid).arg(host).toStdString();
}

// A process killed between making the file and writing its name into it leaves one that nobody holds and that QLockFile
// respects for ever. Its own removal takes the file's lock first, so a living holder's is not removed.
bool tryLock(QLockFile& lock) {
    if (lock.tryLock(0)) return true;
    for (int attempt = 0; attempt < 10; ++attempt) {
        if (lock.error() != QLockFile::LockFailedError || !describe(lock).empty()) return false;
        QThread::msleep(50);
    }
    return lock.removeStaleLockFile() && lock.tryLock(0);
}
} // namespace

struct DocumentLock::State {
    explicit State(const QString& name) : file(name) { file.setStaleLockTime(0); }
    QLockFile file;
};

DocumentLock::DocumentLock(std::unique_ptr<State> state) : m_state(std::move(state)) {}
DocumentLock::~DocumentLock() = default;

Result<std::unique_ptr<DocumentLock>> DocumentLock::take(const std::string& document) {
    auto state = std::make_unique<State>(lockName(document));
    if (tryLock(state->file)) return std::unique_ptr<DocumentLock>(new DocumentLock(std::move(state)));
    if (state->file.error() == QLockFile::LockFailedError) return fail("project.locked", {describe(state->file)});
    return fail("project.cannot_write", {document, lockName(document).toStdString()});
}

std::optional<std::string> DocumentLock::holder(const std::string& document) {
    if (!fileExists(document)) return std::nullopt;
    QLockFile lock(lockName(document));
    lock.setStaleLockTime(0);
    if (tryLock(lock)) return std::nullopt;
    if (lock.error() != QLockFile::LockFailedError) return std::nullopt;
    return describe(lock);
}

bool DocumentLock::fileExists(const std::string& document) {
    return QFileInfo::exists(lockName(document));
}

} // namespace xo
