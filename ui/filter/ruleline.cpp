#include "ui/filter/ruleline.h"

#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace xo::ui {

CountBar::CountBar(QWidget* parent) : QWidget(parent) {
    setFixedSize(40, 26);
}

void CountBar::setShare(double share) {
    m_share = share;
    update();
}

void CountBar::paintEvent(QPaintEvent*) {
    if (m_share < 0) return;
    QPainter painter(this);
    const double length = std::max(1.0, width() * std::min(1.0, m_share));
    painter.fillRect(QRectF(width() - length, 9, length, 8), tokensFor(palette()).good);
}

RuleLine::RuleLine(QWidget* content, QWidget* parent)
    : QWidget(parent), m_content(content), m_bar(new CountBar(this)), m_number(label("strong", this)),
      m_remove(new QToolButton(this)) {
    content->setParent(this);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(content, 1);
    layout->addWidget(m_bar);
    m_number->setMinimumWidth(46);
    m_number->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_number);
    m_remove->setIconSize({12, 12});
    layout->addWidget(m_remove);
    connect(m_remove, &QToolButton::clicked, this, &RuleLine::removeRequested);
    retranslate();
    restyle();
}

ConditionRow* RuleLine::row() const {
    return qobject_cast<ConditionRow*>(m_content);
}

void RuleLine::setCount(std::uint64_t customers, std::uint64_t most) {
    m_number->setText(counted(customers));
    m_bar->setShare(most ? static_cast<double>(customers) / static_cast<double>(most) : 0);
}

void RuleLine::clearCount() {
    m_number->clear();
    m_bar->setShare(-1);
}

void RuleLine::retranslate() {
    setTexts(m_remove, row() ? tr("Remove the condition") : tr("Remove the group"));
    if (row()) row()->retranslate();
}

void RuleLine::restyle() {
    m_remove->setIcon(icon(QStringLiteral("close"), tokensFor(palette())));
}

} // namespace xo::ui
