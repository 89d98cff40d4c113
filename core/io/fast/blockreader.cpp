#include "core/io/fast/blockreader.h"

#include "core/io/csv/bytescan.h"
#include "core/io/fast/recordcutter.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <xxhash.h>

namespace xo::io {

namespace {

constexpr std::size_t kLongest = 16U << 20;
constexpr std::size_t kSlice = 1U << 18; // read and hashed while in the cache

const char* find(const char* from, const char* end, char wanted) {
    return from < end ? static_cast<const char*>(std::memchr(from, wanted, static_cast<std::size_t>(end - from)))
                      : nullptr;
}

} // namespace

struct BlockReader::Hash {
    XXH3_state_t* state = XXH3_createState();
    Hash() { XXH3_128bits_reset(state); }
    ~Hash() { XXH3_freeState(state); }
    Hash(const Hash&) = delete;
    Hash& operator=(const Hash&) = delete;
};

BlockReader::BlockReader(QFile& file, const Dialect& dialect, std::size_t skip, std::size_t target,
                         const JobContext& job)
    : m_file(file), m_dialect(dialect), m_skip(skip), m_target(target), m_job(job), m_hash(std::make_unique<Hash>()) {}

BlockReader::~BlockReader() = default;

std::string BlockReader::hash() const {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(m_hash->state));
    return hexText(canonical.digest, sizeof canonical.digest);
}

Result<void> BlockReader::fill(Block& block, std::size_t wanted) {
    if (block.bytes.size() < wanted + kBlockSlack) block.bytes.resize(wanted + wanted / 8 + kBlockSlack);
    while (block.size < wanted && !m_ended) {
        if (m_job.cancelled()) return cancelled();
        const std::size_t most = std::min(kSlice, wanted - block.size);
        char* const at = block.bytes.data() + block.size;
        const qint64 got = m_file.read(at, static_cast<qint64>(most));
        if (got < 0)
            return fail("io.cannot_read", {m_file.fileName().toStdString(), m_file.errorString().toStdString()});
        m_ended = got == 0;
        XXH3_128bits_update(m_hash->state, at, static_cast<std::size_t>(got));
        m_done += static_cast<std::uint64_t>(got);
        std::size_t fresh = static_cast<std::size_t>(got);
        if (m_skip) {
            const std::size_t cut = std::min(m_skip, fresh);
            std::memmove(at, at + cut, fresh - cut);
            fresh -= cut;
            m_skip -= cut;
        }
        block.size += fresh;
    }
    return {};
}

// Goes on over the bytes that are there. True when a record ends at or behind `target`.
bool BlockReader::cut(Block& block, std::size_t target, std::size_t& end) {
    const char* const base = block.bytes.data();
    const char* const limit = base + block.size;
    const char* p = base + m_scanned;
    const char quote = m_dialect.quote;
    const auto opens = [&](const char* at) {
        return at == base || at[-1] == m_dialect.delimiter || at[-1] == '\n' || at[-1] == '\r';
    };
    while (p < limit) {
        if (m_inside) {
            const char* const close = find(p, limit, quote);
            if (!close) {
                p = limit;
                break;
            }
            if (close + 1 == limit && !m_ended) {
                p = close; // the next byte decides
                break;
            }
            p = close + 1;
            if (p < limit && *p == quote)
                ++p;
            else
                m_inside = false;
            continue;
        }
        // up to the target only quotes matter; then the first line end outside of them
        const char* const from = std::max(p, base + std::min(target, block.size));
        const char* const stop = find(from, limit, '\n');
        const char* next = stop ? stop : limit;
        const char* open = quote ? find(p, next, quote) : nullptr;
        while (open && !opens(open))
            open = find(open + 1, next, quote);
        if (open) {
            m_inside = true;
            p = open + 1;
            continue;
        }
        if (stop) {
            end = static_cast<std::size_t>(stop - base) + 1;
            return true;
        }
        p = limit;
    }
    m_scanned = static_cast<std::size_t>(p - base);
    return false;
}

Result<bool> BlockReader::next(Block& block) {
    block.size = 0;
    block.last = false;
    m_scanned = 0;
    m_inside = false;
    if (block.bytes.size() < m_rest.size() + kBlockSlack) block.bytes.resize(m_rest.size() + m_target + kBlockSlack);
    if (!m_rest.empty()) std::memcpy(block.bytes.data(), m_rest.data(), m_rest.size());
    block.size = m_rest.size();
    m_rest.clear();
    std::size_t end = 0;
    for (std::size_t wanted = m_target + kSlice;; wanted = block.size + 4 * kSlice) {
        if (auto filled = fill(block, wanted); !filled) return filled.failure();
        if (cut(block, m_target, end)) break;
        if (m_ended) {
            if (m_inside) return false;
            end = block.size;
            break;
        }
        if (block.size > m_target + kLongest) return false;
    }
    m_rest.assign(block.bytes.data() + end, block.bytes.data() + block.size);
    block.size = end;
    block.last = ended();
    std::memset(block.bytes.data() + end, 0, kBlockSlack);
    return true;
}

} // namespace xo::io
