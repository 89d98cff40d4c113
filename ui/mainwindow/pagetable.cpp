#include "ui/mainwindow/pagetable.h"

#include "ui/export/calllistdialog.h"
#include "ui/export/customersdialog.h"
#include "ui/export/exportdialog.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/journey/journeyeditor.h"
#include "ui/pages/journey/journeypage.h"
#include "ui/pages/nps/npspage.h"
#include "ui/pages/segments/segmentspage.h"

namespace xo::ui {

namespace {
template <class T>
Page* make(Document* document, PageHost* host, QWidget* parent) {
    return new T(document, host, parent);
}

const PageEntry kPages[] = {
    {"data", make<DataPage>},
    {"journey", make<JourneyPage>},
    {"nps", make<NpsPage>},
    {"segments", make<SegmentsPage>},
};
} // namespace

std::span<const PageEntry> pageTable() {
    return kPages;
}

QDialog* makeCustomersDialog(Document* document, const QString& title, const QString& filter, QWidget* parent) {
    return new CustomersDialog(document, title, filter, parent);
}

QDialog* makeCallListDialog(Document* document, PageHost* host, const analysis::FunnelParams& params, std::size_t stage,
                            QWidget* parent) {
    return new CallListDialog(document, host, params, stage, parent);
}

QDialog* makeJourneyEditor(Document* document, PageHost* host, QWidget* parent) {
    return new JourneyEditor(document, host, parent);
}

QDialog* makeExportDialog(Document* document, const QString& title, const QString& filter, QWidget* parent) {
    return new ExportDialog(document, title, filter, parent);
}

} // namespace xo::ui
