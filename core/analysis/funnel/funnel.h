#pragma once

#include "core/analysis/context.h"
#include "core/analysis/funnel/stagefigures.h"
#include "core/analysis/funnel/verdict.h"
#include "core/analysis/score/params.h"
#include "core/base/json.h"
#include "core/model/journey.h"
#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// What `xow funnel` is asked. Blank/unset = the journey's own, else the default. The journey: `definition`, else
/// `stages`, else the saved one named `journey`, else the project's only one, else (no journey saved) the values of the
/// `stage` column in the order in which customers pass them.
struct FunnelParams {
    std::string journey;
    std::vector<std::string> stages; ///< values of the `stage` column; one may repeat
    std::optional<Journey> definition;
    std::string dataset; ///< blank = all event datasets together
    std::optional<Span> window;
    std::optional<FunnelOrder> order;
    std::optional<FunnelAttempt> attempt;
    std::string from;         ///< ISO date or date-time: the first-stage event lies in from … to
    std::string to;           ///< a date means its whole day
    std::string asOf;         ///< a date means the end of its day; blank = the latest time of the events read
    std::string by;           ///< "store", "event.store", "customer.gender"; blank = no groups
    std::string filter;       ///< condition on events (customer conditions keep whole customers)
    std::string satisfaction; ///< question asked about every stage; blank = each stage's own
    bool removeExcluded = false;
    bool survival = false; ///< the time curves too (FunnelStage::survival)
    /// What the verdicts compare with. Unset: the period before when `from` is given; else conversion with the stage's
    /// target, satisfaction with the customers' other stages. Peers: the groups of `by` get a verdict each.
    std::optional<ConversionReference> conversionReference;
    std::optional<SatisfactionReference> satisfactionReference;
    Compare compare = Compare::None; ///< the period of equal length before, or the same one a year earlier; needs from
    std::string compareFilter;       ///< instead: those who fulfil this condition against those who don't
    Trend trend = Trend::None;       ///< conversion by the period of the first-stage event
    std::string reasons;             ///< question of role reason asked of those who leave (FunnelStage::reasons)
    bool operator==(const FunnelParams&) const = default;
};
Json toJson(const FunnelParams& params);
/// Error model.bad_json{what is wrong}; unknown fields are refused by name.
Result<FunnelParams> funnelParamsFromJson(const Json& json);

