#pragma once

#include "core/project/database.h"

#include <memory>
#include <string>

namespace xo {

/// What the authorizer of a connection lets statements do: Project reads and writes rows of the fixed tables, Query
/// reads only, Check reads and runs SQLite's own checks.
enum class Rights { Project, Query, Check };
void setRights(Database& database, Rights rights);

/// Opens a project file that may come from a stranger: header bytes → no foreign sidecar → switches and limits →
/// authorizer → schema equal byte for byte. Nothing of the file's contents is run and nothing is written before all of
/// it holds. An older version stays as it is until upgrade(). Errors: see Store::open.
Result<std::shared_ptr<Database>> openSafely(const std::string& path, bool writable);

/// The same for a private working copy: a journal beside it is ours and is rolled back.
Result<std::shared_ptr<Database>> openPrivately(const std::string& path);

/// Brings a file of an older version up to date, inside the caller's transaction: the first edit is written together
/// with it.
Result<void> upgrade(Database& database);

/// Switches and limits of every connection to a project file.
Result<void> harden(Database& database, bool writable);

/// Number the file changes with each write (header bytes 24–27); 0 when unreadable.
std::uint32_t changeCounter(const Database& database);

} // namespace xo
