#pragma once

#include <QList>

class QAction;
class QActionGroup;
class QMenu;

namespace xo::ui {

class MainWindow;

/// Menus and shortcuts of the window. Made once; texts are set again after a language change.
struct WindowActions {
    explicit WindowActions(MainWindow* window);
    void connectAll();
    void retranslate();
    void update();          ///< what can be done now
    void fillRecentFiles(); ///< File › Open recent
    /// Every action with a shortcut, for the list of F1.
    QList<QAction*> withShortcuts() const;

    MainWindow* window;
    QMenu *file, *recent, *edit, *view, *theme, *languageMenu, *help, *exportMenu;
    QAction *newProject, *open, *save, *saveAs, *compact, *import, *importDatabase, *exportList, *quit;
    QAction *undo, *redo, *copyPicture, *copyTable, *filter, *clearFilters, *journeys;
    QAction *back, *forward, *inspector;
    QAction *themeSystem, *themeLight, *themeDark, *chinese, *english;
    QAction *exportPng, *exportSvg, *exportTable, *exportCustomers;
    QAction *shortcuts, *about;
    QList<QAction*> pages;
    QActionGroup *pageGroup, *themeGroup, *languageGroup;
};

} // namespace xo::ui
