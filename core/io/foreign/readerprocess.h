#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/io/foreign/frames.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace xo::io {

/// Runs xow-reader, the program beside this one that parses other people's binary formats, and hands its frames on.
/// The child may crash, hang or write nonsense: it is killed after 20 s without a byte, on Cancel and when a frame is
/// malformed. `onFrame` returns false to stop early (not an error).
/// Errors: what the child refuses the file with, io.reader_missing{program}, io.reader_died{file},
/// io.reader_stuck{file}, job.cancelled.
Result<void> runReader(const std::vector<std::string>& arguments, const std::string& file,
                       const std::function<bool(Frame kind, std::string_view payload)>& onFrame, const JobContext& job);

/// The folder of the running program; blank when the system doesn't tell.
std::string programFolder();

} // namespace xo::io
