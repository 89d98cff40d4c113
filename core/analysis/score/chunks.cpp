#include "core/analysis/score/chunks.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace xo::analysis {

void forEachChunk(std::size_t count, const JobContext& job, const std::function<void(std::size_t)>& f) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1))
            f(i);
    };
    const unsigned wanted = job.threads != 0 ? job.threads : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> helpers;
    helpers.reserve(wanted);
    try {
        for (std::size_t i = 1; i < std::min<std::size_t>(wanted, count); ++i)
            helpers.emplace_back(work);
    } catch (const std::system_error&) {
        // no more threads to be had: those that started and this one do the work
    }
    work();
    for (std::thread& helper : helpers)
        helper.join();
}

} // namespace xo::analysis
