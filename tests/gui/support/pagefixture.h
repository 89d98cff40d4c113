#pragma once

#include "tests/gui/support/smallproject.h"
#include "ui/pages/page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace xo::test {

/// A window's part for one page: notes what the page asks for.
struct NotingHost : ui::PageHost {
    QString title, filter, segment, exported;
    int imports = 0, databases = 0;
    std::optional<std::size_t> overdue;
    void showCustomers(const QString& t, const QString& f) override { title = t, filter = f; }
    void showOverdue(const analysis::FunnelParams&, std::size_t stage) override { overdue = stage; }
    void saveSegment(const QString& name, const QString& f) override { segment = name, filter = f; }
    void exportList(const QString& t, const QString&) override { exported = t; }
    void importFiles(const QStringList&) override { ++imports; }
    void importDatabase() override { ++databases; }
    void openProject(const QString&) override {}
    void chooseFile(const QString&, const QString&, std::function<void(QString)>) override {}
    void chooseSaveFile(const QString&, const QString&, const QString&, std::function<void(QString)>) override {}
    void showError(const Error&) override {}
};

/// One page on the small project, outside the window.
template <class PageType>
struct PageFixture {
    QTemporaryDir folder;
    ui::Document document;
    NotingHost host;
    std::unique_ptr<PageType> page;

    PageFixture() {
        ui::applyTheme(*qApp, ui::ThemeMode::Light, false);
        document.setWorkingFolder(folder.filePath(QStringLiteral("working")));
        page = std::make_unique<PageType>(&document, &host, nullptr);
        page->resize(1000, 760);
        page->show();
    }
    bool idle() {
        return QTest::qWaitFor([this] { return page->isIdle() && document.jobs()->isIdle(); }, 20000);
    }
    bool open() {
        const QString path = folder.filePath(QStringLiteral("small.xow"));
        if (!writeSmallProject(path)) return false;
        bool opened = false;
        document.open(path, [&](Result<void> result) { opened = result.has_value(); });
        return QTest::qWaitFor([&] { return opened; }, 20000) && idle();
    }
};

} // namespace xo::test
