#pragma once

#include "core/model/dataset.h"
#include "core/model/journey.h"

#include <vector>

namespace xo::session::autostory {

/// How the story's files become datasets, as an analyst would set it: roles, units and labels of every column.
Recipe eventsRecipe();
Recipe surveyRecipe();
Recipe customersRecipe();
Recipe metricsRecipe();
Recipe invitationsRecipe();

/// "购车旅程": six stages, 60 days, satisfaction where it is asked.
Journey purchaseJourney();
/// The lists an analyst would pull first.
std::vector<Segment> firstSegments();

} // namespace xo::session::autostory
