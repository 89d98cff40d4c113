#pragma once

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/session/sample/autoworld.h"

#include <string>

namespace xo::session::autostory {

/// Writers of the story's files; each replaces the file at `path` (UTF-8). Errors: session.cannot_write{path}, those
/// of the XLSX writer, job.cancelled.
Result<void> writeEvents(const World& world, const std::string& path, const JobContext& job);
Result<void> writeSurvey(const World& world, const std::string& path, const JobContext& job);
Result<void> writeInvitations(const World& world, const std::string& path, const JobContext& job);
Result<void> writeCustomers(const World& world, const std::string& path, const JobContext& job);
Result<void> writeMetrics(const World& world, const std::string& path, const JobContext& job);
Result<void> writeTruth(const World& world, const std::string& path, const JobContext& job);

/// "00012345": leading zeros are part of the id.
std::string customerId(const Customer& customer);
/// "SJ10000017".
std::string referenceId(Stage stage, std::uint32_t reference);
/// "2025-07-01 14:05:06".
std::string timeText(Seconds time);

} // namespace xo::session::autostory