/// Reached counts with their two rates (ratios; nullopt = nothing to divide by; the first stage's rates are 1).
struct StageCounts {
    std::int64_t entrants = 0;
    std::int64_t reached = 0;
    std::optional<double> rateFromStart;
    std::optional<double> rateFromPrevious;
    bool operator==(const StageCounts&) const = default;
};
/// Seconds between two stages over the units that reached both; type 7 quantiles; nullopt = nobody did.
struct StageTimes {
    std::optional<double> p50, p75, p90, mean;
    bool operator==(const StageTimes&) const = default;
};
/// Answers about a stage of subjects who reached it.
struct StageSatisfaction {
    std::string question;
    std::int64_t n = 0;                  ///< valid answers
    std::optional<double> mean;          ///< on the question's scale
    std::optional<double> top2Share;     ///< ratio of answers in the two highest scores
    std::optional<double> nps;           ///< points; only when the question has role nps
    std::optional<stats::Interval> ci95; ///< t interval of the mean; needs two answers
    bool operator==(const StageSatisfaction&) const = default;
};
/// How a group's rate to the next stage stands among its peers (peergroups.h).
struct PeerStanding {
    std::int64_t groups = 0; ///< compared, itself included
    double target = 0;       ///< rate of all of them together
    double rate = 0;         ///< its own
    double z = 0;            ///< as if units varied by chance alone
    double adjustedZ = 0;    ///< allowing for what they ordinarily vary
    double lowP = 1;         ///< one-sided, of adjustedZ
    double q = 1;            ///< Benjamini–Hochberg over the groups
    bool operator==(const PeerStanding&) const = default;
};
struct FunnelStage {
    std::string stage;
    StageCounts all;
    StageCounts matured;       ///< of the entrants whose window is over
    std::int64_t wentOn = 0;   ///< of matured.reached: to the next stage that isn't optional
    std::int64_t open = 0;     ///< got here and no further, and may still
    std::int64_t lost = 0;     ///< got here and no further, too late now
    std::int64_t excluded = 0; ///< stopped here by the exclusion event; reached − next reached = open + lost + excluded
    /// Open and here for longer than `overdueAfter`: nine of ten who go on have done so by then.
    std::int64_t overdue = 0;
    std::optional<double> overdueAfter;         ///< seconds: P90 to the next stage, of the whole funnel
    std::optional<StageTimes> timeFromPrevious; ///< nullopt at the first stage and in `any` order
    std::optional<StageSurvival> survival;      ///< likewise; when asked for
    std::optional<StageSatisfaction> satisfaction;
    std::vector<StageSatisfaction> moreSatisfaction; ///< of the stage's further questions
    /// "stuck", "o_only", "x_only", "fine", "unsure": whether those who got here stopped going on and were less happy
    /// than the reference (verdict.h); of the total, and of groups where peers are the reference.
    std::string verdict = "unsure";
    std::string why;                           ///< a wording key: "funnel.why.last_stage", "funnel.why.no_period", …
    std::vector<std::string> whyArguments;     ///< of its sentence
    std::optional<StageVerdict> evidence;      ///< the figures of both periods, when there is one to compare with
    std::optional<PeerStanding> versusPeers;   ///< of groups only
    std::optional<StageComparison> versusRest; ///< of groups only: against all others together
    std::vector<GroupChange> changeByGroup;    ///< of the total, with `by` and a period before: who changed the rate on
    std::optional<DropReasons> reasons;        ///< of the total, when asked for
    bool operator==(const FunnelStage&) const = default;
};
struct FunnelGroup {
    std::optional<std::string> value; ///< nullopt = blank
    std::int64_t entrants = 0;
    std::vector<FunnelStage> stages;
    bool operator==(const FunnelGroup&) const = default;
};
/// How the conversion from the first stage to the last changed against the period before, and what each step gave
/// to it: `contributions` (of the step from stage k to k + 1) sum to conversion − reference. Matured entrants; LMDI-I
/// (METHODS 2.4), a step without conversions as (k + ½)/(n + 1).
struct FunnelChange {
    double conversion = 0, reference = 0; ///< ratios
    std::vector<double> contributions;
    bool operator==(const FunnelChange&) const = default;
};
/// The funnel of others beside this one.
struct FunnelComparison {
    std::string with;     ///< "previous", "year", "filter"
    std::string from, to; ///< of the other period, ISO dates with offset; blank under a filter
    std::int64_t entrants = 0, otherEntrants = 0;
    /// Under a filter those who fulfil it, else blank: the first side is the result itself.
    std::vector<FunnelStage> stages;
    std::vector<FunnelStage> otherStages; ///< of the other period; under a filter of the rest
    std::vector<StageComparison> tests;   ///< per stage; the first has satisfaction only
    bool operator==(const FunnelComparison&) const = default;
};
/// Those whose first-stage event lies in one period.
struct FunnelTrendPoint {
    std::string period;                    ///< "2026-01", "2026-W05", "2026-Q1"
    bool immature = false;                 ///< some windows still run: its rates are of those whose are over
    std::vector<StageCounts> all, matured; ///< per stage
    bool operator==(const FunnelTrendPoint&) const = default;
};
struct FunnelResult {
    std::string journey; ///< its name; blank when stages were given
    Span window;
    FunnelOrder order = FunnelOrder::Sequential;
    FunnelAttempt attempt = FunnelAttempt::Furthest;
    std::int64_t entrants = 0; ///< units: customers, or attempts under `every`
    std::vector<FunnelStage> stages;
    std::optional<FunnelChange> change; ///< when there is a period to compare with
    std::optional<FunnelComparison> comparison;
    Trend trendBy = Trend::None;
    std::vector<FunnelTrendPoint> trend; ///< every period from the first entrant's to the last's, empty ones too
    std::string by;
    bool overlapping = false;          ///< `by` is a Set: an entrant is in the group of every option it holds
    std::vector<FunnelGroup> groups;   ///< entrants descending, then by value, blank last among equals
    std::int64_t bypass = 0;           ///< customers with events of later stages only
    std::int64_t excluded = 0;         ///< units stopped (or removed) by the exclusion event
    std::int64_t untimed = 0;          ///< events without a time; only `any` order reads them
    Instant asOf = kNoTime;            ///< kNoTime when no event has a time
    std::string asOfText;              ///< ISO 8601 with offset; blank like asOf
    std::vector<std::string> notes;    ///< wording keys: "funnel.note.untimed", "funnel.note.no_times", …
    std::vector<std::string> datasets; ///< event datasets read
    bool operator==(const FunnelResult&) const = default;
};
/// PRODUCT.md 5, field for field, plus "window", "as_of", "bypass", "excluded", "events_without_time", "notes",
/// "change" (of the end-to-end conversion against the period before, by step; when there is one) and, per stage,
/// "excluded", "overdue", "overdue_after_s", "survival", "why_arguments", "evidence" (both sides' figures, what they
/// are compared with, tests and the expected loss; or null), "more_satisfaction", "change_by_group" and "reasons" (when
/// there are any) and, in groups, "versus_peers" and "versus_rest"; and "comparison" and "trend" when asked for.
Json toJson(const FunnelResult& result);

