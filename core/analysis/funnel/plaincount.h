#pragma once

#include "core/analysis/funnel/kernel.h"

namespace xo::analysis::detail {

/// Where the events are cut into parts for the threads: subjects bounds[p] … bounds[p + 1) − 1, the same whatever the
/// number of threads.
std::vector<std::size_t> subjectParts(const StagedEvents& events);

/// Whether one look at each event is enough: stages in order, one per event, nothing that stops an attempt early, one
/// attempt per subject.
bool countsPlainly(const StagedEvents& events, const KernelRules& rules);

/// countAttempts for those: the attempts are counted first, so that each is written once, to its place.
Result<Attempts> countPlainly(const StagedEvents& events, const KernelRules& rules, const Bitmap* keep,
                              const JobContext& job, Attempts spare);

} // namespace xo::analysis::detail
