#include "core/io/archive/zipdevice.h"

#include "core/base/text.h"
#include "core/io/csv/encoding.h"

#include <quazip.h>
#include <quazipfile.h>

namespace xo::io {

namespace {

constexpr int kMostEntries = 10'000;
constexpr quint16 kUtf8Flag = 0x800;

// Archives from Windows hold names in the system's code page: bytes were kept through Latin-1.
std::string nameOf(const QuaZipFileInfo64& info) {
    if (info.flags & kUtf8Flag) return info.name.toStdString();
    const QByteArray bytes = info.name.toLatin1();
    const std::string raw(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (isValidUtf8(raw)) return raw;
    std::string decoded;
    TextDecoder decoder("GB18030");
    decoder.decode(raw, true, decoded);
    return decoded;
}

bool isSideFile(const std::string& name) {
    const std::size_t slash = name.find_last_of("/\\");
    const std::string leaf = slash == std::string::npos ? name : name.substr(slash + 1);
    return leaf.empty() || leaf[0] == '.' || name.starts_with("__MACOSX/") || leaf == "Thumbs.db" ||
           leaf == "desktop.ini";
}

} // namespace

Result<std::vector<ZipMember>> zipMembers(QFile& file) {
    const std::string path = file.fileName().toStdString();
    file.seek(0);
    QuaZip zip(&file);
    zip.setAutoClose(false);
    zip.setFileNameCodec("ISO-8859-1");
    if (!zip.open(QuaZip::mdUnzip)) return fail("io.archive_broken", {path});
    std::vector<ZipMember> members;
    std::uint64_t index = 0;
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile(), ++index) {
        if (index >= kMostEntries) return fail("io.zip_bomb", {std::to_string(index) + " entries"}, path);
        QuaZipFileInfo64 info;
        if (!zip.getCurrentFileInfo(&info)) return fail("io.archive_broken", {path});
        std::string name = nameOf(info);
        if (isSideFile(name)) continue;
        members.push_back({std::move(name), info.compressedSize, info.uncompressedSize, info.isEncrypted(), index});
    }
    const bool sound = zip.getZipError() == UNZ_OK;
    zip.close();
    if (!sound) return fail("io.archive_broken", {path});
    return members;
}

struct ZipDevice::State {
    std::unique_ptr<QFile> file;
    ZipMember member;
    std::unique_ptr<QuaZip> zip;
    std::unique_ptr<QuaZipFile> entry;
    bool ended = false;
};

ZipDevice::ZipDevice(std::unique_ptr<QFile> file, ZipMember member)
    : UnpackDevice(file->fileName().toStdString()), m_state(std::make_unique<State>()) {
    m_state->file = std::move(file);
    m_state->member = std::move(member);
    m_state->file->seek(0);
    m_state->zip = std::make_unique<QuaZip>(m_state->file.get());
    m_state->zip->setAutoClose(false);
    setOpenMode(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

ZipDevice::~ZipDevice() {
    m_state->entry.reset();
    m_state->zip->close();
}

qint64 ZipDevice::size() const {
    return static_cast<qint64>(m_state->member.size);
}

std::uint64_t ZipDevice::packed() const {
    return m_state->member.packed;
}

bool ZipDevice::restart() {
    State& state = *m_state;
    state.ended = false;
    state.entry.reset();
    bool found = (state.zip->isOpen() || state.zip->open(QuaZip::mdUnzip)) && state.zip->goToFirstFile();
    for (std::uint64_t i = 0; found && i < state.member.index; ++i)
        found = state.zip->goToNextFile();
    if (found) {
        state.entry = std::make_unique<QuaZipFile>(state.zip.get());
        found = state.entry->open(QIODevice::ReadOnly);
    }
    if (!found) setFailure(fail("io.archive_broken_member", {state.member.name, path()}));
    return found;
}

qint64 ZipDevice::unpack(char* data, qint64 most) {
    State& state = *m_state;
    if (state.ended) return 0;
    const qint64 got = state.entry->read(data, most);
    bool broken = got < 0 || state.entry->getZipError() != UNZ_OK;
    if (got == 0) {
        state.ended = true;
        state.entry->close(); // compares the checksum
        broken = broken || state.entry->getZipError() != UNZ_OK;
    }
    if (broken) {
        setFailure(fail("io.archive_broken_member", {state.member.name, path()}));
        return -1;
    }
    return got;
}

} // namespace xo::io
