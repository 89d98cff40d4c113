#include "core/io/archive/gzipdevice.h"

#include <algorithm>
#include <vector>
#include <zlib.h>

namespace xo::io {

namespace {
constexpr qint64 kInput = 256 << 10;
constexpr int kGzipOnly = 16 + MAX_WBITS; // neither zlib nor raw streams
} // namespace

struct GzipDevice::State {
    std::unique_ptr<QFile> file;
    std::vector<Bytef> input = std::vector<Bytef>(static_cast<std::size_t>(kInput));
    z_stream stream{};
    bool ready = false;   ///< inflateInit has been called
    bool between = false; ///< a member has ended and no other has begun
    bool ended = false;
    std::uint64_t taken = 0;

    /// −1 unreadable, 0 at the end of the file.
    qint64 refill() {
        if (stream.avail_in > 0) return stream.avail_in;
        const qint64 got = file->read(reinterpret_cast<char*>(input.data()), kInput);
        stream.next_in = input.data();
        stream.avail_in = static_cast<uInt>(std::max<qint64>(got, 0));
        taken += stream.avail_in;
        return got;
    }
};

GzipDevice::GzipDevice(std::unique_ptr<QFile> file)
    : UnpackDevice(file->fileName().toStdString()), m_state(std::make_unique<State>()) {
    m_state->file = std::move(file);
    setOpenMode(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

GzipDevice::~GzipDevice() {
    if (m_state->ready) inflateEnd(&m_state->stream);
}

std::uint64_t GzipDevice::packed() const {
    return m_state->taken;
}

bool GzipDevice::restart() {
    State& state = *m_state;
    state.between = state.ended = false;
    state.taken = 0;
    state.stream.avail_in = 0;
    const bool ready = state.file->seek(0) && (state.ready ? inflateReset(&state.stream) == Z_OK
                                                           : inflateInit2(&state.stream, kGzipOnly) == Z_OK);
    state.ready = state.ready || ready;
    if (!ready) setFailure(fail("io.cannot_read", {path(), state.file->errorString().toStdString()}));
    return ready;
}

qint64 GzipDevice::unpack(char* data, qint64 most) {
    State& state = *m_state;
    z_stream& stream = state.stream;
    stream.next_out = reinterpret_cast<Bytef*>(data);
    const auto room = static_cast<uInt>(std::min<qint64>(most, 1 << 30));
    stream.avail_out = room;
    while (stream.avail_out == room && !state.ended) {
        const qint64 available = state.refill();
        if (available < 0) {
            setFailure(fail("io.cannot_read", {path(), state.file->errorString().toStdString()}));
            return -1;
        }
        if (state.between) {
            while (stream.avail_in > 0 && *stream.next_in == 0) {
                ++stream.next_in;
                --stream.avail_in;
            }
            if (available == 0) state.ended = true;
            if (stream.avail_in == 0) continue;
            if (inflateReset(&stream) != Z_OK) return -1;
            state.between = false;
        }
        if (available == 0) {
            setFailure(fail("io.gzip_cut", {path()}));
            return -1;
        }
        const int outcome = inflate(&stream, Z_NO_FLUSH);
        if (outcome == Z_STREAM_END) {
            state.between = true;
        } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
            setFailure(fail("io.gzip_broken", {path()}));
            return -1;
        }
    }
    return room - stream.avail_out;
}

} // namespace xo::io
