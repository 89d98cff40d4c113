#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xo {

/// A span of time as the user wrote it. Hours are exact; 'cd' counts calendar days in the project's zone.
struct Span {
    enum class Unit : std::uint8_t { Second, Minute, Hour, Day, CalendarDay };
    std::int64_t amount = 0;
    Unit unit = Unit::Day;
    bool operator==(const Span&) const = default;
    /// "90d", "36h", "30min", "45s", "7cd"; error model.bad_span{text}. Amount must be positive.
    static Result<Span> parse(std::string_view text);
    std::string text() const;
    /// Length in ms; a calendar day counts as 24 h here (use addTo for the exact end).
    std::int64_t nominalMs() const;
};

/// What a metric of a stage's event should keep to (a standard operating procedure).
struct StageStandard {
    std::string metric;    ///< column of the events: "wait_hours"
    std::string op = "<="; ///< "<=", "<", ">=", ">"
    double limit = 0;      ///< in the column's unit
    bool operator==(const StageStandard&) const = default;
};

/// One stage: a condition on events.
struct JourneyStage {
    std::string name;
    std::string condition;                       ///< filter text on an event; blank = the `stage` column equals `name`
    std::optional<Span> stepLimit;               ///< longest time from the previous stage (from the last one reached)
    std::string question;                        ///< X question asked about this stage, the verdict's; blank = none
    std::vector<std::string> moreQuestions = {}; ///< shown beside it; empty without `question`
    bool optional = false;                       ///< may be passed over; neither the first stage nor the last
    std::optional<double> target = {}; ///< share of those who get here that should go on (to the next stage that isn't
                                       ///< optional), 0 … 1
    std::vector<StageStandard> standards = {};
    bool operator==(const JourneyStage&) const = default;
};

enum class FunnelOrder : std::uint8_t { Sequential, Strict, StrictAll, Any };
enum class FunnelAttempt : std::uint8_t { Furthest, First, Every };
std::string_view funnelOrderName(FunnelOrder order);       ///< "sequential", "strict", "strict-all", "any"
std::string_view funnelAttemptName(FunnelAttempt attempt); ///< "furthest", "first", "every"
Result<FunnelOrder> funnelOrderFromName(std::string_view name);
Result<FunnelAttempt> funnelAttemptFromName(std::string_view name);

/// A saved journey (`xow journey set PROJECT J.json`).
struct Journey {
    std::string name;
    std::string dataset; ///< event dataset; blank = all event datasets together
    std::vector<JourneyStage> stages;
    Span window{365, Span::Unit::Day};
    FunnelOrder order = FunnelOrder::Sequential;
    FunnelAttempt attempt = FunnelAttempt::Furthest;
    std::string exclusion; ///< filter text on an event; counts up to the step before it; blank = none
    /// Columns of the events whose values stay the same through an attempt (order, dealer, VIN); an event with a blank
    /// one takes part in none, an exclusion event with a blank one in all.
    std::vector<std::string> hold;
    bool operator==(const Journey&) const = default;
};
/// The next stage that isn't optional; stages.size() behind the last.
std::size_t nextRequired(const Journey& journey, std::size_t stage);
/// The stage before `stage` (> 0) that isn't optional.
std::size_t previousRequired(const Journey& journey, std::size_t stage);
/// Error model.bad_journey{what is wrong}: no name of a stage, an optional first or last stage, a target outside 0 … 1,
/// a standard without metric or with another sign.
Result<void> checkJourney(const Journey& journey);
Json toJson(const Journey& journey);
Result<Journey> journeyFromJson(const Json& json);

/// A saved segment: the rule (live), or a snapshot (its customers frozen on a day, with the rule they came from).
struct Segment {
    std::string name;
    std::string rule; ///< filter text over customers
    std::string note;
    bool snapshot = false;
    std::string snapshotDay;               ///< ISO date; blank when live
    std::vector<std::string> snapshotKeys; ///< customer keys; empty when live
    bool operator==(const Segment&) const = default;
};
Json toJson(const Segment& segment);
Result<Segment> segmentFromJson(const Json& json);

} // namespace xo
