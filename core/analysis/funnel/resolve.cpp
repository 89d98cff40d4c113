#include "core/analysis/funnel/run.h"

#include "core/base/text.h"

#include <algorithm>
#include <numeric>

namespace xo::analysis {

namespace detail {

namespace {
constexpr std::size_t kMostGuessedStages = 12;
} // namespace

// The values of the stage column in the order in which customers first meet them: a value stands before another when
// more customers met it first (Copeland's rule over all pairs; ties keep the order of first appearance).
namespace {
Result<Journey> guess(const Context& context, const std::string& dataset, const JobContext& job) {
    auto tables = eventTables(*context.workspace, dataset);
    if (!tables) return tables.failure();
    Journey journey;
    journey.dataset = dataset;
    Dictionary names;
    for (const std::size_t t : *tables) {
        const Table& table = *context.workspace->tables[t];
        const auto index = table.findRole(RoleKind::Stage);
        if (!index) continue;
        auto column = table.column(*index);
        if (!column) return column.failure();
        if ((*column)->info.type != ValueType::Category) continue;
        for (std::uint32_t code = 1; code < (*column)->dictionary->size(); ++code)
            names.add((*column)->dictionary->at(code));
    }
    if (names.size() < 2) return fail("funnel.no_journey");
    if (names.size() > kMostGuessedStages + 1)
        return fail("funnel.stages_not_given", {std::to_string(names.size() - 1)});
    for (std::uint32_t code = 1; code < names.size(); ++code) {
        journey.stages.emplace_back();
        journey.stages.back().name = std::string(names.at(code));
    }
    auto built = journeyEvents(context, journey, job);
    if (!built) return built.failure();
    const StagedEvents& events = (*built)->events;
    const std::size_t n = journey.stages.size();
    std::vector<std::vector<std::int64_t>> first(n, std::vector<std::int64_t>(n, 0));
    for (std::size_t s = 1; s < events.subjects(); ++s) {
        std::uint64_t met = 0;
        for (std::size_t i = events.offsets[s]; i < events.offsets[s + 1]; ++i) {
            const auto k = static_cast<std::size_t>(events.stage[i] - 1);
            if (events.times[i] == kNoTime || (met >> k & 1U)) continue;
            for (std::size_t other = 0; other < n; ++other)
                if (met >> other & 1U) ++first[other][k];
            met |= std::uint64_t{1} << k;
        }
    }
    std::vector<int> wins(n, 0);
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < n; ++b)
            if (first[a][b] > first[b][a]) ++wins[a];
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return wins[a] > wins[b]; });
    std::vector<JourneyStage> stages;
    for (const std::size_t k : order)
        stages.push_back(journey.stages[k]);
    journey.stages = std::move(stages);
    return journey;
}
} // namespace

Result<Journey> guessedJourney(const Context& context, const std::string& dataset, const JobContext& job) {
    const std::string key = "funnel.guess/" + dataset;
    if (const auto kept = context.workspace->kept<Journey>(key)) return *kept;
    auto made = guess(context, dataset, job);
    if (!made) return made;
    return *context.workspace->keep(key, std::make_shared<const Journey>(std::move(*made)));
}

} // namespace detail

namespace {

Result<Journey> chosenJourney(const Context& context, const FunnelParams& params, const JobContext& job) {
    const std::vector<Journey>& saved = context.workspace->journeys;
    const auto names = [&] {
        std::vector<std::string> all;
        for (const Journey& journey : saved)
            all.push_back(journey.name);
        return all;
    };
    if (params.definition) return *params.definition;
    if (!params.stages.empty()) {
        Journey journey;
        for (const std::string& stage : params.stages) {
            if (trimmed(stage).empty()) return fail("funnel.blank_stage");
            journey.stages.emplace_back();
            journey.stages.back().name = stage;
        }
        return journey;
    }
    if (!params.journey.empty()) {
        for (const Journey& journey : saved)
            if (journey.name == params.journey) return journey;
        const std::string known = joined(names(), ", ");
        return fail("funnel.unknown_journey",
                    {params.journey, nearestName(params.journey, names()).value_or(known.empty() ? "–" : known)});
    }
    if (saved.size() == 1) return saved.front();
    if (saved.size() > 1) return fail("funnel.several_journeys", {joined(names(), ", ")});
    return detail::guessedJourney(context, params.dataset, job);
}

} // namespace

Result<Journey> resolveJourney(const Context& context, const FunnelParams& params, const JobContext& job) {
    auto journey = chosenJourney(context, params, job);
    if (!journey) return journey;
    if (!params.dataset.empty()) journey->dataset = params.dataset;
    if (params.window) journey->window = *params.window;
    if (params.order) journey->order = *params.order;
    if (params.attempt) journey->attempt = *params.attempt;
    return journey;
}

} // namespace xo::analysis
