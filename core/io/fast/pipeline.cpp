#include "core/io/fast/pipeline.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace xo::io {

namespace {

enum class Stage { Read, Parsing, Parsed, Merging, Merged, Preparing, Prepared, Writing };

struct Slot {
    std::unique_ptr<BlockWork::Item> item;
    Stage stage = Stage::Read;
};

class Runner {
public:
    Runner(BlockWork& work, unsigned threads, const JobContext& job) : m_work(work), m_job(job), m_most(threads + 2) {}

    void run() {
        std::unique_lock lock(m_mutex);
        while (!m_error && !(m_ended && m_slots.empty())) {
            if (m_job.cancelled()) {
                m_error = cancelled().error;
                break;
            }
            if (!step(lock)) m_changed.wait(lock);
        }
        m_changed.notify_all();
    }
    std::optional<Error>& error() { return m_error; }

private:
    // The oldest block that can go on does; nothing to do = false.
    bool step(std::unique_lock<std::mutex>& lock) {
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            Slot& slot = *m_slots[i];
            switch (slot.stage) {
            case Stage::Prepared:
                if (i != 0 || m_writing) break;
                m_writing = true;
                work(lock, slot, Stage::Writing, Stage::Writing, &BlockWork::write);
                m_writing = false;
                if (!m_error) m_slots.pop_front();
                return true;
            case Stage::Merged:
                work(lock, slot, Stage::Preparing, Stage::Prepared, &BlockWork::prepare);
                return true;
            case Stage::Parsed:
                if (m_merging || (i > 0 && m_slots[i - 1]->stage < Stage::Merged)) break;
                m_merging = true;
                work(lock, slot, Stage::Merging, Stage::Merged, &BlockWork::merge);
                m_merging = false;
                return true;
            case Stage::Read:
                work(lock, slot, Stage::Parsing, Stage::Parsed, &BlockWork::parse);
                return true;
            default:
                break;
            }
        }
        if (m_ended || m_reading || m_slots.size() >= m_most) return false;
        m_reading = true;
        lock.unlock();
        auto item = m_work.read();
        lock.lock();
        m_reading = false;
        if (!item) {
            fail(item.error());
        } else if (!*item) {
            m_ended = true;
        } else {
            m_slots.push_back(std::make_unique<Slot>());
            m_slots.back()->item = std::move(*item);
        }
        m_changed.notify_all();
        return true;
    }

    void work(std::unique_lock<std::mutex>& lock, Slot& slot, Stage during, Stage after,
              Result<void> (BlockWork::*what)(BlockWork::Item&)) {
        slot.stage = during;
        lock.unlock();
        const Result<void> done = (m_work.*what)(*slot.item);
        lock.lock();
        slot.stage = after;
        if (!done) fail(done.error());
        m_changed.notify_all();
    }

    void fail(const Error& error) {
        if (!m_error) m_error = error;
    }

    BlockWork& m_work;
    const JobContext& m_job;
    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::unique_ptr<Slot>> m_slots;
    bool m_reading = false, m_merging = false, m_writing = false, m_ended = false;
    std::optional<Error> m_error;
};

} // namespace

Result<void> runBlocks(BlockWork& work, unsigned threads, const JobContext& job) {
    Runner runner(work, threads, job);
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads; ++t)
        helpers.emplace_back([&] { runner.run(); });
    runner.run();
    for (std::thread& helper : helpers)
        helper.join();
    if (runner.error()) return Unexpected{*runner.error()};
    return {};
}

} // namespace xo::io
