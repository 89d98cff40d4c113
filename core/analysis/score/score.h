#pragma once

#include "core/analysis/score/scorerows.h"

namespace xo::analysis {

/// One group of a score table.
struct ScoreResultRow {
    std::vector<std::optional<std::string>> group; ///< one per --by; nullopt = blank
    std::optional<std::string> period;             ///< in a trend; nullopt = answers without a time
    std::int64_t n = 0;
    std::optional<double> nEff; ///< Kish, when weighted
    std::optional<double> mean;
    std::optional<stats::Interval> ci95;
    std::optional<double> top2Share; ///< ratio of answers on the two highest points of the scale
    std::optional<stats::Interval> top2Ci95;
    std::vector<std::int64_t> distribution; ///< answers per value, lowest of the scale first
    std::optional<std::string> smallBase;
    VersusRest versusRest;                 ///< of the mean; z is Welch's t
    std::optional<std::int64_t> customers; ///< distinct ones, when asked for
    std::optional<PreviousPeriod> previous;
    bool operator==(const ScoreResultRow&) const = default;
};

/// Result of `score`.
struct ScoreResult {
    std::string dataset;
    std::string question;
    int scaleLow = 0;
    int scaleHigh = 0;
    std::vector<ValueLabel> labels; ///< what the points of the scale are called; blank = nothing known
    ScoreParams params;
    BaseCounts base;
    ScoreResultRow total;
    std::vector<ScoreResultRow> rows; ///< in a trend by period; then by n descending, ties by group text
    std::optional<LinkQuality> link;  ///< when an event. column was asked for
    std::vector<Note> notes;
    bool overlapping = false; ///< a Set is among --by: an answer is in the row of every option it holds
    bool operator==(const ScoreResult&) const = default;
};

/// Mean, top-2-box share and distribution of a score column, as a whole and by group. The mean has a t interval
/// (weighted: linearised; `clustered`: customer-linearised), the share Wilson's (weighted or clustered: linearised t,
/// clamped to 0…1). Distribution counts answers, not weights. A valid answer with a blank weight stops the run like one
/// that is ≤ 0: leaving it out would be silent. Errors: those of makeScoreTable. A few passes of O(rows).
Result<ScoreResult> runScore(const Context& context, const ScoreParams& params, const JobContext& job);

/// The object of PRODUCT.md 5, with more fields: base, dataset, n_eff, small_base, versus_rest, period, previous, link,
/// notes.
Json toJson(const ScoreResult& result);

} // namespace xo::analysis
