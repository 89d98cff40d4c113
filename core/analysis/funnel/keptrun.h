#pragma once

#include "core/analysis/funnel/run.h"
#include "core/query/filter.h"

namespace xo::analysis::detail {

/// The funnel counted, or found again: conditions, lists and drills that ask for the same one share it. Kept with the
/// workspace, the latest 512 MiB of them; what the parameters show beside the count (groups, questions, comparisons)
/// makes no difference. `filter`: the condition that params.filter is the text of, whose positions errors then name.
/// Errors: those of countRun; funnel.journey_of_itself{journey} when the journey's own conditions ask for it.
Result<std::shared_ptr<const FunnelRun>> keptRun(const Context& context, const FunnelParams& params,
                                                 const JobContext& job, const query::Filter* filter = nullptr);

} // namespace xo::analysis::detail
