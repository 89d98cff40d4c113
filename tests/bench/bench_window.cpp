#include "tests/bench/benchdata.h"
#include "tests/gui/support/testdialogs.h"
#include "ui/charts/chartview.h"
#include "ui/export/customersdialog.h"
#include "ui/export/exportdialog.h"
#include "ui/filter/conditioneditor.h"
#include "ui/import/importwizard.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/fileflow.h"
#include "ui/mainwindow/language.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/settings.h"
#include "ui/pages/journey/journeyinspector.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/nps/npsinspector.h"
#include "ui/pages/nps/npspage.h"
#include "ui/theme/theme.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMetaEnum>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeView>
#include <QUndoStack>

#include <cstdio>
#include <functional>
#include <optional>

using namespace xo;
using namespace xo::ui;

namespace {

constexpr int kBeatMs = 5;
constexpr int kQuietBeats = 6; // so many beats without work end a phase
constexpr qint64 kPhaseLimitMs = 600'000;

/// Notes the event that kept the GUI thread longest.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override {
        if (m_inside) return QApplication::notify(receiver, event);
        const QByteArray name = receiver->metaObject()->className();
        const QEvent::Type type = event->type();
        QElapsedTimer timer;
        timer.start();
        m_inside = true;
        const bool done = QApplication::notify(receiver, event);
        m_inside = false;
        if (timer.elapsed() > longestMs) {
            longestMs = timer.elapsed();
            const char* key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
            longest = name + " " + (key ? QByteArray(key) : QByteArray::number(type));
        }
        return done;
    }
    qint64 longestMs = 0;
    QByteArray longest;

private:
    bool m_inside = false;
};

QString peakMemory() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return QStringLiteral("–");
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return QString::number(line.simplified().split(' ').value(1).toLongLong() / 1024) + QStringLiteral(" MB");
    return QStringLiteral("–");
}

/// The window in a folder of its own, and the measures of what is done in it.
class Bench {
    WatchedApplication& m_app;
    QString m_folder;

public:
    Bench(WatchedApplication& app, const QString& folder) : m_app(app), m_folder(folder) {
        document.setWorkingFolder(folder + QStringLiteral("/working"));
        settings.set(Setting::Language, QStringLiteral("en"));
        settings.setTheme(ThemeMode::Light);
        language.install(QStringLiteral("en"));
        applyTheme(app, ThemeMode::Light, false);
        window = std::make_unique<MainWindow>(&document, &settings, &language, &dialogs);
        window->resize(1440, 900);
        window->show();
        m_beat.setTimerType(Qt::PreciseTimer);
        m_beat.setInterval(kBeatMs);
        QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] { beat(); });
        m_beat.start();
        std::printf("%-34s %9s %9s %10s  %s\n", "phase", "wall ms", "block ms", "peak RSS", "longest event");
    }

    /// Runs `start` in the event loop and waits until `done` and the window has nothing to do.
    void phase(const char* name, std::function<void()> start, std::function<bool()> done = {}) {
        if (m_failed) return;
        m_block = 0;
        m_app.longestMs = 0;
        m_app.longest.clear();
        m_done = std::move(done);
        m_quiet = 0;
        m_lastBeat.start();
        m_wall.start();
        QTimer::singleShot(0, &m_app, start);
        QEventLoop loop;
        m_loop = &loop;
        const bool finished = loop.exec() == 0;
        m_loop = nullptr;
        const QString error = window->messageBar()->isError() ? window->messageBar()->text() : QString();
        std::printf("%-34s %9lld %9lld %10s  %s%s\n", name,
                    static_cast<long long>(m_wall.elapsed() - kQuietBeats * kBeatMs), static_cast<long long>(m_block),
                    qPrintable(peakMemory()), m_app.longest.constData(), finished ? "" : "  (gave up)");
        if (!error.isEmpty()) std::printf("    the window says: %s\n", qPrintable(error));
        std::fflush(stdout);
        m_failed = !finished || !error.isEmpty();
        if (m_block > worst) worst = m_block;
    }
    template <class Dialog>
    Dialog* dialog() const {
        for (Dialog* found : window->findChildren<Dialog*>())
            if (found->isVisible()) return found;
        return nullptr;
    }
    QString file(const char* name) const { return m_folder + QLatin1Char('/') + QLatin1String(name); }
    bool failed() const { return m_failed; }

    Settings settings{m_folder + QStringLiteral("/settings.ini")};
    Language language;
    test::TestDialogs dialogs;
    Document document;
    std::unique_ptr<MainWindow> window;
    qint64 worst = 0;

private:
    void beat() {
        m_block = std::max(m_block, m_lastBeat.restart() - kBeatMs);
        if (!m_loop) return;
        m_quiet = (!m_done || m_done()) && window->isIdle() ? m_quiet + 1 : 0;
        if (m_quiet >= kQuietBeats) m_loop->exit(0);
        if (m_wall.elapsed() > kPhaseLimitMs) m_loop->exit(1);
    }
    QTimer m_beat;
    QElapsedTimer m_lastBeat, m_wall;
    QEventLoop* m_loop = nullptr;
    std::function<bool()> m_done;
    qint64 m_block = 0;
    int m_quiet = 0;
    bool m_failed = false;
};

