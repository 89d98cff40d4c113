#pragma once

#include "core/columnar/batch.h"

namespace xo::test {

inline constexpr Instant kDay = 86'400'000;
inline constexpr Instant kStart = 1'735'689'600'000; // 2025-01-01 UTC

/// Columns and batches of the projects that tests write. Texts: "" is a blank cell.
std::shared_ptr<const Column> category(const std::string& name, RoleKind role, const std::vector<std::string>& values);
/// Scores as they were given; `role` as it is written ("nps", "csat:1-5").
std::shared_ptr<const Column> score(const std::string& name, const std::string& role, const std::vector<int>& values);
std::shared_ptr<const Column> times(const std::string& name, const std::vector<Instant>& values);
/// As if read from NAME.csv.
ImportBatch batchOf(const std::string& name, DatasetKind kind, std::vector<std::shared_ptr<const Column>> columns);

} // namespace xo::test
