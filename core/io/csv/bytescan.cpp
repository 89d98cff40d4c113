#include "core/io/csv/bytescan.h"

#include "core/io/archive/unpackdevice.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>
#include <xxhash.h>

namespace xo::io {

namespace {

constexpr std::size_t kBlock = 1 << 20;
constexpr std::size_t kSample = 1 << 18;

std::string hex(const XXH128_hash_t& hash) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    return hexText(canonical.digest, sizeof canonical.digest);
}

// Strict UTF-8 as an automaton that survives block borders: how many continuation bytes are due, and the narrower range
// of the next one after E0, ED, F0, F4.
class Utf8Check {
public:
    bool feed(const unsigned char* p, std::size_t n) {
        const unsigned char* const end = p + n;
        while (p < end) {
            if (m_due == 0) {
                while (end - p >= 8) {
                    std::uint64_t word = 0;
                    std::memcpy(&word, p, 8);
                    if (word & 0x8080808080808080ULL) break;
                    p += 8;
                }
                if (p == end) break;
                const unsigned char c = *p++;
                if (c < 0x80) continue;
                m_low = 0x80;
                m_high = 0xBF;
                if (c >= 0xC2 && c <= 0xDF) {
                    m_due = 1;
                } else if (c >= 0xE0 && c <= 0xEF) {
                    m_due = 2;
                    if (c == 0xE0) m_low = 0xA0;
                    if (c == 0xED) m_high = 0x9F;
                } else if (c >= 0xF0 && c <= 0xF4) {
                    m_due = 3;
                    if (c == 0xF0) m_low = 0x90;
                    if (c == 0xF4) m_high = 0x8F;
                } else {
                    return false;
                }
            } else {
                const unsigned char c = *p++;
                if (c < m_low || c > m_high) return false;
                m_low = 0x80;
                m_high = 0xBF;
                --m_due;
            }
        }
        return true;
    }
    bool complete() const { return m_due == 0; }

private:
    int m_due = 0;
    unsigned char m_low = 0x80, m_high = 0xBF;
};

bool hasHighByte(const char* p, std::size_t n) {
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080ULL) return true;
    }
    for (; i < n; ++i)
        if (static_cast<unsigned char>(p[i]) & 0x80) return true;
    return false;
}

void sampleLines(std::string_view block, std::string& out) {
    for (std::size_t at = 0; at < block.size() && out.size() < kSample;) {
        std::size_t end = block.find('\n', at);
        if (end == std::string_view::npos) end = block.size();
        const std::string_view line = block.substr(at, std::min<std::size_t>(end - at, 4096));
        if (hasHighByte(line.data(), line.size())) {
            out += line;
            out += '\n';
        }
        at = end + 1;
    }
}

} // namespace

std::string hexText(const unsigned char* bytes, std::size_t size) {
    static const char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

std::string hashOf(std::string_view bytes) {
    return hex(XXH3_128bits(bytes.data(), bytes.size()));
}

Result<ByteScan> scanBytes(QIODevice& file, const JobContext& job) {
    ByteScan scan;
    if (!file.seek(0)) return readFailure(file);
    std::unique_ptr<XXH3_state_t, void (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                 [](XXH3_state_t* s) { XXH3_freeState(s); });
    XXH3_128bits_reset(state.get());
    std::vector<char> buffer(kBlock);
    Utf8Check check;
    const auto total = static_cast<std::uint64_t>(std::max<qint64>(file.size(), 0));
    for (;;) {
        if (job.cancelled()) return cancelled();
        const qint64 got = file.read(buffer.data(), static_cast<qint64>(buffer.size()));
        if (got < 0) return readFailure(file);
        if (got == 0) break;
        const auto n = static_cast<std::size_t>(got);
        const std::string_view block(buffer.data(), n);
        XXH3_128bits_update(state.get(), block.data(), n);
        scan.lineFeeds += static_cast<std::uint64_t>(std::count(block.begin(), block.end(), '\n'));
        if (scan.lineFeeds == 0)
            scan.carriageReturns += static_cast<std::uint64_t>(std::count(block.begin(), block.end(), '\r'));
        if (std::memchr(block.data(), 0, n))
            for (std::size_t i = 0; i < n; ++i)
                if (!block[i]) ++scan.nuls[(scan.bytes + i) & 1];
        if (scan.head.size() < kSample) scan.head += block.substr(0, kSample - scan.head.size());
        if (hasHighByte(block.data(), n)) {
            scan.ascii = false;
            if (scan.nonAsciiLines.size() < kSample) sampleLines(block, scan.nonAsciiLines);
        }
        if (scan.validUtf8) scan.validUtf8 = check.feed(reinterpret_cast<const unsigned char*>(block.data()), n);
        scan.bytes += n;
        if ((scan.bytes & ((1U << 25) - 1)) < kBlock) job.report({scan.bytes, total, "stage.scanning"});
    }
    if (!check.complete()) scan.validUtf8 = false;
    scan.hash = hex(XXH3_128bits_digest(state.get()));
    return scan;
}

} // namespace xo::io
