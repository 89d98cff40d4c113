#include "core/io/zipwriter.h"

#include <array>
#include <zlib.h>

namespace xo::io {

namespace {

constexpr std::uint64_t kLimit = 0xFFFFFFFFULL;

void little(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

} // namespace

struct ZipWriter::Deflater {
    z_stream stream{};
    bool open = false;
    std::array<unsigned char, 65536> out{};
    ~Deflater() {
        if (open) deflateEnd(&stream);
    }
};

ZipWriter::ZipWriter(const char* path) : m_file(std::fopen(path, "wb")), m_deflater(std::make_unique<Deflater>()) {}

ZipWriter::~ZipWriter() {
    if (m_file) std::fclose(m_file);
}

bool ZipWriter::put(const std::string& bytes) {
    m_sound = m_sound && m_file && std::fwrite(bytes.data(), 1, bytes.size(), m_file) == bytes.size();
    m_at += bytes.size();
    return m_sound;
}

bool ZipWriter::beginEntry(const char* name, std::uint32_t dosTime, int level) {
    if (m_deflater->open && !endEntry()) return false;
    Entry entry;
    entry.name = name;
    entry.dosTime = dosTime;
    entry.offset = m_at;
    std::string header = "PK\x03\x04";
    little(header, 20, 2);
    little(header, 0x0808, 2); // sizes follow the data; the name is UTF-8
    little(header, Z_DEFLATED, 2);
    little(header, dosTime, 4);
    little(header, 0, 4);
    little(header, 0, 4);
    little(header, 0, 4);
    little(header, entry.name.size(), 2);
    little(header, 0, 2);
    header += entry.name;
    m_entries.push_back(std::move(entry));
    Deflater& deflater = *m_deflater;
    deflater.stream = z_stream{};
    deflater.open = deflateInit2(&deflater.stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    m_sound = m_sound && deflater.open;
    return put(header);
}

bool ZipWriter::deflateBlock(const void* data, std::size_t size, bool last) {
    Deflater& deflater = *m_deflater;
    if (!deflater.open) return m_sound = false;
    Entry& entry = m_entries.back();
    // zlib does not write to its input, but its older headers lack the const
    deflater.stream.next_in = static_cast<Bytef*>(const_cast<void*>(data));
    deflater.stream.avail_in = static_cast<uInt>(size);
    int status = Z_OK;
    do {
        deflater.stream.next_out = deflater.out.data();
        deflater.stream.avail_out = static_cast<uInt>(deflater.out.size());
        status = deflate(&deflater.stream, last ? Z_FINISH : Z_NO_FLUSH);
        const std::size_t made = deflater.out.size() - deflater.stream.avail_out;
        m_sound = m_sound && m_file && std::fwrite(deflater.out.data(), 1, made, m_file) == made;
        entry.packed += made;
        m_at += made;
    } while (m_sound && (deflater.stream.avail_in > 0 || (last && status != Z_STREAM_END)));
    return m_sound;
}

bool ZipWriter::write(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    while (size > 0 && m_sound) {
        const std::size_t part = size < (1U << 30) ? size : (1U << 30);
        Entry& entry = m_entries.back();
        entry.crc = static_cast<std::uint32_t>(crc32(entry.crc, bytes, static_cast<uInt>(part)));
        entry.size += part;
        deflateBlock(bytes, part, false);
        bytes += part;
        size -= part;
    }
    return m_sound;
}

bool ZipWriter::endEntry() {
    if (!m_deflater->open) return m_sound;
    deflateBlock(nullptr, 0, true);
    deflateEnd(&m_deflater->stream);
    m_deflater->open = false;
    const Entry& entry = m_entries.back();
    if (entry.size > kLimit || entry.packed > kLimit || entry.offset > kLimit) m_sound = false;
    std::string trailer = "PK\x07\x08";
    little(trailer, entry.crc, 4);
    little(trailer, entry.packed, 4);
    little(trailer, entry.size, 4);
    return put(trailer);
}

bool ZipWriter::close() {
    if (!m_file) return false;
    endEntry();
    const std::uint64_t begin = m_at;
    for (const Entry& entry : m_entries) {
        std::string record = "PK\x01\x02";
        little(record, 20, 2);
        little(record, 20, 2);
        little(record, 0x0808, 2);
        little(record, Z_DEFLATED, 2);
        little(record, entry.dosTime, 4);
        little(record, entry.crc, 4);
        little(record, entry.packed, 4);
        little(record, entry.size, 4);
        little(record, entry.name.size(), 2);
        little(record, 0, 2);
        little(record, 0, 2);
        little(record, 0, 2);
        little(record, 0, 2);
        little(record, 0, 4);
        little(record, entry.offset, 4);
        put(record + entry.name);
    }
    std::string end = "PK\x05\x06";
    little(end, 0, 4);
    little(end, m_entries.size(), 2);
    little(end, m_entries.size(), 2);
    little(end, m_at - begin, 4);
    little(end, begin, 4);
    little(end, 0, 2);
    if (begin > kLimit || m_entries.size() > 0xFFFF) m_sound = false;
    put(end);
    m_sound = std::fclose(m_file) == 0 && m_sound;
    m_file = nullptr;
    return m_sound;
}

void useOwnZipFunctions() {}

} // namespace xo::io

#if defined(__linux__)
// libxlsxwriter calls minizip's zip… functions, and so does QuaZip, which exports a changed minizip of its own under
// the same names: in one process the dynamic linker gives libxlsxwriter QuaZip's, whose zipOpen takes a QIODevice, and
// the first workbook written crashes. The program's own definitions come before both libraries'. Reading through QuaZip
// uses the unz… functions only and is not touched; QuaZip must not be used for writing (ZipWriter is there for that).
// macOS and Windows bind names per library and need none of this.
#define XOW_EXPORTED __attribute__((visibility("default"), used))

namespace {
struct ZipTime {
    int second, minute, hour, day, month, year;
};
struct ZipFileInfo {
    ZipTime time;
    unsigned long dosDate, internalAttributes, externalAttributes;
};
constexpr int kZipError = -1;
} // namespace

extern "C" {

XOW_EXPORTED void* zipOpen(const char* path, int) {
    auto writer = std::make_unique<xo::io::ZipWriter>(path);
    return writer->isOpen() ? writer.release() : nullptr;
}

XOW_EXPORTED int zipOpenNewFileInZip4_64(void* file, const char* name, const ZipFileInfo* info, const void*, unsigned,
                                         const void*, unsigned, const char*, int, int level, int, int, int, int,
                                         const char*, unsigned long, unsigned long, unsigned long, int) {
    std::uint32_t dosTime = 0;
    if (info) {
        const ZipTime& t = info->time;
        const int year = t.year >= 1980 ? t.year - 1980 : t.year >= 80 ? t.year - 80 : 0;
        dosTime = static_cast<std::uint32_t>(t.second / 2 + 32 * t.minute + 2048 * t.hour) |
                  (static_cast<std::uint32_t>(t.day + 32 * (t.month + 1) + 512 * year) << 16);
    }
    return static_cast<xo::io::ZipWriter*>(file)->beginEntry(name, dosTime, level) ? 0 : kZipError;
}

XOW_EXPORTED int zipWriteInFileInZip(void* file, const void* data, unsigned size) {
    return static_cast<xo::io::ZipWriter*>(file)->write(data, size) ? 0 : kZipError;
}

XOW_EXPORTED int zipCloseFileInZip(void* file) {
    return static_cast<xo::io::ZipWriter*>(file)->endEntry() ? 0 : kZipError;
}

XOW_EXPORTED int zipClose(void* file, const char*) {
    const std::unique_ptr<xo::io::ZipWriter> writer(static_cast<xo::io::ZipWriter*>(file));
    return writer->close() ? 0 : kZipError;
}
}
#endif
