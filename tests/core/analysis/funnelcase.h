#pragma once

#include "core/analysis/funnel/funnel.h"
#include "tests/core/fusion/texttables.h"

#include <QtTest>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace xo::analysis::testing {

/// The funnel; an error is printed, and no stage comes back.
inline FunnelResult ran(const std::shared_ptr<Workspace>& workspace, const FunnelParams& with) {
    const auto result = runFunnel(makeContext(workspace), with, {});
    if (!result) qWarning("%s %s", result.error().code.c_str(), result.error().place.c_str());
    return result ? *result : FunnelResult{};
}
inline std::vector<std::int64_t> reached(const std::vector<FunnelStage>& stages) {
    std::vector<std::int64_t> out;
    for (const FunnelStage& stage : stages)
        out.push_back(stage.all.reached);
    return out;
}
/// A journey of stages told by their names.
inline FunnelParams journeyOf(const std::vector<std::string>& stages) {
    FunnelParams params;
    params.definition = Journey{};
    params.definition->name = "j";
    for (const std::string& stage : stages) {
        params.definition->stages.emplace_back();
        params.definition->stages.back().name = stage;
    }
    return params;
}

} // namespace xo::analysis::testing
