#include "ui/mainwindow/grabber.h"

#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/pagetable.h"

#include <QDir>
#include <QPixmap>
#include <QTimer>

namespace xo::ui {

namespace {
constexpr int kTickMs = 40;
constexpr int kSettledTicks = 3;    // layouts and late repaints need a few rounds of the event loop
constexpr int kLongestTicks = 1500; // one minute per picture, then it is taken as it is and reported
} // namespace

Grabber::Grabber(MainWindow* window, const QString& folder, QObject* parent)
    : QObject(parent), m_window(window), m_folder(folder) {}

void Grabber::start() {
    QDir().mkpath(m_folder);
    QStringList pages;
    if (m_window->document()->isOpen())
        for (const PageEntry& page : pageTable())
            pages.append(QString::fromLatin1(page.id));
    else
        pages.append(QStringLiteral("start"));
    const auto partsOf = [this](const QString& id) -> QList<int> {
        QList<int> parts;
        for (qsizetype i = 0; i < m_window->pages().size(); ++i)
            if (id == QLatin1String(pageTable()[static_cast<std::size_t>(i)].id))
                for (int part = 0; part < m_window->pages()[i]->parts().size(); ++part)
                    parts.append(part);
        return parts.isEmpty() ? QList<int>{-1} : parts;
    };
    for (const char* language : {"zh", "en"})
        for (const char* theme : {"light", "dark"})
            for (const QSize& size : std::as_const(m_sizes))
                for (const QString& page : std::as_const(pages))
                    for (int part : partsOf(page))
                        m_shots.append({page, QString::fromLatin1(language), QString::fromLatin1(theme), size, part});
    m_at = 0;
    prepare();
}

void Grabber::prepare() {
    if (m_at >= m_shots.size()) {
        Q_EMIT finished(m_ok);
        return;
    }
    const Shot& shot = m_shots[m_at];
    const bool first = m_at == 0;
    const Shot& before = m_shots[first ? 0 : m_at - 1];
    if (first || shot.language != before.language) m_window->setLanguage(shot.language);
    if (first || shot.theme != before.theme) m_window->setTheme(themeModeFromName(shot.theme));
    m_window->resize(shot.size);
    m_window->showPage(shot.page);
    if (Page* page = m_window->currentPage(); page && shot.part >= 0) page->showPart(shot.part);
    m_idleTicks = m_ticks = 0;
    waitThenGrab();
}

void Grabber::waitThenGrab() {
    QTimer::singleShot(kTickMs, this, [this] {
        m_idleTicks = m_window->isIdle() ? m_idleTicks + 1 : 0;
        const bool late = ++m_ticks > kLongestTicks;
        if (m_idleTicks < kSettledTicks && !late) return waitThenGrab();
        const Shot& shot = m_shots[m_at];
        const Page* page = m_window->currentPage();
        const QString tab = page && shot.part >= 0 ? QLatin1Char('-') + page->parts().value(shot.part) : QString();
        const QString name = QStringLiteral("%1_%2_%3_%4x%5.png")
                                 .arg(shot.page + tab, shot.language, shot.theme)
                                 .arg(shot.size.width())
                                 .arg(shot.size.height());
        const bool saved = m_window->grab().save(QDir(m_folder).filePath(name));
        m_ok = m_ok && saved && !late;
        if (saved) ++m_written;
        ++m_at;
        prepare();
    });
}

} // namespace xo::ui
