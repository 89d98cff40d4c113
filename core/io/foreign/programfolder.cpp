#include "core/io/foreign/readerprocess.h"

#include <QFileInfo>

#if defined(_WIN32)
#include <windows.h>
#elif defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

namespace xo::io {

// QCoreApplication knows it too, but only once there is one, and the command line makes none.
std::string programFolder() {
#if defined(_WIN32)
    wchar_t path[32'768];
    const DWORD length = GetModuleFileNameW(nullptr, path, 32'768);
    const QString program = QString::fromWCharArray(path, static_cast<int>(length));
#elif defined(__APPLE__)
    char path[4096];
    std::uint32_t size = sizeof path;
    const QString program = _NSGetExecutablePath(path, &size) == 0 ? QString::fromUtf8(path) : QString();
#else
    const QString program = QFileInfo(QStringLiteral("/proc/self/exe")).symLinkTarget();
#endif
    return program.isEmpty() ? std::string() : QFileInfo(program).absolutePath().toStdString();
}

} // namespace xo::io
