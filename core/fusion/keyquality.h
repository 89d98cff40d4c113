#pragma once

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/columnar/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::fusion {

/// How usable the keys in one column are. rows = blank + unreadable + placeholders + rows with a key.
struct KeyQuality {
    std::string dataset, column;
    std::string use; ///< "customer", "link", or the rule that compares it: "phone", "email", "member_id", "exact"
    std::uint64_t rows = 0;
    std::uint64_t blank = 0;        ///< rows without a value
    std::uint64_t unreadable = 0;   ///< rows whose value is no such key (a phone column that says "ask later")
    std::uint64_t placeholders = 0; ///< rows whose value nobody has: "无", "13800138000"
    std::uint64_t keys = 0;         ///< different keys, placeholders left out
    /// Keys that more than `IdentityRules::tooCommon` customers share (rows where the dataset has no customer column);
    /// nullopt of a customer column.
    std::optional<std::uint64_t> shared;
};

/// The customer and link columns of answers, events and customers, then the columns of the identity rules. Columns that
/// the workspace lacks are passed over. O(rows · columns).
Result<std::vector<KeyQuality>> keyQuality(const Workspace& workspace, const JobContext& job);
Json toJson(const KeyQuality& quality);

} // namespace xo::fusion
