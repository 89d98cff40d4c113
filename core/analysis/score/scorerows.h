#pragma once

#include "core/analysis/score/frame.h"
#include "core/analysis/score/moments.h"
#include "core/analysis/score/tally.h"
#include "core/base/json.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// How much a base carries (PRODUCT.md 3.22): below `hiddenBelow` screens and slides hide the figures, below
/// `indicativeBelow` they show them grey, without a verdict.
struct BasePolicy {
    double hiddenBelow = 10;
    double indicativeBelow = 30;
};
/// "hidden", "indicative", or nullopt for a full base. `base` is n, or n_eff when weighted.
std::optional<std::string> smallBase(double base, const BasePolicy& policy = {});

/// A row's test against the rest; missing where nothing can be said.
struct VersusRest {
    std::optional<double> difference; ///< raw, in the unit of the figure
    std::optional<double> z;
    std::optional<double> p;
    std::optional<double> q; ///< Benjamini–Hochberg over the rows with n ≥ 10 of its period; nullopt for one row alone
    bool operator==(const VersusRest&) const = default;
};
/// The figure of the compared period, and the change since.
struct PreviousPeriod {
    double mean = 0;
    double difference = 0; ///< raw
    std::optional<double> p;
    bool operator==(const PreviousPeriod&) const = default;
};

/// One row of a score table, before it is put into the words of `nps` or `score`.
struct ScoreRow {
    std::vector<std::optional<std::string>> group; ///< one per --by; nullopt = blank
    std::optional<std::string> period;             ///< nullopt = no time (or no trend)
    Histogram histogram;
    Moments moments;
    ClusterSums clusters;                  ///< filled when customers repeat
    std::optional<std::int64_t> customers; ///< distinct ones with a counted answer, when asked for
    std::optional<stats::Interval> ci95;
    VersusRest versusRest;
    std::optional<PreviousPeriod> previous;
    std::optional<double> top2Share; ///< figure Mean only: ratio on the two highest points of the scale
    std::optional<stats::Interval> top2Ci95;
};

/// What the rows are about.
struct ScoreTable {
    ScoreFrame frame;
    BaseCounts base;
    ScoreRow total;
    /// Rows with at least one answer of any state; by n descending, ties by group text; in a trend by period first (no
    /// time last).
    std::vector<ScoreRow> rows;
    std::vector<Note> notes;
};

enum class ScoreFigure : std::uint8_t {
    Nps, ///< scores stand for −100, 0, +100; adjusted-Wald interval and test
    Mean ///< scores stand for themselves; t interval, Welch test
};

/// The figures of `nps` and `score` (PRODUCT.md 3.12–3.22). Interval and tests: plain, weighted (linearised, t) or
/// customer-linearised, the latter for tests also when more than 5 % of the smaller group's customers are on both
/// sides. Errors: those of makeScoreFrame and Tally::of. A few passes of O(rows).
Result<ScoreTable> makeScoreTable(const Context& context, const ScoreParams& params, ScoreFigure figure,
                                  const JobContext& job);

/// Parts of the JSON that `nps` and `score` share.
Json groupJson(const std::vector<std::string>& by, const std::vector<std::optional<std::string>>& group);
Json baseJson(const BaseCounts& base);
Json intervalJson(const std::optional<stats::Interval>& interval);
Json versusRestJson(const VersusRest& test);
Json linkJson(const LinkQuality& link);
Json notesJson(const std::vector<Note>& notes);
/// The number, or null.
Json optionalJson(const std::optional<double>& value);
Json optionalJson(const std::optional<std::string>& value);

} // namespace xo::analysis
