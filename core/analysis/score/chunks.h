#pragma once

#include "core/base/job.h"

#include <cstddef>
#include <functional>

namespace xo::analysis {

/// Calls f(0) … f(count − 1), each once, on up to job.threads threads (0 = all cores), the caller's among them; returns
/// when all are done. f must not throw, and must write to places of its own: callers add the parts up in the order of
/// their numbers, so that figures don't depend on the number of threads.
void forEachChunk(std::size_t count, const JobContext& job, const std::function<void(std::size_t)>& f);

} // namespace xo::analysis
