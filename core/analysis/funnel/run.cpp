#include "core/analysis/funnel/run.h"

#include "core/analysis/funnel/optionalstages.h"
#include "core/base/parallel.h"
#include "core/base/prefetch.h"
#include "core/base/text.h"
#include "core/query/filter.h"
#include "core/query/reach.h"

#include <algorithm>

namespace xo::analysis::detail {

namespace {

// A date or date-time of the command line; `endOfDay`: a date means its last instant.
Result<Instant> instantOf(const std::string& text, bool endOfDay, const TimeZone& zone) {
    const auto parsed = parseTime(text);
    if (!parsed) return fail("funnel.bad_time", {text});
    const Instant time = zone.fromParsed(*parsed);
    if (!endOfDay || !parsed->dateOnly) return time;
    return zone.startOfDay(zone.localDay(time) + 1) - 1;
}

Result<void> applyDates(const FunnelParams& params, const TimeZone& zone, KernelRules& rules) {
    if (!params.from.empty()) {
        auto from = instantOf(params.from, false, zone);
        if (!from) return from.failure();
        rules.from = *from;
    }
    if (!params.to.empty()) {
        auto to = instantOf(params.to, true, zone);
        if (!to) return to.failure();
        rules.to = *to;
    }
    return {};
}

// What a filter leaves: of the subjects, and of the events of those; empty = all.
struct Kept {
    Bitmap subjects, events;
};
Result<Kept> keptBy(const Context& context, const JourneyEvents& events, const Journey& journey,
                    const query::Filter& filter, const JobContext& job) {
    const auto [bySubject, byRow] = query::splitBySubject(filter, *context.workspace, events.tables);
    Kept out;
    if (!bySubject.empty()) {
        auto outcome = query::evaluateSubjects(bySubject, *context.workspace, *context.hooks, job);
        if (!outcome) return outcome.failure();
        out.subjects = std::move(outcome->yes);
    }
    if (byRow.empty()) return out;
    std::vector<Bitmap> rows;
    for (const std::size_t table : events.tables) {
        auto outcome = query::evaluateRows(byRow, *context.workspace, *context.hooks, table, events.tables, job);
        if (!outcome) return outcome.failure();
        rows.push_back(std::move(outcome->yes));
    }
    auto rowOf = events.rows(context, journey, job);
    if (!rowOf) return rowOf.failure();
    const StagedEvents& staged = events.events;
    const std::uint32_t* const row = (*rowOf)->data();
    out.events = Bitmap(staged.times.size());
    const bool done = forEachPiece(staged.times.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        // pieces are made of whole words
        for (std::size_t i = begin; i < end; ++i)
            out.events.words()[i / 64] |= std::uint64_t{rows[staged.tables.empty() ? 0 : staged.tables[i]].test(row[i])}
                                          << (i % 64);
    });
    if (!done) return cancelled();
    return out;
}

Result<void> checkTimes(const Context& context, const JourneyEvents& events, const Journey& journey,
                        std::vector<std::string>& notes) {
    const bool anyOrder = journey.order == FunnelOrder::Any;
    const std::size_t total = events.events.times.size();
    bool hasColumn = false;
    std::vector<std::string> names;
    for (const std::size_t t : events.tables) {
        hasColumn = hasColumn || context.workspace->tables[t]->findRole(RoleKind::Time);
        names.push_back(context.workspace->tables[t]->name());
    }
    const bool none = !hasColumn || (total > 0 && events.events.untimed == total);
    if (none && !anyOrder) return fail("funnel.needs_times", {joined(names, ", ")});
    if (none)
        notes.emplace_back("funnel.note.no_times");
    else if (events.events.untimed > 0)
        notes.emplace_back(anyOrder ? "funnel.note.some_untimed" : "funnel.note.untimed_left_out");
    return {};
}

} // namespace

