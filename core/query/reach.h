#pragma once

#include "core/query/hooks.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::query {

/// A dimension reached from a table's rows: one code per row, labels[code]; code 0 is the blank group (label nullopt).
struct Dimension {
    std::string name; ///< as it was asked for: "region", "customer.gender", "event.store"
    std::vector<std::uint32_t> codes;
    std::vector<std::optional<std::string>> labels;
    std::optional<LinkQuality> link; ///< for event. dimensions
};

/// Values of `name` for each row of `table`: its own column ("region"), its customer's ("customer.gender": the first
/// customers dataset with that column) or, for answers, its event's ("event.store"). A bare name that only one other
/// dataset holds is reached the same way. Numbers become their shortest text, times their local date or date-time.
/// Errors: query.unknown_name, query.ambiguous_name.
Result<Dimension> reachRows(const std::string& name, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                            const JobContext& job);
/// The same per subject id (customers columns only): for lists and funnel breakdowns by customer.
Result<Dimension> reachSubjects(const std::string& name, const Workspace& workspace, const JobContext& job);

} // namespace xo::query
