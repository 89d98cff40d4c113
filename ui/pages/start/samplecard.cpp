#include "ui/pages/start/samplecard.h"

#include "ui/theme/theme.h"
#include "ui/widgets/pieces.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

namespace xo::ui {

SampleCard::SampleCard(QWidget* parent)
    : QFrame(parent), m_title(label("title", this)), m_text(label("label", this)), m_size(label("hint", this)),
      m_button(xo::ui::button("primary", this)) {
    setProperty("kind", QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(new StoryPicture(this));
    layout->addWidget(horizontalLine(this));
    auto* texts = new QVBoxLayout;
    texts->setContentsMargins(16, 12, 16, 12);
    texts->setSpacing(4);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setMinimumHeight(40);
    texts->addWidget(m_title);
    texts->addWidget(m_text);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_size, 1);
    bottom->addWidget(m_button);
    texts->addSpacing(4);
    texts->addLayout(bottom);
    layout->addLayout(texts);
}

void SampleCard::setTexts(const QString& title, const QString& text, const QString& size, const QString& buttonText) {
    m_title->setText(title);
    m_text->setText(text);
    m_size->setText(size);
    xo::ui::setTexts(m_button, buttonText);
}

StoryPicture::StoryPicture(QWidget* parent) : QWidget(parent) {
    setFixedHeight(124);
}

void StoryPicture::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr double tops[] = {8, 33, 51, 62, 73, 74};
    constexpr double base = 78;
    constexpr int badStage = 3;
    painter.translate(width() / 2.0 - 116, 20);
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < 6; ++i) {
        const double x = 8 + 38 * i;
        const bool bad = i == badStage;
        if (i < 5) {
            QPainterPath ribbon(QPointF(x + 14, tops[i]));
            ribbon.cubicTo(x + 24, tops[i], x + 24, tops[i + 1], x + 38, tops[i + 1]);
            ribbon.lineTo(x + 38, base);
            ribbon.lineTo(x + 14, base);
            painter.fillPath(ribbon, bad ? tokens.badMid : tokens.goodBg);
        }
        painter.fillRect(QRectF(x, tops[i], 14, base - tops[i]), bad ? tokens.bad : tokens.good);
    }
    painter.setPen(QPen(tokens.line2, 1));
    painter.drawLine(QPointF(4, base + 0.5), QPointF(228, base + 0.5));
}

} // namespace xo::ui
