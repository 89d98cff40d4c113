#pragma once

#include "ui/pages/page.h"

#include <QStringList>

#include <span>

class QDialog;

namespace xo::ui {

/// The pages of the window in rail order. A new page is one line in pagetable.cpp.
struct PageEntry {
    const char* id; ///< "journey": settings, command line, names of grabbed pictures
    Page* (*make)(Document*, PageHost*, QWidget*);
};
std::span<const PageEntry> pageTable();

/// Dialogs that stand in folders of their own; the caller opens them.
QDialog* makeCustomersDialog(Document* document, const QString& title, const QString& filter, QWidget* parent);
QDialog* makeCallListDialog(Document* document, PageHost* host, const analysis::FunnelParams& params, std::size_t stage,
                            QWidget* parent);
QDialog* makeJourneyEditor(Document* document, PageHost* host, QWidget* parent);
QDialog* makeExportDialog(Document* document, const QString& title, const QString& filter, QWidget* parent);

} // namespace xo::ui
