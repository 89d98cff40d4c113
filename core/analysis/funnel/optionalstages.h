#pragma once

#include "core/analysis/funnel/run.h"

namespace xo::analysis::detail {

/// Fills JourneyEvents::required and requiredKeep when the journey has optional stages. O(events).
void splitOptional(JourneyEvents& events, const Journey& journey);

/// Attempts counted on the required stages alone, spread over all stages: each optional stage is filled by the earliest
/// event of it (not used for another stage) between the required stage reached before it and the next one — or, behind
/// the last one reached, up to the end of the window or the exclusion event; in `any` order by one inside the window.
/// Step limits count from the last stage reached. The level is that of the furthest stage reached. O(events).
Attempts withOptional(const JourneyEvents& events, const Journey& journey, const Attempts& required,
                      const KernelRules& rules, const Bitmap* keep);

} // namespace xo::analysis::detail
