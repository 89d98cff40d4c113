#include "core/analysis/funnel/funnel.h"
#include "core/base/text.h"
#include "core/query/filter.h"

#include <algorithm>

namespace xo::analysis {

namespace {

using Kind = FunnelFigure::Kind;
using query::JourneyFigure;
using query::JourneyState;

/// Journeys that differ at most in what the options of journey(…) can say of `b`.
bool sameButForOptions(const Journey& a, Journey b) {
    if (!a.dataset.empty()) b.dataset = a.dataset;
    b.window = a.window;
    b.order = a.order;
    b.attempt = a.attempt;
    return a == b;
}

/// The journey that the text names, or one of the stages alone; nullopt = the text can say neither.
std::optional<Journey> toldJourney(const Workspace& workspace, const FunnelParams& params, const Journey& journey) {
    if (params.stages.empty() || params.definition)
        for (const Journey& saved : workspace.journeys)
            if (!saved.name.empty() && sameButForOptions(journey, saved)) return saved;
    Journey plain;
    plain.name = journey.name;
    for (const JourneyStage& stage : journey.stages) {
        plain.stages.emplace_back();
        plain.stages.back().name = stage.name;
        // what is asked about a stage and expected of it doesn't choose customers
        plain.stages.back().question = stage.question;
        plain.stages.back().moreQuestions = stage.moreQuestions;
        plain.stages.back().target = stage.target;
        plain.stages.back().standards = stage.standards;
    }
    if (!sameButForOptions(journey, plain)) return std::nullopt;
    plain.name.clear();
    return plain;
}

JourneyState stateOf(Kind kind, bool optional) {
    switch (kind) {
    case Kind::Reached:
        break;
    case Kind::Converted: // who got to the next stage has been at this one, unless it may be passed over
        return optional ? JourneyState::Passed : JourneyState::Reached;
    case Kind::Stopped:
        return JourneyState::Stopped;
    case Kind::Lost:
        return JourneyState::Lost;
    case Kind::Open:
        return JourneyState::Open;
    case Kind::Excluded:
        return JourneyState::Excluded;
    case Kind::Overdue:
        return JourneyState::Overdue;
    }
    return JourneyState::Reached;
}

} // namespace

Result<std::string> figureFilter(const Context& context, const FunnelParams& params, const FunnelFigure& figure,
                                 const JobContext& job) {
    const auto journey = resolveJourney(context, params, job);
    if (!journey) return journey.failure();
    const auto& stages = journey->stages;
    if (figure.stage >= stages.size())
        return fail("funnel.no_such_stage", {std::to_string(figure.stage + 1), std::to_string(stages.size())});
    const auto told = toldJourney(*context.workspace, params, *journey);
    if (!told) return std::string();

    JourneyFigure text;
    text.journey = told->name;
    if (told->name.empty())
        for (const JourneyStage& stage : stages)
            text.stages.push_back(stage.name);
    if (journey->dataset != told->dataset) text.dataset = journey->dataset;
    if (journey->window != told->window) text.window = journey->window;
    if (journey->order != told->order) text.order = journey->order;
    if (journey->attempt != told->attempt) text.attempt = journey->attempt;
    text.from = params.from;
    text.to = params.to;
    text.asOf = params.asOf;
    text.removeExcluded = params.removeExcluded;
    const auto filter = query::parse(params.filter);
    if (!filter) return filter.failure();
    text.filter = filter->root;
    if (figure.inGroup) {
        text.by = params.by;
        text.group = figure.group;
    }

    text.state = stateOf(figure.kind, stages[figure.stage].optional);
    std::size_t stage = figure.stage;
    if (figure.kind == Kind::Converted && text.state == JourneyState::Reached) {
        stage = nextRequired(*journey, figure.stage);
        if (stage >= stages.size()) { // nobody goes on behind the last stage
            stage = figure.stage;
            text.state = JourneyState::Passed;
        }
    }
    text.stage = stages[stage].name;
    const auto same = [&](const JourneyStage& other) { return other.name == text.stage; };
    const auto own = stages.begin() + static_cast<std::ptrdiff_t>(stage);
    if (std::count_if(stages.begin(), stages.end(), same) > 1)
        text.nth = static_cast<std::size_t>(std::count_if(stages.begin(), own, same)) + 1;
    text.matured = figure.maturedOnly;
    return query::print(text);
}

} // namespace xo::analysis
