#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/chart/scene.h"
#include "core/wording/language.h"

#include <functional>
#include <string>
#include <vector>

namespace xo::ui {

/// A tab of the journey page: a picture, a line about it and the table of the same figures. Without a layout, what is
/// missing stands in `empty`.
struct JourneyTab {
    std::function<chart::Scene(chart::Size, const chart::Measure&)> layout;
    std::string note;
    std::string empty;
    std::vector<std::string> headers;
    std::string align; ///< 'l' or 'r' per column
    std::vector<std::vector<std::string>> rows;
};

/// Time to the next stage of every step, and its curve for the step chosen (needs FunnelParams::survival).
JourneyTab timeTab(const analysis::FunnelResult& result, std::size_t step, wording::Language language);
/// The groups of a breakdown side by side, each step against the peers and the rest.
JourneyTab breakdownTab(const analysis::FunnelResult& result, std::size_t step, wording::Language language);
/// The stages beside those of the other period or of the others (needs FunnelResult::comparison).
JourneyTab compareTab(const analysis::FunnelResult& result, wording::Language language);
/// The rate of a step by the period of entry; of immature periods only the matured count (needs a trend).
JourneyTab cohortTab(const analysis::FunnelResult& result, std::size_t step, wording::Language language);

} // namespace xo::ui
