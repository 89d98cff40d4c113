#pragma once

#include "core/analysis/funnel/funnel.h"

namespace xo::analysis::detail {

/// Gives every stage of every group its comparison with the groups beside it (METHODS 2.5): whether fewer of those who
/// got there go on than among its peers, allowing for the variation that units ordinarily have. Matured entrants only;
/// a stage with fewer than six groups of 30 entrants isn't compared, nor the blank group, nor groups that overlap.
/// O(groups log groups) a stage. Source: Spiegelhalter 2005.
void comparePeerGroups(FunnelResult& result);

} // namespace xo::analysis::detail