Result<Instant> asOfTime(const FunnelParams& params, const JourneyEvents& events, const Journey& journey,
                         const TimeZone& zone) {
    if (!params.asOf.empty()) return instantOf(params.asOf, true, zone);
    // where days are counted, a date that was seen is a day that is over
    if (events.latestByDay && journey.window.unit == Span::Unit::CalendarDay)
        return zone.startOfDay(zone.localDay(events.latest) + 1) - 1;
    return events.latest;
}

std::optional<Period> periodBefore(const FunnelParams& params, Instant asOf, const TimeZone& zone) {
    if (params.from.empty()) return std::nullopt;
    const auto from = instantOf(params.from, false, zone);
    const auto to = params.to.empty() ? Result<Instant>(asOf) : instantOf(params.to, true, zone);
    if (!from || !to || *to < *from) return std::nullopt;
    return Period{*from - (*to - *from) - 1, *from - 1};
}

Result<FunnelRun> countRun(const Context& context, const FunnelParams& params, const JobContext& job,
                           const std::optional<Period>& period, const query::Filter* filter) {
    const Workspace& workspace = *context.workspace;
    FunnelRun run;
    auto journey = resolveJourney(context, params, job);
    if (!journey) return journey.failure();
    run.journey = std::move(*journey);
    const bool guessed =
        !params.definition && params.stages.empty() && params.journey.empty() && workspace.journeys.empty();
    if (guessed) run.notes.emplace_back("funnel.note.stages_guessed");
    auto events = journeyEvents(context, run.journey, job);
    if (!events) return events.failure();
    run.events = *events;
    if (std::any_of(run.events->tables.begin(), run.events->tables.end(),
                    [&](std::size_t t) { return workspace.tables[t]->orderProblem().has_value(); }))
        run.notes.emplace_back("funnel.note.order_damaged");
    if (!run.events->unseen.empty() && !run.events->known.empty()) {
        // a stage that was typed is a slip; one of a saved journey may just not have happened yet
        if (!params.definition && !params.stages.empty()) {
            const std::string& name = run.events->unseen.front();
            return fail("funnel.unknown_stage",
                        {name, nearestName(name, run.events->known).value_or(joined(run.events->known, ", "))});
        }
        run.notes.emplace_back("funnel.note.stage_without_events");
    }
    if (auto done = checkTimes(context, *run.events, run.journey, run.notes); !done) return done.failure();

    KernelRules rules;
    rules.order = run.journey.order;
    rules.attempt = run.journey.attempt;
    rules.window = run.journey.window;
    rules.zone = workspace.zone;
    rules.removeExcluded = params.removeExcluded;
    if (rules.order != FunnelOrder::Any)
        for (const JourneyStage& stage : run.journey.stages)
            if (!stage.optional) rules.stepLimits.push_back(stage.stepLimit);
    if (auto done = applyDates(params, workspace.zone, rules); !done) return done.failure();
    if (period) {
        rules.from = period->from;
        rules.to = period->to;
    }
    auto asOf = asOfTime(params, *run.events, run.journey, workspace.zone);
    if (!asOf) return asOf.failure();
    run.asOf = *asOf;
    rules.asOf = *asOf;
    const auto read = filter ? Result<query::Filter>(*filter) : query::parse(params.filter);
    if (!read) return read.failure();
    auto left = keptBy(context, *run.events, run.journey, *read, job);
    if (!left) return left.failure();
    run.keep = std::move(left->events);
    const Bitmap* const kept = run.keep.size() > 0 ? &run.keep : nullptr;
    if (left->subjects.size() > 0) rules.subjects = &left->subjects;
    if (run.events->unheld > 0) run.notes.emplace_back("funnel.note.hold_blank");
    if (run.events->required) {
        Bitmap required = run.events->requiredKeep;
        if (kept) required &= *kept;
        auto attempts = countAttempts(*run.events->required, rules, &required, job);
        if (!attempts) return attempts.failure();
        run.attempts = withOptional(*run.events, run.journey, *attempts, rules, kept);
        return run;
    }
    auto attempts = countAttempts(run.events->events, rules, kept, job, run.events->spare());
    if (!attempts) return attempts.failure();
    run.attempts = std::move(*attempts);
    return run;
}

