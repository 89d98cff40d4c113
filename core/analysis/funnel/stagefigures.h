#pragma once

#include "core/stats/differences.h"
#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// Where the time curve of a stage stands after `time` seconds of waiting at the stage before.
struct SurvivalStep {
    double time = 0;                   ///< seconds
    double atRisk = 0;                 ///< still waiting just before
    double converted = 0;              ///< share that has got here by then
    double lost = 0;                   ///< share stopped by the exclusion event by then; 0 without such events
    std::optional<stats::Interval> ci; ///< 95 % of `converted`
    bool operator==(const SurvivalStep&) const = default;
};
/// How long it takes to get to a stage from the one before, everybody counted who got that far: those still open have
/// waited until as-of, those whose window ended until then (both censored). Without losses Kaplan–Meier (1 − S, the
/// log(−log) interval); where the exclusion event stopped some, losses compete: Aalen–Johansen's shares and interval.
struct StageSurvival {
    std::int64_t n = 0, converted = 0, lost = 0, censored = 0;
    bool competing = false;
    std::optional<double> median;    ///< seconds by which half have got here; nullopt when that isn't reached
    std::optional<double> reliable;  ///< seconds up to which ten or more are at risk
    std::vector<SurvivalStep> steps; ///< at most 240 points of the curve, exact where they stand
    bool operator==(const StageSurvival&) const = default;
};

/// A stage against the same stage of others: the share that gets here from the stage before (matured), and what those
/// who answered say about it.
struct StageComparison {
    std::int64_t n = 0, reached = 0;           ///< matured: at the stage before, and here
    std::int64_t otherN = 0, otherReached = 0; ///< of the others
    std::optional<double> rate, otherRate;
    std::optional<stats::DifferenceTest> conversion; ///< rate − other rate; pooled z, Newcombe's interval
    std::optional<double> conversionQ;               ///< Benjamini–Hochberg over the stages (and groups) of one table
    double answers = 0, otherAnswers = 0;
    std::optional<double> mean, otherMean;
    std::optional<stats::DifferenceTest> satisfaction; ///< Welch
    std::optional<double> satisfactionQ;
    bool operator==(const StageComparison&) const = default;
};

/// How a group's share of those at a stage and its rate changed what the whole goes on at, against the period before
/// (METHODS 1.7): mix + rate over the groups is the change.
struct GroupChange {
    std::optional<std::string> value; ///< nullopt = blank
    bool pooled = false;              ///< groups of fewer than 30 in either period, together
    std::int64_t n = 0, referenceN = 0;
    double rate = 0, referenceRate = 0; ///< a group without a base in a period has the other period's
    double mix = 0;                     ///< grew or shrank
    double own = 0;                     ///< goes on better or worse
    double se = 0;                      ///< of `own`
    double p = 1, q = 1;                ///< two-sided, of `own`; Benjamini–Hochberg over the groups
    bool operator==(const GroupChange&) const = default;
};

/// One reason of those who got to a stage and went no further.
struct DropReason {
    bool satisfied = false;              ///< given by those satisfied with the stage (the two highest scores)
    std::string reason;                  ///< blank = none stated
    double share = 0;                    ///< of all who left, weighted; a person's reasons count 1/m each
    std::optional<stats::Interval> ci95; ///< linearised; nullopt with a single respondent
    std::optional<double> lost;          ///< its part of the stage's expected loss
    bool operator==(const DropReason&) const = default;
};
struct DropReasons {
    std::string question;
    std::int64_t left = 0;           ///< units that stopped at the stage for good
    std::int64_t answered = 0;       ///< of them answered about it (a valid score)
    double satisfied = 0;            ///< weighted share of the satisfied among those who left
    bool weighted = false;           ///< for response that differs between the groups of `by`
    bool onlyAnswerers = false;      ///< fewer than 10 % answered: these are the answerers' reasons
    std::vector<DropReason> reasons; ///< by share, descending
    bool operator==(const DropReasons&) const = default;
};

} // namespace xo::analysis
