#pragma once

#include "core/base/job.h"

#include <cstddef>
#include <functional>

namespace xo {

/// Rows that kernels take in one piece: small enough for the caches, large enough that looking for the next piece and
/// at the stop flag costs nothing.
inline constexpr std::size_t kPieceRows = 1U << 16;

/// How many threads forEachChunk uses for so many pieces: at least 1, at most job.threads (0 = all cores).
std::size_t workerCount(std::size_t count, const JobContext& job);

/// Calls f(worker, piece) for the pieces 0 … count − 1, each once, on workerCount() threads, the caller's among them;
/// returns when all are done. `worker` numbers the threads from 0, so that each can have sums of its own: whole numbers
/// may be added up per worker, doubles only per piece and in the order of the pieces, so that figures don't depend on
/// the number of threads. f must not throw.
void forEachChunk(std::size_t count, const JobContext& job,
                  const std::function<void(std::size_t worker, std::size_t piece)>& f);

/// The same over `rows` rows in pieces of kPieceRows: f(worker, begin, end). False when cancelled: then pieces are
/// missing.
bool forEachPiece(std::size_t rows, const JobContext& job,
                  const std::function<void(std::size_t worker, std::size_t begin, std::size_t end)>& f);

} // namespace xo
