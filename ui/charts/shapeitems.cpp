#include "ui/charts/shapeitems.h"

#include <QFontMetricsF>
#include <QGraphicsEllipseItem>
#include <QGraphicsLineItem>
#include <QGraphicsPathItem>
#include <QGraphicsRectItem>
#include <QGraphicsScene>
#include <QGraphicsSimpleTextItem>
#include <QPainterPath>
#include <QPen>

namespace xo::ui {

namespace {

QPointF at(chart::Point p) {
    return {p.x, p.y};
}

QPen flat(const QColor& color, double width, bool dashed) {
    QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    if (dashed) pen.setDashPattern({3, 2});
    return pen;
}

struct Adder {
    QGraphicsScene& scene;
    const ChartStyle& style;

    QGraphicsItem* operator()(const chart::BoxShape& s) const {
        auto* item = new QGraphicsRectItem(s.rect.x, s.rect.y, s.rect.width, s.rect.height);
        item->setBrush(s.fill == chart::Ink::None ? QBrush(Qt::NoBrush) : QBrush(style.color(s.fill)));
        item->setPen(s.stroke == chart::Ink::None ? QPen(Qt::NoPen)
                                                  : flat(style.color(s.stroke), s.strokeWidth, s.dashed));
        item->setOpacity(s.opacity);
        return item;
    }
    QGraphicsItem* operator()(const chart::LineShape& s) const {
        auto* item = new QGraphicsLineItem(QLineF(at(s.from), at(s.to)));
        item->setPen(flat(style.color(s.ink), s.width, s.dashed));
        item->setOpacity(s.opacity);
        return item;
    }
    QGraphicsItem* operator()(const chart::AreaShape& s) const {
        QPainterPath path;
        for (std::size_t i = 0; i < s.outline.size(); ++i) {
            if (i == 0)
                path.moveTo(at(s.outline[i]));
            else
                path.lineTo(at(s.outline[i]));
        }
        path.closeSubpath();
        auto* item = new QGraphicsPathItem(path);
        item->setBrush(style.color(s.fill));
        item->setPen(Qt::NoPen);
        item->setOpacity(s.opacity);
        return item;
    }
    QGraphicsItem* operator()(const chart::HatchShape& s) const {
        QPainterPath path;
        for (const chart::Segment& line : s.lines) {
            path.moveTo(at(line.from));
            path.lineTo(at(line.to));
        }
        auto* item = new QGraphicsPathItem(path);
        item->setPen(flat(style.color(s.ink), 1, false));
        item->setOpacity(s.opacity);
        return item;
    }
    QGraphicsItem* operator()(const chart::DotShape& s) const {
        const double r = s.radius;
        auto* item = new QGraphicsEllipseItem(s.centre.x - r, s.centre.y - r, 2 * r, 2 * r);
        item->setBrush(style.color(s.hollow ? chart::Ink::Panel : s.ink));
        item->setPen(s.hollow ? QPen(style.color(s.ink), 1.5) : QPen(Qt::NoPen));
        item->setOpacity(s.opacity);
        return item;
    }
    QGraphicsItem* operator()(const chart::TextShape& s) const {
        auto* item = new QGraphicsSimpleTextItem(QString::fromStdString(s.text));
        const QFont font = style.fontOf(s.pixelSize, s.bold);
        item->setFont(font);
        item->setBrush(style.color(s.ink));
        const QFontMetricsF metrics(font);
        const double width = metrics.horizontalAdvance(item->text());
        const double left = s.align == chart::Align::Left    ? s.baseline.x
                            : s.align == chart::Align::Right ? s.baseline.x - width
                                                             : s.baseline.x - width / 2;
        item->setPos(left, s.baseline.y - metrics.ascent());
        return item;
    }
};

} // namespace

void addShape(QGraphicsScene& scene, const chart::Shape& shape, const ChartStyle& style, double z) {
    QGraphicsItem* item = std::visit(Adder{scene, style}, shape);
    item->setZValue(z);
    scene.addItem(item);
}

} // namespace xo::ui
