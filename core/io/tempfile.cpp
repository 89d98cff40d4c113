#include "core/io/tempfile.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <filesystem>
#include <system_error>

namespace xo::io {

namespace {

std::filesystem::path pathOf(const std::string& text) {
    return std::filesystem::path(std::u8string(text.begin(), text.end()));
}

} // namespace

TempFile::TempFile(std::string target) : m_target(std::move(target)) {
    const std::string unique = QUuid::createUuid().toString(QUuid::Id128).left(8).toStdString();
    const QFileInfo about(QString::fromStdString(m_target));
    m_path = (about.path() + QStringLiteral("/.") + about.fileName()).toStdString() + "." + unique + ".tmp";
}

TempFile::~TempFile() {
    if (!m_done) QFile::remove(QString::fromStdString(m_path));
}

Result<void> TempFile::commit() {
    std::error_code error;
    std::filesystem::rename(pathOf(m_path), pathOf(m_target), error);
    if (error) return fail("io.cannot_write", {m_target, error.message()});
    m_done = true;
    return {};
}

} // namespace xo::io
