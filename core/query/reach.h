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
    /// Of a Set: `codes` are those of combinations, and a row belongs to every option of its combination. members[code]
    /// are codes of `options` (code 0: {0}, the blank group); both blank for other types.
    std::vector<std::vector<std::uint32_t>> members;
    std::vector<std::optional<std::string>> options;
    bool isSet() const { return !members.empty(); }
};

/// Values of `name` for each row of `table`: its own column ("region"), its customer's ("customer.gender": the first
/// customers dataset with that column) or, for answers, its event's ("event.store"). A bare name that only one other
/// dataset holds is reached the same way; one that only another event dataset holds is blank on events. Numbers become
/// their shortest text, times their local date or date-time, combinations of a Set "A; B"; every cell without a value
/// is in the blank group. Labels stand in the order of their first row. Errors: query.unknown_name,
/// query.ambiguous_name, query.not_single{name, dataset}. O(rows).
Result<Dimension> reachRows(const std::string& name, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                            const JobContext& job);
/// The same per subject id (customers columns only, with or without "customer."): for lists and funnel breakdowns by
/// customer. One code per subject id.
Result<Dimension> reachSubjects(const std::string& name, const Workspace& workspace, const JobContext& job);

/// A number reached from a table's rows: one per row, NaN where there is none.
struct Numbers {
    ColumnInfo info; ///< of the column it came from (the first, where several event datasets hold it)
    std::vector<double> values;
    std::optional<LinkQuality> link; ///< for event. numbers
};

/// Scores and numbers of `name` for each row of `table`, reached as reachRows reaches dimensions. Errors: those of
/// reachRows; query.not_numeric{name, type}. O(rows).
Result<Numbers> reachNumbers(const std::string& name, const Workspace& workspace, const Hooks& hooks, std::size_t table,
                             const JobContext& job);

} // namespace xo::query
