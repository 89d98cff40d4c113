#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <cstddef>
#include <memory>

namespace xo::io {

/// Work on the blocks of a file: what has to happen in the order of the file, and what may happen at once.
class BlockWork {
public:
    struct Item {
        virtual ~Item() = default;
    };
    virtual ~BlockWork() = default;
    virtual Result<std::unique_ptr<Item>> read() = 0; ///< in order; null = no more
    virtual Result<void> parse(Item& item) = 0;
    virtual Result<void> merge(Item& item) = 0; ///< in order
    virtual Result<void> prepare(Item& item) = 0;
    virtual Result<void> write(Item& item) = 0; ///< in order
};

/// Runs the work on `threads` threads, this one among them, with at most threads + 2 blocks in memory. The first error
/// in the order of events ends it; job.cancelled within one step.
Result<void> runBlocks(BlockWork& work, unsigned threads, const JobContext& job);

} // namespace xo::io
