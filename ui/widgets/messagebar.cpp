#include "ui/widgets/messagebar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/errortext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace xo::ui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_close(new QToolButton(this)) {
    setObjectName(QStringLiteral("messageBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 4, 4);
    layout->setSpacing(8);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    setVisible(false);
    restyle();
}

void MessageBar::showError(const Error& error) {
    if (error.code == kCancelled) return;
    m_error = error;
    m_isError = true;
    setProperty("kind", QStringLiteral("message"));
    refresh();
    restyle();
    setVisible(true);
}

void MessageBar::showNotice(const QString& text) {
    m_isError = false;
    setProperty("kind", QStringLiteral("notice"));
    m_text->setText(text);
    refresh();
    restyle();
    setVisible(true);
}

void MessageBar::dismiss() {
    m_isError = false;
    m_text->clear();
    setVisible(false);
}

QString MessageBar::text() const {
    return m_text->text();
}

void MessageBar::refresh() {
    if (m_isError) m_text->setText(errorText(m_error));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close this message"));
    setAccessibleName(m_text->text());
}

void MessageBar::restyle() {
    const Tokens& tokens = tokensFor(palette());
    m_close->setIcon(icon(QStringLiteral("close"), tokens));
    m_icon->setPixmap(icon(m_isError ? QStringLiteral("warning") : QStringLiteral("info"),
                           m_isError ? tokens.badText : tokens.goodText)
                          .pixmap(16, 16));
    style()->unpolish(this);
    style()->polish(this);
}

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    if (event->type() == QEvent::PaletteChange) {
        const Tokens& tokens = tokensFor(palette());
        m_close->setIcon(icon(QStringLiteral("close"), tokens));
        m_icon->setPixmap(icon(m_isError ? QStringLiteral("warning") : QStringLiteral("info"),
                               m_isError ? tokens.badText : tokens.goodText)
                              .pixmap(16, 16));
    }
    QFrame::changeEvent(event);
}

} // namespace xo::ui
