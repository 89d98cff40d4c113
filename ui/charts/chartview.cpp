#include "ui/charts/chartview.h"

#include "ui/charts/scenebuilder.h"
#include "ui/charts/tooltip.h"

#include <QAccessible>
#include <QApplication>
#include <QGraphicsScene>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace xo::ui {

namespace {
constexpr int kFadeAfterMs = 150;
} // namespace

ChartView::ChartView(QWidget* parent) : QGraphicsView(parent), m_style(currentChartStyle()), m_fade(new QTimer(this)) {
    setScene(new QGraphicsScene(this));
    setFrameShape(QFrame::NoFrame);
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setInteractive(false);
    m_fade->setSingleShot(true);
    m_fade->setInterval(kFadeAfterMs);
    connect(m_fade, &QTimer::timeout, this, [this] {
        m_faded = true;
        viewport()->update();
    });
}

ChartView::~ChartView() = default;

void ChartView::setPicture(Layout layout) {
    m_layout = std::move(layout);
    setLoading(false);
    rebuild();
}

void ChartView::clearPicture() {
    m_layout = nullptr;
    m_picture = {};
    m_focused.clear();
    m_hovered.clear();
    setLoading(false);
    scene()->clear();
    scene()->setBackgroundBrush(m_style.color(chart::Ink::Panel));
}

chart::Scene ChartView::pictureAt(QSize size, const ChartStyle& style) const {
    if (!m_layout) return {};
    return m_layout({static_cast<double>(size.width()), static_cast<double>(size.height())}, style.measure());
}

void ChartView::rebuild() {
    if (!m_layout || viewport()->width() < 8) return;
    m_picture = pictureAt(viewport()->size(), m_style);
    buildScene(m_picture, m_style, *scene());
    if (!m_focused.isEmpty() && !m_picture.hit(m_focused.toStdString())) m_focused.clear();
    m_hovered.clear();
    setAccessibleDescription(QString::fromStdString(m_picture.description));
    viewport()->update();
}

void ChartView::restyle() {
    m_style = currentChartStyle();
    scene()->setBackgroundBrush(m_style.color(chart::Ink::Panel));
    rebuild();
}

void ChartView::setSelectedId(const QString& id) {
    m_selected = id;
    viewport()->update();
}

void ChartView::setLoading(bool loading) {
    if (loading && !m_fade->isActive() && !m_faded) m_fade->start();
    if (loading) return;
    m_fade->stop();
    if (m_faded) viewport()->update();
    m_faded = false;
}

void ChartView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    rebuild();
}

void ChartView::drawForeground(QPainter* painter, const QRectF& rect) {
    QGraphicsView::drawForeground(painter, rect);
    if (m_faded) {
        QColor veil = m_style.color(chart::Ink::Panel);
        veil.setAlphaF(0.6F);
        painter->fillRect(rect, veil);
        painter->fillRect(QRectF(0, 0, m_picture.size.width, 2), m_style.color(chart::Ink::Good));
    }
    const auto outlined = [&](const QString& id, bool dashed) {
        const chart::Hit* hit = m_picture.hit(id.toStdString());
        if (!hit) return;
        QPen pen(m_style.color(chart::Ink::Selected), 2);
        pen.setJoinStyle(Qt::MiterJoin);
        if (dashed) pen.setStyle(Qt::DashLine);
        painter->setPen(pen);
        painter->setBrush(Qt::NoBrush);
        const chart::Rect& b = hit->box;
        painter->drawRect(QRectF(std::floor(b.x), std::floor(b.y), std::ceil(b.width), std::ceil(b.height)));
    };
    outlined(m_selected, false);
    if (hasFocus() && m_keyboard) outlined(m_focused, m_focused == m_selected);
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF p = mapToScene(event->pos());
    const chart::Hit* hit = m_picture.hitAt({p.x(), p.y()});
    const QString id = hit ? QString::fromStdString(hit->id) : QString();
    viewport()->setCursor(hit && drillable(id) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (id != m_hovered) {
        m_hovered = id;
        if (hit)
            QToolTip::showText(event->globalPosition().toPoint(), tooltipHtml(*hit, m_style.tokens), viewport());
        else
            QToolTip::hideText();
    }
}

void ChartView::leaveEvent(QEvent* event) {
    m_hovered.clear();
    QGraphicsView::leaveEvent(event);
}

void ChartView::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the page around scrolls
}

void ChartView::mousePressEvent(QMouseEvent* event) {
    const QPointF p = mapToScene(event->pos());
    const chart::Hit* hit = m_picture.hitAt({p.x(), p.y()});
    m_keyboard = false;
    m_pressed = hit && event->button() == Qt::LeftButton ? QString::fromStdString(hit->id) : QString();
    if (hit) focusMark(QString::fromStdString(hit->id));
    event->accept();
}

