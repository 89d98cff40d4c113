#include "core/io/xlsx/package.h"

#include "core/base/text.h"

#include <QIODevice>
#include <quazip.h>
#include <quazipfile.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace xo::io {

namespace {

constexpr int kMostEntries = 10'000;
constexpr std::uint64_t kLargestPart = 1ULL << 30;
constexpr std::uint64_t kLargestSum = 4ULL << 30;
constexpr std::uint64_t kLongestSmallPart = 64ULL << 20;
constexpr std::uint64_t kMostFree = 16ULL << 20; // below it any ratio will do
constexpr std::uint64_t kMostRatio = 200;
constexpr std::size_t kBlock = 64 << 10;
constexpr std::size_t kAhead = 8; // blocks unpacked before they are asked for
constexpr std::uint64_t kWorthAThread = 1U << 20;

std::vector<std::string> steps(const std::string& path) {
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at <= path.size()) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        out.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

bool isCleanName(const std::string& name) {
    if (name.find_first_of("\\:") != std::string::npos || name.starts_with('/')) return false;
    for (const std::string& step : steps(name))
        if (step == "..") return false;
    return true;
}

struct Entry {
    QString name; ///< as stored
    std::uint64_t packed = 0, size = 0;
    int copies = 1;
    bool encrypted = false;
    std::uint64_t seen = 0; ///< most that ever came out
};

} // namespace

struct XlsxPackage::State {
    std::unique_ptr<QIODevice> file;
    std::unique_ptr<QuaZip> zip;
    std::unordered_map<std::string, Entry> entries; ///< by lower-case name
    std::string path;
    std::uint64_t sum = 0;
};

/// One part on its way out of the archive.
class XlsxPackage::Unpacker {
public:
    Unpacker(State& state, Entry& entry, const std::string& part)
        : m_state(state), m_entry(entry), m_part(part), m_file(state.zip.get()) {}

    Result<void> open() {
        if (!m_state.zip->setCurrentFile(m_entry.name, QuaZip::csSensitive))
            return fail("io.xlsx_missing_part", {m_part});
        if (!m_file.open(QIODevice::ReadOnly))
            return fail("io.xlsx_broken_part", {m_part, "cannot be unpacked / 无法解压"});
        return {};
    }
    /// The next block; none = the end, its checksum compared.
    Result<std::string_view> next(char* buffer) {
        std::size_t filled = 0;
        while (filled < kBlock) {
            const qint64 got = m_file.read(buffer + filled, static_cast<qint64>(kBlock - filled));
            if (got <= 0) break;
            filled += static_cast<std::size_t>(got);
        }
        m_done += filled;
        if (m_done > m_entry.seen) {
            m_state.sum += m_done - m_entry.seen;
            m_entry.seen = m_done;
        }
        // sizes in the directory can lie: what comes out is what counts
        const bool swollen = m_done > kMostFree && m_entry.packed > 0 && m_done / m_entry.packed > kMostRatio;
        if (m_done > kLargestPart || m_state.sum > kLargestSum || swollen) return fail("io.zip_bomb", {m_part});
        if (filled == 0) {
            const int error = m_file.getZipError();
            m_file.close();
            if (error != UNZ_OK || m_file.getZipError() != UNZ_OK)
                return fail("io.xlsx_broken_part", {m_part, "checksum / 校验和不符"});
        }
        return std::string_view(buffer, filled);
    }

private:
    State& m_state;
    Entry& m_entry;
    const std::string& m_part;
    QuaZipFile m_file;
    std::uint64_t m_done = 0;
};

namespace {

/// Blocks in the order they were unpacked, handed from the thread that unpacks to the one that parses.
class BlockQueue {
public:
    using Next = std::function<Result<std::string_view>(char* buffer)>;
    explicit BlockQueue(Next next) : m_next(std::move(next)) {
        for (Slot& slot : m_slots)
            slot.buffer.resize(kBlock);
        m_thread = std::thread([this] { run(); });
    }
    ~BlockQueue() {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }
    BlockQueue(const BlockQueue&) = delete;
    BlockQueue& operator=(const BlockQueue&) = delete;

    /// The block stays until the next call.
    Result<std::string_view> take() {
        std::unique_lock lock(m_mutex);
        if (m_held) {
            m_held = false;
            ++m_taken;
            m_changed.notify_all();
        }
        m_changed.wait(lock, [this] { return m_taken < m_made; });
        m_held = true;
        return m_slots[m_taken % kAhead].block;
    }

private:
    struct Slot {
        std::vector<char> buffer;
        Result<std::string_view> block = std::string_view();
    };
    void run() {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_stop || m_made - m_taken < kAhead; });
            if (m_stop) return;
            Slot& slot = m_slots[m_made % kAhead];
            lock.unlock();
            slot.block = m_next(slot.buffer.data());
            const bool last = !slot.block || slot.block->empty();
            lock.lock();
            ++m_made;
            lock.unlock();
            m_changed.notify_all();
            if (last) return;
        }
    }

    Next m_next;
    std::array<Slot, kAhead> m_slots;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_made = 0, m_taken = 0;
    bool m_stop = false, m_held = false;
    std::thread m_thread;
};

} // namespace

XlsxPackage::XlsxPackage() : m_state(std::make_unique<State>()) {}

XlsxPackage::~XlsxPackage() {
    if (m_state && m_state->zip) m_state->zip->close();
}

