#pragma once

#include "tests/gui/support/windowfixture.h"
#include "ui/export/calllistdialog.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/journey/journeyview.h"

#include <QFile>
#include <QPushButton>
#include <QTableWidget>

namespace xo::test {

/// The window on its journey page.
struct JourneyFixture : WindowFixture {
    using WindowFixture::WindowFixture;
    ui::JourneyPage* page = nullptr;

    bool showJourney() {
        if (!window->showPage(QStringLiteral("journey"))) return false;
        page = window->findChild<ui::JourneyPage*>();
        return page && idle();
    }
    bool show(ui::JourneyPage::Tab tab) {
        page->showPart(static_cast<int>(tab));
        return idle();
    }
    QTableWidget* figures() const { return page->view()->findChild<QTableWidget*>(); }
    QString cell(int row, int column) const {
        const auto* item = figures()->item(row, column);
        return item ? item->text() : QString();
    }
    /// The open dialog of a kind, once it has read what it shows.
    template <class T>
    T* dialog() {
        T* found = nullptr;
        const auto shown = [&] {
            for (T* one : window->findChildren<T*>())
                if (one->isVisible()) found = one;
            return found && found->isIdle();
        };
        return QTest::qWaitFor(shown, 20000) ? found : nullptr;
    }
    /// Lines of the call list as the dialog exports it, the headers first; none when it wasn't written.
    QStringList exportedCalls(ui::CallListDialog* list) {
        dialogs.fileToSave = folder.filePath(QStringLiteral("calls.csv"));
        QTest::mouseClick(list->findChild<QPushButton*>(QStringLiteral("callListExport")), Qt::LeftButton);
        QFile file(dialogs.fileToSave);
        if (!idle() || !file.open(QIODevice::ReadOnly | QIODevice::Text)) return {};
        return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
};

} // namespace xo::test
