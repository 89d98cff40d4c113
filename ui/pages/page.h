#pragma once

#include "core/analysis/funnel/funnel.h"
#include "ui/document/document.h"

#include <QIcon>
#include <QWidget>

namespace xo::ui {

/// What a page asks of the window around it.
class PageHost {
public:
    virtual ~PageHost() = default;
    /// Opens the list of customers behind a figure: `filter` is a condition over customers, `title` says which figure.
    virtual void showCustomers(const QString& title, const QString& filter) = 0;
    /// Opens the call list of a journey: who waits at `stage` for longer than nine of ten took to go on.
    virtual void showOverdue(const analysis::FunnelParams& params, std::size_t stage) = 0;
    /// Asks for a name and saves the condition as a segment (undoable).
    virtual void saveSegment(const QString& suggestedName, const QString& filter) = 0;
    /// Opens the export dialog for the customers of a condition.
    virtual void exportList(const QString& title, const QString& filter) = 0;
    /// Starts the import with these files (empty = ask).
    virtual void importFiles(const QStringList& paths) = 0;
    /// Starts the import from a database: asks which and which tables.
    virtual void importDatabase() = 0;
    virtual void openProject(const QString& path) = 0;
    /// Asks for a file to read or to write; `filters` as QFileDialog takes them. No answer, no call.
    virtual void chooseFile(const QString& title, const QString& filters, std::function<void(QString)> answer) = 0;
    virtual void chooseSaveFile(const QString& title, const QString& suggested, const QString& filters,
                                std::function<void(QString)> answer) = 0;
    /// Shows an error at the place of work: the message bar on top of the current page.
    virtual void showError(const Error& error) = 0;
};

/// One page of the window. A page recomputes on workspaceChanged and selection changes when visible (and once when
/// shown again), through the document's JobRunner with a latestKey; it never blocks the GUI thread. Texts are set in
/// retranslate(), called after a language change; colours come from ui/theme and are re-read in restyle().
class Page : public QWidget {
    Q_OBJECT
public:
    Page(Document* document, PageHost* host, QWidget* parent) : QWidget(parent), m_document(document), m_host(host) {}
    virtual QString pageName() const = 0; ///< rail entry, translated
    virtual QString iconName() const = 0; ///< resource name of the rail icon ("journey")
    /// Parameters and definition for the inspector dock; owned by the page, may be null.
    virtual QWidget* inspector() { return nullptr; }
    virtual void retranslate() = 0;
    virtual void restyle() = 0;
    /// True when nothing is being computed: tests wait for it.
    virtual bool isIdle() const = 0;
    /// The page's main picture for copy and export; null when it has none. Its table as tab-separated text.
    virtual class ChartView* chart() const { return nullptr; }
    virtual QString tableText() const { return {}; }
    /// Whether tableText() has something; asked often, so pages of large tables answer without writing them.
    virtual bool hasTable() const { return !tableText().isEmpty(); }
    /// Names of its tabs as pictures of them are called ("links"); empty when it has none.
    virtual QStringList parts() const { return {}; }
    virtual void showPart(int) {}

Q_SIGNALS:
    void idleChanged();

protected:
    Document* document() const { return m_document; }
    PageHost* host() const { return m_host; }

private:
    Document* m_document;
    PageHost* m_host;
};

} // namespace xo::ui
