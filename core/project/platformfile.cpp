#include "core/project/platformfile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <system_error>

#ifdef _WIN32
#include <windows.h>
#else
#include <fcntl.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif
#ifdef __APPLE__
#include <sys/clonefile.h>
#endif
#endif

namespace xo {

namespace fs = std::filesystem;

fs::path toPath(const std::string& utf8) {
    return fs::path(std::u8string(utf8.begin(), utf8.end()));
}

std::string fromPath(const fs::path& path) {
    const std::u8string text = path.u8string();
    return std::string(text.begin(), text.end());
}

std::string resolved(const std::string& utf8) {
    std::error_code error;
    const fs::path absolute = fs::absolute(toPath(utf8), error);
    const fs::path canonical = fs::weakly_canonical(absolute, error);
    return fromPath(error ? absolute : canonical);
}

namespace {
[[maybe_unused]] Unexpected cannotWrite(const std::string& path, int code) {
    if (code == ENOSPC) return fail("project.no_space", {path});
    return fail("project.cannot_write", {path, std::generic_category().message(code)});
}
} // namespace

#ifdef _WIN32

namespace {
Unexpected lastWindowsError(const std::string& path) {
    const DWORD code = GetLastError();
    if (code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL) return fail("project.no_space", {path});
    return fail("project.cannot_write", {path, std::system_category().message(static_cast<int>(code))});
}
} // namespace

Result<void> syncFile(const std::string& path) {
    const HANDLE file = CreateFileW(toPath(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                    OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return lastWindowsError(path);
    const bool flushed = FlushFileBuffers(file) != 0;
    const auto error = lastWindowsError(path);
    CloseHandle(file);
    if (!flushed) return error;
    return {};
}

void syncFolder(const std::string&) {
    // NTFS journals names; MOVEFILE_WRITE_THROUGH waits for it
}

Result<void> replaceFile(const std::string& from, const std::string& to) {
    if (!MoveFileExW(toPath(from).c_str(), toPath(to).c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return lastWindowsError(to);
    return {};
}

bool cloneFile(const std::string&, const std::string&) {
    return false;
}

#else

Result<void> syncFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return cannotWrite(path, errno);
#ifdef __APPLE__
    // fsync alone leaves the bytes in the drive's own cache
    const bool synced = fcntl(file, F_FULLFSYNC) == 0 || fsync(file) == 0;
#else
    const bool synced = fsync(file) == 0;
#endif
    const int code = errno;
    ::close(file);
    if (!synced) return cannotWrite(path, code);
    return {};
}

void syncFolder(const std::string& path) {
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    fsync(folder);
    ::close(folder);
}

Result<void> replaceFile(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return cannotWrite(to, errno);
    return {};
}

bool cloneFile(const std::string& from, const std::string& to) {
#if defined(__APPLE__)
    return ::clonefile(from.c_str(), to.c_str(), 0) == 0;
#elif defined(__linux__) && defined(FICLONE)
    const int source = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
    if (source < 0) return false;
    const int target = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    const bool cloned = target >= 0 && ::ioctl(target, FICLONE, source) == 0;
    if (target >= 0) ::close(target);
    ::close(source);
    if (!cloned && target >= 0) ::unlink(to.c_str());
    return cloned;
#else
    (void)from;
    (void)to;
    return false;
#endif
}

#endif

std::vector<unsigned char> readTail(const std::string& path, std::size_t size) {
    std::ifstream file(toPath(path), std::ios::binary | std::ios::ate);
    if (!file) return {};
    const auto length = static_cast<std::size_t>(file.tellg());
    std::vector<unsigned char> tail(std::min(size, length));
    file.seekg(static_cast<std::streamoff>(length - tail.size()));
    file.read(reinterpret_cast<char*>(tail.data()), static_cast<std::streamsize>(tail.size()));
    if (!file) return {};
    return tail;
}

std::uint64_t freeBytes(const std::string& folder) {
    std::error_code error;
    const auto space = fs::space(toPath(folder), error);
    return error ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(space.available);
}

} // namespace xo
