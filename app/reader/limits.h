#pragma once

namespace xo::reader {

/// Takes away what a parser of files doesn't need, where the system can: more than 1 GiB of memory, writing files,
/// core dumps, children.
void limitProcess();

} // namespace xo::reader
