#include "ui/mainwindow/actions.h"

#include "ui/mainwindow/fileflow.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/pagetable.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QUndoStack>

namespace xo::ui {

namespace {

QAction* make(MainWindow* window, const QList<QKeySequence>& keys = {}) {
    auto* action = new QAction(window);
    action->setShortcuts(keys);
    window->addAction(action);
    return action;
}

QAction* checkable(QAction* action, QActionGroup* group) {
    action->setCheckable(true);
    if (group) group->addAction(action);
    return action;
}

} // namespace

WindowActions::WindowActions(MainWindow* owner) : window(owner) {
    newProject = make(owner, {QKeySequence::New});
    open = make(owner, {QKeySequence::Open});
    save = make(owner, {QKeySequence::Save});
    saveAs = make(owner, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)});
    compact = make(owner);
    import = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_I)});
    importDatabase = make(owner, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)});
    exportList = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_E)});
    quit = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    undo = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_Z)});
    redo = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_Y), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)});
    copyPicture = make(owner, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    copyTable = make(owner, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)});
    filter = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_F)});
    clearFilters = make(owner, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F)});
    journeys = make(owner, {QKeySequence(Qt::CTRL | Qt::Key_J)});
    back = make(owner, {QKeySequence(Qt::ALT | Qt::Key_Left)});
    forward = make(owner, {QKeySequence(Qt::ALT | Qt::Key_Right)});
    pageGroup = new QActionGroup(owner);
    themeGroup = new QActionGroup(owner);
    languageGroup = new QActionGroup(owner);
    int key = Qt::Key_1;
    for ([[maybe_unused]] const PageEntry& page : pageTable())
        pages.append(checkable(make(owner, {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(key++))}), pageGroup));
    inspector = checkable(make(owner, {QKeySequence(Qt::Key_F9)}), nullptr);
    themeSystem = checkable(make(owner), themeGroup);
    themeLight = checkable(make(owner), themeGroup);
    themeDark = checkable(make(owner), themeGroup);
    chinese = checkable(make(owner), languageGroup);
    english = checkable(make(owner), languageGroup);
    exportPng = make(owner);
    exportSvg = make(owner);
    exportTable = make(owner);
    exportCustomers = make(owner);
    shortcuts = make(owner, {QKeySequence(Qt::Key_F1)});
    about = make(owner);
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);

    QMenuBar* bar = owner->menuBar();
    file = bar->addMenu(QString());
    file->addActions({newProject, open});
    recent = file->addMenu(QString());
    file->addSeparator();
    file->addActions({save, saveAs, compact});
    file->addSeparator();
    file->addActions({import, importDatabase, exportList});
    file->addSeparator();
    file->addAction(quit);
    edit = bar->addMenu(QString());
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addActions({copyPicture, copyTable});
    edit->addSeparator();
    edit->addActions({filter, clearFilters});
    edit->addSeparator();
    edit->addAction(journeys);
    view = bar->addMenu(QString());
    view->addActions(pages);
    view->addSeparator();
    view->addActions({back, forward});
    view->addSeparator();
    theme = view->addMenu(QString());
    theme->addActions({themeSystem, themeLight, themeDark});
    languageMenu = view->addMenu(QString());
    languageMenu->addActions({chinese, english});
    view->addAction(inspector);
    help = bar->addMenu(QString());
    help->addActions({shortcuts, about});
    exportMenu = new QMenu(owner);
    exportMenu->addActions({exportPng, exportSvg, exportTable});
    exportMenu->addSeparator();
    exportMenu->addAction(exportCustomers);
}

void WindowActions::connectAll() {
    MainWindow* w = window;
    const auto on = [w](QAction* action, auto slot) { QObject::connect(action, &QAction::triggered, w, slot); };
    Document* document = w->document();
    on(newProject, [w] { w->files()->newProject(); });
    on(open, [w] { w->files()->open(); });
    on(save, [w] { w->files()->save(); });
    on(saveAs, [w] { w->files()->saveAs(); });
    on(compact, [w] { w->files()->compact(); });
    on(import, [w] { w->importFiles({}); });
    on(importDatabase, [w] { w->importDatabase(); });
    on(exportList, [w] { w->exportSelectionList(); });
    on(exportCustomers, [w] { w->exportSelectionList(); });
    on(quit, [w] { w->close(); });
    on(undo, [document] { document->undoStack()->undo(); });
    on(redo, [document] { document->undoStack()->redo(); });
    on(copyPicture, [w] { w->copyPicture(); });
    on(copyTable, [w] { w->copyTable(); });
    on(exportPng, [w] { w->exportPicture(QStringLiteral("png")); });
    on(exportSvg, [w] { w->exportPicture(QStringLiteral("svg")); });
    on(exportTable, [w] { w->exportTable(); });
    on(filter, [w] { w->editFilter(); });
    on(journeys, [w] { w->editJourneys(); });
    on(clearFilters, [document] { document->selection()->clear(); });
    on(back, [document] { document->selection()->goBack(); });
    on(forward, [document] { document->selection()->goForward(); });
    on(shortcuts, [w] { w->showShortcuts(); });
    on(about, [w] { w->showAbout(); });
    on(themeSystem, [w] { w->setTheme(ThemeMode::System); });
    on(themeLight, [w] { w->setTheme(ThemeMode::Light); });
    on(themeDark, [w] { w->setTheme(ThemeMode::Dark); });
    on(chinese, [w] { w->setLanguage(QStringLiteral("zh")); });
    on(english, [w] { w->setLanguage(QStringLiteral("en")); });
    for (qsizetype i = 0; i < pages.size(); ++i)
        on(pages[i], [w, i] { w->showIndex(static_cast<int>(i)); });
    QObject::connect(recent, &QMenu::aboutToShow, w, [this] { fillRecentFiles(); });
}

