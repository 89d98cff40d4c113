#include "core/analysis/funnel/parts.h"
#include "core/analysis/score/periods.h"
#include "core/base/text.h"
#include "core/query/filter.h"
#include "core/stats/multiplicity.h"

#include <algorithm>

namespace xo::analysis::detail {

namespace {

constexpr double kLeastTested = 10; // rows with a smaller base are not in the family of tests

struct Side {
    std::int64_t n = 0, reached = 0;
    ScoreSums scores;
};

StageComparison compared(const Side& own, const Side& other) {
    StageComparison out;
    out.n = own.n, out.reached = own.reached;
    out.otherN = other.n, out.otherReached = other.reached;
    const auto k1 = static_cast<double>(own.reached), n1 = static_cast<double>(own.n);
    const auto k0 = static_cast<double>(other.reached), n0 = static_cast<double>(other.n);
    if (own.n > 0) out.rate = k1 / n1;
    if (other.n > 0) out.otherRate = k0 / n0;
    if (own.n > 0 && other.n > 0) out.conversion = stats::twoProportionTest(k1, n1, k0, n0);
    const stats::SampleMoments first = momentsOf(own.scores), second = momentsOf(other.scores);
    out.answers = first.n, out.otherAnswers = second.n;
    if (first.n > 0) out.mean = first.mean;
    if (second.n > 0) out.otherMean = second.mean;
    out.satisfaction = stats::welchTest(first, second);
    return out;
}

Side sideOf(const FunnelRun& run, const std::vector<FunnelStage>& stages, const StageAnswers& answers,
            std::size_t group, std::size_t k) {
    Side out;
    if (k > 0) out = {stages[previousRequired(run.journey, k)].matured.reached, stages[k].matured.reached, {}};
    if (!answers.questions[k].empty()) out.scores = answers.sums[group][k];
    return out;
}

Side without(const Side& whole, const Side& part) {
    Side out = whole;
    out.n -= part.n;
    out.reached -= part.reached;
    out.scores.n -= part.scores.n;
    out.scores.sum -= part.scores.sum;
    out.scores.squares -= part.scores.squares;
    return out;
}

void addQ(const std::vector<StageComparison*>& family) {
    std::vector<StageComparison*> conversion, satisfaction;
    std::vector<double> pO, pX;
    for (StageComparison* one : family) {
        if (one->conversion && static_cast<double>(one->n) >= kLeastTested) {
            conversion.push_back(one);
            pO.push_back(one->conversion->p);
        }
        if (one->satisfaction && one->answers >= kLeastTested) {
            satisfaction.push_back(one);
            pX.push_back(one->satisfaction->p);
        }
    }
    const auto qO = stats::benjaminiHochberg(pO), qX = stats::benjaminiHochberg(pX);
    for (std::size_t i = 0; i < conversion.size(); ++i)
        conversion[i]->conversionQ = qO[i];
    for (std::size_t i = 0; i < satisfaction.size(); ++i)
        satisfaction[i]->satisfactionQ = qX[i];
}

// The same days a year earlier, both ends inclusive.
Period yearBefore(const Period& period, const TimeZone& zone) {
    const auto shifted = [&](Instant time) {
        const std::int64_t day = zone.localDay(time);
        CivilDate date = civilFromDays(day);
        --date.year;
        if (!isValidDate(date)) date.day = 28;
        return zone.startOfDay(daysFromCivil(date)) + (time - zone.startOfDay(day));
    };
    return {shifted(period.from), shifted(period.to + 1) - 1};
}

} // namespace

void compareWithRest(FunnelResult& result, const Counted& now) {
    std::vector<StageComparison*> family;
    const auto codes = codesOf(*now.groups);
    for (FunnelGroup& group : result.groups) {
        if (group.entrants == result.entrants) continue; // there is no rest
        const std::size_t code = codes.at(group.value);
        for (std::size_t k = 0; k < group.stages.size(); ++k) {
            const Side own = sideOf(now.run, group.stages, now.answers, code + 1, k);
            const Side all = sideOf(now.run, result.stages, now.answers, 0, k);
            group.stages[k].versusRest = compared(own, without(all, own));
            family.push_back(&*group.stages[k].versusRest);
        }
    }
    addQ(family);
}

Result<void> addComparison(FunnelResult& result, const Context& context, const FunnelParams& params, const Counted& now,
                           const JobContext& job) {
    const bool byFilter = !trimmed(params.compareFilter).empty();
    if (params.compare == Compare::None && !byFilter) return {};
    const TimeZone& zone = context.workspace->zone;
    FunnelComparison out;
    FunnelParams others = params;
    std::optional<Counted> own, other;
    if (byFilter) {
        if (auto parsed = query::parse(params.compareFilter); !parsed) return parsed.failure();
        out.with = "filter";
        FunnelParams these = params;
        these.filter = query::conjunction(params.filter, params.compareFilter);
        others.filter = query::conjunction(params.filter, "not (" + params.compareFilter + ")");
        // whoever has no event left is outside: asked as of the same day
        auto counts = counted(context, these, {}, false, std::nullopt, job);
        if (!counts) return counts.failure();
        own = std::move(*counts);
        auto rest = counted(context, others, {}, false, std::nullopt, job);
        if (!rest) return rest.failure();
        other = std::move(*rest);
        out.stages = own->stages;
        out.entrants = static_cast<std::int64_t>(own->run.attempts.size());
    } else {
        auto period = periodBefore(params, now.run.asOf, zone);
        if (!period) return fail("funnel.compare_needs_from");
        if (params.compare == Compare::Year) {
            const Instant length = period->to - period->from + 1;
            period = yearBefore({period->to + 1, period->to + length}, zone);
        }
        auto counts = counted(context, params, {}, false, period, job);
        if (!counts) return counts.failure();
        other = std::move(*counts);
        out.with = std::string(compareName(params.compare));
        out.from = zone.format(period->from);
        out.to = zone.format(period->to);
        out.entrants = result.entrants;
    }
    out.otherStages = other->stages;
    out.otherEntrants = static_cast<std::int64_t>(other->run.attempts.size());
    const Counted& first = own ? *own : now;
    std::vector<StageComparison*> family;
    out.tests.resize(result.stages.size());
    for (std::size_t k = 0; k < out.tests.size(); ++k) {
        out.tests[k] = compared(sideOf(first.run, first.stages, first.answers, 0, k),
                                sideOf(other->run, other->stages, other->answers, 0, k));
        family.push_back(&out.tests[k]);
    }
    addQ(family);
    result.comparison = std::move(out);
    return {};
}

void addTrend(FunnelResult& result, const Context& context, Trend trend, const FunnelRun& run) {
    result.trendBy = trend;
    if (trend == Trend::None) return;
    Instant low = INT64_MAX, high = kNoTime;
    for (const Instant start : run.attempts.start) {
        if (start == kNoTime) continue;
        low = std::min(low, start);
        high = std::max(high, start);
    }
    if (high == kNoTime) return;
    const std::size_t stages = run.journey.stages.size();
    const Periods periods(trend, context.workspace->zone, context.workspace->fiscalStartMonth, low, high);
    result.trend.resize(periods.size() - 1);
    for (std::size_t code = 1; code < periods.size(); ++code) {
        FunnelTrendPoint& point = result.trend[code - 1];
        point.period = *periods.label(static_cast<std::uint32_t>(code));
        point.all.resize(stages);
        point.matured.resize(stages);
    }
    for (std::size_t u = 0; u < run.attempts.size(); ++u) {
        const std::uint32_t code = periods.codeOf(run.attempts.start[u]);
        if (code == 0) continue;
        FunnelTrendPoint& point = result.trend[code - 1];
        const bool matured = run.isMatured(u);
        point.immature = point.immature || !matured;
        for (std::size_t k = 0; k < run.attempts.level[u]; ++k) {
            if (!run.reached(u, k)) continue;
            ++point.all[k].reached;
            point.matured[k].reached += matured ? 1 : 0;
        }
    }
    const auto ratio = [](std::int64_t part, std::int64_t whole) {
        return whole ? std::optional(static_cast<double>(part) / static_cast<double>(whole)) : std::nullopt;
    };
    for (FunnelTrendPoint& point : result.trend)
        for (auto* counts : {&point.all, &point.matured})
            for (std::size_t k = 0; k < stages; ++k) {
                StageCounts& own = (*counts)[k];
                own.entrants = (*counts)[0].reached;
                own.rateFromStart = ratio(own.reached, own.entrants);
                own.rateFromPrevious = ratio(own.reached, (*counts)[k ? previousRequired(run.journey, k) : 0].reached);
            }
}

} // namespace xo::analysis::detail
