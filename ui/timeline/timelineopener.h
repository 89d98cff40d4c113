#pragma once

#include "ui/document/document.h"

#include <QObject>

#include <functional>

class QAction;

namespace xo::ui {

class ListTable;

/// Opens the customer of a list's row: a double click, Enter, Ctrl+T or the entry of the row's menu. Belongs to the
/// list.
class TimelineOpener : public QObject {
    Q_OBJECT
public:
    /// `keyOf`: whose row it is; blank = nobody's.
    TimelineOpener(Document* document, ListTable* list, std::function<QString(int row)> keyOf);
    void retranslate();

private:
    void open();
    Document* m_document;
    ListTable* m_list;
    QAction* m_action;
    std::function<QString(int row)> m_keyOf;
};

} // namespace xo::ui
