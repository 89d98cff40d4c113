#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace xo::io {

/// Writes a ZIP archive entry by entry (deflate, no ZIP64: an entry or archive beyond 4 GiB fails). Every call is false
/// once something went wrong; errno of the failed call stays in force.
class ZipWriter {
public:
    /// Opens (truncates) the file; isOpen() tells whether that worked.
    explicit ZipWriter(const char* path);
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;
    bool isOpen() const { return m_file != nullptr; }
    /// Begins an entry; the time is the MS-DOS one of the ZIP format.
    bool beginEntry(const char* name, std::uint32_t dosTime, int level);
    bool write(const void* data, std::size_t size);
    bool endEntry();
    /// Writes the directory and closes the file.
    bool close();

private:
    struct Entry {
        std::string name;
        std::uint32_t dosTime = 0, crc = 0;
        std::uint64_t packed = 0, size = 0, offset = 0;
    };
    struct Deflater;
    bool put(const std::string& bytes);
    bool deflateBlock(const void* data, std::size_t size, bool last);

    std::FILE* m_file = nullptr;
    std::vector<Entry> m_entries;
    std::unique_ptr<Deflater> m_deflater;
    std::uint64_t m_at = 0;
    bool m_sound = true;
};

/// Links this room's zip functions into the program (see zipwriter.cpp); called by whoever uses libxlsxwriter.
void useOwnZipFunctions();

} // namespace xo::io
