#include "core/analysis/context.h"

#include "core/analysis/hooksimpl.h"

namespace xo::analysis {

Context makeContext(std::shared_ptr<const Workspace> workspace) {
    return {std::move(workspace), std::make_shared<HooksImpl>()};
}

} // namespace xo::analysis