const std::string& XlsxPackage::path() const {
    return m_state->path;
}

Result<std::unique_ptr<XlsxPackage>> XlsxPackage::open(std::unique_ptr<QIODevice> file, const std::string& path) {
    std::unique_ptr<XlsxPackage> package(new XlsxPackage());
    State& state = *package->m_state;
    state.path = path;
    file->seek(0);
    state.file = std::move(file);
    state.zip = std::make_unique<QuaZip>(state.file.get());
    state.zip->setAutoClose(false);
    if (!state.zip->open(QuaZip::mdUnzip)) return fail("io.zip_broken", {state.path});
    if (state.zip->getEntriesCount() > kMostEntries)
        return fail("io.zip_bomb", {std::to_string(state.zip->getEntriesCount()) + " entries"});
    int seen = 0;
    for (bool more = state.zip->goToFirstFile(); more; more = state.zip->goToNextFile()) {
        if (++seen > kMostEntries) return fail("io.zip_bomb", {std::to_string(seen) + " entries"});
        QuaZipFileInfo64 info;
        if (!state.zip->getCurrentFileInfo(&info)) return fail("io.zip_broken", {state.path});
        const std::string name = info.name.toStdString();
        if (!isCleanName(name)) continue;
        const auto [known, fresh] =
            state.entries.try_emplace(lowerAscii(name), Entry{info.name, info.compressedSize, info.uncompressedSize, 1,
                                                              (info.flags & 1U) != 0, 0});
        if (!fresh) ++known->second.copies;
    }
    if (state.zip->getZipError() != UNZ_OK || seen == 0) return fail("io.zip_broken", {state.path});
    return package;
}

bool XlsxPackage::has(const std::string& part) const {
    return m_state->entries.count(lowerAscii(part)) > 0;
}

std::uint64_t XlsxPackage::sizeOf(const std::string& part) const {
    const auto found = m_state->entries.find(lowerAscii(part));
    return found == m_state->entries.end() ? 0 : found->second.size;
}

Result<void> XlsxPackage::readPart(const std::string& part, const JobContext& job,
                                   const std::function<PartFlow(std::string_view, std::uint64_t)>& onBlock) {
    const auto found = m_state->entries.find(lowerAscii(part));
    if (found == m_state->entries.end()) return fail("io.xlsx_missing_part", {part});
    Entry& entry = found->second;
    if (entry.copies > 1) return fail("io.xlsx_broken_part", {part, "stored twice / 重复"});
    if (entry.encrypted) return fail("io.password_protected", {m_state->path});
    if (entry.size > kLargestPart) return fail("io.zip_bomb", {part});
    Unpacker unpacker(*m_state, entry, part);
    if (auto opened = unpacker.open(); !opened) return opened.failure();
    std::unique_ptr<BlockQueue> queue;
    std::vector<char> buffer;
    if (entry.size > kWorthAThread && job.threads != 1)
        queue = std::make_unique<BlockQueue>([&unpacker](char* to) { return unpacker.next(to); });
    else
        buffer.resize(kBlock);
    std::uint64_t done = 0;
    bool draining = false;
    for (;;) {
        if (job.cancelled()) return cancelled();
        auto block = queue ? queue->take() : unpacker.next(buffer.data());
        if (!block) return block.failure();
        if (block->empty()) return {};
        done += block->size();
        if (draining) continue;
        const PartFlow flow = onBlock(*block, done);
        if (flow == PartFlow::Stop) return {};
        draining = flow == PartFlow::Drain;
    }
}

Result<void> XlsxPackage::readXml(const std::string& part, const JobContext& job,
                                  const std::function<bool(XmlScanner::Token, XmlScanner&)>& onToken) {
    XmlScanner xml;
    bool stopped = false, sound = true;
    const auto run = [&] {
        for (;;) {
            const XmlScanner::Token token = xml.next();
            if (token == XmlScanner::Token::More || token == XmlScanner::Token::Done) return;
            sound = token != XmlScanner::Token::Broken;
            stopped = !sound || !onToken(token, xml);
            if (stopped) return;
        }
    };
    bool tooLong = false;
    auto read = readPart(part, job, [&](std::string_view block, std::uint64_t done) {
        xml.feed(block);
        run();
        tooLong = done > kLongestSmallPart;
        return stopped || tooLong ? PartFlow::Stop : PartFlow::On;
    });
    if (!read) return read.failure();
    if (tooLong && !stopped) return fail("io.zip_bomb", {part});
    if (!stopped) {
        xml.finish();
        run();
    }
    if (!sound) return brokenXml(part, xml);
    return {};
}

Unexpected brokenXml(const std::string& part, const XmlScanner& xml) {
    if (xml.isDtd()) return fail("io.xlsx_dtd", {part});
    return fail("io.xlsx_broken_part", {part, xml.problem()});
}

std::string resolvedTarget(const std::string& part, const std::string& target) {
    if (target.find('\\') != std::string::npos) return {};
    std::vector<std::string> path;
    if (!target.starts_with('/')) {
        path = steps(part);
        path.pop_back();
    }
    for (const std::string& step : steps(target)) {
        if (step.empty() || step == ".") continue;
        if (step == "..") {
            if (path.empty()) return {};
            path.pop_back();
        } else {
            path.push_back(step);
        }
    }
    return joined(path, "/");
}

} // namespace xo::io
