#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/session/customerlist.h"

namespace xo::session {

/// Writes the customers who are overdue in a funnel as .csv or .xlsx (by suffix): customer, stage, since, days waited,
/// days after which one is overdue, and the text of an extra column "action" (blank = none); longest overdue first.
/// Errors: those of the funnel and of the writer. Nothing is left half-written.
Result<ListExport> exportOverdue(const analysis::Context& context, const analysis::FunnelParams& params,
                                 const std::string& action, const std::string& path, const JobContext& job);

} // namespace xo::session