/// Counts the funnel (PRODUCT.md 3.1–3.11, 20–22, 26). Errors: funnel.* (no_journey, unknown_journey, unknown_stage,
/// needs_stage, needs_customer, needs_times, bad_time, no_question, ambiguous_question, …) and those of the filter.
/// Stage masks and the event order are kept with the workspace; the rest is linear in the events.
Result<FunnelResult> runFunnel(const Context& context, const FunnelParams& params, const JobContext& job);
/// FunnelResult::asOf without counting: the latest time of the event datasets read. Errors as prepareFunnel; O(1) where
/// the events are kept.
Result<Instant> funnelAsOf(const Context& context, const FunnelParams& params, const JobContext& job);
/// Builds what runFunnel keeps (stage masks, event order), so that the next call is the pure analysis.
Result<void> prepareFunnel(const Context& context, const FunnelParams& params, const JobContext& job);

/// Which customers a figure of the funnel stands for.
struct FunnelFigure {
    enum class Kind : std::uint8_t {
        Reached,   ///< got to stage `stage` (stage 0 = the entrants)
        Converted, ///< got to `stage` and to the one after it
        Stopped,   ///< got to `stage` and no further: open, lost or excluded
        Lost,
        Open,
        Excluded,
        Overdue ///< open, and here for longer than the stage's overdueAfter
    };
    Kind kind = Kind::Reached;
    std::size_t stage = 0;            ///< 0-based
    bool maturedOnly = false;         ///< only entrants whose window is over
    bool inGroup = false;             ///< only the group `group` of params.by
    std::optional<std::string> group; ///< nullopt = the blank group
    bool operator==(const FunnelFigure&) const = default;
};
struct FunnelCustomers {
    Bitmap subjects;    ///< bit per subject id of the workspace
    std::string filter; ///< figureFilter
    bool operator==(const FunnelCustomers&) const = default;
};
/// The customers behind a figure: those with at least one such attempt. Errors: those of runFunnel;
/// funnel.no_such_stage{stage, stages}.
Result<FunnelCustomers> funnelCustomers(const Context& context, const FunnelParams& params, const FunnelFigure& figure,
                                        const JobContext& job);
/// The condition that selects exactly these customers: journey('J', from = '2026-01-01').stopped('S', lost), with every
/// setting of the parameters that isn't the journey's own. A journey that isn't saved is told by its stages; blank
/// where that can't be done, since its stages have conditions (or it holds values, or has optional stages, limits, an
/// exclusion event). Nothing is counted. Errors: those of resolveJourney; funnel.no_such_stage; params.filter can't be
/// read.
Result<std::string> figureFilter(const Context& context, const FunnelParams& params, const FunnelFigure& figure,
                                 const JobContext& job = {});

/// Somebody who waits at a stage for longer than nine of ten took to go on: today's call list.
struct OverdueCustomer {
    std::uint32_t subject = 0;
    std::string customer; ///< key
    std::size_t stage = 0;
    std::string stageName;
    Instant since = kNoTime;
    std::string sinceText; ///< ISO 8601 with offset
    double waited = 0;     ///< seconds up to as-of
    double after = 0;      ///< seconds after which one is overdue here
    bool operator==(const OverdueCustomer&) const = default;
};
/// One entry per unit, longest beyond its limit first; none in `any` order. Errors as runFunnel.
Result<std::vector<OverdueCustomer>> overdueCustomers(const Context& context, const FunnelParams& params,
                                                      const JobContext& job);

/// The journey the parameters mean, with their overrides applied. Errors as runFunnel.
Result<Journey> resolveJourney(const Context& context, const FunnelParams& params, const JobContext& job = {});

} // namespace xo::analysis
