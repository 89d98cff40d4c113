#include "ui/widgets/pieces.h"

#include <QFrame>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace xo::ui {

void setKind(QWidget* widget, const char* kind) {
    if (widget->property("kind").toString() == QLatin1String(kind)) return;
    widget->setProperty("kind", QString::fromLatin1(kind));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

QLabel* label(const char* kind, QWidget* parent) {
    auto* result = new QLabel(parent);
    setKind(result, kind);
    return result;
}

QFrame* panel(QWidget* parent) {
    auto* frame = new QFrame(parent);
    setKind(frame, "panel");
    return frame;
}

QFrame* horizontalLine(QWidget* parent) {
    auto* line = new QFrame(parent);
    setKind(line, "line");
    line->setFixedHeight(1);
    return line;
}

QFrame* verticalLine(QWidget* parent) {
    auto* line = new QFrame(parent);
    setKind(line, "line");
    line->setFixedWidth(1);
    return line;
}

QPushButton* button(const char* kind, QWidget* parent) {
    auto* result = new QPushButton(parent);
    result->setAutoDefault(false);
    setKind(result, kind);
    return result;
}

void setTexts(QPushButton* target, const QString& text, const QString& toolTip) {
    target->setText(text);
    target->setAccessibleName(text);
    target->setToolTip(toolTip);
}

void setTexts(QToolButton* target, const QString& name) {
    target->setToolTip(name);
    target->setAccessibleName(name);
}

QString counted(qulonglong number) {
    return QLocale().toString(number);
}

ElidedLabel::ElidedLabel(QWidget* parent, Qt::TextElideMode mode) : QLabel(parent), m_mode(mode) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text) {
    m_text = text;
    setText(text);
    setToolTip(text);
    updateGeometry();
}

QSize ElidedLabel::minimumSizeHint() const {
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 6), QLabel::sizeHint().height()};
}

QSize ElidedLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_text) + 4, QLabel::sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), static_cast<int>(alignment() | Qt::AlignVCenter | Qt::TextSingleLine),
                     fontMetrics().elidedText(m_text, m_mode, contentsRect().width()));
}

} // namespace xo::ui
