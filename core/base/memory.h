#pragma once

namespace xo {

/// Lets the process keep a few dozen MiB of memory that it freed instead of giving every bitmap of a megabyte back to
/// the system and fetching it again, page by page, at the next question. For programs, at their start; does nothing
/// where the C library has no such setting.
void keepFreedMemory();

} // namespace xo
