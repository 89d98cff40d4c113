#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace xo {

std::size_t workerCount(std::size_t count, const JobContext& job) {
    const unsigned wanted = job.threads != 0 ? job.threads : std::max(1U, std::thread::hardware_concurrency());
    return std::max<std::size_t>(1, std::min<std::size_t>(wanted, count));
}

void forEachChunk(std::size_t count, const JobContext& job, const std::function<void(std::size_t, std::size_t)>& f) {
    std::atomic<std::size_t> next{0};
    const auto work = [&](std::size_t worker) {
        for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1))
            f(worker, i);
    };
    const std::size_t workers = workerCount(count, job);
    std::vector<std::thread> helpers;
    helpers.reserve(workers);
    try {
        for (std::size_t i = 1; i < workers; ++i)
            helpers.emplace_back(work, i);
    } catch (const std::system_error&) {
        // no more threads to be had: those that started and this one do the work
    }
    work(0);
    for (std::thread& helper : helpers)
        helper.join();
}

bool forEachPiece(std::size_t rows, const JobContext& job,
                  const std::function<void(std::size_t, std::size_t, std::size_t)>& f) {
    forEachChunk((rows + kPieceRows - 1) / kPieceRows, job, [&](std::size_t worker, std::size_t piece) {
        const std::size_t begin = piece * kPieceRows;
        if (!job.cancelled()) f(worker, begin, std::min(rows, begin + kPieceRows));
    });
    return !job.cancelled();
}

} // namespace xo
