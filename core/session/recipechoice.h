#pragma once

#include "core/columnar/workspace.h"
#include "core/io/recipediff.h"
#include "core/project/storetypes.h"

#include <string>
#include <vector>

namespace xo::session {

/// How the dataset's newest live import was read, without what belongs to that one file (io::reusable): next month's
/// file goes the way last month's went. An empty recipe when the dataset has no live import.
Recipe lastRecipe(const std::vector<BatchInfo>& batches, const std::string& dataset);

/// The values a dataset holds in its category and set columns (options one by one), to tell new ones by; keys, ids
/// and columns of more than 1,000 values are left out. Empty when there is no such dataset, or one of more than two
/// million rows, whose columns would have to be loaded for it. O(rows) to load the columns.
io::KnownValues knownValues(const Workspace& workspace, const std::string& dataset);

} // namespace xo::session
