#include "app/window/draw.h"
#include "core/base/memory.h"
#include "ui/document/document.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/fileflow.h"
#include "ui/mainwindow/grabber.h"
#include "ui/mainwindow/language.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>
#include <memory>
#include <optional>

namespace {

struct Arguments {
    QString file, language, theme, page, size, grab;
};

std::optional<QSize> sizeOf(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    if (parts.size() != 2) return std::nullopt;
    const QSize size(parts[0].toInt(), parts[1].toInt());
    if (size.width() < 400 || size.height() < 300) return std::nullopt;
    return size;
}

Arguments readArguments(const QApplication& app) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("XO Workbench: what happens on the journey, why, and to whom."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("FILE.xow"), QStringLiteral("Project to open."),
                                 QStringLiteral("[FILE.xow]"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("zh or en."), QStringLiteral("zh|en"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("system, light or dark."),
                                   QStringLiteral("light|dark"));
    const QCommandLineOption page(QStringLiteral("page"), QStringLiteral("data, journey, nps or segments."),
                                  QStringLiteral("page"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window."),
                                  QStringLiteral("1280x800"));
    const QCommandLineOption grab(QStringLiteral("grab"),
                                  QStringLiteral("Write every page as a picture into this folder and exit."),
                                  QStringLiteral("DIR"));
    parser.addOptions({language, theme, page, size, grab});
    parser.process(app);
    return {parser.positionalArguments().value(0),
            parser.value(language),
            parser.value(theme),
            parser.value(page),
            parser.value(size),
            parser.value(grab)};
}

} // namespace

int main(int argc, char** argv) {
    xo::keepFreedMemory();
    // a picture needs no screen
    if (xo::window::isDrawCommand(argc, argv) && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("XO Workbench"));
    QApplication::setApplicationName(QStringLiteral("xoworkbench"));
    QApplication::setApplicationDisplayName(QStringLiteral("XO Workbench"));
    QApplication::setApplicationVersion(QStringLiteral(XOW_VERSION));
    if (xo::window::isDrawCommand(argc, argv)) return xo::window::draw(app, QApplication::arguments());
    const Arguments arguments = readArguments(app);

    // pictures don't depend on what the user chose before, nor change it
    const bool grabbing = !arguments.grab.isEmpty();
    QTemporaryDir scratch;
    xo::ui::Settings settings(grabbing ? scratch.filePath(QStringLiteral("settings.ini")) : QString());
    xo::ui::Language language;
    xo::ui::ScreenDialogs dialogs;
    xo::ui::Document document;
    if (grabbing) document.setWorkingFolder(scratch.filePath(QStringLiteral("working")));
    if (!arguments.theme.isEmpty()) settings.setTheme(xo::ui::themeModeFromName(arguments.theme));
    if (!arguments.page.isEmpty()) settings.set(xo::ui::Setting::Page, arguments.page);
    if (!arguments.language.isEmpty()) settings.set(xo::ui::Setting::Language, arguments.language);
    language.install(settings.language());
    xo::ui::applyTheme(app, settings.theme(), language.code() == QLatin1String("zh"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/app.svg")));

    xo::ui::MainWindow window(&document, &settings, &language, &dialogs);
    if (const auto size = sizeOf(arguments.size)) window.resize(*size);
    window.show();

    xo::ui::Grabber grabber(&window, arguments.grab);
    QObject::connect(&grabber, &xo::ui::Grabber::finished, &app, [](bool ok) { QApplication::exit(ok ? 0 : 1); });
    if (!arguments.file.isEmpty()) {
        if (grabbing) {
            QObject::connect(window.files(), &xo::ui::FileFlow::failed, &app, [](const xo::Error& error) {
                std::fprintf(stderr, "%s\n", qUtf8Printable(xo::ui::errorText(error)));
                QApplication::exit(1);
            });
            QObject::connect(window.files(), &xo::ui::FileFlow::opened, &grabber, &xo::ui::Grabber::start);
        }
        window.openProject(arguments.file);
    } else if (grabbing) {
        QMetaObject::invokeMethod(&grabber, &xo::ui::Grabber::start, Qt::QueuedConnection);
    } else {
        window.files()->offerRecovery();
    }
    return QApplication::exec();
}
