#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/session/customerlist.h"

namespace xo::session {

struct CallListParams {
    std::optional<std::size_t> stage; ///< only those who wait there; unset = at any stage
    std::string action;               ///< text of an extra column "action"; blank = none
    /// Of customer, stage, since, days waited, days after which one is overdue; empty = "customer", "stage", "since",
    /// "days_waited", "days_limit".
    std::vector<std::string> headers;
    bool excelBom = false; ///< CSV: start with a byte order mark, as Excel on Windows expects
    bool operator==(const CallListParams&) const = default;
};
/// Those overdue in a funnel, at one stage or at all, longest beyond their limit first. Errors: those of the funnel.
Result<std::vector<analysis::OverdueCustomer>> callList(const analysis::Context& context,
                                                        const analysis::FunnelParams& params,
                                                        const std::optional<std::size_t>& stage, const JobContext& job);
/// Writes that list as .csv or .xlsx (by suffix). Errors: those of the funnel and of the writer. Nothing is left
/// half-written.
Result<ListExport> exportOverdue(const analysis::Context& context, const analysis::FunnelParams& params,
                                 const CallListParams& list, const std::string& path, const JobContext& job);

} // namespace xo::session
