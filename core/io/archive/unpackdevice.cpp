#include "core/io/archive/unpackdevice.h"

#include <QFileDevice>

#include <algorithm>
#include <vector>

namespace xo::io {

UnpackDevice::UnpackDevice(std::string path) : m_path(std::move(path)) {}

bool UnpackDevice::seek(qint64 position) {
    if (position < 0 || !QIODevice::seek(position)) return false;
    if (!m_started || position < m_at) {
        m_failure.reset();
        m_at = 0;
        m_started = restart();
        if (!m_started) return false;
    }
    std::vector<char> dropped(position > m_at ? 1U << 16 : 0U);
    while (m_at < position) {
        const qint64 got = readData(dropped.data(), std::min<qint64>(position - m_at, 1 << 16));
        if (got <= 0) return false;
    }
    return true;
}

qint64 UnpackDevice::readData(char* data, qint64 most) {
    if (m_failure) return -1;
    if (!m_started && !seek(0)) return -1;
    const qint64 got = unpack(data, most);
    if (got < 0) return -1;
    m_at += got;
    const auto out = static_cast<std::uint64_t>(m_at);
    if (out > kMostUnpacked || (out > kRatioFrom && out / std::max<std::uint64_t>(packed(), 1) > kMostRatio)) {
        m_failure = fail("io.zip_bomb", {std::to_string(out >> 20) + " MiB"}, m_path).error;
        return -1;
    }
    return got;
}

qint64 UnpackDevice::writeData(const char*, qint64) {
    return -1;
}

Unexpected readFailure(const QIODevice& device) {
    if (const auto* unpack = dynamic_cast<const UnpackDevice*>(&device); unpack && unpack->failure())
        return Unexpected{*unpack->failure()};
    return fail("io.cannot_read", {devicePath(device), device.errorString().toStdString()});
}

std::string devicePath(const QIODevice& device) {
    if (const auto* file = qobject_cast<const QFileDevice*>(&device)) return file->fileName().toStdString();
    if (const auto* unpack = dynamic_cast<const UnpackDevice*>(&device)) return unpack->path();
    return {};
}

} // namespace xo::io
