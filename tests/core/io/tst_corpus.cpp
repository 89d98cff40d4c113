#include "iosupport.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <atomic>
#include <thread>

using namespace iotest;

namespace {

/// Cancels a job that runs beyond its time; a reader that doesn't listen is a hang.
class Watchdog {
public:
    Watchdog(xo::JobContext job, int seconds)
        : m_thread([this, job, seconds] {
              QElapsedTimer clock;
              clock.start();
              while (!m_done && clock.elapsed() < seconds * 1000)
                  std::this_thread::sleep_for(std::chrono::milliseconds(5));
              if (!m_done) job.cancel();
          }) {}
    ~Watchdog() {
        m_done = true;
        m_thread.join();
    }

private:
    std::atomic<bool> m_done{false};
    std::thread m_thread;
};

} // namespace

/// Files written by others (XOW_CORPUS names the folder; skipped without it): every one is read or refused with a
/// message, in less than 20 s, and imported without a crash.
class TestCorpus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileIsReadOrRefused() {
        const QString root = qEnvironmentVariable("XOW_CORPUS");
        if (root.isEmpty() || !QDir(root).exists()) QSKIP("XOW_CORPUS names no folder");
        std::map<std::string, int> outcomes;
        int files = 0, slow = 0;
        QDirIterator walk(root, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const std::string path = walk.next().toStdString();
            const QString suffix = walk.fileInfo().suffix().toLower();
            if (!QStringList({QStringLiteral("csv"), QStringLiteral("tsv"), QStringLiteral("xlsx"),
                              QStringLiteral("xlsm"), QStringLiteral("xls"), QStringLiteral("xlsb"),
                              QStringLiteral("ods"), QStringLiteral("gz"), QStringLiteral("zst")})
                     .contains(suffix))
                continue;
            ++files;
            xo::JobContext job;
            QElapsedTimer clock;
            clock.start();
            std::string outcome;
            {
                const Watchdog watchdog(job, 20);
                GridSink sink;
                const auto read = xo::io::readRows(path, {}, sink, job);
                outcome = read ? "read" : read.error().code;
                const auto batch = xo::io::readBatch(request(path), job);
                outcome += batch ? " / imported" : " / " + batch.error().code;
                if (batch)
                    for (const auto& each : batch->columns)
                        QVERIFY2(each->rows == batch->columns.front()->rows, path.c_str());
            }
            if (clock.elapsed() > 5000) {
                ++slow;
                qInfo("%6.1f s  %s", static_cast<double>(clock.elapsed()) / 1000.0, path.c_str());
            }
            QVERIFY2(outcome.find(xo::kCancelled) == std::string::npos, path.c_str());
            ++outcomes[outcome];
            if (qEnvironmentVariableIsSet("XOW_CORPUS_VERBOSE")) qInfo("%-50s %s", outcome.c_str(), path.c_str());
        }
        qInfo("%d files, %d slower than 5 s", files, slow);
        for (const auto& [outcome, count] : outcomes)
            qInfo("%6d  %s", count, outcome.c_str());
        QVERIFY(files > 0);
    }
};

QTEST_APPLESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
