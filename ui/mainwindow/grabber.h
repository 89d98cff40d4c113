#pragma once

#include <QList>
#include <QObject>
#include <QSize>
#include <QString>

namespace xo::ui {

class MainWindow;

/// Writes every page of the window with each of its tabs as a picture, in both languages, both themes and at two sizes,
/// named page_language_theme_WxH.png (of pages with tabs page-tab_…); then says it is finished. Waits until each page
/// has computed.
class Grabber : public QObject {
    Q_OBJECT
public:
    Grabber(MainWindow* window, const QString& folder, QObject* parent = nullptr);
    void setSizes(const QList<QSize>& sizes) { m_sizes = sizes; }
    void start();
    int written() const { return m_written; }

Q_SIGNALS:
    void finished(bool allWritten);

private:
    struct Shot {
        QString page, language, theme;
        QSize size;
        int part = -1; ///< tab of the page; −1 = it has none
    };
    void prepare();
    void waitThenGrab();
    MainWindow* m_window;
    QString m_folder;
    QList<QSize> m_sizes{{1280, 800}, {2560, 1440}};
    QList<Shot> m_shots;
    qsizetype m_at = 0;
    int m_idleTicks = 0;
    int m_ticks = 0;
    int m_written = 0;
    bool m_ok = true;
};

} // namespace xo::ui
