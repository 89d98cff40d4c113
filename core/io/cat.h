#pragma once

#include "core/io/source.h"

#include <functional>
#include <string_view>

namespace xo::io {

/// Receives finished text in pieces; false = stop (a closed pipe).
using TextOut = std::function<bool(std::string_view)>;

/// `xow cat`: the raw grid as UTF-8 CSV (RFC 4180, LF), header included, nothing renamed; empty rows and cells of a
/// sheet are kept as such, rows are as long as their last non-empty cell. Errors: those of Source.
Result<SourceInfo> cat(const std::string& path, const ReadOptions& options, const TextOut& out, const JobContext& job);

} // namespace xo::io
