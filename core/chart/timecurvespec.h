#pragma once

#include "core/chart/journeyspec.h"

namespace xo::chart {

/// Where a time curve stands from `time` on.
struct CurvePoint {
    double time = 0;  ///< in the axis' unit
    double value = 0; ///< share, 0…1
    std::optional<double> low, high;
    double lost = 0; ///< share lost by then; 0 everywhere = no second curve
    Facts facts;
    bool operator==(const CurvePoint&) const = default;
};

/// The share that has got to a stage by the time waited: steps with their interval; behind `reliable` too few are left.
/// Mark ids: none, hovering reads the curve.
struct TimeCurveSpec {
    std::vector<CurvePoint> points; ///< by time
    std::optional<double> reliable; ///< in the axis' unit
    std::string unit;               ///< "days"
    std::string title;
    std::string unreliableText; ///< "fewer than 10 still waiting"
    std::string lostLabel;
    std::string description;
    bool operator==(const TimeCurveSpec&) const = default;
};
/// O(points).
Scene layoutTimeCurve(const TimeCurveSpec& spec, Size size, const Measure& measure);

} // namespace xo::chart
