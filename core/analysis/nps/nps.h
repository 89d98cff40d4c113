#pragma once

#include "core/analysis/score/scorerows.h"

namespace xo::analysis {

using NpsParams = ScoreParams;

/// One group of an NPS table.
struct NpsRow {
    std::vector<std::optional<std::string>> group; ///< one per --by; nullopt = blank
    std::optional<std::string> period;             ///< in a trend; nullopt = answers without a time
    std::int64_t n = 0;
    std::int64_t promoters = 0;  ///< 9–10; counts of answers, also when weighted
    std::int64_t passives = 0;   ///< 7–8
    std::int64_t detractors = 0; ///< 0–6
    std::optional<double> nEff;  ///< Kish, when weighted
    std::optional<double> nps;   ///< points; weighted when there are weights
    std::optional<stats::Interval> ci95;
    std::optional<std::string> smallBase; ///< "hidden", "indicative"
    VersusRest versusRest;
    std::optional<std::int64_t> customers;  ///< distinct ones, when asked for
    std::optional<PreviousPeriod> previous; ///< `mean` is the NPS of the compared period
    bool operator==(const NpsRow&) const = default;
};

/// Result of `nps`.
struct NpsResult {
    std::string dataset;
    std::string question;
    NpsParams params;
    BaseCounts base; ///< of the answers that pass the filter, before the repeat rule
    NpsRow total;
    std::vector<NpsRow> rows;        ///< in a trend by period; then by n descending, ties by group text
    std::optional<LinkQuality> link; ///< when an event. column was asked for
    std::vector<Note> notes;
    bool overlapping = false; ///< a Set is among --by: an answer is in the row of every option it holds
    bool operator==(const NpsResult&) const = default;
};

/// NPS as a whole and by group. Interval: adjusted Wald from the counts (weighted: linearised SE with t; `clustered`:
/// customer-linearised with t over the customers), clamped to ±100. versus_rest: the group against the rest of its
/// period, from the adjusted counts; customer-linearised with `clustered`, and when more than 5 % of the smaller side's
/// customers are on both sides. A valid answer with a blank weight stops the run like one that is ≤ 0: leaving it out
/// would be silent. Errors: those of makeScoreTable. A few passes of O(rows). Source: Reichheld 2003; METHODS 1.1–1.3.
Result<NpsResult> runNps(const Context& context, const NpsParams& params, const JobContext& job);

/// The object of PRODUCT.md 5, with more fields: dataset, link, notes.
Json toJson(const NpsResult& result);

} // namespace xo::analysis
