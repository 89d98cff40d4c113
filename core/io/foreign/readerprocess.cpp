#include "core/io/foreign/readerprocess.h"

#include "core/base/json.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStringList>

namespace xo::io {

namespace {

constexpr int kPatience = 20'000; // ms without a byte
constexpr int kPoll = 50;
constexpr std::size_t kHeader = 5;

QString readerProgram() {
    const QString name =
#if defined(_WIN32)
        QStringLiteral("xow-reader.exe");
#else
        QStringLiteral("xow-reader");
#endif
    return QString::fromStdString(programFolder()) + QLatin1Char('/') + name;
}

Unexpected refusal(std::string_view payload, const std::string& file) {
    const Json json = Json::parse(payload, nullptr, false);
    if (!json.is_object() || !json.contains("code") || !json["code"].is_string()) return fail("io.reader_died", {file});
    std::vector<std::string> args;
    if (json.contains("args") && json["args"].is_array())
        for (const Json& arg : json["args"])
            if (arg.is_string()) args.push_back(arg.get<std::string>());
    return fail(json["code"].get<std::string>(), args, file);
}

/// Ends the child whatever happens.
struct Child {
    QProcess process;
    ~Child() {
        if (process.state() == QProcess::NotRunning) return;
        process.kill();
        process.waitForFinished(5000);
    }
};

} // namespace

Result<void> runReader(const std::vector<std::string>& arguments, const std::string& file,
                       const std::function<bool(Frame, std::string_view)>& onFrame, const JobContext& job) {
    const QString program = readerProgram();
    if (!QFileInfo(program).isFile()) return fail("io.reader_missing", {program.toStdString()});
    QStringList list;
    for (const std::string& argument : arguments)
        list.append(QString::fromStdString(argument));
    Child child;
    QProcess& process = child.process;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, list, QIODevice::ReadOnly);
    std::string buffer;
    QElapsedTimer quiet;
    quiet.start();
    for (;;) {
        if (job.cancelled()) return cancelled();
        const bool running = process.state() != QProcess::NotRunning;
        if (process.bytesAvailable() == 0 && running) process.waitForReadyRead(kPoll);
        const QByteArray bytes = process.readAll();
        if (bytes.isEmpty()) {
            // a child that ended may have left its last bytes in the pipe
            if (!running) return fail("io.reader_died", {file});
            if (quiet.elapsed() > kPatience) return fail("io.reader_stuck", {file});
            continue;
        }
        buffer.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        std::size_t at = 0;
        while (buffer.size() - at >= kHeader) {
            FrameReader header{std::string_view(buffer).substr(at, kHeader)};
            const std::uint64_t length = header.number(4);
            const auto kind = static_cast<Frame>(header.number(1));
            if (length > kLargestFrame) return fail("io.reader_died", {file});
            if (buffer.size() - at - kHeader < length) break;
            const std::string_view payload = std::string_view(buffer).substr(at + kHeader, length);
            if (kind == Frame::Failed) return refusal(payload, file);
            if (!onFrame(kind, payload) || kind == Frame::Done) return {};
            at += kHeader + static_cast<std::size_t>(length);
        }
        buffer.erase(0, at);
        quiet.restart(); // the sink's own time isn't the child's
    }
}

} // namespace xo::io
