#pragma once

#include "core/chart/ink.h"
#include "core/chart/scene.h"
#include "ui/theme/theme.h"

#include <QFont>

namespace xo::ui {

/// Colours and font a picture is painted with; a copy, so that a picture can be made without a window.
struct ChartStyle {
    Tokens tokens;
    QFont font;
    QColor color(chart::Ink ink) const; ///< Ink::None = transparent
    QFont fontOf(int pixelSize, bool bold) const;
    chart::Measure measure() const; ///< text widths in this font
};
/// The style of the application's palette and font.
ChartStyle currentChartStyle();

} // namespace xo::ui
