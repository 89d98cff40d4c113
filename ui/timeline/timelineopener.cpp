#include "ui/timeline/timelineopener.h"

#include "ui/timeline/timelinedialog.h"
#include "ui/widgets/listtable.h"

#include <QAction>

namespace xo::ui {

TimelineOpener::TimelineOpener(Document* document, ListTable* list, std::function<QString(int row)> keyOf)
    : QObject(list), m_document(document), m_list(list), m_action(new QAction(list)), m_keyOf(std::move(keyOf)) {
    m_action->setShortcut(Qt::CTRL | Qt::Key_T);
    list->insertAction(list->actions().value(0), m_action);
    connect(m_action, &QAction::triggered, this, &TimelineOpener::open);
    connect(list, &QTableView::activated, this, &TimelineOpener::open);
    retranslate();
}

void TimelineOpener::retranslate() {
    m_action->setText(tr("Timeline of the customer"));
    m_list->setToolTip(tr("A double click or Enter opens the customer: events and answers on one line"));
}

void TimelineOpener::open() {
    const QModelIndex current = m_list->currentIndex();
    const QString key = current.isValid() ? m_keyOf(current.row()) : QString();
    if (key.isEmpty()) return;
    auto* dialog = new TimelineDialog(m_document, key, m_list->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace xo::ui
