#include "core/project/documentlock.h"

#include <QFileInfo>
#include <QLockFile>

namespace xo {

namespace {
QString lockName(const std::string& document) {
    return QString::fromStdString(document) + QStringLiteral(".lock");
}

std::string describe(const QLockFile& lock) {
    qint64 pid = 0;
    QString host, application;
    if (!lock.getLockInfo(&pid, &host, &application)) return "?";
    return QStringLiteral("%1 (process %2 on %3)").arg(application).arg(pid).arg(host).toStdString();
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
    if (state->file.tryLock(0)) return std::unique_ptr<DocumentLock>(new DocumentLock(std::move(state)));
    if (state->file.error() == QLockFile::LockFailedError) return fail("project.locked", {describe(state->file)});
    return fail("project.cannot_write", {document, lockName(document).toStdString()});
}

std::optional<std::string> DocumentLock::holder(const std::string& document) {
    if (!fileExists(document)) return std::nullopt;
    QLockFile lock(lockName(document));
    lock.setStaleLockTime(0);
    if (lock.tryLock(0)) return std::nullopt;
    if (lock.error() != QLockFile::LockFailedError) return std::nullopt;
    return describe(lock);
}

bool DocumentLock::fileExists(const std::string& document) {
    return QFileInfo::exists(lockName(document));
}

} // namespace xo
