#include "core/analysis/hooksimpl.h"

#include "core/analysis/context.h"
#include "core/analysis/funnel/figures.h"
#include "core/analysis/funnel/keptrun.h"
#include "core/base/text.h"
#include "core/fusion/ties.h"
#include "core/query/filter.h"

#include <algorithm>

namespace xo::analysis {

namespace {

// The snapshot outlives the call; nothing that is kept refers to it.
Context contextOf(const Workspace& workspace) {
    return {std::shared_ptr<const Workspace>(std::shared_ptr<const Workspace>(), &workspace),
            std::make_shared<HooksImpl>()};
}

FunnelParams paramsOf(const query::JourneyFigure& figure) {
    FunnelParams params;
    params.journey = figure.journey;
    params.stages = figure.stages;
    params.dataset = figure.dataset;
    params.from = figure.from;
    params.to = figure.to;
    params.asOf = figure.asOf;
    params.window = figure.window;
    params.order = figure.order;
    params.attempt = figure.attempt;
    params.removeExcluded = figure.removeExcluded;
    params.filter = query::print(query::Filter{figure.filter});
    params.by = figure.by;
    return params;
}

FunnelFigure::Kind kindOf(query::JourneyState state) {
    using Kind = FunnelFigure::Kind;
    switch (state) {
    case query::JourneyState::Reached:
    case query::JourneyState::Converted:
        break;
    case query::JourneyState::Passed:
        return Kind::Converted;
    case query::JourneyState::Stopped:
        return Kind::Stopped;
    case query::JourneyState::Lost:
        return Kind::Lost;
    case query::JourneyState::Open:
        return Kind::Open;
    case query::JourneyState::Excluded:
        return Kind::Excluded;
    case query::JourneyState::Overdue:
        return Kind::Overdue;
    }
    return Kind::Reached;
}

// The stages of the journey that the name and the number mean.
Result<std::vector<std::size_t>> stagesOf(const Journey& journey, const query::JourneyFigure& figure) {
    const bool first = figure.nth == 0 && figure.state == query::JourneyState::Reached;
    std::vector<std::size_t> stages; // a stage may stand in a journey twice
    std::vector<std::string> names;
    std::size_t seen = 0;
    for (std::size_t k = 0; k < journey.stages.size(); ++k) {
        names.push_back(journey.stages[k].name);
        if (names.back() != figure.stage) continue;
        ++seen;
        if (first ? seen == 1 : figure.nth == 0 || seen == figure.nth) stages.push_back(k);
    }
    if (stages.empty()) {
        const std::string asked =
            figure.nth > 1 ? figure.stage + " (nth = " + std::to_string(figure.nth) + ")" : figure.stage;
        return fail("query.unknown_stage", {asked, nearestName(figure.stage, names).value_or(joined(names, ", "))});
    }
    if (figure.state == query::JourneyState::Converted) stages.assign(1, journey.stages.size() - 1);
    return stages;
}

} // namespace

Result<std::shared_ptr<const Ties>> HooksImpl::ties(const Workspace& workspace, std::size_t answersTable,
                                                    const std::string& column, const JobContext& job) const {
    using Shared = std::shared_ptr<const Ties>;
    return workspace.cached<Ties>("fusion.ties/" + std::to_string(answersTable) + "/" + column,
                                  [&]() -> Result<Shared> {
                                      auto made = fusion::tieAnswers(workspace, answersTable, column, {}, job);
                                      if (!made) return made.failure();
                                      return Shared(std::make_shared<const Ties>(std::move(*made)));
                                  });
}

Result<std::shared_ptr<const Bitmap>> HooksImpl::journey(const Workspace& workspace, const query::JourneyFigure& figure,
                                                         const JobContext& job) const {
    const auto named = [&](const Journey& journey) { return journey.name == figure.journey; };
    if (figure.stages.empty() && std::none_of(workspace.journeys.begin(), workspace.journeys.end(), named)) {
        std::vector<std::string> names;
        for (const Journey& journey : workspace.journeys)
            names.push_back(journey.name);
        return fail(
            "query.unknown_journey",
            {figure.journey, nearestName(figure.journey, names).value_or(names.empty() ? "–" : joined(names, ", "))});
    }
    const Context context = contextOf(workspace);
    const FunnelParams params = paramsOf(figure);
    const auto journey = resolveJourney(context, params, job);
    if (!journey) return journey.failure();
    const auto stages = stagesOf(*journey, figure);
    if (!stages) return stages.failure();
    const query::Filter filter{figure.filter};
    const auto run = detail::keptRun(context, params, job, &filter);
    if (!run) return run.failure();
    auto out = std::make_shared<Bitmap>(workspace.subjectCount());
    for (const std::size_t stage : *stages) {
        FunnelFigure of;
        of.kind = kindOf(figure.state);
        of.stage = stage;
        of.maturedOnly = figure.matured;
        of.inGroup = !figure.by.empty();
        of.group = figure.group;
        auto who = detail::subjectsOf(context, **run, figure.by, of, job);
        if (!who) return who.failure();
        *out |= *who;
    }
    return std::shared_ptr<const Bitmap>(out);
}

} // namespace xo::analysis
