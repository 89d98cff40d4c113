#pragma once

#include "core/analysis/funnel/funnel.h"

#include <QStringList>

#include <optional>
#include <string>

namespace xo::ui {

/// What a tab of the journey page needs beyond the funnel.
struct JourneyExtras {
    bool survival = false;
    analysis::Compare compare = analysis::Compare::None;
    std::string compareFilter;
    analysis::Trend trend = analysis::Trend::None;
    std::string reasons;
    bool operator==(const JourneyExtras&) const = default;
};

/// What one recalculation of the journey page gives.
struct JourneyRun {
    analysis::FunnelResult result;
    analysis::FunnelParams params;  ///< as they were asked, the period included
    analysis::FunnelParams figures; ///< the same with the journey itself: what the texts of figures are made from
    std::optional<LinkQuality> link;
    std::optional<double> scaleLow, scaleHigh;
    std::int64_t answers = 0;
    QStringList stages; ///< of the whole journey, those left out included
    int months = 0;     ///< of the period shown; 0 = all entrants
    JourneyExtras extras;
};
/// Counts the funnel of the last `months` months (0 = all entrants), once. JourneyInspector::kAutomaticMonths: six,
/// where any stage can be judged against the six before, else all entrants; `decided` is what was found out before.
/// Cohorts of the automatic period go back to the first entrant, which takes a second funnel. Errors: runFunnel's.
Result<JourneyRun> computeJourney(const analysis::Context& context, analysis::FunnelParams params, int months,
                                  std::optional<int> decided, const JourneyExtras& extras, const JobContext& job);

} // namespace xo::ui
