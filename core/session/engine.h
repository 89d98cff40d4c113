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

/// One dataset of `describe`: {"name","kind","rows","columns":[…]}; reads all its columns.
Result<Json> describeDataset(const analysis::Context& context, std::size_t table, const JobContext& job);

/// What a project holds at a glance; reads time, key and stage columns only.
struct DatasetSummary {
    std::string name;
    DatasetKind kind = DatasetKind::Answers;
    std::uint64_t rows = 0;
    std::vector<ColumnInfo> columns;
    std::string from; ///< first and last local day of the time column; blank without one
    std::string to;
};
struct ProjectSummary {
    std::vector<DatasetSummary> datasets;
    LinkQuality link;
    std::uint64_t customers = 0; ///< subjects that occur anywhere
};
Result<ProjectSummary> summarise(const analysis::Context& context, const JobContext& job);

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

} // namespace xo::session
