#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xo::reader {

/// An OLE compound file ([MS-CFB]) in memory: old Office documents are a stream inside one. Every chain is followed at
/// most once around the file.
class Compound {
public:
    /// nullopt when the header or the allocation table is malformed.
    static std::optional<Compound> open(std::string bytes);
    bool has(std::string_view name) const;
    /// The stream of this name (letters compared without case); as much of it as the file holds.
    std::optional<std::string> stream(std::string_view name) const;

private:
    struct Entry {
        std::string name; ///< ASCII, lower case
        std::uint32_t start = 0;
        std::uint64_t size = 0;
    };
    std::string_view sector(std::uint32_t number) const;
    std::string chain(std::uint32_t start, std::uint64_t most) const;

    std::string m_bytes;
    std::size_t m_sectorSize = 512;
    std::vector<std::uint32_t> m_next, m_miniNext;
    std::string m_mini;
    std::uint64_t m_cutoff = 4096;
    std::vector<Entry> m_entries;
};

/// Little-endian number at `at`; 0 beyond the end.
std::uint32_t littleEndian(std::string_view bytes, std::size_t at, int length);

} // namespace xo::reader
