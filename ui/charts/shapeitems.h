#pragma once

#include "core/chart/scene.h"
#include "ui/charts/chartstyle.h"

class QGraphicsScene;

namespace xo::ui {

/// Adds the graphics item of one shape at height `z`; items of equal z keep the order in which they were added.
void addShape(QGraphicsScene& scene, const chart::Shape& shape, const ChartStyle& style, double z);

} // namespace xo::ui
