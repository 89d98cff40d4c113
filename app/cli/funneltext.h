#pragma once

#include "app/cli/cli.h"

namespace xo::cli {

/// A funnel's JSON as tables and sentences of the terminal.
std::string funnelText(const Cli& cli, const Json& json);
/// The reason of each verdict in it as a sentence; its key stays beside it for scripts.
Json funnelInWords(const Cli& cli, Json json);

} // namespace xo::cli
