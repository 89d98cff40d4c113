#pragma once

#include "core/project/database.h"

#include <string>
#include <vector>

namespace xo {

// Checksums of the small tables, so that a changed name or definition is noticed like a changed chunk. A part is a
// table, or "problem:7" for the problems of batch 7.

/// Tables that the data depends on: verified at opening.
const std::vector<std::string>& catalogParts();
/// Tables of definitions: verified when read.
const std::vector<std::string>& definitionParts();

/// Brings the checksums of these parts up to date; inside the caller's transaction.
Result<void> updateDigests(Database& database, const std::vector<std::string>& parts);
/// Error project.damaged{path, "table …"}.
Result<void> checkDigests(Database& database, const std::vector<std::string>& parts);

} // namespace xo
