#pragma once

#include "core/analysis/funnel/run.h"

#include <functional>

namespace xo::analysis::detail {

/// Subjects with at least one unit behind the figure (and fulfilling `keep`, when given).
Bitmap subjectsOf(const FunnelRun& run, FunnelFigure::Kind kind, std::size_t stage, std::size_t subjects,
                  const std::function<bool(std::size_t unit)>& keep = {});

} // namespace xo::analysis::detail
