#include "ui/import/databasedialog.h"
#include "ui/import/importwizard.h"
#include "ui/mainwindow/mainwindow.h"

#include "ui/charts/chartview.h"
#include "ui/filter/conditioneditor.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/fileflow.h"
#include "ui/mainwindow/pagetable.h"
#include "ui/mainwindow/tablefile.h"
#include "ui/widgets/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QMenu>
#include <QMimeData>

namespace xo::ui {

void MainWindow::openDialog(QDialog* dialog) {
    if (!dialog) return;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showBeside(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show(); // not over the window: the list is read together with the figure
}

void MainWindow::showCustomers(const QString& title, const QString& filter) {
    showBeside(makeCustomersDialog(m_document, title, filter, this));
}

void MainWindow::showOverdue(const analysis::FunnelParams& params, std::size_t stage) {
    showBeside(makeCallListDialog(m_document, this, params, stage, this));
}

void MainWindow::exportList(const QString& title, const QString& filter) {
    openDialog(makeExportDialog(m_document, title, filter, this));
}

void MainWindow::exportSelectionList() {
    exportList(tr("Selection"), m_document->selection()->filterText());
}

void MainWindow::saveSegment(const QString& suggestedName, const QString& filter) {
    m_dialogs->askText(this, tr("Save as segment"), tr("Name of the segment"), suggestedName,
                       [this, filter](const QString& name) {
                           Segment segment;
                           segment.name = name.toStdString();
                           segment.rule = filter.toStdString();
                           if (const auto saved = m_document->putSegment(segment); !saved)
                               showError(saved.error());
                           else
                               m_message->showNotice(tr("Segment %1 saved.").arg(name));
                       });
}

void MainWindow::importFiles(const QStringList& paths) {
    if (paths.isEmpty()) {
        m_dialogs->openDataFiles(this, m_settings->get(Setting::LastFolder).toString(),
                                 [this](const QStringList& chosen) {
                                     if (!chosen.isEmpty()) importFiles(chosen);
                                 });
        return;
    }
    if (!m_document->isOpen()) m_files->newProject();
    if (!m_document->isOpen()) return;
    importWizard()->addFiles(paths);
}

ImportWizard* MainWindow::importWizard() {
    // dropped while the wizard is open: they join its list
    for (auto* open : findChildren<ImportWizard*>())
        if (open->isVisible() && !open->isDone()) return open;
    auto* wizard = new ImportWizard(m_document, {}, this);
    wizard->setAsk(importAsk());
    connect(wizard, &ImportWizard::saveTableRequested, this, [this](const QString& text, const QString& path) {
        if (const auto saved = saveTable(text, path); !saved) showError(saved.error());
    });
    openDialog(wizard);
    return wizard;
}

void MainWindow::importDatabase() {
    if (!m_document->isOpen()) m_files->newProject();
    if (!m_document->isOpen()) return;
    auto* dialog = new DatabaseDialog(m_document, importAsk(), this);
    connect(dialog, &DatabaseDialog::chosen, this,
            [this](const DatabaseDialog::Requests& requests) { importWizard()->addTables(requests); });
    openDialog(dialog);
}

ImportAsk MainWindow::importAsk() {
    ImportAsk ask;
    ask.dataFiles = [this](std::function<void(QStringList)> answer) {
        m_dialogs->openDataFiles(this, m_settings->get(Setting::LastFolder).toString(), std::move(answer));
    };
    ask.openFile = [this](const QString& title, const QString& filters, std::function<void(QString)> answer) {
        chooseFile(title, filters, std::move(answer));
    };
    ask.saveFile = [this](const QString& title, const QString& suggested, const QString& filters,
                          std::function<void(QString)> answer) {
        chooseSaveFile(title, suggested, filters, std::move(answer));
    };
    return ask;
}

void MainWindow::chooseFile(const QString& title, const QString& filters, std::function<void(QString)> answer) {
    m_dialogs->openFile(this, title, filters, std::move(answer));
}

void MainWindow::chooseSaveFile(const QString& title, const QString& suggested, const QString& filters,
                                std::function<void(QString)> answer) {
    m_dialogs->saveFile(this, title, suggested, filters, std::move(answer));
}

void MainWindow::editJourneys() {
    if (m_document->isOpen()) openDialog(makeJourneyEditor(m_document, this, this));
}

void MainWindow::openProject(const QString& path) {
    m_files->open(path);
}

void MainWindow::showError(const Error& error) {
    m_message->showError(error);
}

void MainWindow::editFilter() {
    if (!m_document->isOpen()) return;
    if (m_editor) {
        m_editor->raise();
        return;
    }
    m_editor = new ConditionEditor(m_document, this);
    openDialog(m_editor);
}

void MainWindow::copyPicture() {
    if (const Page* page = currentPage(); page && page->chart()) page->chart()->copyPicture();
}

void MainWindow::copyTable() {
    if (const Page* page = currentPage()) QApplication::clipboard()->setText(page->tableText());
}

void MainWindow::exportPicture(const QString& suffix) {
    const Page* page = currentPage();
    if (!page || !page->chart()) return;
    const QString filters = suffix == QLatin1String("svg") ? tr("SVG picture (*.svg)") : tr("PNG picture (*.png)");
    m_dialogs->saveFile(this, tr("Export picture"), page->pageName() + QLatin1Char('.') + suffix, filters,
                        [this, chart = QPointer(page->chart())](const QString& path) {
                            if (!chart) return;
                            if (const auto saved = chart->exportTo(path); !saved) showError(saved.error());
                        });
}

void MainWindow::exportTable() {
    const Page* page = currentPage();
    if (!page) return;
    m_dialogs->saveFile(this, tr("Export table"), page->pageName() + QStringLiteral(".csv"), tr("CSV table (*.csv)"),
                        [this, text = page->tableText()](const QString& path) {
                            if (const auto saved = saveTable(text, path); !saved) showError(saved.error());
                        });
}

void MainWindow::showShortcuts() {
    QString html = QStringLiteral("<table cellpadding='4'>");
    for (const QAction* action : m_actions->withShortcuts()) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            keys.append(key.toString(QKeySequence::NativeText));
        QString text = action->text();
        text.remove(QLatin1Char('&'));
        html += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>")
                    .arg(keys.join(QStringLiteral(", ")), text.toHtmlEscaped());
    }
    m_dialogs->information(this, tr("Keyboard shortcuts"), html + QStringLiteral("</table>"));
}

void MainWindow::showAbout() {
    const QString text =
        tr("<h2>XO Workbench %1</h2><p>What happens on the journey, why, and to whom. Everything stays on this "
           "computer.</p>"
           "<p>MIT licence.</p><h3>Built with</h3>")
            .arg(QApplication::applicationVersion()) +
        QStringLiteral(
            "<ul><li>Qt %1 (LGPL v3), Qt Charts (GPL v3)</li><li>SQLite (public domain)</li><li>ICU (Unicode "
            "licence)</li>"
            "<li>QuaZip (LGPL 2.1)</li><li>libxlsxwriter (BSD 2-clause)</li><li>LZ4, xxHash (BSD 2-clause)</li>"
            "<li>nlohmann/json, fast_float (MIT)</li><li>CLI11 (BSD 3-clause)</li><li>Boost (Boost licence)</li>"
            "<li>Eigen (MPL 2.0)</li></ul>")
            .arg(QLatin1String(qVersion()));
    m_dialogs->information(this, tr("About XO Workbench"), text);
}

} // namespace xo::ui
