#include "core/analysis/funnel/figures.h"

#include "core/analysis/funnel/keptrun.h"
#include "core/analysis/funnel/summary.h"

#include <algorithm>

namespace xo::analysis {

namespace {

using detail::FunnelRun;
using Kind = FunnelFigure::Kind;

bool unitMatches(const FunnelRun& run, std::size_t u, Kind kind, std::size_t stage) {
    const std::size_t level = run.attempts.level[u];
    if (stage >= run.journey.stages.size()) return false;
    const bool stopped = level == stage + 1 && !run.isConverted(u);
    const bool excluded = run.attempts.excluded[u] != 0;
    switch (kind) {
    case Kind::Reached:
        return run.reached(u, stage);
    case Kind::Converted: {
        const std::size_t next = nextRequired(run.journey, stage);
        return run.reached(u, stage) && next < run.journey.stages.size() && run.reached(u, next);
    }
    case Kind::Stopped:
        return stopped;
    case Kind::Lost:
        return stopped && !excluded && !run.isOpen(u);
    case Kind::Open:
        return stopped && !excluded && run.isOpen(u);
    case Kind::Excluded:
        return stopped && excluded;
    case Kind::Overdue:
        return false; // needs the threshold
    }
    return false;
}

} // namespace

namespace detail {

Result<Bitmap> subjectsOf(const Context& context, const FunnelRun& run, const std::string& by,
                          const FunnelFigure& figure, const JobContext& job) {
    if (figure.stage >= run.journey.stages.size())
        return fail("funnel.no_such_stage",
                    {std::to_string(figure.stage + 1), std::to_string(run.journey.stages.size())});
    UnitGroups groups;
    std::optional<std::uint32_t> wanted;
    if (figure.inGroup) {
        auto made = unitGroups(context, run, by, job);
        if (!made) return made.failure();
        groups = std::move(*made);
        for (std::uint32_t code = 0; code < groups.labels.size(); ++code)
            if (groups.labels[code] == figure.group) wanted = code;
    }
    const auto holds = [&](std::size_t unit) {
        const auto own = groups.of(unit);
        return std::find(own.begin(), own.end(), *wanted) != own.end();
    };
    const bool overdue = figure.kind == Kind::Overdue;
    Bitmap late(overdue ? run.attempts.size() : 0);
    if (overdue) {
        auto units = overdueUnits(run, job);
        if (!units) return units.failure();
        for (const OverdueUnit& one : *units)
            if (one.stage == figure.stage) late.set(one.unit);
    }
    const Kind kind = overdue ? Kind::Open : figure.kind;
    Bitmap out(context.workspace->subjectCount());
    for (std::size_t u = 0; u < run.attempts.size(); ++u)
        if (unitMatches(run, u, kind, figure.stage) && (!figure.maturedOnly || run.isMatured(u)) &&
            (!figure.inGroup || (wanted && holds(u))) && (!overdue || late.test(u)))
            out.set(run.attempts.subject[u]);
    return out;
}

} // namespace detail

Result<FunnelCustomers> funnelCustomers(const Context& context, const FunnelParams& params, const FunnelFigure& figure,
                                        const JobContext& job) {
    const auto run = detail::keptRun(context, params, job);
    if (!run) return run.failure();
    auto subjects = detail::subjectsOf(context, **run, params.by, figure, job);
    if (!subjects) return subjects.failure();
    auto filter = figureFilter(context, params, figure, job);
    if (!filter) return filter.failure();
    return FunnelCustomers{std::move(*subjects), std::move(*filter)};
}

} // namespace xo::analysis