void WindowActions::fillRecentFiles() {
    recent->clear();
    const QStringList files = window->m_settings->recentFiles();
    for (const QString& path : files) {
        QAction* action = recent->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        QObject::connect(action, &QAction::triggered, window, [this, path] { window->openProject(path); });
    }
    if (files.isEmpty()) recent->addAction(MainWindow::tr("No recent files"))->setEnabled(false);
}

void WindowActions::update() {
    const Document* document = window->document();
    const bool isOpen = document->isOpen();
    const bool busy = document->isBusy();
    const Page* page = window->currentPage();
    const bool picture = page && page->chart();
    const bool table = page && page->hasTable();
    save->setEnabled(isOpen && !busy && (document->isModified() || document->path().isEmpty()));
    saveAs->setEnabled(isOpen && !busy);
    compact->setEnabled(isOpen && !busy && !document->isReadOnly());
    import->setEnabled(!busy);
    importDatabase->setEnabled(!busy);
    for (QAction* action : {exportList, exportCustomers, filter, journeys})
        action->setEnabled(isOpen);
    for (QAction* action : {copyPicture, exportPng, exportSvg})
        action->setEnabled(picture);
    for (QAction* action : {copyTable, exportTable})
        action->setEnabled(table);
    const QUndoStack* stack = document->undoStack();
    undo->setEnabled(stack->canUndo() && !busy);
    redo->setEnabled(stack->canRedo() && !busy);
    undo->setText(stack->canUndo() ? MainWindow::tr("&Undo: %1").arg(stack->undoText()) : MainWindow::tr("&Undo"));
    redo->setText(stack->canRedo() ? MainWindow::tr("&Redo: %1").arg(stack->redoText()) : MainWindow::tr("&Redo"));
    back->setEnabled(document->selection()->canGoBack());
    forward->setEnabled(document->selection()->canGoForward());
    clearFilters->setEnabled(!document->selection()->steps().isEmpty());
    for (QAction* action : pages)
        action->setEnabled(isOpen);
}

QList<QAction*> WindowActions::withShortcuts() const {
    QList<QAction*> list{newProject, open, save,        saveAs,    import, importDatabase, exportList, quit,
                         undo,       redo, copyPicture, copyTable, filter, clearFilters,   journeys};
    list += pages;
    list += {back, forward, inspector, shortcuts};
    return list;
}

void WindowActions::retranslate() {
    file->setTitle(MainWindow::tr("&File"));
    recent->setTitle(MainWindow::tr("Open &recent"));
    edit->setTitle(MainWindow::tr("&Edit"));
    view->setTitle(MainWindow::tr("&View"));
    theme->setTitle(MainWindow::tr("&Theme"));
    languageMenu->setTitle(MainWindow::tr("&Language"));
    help->setTitle(MainWindow::tr("&Help"));
    newProject->setText(MainWindow::tr("&New project"));
    open->setText(MainWindow::tr("&Open…"));
    save->setText(MainWindow::tr("&Save"));
    saveAs->setText(MainWindow::tr("Save &as…"));
    compact->setText(MainWindow::tr("&Compact for faster journeys"));
    import->setText(MainWindow::tr("&Import…"));
    importDatabase->setText(MainWindow::tr("Import from a &database…"));
    exportList->setText(MainWindow::tr("&Export list…"));
    quit->setText(MainWindow::tr("&Quit"));
    copyPicture->setText(MainWindow::tr("Copy &picture"));
    copyTable->setText(MainWindow::tr("Copy &table"));
    filter->setText(MainWindow::tr("Add a &filter…"));
    clearFilters->setText(MainWindow::tr("&Clear filters and drill path"));
    journeys->setText(MainWindow::tr("&Journeys…"));
    back->setText(MainWindow::tr("&Back in the selection"));
    forward->setText(MainWindow::tr("F&orward in the selection"));
    inspector->setText(MainWindow::tr("&Inspector"));
    themeSystem->setText(MainWindow::tr("Like the &system"));
    themeLight->setText(MainWindow::tr("&Light"));
    themeDark->setText(MainWindow::tr("&Dark"));
    chinese->setText(QStringLiteral("中文"));
    english->setText(QStringLiteral("English"));
    exportPng->setText(MainWindow::tr("Picture (PNG)…"));
    exportSvg->setText(MainWindow::tr("Picture (SVG)…"));
    exportTable->setText(MainWindow::tr("Table (CSV)…"));
    exportCustomers->setText(MainWindow::tr("List of customers…"));
    shortcuts->setText(MainWindow::tr("&Keyboard shortcuts"));
    about->setText(MainWindow::tr("&About XO Workbench"));
    for (qsizetype i = 0; i < pages.size(); ++i)
        pages[i]->setText(window->pages()[i]->pageName());
    update();
}

} // namespace xo::ui
