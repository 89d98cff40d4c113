#include "ui/mainwindow/mainwindow.h"

#include "ui/filter/conditioneditor.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/breadcrumb.h"
#include "ui/mainwindow/chipbar.h"
#include "ui/mainwindow/fileflow.h"
#include "ui/mainwindow/pagetable.h"
#include "ui/mainwindow/rail.h"
#include "ui/mainwindow/statusline.h"
#include "ui/pages/start/startpage.h"
#include "ui/widgets/errortext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pieces.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QMenu>
#include <QMimeData>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

namespace xo::ui {

namespace {
constexpr int kFoldWidth = 1200;   // below: the inspector is folded away until asked for
constexpr int kNarrowWidth = 1000; // below: icons only in the rail
constexpr int kDockWidth = 272;
} // namespace

MainWindow::MainWindow(Document* document, Settings* settings, Language* language, Dialogs* dialogs)
    : m_document(document), m_settings(settings), m_language(language), m_dialogs(dialogs),
      m_files(new FileFlow(document, settings, dialogs, this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    m_actions = std::make_unique<WindowActions>(this);
    buildCentre();
    addPages();
    buildToolBar();
    buildInspector();
    m_actions->connectAll();
    connectDocument();
    retranslate();
    restyle();
    resize(1440, 900);
    setMinimumSize(800, 560);
    restoreGeometry(settings->get(Setting::Geometry).toByteArray());
    updateState();
    m_start->setFocus();
}

MainWindow::~MainWindow() {
    // children go after this body, when the members they call back to are gone
    m_document->disconnect(this);
    m_document->selection()->disconnect(this);
    m_document->jobs()->disconnect(this);
    m_document->undoStack()->disconnect(this);
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* row = new QHBoxLayout(centre);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rail = new Rail(centre);
    row->addWidget(m_rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    m_message = new MessageBar(centre);
    m_stack = new QStackedWidget(centre);
    m_breadcrumb = new Breadcrumb(centre);
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
    column->addWidget(m_breadcrumb);
    row->addLayout(column, 1);
    setCentralWidget(centre);
    m_status = new StatusLine(m_document, this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    statusBar()->setFixedHeight(28);
    statusBar()->addPermanentWidget(m_status, 1);
    m_breadcrumb->setSelection(m_document->selection());
}

void MainWindow::addPages() {
    for (const PageEntry& entry : pageTable()) {
        Page* page = entry.make(m_document, this, m_stack);
        page->setObjectName(QString::fromLatin1(entry.id) + QStringLiteral("Page"));
        m_stack->addWidget(page);
        m_rail->addPage(page->iconName());
        m_pages.append(page);
        connect(page, &Page::idleChanged, this, [this] { m_actions->update(); });
    }
    m_start = new StartPage(m_settings->recentFiles(), m_stack);
    m_stack->addWidget(m_start);
    connect(m_start, &StartPage::openRequested, m_files, qOverload<>(&FileFlow::open));
    connect(m_start, &StartPage::openFileRequested, this, &MainWindow::openProject);
    connect(m_start, &StartPage::newRequested, m_files, &FileFlow::newProject);
    connect(m_start, &StartPage::sampleRequested, m_files, &FileFlow::openSample);
    connect(m_start, &StartPage::importRequested, this, [this] { importFiles({}); });
    connect(m_start, &StartPage::shortcutsRequested, this, &MainWindow::showShortcuts);
    connect(m_start, &StartPage::clearRecentRequested, this, [this] {
        m_settings->clearRecentFiles();
        m_start->setRecentFiles({});
    });
    connect(m_rail, &Rail::pageChosen, this, &MainWindow::showIndex);
}

void MainWindow::buildToolBar() {
    auto* bar = addToolBar(QString());
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setFixedHeight(44);
    bar->setIconSize({16, 16});
    m_back = new QToolButton(bar);
    m_forward = new QToolButton(bar);
    connect(m_back, &QToolButton::clicked, m_actions->back, &QAction::trigger);
    connect(m_forward, &QToolButton::clicked, m_actions->forward, &QAction::trigger);
    for (QToolButton* arrow : {m_back, m_forward}) {
        arrow->setFixedSize(28, 28);
        arrow->setIconSize({16, 16});
        bar->addWidget(arrow);
    }
    bar->addSeparator();
    m_title = new ElidedLabel(bar, Qt::ElideMiddle);
    m_title->setMaximumWidth(260);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    bar->addWidget(m_title);
    m_state = label("hint", bar);
    bar->addWidget(m_state);
    bar->addSeparator();
    m_chips = new ChipBar(bar);
    m_chips->setSelection(m_document->selection());
    connect(m_chips, &ChipBar::addRequested, this, &MainWindow::editFilter);
    m_chipsAction = bar->addWidget(m_chips);
    m_export = new QToolButton(bar);
    m_export->setObjectName(QStringLiteral("exportButton"));
    setKind(m_export, "control");
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setMenu(m_actions->exportMenu);
    m_export->setIconSize({14, 14});
    m_exportAction = bar->addWidget(m_export);
    m_inspectorButton = new QToolButton(bar);
    m_inspectorButton->setObjectName(QStringLiteral("inspectorButton"));
    m_inspectorButton->setFixedSize(28, 28);
    m_inspectorButton->setIconSize({16, 16});
    m_inspectorButton->setCheckable(true);
    connect(m_inspectorButton, &QToolButton::clicked, m_actions->inspector, &QAction::trigger);
    m_inspectorAction = bar->addWidget(m_inspectorButton);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void MainWindow::buildInspector() {
    m_dock = new QDockWidget(this);
    m_dock->setObjectName(QStringLiteral("inspector"));
    m_dock->setFeatures(QDockWidget::DockWidgetClosable);
    m_dock->setAllowedAreas(Qt::RightDockWidgetArea);
    auto* title = new QWidget(m_dock);
    title->setObjectName(QStringLiteral("inspectorTitle"));
    title->setAttribute(Qt::WA_StyledBackground);
    title->setFixedHeight(32);
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(12, 4, 6, 4); // the dock asks for the size hint, not for the fixed height
    m_dockTitle = label("title", title);
    m_dockClose = new QToolButton(title);
    m_dockClose->setFixedSize(24, 24);
    row->addWidget(m_dockTitle, 1);
    row->addWidget(m_dockClose);
    m_dock->setTitleBarWidget(title);
    m_dockArea = new QScrollArea(m_dock);
    m_dockArea->setObjectName(QStringLiteral("inspectorBody"));
    m_dockArea->setWidgetResizable(true);
    m_dockArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_dockArea->setFixedWidth(kDockWidth);
    m_dockArea->setFocusPolicy(Qt::NoFocus);
    for (Page* page : std::as_const(m_pages))
        if (QWidget* body = page->inspector()) {
            body->setAttribute(Qt::WA_StyledBackground);
            body->hide();
        }
    m_dock->setWidget(m_dockArea);
    addDockWidget(Qt::RightDockWidgetArea, m_dock);
    m_dock->hide();
    connect(m_dockClose, &QToolButton::clicked, m_actions->inspector, &QAction::trigger);
    m_actions->inspector->setChecked(m_settings->get(Setting::Inspector).toBool());
    connect(m_actions->inspector, &QAction::toggled, this, [this](bool on) {
        // in a narrow window it is a matter of room, not of taste
        if (width() >= kFoldWidth) m_settings->set(Setting::Inspector, on);
        updateState();
    });
}

void MainWindow::showInspectorOf(int index) {
    // one at a time, so that a short one doesn't scroll because of a long one behind it
    QWidget* body = m_pages[index]->inspector();
    if (m_dockArea->widget() == body) return;
    if (QWidget* before = m_dockArea->takeWidget()) {
        before->hide();
        before->setParent(m_dock);
    }
    m_dockArea->setWidget(body);
    body->show();
}

void MainWindow::connectDocument() {
    connect(m_document, &Document::stateChanged, this, &MainWindow::updateState);
    connect(m_document, &Document::editFailed, this, &MainWindow::showError);
    connect(m_document, &Document::damageFound, this, &MainWindow::showError);
    connect(m_document->selection(), &Selection::changed, this, [this] {
        m_message->dismiss();
        m_actions->update();
        m_back->setEnabled(m_document->selection()->canGoBack());
        m_forward->setEnabled(m_document->selection()->canGoForward());
    });
    connect(m_files, &FileFlow::failed, this, &MainWindow::showError);
    connect(m_files, &FileFlow::opened, this, [this] {
        m_message->dismiss();
        m_start->setRecentFiles(m_settings->recentFiles());
        if (!showPage(m_settings->get(Setting::Page).toString())) showIndex(0);
    });
    connect(m_status, &StatusLine::languageSwitchRequested, this, [this] {
        setLanguage(m_language->code() == QLatin1String("zh") ? QStringLiteral("en") : QStringLiteral("zh"));
    });
}

Page* MainWindow::currentPage() const {
    return qobject_cast<Page*>(m_stack->currentWidget());
}

QString MainWindow::currentPageId() const {
    const qsizetype index = m_pages.indexOf(currentPage());
    return index < 0 ? QString() : QString::fromLatin1(pageTable()[static_cast<std::size_t>(index)].id);
}

bool MainWindow::showPage(const QString& id) {
    for (qsizetype i = 0; i < m_pages.size(); ++i)
        if (id == QLatin1String(pageTable()[static_cast<std::size_t>(i)].id)) {
            showIndex(static_cast<int>(i));
            return true;
        }
    return false;
}

void MainWindow::showIndex(int index) {
    if (index < 0 || index >= m_pages.size() || !m_document->isOpen()) return;
    if (m_stack->currentWidget() != m_pages[index]) m_message->dismiss();
    m_stack->setCurrentWidget(m_pages[index]);
    m_rail->setCurrentPage(index);
    m_actions->pages[index]->setChecked(true);
    m_rail->setFocus();
    m_settings->set(Setting::Page, currentPageId());
    updateState();
}

bool MainWindow::isIdle() const {
    const Page* page = currentPage();
    return m_document->jobs()->isIdle() && (!page || page->isIdle());
}

void MainWindow::updateState() {
    const bool isOpen = m_document->isOpen();
    if (!isOpen) m_stack->setCurrentWidget(m_start);
    if (isOpen && !currentPage()) {
        if (!showPage(m_settings->get(Setting::Page).toString())) showIndex(0);
        return;
    }
    const Page* page = currentPage();
    m_rail->setVisible(isOpen);
    m_breadcrumb->setVisible(isOpen);
    m_chipsAction->setVisible(isOpen);
    m_exportAction->setVisible(isOpen);
    m_inspectorAction->setVisible(isOpen);
    m_inspectorButton->setChecked(m_actions->inspector->isChecked());
    const bool dock =
        isOpen && page && m_pages[m_stack->currentIndex()]->inspector() && m_actions->inspector->isChecked();
    m_dock->setVisible(dock);
    if (dock) showInspectorOf(m_stack->currentIndex());
    const QString state = !isOpen                        ? QString()
                          : m_document->isBusy()         ? tr("Writing…")
                          : m_document->isReadOnly()     ? tr("Read-only")
                          : m_document->isModified()     ? tr("Edited")
                          : m_document->path().isEmpty() ? tr("Not saved yet")
                                                         : tr("Saved");
    QFont font = QApplication::font();
    font.setBold(isOpen);
    m_title->setFont(font);
    m_title->setFullText(isOpen ? m_document->title() : tr("No project open"));
    m_state->setText(state);
    m_status->setSavedState(isOpen ? state : tr("Version %1").arg(QApplication::applicationVersion()));
    setWindowTitle(isOpen ? QStringLiteral("%1[*] · XO Workbench").arg(m_document->title())
                          : QStringLiteral("XO Workbench"));
    setWindowModified(m_document->isModified());
    m_back->setEnabled(m_document->selection()->canGoBack());
    m_forward->setEnabled(m_document->selection()->canGoForward());
    m_actions->update();
}

void MainWindow::retranslate() {
    m_actions->retranslate();
    for (qsizetype i = 0; i < m_pages.size(); ++i)
        m_rail->setPageName(static_cast<int>(i), m_pages[i]->pageName());
    m_rail->setAccessibleName(tr("Pages"));
    m_chips->retranslate();
    m_breadcrumb->retranslate();
    m_status->retranslate();
    m_status->setLanguageName(m_language->code() == QLatin1String("zh") ? QStringLiteral("中文 ▾")
                                                                        : QStringLiteral("English ▾"));
    m_dockTitle->setText(tr("Inspector"));
    setTexts(m_inspectorButton, tr("Show or hide the inspector"));
    setTexts(m_dockClose, tr("Close the inspector"));
    setTexts(m_back, tr("Back to the selection before"));
    setTexts(m_forward, tr("Forward to the next selection"));
    m_export->setText(tr("Export"));
    setTexts(m_export, tr("Export the picture, the table or a list"));
    m_actions->chinese->setChecked(m_language->code() == QLatin1String("zh"));
    m_actions->english->setChecked(m_language->code() != QLatin1String("zh"));
    updateState();
}

void MainWindow::restyle() {
    const Tokens& tokens = tokensFor(QApplication::palette());
    m_rail->restyle();
    m_chips->restyle();
    m_breadcrumb->retranslate();
    m_back->setIcon(icon(QStringLiteral("back"), tokens));
    m_forward->setIcon(icon(QStringLiteral("forward"), tokens));
    m_inspectorButton->setIcon(icon(QStringLiteral("inspector"), tokens));
    m_export->setIcon(icon(QStringLiteral("export"), tokens));
    m_dockClose->setIcon(icon(QStringLiteral("close"), tokens));
    m_start->restyle();
    const ThemeMode mode = m_settings->theme();
    m_actions->themeSystem->setChecked(mode == ThemeMode::System);
    m_actions->themeLight->setChecked(mode == ThemeMode::Light);
    m_actions->themeDark->setChecked(mode == ThemeMode::Dark);
    for (Page* page : std::as_const(m_pages))
        page->restyle();
    updateState(); // a new style sheet resets the fonts
}

void MainWindow::setLanguage(const QString& code) {
    m_settings->set(Setting::Language, code);
    m_language->install(code);
    applyTheme(*qApp, m_settings->theme(), m_language->code() == QLatin1String("zh"));
}

void MainWindow::setTheme(ThemeMode mode) {
    m_settings->setTheme(mode);
    applyTheme(*qApp, mode, m_language->code() == QLatin1String("zh"));
    restyle();
}

void MainWindow::changeEvent(QEvent* event) {
    // sent while the constructor runs, too
    if (event->type() == QEvent::LanguageChange && m_export) {
        for (Page* page : std::as_const(m_pages))
            page->retranslate();
        retranslate();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_closing) {
        m_settings->set(Setting::Geometry, saveGeometry());
        m_document->close();
        event->accept();
        return;
    }
    event->ignore();
    // close() inside a close event does nothing: an answer that comes at once is obeyed here, a later one closes again
    const auto inside = std::make_shared<bool>(true);
    m_files->settle([this, inside] {
        m_closing = true;
        if (!*inside) close();
    });
    *inside = false;
    if (m_closing) closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_rail->setNarrow(width() < kNarrowWidth);
    const bool folded = width() < kFoldWidth;
    if (folded == m_folded) return;
    m_folded = folded;
    m_actions->inspector->setChecked(!folded && m_settings->get(Setting::Inspector).toBool());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList dataFiles;
    QString project;
    const QList<QUrl> urls = event->mimeData()->urls();
    for (const QUrl& url : urls) {
        const QString path = url.toLocalFile();
        if (path.endsWith(QLatin1String(".xow"), Qt::CaseInsensitive))
            project = path;
        else if (!path.isEmpty())
            dataFiles.append(path);
    }
    event->acceptProposedAction();
    if (!project.isEmpty())
        openProject(project);
    else if (!dataFiles.isEmpty())
        importFiles(dataFiles);
}

} // namespace xo::ui
