#pragma once

#include "core/chart/scene.h"
#include "ui/charts/chartstyle.h"

class QGraphicsItem;
class QGraphicsScene;
class QPainter;

namespace xo::ui {

/// Fills a graphics scene with a laid-out picture: every plot becomes a QChart (axes, grid, bars, lines) at exactly its
/// area, every shape an item below or above it. The scene is cleared first.
void buildScene(const chart::Scene& picture, const ChartStyle& style, QGraphicsScene& scene);

/// Paints a picture in its own size, background included.
void paintScene(const chart::Scene& picture, const ChartStyle& style, QPainter& painter);

} // namespace xo::ui
