#include "ui/pages/projectdialog.h"

#include "ui/widgets/listtable.h"
#include "ui/widgets/messagebar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace xo::ui {

ProjectDialog::ProjectDialog(Document* document, QWidget* parent)
    : QDialog(parent), m_document(document), m_message(new MessageBar(this)) {
    connect(document, &Document::workspaceChanged, this, [this] {
        if (m_document->isOpen())
            load();
        else
            reject();
    });
}

void ProjectDialog::layOut(const QList<QWidget*>& rows, QWidget* table, QHBoxLayout* actions) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    for (QWidget* row : rows)
        layout->addWidget(row);
    layout->addWidget(table, 1);
    actions->setSpacing(8);
    layout->addLayout(actions);
}

void ProjectDialog::setUpList(ListTable* table, QPushButton* copy, QPushButton* close) {
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, table, &ListTable::copy);
}

void ProjectDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace xo::ui
