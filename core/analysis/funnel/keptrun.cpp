#include "core/analysis/funnel/keptrun.h"

#include "core/base/boundedcache.h"
#include "core/base/text.h"

#include <algorithm>

namespace xo::analysis::detail {

namespace {

constexpr std::size_t kMostBytes = std::size_t{512} << 20;
using Runs = BoundedCache<FunnelRun>;

// Funnels being counted on this thread: one whose conditions lead back to itself is noticed here.
thread_local std::vector<std::string> t_counting;

struct Counting {
    explicit Counting(const std::string& key) { t_counting.push_back(key); }
    ~Counting() { t_counting.pop_back(); }
    Counting(const Counting&) = delete;
    Counting& operator=(const Counting&) = delete;
};

// What the count depends on.
std::string keyOf(const Workspace& workspace, const FunnelParams& params) {
    FunnelParams counted;
    counted.definition = params.definition;
    if (!params.definition) counted.stages = params.stages;
    if (!params.definition && params.stages.empty()) {
        counted.journey = params.journey;
        if (counted.journey.empty() && workspace.journeys.size() == 1)
            counted.journey = workspace.journeys.front().name;
    }
    counted.dataset = params.dataset;
    counted.window = params.window;
    counted.order = params.order;
    counted.attempt = params.attempt;
    counted.from = params.from;
    counted.to = params.to;
    counted.asOf = params.asOf;
    counted.filter = std::string(trimmed(params.filter));
    counted.removeExcluded = params.removeExcluded;
    return toJson(counted).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::size_t bytesOf(const FunnelRun& run) {
    const Attempts& of = run.attempts;
    const auto bytes = [](const auto& values) { return values.size() * sizeof(values[0]); };
    std::size_t sums = 0;
    for (const AttemptSums& part : of.sums)
        for (const auto* lists : {&part.gaps, &part.openSince})
            for (const auto& list : *lists)
                sums += bytes(list);
    return sums + bytes(of.subject) + bytes(of.start) + bytes(of.level) + bytes(of.excluded) + bytes(of.events) +
           bytes(of.windowEnd) + bytes(of.openUntil) + bytes(of.exclusionTime) + bytes(run.keep.words());
}

} // namespace

Result<std::shared_ptr<const FunnelRun>> keptRun(const Context& context, const FunnelParams& params,
                                                 const JobContext& job, const query::Filter* filter) {
    const auto runs = *context.workspace->cached<Runs>(
        "funnel.runs", []() -> Result<std::shared_ptr<const Runs>> { return std::make_shared<const Runs>(); });
    const std::string key = keyOf(*context.workspace, params);
    // nothing is locked while it is counted: its conditions may ask for other funnels
    if (auto kept = runs->find(key)) return kept;
    if (std::find(t_counting.begin(), t_counting.end(), key) != t_counting.end())
        return fail("funnel.journey_of_itself", {params.journey});
    const Counting counting(key);
    auto run = countRun(context, params, job, std::nullopt, filter);
    if (!run) return run.failure();
    const std::size_t bytes = bytesOf(*run);
    return runs->keep(key, std::make_shared<const FunnelRun>(std::move(*run)), bytes, kMostBytes);
}

} // namespace xo::analysis::detail
