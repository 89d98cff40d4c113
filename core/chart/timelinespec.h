#pragma once

#include "core/chart/journeyspec.h"

namespace xo::chart {

/// An event or an answer of one customer.
struct TimelineMark {
    double at = 0;       ///< when; any unit, the same for all
    bool answer = false; ///< on the lower line
    Ink ink = Ink::Good;
    bool hollow = false;              ///< an answer tied to no event
    std::string label;                ///< stage, or score
    std::string dateText;             ///< under the lines
    std::optional<std::size_t> event; ///< of answers: the mark it is about, joined by a line
    Facts facts;
    bool operator==(const TimelineMark&) const = default;
};

/// The events of a customer on one line, the answers below it, each joined with its event. Mark ids: "entry:i".
struct TimelineSpec {
    std::vector<TimelineMark> marks;
    std::string eventsTitle;
    std::string answersTitle;
    std::string description;
    bool operator==(const TimelineSpec&) const = default;
};

/// Marks at one time stand beside each other; labels that would overlap are left out (the tooltip has them).
/// Below 480 × 150 it is laid out as if it were these. O(n log n).
Scene layoutTimeline(const TimelineSpec& spec, Size size, const Measure& measure);

} // namespace xo::chart
