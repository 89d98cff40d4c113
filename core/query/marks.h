#pragma once

#include "core/columnar/workspace.h"

namespace xo::query {

/// Sets in `into` (a bit per subject) the subjects of the rows that are marked. On several threads; false when
/// cancelled. O(marked rows).
bool markSubjects(const Bitmap& rows, const std::vector<std::uint32_t>& subjects, const JobContext& job, Bitmap& into);

/// The same for the rows of an events table whose stage has this code; where the file keeps the codes of stages in the
/// order of customers, these are read end to end (one byte per row, kept with the snapshot). Errors: those of
/// Workspace::subjects, job.cancelled. O(rows).
Result<void> markStage(const Workspace& workspace, std::size_t table, const Column& stages, std::uint32_t code,
                       const JobContext& job, Bitmap& into);

} // namespace xo::query
