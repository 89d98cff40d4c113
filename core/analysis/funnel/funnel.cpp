#include "core/analysis/funnel/funnel.h"

#include "core/analysis/funnel/peergroups.h"
#include "core/analysis/funnel/run.h"
#include "core/analysis/funnel/verdict.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <thread>

namespace xo::analysis {

namespace {

using detail::FunnelRun;

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

// Type 7 quantiles of several ascending probabilities: each selection only looks at what lies above the one before.
std::vector<double> quantiles(std::vector<std::int64_t>& values, std::initializer_list<double> probabilities) {
    std::vector<double> out;
    auto from = values.begin();
    for (const double p : probabilities) {
        const double position = p * static_cast<double>(values.size() - 1);
        const auto index = static_cast<std::ptrdiff_t>(position);
        const auto at = values.begin() + index;
        std::nth_element(from, at, values.end());
        double value = static_cast<double>(*at);
        const double rest = position - static_cast<double>(index);
        if (rest > 0 && at + 1 != values.end())
            value += rest * static_cast<double>(*std::min_element(at + 1, values.end()) - *at);
        out.push_back(value);
        from = at;
    }
    return out;
}

StageTimes timesTo(const FunnelRun& run, std::span<const std::uint32_t> units, std::size_t k) {
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    const std::vector<Instant>& times = run.events->events.times;
    std::vector<std::int64_t> gaps;
    for (const std::uint32_t u : units)
        if (run.attempts.level[u] > k)
            gaps.push_back(times[run.attempts.events[u * stages + k]] - times[run.attempts.events[u * stages + k - 1]]);
    StageTimes out;
    if (gaps.empty()) return out;
    const std::int64_t sum = std::accumulate(gaps.begin(), gaps.end(), std::int64_t{0});
    out.mean = static_cast<double>(sum) / static_cast<double>(gaps.size()) / 1000.0;
    const std::vector<double> ms = quantiles(gaps, {0.5, 0.75, 0.9});
    out.p50 = ms[0] / 1000.0;
    out.p75 = ms[1] / 1000.0;
    out.p90 = ms[2] / 1000.0;
    return out;
}

std::vector<FunnelStage> summarised(const FunnelRun& run, std::span<const std::uint32_t> units) {
    const std::size_t stages = run.journey.stages.size();
    std::vector<FunnelStage> out(stages);
    for (const std::uint32_t u : units) {
        const std::size_t level = run.attempts.level[u];
        const bool matured = run.isMatured(u);
        for (std::size_t k = 0; k < level; ++k) {
            ++out[k].all.reached;
            if (matured) ++out[k].matured.reached;
        }
        if (run.isConverted(u)) continue;
        FunnelStage& last = out[level - 1];
        if (run.attempts.excluded[u])
            ++last.excluded;
        else
            ++(run.isOpen(u) ? last.open : last.lost);
    }
    for (std::size_t k = 0; k < stages; ++k) {
        FunnelStage& stage = out[k];
        stage.stage = run.journey.stages[k].name;
        for (const auto counts : {&FunnelStage::all, &FunnelStage::matured}) {
            StageCounts& own = stage.*counts;
            own.entrants = (out[0].*counts).reached;
            own.rateFromStart = ratio(own.reached, own.entrants);
            own.rateFromPrevious = ratio(own.reached, (out[k ? k - 1 : 0].*counts).reached);
        }
        if (k > 0 && run.journey.order != FunnelOrder::Any) stage.timeFromPrevious = timesTo(run, units, k);
    }
    return out;
}

void addSatisfaction(std::vector<FunnelStage>& stages, const detail::StageAnswers& answers, std::size_t group) {
    for (std::size_t k = 0; k < stages.size(); ++k) {
        stages[k].satisfaction = detail::satisfaction(answers, group, k);
        stages[k].why = "funnel.why.total_only";
    }
}

stats::SampleMoments momentsOf(const detail::ScoreSums& sums) {
    if (sums.n < 2) return {static_cast<double>(sums.n), 0, 0};
    const auto n = static_cast<double>(sums.n);
    const double deviations = static_cast<double>(sums.n * sums.squares - sums.sum * sums.sum) / n;
    return {n, static_cast<double>(sums.sum) / n, deviations / (n - 1)};
}

// The verdict on a stage is about those who got there: whether they go on, and what they say about it. It compares with
// the period of equal length before.
Result<void> addVerdicts(FunnelResult& result, const Context& context, const FunnelParams& params, const FunnelRun& run,
                         const detail::StageAnswers& answers, const JobContext& job) {
    const auto period = detail::periodBefore(params, run.asOf, context.workspace->zone);
    for (FunnelStage& stage : result.stages)
        stage.why = "funnel.why.no_period";
    result.stages.back().why = "funnel.why.last_stage";
    if (!period || result.stages.size() < 2) return {};
    auto before = detail::countRun(context, params, job, period);
    if (!before) return before.failure();
    std::vector<std::string> notes;
    auto answersBefore = detail::stageAnswers(context, *before, params.satisfaction, nullptr, notes, job);
    if (!answersBefore) return answersBefore.failure();
    std::vector<std::uint32_t> units(before->attempts.size());
    std::iota(units.begin(), units.end(), 0U);
    const std::vector<FunnelStage> reference = summarised(*before, units);
    std::vector<StageEvidence> evidence;
    for (std::size_t k = 0; k + 1 < result.stages.size(); ++k)
        evidence.push_back({result.stages[k].matured.reached, result.stages[k + 1].matured.reached,
                            reference[k].matured.reached, reference[k + 1].matured.reached,
                            momentsOf(answers.sums[0][k]), momentsOf(answersBefore->sums[0][k]),
                            static_cast<double>(answers.range[k])});
    const std::vector<StageVerdict> verdicts = stageVerdicts(evidence);
    for (std::size_t k = 0; k < verdicts.size(); ++k) {
        FunnelStage& stage = result.stages[k];
        stage.verdict = verdicts[k].verdict;
        stage.why = verdicts[k].why;
        stage.whyArguments = verdictArguments(verdicts[k], stage.stage, result.stages[k + 1].stage);
        stage.evidence = verdicts[k];
    }
    return {};
}

std::vector<FunnelGroup> grouped(const FunnelRun& run, const detail::UnitGroups& groups,
                                 const detail::StageAnswers& answers) {
    std::vector<std::uint32_t> begin(groups.labels.size() + 1, 0);
    for (std::size_t u = 0; u < groups.codes.size(); ++u)
        for (const std::uint32_t code : groups.of(u))
            ++begin[code + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::uint32_t> units(begin.back()), next(begin.begin(), begin.end() - 1);
    for (std::uint32_t u = 0; u < groups.codes.size(); ++u)
        for (const std::uint32_t code : groups.of(u))
            units[next[code]++] = u;
    std::vector<FunnelGroup> out;
    for (std::size_t code = 0; code < groups.labels.size(); ++code) {
        const std::span<const std::uint32_t> own(units.data() + begin[code], begin[code + 1] - begin[code]);
        if (own.empty()) continue;
        FunnelGroup group;
        group.value = groups.labels[code];
        group.entrants = static_cast<std::int64_t>(own.size());
        group.stages = summarised(run, own);
        addSatisfaction(group.stages, answers, code + 1);
        out.push_back(std::move(group));
    }
    std::sort(out.begin(), out.end(), [](const FunnelGroup& a, const FunnelGroup& b) {
        if (a.entrants != b.entrants) return a.entrants > b.entrants;
        if (a.value.has_value() != b.value.has_value()) return a.value.has_value();
        return a.value < b.value;
    });
    return out;
}

} // namespace

Result<FunnelResult> runFunnel(const Context& context, const FunnelParams& params, const JobContext& job) {
    auto counted = detail::countRun(context, params, job);
    if (!counted) return counted.failure();
    FunnelRun& run = *counted;
    FunnelResult result;
    std::optional<detail::UnitGroups> groups;
    if (!params.by.empty()) {
        auto made = detail::unitGroups(context, run, params.by, job);
        if (!made) return made.failure();
        groups = std::move(*made);
    }
    auto answers = detail::stageAnswers(context, run, params.satisfaction, groups ? &*groups : nullptr, run.notes, job);
    if (!answers) return answers.failure();

    result.journey = run.journey.name;
    result.window = run.journey.window;
    result.order = run.journey.order;
    result.attempt = run.journey.attempt;
    result.entrants = static_cast<std::int64_t>(run.attempts.size());
    std::vector<std::uint32_t> units(run.attempts.size());
    std::iota(units.begin(), units.end(), 0U);
    result.stages = summarised(run, units);
    addSatisfaction(result.stages, *answers, 0);
    if (auto done = addVerdicts(result, context, params, run, *answers, job); !done) return done.failure();
    if (job.cancelled()) return cancelled();
    result.by = params.by;
    if (groups) result.groups = grouped(run, *groups, *answers);
    if (groups && groups->overlapping()) {
        result.overlapping = true;
        run.notes.emplace_back("funnel.note.overlapping");
    }
    if (groups) detail::comparePeerGroups(result);
    if (job.cancelled()) return cancelled();

    result.bypass = static_cast<std::int64_t>(run.attempts.bypass);
    result.excluded = static_cast<std::int64_t>(run.attempts.removed) +
                      std::accumulate(run.attempts.excluded.begin(), run.attempts.excluded.end(), std::int64_t{0});
    result.untimed = static_cast<std::int64_t>(run.events->events.untimed);
    result.asOf = run.asOf;
    if (run.asOf != kNoTime) result.asOfText = context.workspace->zone.format(run.asOf);
    std::sort(run.notes.begin(), run.notes.end());
    run.notes.erase(std::unique(run.notes.begin(), run.notes.end()), run.notes.end());
    result.notes = run.notes;
    for (const std::size_t t : run.events->tables)
        result.datasets.push_back(context.workspace->tables[t]->name());
    return result;
}

Result<void> prepareFunnel(const Context& context, const FunnelParams& params, const JobContext& job) {
    auto journey = resolveJourney(context, params, job);
    if (!journey) return journey.failure();
    auto events = detail::journeyEvents(context, *journey, job);
    if (!events) return events.failure();
    return {};
}

} // namespace xo::analysis
