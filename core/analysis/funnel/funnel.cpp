#include "core/analysis/funnel/funnel.h"

#include "core/analysis/funnel/peergroups.h"
#include "core/analysis/funnel/run.h"
#include "core/analysis/funnel/verdict.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace xo::analysis {

namespace {

using detail::FunnelRun;

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

// Sorted values at some ascending ranks, by counting the high bits of all values and sorting only those that share
// them with a wanted one.
class Ranked {
public:
    Ranked(const std::vector<std::int64_t>& values, const std::vector<std::size_t>& ranks) : m_ranks(ranks) {
        std::int64_t low = values.front(), high = low;
        for (const std::int64_t value : values) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
        while (static_cast<std::uint64_t>(high - low) >> m_shift >= kBuckets)
            ++m_shift;
        const auto bucketOf = [this, from = low](std::int64_t value) {
            return static_cast<std::size_t>(static_cast<std::uint64_t>(value - from) >> m_shift);
        };
        std::vector<std::uint32_t> counts(kBuckets, 0);
        for (const std::int64_t value : values)
            ++counts[bucketOf(value)];
        std::vector<std::uint8_t> wanted(kBuckets, 0);
        std::size_t before = 0, next = 0;
        for (std::size_t bucket = 0; bucket < kBuckets && next < ranks.size(); ++bucket) {
            bool holds = false;
            for (; next < ranks.size() && ranks[next] < before + counts[bucket]; ++next) {
                m_skipped.push_back(before - m_kept);
                holds = true;
            }
            if (holds) {
                wanted[bucket] = 1;
                m_kept += counts[bucket];
            }
            before += counts[bucket];
        }
        m_values.reserve(m_kept);
        for (const std::int64_t value : values)
            if (wanted[bucketOf(value)]) m_values.push_back(value);
        std::sort(m_values.begin(), m_values.end());
    }
    std::int64_t at(std::size_t i) const { return m_values[m_ranks[i] - m_skipped[i]]; }

private:
    static constexpr std::size_t kBuckets = 1U << 14;
    const std::vector<std::size_t>& m_ranks;
    int m_shift = 0;
    std::size_t m_kept = 0;
    std::vector<std::size_t> m_skipped; // by rank: values below that were not kept
    std::vector<std::int64_t> m_values;
};

// Type 7 quantiles of several ascending probabilities: each selection only looks at what lies above the one before.
std::vector<double> quantiles(std::vector<std::int64_t>& values, std::initializer_list<double> probabilities) {
    constexpr std::size_t kFew = 1U << 13;
    std::vector<std::size_t> ranks; // of each and the one above; ascending where there are many values
    for (const double p : probabilities) {
        ranks.push_back(static_cast<std::size_t>(p * static_cast<double>(values.size() - 1)));
        ranks.push_back(std::min(ranks.back() + 1, values.size() - 1));
    }
    std::optional<Ranked> ranked;
    if (values.size() > kFew) ranked.emplace(values, ranks);
    std::vector<double> out;
    auto from = values.begin();
    for (const double p : probabilities) {
        const std::size_t i = 2 * out.size();
        const double rest = p * static_cast<double>(values.size() - 1) - static_cast<double>(ranks[i]);
        std::int64_t value = 0, above = 0;
        if (ranked) {
            value = ranked->at(i);
            above = ranked->at(i + 1);
        } else {
            const auto at = values.begin() + static_cast<std::ptrdiff_t>(ranks[i]);
            std::nth_element(from, at, values.end());
            value = *at;
            above = rest > 0 && at + 1 != values.end() ? *std::min_element(at + 1, values.end()) : value;
            from = at;
        }
        out.push_back(rest > 0 ? static_cast<double>(value) + rest * static_cast<double>(above - value)
                               : static_cast<double>(value));
    }
    return out;
}

StageTimes timesOf(std::vector<std::int64_t>& gaps) {
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

// What some units add to the figures: by stage the units that got as far and no further, and the times it took to get
// there.
struct Share {
    struct Stopped {
        std::int64_t all = 0, matured = 0, excluded = 0, open = 0, lost = 0;
    };
    std::vector<Stopped> stopped;
    std::vector<std::vector<std::int64_t>> gaps; // [k] = from stage k to k + 1; blank without an order
};

Share shareOf(const FunnelRun& run, std::span<const std::uint32_t> units) {
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    const Instant* const times = run.events->events.times.data();
    const bool timed = run.journey.order != FunnelOrder::Any;
    Share out;
    out.stopped.resize(stages);
    out.gaps.resize(stages);
    for (const std::uint32_t u : units) {
        const std::size_t level = run.attempts.level[u];
        Share::Stopped& last = out.stopped[level - 1];
        ++last.all;
        last.matured += run.isMatured(u) ? 1 : 0;
        if (timed && level > 1) {
            const std::uint32_t* const events = run.attempts.events.data() + u * stages;
            Instant before = times[events[0]];
            for (std::size_t k = 1; k < level; ++k) {
                const Instant time = times[events[k]];
                out.gaps[k].push_back(time - before);
                before = time;
            }
        }
        if (level == stages) continue;
        if (run.attempts.excluded[u])
            ++last.excluded;
        else
            ++(run.isOpen(u) ? last.open : last.lost);
    }
    return out;
}

std::vector<FunnelStage> summarised(const FunnelRun& run, std::span<const std::uint32_t> units, const JobContext& job) {
    const std::size_t stages = run.journey.stages.size();
    std::vector<Share> shares((units.size() + kPieceRows - 1) / kPieceRows);
    forEachChunk(shares.size(), job, [&](std::size_t, std::size_t piece) {
        const std::size_t begin = piece * kPieceRows;
        if (!job.cancelled())
            shares[piece] = shareOf(run, units.subspan(begin, std::min(kPieceRows, units.size() - begin)));
    });
    if (job.cancelled()) return std::vector<FunnelStage>(stages);
    std::vector<FunnelStage> out(stages);
    for (const Share& share : shares)
        for (std::size_t k = 0; k < stages; ++k) {
            const Share::Stopped& stopped = share.stopped[k];
            out[k].excluded += stopped.excluded;
            out[k].open += stopped.open;
            out[k].lost += stopped.lost;
            for (std::size_t reached = 0; reached <= k; ++reached) {
                out[reached].all.reached += stopped.all;
                out[reached].matured.reached += stopped.matured;
            }
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
    }
    if (run.journey.order != FunnelOrder::Any)
        forEachChunk(stages - 1, job, [&](std::size_t, std::size_t k) {
            std::vector<std::int64_t> gaps;
            if (!shares.empty()) gaps = std::move(shares.front().gaps[k + 1]);
            for (std::size_t piece = 1; piece < shares.size(); ++piece) {
                const auto& more = shares[piece].gaps[k + 1];
                gaps.insert(gaps.end(), more.begin(), more.end());
            }
            out[k + 1].timeFromPrevious = timesOf(gaps);
        });
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

// Steps that both periods have entrants for; otherwise nothing can be said.
std::optional<FunnelChange> changeOf(const std::vector<StageEvidence>& steps) {
    FunnelChange change{1, 1, {}};
    std::vector<double> now, before;
    for (const StageEvidence& step : steps) {
        if (step.n == 0 || step.referenceN == 0) return std::nullopt;
        now.push_back(stats::safeRate({static_cast<double>(step.n), static_cast<double>(step.converted)}));
        before.push_back(
            stats::safeRate({static_cast<double>(step.referenceN), static_cast<double>(step.referenceConverted)}));
        change.conversion *= now.back();
        change.reference *= before.back();
    }
    change.contributions = stats::stageContributions(before, now);
    return change;
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
    const std::vector<FunnelStage> reference = summarised(*before, units, job);
    std::vector<StageEvidence> evidence;
    for (std::size_t k = 0; k + 1 < result.stages.size(); ++k)
        evidence.push_back({result.stages[k].matured.reached, result.stages[k + 1].matured.reached,
                            reference[k].matured.reached, reference[k + 1].matured.reached,
                            momentsOf(answers.sums[0][k]), momentsOf(answersBefore->sums[0][k]),
                            static_cast<double>(answers.range[k])});
    result.change = changeOf(evidence);
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
                                 const detail::StageAnswers& answers, const JobContext& job) {
    std::vector<std::uint32_t> begin(groups.labels.size() + 1, 0);
    for (std::size_t u = 0; u < groups.codes.size(); ++u)
        for (const std::uint32_t code : groups.of(u))
            ++begin[code + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::uint32_t> units(begin.back()), next(begin.begin(), begin.end() - 1);
    for (std::uint32_t u = 0; u < groups.codes.size(); ++u)
        for (const std::uint32_t code : groups.of(u))
            units[next[code]++] = u;
    std::vector<FunnelGroup> all(groups.labels.size());
    forEachChunk(all.size(), job, [&](std::size_t, std::size_t code) {
        const std::span<const std::uint32_t> own(units.data() + begin[code], begin[code + 1] - begin[code]);
        if (own.empty() || job.cancelled()) return;
        FunnelGroup& group = all[code];
        JobContext alone = job;
        alone.threads = 1;
        group.value = groups.labels[code];
        group.entrants = static_cast<std::int64_t>(own.size());
        group.stages = summarised(run, own, alone);
        addSatisfaction(group.stages, answers, code + 1);
    });
    std::vector<FunnelGroup> out;
    for (FunnelGroup& group : all)
        if (group.entrants > 0) out.push_back(std::move(group));
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
    result.stages = summarised(run, units, job);
    addSatisfaction(result.stages, *answers, 0);
    if (auto done = addVerdicts(result, context, params, run, *answers, job); !done) return done.failure();
    if (job.cancelled()) return cancelled();
    result.by = params.by;
    if (groups) result.groups = grouped(run, *groups, *answers, job);
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