namespace {

// Values of an events column on every event table of the run, with common codes.
Result<UnitGroups> groupsOfEvents(const Context& context, const FunnelRun& run, const std::string& column,
                                  const JobContext& job) {
    UnitGroups out;
    Dictionary labels;
    std::vector<std::vector<std::uint32_t>> members{{0}}; // of the combinations, when a table has a Set
    bool isSet = false;
    std::vector<query::Dimension> values;
    std::vector<std::vector<std::uint32_t>> common;
    for (const std::size_t t : run.events->tables) {
        values.emplace_back();
        common.emplace_back();
        if (!context.workspace->tables[t]->find(column)) continue;
        auto dimension = query::reachRows(column, *context.workspace, *context.hooks, t, job);
        if (!dimension) return dimension.failure();
        values.back() = std::move(*dimension);
        const query::Dimension& own = values.back();
        isSet = isSet || own.isSet();
        // a combination gets a code of its own: members.size() at the time
        for (std::size_t code = 0; code < own.labels.size(); ++code) {
            if (!own.isSet() && !own.labels[code]) {
                common.back().push_back(0);
                continue;
            }
            std::vector<std::uint32_t> options;
            if (own.isSet())
                for (const std::uint32_t option : own.members[code])
                    options.push_back(own.options[option] ? labels.add(*own.options[option]) : 0);
            else
                options.push_back(labels.add(*own.labels[code]));
            common.back().push_back(code == 0 ? 0 : static_cast<std::uint32_t>(members.size()));
            if (code != 0) members.push_back(std::move(options));
        }
    }
    const StagedEvents& events = run.events->events;
    auto rowOf = run.events->rows(context, run.journey, job);
    if (!rowOf) return rowOf.failure();
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    out.codes.assign(run.attempts.size(), 0);
    std::vector<std::uint32_t> counted;
    for (std::size_t u = 0; u < run.attempts.size(); ++u) {
        counted.assign(run.attempts.events.begin() + static_cast<std::ptrdiff_t>(u * stages),
                       run.attempts.events.begin() + static_cast<std::ptrdiff_t>(u * stages + run.attempts.level[u]));
        if (run.events->required) counted.erase(std::remove(counted.begin(), counted.end(), kNoEvent), counted.end());
        if (run.journey.order == FunnelOrder::Any) std::sort(counted.begin(), counted.end()); // in the order of time
        for (const std::uint32_t event : counted) {
            const std::size_t part = events.tables.empty() ? 0 : events.tables[event];
            if (common[part].empty()) continue;
            out.codes[u] = common[part][values[part].codes[(**rowOf)[event]]];
            if (out.codes[u]) break;
        }
    }
    out.labels.emplace_back();
    for (std::uint32_t code = 1; code < labels.size(); ++code)
        out.labels.emplace_back(std::string(labels.at(code)));
    if (isSet) {
        out.members = std::move(members);
        return out;
    }
    for (std::uint32_t& code : out.codes)
        code = members[code].front();
    return out;
}

// A category of the only table: its own codes are the groups', nothing is numbered anew. Nullopt: another way is
// needed.
Result<std::optional<UnitGroups>> groupsByCodes(const Context& context, const FunnelRun& run, const std::string& name,
                                                const JobContext& job) {
    constexpr std::uint32_t kMostLabels = 1U << 16;
    if (run.events->tables.size() != 1 || run.journey.order == FunnelOrder::Any) return std::optional<UnitGroups>();
    const Table& table = *context.workspace->tables[run.events->tables.front()];
    const auto index = table.find(name);
    if (!index || table.columns()[*index].name != name || table.columns()[*index].type != ValueType::Category)
        return std::optional<UnitGroups>();
    auto loaded = table.column(*index);
    if (!loaded) return loaded.failure();
    const Column& column = **loaded;
    if (column.dictionary->size() > kMostLabels) return std::optional<UnitGroups>();
    UnitGroups out;
    out.labels.emplace_back();
    for (std::uint32_t code = 1; code < column.dictionary->size(); ++code)
        out.labels.emplace_back(std::string(column.dictionary->at(code)));
    out.codes.assign(run.attempts.size(), 0);
    const auto stages = static_cast<std::size_t>(run.attempts.stages);
    auto rowOf = run.events->rows(context, run.journey, job);
    if (!rowOf) return rowOf.failure();
    const std::uint32_t* const rows = (*rowOf)->data();
    column.codes.visit([&](const auto& codes) {
        forEachPiece(out.codes.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
            // rows of one customer stand far apart: they are on their way while others are looked at
            constexpr std::size_t kAhead = 128;
            const auto* const cells = codes.data();
            const std::uint32_t* const counted = run.attempts.events.data();
            for (std::size_t u = begin; u < end; ++u) {
                if (u % kAhead == 0)
                    for (std::size_t next = u; next < std::min(end, u + kAhead); ++next)
                        if (const std::uint32_t event = counted[next * stages]; event != kNoEvent)
                            prefetch(cells + rows[event]);
                std::uint32_t code = 0;
                for (std::size_t k = 0; k < run.attempts.level[u] && code == 0; ++k)
                    if (const std::uint32_t event = counted[u * stages + k]; event != kNoEvent)
                        code = cells[rows[event]];
                out.codes[u] = code;
            }
        });
    });
    if (job.cancelled()) return cancelled();
    return std::optional<UnitGroups>(std::move(out));
}

