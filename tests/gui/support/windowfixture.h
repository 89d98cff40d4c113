#pragma once

#include "tests/gui/support/smallproject.h"
#include "tests/gui/support/testdialogs.h"
#include "ui/mainwindow/fileflow.h"
#include "ui/mainwindow/language.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/settings.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace xo::test {

/// The real window with settings, working copies and projects in a folder of its own.
struct WindowFixture {
    QTemporaryDir folder;
    ui::Settings settings{folder.filePath(QStringLiteral("settings.ini"))};
    ui::Language language;
    TestDialogs dialogs;
    ui::Document document;
    std::unique_ptr<ui::MainWindow> window;

    explicit WindowFixture(const QString& code = QStringLiteral("en")) {
        document.setWorkingFolder(folder.filePath(QStringLiteral("working")));
        settings.set(ui::Setting::Language, code);
        settings.setTheme(ui::ThemeMode::Light);
        language.install(code);
        ui::applyTheme(*qApp, ui::ThemeMode::Light, code == QLatin1String("zh"));
        window = std::make_unique<ui::MainWindow>(&document, &settings, &language, &dialogs);
        window->resize(1280, 800);
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get())) qWarning("the window did not become active");
    }
    QString project() {
        const QString path = folder.filePath(QStringLiteral("small.xow"));
        if (!QFile::exists(path) && !writeSmallProject(path)) return {};
        return path;
    }
    bool open() {
        window->openProject(project());
        return QTest::qWaitFor([this] { return document.isOpen() && window->isIdle(); }, 20000);
    }
    bool idle() {
        return QTest::qWaitFor([this] { return window->isIdle(); }, 20000);
    }
};

} // namespace xo::test
