#include "core/analysis/funnel/figures.h"

#include "core/analysis/funnel/summary.h"
#include "core/base/text.h"
#include "core/query/filter.h"

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

bool isUnique(const Journey& journey, std::size_t stage) {
    return std::count_if(journey.stages.begin(), journey.stages.end(),
                         [&](const JourneyStage& other) { return other.name == journey.stages[stage].name; }) == 1;
}

// A saved journey with its own settings: journey('J') says what its counted attempts say.
std::string journeyText(const Journey& journey, const FunnelFigure& figure) {
    const std::size_t stages = journey.stages.size();
    const std::size_t last = figure.kind == Kind::Converted ? nextRequired(journey, figure.stage) : figure.stage;
    if (figure.kind == Kind::Converted && journey.stages[figure.stage].optional) return {};
    if (last >= stages || !isUnique(journey, figure.stage) || !isUnique(journey, last)) return {};
    const std::string of = "journey(" + query::quotedText(journey.name) + ").";
    const std::string name = query::quotedText(journey.stages[last].name);
    const auto stopped = [&](const char* how) { return of + "stopped(" + name + ", " + how + ")"; };
    switch (figure.kind) {
    case Kind::Reached:
    case Kind::Converted:
        return of + "reached(" + name + ")";
    case Kind::Lost:
        return stopped("lost");
    case Kind::Open:
        return stopped("open");
    case Kind::Excluded:
        return stopped("excluded");
    case Kind::Overdue:
        return stopped("overdue");
    case Kind::Stopped:
        if (last + 1 == stages) return {};
        return stopped("lost") + " or " + stopped("open") +
               (journey.exclusion.empty() ? std::string() : " or " + stopped("excluded"));
    }
    return {};
}

// Without a saved journey: reached('S') asks for an event of the stage, whatever the order and the window; it is given
// where it selects the same customers.
std::string reachedText(const FunnelRun& run, const FunnelFigure& figure, const Bitmap& subjects) {
    const auto& stages = run.journey.stages;
    if (run.events->required) return {};
    const bool further = figure.kind == Kind::Converted, stopped = figure.kind == Kind::Stopped;
    if (figure.kind != Kind::Reached && !further && !stopped) return {};
    const std::size_t reached = figure.stage + (further ? 1 : 0);
    const std::size_t not_reached = figure.stage + 1;
    if (reached >= stages.size() || (stopped && not_reached >= stages.size())) return {};
    const auto holders = [&](std::size_t k) {
        Bitmap who(subjects.size());
        const StagedEvents& events = run.events->events;
        for (std::size_t s = 1; s < events.subjects(); ++s)
            for (std::size_t i = events.offsets[s]; i < events.offsets[s + 1]; ++i)
                if (events.mask(i) >> k & 1U) who.set(s);
        return who;
    };
    Bitmap same(subjects.size(), true);
    std::string text;
    for (std::size_t k = 0; k <= reached; ++k) {
        if (!stages[k].condition.empty() || !isUnique(run.journey, k)) return {};
        same &= holders(k);
        text = query::conjunction(text, "reached(" + query::quotedText(stages[k].name) + ")");
    }
    if (stopped) {
        if (!stages[not_reached].condition.empty() || !isUnique(run.journey, not_reached)) return {};
        same.subtract(holders(not_reached));
        text = query::conjunction(text, "not reached(" + query::quotedText(stages[not_reached].name) + ")");
    }
    return same == subjects ? text : std::string();
}

} // namespace

namespace detail {

Bitmap subjectsOf(const FunnelRun& run, Kind kind, std::size_t stage, std::size_t subjects,
                  const std::function<bool(std::size_t)>& keep) {
    Bitmap out(subjects);
    for (std::size_t u = 0; u < run.attempts.size(); ++u)
        if (unitMatches(run, u, kind, stage) && (!keep || keep(u))) out.set(run.attempts.subject[u]);
    return out;
}

} // namespace detail

Result<FunnelCustomers> funnelCustomers(const Context& context, const FunnelParams& params, const FunnelFigure& figure,
                                        const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    auto counted = detail::countRun(context, params, job);
    if (!counted) return counted.failure();
    const FunnelRun& run = *counted;
    if (figure.stage >= run.journey.stages.size())
        return fail("funnel.no_such_stage",
                    {std::to_string(figure.stage + 1), std::to_string(run.journey.stages.size())});
    detail::UnitGroups groups;
    std::optional<std::uint32_t> wanted;
    if (figure.inGroup) {
        auto made = detail::unitGroups(context, run, params.by, job);
        if (!made) return made.failure();
        groups = std::move(*made);
        for (std::uint32_t code = 0; code < groups.labels.size(); ++code)
            if (groups.labels[code] == figure.group) wanted = code;
    }
    const auto holds = [&](std::size_t unit) {
        const auto own = groups.of(unit);
        return std::find(own.begin(), own.end(), *wanted) != own.end();
    };
    FunnelCustomers out;
    const bool overdue = figure.kind == Kind::Overdue;
    Bitmap late(overdue ? run.attempts.size() : 0);
    if (overdue) {
        auto units = detail::overdueUnits(run, job);
        if (!units) return units.failure();
        for (const detail::OverdueUnit& one : *units)
            if (one.stage == figure.stage) late.set(one.unit);
    }
    const Kind kind = overdue ? Kind::Open : figure.kind;
    out.subjects = detail::subjectsOf(run, kind, figure.stage, workspace.subjectCount(), [&](std::size_t u) {
        return (!figure.maturedOnly || run.isMatured(u)) && (!figure.inGroup || (wanted && holds(u))) &&
               (!overdue || late.test(u));
    });

    const bool asSaved = !params.window && !params.order && !params.attempt && params.from.empty() &&
                         params.to.empty() && params.asOf.empty() && trimmed(params.filter).empty() &&
                         !params.removeExcluded && params.dataset.empty() && !figure.maturedOnly;
    const bool saved = !params.definition && params.stages.empty() && !run.journey.name.empty();
    const bool byCustomer = !figure.inGroup || params.by.starts_with("customer.");
    if (asSaved && byCustomer) {
        out.filter = saved            ? journeyText(run.journey, figure)
                     : figure.inGroup ? std::string()
                                      : reachedText(run, figure, out.subjects);
        if (figure.inGroup && !out.filter.empty()) {
            const std::string column = "customer." + query::quotedName(params.by.substr(9));
            out.filter = query::conjunction(out.filter, figure.group ? column + " = " + query::quotedText(*figure.group)
                                                                     : column + " is blank");
        }
    }
    return out;
}

} // namespace xo::analysis
