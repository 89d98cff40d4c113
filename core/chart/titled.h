#pragma once

#include "core/chart/scene.h"

namespace xo::chart {

/// A picture with its finding and subtitle above, for files and slides: the layout gets what height is left. Positions
/// of plots, shapes and hits are moved down together.
Scene withTitle(const std::string& title, const std::string& subtitle, Size size, const Measure& measure,
                const std::function<Scene(Size, const Measure&)>& layout);

} // namespace xo::chart
