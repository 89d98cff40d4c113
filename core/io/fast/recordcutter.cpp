#include "core/io/fast/recordcutter.h"

#include "core/io/values.h"

#include <algorithm>
#include <cstring>

namespace xo::io {

namespace {

constexpr std::size_t kStripRows = 1008;    // the edges of neighbouring columns must not share a place in the cache
constexpr std::size_t kStripCells = 32'768; // their edges stay in the cache

} // namespace

RecordCutter::RecordCutter(const Dialect& dialect, std::size_t width)
    : m_delimiter(dialect.delimiter), m_quote(dialect.quote), m_width(width),
      m_special(dialect.delimiter, '\n', '\r', dialect.quote ? dialect.quote : '\n') {}

void RecordCutter::start(std::string_view bytes, std::uint64_t skipLines) {
    m_base = bytes.data();
    m_size = bytes.size();
    m_line = 0;
    m_skipLines = skipLines;
    m_taken = 0;
    m_broken = false;
    m_long.clear();
    m_position = 0;
    seek(0);
}

void RecordCutter::seek(std::size_t position) {
    m_window = position & ~std::size_t{63};
    if (m_window >= m_size) {
        m_found = {};
        return;
    }
    m_found = m_special.of(m_base + m_window);
    std::uint64_t within = ~0ULL << (position & 63);
    if (m_size - m_window < 64) within &= ~(~0ULL << (m_size - m_window));
    m_found.one &= within;
    m_found.others &= within;
}

bool RecordCutter::isBlank(std::size_t begin, std::size_t end) const {
    std::string_view text(m_base + begin, end - begin);
    std::string scratch;
    if (m_quote && !text.empty() && text.front() == m_quote) text = unquoted(text, m_quote, scratch);
    return trimmedFast(text).empty();
}

bool RecordCutter::next(Strip& strip) {
    strip.base = m_base;
    strip.stride = std::clamp<std::size_t>(kStripCells / m_width, 16, kStripRows);
    strip.edges.resize((m_width + 1) * strip.stride);
    strip.lines.resize(strip.stride);
    strip.rows = 0;
    const std::size_t stride = strip.stride;
    while (strip.rows < stride && m_position < m_size) {
        std::uint32_t* const edge = strip.edges.data() + strip.rows;
        const std::size_t record = m_position;
        edge[0] = static_cast<std::uint32_t>(record) - 1;
        std::size_t cell = 0, begin = record, end = 0;
        std::uint32_t inner = 0; // line ends inside quotes
        bool longer = false, quoted = false;
        for (;;) {
            // the cells that end before anything else comes
            std::uint64_t ends = m_found.one & ((m_found.others & (0 - m_found.others)) - 1);
            m_found.one ^= ends;
            for (; ends; ends &= ends - 1) {
                const std::size_t at = m_window + static_cast<std::size_t>(std::countr_zero(ends));
                ++cell;
                if (cell <= m_width)
                    edge[cell * stride] = static_cast<std::uint32_t>(at);
                else
                    longer = longer || !isBlank(begin, at);
                begin = at + 1;
            }
            if (!m_found.others && m_window + 64 < m_size) {
                seek(m_window + 64);
                continue;
            }
            const std::size_t at =
                m_found.others ? m_window + static_cast<std::size_t>(std::countr_zero(m_found.others)) : m_size;
            m_found.others &= m_found.others - 1;
            const char c = at < m_size ? m_base[at] : '\n';
            if (c == m_quote && at < m_size) {
                if (at != begin) continue;
                quoted = quoted || cell == 0;
                std::size_t p = at + 1;
                for (;;) {
                    const void* const close = p < m_size ? std::memchr(m_base + p, m_quote, m_size - p) : nullptr;
                    if (!close) {
                        m_broken = true;
                        return false;
                    }
                    p = static_cast<std::size_t>(static_cast<const char*>(close) - m_base) + 1;
                    if (p >= m_size || m_base[p] != m_quote) break;
                    ++p;
                }
                inner += static_cast<std::uint32_t>(std::count(m_base + at, m_base + p, '\n'));
                seek(p);
                continue;
            }
            end = at;
            m_position = at + 1;
            if (c == '\r' && at + 1 < m_size && m_base[at + 1] == '\n') {
                ++m_position;
                seek(m_position);
            }
            break;
        }
        ++cell;
        const std::uint32_t line = m_line;
        m_line += 1 + inner;
        if (cell > 100'000) {
            m_broken = true;
            return false;
        }
        if (line < m_skipLines) continue;
        if (cell == 1) {
            if (begin == end) continue;
            if (quoted) {
                std::string scratch;
                if (unquoted({m_base + begin, end - begin}, m_quote, scratch).empty()) continue;
            }
        }
        if (cell > m_width) {
            if (longer || (cell > m_width && !isBlank(begin, end))) {
                m_long.push_back({m_taken + strip.rows, line, {m_base + record, end - record}});
                continue;
            }
        } else {
            edge[cell * stride] = static_cast<std::uint32_t>(end);
            for (std::size_t missing = cell + 1; missing <= m_width; ++missing)
                edge[missing * stride] = edge[(missing - 1) * stride] + 1;
        }
        strip.lines[strip.rows++] = line;
    }
    m_taken += strip.rows;
    return strip.rows > 0;
}

std::string_view unquoted(std::string_view raw, char quote, std::string& scratch) {
    raw.remove_prefix(1);
    const std::size_t close = raw.find(quote);
    if (close == std::string_view::npos) return raw;
    if (close + 1 == raw.size()) return raw.substr(0, close);
    scratch.clear();
    bool inside = true;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (inside && raw[i] == quote) {
            if (i + 1 < raw.size() && raw[i + 1] == quote) {
                scratch += raw[i++];
                continue;
            }
            inside = false;
            continue;
        }
        scratch += raw[i];
    }
    return scratch;
}

} // namespace xo::io
