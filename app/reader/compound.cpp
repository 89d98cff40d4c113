#include "app/reader/compound.h"

#include "core/base/text.h"

#include <algorithm>

namespace xo::reader {

namespace {
constexpr std::uint32_t kLastSector = 0xFFFFFFFAU; // larger numbers are marks
constexpr std::size_t kMini = 64;
} // namespace

std::uint32_t littleEndian(std::string_view bytes, std::size_t at, int length) {
    std::uint32_t value = 0;
    for (int i = 0; i < length; ++i) {
        const std::size_t index = at + static_cast<std::size_t>(i);
        if (index < bytes.size())
            value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[index])) << (8 * i);
    }
    return value;
}

std::string_view Compound::sector(std::uint32_t number) const {
    const std::uint64_t at = (static_cast<std::uint64_t>(number) + 1) * m_sectorSize;
    if (at >= m_bytes.size()) return {};
    return std::string_view(m_bytes).substr(static_cast<std::size_t>(at), m_sectorSize);
}

std::string Compound::chain(std::uint32_t start, std::uint64_t most) const {
    std::string out;
    std::size_t steps = 0;
    for (std::uint32_t at = start; at < kLastSector && out.size() < most && steps <= m_next.size(); ++steps) {
        out += sector(at);
        at = at < m_next.size() ? m_next[at] : kLastSector;
    }
    if (out.size() > most) out.resize(static_cast<std::size_t>(most));
    return out;
}

std::optional<Compound> Compound::open(std::string bytes) {
    Compound file;
    file.m_bytes = std::move(bytes);
    const std::string_view head = file.m_bytes;
    if (head.size() < 512) return std::nullopt;
    const std::uint32_t shift = littleEndian(head, 30, 2);
    if (shift != 9 && shift != 12) return std::nullopt;
    file.m_sectorSize = std::size_t(1) << shift;
    file.m_cutoff = littleEndian(head, 56, 4);
    const std::size_t sectors = file.m_bytes.size() / file.m_sectorSize + 1;
    const auto addTable = [&](std::uint32_t number) {
        const std::string_view part = file.sector(number);
        for (std::size_t i = 0; i + 4 <= part.size() && file.m_next.size() < sectors; i += 4)
            file.m_next.push_back(littleEndian(part, i, 4));
    };
    std::vector<std::uint32_t> tables;
    for (std::size_t i = 0; i < 109; ++i)
        tables.push_back(littleEndian(head, 76 + 4 * i, 4));
    std::uint32_t more = littleEndian(head, 68, 4);
    for (std::size_t steps = 0; more < kLastSector && steps < sectors; ++steps) {
        const std::string_view part = file.sector(more);
        if (part.size() < file.m_sectorSize) break;
        for (std::size_t i = 0; i + 8 <= part.size(); i += 4)
            tables.push_back(littleEndian(part, i, 4));
        more = littleEndian(part, part.size() - 4, 4);
    }
    for (const std::uint32_t number : tables)
        if (number < kLastSector) addTable(number);
    if (file.m_next.empty()) return std::nullopt;
    const std::string directory = file.chain(littleEndian(head, 48, 4), file.m_bytes.size());
    std::uint32_t miniStart = kLastSector;
    std::uint64_t miniSize = 0;
    for (std::size_t at = 0; at + 128 <= directory.size(); at += 128) {
        const std::string_view entry = std::string_view(directory).substr(at, 128);
        const std::uint32_t type = littleEndian(entry, 66, 1);
        if (type != 2 && type != 5) continue;
        Entry out;
        const std::size_t length = std::min<std::size_t>(littleEndian(entry, 64, 2), 64);
        for (std::size_t i = 0; i + 2 < length; i += 2)
            out.name += entry[i];
        out.name = lowerAscii(out.name);
        out.start = littleEndian(entry, 116, 4);
        out.size = littleEndian(entry, 120, 4);
        if (type == 5) {
            miniStart = out.start;
            miniSize = out.size;
        } else {
            file.m_entries.push_back(std::move(out));
        }
    }
    file.m_mini = file.chain(miniStart, miniSize);
    const std::string miniTable = file.chain(littleEndian(head, 60, 4), file.m_bytes.size());
    for (std::size_t i = 0; i + 4 <= miniTable.size(); i += 4)
        file.m_miniNext.push_back(littleEndian(miniTable, i, 4));
    return file;
}

bool Compound::has(std::string_view name) const {
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const Entry& entry) { return entry.name == lowerAscii(name); });
}

std::optional<std::string> Compound::stream(std::string_view name) const {
    for (const Entry& entry : m_entries) {
        if (entry.name != lowerAscii(name)) continue;
        if (entry.size >= m_cutoff) return chain(entry.start, entry.size);
        std::string out;
        std::size_t steps = 0;
        for (std::uint32_t at = entry.start; at < kLastSector && out.size() < entry.size && steps <= m_miniNext.size();
             ++steps) {
            const std::size_t from = std::size_t(at) * kMini;
            if (from >= m_mini.size()) break;
            out += std::string_view(m_mini).substr(from, kMini);
            at = at < m_miniNext.size() ? m_miniNext[at] : kLastSector;
        }
        if (out.size() > entry.size) out.resize(static_cast<std::size_t>(entry.size));
        return out;
    }
    return std::nullopt;
}

} // namespace xo::reader
