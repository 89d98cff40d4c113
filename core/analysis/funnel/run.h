#pragma once

#include "core/analysis/funnel/funnel.h"
#include "core/analysis/funnel/kernel.h"

#include <memory>
#include <mutex>
#include <span>

namespace xo::query {
struct Filter;
}

namespace xo::analysis::detail {

/// The events of a journey, ready for the kernel; kept with the workspace.
struct JourneyEvents {
    std::vector<std::size_t> tables; ///< indexes in Workspace::tables; StagedEvents::tables counts along these
    StagedEvents events;
    /// Per table and row: lowest stage, as StagedEvents::stage. Empty for a table whose events came in the order that
    /// the file keeps: then codeStage gives it for each code of stageColumn.
    std::vector<std::vector<std::uint8_t>> rowStage;
    std::shared_ptr<const Column> stageColumn;
    std::vector<std::uint8_t> codeStage;
    std::vector<std::vector<std::uint64_t>> rowFits; ///< per table and row, empty when no event fits two stages
    Instant latest = kNoTime;                        ///< latest time of any row of these tables
    bool latestByDay = false;                        ///< that time is a date
    std::size_t unheld = 0;                          ///< events of stages left out because a held value is blank
    /// Of journeys with optional stages: the events as the kernel sees them, without those stages (equal positions);
    /// `requiredKeep`: bit per event, those that don't fit optional stages alone.
    std::optional<StagedEvents> required;
    Bitmap requiredKeep;
    std::vector<std::string> unseen; ///< stages told by their name that no event has
    std::vector<std::string> known;  ///< values of the stage columns
    /// Stages (bit k−1 = stage k) that a row of table `part` fits.
    std::uint64_t fits(std::size_t part, std::size_t row) const;

    /// Row of each event. A funnel without groups or filter needs none: those of an order that the file keeps are read
    /// when first asked for. Errors: those of journeyEvents.
    Result<std::shared_ptr<const std::vector<std::uint32_t>>> rows(const Context& context, const Journey& journey,
                                                                   const JobContext& job) const;

