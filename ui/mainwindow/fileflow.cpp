#include "ui/mainwindow/fileflow.h"

#include "core/session/sample/sample.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimeZone>

namespace xo::ui {

FileFlow::FileFlow(Document* document, Settings* settings, Dialogs* dialogs, QWidget* window)
    : QObject(window), m_document(document), m_settings(settings), m_dialogs(dialogs), m_window(window) {}

QString FileFlow::folder() const {
    const QString last = m_settings->get(Setting::LastFolder).toString();
    return last.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) : last;
}

void FileFlow::newProject() {
    settle([this] {
        const QByteArray zone = QTimeZone::systemTimeZoneId();
        const auto made = m_document->createNew(zone.isEmpty() ? QStringLiteral("UTC") : QString::fromLatin1(zone));
        if (!made)
            Q_EMIT failed(made.error());
        else
            Q_EMIT opened({});
    });
}

void FileFlow::open() {
    m_dialogs->openProject(m_window, folder(), [this](const QString& path) { open(path); });
}

void FileFlow::open(const QString& path) {
    settle([this, path] { reallyOpen(path); });
}

void FileFlow::reallyOpen(const QString& path) {
    m_document->open(path, [this, path](Result<void> done) {
        if (!done) {
            if (done.error().code == "project.not_found")
                m_settings->removeRecentFile(QFileInfo(path).absoluteFilePath());
            Q_EMIT failed(done.error());
            return;
        }
        m_settings->addRecentFile(path);
        m_settings->set(Setting::LastFolder, QFileInfo(path).absolutePath());
        Q_EMIT opened(path);
    });
}

QString FileFlow::samplePath() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/samples/auto.xow");
}

void FileFlow::openSample() {
    settle([this] {
        const QString path = samplePath();
        if (QFileInfo::exists(path)) return reallyOpen(path);
        QDir().mkpath(QFileInfo(path).absolutePath());
        m_document->jobs()->run<session::SampleReport>(
            tr("Making the sample project"), this,
            [target = path.toStdString()](const JobContext& job) { return session::makeSample({}, target, {}, job); },
            [this, path](Result<session::SampleReport> made) {
                if (!made)
                    Q_EMIT failed(made.error());
                else
                    reallyOpen(path);
            },
            QStringLiteral("sample.make"));
    });
}

void FileFlow::save(std::function<void()> then) {
    if (!m_document->isOpen()) return;
    if (m_document->path().isEmpty() || m_document->isReadOnly()) return saveAs(std::move(then));
    if (!m_document->isChangedOnDisk()) return write(m_document->path(), std::move(then));
    m_dialogs->askChangedOnDisk(m_window, m_document->path(),
                                [this, then = std::move(then)](Dialogs::Changed answer) mutable {
                                    if (answer == Dialogs::Changed::Overwrite)
                                        write(m_document->path(), std::move(then));
                                    else if (answer == Dialogs::Changed::SaveAs)
                                        saveAs(std::move(then));
                                });
}

void FileFlow::saveAs(std::function<void()> then) {
    if (!m_document->isOpen()) return;
    const QString suggested = m_document->path().isEmpty()
                                  ? folder() + QLatin1Char('/') + m_document->title() + QStringLiteral(".xow")
                                  : m_document->path();
    m_dialogs->saveFile(m_window, tr("Save project as"), suggested, tr("XO Workbench projects (*.xow)"),
                        [this, then = std::move(then)](const QString& path) mutable { write(path, std::move(then)); });
}

void FileFlow::compact() {
    m_document->compact([this](Result<bool> done) {
        if (!done && done.error().code != kCancelled) Q_EMIT failed(done.error());
    });
}

void FileFlow::write(const QString& path, std::function<void()> then) {
    auto done = [this, path, then = std::move(then)](Result<void> saved) {
        if (!saved) {
            Q_EMIT failed(saved.error());
            return;
        }
        m_settings->addRecentFile(path);
        m_settings->set(Setting::LastFolder, QFileInfo(path).absolutePath());
        if (then) then();
    };
    if (path == m_document->path())
        m_document->save(std::move(done));
    else
        m_document->saveAs(path, std::move(done));
}

void FileFlow::settle(std::function<void()> then) {
    if (!m_document->isOpen() || !m_document->isModified()) return then();
    m_dialogs->askUnsaved(m_window, m_document->title(),
                          [this, then = std::move(then)](Dialogs::Unsaved answer) mutable {
                              if (answer == Dialogs::Unsaved::Discard) then();
                              if (answer == Dialogs::Unsaved::Save) save(std::move(then));
                          });
}

void FileFlow::offerRecovery() {
    const auto left = m_document->leftWorkingCopies();
    if (left.empty()) return;
    const QString path = QString::fromStdString(left.front().path);
    m_dialogs->askRecover(m_window, QString::fromStdString(left.front().document),
                          [this, path](Dialogs::Recover answer) {
                              if (answer == Dialogs::Recover::Delete) Document::discardLeft(path);
                              if (answer != Dialogs::Recover::Open) return;
                              m_document->recover(path, [this](Result<void> done) {
                                  if (!done)
                                      Q_EMIT failed(done.error());
                                  else
                                      Q_EMIT opened(m_document->path());
                              });
                          });
}

} // namespace xo::ui
