#include "core/analysis/hooksimpl.h"

#include "core/analysis/context.h"
#include "core/analysis/funnel/figures.h"
#include "core/analysis/funnel/summary.h"
#include "core/base/text.h"
#include "core/fusion/ties.h"

#include <algorithm>

namespace xo::analysis {

namespace {

// Journeys being counted on this thread: a journey whose conditions lead back to itself is noticed here.
thread_local std::vector<std::string> t_counting;

struct Counting {
    explicit Counting(const std::string& name) { t_counting.push_back(name); }
    ~Counting() { t_counting.pop_back(); }
    Counting(const Counting&) = delete;
    Counting& operator=(const Counting&) = delete;
};

// The snapshot outlives the call; nothing that is kept refers to it.
Context contextOf(const Workspace& workspace) {
    return {std::shared_ptr<const Workspace>(std::shared_ptr<const Workspace>(), &workspace),
            std::make_shared<HooksImpl>()};
}

Result<std::shared_ptr<const detail::FunnelRun>> runOf(const Workspace& workspace, const Journey& journey,
                                                       const JobContext& job) {
    const std::string key = "funnel.journey/" + journey.name;
    // the search counts without holding the place in the cache: its conditions may ask for other journeys
    if (auto kept = workspace.kept<detail::FunnelRun>(key)) return kept;
    if (std::find(t_counting.begin(), t_counting.end(), journey.name) != t_counting.end())
        return fail("funnel.journey_of_itself", {journey.name});
    const Counting counting(journey.name);
    FunnelParams params;
    params.journey = journey.name;
    auto run = detail::countRun(contextOf(workspace), params, job);
    if (!run) return run.failure();
    return workspace.keep(key, std::make_shared<const detail::FunnelRun>(std::move(*run)));
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

Result<std::shared_ptr<const Bitmap>> HooksImpl::journey(const Workspace& workspace, const std::string& name,
                                                         const std::string& stage, query::JourneyState state,
                                                         const JobContext& job) const {
    const auto found = std::find_if(workspace.journeys.begin(), workspace.journeys.end(),
                                    [&](const Journey& journey) { return journey.name == name; });
    if (found == workspace.journeys.end()) {
        std::vector<std::string> names;
        for (const Journey& journey : workspace.journeys)
            names.push_back(journey.name);
        return fail("query.unknown_journey", {name, nearestName(name, names).value_or(joined(names, ", "))});
    }
    std::vector<std::size_t> stages; // a stage may stand in a journey twice
    std::vector<std::string> names;
    for (std::size_t k = 0; k < found->stages.size(); ++k) {
        names.push_back(found->stages[k].name);
        if (names.back() == stage) stages.push_back(k);
    }
    if (stages.empty())
        return fail("query.unknown_stage", {stage, nearestName(stage, names).value_or(joined(names, ", "))});

    auto run = runOf(workspace, *found, job);
    if (!run) return run.failure();
    using Kind = FunnelFigure::Kind;
    const std::size_t subjects = workspace.subjectCount();
    auto out = std::make_shared<Bitmap>(subjects);
    const auto add = [&](Kind kind, std::size_t k) { *out |= detail::subjectsOf(**run, kind, k, subjects); };
    switch (state) {
    case query::JourneyState::Reached:
        add(Kind::Reached, stages.front());
        break;
    case query::JourneyState::Converted:
        add(Kind::Reached, found->stages.size() - 1);
        break;
    case query::JourneyState::Overdue: {
        auto overdue = detail::overdueUnits(**run, job);
        if (!overdue) return overdue.failure();
        for (const detail::OverdueUnit& one : *overdue)
            if (std::find(stages.begin(), stages.end(), one.stage) != stages.end())
                out->set((*run)->attempts.subject[one.unit]);
        break;
    }
    case query::JourneyState::Lost:
    case query::JourneyState::Open:
    case query::JourneyState::Excluded:
        for (const std::size_t k : stages)
            add(state == query::JourneyState::Lost   ? Kind::Lost
                : state == query::JourneyState::Open ? Kind::Open
                                                     : Kind::Excluded,
                k);
        break;
    }
    return std::shared_ptr<const Bitmap>(out);
}

} // namespace xo::analysis
