#pragma once

#include "core/chart/scene.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::chart {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// What one column of the two-lane chart shows: a stage, and the gap to the next one. Counts are customers (or
/// attempts); reached = next + open + lost, next = those who got further (at the last stage: all of them). All texts
/// come ready in the language of the picture; a blank text is not drawn.
struct JourneyColumn {
    std::string name;
    std::int64_t reached = 0;
    std::int64_t next = 0;
    std::int64_t open = 0;
    std::int64_t lost = 0;
    std::string reachedText; ///< "3,751"
    std::string shareText;   ///< "18.7% of start"
    // below the gap to the next stage; blank at the last
    std::string rateText;
    std::string timeText;
    std::string lostText;
    std::string openText;
    bool flagged = false; ///< the step from here falls: its figures and ribbon in the colour for bad
    // lower lane; no value = gap
    std::optional<double> score;
    std::optional<double> scoreLow;
    std::optional<double> scoreHigh;
    std::optional<double> scoreReference; ///< what it is held against: a dashed tick
    Base scoreBase = Base::Full;
    bool scoreBad = false;
    std::string scoreText; ///< "3.62"; "n<10" when hidden
    std::string countText; ///< "n 842"
    // tooltips of the marks
    Facts stageFacts;
    Facts stepFacts;
    Facts scoreFacts;
    std::string stepTitle; ///< "Test drive → Order"
    bool operator==(const JourneyColumn&) const = default;
};

struct JourneyFlag { ///< the sentence box beside a flagged step
    std::size_t column = 0;
    std::string title;
    std::vector<std::string> lines;
    std::string link;
    bool operator==(const JourneyFlag&) const = default;
};

/// The two-lane journey chart: O (customers per stage, ribbons) above X (satisfaction per stage), one x scale.
/// Mark ids of the scene: "stage:i", "next:i", "open:i", "lost:i", "step:i" (the four figures), "score:i", "flag".
struct JourneySpec {
    std::vector<JourneyColumn> columns;
    std::string stageTitle; ///< "Stage"
    std::string upperTitle; ///< "O behaviour"
    std::string upperUnit;  ///< "customers"
    std::string rateLabel;
    std::string timeLabel;
    std::string lostLabel;
    std::string openLabel;
    std::string nextLabel;
    std::string lowerTitle;  ///< "X experience"
    std::string lowerUnit;   ///< "1–5"
    std::string lowerHint;   ///< shown in the lane when no stage has a score
    std::string missingText; ///< "no answers", at a stage without a score
    std::string note;        ///< reading help at the foot
    std::string description;
    std::optional<double> scaleLow; ///< limits of the answer scale: the axis never goes beyond
    std::optional<double> scaleHigh;
    int scoreDecimals = 1;
    bool signedScore = false; ///< NPS: "+12", "−5"
    std::optional<JourneyFlag> flag;
    bool operator==(const JourneySpec&) const = default;
};

/// Places the chart on a picture. Heights below 352 and widths below 640 are laid out as if they were these. O(stages).
Scene layoutJourney(const JourneySpec& spec, Size size, const Measure& measure);

/// Axis label: decimals, true minus sign, thousands separators.
std::string tickLabel(double value, int decimals, bool plusSign = false);

} // namespace xo::chart
