#include "ui/charts/scenebuilder.h"

#include "ui/charts/shapeitems.h"

#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QChart>
#include <QtCharts/QHorizontalStackedBarSeries>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QPainter>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr double kBackZ = -1, kFrontZ = 1;

QPen penOf(const ChartStyle& style, chart::Ink ink, double width) {
    QPen pen(style.color(ink), width);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QValueAxis* valueAxis(const chart::Axis& axis, const ChartStyle& style) {
    auto* out = new QValueAxis;
    out->setRange(axis.low, axis.high);
    if (axis.ticks.size() > 1) {
        out->setTickType(QValueAxis::TicksDynamic);
        out->setTickAnchor(axis.ticks.front().value);
        out->setTickInterval(axis.ticks[1].value - axis.ticks[0].value);
    }
    // labels stand among the shapes: Qt Charts would cut them to the room left of a fixed plot area
    out->setLabelsVisible(false);
    out->setGridLineVisible(axis.grid && axis.ticks.size() > 1);
    out->setGridLinePen(penOf(style, chart::Ink::Grid, 1));
    out->setLineVisible(false);
    return out;
}

QBarCategoryAxis* categoryAxis(std::size_t n) {
    auto* out = new QBarCategoryAxis;
    for (std::size_t i = 0; i < n; ++i)
        out->append(QString::number(i));
    out->setVisible(false);
    return out;
}

void addBars(QChart& chart, const chart::Plot& plot, const ChartStyle& style, QValueAxis* values) {
    if (plot.bars.empty() || plot.bars.front().values.empty()) return;
    const std::size_t n = plot.bars.front().values.size();
    QAbstractBarSeries* series = plot.horizontalBars ? static_cast<QAbstractBarSeries*>(new QHorizontalStackedBarSeries)
                                                     : static_cast<QAbstractBarSeries*>(new QStackedBarSeries);
    for (const chart::BarSet& bars : plot.bars) {
        auto* set = new QBarSet(QString());
        // Qt Charts stands the first category at the bottom of a horizontal chart; ours is on top
        for (std::size_t i = 0; i < n; ++i)
            set->append(bars.values[plot.horizontalBars ? n - 1 - i : i]);
        QColor fill = style.color(bars.fill);
        fill.setAlphaF(static_cast<float>(bars.opacity));
        set->setBrush(fill);
        set->setPen(Qt::NoPen);
        series->append(set);
    }
    const double pitch = (plot.horizontalBars ? plot.area.height : plot.area.width) / static_cast<double>(n);
    series->setBarWidth(pitch > 0 ? std::min(1.0, plot.barWidth / pitch) : 0.5);
    chart.addSeries(series);
    auto* categories = categoryAxis(n);
    chart.addAxis(categories, plot.horizontalBars ? Qt::AlignLeft : Qt::AlignBottom);
    series->attachAxis(categories);
    series->attachAxis(values);
}

void addLines(QChart& chart, const chart::Plot& plot, const ChartStyle& style, QValueAxis* across, QValueAxis* values) {
    std::vector<chart::LineSeries> lines = plot.lines;
    if (lines.empty()) lines.push_back({{}, chart::Ink::None, 0, false}); // an axis without a series has no domain
    for (const chart::LineSeries& line : lines) {
        auto* series = new QLineSeries;
        for (const chart::Point& p : line.points)
            series->append(p.x, p.y);
        QPen pen = penOf(style, line.ink, line.width);
        if (line.dashed) pen.setDashPattern({3, 3});
        pen.setJoinStyle(Qt::RoundJoin);
        series->setPen(pen);
        chart.addSeries(series);
        series->attachAxis(across);
        series->attachAxis(values);
    }
}

QGraphicsItem* plotItem(const chart::Plot& plot, chart::Size size, const ChartStyle& style) {
    auto* chart = new QChart;
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setBackgroundVisible(false);
    chart->setPlotAreaBackgroundVisible(false);
    chart->setDropShadowEnabled(false);
    chart->legend()->hide();
    chart->setMargins({});
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->setAcceptHoverEvents(false);
    chart->setAcceptedMouseButtons(Qt::NoButton);
    const bool across = plot.horizontalBars;
    auto* values = valueAxis(across ? plot.x : plot.y, style);
    chart->addAxis(values, across ? Qt::AlignBottom : Qt::AlignLeft);
    addBars(*chart, plot, style, values);
    if (!across) {
        auto* positions = valueAxis(plot.x, style);
        positions->setVisible(false);
        chart->addAxis(positions, Qt::AlignBottom);
        addLines(*chart, plot, style, positions, values);
    }
    // the area first: the axes are laid out by the resize and never again
    chart->setPlotArea({plot.area.x, plot.area.y, plot.area.width, plot.area.height});
    chart->setGeometry(0, 0, size.width, size.height);
    chart->layout()->invalidate();
    chart->layout()->activate();
    return chart;
}

} // namespace

void buildScene(const chart::Scene& picture, const ChartStyle& style, QGraphicsScene& scene) {
    scene.clear();
    scene.setSceneRect(0, 0, picture.size.width, picture.size.height);
    scene.setBackgroundBrush(style.color(chart::Ink::Panel));
    double z = kBackZ;
    for (const chart::Shape& shape : picture.back)
        addShape(scene, shape, style, z);
    for (const chart::Plot& plot : picture.plots) {
        QGraphicsItem* item = plotItem(plot, picture.size, style);
        item->setZValue(0);
        scene.addItem(item);
    }
    z = kFrontZ;
    for (const chart::Shape& shape : picture.front)
        addShape(scene, shape, style, z);
}

void paintScene(const chart::Scene& picture, const ChartStyle& style, QPainter& painter) {
    QGraphicsScene scene;
    buildScene(picture, style, scene);
    const QRectF area(0, 0, picture.size.width, picture.size.height);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    scene.render(&painter, area, area, Qt::IgnoreAspectRatio);
}

} // namespace xo::ui
