#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace xo {

// What the C++ library lacks: durable writes, atomic replacement, copy-on-write clones. Paths are UTF-8.

std::filesystem::path toPath(const std::string& utf8);
std::string fromPath(const std::filesystem::path& path);
/// Absolute, links resolved as far as the path exists.
std::string resolved(const std::string& utf8);

/// Forces a file's bytes to the disk. Errors project.cannot_write{path, why}, project.no_space{path}.
Result<void> syncFile(const std::string& path);
/// Forces a folder's names to the disk where the system can; a folder that can't be synced is no error.
void syncFolder(const std::string& path);
/// Renames over `to` in one step. Error project.cannot_write{path, why}.
Result<void> replaceFile(const std::string& from, const std::string& to);
/// Shares the blocks of `from` with a new file `to` where the file system can; false otherwise (no file is left).
bool cloneFile(const std::string& from, const std::string& to);
/// The last `size` bytes (fewer when the file is shorter).
std::vector<unsigned char> readTail(const std::string& path, std::size_t size);
/// Bytes free for this user on the disk of a folder; UINT64_MAX when unknown.
std::uint64_t freeBytes(const std::string& folder);

} // namespace xo
