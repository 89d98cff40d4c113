#pragma once

#include "core/chart/journeyspec.h"
#include "ui/charts/journeyviewbuilder.h"

namespace xo::ui {

/// Which step, and at the step chosen which group, changed the conversion against the period before (needs a period;
/// the groups a breakdown).
JourneyTab changeTab(const analysis::FunnelResult& result, std::size_t step, wording::Language language);
/// Why those who stopped at the step chosen left, the satisfied apart from the dissatisfied (needs
/// FunnelParams::reasons).
JourneyTab reasonsTab(const analysis::FunnelResult& result, std::size_t step, wording::Language language);
/// The same in a few lines for the inspector.
chart::Facts reasonFacts(const analysis::FunnelStage& stage, wording::Language language);

} // namespace xo::ui