    /// The memory of a run that is over, for the next one: fresh memory costs a quarter of it.
    Attempts spare() const;
    void giveBack(Attempts&& attempts) const;

private:
    mutable std::mutex m_spareMutex;
    mutable Attempts m_spare;
    mutable std::mutex m_rowsMutex;
    mutable std::shared_ptr<const std::vector<std::uint32_t>> m_rows;
};

/// Tables the journey reads: its dataset or all event datasets. Errors: columnar.no_dataset …, funnel.no_events,
/// funnel.needs_customer{dataset}.
Result<std::vector<std::size_t>> eventTables(const Workspace& workspace, const std::string& dataset);

/// Builds or finds them. Errors: funnel.no_stages, funnel.too_many_stages{n, most}, funnel.needs_stage{datasets},
/// those of the conditions.
Result<std::shared_ptr<const JourneyEvents>> journeyEvents(const Context& context, const Journey& journey,
                                                           const JobContext& job);

/// The values of the stage column in the order in which customers first meet them; at most 12. Errors:
/// funnel.no_journey, funnel.stages_not_given{n}.
Result<Journey> guessedJourney(const Context& context, const std::string& dataset, const JobContext& job);

/// A funnel counted, before it is summed up.
struct FunnelRun {
    Journey journey;
    std::shared_ptr<const JourneyEvents> events;
    Attempts attempts;
    Instant asOf = kNoTime;
    std::vector<std::string> notes;
    Bitmap keep; ///< per event position; empty = no filter on events
    bool isMatured(std::size_t unit) const { return attempts.windowEndOf(unit) <= asOf || asOf == kNoTime; }
    /// May still reach the next stage. Only for units that didn't convert and weren't excluded.
    bool isOpen(std::size_t unit) const { return asOf != kNoTime && attempts.openUntilOf(unit) > asOf; }
    bool isConverted(std::size_t unit) const { return attempts.level[unit] == attempts.stages; }
    /// Got to the stage (0-based). Every stage below the level, unless optional ones were passed over.
    bool reached(std::size_t unit, std::size_t stage) const {
        return attempts.events[unit * static_cast<std::size_t>(attempts.stages) + stage] != kNoEvent;
    }
};
/// First-stage instants from … to, both inclusive.
struct Period {
    Instant from = INT64_MIN, to = INT64_MAX;
};
/// `period`: instead of the dates of the parameters. `filter`: params.filter as it was read elsewhere; null = read it.
Result<FunnelRun> countRun(const Context& context, const FunnelParams& params, const JobContext& job,
                           const std::optional<Period>& period = std::nullopt, const query::Filter* filter = nullptr);
/// The time up to which the data are known: that of the parameters, else the latest of the events. Error
/// funnel.bad_time{text}.
Result<Instant> asOfTime(const FunnelParams& params, const JourneyEvents& events, const Journey& journey,
                         const TimeZone& zone);
/// The period of equal length just before the one asked for; nullopt when `from` isn't given (then nothing is compared)
/// or cannot be read.
std::optional<Period> periodBefore(const FunnelParams& params, Instant asOf, const TimeZone& zone);

/// Group of each unit (code into labels; 0 = blank). Of a Set the code is that of a combination, and the unit is in the
/// group of every option members[code].
struct UnitGroups {
    std::vector<std::uint32_t> codes;
    std::vector<std::optional<std::string>> labels;
    std::vector<std::vector<std::uint32_t>> members; ///< empty = no Set
    bool overlapping() const { return !members.empty(); }
    std::span<const std::uint32_t> of(std::size_t unit) const {
        return overlapping() ? std::span(members[codes[unit]]) : std::span(codes).subspan(unit, 1);
    }
};
Result<UnitGroups> unitGroups(const Context& context, const FunnelRun& run, const std::string& by,
                              const JobContext& job);

/// Sums of the answers about one stage.
struct ScoreSums {
    std::int64_t n = 0, sum = 0, squares = 0, top2 = 0, promoters = 0, detractors = 0;
};
stats::SampleMoments momentsOf(const ScoreSums& sums);
struct PairSums {
    std::int64_t n = 0;
    double sum = 0, squares = 0;
};
/// A question's answers by stage: sums[group][stage]; group 0 = all units, then one entry per group code + 1.
struct StageAnswers {
    std::vector<std::string> questions; ///< per stage; blank = none asked
    std::vector<bool> isNps;            ///< per stage
    std::vector<int> range;             ///< per stage: highest − lowest score of the scale
    std::vector<bool> lowIsBest;        ///< per stage
    std::vector<std::vector<ScoreSums>> sums;
    /// When asked for, likewise: per customer, the mean score about the stage less the mean of those about its other
    /// stages, scores on a scale of 0 (worst) … 1.
    std::vector<std::vector<PairSums>> pairs;
};
struct StageAsk {
    std::size_t which = 0; ///< 0 = each stage's question, 1 … = its further ones
    bool pairs = false;
};
/// `groups` may be null. Notes of missing questions go into `notes`; a question named by the user is an error then.
Result<StageAnswers> stageAnswers(const Context& context, const FunnelRun& run, const std::string& question,
                                  const UnitGroups* groups, std::vector<std::string>& notes, const JobContext& job,
                                  const StageAsk& ask = {});
/// Per row of a table of answers, bit k = it is about stage k: by its own stage column, else by the event it is tied
/// to.
Result<std::vector<std::uint64_t>> stagesOfAnswers(const Context& context, const FunnelRun& run, std::size_t table,
                                                   const JobContext& job);
/// Units of each subject: those of subject s are first[s] … first[s + 1) − 1.
struct UnitsOfSubjects {
    std::vector<std::uint32_t> first;
    explicit UnitsOfSubjects(const FunnelRun& run);
};
std::optional<StageSatisfaction> satisfaction(const StageAnswers& answers, std::size_t group, std::size_t stage);

} // namespace xo::analysis::detail
