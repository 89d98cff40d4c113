#include "ui/document/jobrunner.h"

#include <QElapsedTimer>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <atomic>

namespace xo::ui {

namespace {
constexpr qint64 kQuietMs = 150;
constexpr int kTickMs = 100;
} // namespace

struct JobRunner::Job {
    quint64 id = 0;
    QString title;
    QString latestKey;
    QPointer<QObject> receiver;
    std::function<void(const JobContext&)> work;
    std::function<void()> done;
    JobContext context;
    QElapsedTimer age;
    bool superseded = false;
    std::atomic<double> fraction{-1.0};
};

JobRunner::JobRunner(QObject* parent)
    : QObject(parent), m_pool(std::make_unique<QThreadPool>()), m_ticker(std::make_unique<QTimer>()) {
    // an import must not make the pages wait, so there are more workers than cores
    m_pool->setMaxThreadCount(std::max(4, QThread::idealThreadCount() * 2));
    m_ticker->setInterval(kTickMs);
    connect(m_ticker.get(), &QTimer::timeout, this, &JobRunner::changed);
}

JobRunner::~JobRunner() {
    cancelAll();
    m_pool->waitForDone();
}

quint64 JobRunner::start(const QString& title, QObject* receiver, std::function<void(const JobContext&)> work,
                         std::function<void()> done, const QString& latestKey) {
    if (!latestKey.isEmpty())
        for (const auto& other : std::as_const(m_jobs))
            if (other->latestKey == latestKey) {
                other->superseded = true;
                other->context.cancel();
            }
    auto job = std::make_shared<Job>();
    job->id = m_nextId++;
    job->title = title;
    job->latestKey = latestKey;
    job->receiver = receiver ? receiver : this;
    job->work = std::move(work);
    job->done = std::move(done);
    job->age.start();
    job->context.onProgress = [raw = job.get()](const Progress& progress) {
        raw->fraction =
            progress.total ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1.0;
    };
    m_jobs.insert(job->id, job);
    m_pool->start([this, job] {
        job->work(job->context);
        job->work = nullptr; // snapshots it holds are freed here, not on the GUI thread
        QMetaObject::invokeMethod(
            this, [this, id = job->id] { finish(id); }, Qt::QueuedConnection);
    });
    if (!m_ticker->isActive()) m_ticker->start();
    Q_EMIT changed();
    return job->id;
}

void JobRunner::finish(quint64 id) {
    const std::shared_ptr<Job> job = m_jobs.take(id);
    if (!job) return;
    if (m_jobs.isEmpty()) m_ticker->stop();
    if (job->receiver && !job->superseded) job->done();
    job->done = nullptr; // it may hold widgets: never freed by the worker that still knows the job
    Q_EMIT changed();
}

void JobRunner::freeLater(std::function<void()> owner) {
    QThreadPool::globalInstance()->start(std::move(owner));
}

void JobRunner::cancel(quint64 id) {
    if (const auto job = m_jobs.value(id)) job->context.cancel();
}

void JobRunner::cancelAll() {
    for (const auto& job : std::as_const(m_jobs))
        job->context.cancel();
}

QList<JobInfo> JobRunner::running() const {
    QList<JobInfo> list;
    for (const auto& job : m_jobs) {
        if (job->superseded || job->title.isEmpty()) continue;
        if (!job->latestKey.isEmpty() && job->age.elapsed() < kQuietMs) continue;
        list.append({job->id, job->title, job->fraction.load()});
    }
    std::sort(list.begin(), list.end(), [](const JobInfo& a, const JobInfo& b) { return a.id < b.id; });
    return list;
}

} // namespace xo::ui
