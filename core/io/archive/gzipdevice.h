#pragma once

#include "core/io/archive/unpackdevice.h"

#include <QFile>
#include <memory>

namespace xo::io {

/// A .gz file unpacked while it is read: any number of members one after another (as `cat a.gz b.gz` and bgzip make
/// them), NUL padding behind the last. Errors: io.gzip_broken{path}, io.gzip_cut{path} when it ends too early,
/// io.zip_bomb.
class GzipDevice : public UnpackDevice {
public:
    /// `file` is open for reading; the device is open already.
    explicit GzipDevice(std::unique_ptr<QFile> file);
    ~GzipDevice() override;

protected:
    bool restart() override;
    qint64 unpack(char* data, qint64 most) override;
    std::uint64_t packed() const override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace xo::io
