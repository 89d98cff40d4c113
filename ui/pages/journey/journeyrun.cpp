#include "ui/pages/journey/journeyrun.h"

#include "ui/pages/journey/journeyinspector.h"

#include <QDate>

#include <algorithm>

namespace xo::ui {

namespace {

constexpr int kRecentMonths = 6;

// Whether any stage has what a verdict needs, now and in the time before.
bool judged(const analysis::FunnelResult& result) {
    return std::any_of(result.stages.begin(), result.stages.end(),
                       [](const auto& stage) { return stage.evidence && stage.evidence->tested; });
}

// First day of whole months up to the latest day; blank without one.
Result<std::string> startOf(const analysis::Context& context, const analysis::FunnelParams& params, int months,
                            const JobContext& job) {
    const auto asOf = analysis::funnelAsOf(context, params, job);
    if (!asOf) return asOf.failure();
    if (*asOf == kNoTime) return std::string();
    const std::string text = context.workspace->zone.format(*asOf).substr(0, 10);
    const QDate last = QDate::fromString(QString::fromStdString(text), Qt::ISODate);
    return last.addDays(1).addMonths(-months).toString(Qt::ISODate).toStdString();
}

void addScale(JourneyRun& run, const Workspace& workspace) {
    for (const auto& stage : run.result.stages) {
        if (!stage.satisfaction) continue;
        run.answers += stage.satisfaction->n;
        for (const auto& table : workspace.tables)
            if (const auto at = table->find(stage.satisfaction->question); at && table->columns()[*at].role.isScore()) {
                run.scaleLow = table->columns()[*at].role.scaleLow;
                run.scaleHigh = table->columns()[*at].role.scaleHigh;
            }
    }
}

} // namespace

Result<JourneyRun> computeJourney(const analysis::Context& context, analysis::FunnelParams params, int months,
                                  std::optional<int> decided, const JourneyExtras& extras, const JobContext& job) {
    JourneyRun run;
    analysis::FunnelParams plain = params;
    plain.stages.clear();
    if (const auto journey = analysis::resolveJourney(context, plain, job))
        for (const JourneyStage& stage : journey->stages)
            run.stages.append(QString::fromStdString(stage.name));
    const bool automatic = months == JourneyInspector::kAutomaticMonths;
    const auto counted = [&](analysis::FunnelParams asked) {
        asked.survival = extras.survival;
        asked.reasons = extras.reasons;
        asked.compareFilter = extras.compareFilter;
        if (!asked.from.empty() && extras.compareFilter.empty()) asked.compare = extras.compare;
        if (!automatic || asked.from.empty()) asked.trend = extras.trend;
        return analysis::runFunnel(context, asked, job);
    };
    run.extras = extras;
    run.params = params;
    run.months = automatic ? decided.value_or(kRecentMonths) : months;
    if (run.months > 0) {
        auto from = startOf(context, params, run.months, job);
        if (!from) return from.failure();
        run.params.from = std::move(*from);
    }
    auto result = counted(run.params);
    if (!result) return result.failure();
    if (automatic && !decided && !run.params.from.empty() && !judged(*result)) {
        run.months = 0;
        run.params = params;
        result = counted(params);
        if (!result) return result.failure();
    }
    run.result = std::move(*result);
    if (automatic && !run.params.from.empty() && extras.trend != analysis::Trend::None) {
        params.trend = extras.trend; // the course of time goes as far as it can
        auto whole = analysis::runFunnel(context, params, job);
        if (!whole) return whole.failure();
        run.result.trend = std::move(whole->trend);
        run.result.trendBy = whole->trendBy;
    }
    run.figures = run.params;
    if (auto journey = analysis::resolveJourney(context, run.params, job)) run.figures.definition = std::move(*journey);
    addScale(run, *context.workspace);
    const auto answers = context.workspace->tablesOfKind(DatasetKind::Answers);
    if (!answers.empty() && context.hooks)
        if (const auto ties = context.hooks->ties(*context.workspace, answers.front(), {}, job))
            run.link = (*ties)->quality;
    if (job.cancelled()) return cancelled();
    return run;
}

} // namespace xo::ui