void ChartView::mouseReleaseEvent(QMouseEvent* event) {
    const QPointF p = mapToScene(event->pos());
    const chart::Hit* hit = m_picture.hitAt({p.x(), p.y()});
    const QString pressed = std::exchange(m_pressed, {});
    if (event->button() != Qt::LeftButton || !hit || pressed.isEmpty() || QString::fromStdString(hit->id) != pressed)
        return;
    if (!drillable(pressed)) return;
    if (event->modifiers() & Qt::ControlModifier)
        Q_EMIT filterRequested(pressed);
    else
        Q_EMIT drillRequested(pressed);
}

bool ChartView::drillable(const QString& id) const {
    return !id.isEmpty() && (!m_drillable || m_drillable(id));
}

void ChartView::focusMark(const QString& id) {
    if (m_focused == id) return;
    m_focused = id;
    if (const chart::Hit* hit = m_picture.hit(id.toStdString())) {
        setAccessibleName(spokenText(*hit));
        QAccessibleEvent event(this, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&event);
    }
    viewport()->update();
    Q_EMIT focusedChanged(id);
}

QStringList ChartView::readingOrder() const {
    std::vector<const chart::Hit*> hits;
    for (const chart::Hit& hit : m_picture.hits)
        if (!hit.id.empty()) hits.push_back(&hit);
    std::stable_sort(hits.begin(), hits.end(), [](const chart::Hit* a, const chart::Hit* b) {
        const chart::Point p = a->box.centre(), q = b->box.centre();
        return std::lround(p.x) != std::lround(q.x) ? p.x < q.x : p.y < q.y;
    });
    QStringList order;
    for (const chart::Hit* hit : hits)
        order.append(QString::fromStdString(hit->id));
    return order;
}

QString ChartView::neighbour(int dx, int dy) const {
    const chart::Hit* from = m_picture.hit(m_focused.toStdString());
    if (!from) return readingOrder().value(0);
    const chart::Point a = from->box.centre();
    double best = 1e300;
    QString found;
    for (const chart::Hit& hit : m_picture.hits) {
        const chart::Point b = hit.box.centre();
        const double along = (b.x - a.x) * dx + (b.y - a.y) * dy;
        const double aside = std::fabs((b.x - a.x) * dy) + std::fabs((b.y - a.y) * dx);
        if (&hit == from || hit.id.empty() || along < 1) continue;
        if (along + 2.5 * aside < best) best = along + 2.5 * aside, found = QString::fromStdString(hit.id);
    }
    return found;
}

void ChartView::keyPressEvent(QKeyEvent* event) {
    const auto move = [&](int dx, int dy) {
        m_keyboard = true;
        if (const QString id = neighbour(dx, dy); !id.isEmpty()) focusMark(id);
        viewport()->update();
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return move(-1, 0);
    case Qt::Key_Right:
        return move(1, 0);
    case Qt::Key_Up:
        return move(0, -1);
    case Qt::Key_Down:
        return move(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!drillable(m_focused)) return;
        if (event->modifiers() & Qt::ControlModifier)
            Q_EMIT filterRequested(m_focused);
        else
            Q_EMIT drillRequested(m_focused);
        return;
    case Qt::Key_Menu:
        if (const chart::Hit* hit = m_picture.hit(m_focused.toStdString()))
            showMenu(hit, viewport()->mapToGlobal(
                              QPoint(static_cast<int>(hit->box.centre().x), static_cast<int>(hit->box.centre().y))));
        return;
    default:
        if (event->matches(QKeySequence::Copy)) return copyPicture();
        event->ignore();
    }
}

bool ChartView::focusNextPrevChild(bool next) {
    const QStringList order = readingOrder();
    const qsizetype at = order.indexOf(m_focused);
    const qsizetype to = at < 0 ? 0 : at + (next ? 1 : -1);
    if (!hasFocus() || to < 0 || to >= order.size()) return QGraphicsView::focusNextPrevChild(next);
    m_keyboard = true;
    focusMark(order[to]);
    return true;
}

void ChartView::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    if (event->reason() != Qt::TabFocusReason && event->reason() != Qt::BacktabFocusReason) return;
    m_keyboard = true;
    const QStringList order = readingOrder();
    if (!order.isEmpty()) focusMark(event->reason() == Qt::TabFocusReason ? order.first() : order.last());
    viewport()->update();
}

void ChartView::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

} // namespace xo::ui