void importFile(Bench& bench, const char* name, DatasetKind kind) {
    const QByteArray what = name;
    ImportWizard* wizard = nullptr;
    const auto idle = [&] {
        wizard = bench.dialog<ImportWizard>();
        return wizard && wizard->isIdle();
    };
    bench.phase((what + ": look").constData(), [&] { bench.window->importFiles({bench.file(name)}); }, idle);
    bench.phase((what + ": kind").constData(), [&] { wizard->setKind(kind); }, idle);
    bench.phase((what + ": check").constData(), [] {}, [&] { return wizard->canImport(); });
    bench.phase((what + ": import").constData(), [&] { wizard->startImport(); }, [&] { return wizard->isDone(); });
    bench.phase((what + ": close").constData(), [&] { wizard->close(); },
                [&] { return !bench.dialog<ImportWizard>() && !bench.document.isBusy(); });
}

void drive(Bench& bench) {
    Document& document = bench.document;
    MainWindow* window = bench.window.get();
    const auto still = [&] { return !document.isBusy(); };
    const auto page = [&](const char* id) { return [=] { window->showPage(QString::fromLatin1(id)); }; };

    bench.phase(
        "new project", [&] { bench.window->files()->newProject(); }, [&] { return document.isOpen(); });
    importFile(bench, "responses.csv", DatasetKind::Answers);
    importFile(bench, "events.csv", DatasetKind::Events);
    const QString saved = bench.file("bench.xow");
    bench.dialogs.fileToSave = saved;
    bench.phase(
        "save", [&] { window->files()->save(); }, still);
    bench.phase("close project", [&] { document.close(); });
    bench.phase(
        "open", [&] { window->openProject(saved); }, [&] { return document.isOpen(); });
    bench.phase("NPS page, first time", page("nps"));
    bench.phase("journey page, first time", page("journey"));
    const auto* nps = window->findChild<NpsPage*>();
    const auto* journey = window->findChild<JourneyPage*>();
    const auto byStore = [&] { journey->parameters()->setBreakdown(QStringLiteral("store_id")); };
    const auto byRep = [&] { journey->parameters()->setBreakdown(QStringLiteral("sales_rep")); };
    const auto sortTables = [&] {
        for (auto* view : window->currentPage()->findChildren<QTableView*>())
            view->sortByColumn(1, Qt::DescendingOrder);
        for (auto* view : window->currentPage()->findChildren<QTreeView*>())
            view->sortByColumn(1, Qt::DescendingOrder);
    };
    const auto copyTable = [&] { window->actions().copyTable->trigger(); };
    bench.phase("journey by 2,000 stores", byStore);
    bench.phase("journey by 20,000 sales reps", byRep);
    bench.phase("sort its tables", sortTables);
    bench.phase("journey, no breakdown", [&] { journey->parameters()->setBreakdown({}); });
    bench.phase("NPS page again", page("nps"));
    bench.phase("NPS by region", [&] { nps->parameters()->setBreakdown({QStringLiteral("region")}); });
    bench.phase("NPS by region, product, touchpoint", [&] {
        nps->parameters()->setBreakdown(
            {QStringLiteral("region"), QStringLiteral("product_type"), QStringLiteral("touchpoint")});
    });
    bench.phase("sort its tree", sortTables);
    bench.phase("copy its table", copyTable);
    bench.phase("NPS, no breakdown", [&] { nps->parameters()->setBreakdown({}); });
    bench.phase("journey page again", page("journey"));
    bench.phase("filter chip on journey", [&] {
        document.selection()->add({QStringLiteral("region"), QStringLiteral("any answer(region = '广东')"), false});
    });
    bench.phase("drill on journey",
                [&] { Q_EMIT window->currentPage()->chart()->drillRequested(QStringLiteral("step:1")); });
    bench.phase("NPS page, drilled", page("nps"));
    bench.phase("no filter", [&] { document.selection()->clear(); });
    bench.phase("segments page", page("segments"));
    bench.phase("filter editor", [&] { window->actions().filter->trigger(); });
    bench.phase("filter editor: condition", [&] {
        if (auto* editor = bench.dialog<ConditionEditor>())
            editor->setFilterText(QStringLiteral("any event(sales_rep = 'R77')"));
    });
    bench.phase("filter editor: closed", [&] {
        if (auto* editor = bench.dialog<ConditionEditor>()) editor->close();
    });

    const QString rule = QStringLiteral("reached('到店') and any answer(csat_overall <= 2)");
    const auto customers = [&] {
        const auto* dialog = bench.dialog<CustomersDialog>();
        return dialog && dialog->isIdle();
    };
    const auto table = [&]() -> QTableView* {
        auto* dialog = bench.dialog<CustomersDialog>();
        return dialog ? dialog->findChild<QTableView*>() : nullptr;
    };
    bench.phase(
        "all customers", [&] { window->showCustomers(QStringLiteral("all"), {}); }, customers);
    bench.phase("scroll to the end", [&] {
        if (QTableView* view = table()) view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum());
    });
    bench.phase("copy the list", [&] {
        if (auto* dialog = bench.dialog<CustomersDialog>()) {
            QKeyEvent copy(QEvent::KeyPress, Qt::Key_C, Qt::ControlModifier);
            QApplication::sendEvent(dialog, &copy);
        }
    });
    bench.phase("list closed", [&] {
        if (auto* dialog = bench.dialog<CustomersDialog>()) dialog->close();
    });
    ExportDialog* list = nullptr;
    bench.phase(
        "export dialog", [&] { window->exportList(QStringLiteral("list"), rule); },
        [&] { return (list = bench.dialog<ExportDialog>()) && list->isIdle(); });
    for (const char* name : {"list.csv", "list.xlsx"})
        bench.phase((QByteArray("export ") + name).constData(),
                    [&] {
                        list->setFile(bench.file(name));
                        list->startExport();
                    },
                    [&] { return list->isIdle() && QFile::exists(bench.file(name)); });
    bench.phase("export dialog closed", [&] { list->close(); });

    bench.dialogs.text = QStringLiteral("unhappy visitors");
    const std::size_t before = document.workspace() ? document.workspace()->segments.size() : 0;
    bench.phase(
        "first edit: save as segment", [&] { window->saveSegment({}, rule); },
        [&] { return still() && document.workspace()->segments.size() > before; });
    bench.phase(
        "undo it", [&] { document.undoStack()->undo(); }, still);
    bench.phase(
        "redo it", [&] { document.undoStack()->redo(); }, still);
    bench.phase(
        "save again", [&] { window->files()->save(); }, still);
    bench.phase("data page", page("data"));
    const std::size_t tables = document.workspace() ? document.workspace()->tables.size() : 0;
    const auto tablesAre = [&](std::size_t count) {
        return [&document, still, count] { return still() && document.workspace()->tables.size() == count; };
    };
    bench.phase(
        "undo the import of the events",
        [&] {
            if (const auto batches = document.batches()) document.undoBatch(batches->back().id, [](Result<void>) {});
        },
        tablesAre(tables - 1));
    bench.phase(
        "redo it", [&] { document.undoStack()->undo(); }, tablesAre(tables));
    bench.phase("close changed project", [&] { document.close(); });
    bench.phase(
        "open again", [&] { window->openProject(saved); }, [&] { return document.isOpen(); });
    bench.phase(
        "first edit of what was opened", [&] { window->saveSegment({}, rule + QLatin1Char(' ')); }, still);
    bench.dialogs.unsaved = test::TestDialogs::Unsaved::Discard;
    bench.phase("new project in its place", [&] { window->files()->newProject(); });
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchedApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("bench_window"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Drives the window over a large project and measures how long the GUI thread was kept."));
    parser.addHelpOption();
    const QCommandLineOption answers(QStringLiteral("answers"), QStringLiteral("Rows of the survey file."),
                                     QStringLiteral("rows"), QStringLiteral("1000000"));
    const QCommandLineOption events(QStringLiteral("events"), QStringLiteral("Rows of the events file."),
                                    QStringLiteral("rows"), QStringLiteral("3000000"));
    const QCommandLineOption folder(QStringLiteral("folder"),
                                    QStringLiteral("Where the files are written, and kept for the next run."),
                                    QStringLiteral("DIR"));
    const QCommandLineOption limit(QStringLiteral("limit"), QStringLiteral("Fail when a block is longer."),
                                   QStringLiteral("ms"));
    parser.addOptions({answers, events, folder, limit});
    parser.process(app);

    const QTemporaryDir work;
    const QString data = parser.isSet(folder) ? parser.value(folder) : work.path();
    const QString responses = data + QStringLiteral("/responses.csv"), journeys = data + QStringLiteral("/events.csv");
    if (!QFileInfo::exists(responses) || !QFileInfo::exists(journeys)) {
        if (!QDir().mkpath(data) ||
            !test::writeBenchData(data, parser.value(answers).toInt(), parser.value(events).toInt())) {
            std::fprintf(stderr, "cannot write the files into %s\n", qPrintable(data));
            return 1;
        }
    }
    if (data != work.path()) {
        QFile::link(QFileInfo(responses).absoluteFilePath(), work.filePath(QStringLiteral("responses.csv")));
        QFile::link(QFileInfo(journeys).absoluteFilePath(), work.filePath(QStringLiteral("events.csv")));
    }
    Bench bench(app, work.path());
    drive(bench);
    std::printf("\nlongest block anywhere: %lld ms\n", static_cast<long long>(bench.worst));
    if (bench.failed()) return 1;
    return parser.isSet(limit) && bench.worst > parser.value(limit).toLongLong() ? 2 : 0;
}
