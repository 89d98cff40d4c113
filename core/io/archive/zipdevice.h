#pragma once

#include "core/io/archive/unpackdevice.h"

#include <QFile>
#include <memory>
#include <vector>

namespace xo::io {

/// A file inside a .zip.
struct ZipMember {
    std::string name; ///< UTF-8, also where the archive holds GB18030 without saying so
    std::uint64_t packed = 0, size = 0;
    bool encrypted = false;
    std::uint64_t index = 0; ///< its place in the directory
};

/// The files a .zip holds, in its order, without folders and the side files of macOS; at most 10,000 entries. Names are
/// labels only: nothing is ever extracted to disk. `file` is open and stays open. Errors: io.archive_broken{path},
/// io.zip_bomb{what}.
Result<std::vector<ZipMember>> zipMembers(QFile& file);

/// One member of a .zip unpacked while it is read; the checksum is compared at its end. Errors:
/// io.archive_broken_member{name, path}, io.zip_bomb.
class ZipDevice : public UnpackDevice {
public:
    ZipDevice(std::unique_ptr<QFile> file, ZipMember member);
    ~ZipDevice() override;
    qint64 size() const override;

protected:
    bool restart() override;
    qint64 unpack(char* data, qint64 most) override;
    std::uint64_t packed() const override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace xo::io