UnitGroups groupsOfSubjects(const FunnelRun& run, query::Dimension dimension, const JobContext& job) {
    UnitGroups out;
    out.labels = std::move(dimension.isSet() ? dimension.options : dimension.labels);
    out.members = std::move(dimension.members);
    out.codes.resize(run.attempts.size());
    forEachPiece(out.codes.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t u = begin; u < end; ++u)
            out.codes[u] = dimension.codes[run.attempts.subject[u]];
    });
    return out;
}

} // namespace

Result<UnitGroups> unitGroups(const Context& context, const FunnelRun& run, const std::string& by,
                              const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    const auto held = [&](const std::string& name) {
        return std::any_of(run.events->tables.begin(), run.events->tables.end(),
                           [&](std::size_t t) { return workspace.tables[t]->find(name).has_value(); });
    };
    if (held(by)) {
        auto own = groupsByCodes(context, run, by, job);
        if (!own) return own.failure();
        return *own ? Result<UnitGroups>(std::move(**own)) : groupsOfEvents(context, run, by, job);
    }
    if (constexpr std::string_view prefix = "event."; by.starts_with(prefix) && held(by.substr(prefix.size())))
        return groupsOfEvents(context, run, by.substr(prefix.size()), job);
    if (by.starts_with("customer.")) {
        auto dimension = query::reachSubjects(by, workspace, job);
        if (!dimension) return dimension.failure();
        return groupsOfSubjects(run, std::move(*dimension), job);
    }
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Customers))
        if (workspace.tables[t]->find(by)) {
            auto dimension = query::reachSubjects("customer." + query::quotedName(by), workspace, job);
            if (!dimension) return dimension.failure();
            return groupsOfSubjects(run, std::move(*dimension), job);
        }
    // what is left is an error: the query room names it
    auto dimension = query::reachRows(by, workspace, *context.hooks, run.events->tables.front(), job);
    if (!dimension) return dimension.failure();
    return fail("funnel.cannot_group", {by});
}

} // namespace xo::analysis::detail
