#pragma once

#include "ui/document/document.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/language.h"
#include "ui/mainwindow/settings.h"
#include "ui/pages/page.h"

#include <QMainWindow>
#include <QPointer>

class QDockWidget;
class QLabel;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace xo::ui {

class Breadcrumb;
class ChipBar;
class ConditionEditor;
class ElidedLabel;
class FileFlow;
class ImportWizard;
class MessageBar;
struct ImportAsk;
class Rail;
class StartPage;
class StatusLine;
struct WindowActions;

/// The window: frame, pages and what they ask of it. Everything it needs is handed in and outlives it.
class MainWindow : public QMainWindow, public PageHost {
    Q_OBJECT
public:
    MainWindow(Document* document, Settings* settings, Language* language, Dialogs* dialogs);
    ~MainWindow() override;

    Document* document() const { return m_document; }
    QList<Page*> pages() const { return m_pages; }
    Page* currentPage() const; ///< null on the first-run page
    QString currentPageId() const;
    bool showPage(const QString& id); ///< false when there is no such page
    void setLanguage(const QString& code);
    void setTheme(ThemeMode mode);
    bool isIdle() const; ///< no job runs and the page shown is up to date
    FileFlow* files() const { return m_files; }
    MessageBar* messageBar() const { return m_message; }
    WindowActions& actions() { return *m_actions; }

    // PageHost
    void showCustomers(const QString& title, const QString& filter) override;
    void showOverdue(const analysis::FunnelParams& params, std::size_t stage) override;
    void saveSegment(const QString& suggestedName, const QString& filter) override;
    void exportList(const QString& title, const QString& filter) override;
    void importFiles(const QStringList& paths) override;
    void importDatabase() override;
    void openProject(const QString& path) override;
    void chooseFile(const QString& title, const QString& filters, std::function<void(QString)> answer) override;
    void chooseSaveFile(const QString& title, const QString& suggested, const QString& filters,
                        std::function<void(QString)> answer) override;
    void showError(const Error& error) override;

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    friend struct WindowActions;
    void buildToolBar();
    void buildCentre();
    void buildInspector();
    void connectDocument();
    void addPages();
    void showIndex(int index);
    void showInspectorOf(int index);
    void updateState();
    void retranslate();
    void restyle();
    void editFilter();
    void editJourneys();
    void exportPicture(const QString& suffix);
    void exportTable();
    void copyPicture();
    void copyTable();
    void exportSelectionList();
    void showShortcuts();
    void showAbout();
    void openDialog(class QDialog* dialog);
    void showBeside(class QDialog* dialog);
    ImportAsk importAsk();
    ImportWizard* importWizard(); ///< the one that is open, else a new one without files

    Document* m_document;
    Settings* m_settings;
    Language* m_language;
    Dialogs* m_dialogs;
    FileFlow* m_files;
    std::unique_ptr<WindowActions> m_actions;
    QList<Page*> m_pages;
    Rail* m_rail = nullptr;
    StartPage* m_start = nullptr;
    QStackedWidget* m_stack = nullptr;
    MessageBar* m_message = nullptr;
    Breadcrumb* m_breadcrumb = nullptr;
    StatusLine* m_status = nullptr;
    ChipBar* m_chips = nullptr;
    ElidedLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    QToolButton* m_back = nullptr;
    QToolButton* m_forward = nullptr;
    QToolButton* m_export = nullptr;
    QToolButton* m_inspectorButton = nullptr;
    QAction* m_chipsAction = nullptr;
    QAction* m_exportAction = nullptr;
    QAction* m_inspectorAction = nullptr;
    QDockWidget* m_dock = nullptr;
    QLabel* m_dockTitle = nullptr;
    QToolButton* m_dockClose = nullptr;
    QScrollArea* m_dockArea = nullptr;
    QPointer<ConditionEditor> m_editor;
    bool m_closing = false;
    bool m_folded = false; ///< too narrow for the inspector beside the page
};

} // namespace xo::ui
