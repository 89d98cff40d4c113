#include "ui/pages/data/datasetcard.h"

#include "ui/import/columnsmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/kindtext.h"
#include "ui/widgets/pieces.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace xo::ui {

DatasetCard::DatasetCard(const session::DatasetSummary& dataset, QWidget* parent)
    : QFrame(parent), m_dataset(dataset), m_name(label("title", this)), m_kind(label("label", this)),
      m_rows(label("label", this)), m_period(label("label", this)), m_roles(label("hint", this)) {
    setKind(this, "panel");
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setMinimumWidth(200);
    m_roles->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(2);
    for (QLabel* line : {m_name, m_kind, m_rows, m_period, m_roles})
        layout->addWidget(line);
    layout->addStretch();
    retranslate();
}

void DatasetCard::setChosen(bool chosen) {
    m_chosen = chosen;
    update();
}

void DatasetCard::retranslate() {
    m_name->setText(name());
    m_kind->setText(kindText(m_dataset.kind));
    m_rows->setText(tr("%1 rows · %2 columns").arg(counted(m_dataset.rows)).arg(m_dataset.columns.size()));
    const QString from = QString::fromStdString(m_dataset.from), to = QString::fromStdString(m_dataset.to);
    m_period->setText(from.isEmpty() ? tr("no time column") : tr("%1 to %2").arg(from, to));
    QStringList roles;
    for (const ColumnInfo& column : m_dataset.columns)
        if (column.role.kind != RoleKind::Dimension) roles += roleText(column.role);
    roles.removeDuplicates();
    m_roles->setToolTip(roles.join(QStringLiteral(" · ")));
    if (roles.size() > 4) roles = roles.mid(0, 4) << QStringLiteral("…");
    m_roles->setText(roles.join(QStringLiteral(" · ")));
    setAccessibleName(tr("Dataset %1").arg(name()));
    setAccessibleDescription(m_kind->text() + QStringLiteral(", ") + m_rows->text());
}

void DatasetCard::mousePressEvent(QMouseEvent* event) {
    QFrame::mousePressEvent(event);
    Q_EMIT chosen(name());
}

void DatasetCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT chosen(name());
    else
        QFrame::keyPressEvent(event);
}

void DatasetCard::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    if (!m_chosen && !hasFocus()) return;
    QPainter painter(this);
    painter.setPen(QPen(tokensFor(palette()).sel, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

} // namespace xo::ui
