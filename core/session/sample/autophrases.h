#pragma once

#include "core/session/sample/autoworld.h"
#include "core/session/sample/random.h"

#include <string>

namespace xo::session::autostory {

/// A customer's own words about a touchpoint, put together from a bank of phrases; `reason` as in Answer.
std::string verbatim(Stage about, int csat, int reason, SampleRandom& random);

} // namespace xo::session::autostory
