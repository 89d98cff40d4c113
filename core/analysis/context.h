#pragma once

#include "core/columnar/workspace.h"
#include "core/query/hooks.h"

#include <memory>

namespace xo::analysis {

/// What every analysis runs on: one snapshot of the project, and the answers of other rooms that conditions need
/// (links, journeys).
struct Context {
    std::shared_ptr<const Workspace> workspace;
    std::shared_ptr<const query::Hooks> hooks;
};

/// The context the program uses: links come from core/fusion, journeys from core/analysis/funnel.
Context makeContext(std::shared_ptr<const Workspace> workspace);

} // namespace xo::analysis
