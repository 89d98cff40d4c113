#pragma once

#include "ui/document/document.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/settings.h"

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace xo::ui {

/// New, open, save, close: the questions in between and what follows from their answers. Never waits for an answer.
class FileFlow : public QObject {
    Q_OBJECT
public:
    FileFlow(Document* document, Settings* settings, Dialogs* dialogs, QWidget* window);
    void newProject();
    void open();                    ///< asks which
    void open(const QString& path); ///< after the question about unsaved changes
    void openSample();              ///< makes the sample project in the user's folder when it isn't there yet
    void save(std::function<void()> then = {});
    void saveAs(std::function<void()> then = {});
    void compact(); ///< writes down the order of customers; saved like any edit
    /// Runs `then` once nothing unsaved can be lost: saved, discarded or nothing to save; never when cancelled.
    void settle(std::function<void()> then);
    void offerRecovery();
    static QString samplePath();

Q_SIGNALS:
    void failed(const xo::Error& error);
    void opened(const QString& path);

private:
    void write(const QString& path, std::function<void()> then);
    void reallyOpen(const QString& path);
    QString folder() const;
    Document* m_document;
    Settings* m_settings;
    Dialogs* m_dialogs;
    QPointer<QWidget> m_window;
};

} // namespace xo::ui
