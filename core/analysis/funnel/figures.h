#pragma once

#include "core/analysis/funnel/run.h"

namespace xo::analysis::detail {

/// Subjects with at least one unit behind the figure; `by`: what the group of the figure is one of. Errors:
/// funnel.no_such_stage{stage, stages}, those of the grouping.
Result<Bitmap> subjectsOf(const Context& context, const FunnelRun& run, const std::string& by,
                          const FunnelFigure& figure, const JobContext& job);

} // namespace xo::analysis::detail
