#pragma once

#include "core/chart/journeyspec.h"

namespace xo::chart {

enum class Verdict { None, Better, Worse }; ///< against the rest, only where q and the gap say so

/// One group: its score with interval, its base, its difference to the rest. Texts come ready.
struct ScoreBar {
    std::string name;
    double value = 0;
    double low = 0;
    double high = 0;
    Base base = Base::Full;
    Verdict verdict = Verdict::None;
    std::string valueText; ///< "+12.4"
    std::string countText; ///< "1,204"
    std::string gapText;   ///< "−8.2"
    std::string hint;      ///< behind the bar of a small base: "indicative", "n<10 not shown"
    int level = 0;         ///< indent: 0 = top
    bool strong = false;   ///< the total
    Facts facts;
    bool operator==(const ScoreBar&) const = default;
};

/// Bars from zero with intervals, one row per group on one common scale. Mark ids: "row:i".
struct NpsBarsSpec {
    std::vector<ScoreBar> bars;
    std::string title;        ///< panel title
    std::string groupTitle;   ///< heading of the names
    std::string valueTitle;   ///< "NPS"
    std::string countTitle;   ///< "n"
    std::string gapTitle;     ///< "vs rest"
    std::size_t moreBars = 0; ///< further rows that are not in `bars`
    std::string moreText;     ///< "+%1 more in the table", when not all rows fit
    std::string description;
    double scaleLow = -100;
    double scaleHigh = 100;
    int decimals = 0;
    bool signedValues = true;
    bool operator==(const NpsBarsSpec&) const = default;
};
inline constexpr double kScoreRowHeight = 28;
/// Height that shows every row.
double npsBarsHeight(const NpsBarsSpec& spec);
/// Rows that do not fit the height are left to the table and counted in a line at the foot. O(rows).
Scene layoutNpsBars(const NpsBarsSpec& spec, Size size, const Measure& measure);

} // namespace xo::chart
