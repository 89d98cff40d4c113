#include "ui/import/roleheader.h"

#include "ui/import/previewmodel.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QTextLayout>

namespace xo::ui {

namespace {

constexpr int kPad = 8;
constexpr int kNameTop = 6, kNameHeight = 18;
constexpr int kRoleTop = 27, kRoleHeight = 24;
constexpr int kTypeTop = 54, kTypeHeight = 16;
constexpr int kWhyTop = 71, kWhyHeight = 32;
constexpr int kHeight = kWhyTop + kWhyHeight + 5;

// Up to two lines, the second one cut with …
void drawWrapped(QPainter* painter, const QRect& rect, const QString& text, const QFont& font) {
    QTextLayout layout(text, font);
    const QFontMetrics metrics(font);
    layout.beginLayout();
    int y = rect.top();
    for (int line = 0; line < 2; ++line) {
        QTextLine next = layout.createLine();
        if (!next.isValid()) break;
        next.setLineWidth(rect.width());
        const QString rest = text.mid(next.textStart());
        const QString shown = line == 1 ? metrics.elidedText(rest, Qt::ElideRight, rect.width())
                                        : text.mid(next.textStart(), next.textLength());
        painter->drawText(QRect(rect.left(), y, rect.width(), 16), Qt::AlignLeft | Qt::AlignVCenter, shown);
        y += 15;
    }
    layout.endLayout();
}

} // namespace

RoleHeader::RoleHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(112);
}

QSize RoleHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), kHeight};
}

QSize RoleHeader::sectionSizeFromContents(int section) const {
    return {QHeaderView::sectionSizeFromContents(section).width(), kHeight};
}

QRect RoleHeader::inSection(int section, int top, int height) const {
    return {sectionViewportPosition(section) + kPad - 2, top, sectionSize(section) - 2 * kPad + 4, height};
}

QRect RoleHeader::roleRect(int section) const {
    return inSection(section, kRoleTop, kRoleHeight);
}

QRect RoleHeader::typeRect(int section) const {
    return inSection(section, kTypeTop, kTypeHeight);
}

void RoleHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    if (!model() || !rect.isValid()) return;
    const Tokens& tokens = tokensFor(palette());
    const auto text = [&](int role) { return model()->headerData(section, Qt::Horizontal, role).toString(); };
    painter->save();
    painter->fillRect(rect, tokens.alt);
    painter->setPen(tokens.line);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->setPen(tokens.grid);
    painter->drawLine(rect.topRight(), rect.bottomRight());
    const QRect inner = rect.adjusted(kPad, 0, -kPad, 0);
    const QFont strong = fontOfSize(12, true), plain = fontOfSize(12), small = fontOfSize(11);
    const auto line = [&](int top, int height, const QFont& font, const QColor& color, const QString& shown) {
        painter->setFont(font);
        painter->setPen(color);
        painter->drawText(QRect(inner.left(), rect.top() + top, inner.width(), height),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(shown, Qt::ElideRight, inner.width()));
    };
    line(kNameTop, kNameHeight, strong, tokens.t1, text(Qt::DisplayRole));
    const QRect box(inner.left() - 2, rect.top() + kRoleTop, inner.width() + 4, kRoleHeight - 1);
    painter->setPen(tokens.line2);
    painter->setBrush(tokens.panel);
    painter->drawRect(box.adjusted(0, 0, -1, -1));
    painter->setFont(plain);
    painter->setPen(tokens.t1);
    painter->drawText(
        box.adjusted(6, 0, -20, 0), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(plain).elidedText(text(PreviewModel::RoleTextRole), Qt::ElideRight, box.width() - 26));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokens.t3, 1.4));
    painter->setBrush(Qt::NoBrush);
    const QPointF tip(box.right() - 11, box.center().y() + 2.5);
    painter->drawPolyline(QPolygonF{tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)});
    line(kTypeTop, kTypeHeight, small, tokens.t2, text(PreviewModel::TypeTextRole));
    painter->setFont(small);
    painter->setPen(tokens.t3);
    drawWrapped(painter, QRect(inner.left(), rect.top() + kWhyTop, inner.width(), kWhyHeight),
                text(PreviewModel::WhyRole), small);
    painter->restore();
}

void RoleHeader::mousePressEvent(QMouseEvent* event) {
    const QPoint at = event->position().toPoint();
    const int section = logicalIndexAt(at);
    if (event->button() == Qt::LeftButton && section >= 0) {
        if (roleRect(section).contains(at)) return Q_EMIT roleAsked(section);
        if (typeRect(section).contains(at)) return Q_EMIT typeAsked(section);
    }
    QHeaderView::mousePressEvent(event);
}

} // namespace xo::ui
