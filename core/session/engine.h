#pragma once

#include "core/analysis/context.h"
#include "core/base/job.h"
#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::session {

/// What both programs do with an open project beyond a single analysis; they only differ in how they show it.

/// `describe`: datasets with their columns (name, role, type, blank, distinct), link quality, journeys, segments; the
/// JSON of PRODUCT.md 5. Reads every column once. Errors: those of loading.
Result<Json> describe(const analysis::Context& context, const JobContext& job);

/// A segment by what selects it: the name of a saved one, or a condition. Blank = all customers of the project.
struct SegmentQuery {
    std::string name;
    std::string filter;
    bool operator==(const SegmentQuery&) const = default;
};
struct SegmentCount {
    std::uint64_t customers = 0; ///< in the segment
    std::uint64_t answers = 0;   ///< all their answers
    std::uint64_t events = 0;    ///< all their events
};
/// Bit per subject id. Errors: query's; session.unknown_segment{name, nearest}.
Result<Bitmap> segmentMembers(const analysis::Context& context, const SegmentQuery& query, const JobContext& job);
Result<SegmentCount> segmentCount(const analysis::Context& context, const SegmentQuery& query, const JobContext& job);

/// A list of customers to write to a file or to show: one row per customer of `members`, in subject order.
struct ListParams {
    SegmentQuery segment;
    std::vector<std::string> columns; ///< "customer", customers columns ("city", "customer.city"), "latest
                                      ///< answer.csat", "latest event.store", "answers" and "events" (counts),
                                      ///< "segment"; blank = customer and all customers columns
    bool mask = false;     ///< ids become random numbers of this export, verbatims lose phone numbers and the like
    std::string action;    ///< text of an extra column "action"; blank = none
    bool excelBom = false; ///< CSV: start with a byte order mark, as Excel on Windows expects
    bool operator==(const ListParams&) const = default;
};
struct ListColumn {
    std::string header;
    std::vector<std::string> texts; ///< empty when the column is numeric
    std::vector<double> numbers;    ///< NaN = blank
    bool numeric = false;
};
/// The list itself, column-wise, `rows` long. O(members × columns).
struct CustomerList {
    std::uint64_t rows = 0;
    std::vector<std::uint32_t> subjects;
    std::vector<ListColumn> columns;
    bool masked = false;
    std::string rule; ///< the condition that was run
};
Result<CustomerList> customerList(const analysis::Context& context, const ListParams& params, const JobContext& job);
/// Names that ListParams::columns accepts in this project, the default ones first.
std::vector<std::string> listColumnChoices(const Workspace& workspace);

struct ListExport {
    std::string file;
    std::uint64_t rows = 0;
    std::uint64_t guardedCells = 0; ///< texts that got a ' in front so that no spreadsheet runs them
    bool masked = false;
    std::string rule;
};
/// Writes the list as .csv or .xlsx (by suffix; else session.list_format{suffix}). Nothing is left half-written.
Result<ListExport> exportList(const analysis::Context& context, const ListParams& params, const std::string& path,
                              const JobContext& job);

} // namespace xo::session
