#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace xo {

/// How far a job is. `done` of `total` in the unit the job counts in (bytes for an import, rows for an export); total 0
/// = unknown.
struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::string stage; ///< a wording key such as "stage.reading"; blank = unchanged
};

/// What a long-running function gets from its caller: a stop flag it looks at every few thousand rows (Cancel is
/// noticed in under 100 ms), a place to report progress (called from the worker's thread, at most a few times a
/// second), and how many threads it may use (0 = all cores). Copies share the flag.
class JobContext {
public:
    JobContext() : m_stop(std::make_shared<std::atomic<bool>>(false)) {}

    bool cancelled() const { return m_stop->load(std::memory_order_relaxed); }
    void cancel() const { m_stop->store(true, std::memory_order_relaxed); }
    void report(const Progress& progress) const {
        if (onProgress) onProgress(progress);
    }

    std::function<void(const Progress&)> onProgress;
    unsigned threads = 0;

private:
    std::shared_ptr<std::atomic<bool>> m_stop;
};

} // namespace xo
