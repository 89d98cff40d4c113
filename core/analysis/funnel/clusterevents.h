#pragma once

#include "core/analysis/funnel/run.h"

namespace xo::analysis::detail {

/// Loads the customers, times and stages of these tables, several columns at a time.
Result<void> loadColumns(const Workspace& workspace, const std::vector<std::size_t>& tables, const JobContext& job);

/// The events of a run's only table, none of which fits two stages: straight from the columns (`times` may be null) and
/// `out.rowStage` into the kernel's order, but for ties. `everything`: events of no stage take part.
Result<void> clusterEvents(JourneyEvents& out, const Workspace& workspace, const std::vector<Instant>* times,
                           bool everything, const JobContext& job);

/// The same from the order that the file keeps of the table: `stageOf` gives the stage of each code of its stage
/// column. `withRows`: StagedEvents::rows too. Errors: project.bad_chunk, job.cancelled.
Result<void> readEvents(JourneyEvents& out, const StoredOrder& order, std::size_t subjects,
                        std::span<const std::uint8_t> stageOf, bool everything, bool withRows, const JobContext& job);

} // namespace xo::analysis::detail
