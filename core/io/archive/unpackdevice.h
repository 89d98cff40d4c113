#pragma once

#include "core/base/result.h"

#include <QIODevice>
#include <string>

namespace xo::io {

/// Limits of everything that is unpacked: 64 GiB in all, 200-fold once 16 MiB have come out (SAFETY.md).
inline constexpr std::uint64_t kMostUnpacked = 64ULL << 30;
inline constexpr std::uint64_t kRatioFrom = 16ULL << 20;
inline constexpr std::uint64_t kMostRatio = 200;

/// Packed bytes as a device that can be read front to back any number of times: seek() backwards starts again, seek()
/// forwards unpacks and drops. Nothing is written to disk; memory is a few hundred KiB. What goes wrong shows as a read
/// error (−1) and in failure().
class UnpackDevice : public QIODevice {
public:
    /// `path` names the file in messages.
    explicit UnpackDevice(std::string path);
    const std::string& path() const { return m_path; }
    /// What stopped the last read: io.gzip_broken, io.zip_broken_member, io.zip_bomb …
    const std::optional<Error>& failure() const { return m_failure; }

    bool isSequential() const override { return false; }
    /// Unpacked bytes where they are known, else 0.
    qint64 size() const override { return 0; }
    bool seek(qint64 position) override;

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char* data, qint64 size) override;
    /// Back to the first byte; false and setFailure() when that is impossible.
    virtual bool restart() = 0;
    /// Up to `most` bytes, 0 at the end, −1 after setFailure().
    virtual qint64 unpack(char* data, qint64 most) = 0;

public:
    /// Packed bytes taken so far.
    virtual std::uint64_t packed() const = 0;

protected:
    void setFailure(Unexpected failure) { m_failure = std::move(failure.error); }

private:
    std::string m_path;
    std::optional<Error> m_failure;
    qint64 m_at = 0;
    bool m_started = false;
};

/// The error of a device that could not be read: its own failure() or io.cannot_read.
Unexpected readFailure(const QIODevice& device);
/// The file a device reads from, for messages; blank when it reads from none.
std::string devicePath(const QIODevice& device);

} // namespace xo::io
