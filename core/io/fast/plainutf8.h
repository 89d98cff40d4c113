#pragma once

#include <cstddef>

namespace xo::io {

/// Strict UTF-8 without NUL bytes. 64 bytes at a time where there are vector instructions.
bool isPlainUtf8(const char* bytes, std::size_t size);
/// The same byte by byte.
bool isPlainUtf8Portable(const char* bytes, std::size_t size);

} // namespace xo::io
