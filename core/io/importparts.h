#pragma once

#include "core/io/importer.h"
#include "core/io/plan.h"

namespace xo::io {

/// Records a plan is made on.
inline constexpr std::size_t kSampleRows = 20'000;

/// The options of a request over those of its recipe.
ReadOptions mergedOptions(const ImportRequest& request);
/// Header, types and roles from the first records of a source.
Result<Plan> planOf(const ImportRequest& request, const ReadOptions& options, Source& source, std::size_t& sampled,
                    const JobContext& job);
/// Asks the request's review, when it has one and a recipe.
Result<void> reviewPlan(const ImportRequest& request, const Plan& plan, const Source& source);
/// Dataset, kind and file of the batch; no rows yet.
ImportBatch emptyBatch(const ImportRequest& request);
/// Problems that stand before the first row.
void notePlan(ImportBatch& batch, const Plan& plan);
/// Sorts the problems and notes how the file was read.
void finishBatch(ImportBatch& batch, const ImportRequest& request, const ReadOptions& options, const Plan& plan);

} // namespace xo::io
