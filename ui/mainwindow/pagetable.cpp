#include "ui/mainwindow/pagetable.h"

#include "ui/pages/segments/segmentspage.h"

#include <QDialog>

#include <vector>

#if __has_include("ui/pages/data/datapage.h")
#include "ui/pages/data/datapage.h"
#define XOW_HAS_DATA
#endif
#if __has_include("ui/pages/journey/journeypage.h")
#include "ui/pages/journey/journeypage.h"
#define XOW_HAS_JOURNEY
#endif
#if __has_include("ui/pages/nps/npspage.h")
#include "ui/pages/nps/npspage.h"
#define XOW_HAS_NPS
#endif
#if __has_include("ui/import/importwizard.h")
#include "ui/import/importwizard.h"
#define XOW_HAS_IMPORT
#endif
#if __has_include("ui/export/customersdialog.h")
#include "ui/export/customersdialog.h"
#define XOW_HAS_CUSTOMERS
#endif
#if __has_include("ui/export/exportdialog.h")
#include "ui/export/exportdialog.h"
#define XOW_HAS_EXPORT
#endif

namespace xo::ui {

namespace {
template <class T>
Page* make(Document* document, PageHost* host, QWidget* parent) {
    return new T(document, host, parent);
}
} // namespace

std::span<const PageEntry> pageTable() {
    static const std::vector<PageEntry> pages{
#ifdef XOW_HAS_DATA
        {"data", make<DataPage>},
#endif
#ifdef XOW_HAS_JOURNEY
        {"journey", make<JourneyPage>},
#endif
#ifdef XOW_HAS_NPS
        {"nps", make<NpsPage>},
#endif
        {"segments", make<SegmentsPage>},
    };
    return pages;
}

QDialog* makeImportWizard([[maybe_unused]] Document* document, [[maybe_unused]] const QStringList& files,
                          [[maybe_unused]] QWidget* parent) {
#ifdef XOW_HAS_IMPORT
    return new ImportWizard(document, files, parent);
#else
    return nullptr;
#endif
}

QDialog* makeCustomersDialog([[maybe_unused]] Document* document, [[maybe_unused]] const QString& title,
                             [[maybe_unused]] const QString& filter, [[maybe_unused]] QWidget* parent) {
#ifdef XOW_HAS_CUSTOMERS
    return new CustomersDialog(document, title, filter, parent);
#else
    return nullptr;
#endif
}

QDialog* makeExportDialog([[maybe_unused]] Document* document, [[maybe_unused]] const QString& title,
                          [[maybe_unused]] const QString& filter, [[maybe_unused]] QWidget* parent) {
#ifdef XOW_HAS_EXPORT
    return new ExportDialog(document, title, filter, parent);
#else
    return nullptr;
#endif
}

} // namespace xo::ui
