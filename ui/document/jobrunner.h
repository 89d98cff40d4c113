#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>

#include <exception>
#include <functional>
#include <memory>
#include <optional>

class QThreadPool;
class QTimer;

namespace xo::ui {

/// One running job as the status bar shows it.
struct JobInfo {
    quint64 id = 0;
    QString title;
    double fraction = -1; ///< 0…1, −1 = unknown
};

/// Runs work off the GUI thread; the only place that names threads. Results are delivered on the GUI thread, and only
/// while the receiver lives. With a `latestKey`, starting a job cancels the running one of the same key and its result
/// is dropped: latest request wins.
class JobRunner : public QObject {
    Q_OBJECT
public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override; ///< cancels everything and waits

    /// `work` runs in a worker with values it owns; `done` is called on the GUI thread with its Result (error
    /// job.cancelled after Cancel). Quiet jobs (page recalculations) are shown in the status bar only when they take
    /// longer than 150 ms. Returns the job's id.
    template <class T>
    quint64 run(const QString& title, QObject* receiver, std::function<Result<T>(const JobContext&)> work,
                std::function<void(Result<T>)> done, const QString& latestKey = {}) {
        auto slot = std::make_shared<std::optional<Result<T>>>();
        return start(
            title, receiver,
            [slot, work = std::move(work)](const JobContext& job) {
                try {
                    slot->emplace(work(job));
                } catch (const std::exception& error) { // a library's; ours are values
                    slot->emplace(fail("window.job_failed", {error.what()}));
                }
            },
            [slot, done = std::move(done)] {
                if (slot->has_value()) done(std::move(**slot));
            },
            latestKey);
    }
    void cancel(quint64 id);
    void cancelAll();
    bool isIdle() const { return m_jobs.isEmpty(); }
    /// Jobs the status bar shows, oldest first.
    QList<JobInfo> running() const;
    /// Gives up a value whose freeing may take long (a snapshot, a batch): another thread frees it.
    template <class T>
    static void release(T value) {
        freeLater([value = std::make_shared<T>(std::move(value))]() mutable { value.reset(); });
    }

Q_SIGNALS:
    void changed(); ///< a job started, progressed or ended

private:
    struct Job;
    quint64 start(const QString& title, QObject* receiver, std::function<void(const JobContext&)> work,
                  std::function<void()> done, const QString& latestKey);
    void finish(quint64 id);
    static void freeLater(std::function<void()> owner);
    std::unique_ptr<QThreadPool> m_pool;
    std::unique_ptr<QTimer> m_ticker; // progress reaches the window ten times a second, not per report
    QHash<quint64, std::shared_ptr<Job>> m_jobs;
    quint64 m_nextId = 1;
};

} // namespace xo::ui
