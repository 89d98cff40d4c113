#pragma once

#include "core/model/journey.h"

namespace xo {

/// What does not fit in a journey, and where: no name of a stage, an optional first or last stage, a target outside
/// 0 … 1, a standard without metric or with another sign.
struct JourneyProblem {
    enum class Field : std::uint8_t { Name, Optional, Target, Standards };
    std::size_t stage = 0; ///< 0-based
    Field field = Field::Name;
    bool operator==(const JourneyProblem&) const = default;
};
/// All of them, stage by stage; empty = checkJourney() is content.
std::vector<JourneyProblem> journeyProblems(const Journey& journey);

} // namespace xo
