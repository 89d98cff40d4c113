#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>

class QIODevice;

namespace xo::io {

/// What one pass over the bytes of a file tells. Memory bounded by the two samples.
struct ByteScan {
    std::uint64_t bytes = 0;
    std::uint64_t lineFeeds = 0;
    std::uint64_t carriageReturns = 0;
    std::uint64_t nuls[2] = {0, 0}; ///< at even and at odd offsets
    bool ascii = true;              ///< no byte above 127
    bool validUtf8 = true;          ///< strict, over the whole file
    std::string head;               ///< first 256 KiB
    std::string nonAsciiLines; ///< lines that hold bytes above 127, up to 256 KiB of them, from anywhere in the file
    std::string hash;          ///< xxh3-128, 32 hex digits
};

/// Reads the file (or what an archive unpacks to) once from its start. Errors: io.cannot_read{path, why}, those of
/// UnpackDevice, job.cancelled.
Result<ByteScan> scanBytes(QIODevice& file, const JobContext& job);

/// Bytes as hex digits.
std::string hexText(const unsigned char* bytes, std::size_t size);
/// xxh3-128 of a text, 32 hex digits.
std::string hashOf(std::string_view bytes);

} // namespace xo::io
