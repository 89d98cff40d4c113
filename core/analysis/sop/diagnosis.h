#pragma once

#include "core/stats/correlation.h"
#include "core/stats/differences.h"
#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// How many answers gave each score at each value of a metric.
struct DoseTable {
    std::vector<double> values;       ///< of the metric, ascending
    std::vector<double> scores;       ///< of the question, ascending
    std::vector<std::int64_t> counts; ///< values × scores
};

/// A service standard: the metric has to stay on one side of the limit.
struct SopStandard {
    enum class Side : std::uint8_t { AtMost, Below, AtLeast, Above };
    std::string metric;
    Side side = Side::AtMost;
    double limit = 0;
    bool keeps(double value) const;
    bool isUpper() const { return side == Side::AtMost || side == Side::Below; }
    /// "event.wait_hours <= 24"; reads back with parse().
    std::string text() const;
    /// Error sop.bad_standard{text}.
    static std::optional<SopStandard> parse(const std::string& text);
    bool operator==(const SopStandard&) const = default;
};

/// Thresholds of METHODS 4.1.
struct SopPolicy {
    double tolerance = 0.10; ///< share of breaches that is put up with
    double leastRho = 0.10;  ///< |Spearman| below this is no effect
    double leastGap = 0.05;  ///< smallest difference of satisfied shares that matters
    bool operator==(const SopPolicy&) const = default;
};

/// The answers on one side of the standard.
struct SopSide {
    std::int64_t n = 0;
    std::optional<double> mean;
    std::optional<stats::Interval> ci95; ///< t
    std::optional<double> top2Share;     ///< on the two highest points of the scale
};

/// What the table says about the standard.
struct Diagnosis {
    std::int64_t n = 0;
    SopSide kept, breached;
    std::optional<double> breachRate;
    std::optional<stats::Interval> breachCi;         ///< Wilson
    std::optional<stats::DifferenceTest> difference; ///< of means, kept − breached; Welch
    std::optional<stats::ShareDifference> gap;       ///< of top-2 shares, kept − breached; Newcombe
    std::optional<stats::Correlation> spearman;      ///< metric and score, all answers
    std::optional<stats::Correlation> spearmanKept;  ///< among those where the standard was kept
    std::optional<stats::Interval> spearmanCi90;     ///< for equivalence
    bool drives = false;                             ///< the metric goes with lower satisfaction beyond the standard
    bool noEffect = false;                           ///< shown to be none: ci90 inside ±leastRho
    bool keptDrives = false;                         ///< also among those where the standard was kept
    /// "not_executed", "wrong_standard", "irrelevant", "fine", "unsure" (PRODUCT.md 3.27); "irrelevant" turns into
    /// "incomplete" where opposite groups are found.
    std::string verdict = "unsure";
    std::string why; ///< wording key: "sop.why.…"
};
/// METHODS 4.1. O(cells).
Diagnosis diagnose(const DoseTable& table, const SopStandard& standard, const SopPolicy& policy);

/// One step of the dose curve.
struct DoseStep {
    double from = 0; ///< lowest and highest value of the metric in it
    double to = 0;
    std::int64_t n = 0;
    double mean = 0;
    std::optional<stats::Interval> ci95;
    double top2Share = 0;
};
/// Answers by stretches of the metric. `edges`: where a stretch ends (an upper standard: with the edge itself; a lower
/// one: without); blank = about ten of equal size, one of them ending at the limit. Stretches without answers are left
/// out.
std::vector<DoseStep> doseCurve(const DoseTable& table, const SopStandard& standard, const std::vector<double>& edges);

/// Adjacent values put together to at most `most` of about equal size, each standing at its mean.
DoseTable condensed(const DoseTable& table, std::size_t most);

} // namespace xo::analysis
