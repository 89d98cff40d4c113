#pragma once

#include "tests/gui/support/importanswers.h"
#include "tests/gui/support/smallproject.h"
#include "ui/document/document.h"
#include "ui/import/importwizard.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace xo::test {

inline constexpr int kLongWait = 60000;

/// The wizard on a small project, outside the window.
struct ImportFixture {
    QTemporaryDir folder;
    ui::Document document;
    QString fileToSave, fileToOpen;
    std::vector<std::unique_ptr<ui::ImportWizard>> wizards;

    ImportFixture() {
        ui::applyTheme(*qApp, ui::ThemeMode::Light, false);
        document.setWorkingFolder(folder.filePath(QStringLiteral("working")));
    }
    bool open() {
        const QString path = folder.filePath(QStringLiteral("small.xow"));
        if (!writeSmallProject(path)) return false;
        bool opened = false;
        document.open(path, [&](Result<void> result) { opened = result.has_value(); });
        return QTest::qWaitFor([&] { return opened; }, kLongWait);
    }
    bool idle() {
        return QTest::qWaitFor([this] { return document.jobs()->isIdle() && !document.isBusy(); }, kLongWait);
    }
    ui::ImportAsk ask() {
        ui::ImportAsk out;
        out.openFile = [this](const QString&, const QString&, const std::function<void(QString)>& answer) {
            answer(fileToOpen);
        };
        out.saveFile = [this](const QString&, const QString&, const QString&,
                              const std::function<void(QString)>& answer) { answer(fileToSave); };
        return out;
    }
    /// Null when it did not become the active window.
    ui::ImportWizard* openWizard(const QStringList& paths) {
        wizards.push_back(std::make_unique<ui::ImportWizard>(&document, paths, nullptr));
        ui::ImportWizard* wizard = wizards.back().get();
        wizard->setAsk(ask());
        wizard->resize(1216, 752);
        wizard->show();
        wizard->activateWindow();
        return QTest::qWaitForWindowActive(wizard) ? wizard : nullptr;
    }
    QString put(const char* name, const QByteArray& bytes) const { return putFile(folder.path(), name, bytes); }
};

inline bool isIdle(const ui::ImportWizard* wizard) {
    return QTest::qWaitFor([wizard] { return wizard->isIdle(); }, kLongWait);
}

inline QString roleOf(const ui::ImportWizard* wizard, const char* name) {
    for (const auto& column : wizard->columns()->columns())
        if (column.name == name) return QString::fromStdString(column.role.text());
    return {};
}

/// Of a dataset; 0 when there is none.
inline std::size_t rowsOf(const ui::Document& document, const char* dataset) {
    const auto at = document.workspace()->findTable(dataset);
    return at ? document.workspace()->tables[*at]->rows() : 0;
}

/// A picture where XOW_PICTURES names a folder.
inline void keepPicture(QWidget* widget, const QString& name) {
    const QString folder = qEnvironmentVariable("XOW_PICTURES");
    if (folder.isEmpty() || !QDir().mkpath(folder)) return;
    // what a change of texts asks of the layouts is done by the time somebody looks
    QTest::qWait(50);
    widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

} // namespace xo::test
