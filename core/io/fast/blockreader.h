#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/io/csv/dialect.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

class QFile;

namespace xo::io {

/// Whole records of a file, with what stands behind them zeroed for kBlockSlack bytes.
struct Block {
    std::vector<char> bytes;
    std::size_t size = 0;
    bool last = false;
};

/// Reads a text file in blocks that end with a record, and its hash. The only part of an import that has to go through
/// the bytes one after another: a quote opens only at the start of a cell, so where records end follows from all
/// quotes before.
class BlockReader {
public:
    /// From byte `skip` on; blocks of about `target` bytes.
    BlockReader(QFile& file, const Dialect& dialect, std::size_t skip, std::size_t target, const JobContext& job);
    ~BlockReader();
    /// The next block; false when the records can't be told apart in blocks (a quote that is never closed, a record of
    /// more than 16 MiB). Errors: io.cannot_read{path, why}, cancelled (looked at every 256 KiB). `block` keeps its
    /// memory.
    Result<bool> next(Block& block);
    bool ended() const { return m_ended && m_rest.empty(); }
    std::uint64_t done() const { return m_done; }
    /// xxh3-128 of the whole file, at its end.
    std::string hash() const;

private:
    Result<void> fill(Block& block, std::size_t wanted);
    bool cut(Block& block, std::size_t target, std::size_t& end);

    QFile& m_file;
    Dialect m_dialect;
    std::size_t m_skip;
    std::size_t m_target;
    const JobContext& m_job;
    std::vector<char> m_rest; ///< read, but belongs to the next block
    bool m_ended = false;
    std::uint64_t m_done = 0;
    std::size_t m_scanned = 0; ///< of the block in hand
    bool m_inside = false;     ///< a quote is open at `m_scanned`
    struct Hash;
    std::unique_ptr<Hash> m_hash;
};

} // namespace xo::io
