#include "core/analysis/funnel/clusterevents.h"
#include "core/analysis/funnel/optionalstages.h"
#include "core/analysis/funnel/run.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/query/filter.h"
#include "core/query/reach.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace xo::analysis::detail {

namespace {

using Shared = std::shared_ptr<const JourneyEvents>;

// What the kept structure depends on: the tables, what each stage means, and whether unmapped events take part.
std::string cacheKey(const Journey& journey, const std::vector<std::size_t>& tables) {
    Json stages = Json::array();
    for (const JourneyStage& stage : journey.stages)
        stages.push_back(
            {stage.condition.empty() ? "=" + stage.name : stage.condition, !stage.condition.empty(), stage.optional});
    Json parts{tables, stages, journey.exclusion, journey.order == FunnelOrder::StrictAll, journey.hold};
    return "funnel.events/" + parts.dump();
}

// The stage each value of a stage column stands for.
std::vector<std::uint64_t> masksByCode(const Journey& journey, const Column& column) {
    std::vector<std::uint64_t> masks(column.dictionary->size(), 0);
    for (std::size_t k = 0; k < journey.stages.size(); ++k)
        if (journey.stages[k].condition.empty())
            if (const std::uint32_t code = column.dictionary->find(journey.stages[k].name))
                masks[code] |= std::uint64_t{1} << k;
    return masks;
}

struct TableStages {
    std::vector<std::uint8_t> stage;
    std::vector<std::uint64_t> fits; // empty when no row of this table fits two stages
};

std::uint8_t lowest(std::uint64_t mask) {
    return mask ? static_cast<std::uint8_t>(std::countr_zero(mask) + 1) : kNotMapped;
}

Result<Bitmap> rowsOf(const std::string& condition, const Context& context, std::size_t table,
                      const std::vector<std::size_t>& tables, const JobContext& job) {
    auto filter = query::parse(condition);
    if (!filter) return filter.failure();
    std::vector<std::size_t> siblings;
    std::copy_if(tables.begin(), tables.end(), std::back_inserter(siblings), [&](auto t) { return t != table; });
    auto outcome = query::evaluateRows(*filter, *context.workspace, *context.hooks, table, siblings, job);
    if (!outcome) return outcome.failure();
    return std::move(outcome->yes);
}

Result<TableStages> stagesOfRows(const Context& context, const Journey& journey, std::size_t tableIndex,
                                 const std::vector<std::size_t>& tables, const JobContext& job) {
    const Table& table = *context.workspace->tables[tableIndex];
    TableStages out;
    out.stage.assign(table.rows(), kNotMapped);
    std::shared_ptr<const Column> names;
    std::vector<std::uint64_t> masks;
    if (const auto index = table.findRole(RoleKind::Stage)) {
        auto column = table.column(*index);
        if (!column) return column.failure();
        if ((*column)->info.type == ValueType::Category) {
            names = *column;
            masks = masksByCode(journey, *names);
        }
    }
    bool several = std::any_of(masks.begin(), masks.end(), [](std::uint64_t mask) { return mask & (mask - 1); });
    for (const JourneyStage& stage : journey.stages)
        several = several || !stage.condition.empty();
    if (!several) {
        if (names) {
            std::vector<std::uint8_t> stageOf;
            for (const std::uint64_t mask : masks)
                stageOf.push_back(lowest(mask));
            names->codes.visit([&](const auto& codes) {
                forEachPiece(codes.size(), job, [&](std::size_t, std::size_t begin, std::size_t end) {
                    for (std::size_t row = begin; row < end; ++row)
                        out.stage[row] = stageOf[codes[row]];
                });
            });
        }
    } else {
        out.fits.assign(table.rows(), 0);
        if (names)
            for (std::size_t row = 0; row < table.rows(); ++row)
                out.fits[row] = masks[names->codes[row]];
        for (std::size_t k = 0; k < journey.stages.size(); ++k) {
            if (journey.stages[k].condition.empty()) continue;
            auto rows = rowsOf(journey.stages[k].condition, context, tableIndex, tables, job);
            if (!rows) return rows.failure();
            rows->forEach([&](std::size_t row) { out.fits[row] |= std::uint64_t{1} << k; });
        }
        several = false;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            out.stage[row] = lowest(out.fits[row]);
            several = several || (out.fits[row] & (out.fits[row] - 1));
        }
        if (!several) out.fits = {};
    }
    if (!journey.exclusion.empty()) {
        auto rows = rowsOf(journey.exclusion, context, tableIndex, tables, job);
        if (!rows) return rows.failure();
        rows->forEach([&](std::size_t row) {
            out.stage[row] = kExclusionEvent;
            if (!out.fits.empty()) out.fits[row] = 0;
        });
    }
    return out;
}

Result<void> collectNames(JourneyEvents& out, const Workspace& workspace, const Journey& journey) {
    bool anyColumn = false;
    std::vector<std::string> datasets;
    Dictionary known;
    for (const std::size_t t : out.tables) {
        datasets.push_back(workspace.tables[t]->name());
        const auto index = workspace.tables[t]->findRole(RoleKind::Stage);
        if (!index) continue;
        anyColumn = true;
        auto column = workspace.tables[t]->column(*index);
        if (!column) return column.failure();
        if ((*column)->info.type != ValueType::Category) continue;
        for (std::uint32_t code = 1; code < (*column)->dictionary->size(); ++code)
            known.add((*column)->dictionary->at(code));
    }
    for (std::uint32_t code = 1; code < known.size(); ++code)
        out.known.emplace_back(known.at(code));
    for (const JourneyStage& stage : journey.stages) {
        if (!stage.condition.empty()) continue;
        if (!anyColumn) return fail("funnel.needs_stage", {joined(datasets, ", "), stage.name});
        if (!known.find(stage.name)) out.unseen.push_back(stage.name);
    }
    return {};
}

// Per table and row the code of the values held constant; 0 = one of them is blank. Empty when nothing is held.
Result<std::vector<std::vector<std::uint32_t>>> heldValues(const Context& context, const Journey& journey,
                                                           const std::vector<std::size_t>& tables,
                                                           const JobContext& job) {
    std::vector<std::vector<std::uint32_t>> out;
    if (journey.hold.empty()) return out;
    const Workspace& workspace = *context.workspace;
    std::vector<bool> known(journey.hold.size(), false);
    std::vector<std::string> names;
    Dictionary values;
    for (const std::size_t t : tables) {
        const Table& table = *workspace.tables[t];
        std::vector<query::Dimension> columns;
        for (std::size_t h = 0; h < journey.hold.size(); ++h) {
            if (!table.find(journey.hold[h])) continue;
            known[h] = true;
            auto column = query::reachRows(journey.hold[h], workspace, *context.hooks, t, job);
            if (!column) return column.failure();
            columns.push_back(std::move(*column));
        }
        for (const ColumnInfo& column : table.columns())
            names.push_back(column.name);
        auto& codes = out.emplace_back(table.rows(), 0);
        if (columns.size() < journey.hold.size()) continue;
        std::string text;
        for (std::size_t row = 0; row < codes.size(); ++row) {
            if ((row & 0xffffU) == 0 && job.cancelled()) return cancelled();
            text.clear();
            bool blank = false;
            for (const query::Dimension& column : columns) {
                const auto& label = column.labels[column.codes[row]];
                blank = blank || !label;
                if (label) text += *label + kOptionMark;
            }
            if (!blank) codes[row] = values.add(text);
        }
    }
    for (std::size_t h = 0; h < known.size(); ++h)
        if (!known[h])
            return fail("funnel.no_hold_column",
                        {journey.hold[h], nearestName(journey.hold[h], names).value_or(joined(names, ", "))});
    return out;
}

// The events of one table whose order the file keeps, where names tell the stages; false = another way is needed.
Result<bool> fromStoredOrder(JourneyEvents& out, const Workspace& workspace, const Journey& journey, bool withRows,
                             const JobContext& job) {
    if (out.tables.size() != 1 || !journey.hold.empty() || !journey.exclusion.empty()) return false;
    const Table& table = *workspace.tables[out.tables.front()];
    const auto stageIndex = table.findRole(RoleKind::Stage), timeIndex = table.findRole(RoleKind::Time);
    const bool named = std::all_of(journey.stages.begin(), journey.stages.end(),
                                   [](const JourneyStage& stage) { return stage.condition.empty(); });
    if (!named || !stageIndex || !timeIndex) return false;
    auto order = workspace.storedOrder(out.tables.front());
    if (!order) return order.failure();
    if (!*order || (*order)->rows != table.rows() || (*order)->unit == 0 || !(*order)->staged) return false;
    auto column = table.column(*stageIndex);
    if (!column) return column.failure();
    std::vector<std::uint8_t> stageOf;
    for (const std::uint64_t mask : masksByCode(journey, **column)) {
        if (mask & (mask - 1)) return false;
        stageOf.push_back(lowest(mask));
    }
    auto read = readEvents(out, **order, workspace.subjectCount(), stageOf, journey.order == FunnelOrder::StrictAll,
                           withRows, job);
    if (!read) {
        if (job.cancelled()) return cancelled();
        table.giveUpOrder(read.error());
        return false;
    }
    out.rowStage.emplace_back();
    out.rowFits.emplace_back();
    out.stageColumn = *column;
    out.codeStage = std::move(stageOf);
    out.latestByDay = table.columns()[*timeIndex].type == ValueType::Date;
    return true;
}

Result<std::shared_ptr<JourneyEvents>> build(const Context& context, const Journey& journey,
                                             const std::vector<std::size_t>& tables, bool withRows,
                                             const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    auto out = std::make_shared<JourneyEvents>();
    out->tables = tables;
    if (auto done = collectNames(*out, workspace, journey); !done) return done.failure();
    out->events.stages = static_cast<int>(journey.stages.size());
    auto stored = fromStoredOrder(*out, workspace, journey, withRows, job);
    if (!stored) return stored.failure();
    if (*stored) {
        sortStaged(out->events);
        findMet(out->events);
        splitOptional(*out, journey);
        return out;
    }
    out->events = {};

    auto held = heldValues(context, journey, tables, job);
    if (!held) return held.failure();
    if (auto done = loadColumns(workspace, tables, job); !done) return done.failure();
    StagedEvents& events = out->events;
    events.stages = static_cast<int>(journey.stages.size());
    const std::size_t subjects = workspace.subjectCount();
    const bool everything = journey.order == FunnelOrder::StrictAll;
    std::vector<std::shared_ptr<const SubjectIndex>> indexes;
    std::vector<std::shared_ptr<const Column>> times;
    bool several = false;
    for (const std::size_t t : tables) {
        auto stages = stagesOfRows(context, journey, t, tables, job);
        if (!stages) return stages.failure();
        several = several || !stages->fits.empty();
        const bool alone = tables.size() == 1 && !several && held->empty();
        out->rowStage.push_back(std::move(stages->stage));
        out->rowFits.push_back(std::move(stages->fits));
        if (!alone) {
            auto index = workspace.bySubject(t);
            if (!index) return index.failure();
            indexes.push_back(*index);
        }
        times.emplace_back();
        if (const auto time = workspace.tables[t]->findRole(RoleKind::Time)) {
            auto column = workspace.tables[t]->column(*time);
            if (!column) return column.failure();
            if ((*column)->isTime()) times.back() = *column;
        }
        if (times.back() && !times.back()->times.empty()) {
            Instant latest = kNoTime;
            for (const Instant time : times.back()->times)
                latest = std::max(latest, time);
            if (latest > out->latest) {
                out->latest = latest;
                out->latestByDay = times.back()->info.type == ValueType::Date;
            }
        }
        if (job.cancelled()) return cancelled();
    }
    for (std::size_t part = 0; several && part < tables.size(); ++part) {
        auto& fits = out->rowFits[part];
        const auto& stage = out->rowStage[part];
        if (!fits.empty()) continue;
        for (const std::uint8_t s : stage)
            fits.push_back(s == kNotMapped || s == kExclusionEvent ? 0 : std::uint64_t{1} << (s - 1));
    }

    if (indexes.empty()) {
        const auto* only = times.front() ? &times.front()->times : nullptr;
        if (auto done = clusterEvents(*out, workspace, only, everything, job); !done) return done.failure();
        sortStaged(events);
        findMet(events);
        splitOptional(*out, journey);
        return out;
    }

    // f(worker, subject, part, row) for the events of the journey, subject by subject, on several threads; false =
    // cancelled
    const auto eachEvent = [&](auto&& f) {
        return forEachPiece(subjects, job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
            for (std::size_t s = std::max<std::size_t>(begin, 1); s < end; ++s)
                for (std::size_t part = 0; part < tables.size(); ++part) {
                    const auto& stage = out->rowStage[part];
                    const SubjectIndex& index = *indexes[part];
                    for (std::uint64_t i = index.offsets[s]; i < index.offsets[s + 1]; ++i)
                        if (everything || stage[index.rows[i]] != kNotMapped) f(worker, s, part, index.rows[i]);
                }
        });
    };
    events.offsets.assign(subjects + 1, 0);
    if (!eachEvent([&](std::size_t, std::size_t s, std::size_t, std::uint32_t) { ++events.offsets[s + 1]; }))
        return cancelled();
    for (std::size_t s = 1; s <= subjects; ++s)
        events.offsets[s] += events.offsets[s - 1];
    const std::size_t total = events.offsets.back();
    events.times.resize(total);
    events.stage.resize(total);
    events.rows.resize(total);
    if (tables.size() > 1) events.tables.resize(total);
    if (several) events.fits.resize(total);
    if (!held->empty()) events.hold.resize(total);
    std::vector<std::uint32_t> next(events.offsets.begin(), events.offsets.end() - 1);
    struct alignas(64) Seen {
        std::size_t untimed = 0, unheld = 0;
        bool exclusion = false;
    };
    std::vector<Seen> seen(workerCount(subjects, job));
    const bool filled = eachEvent([&](std::size_t worker, std::size_t s, std::size_t part, std::uint32_t row) {
        const std::size_t at = next[s]++;
        events.times.set(at, times[part] ? times[part]->times[row] : kNoTime);
        events.stage[at] = out->rowStage[part][row];
        events.rows[at] = row;
        if (tables.size() > 1) events.tables[at] = static_cast<std::uint8_t>(part);
        if (several) events.fits[at] = out->rowFits[part][row];
        if (!held->empty()) {
            events.hold[at] = (*held)[part][row];
            const bool mapped = events.stage[at] != kNotMapped && events.stage[at] != kExclusionEvent;
            if (mapped && events.hold[at] == 0) ++seen[worker].unheld;
        }
        if (events.times[at] == kNoTime) ++seen[worker].untimed;
        if (events.stage[at] == kExclusionEvent) seen[worker].exclusion = true;
    });
    if (!filled) return cancelled();
    for (const Seen& own : seen) {
        events.untimed += own.untimed;
        out->unheld += own.unheld;
        events.hasExclusion = events.hasExclusion || own.exclusion;
    }
    sortStaged(events);
    findMet(events);
    splitOptional(*out, journey);
    return out;
}

} // namespace

Result<std::shared_ptr<const std::vector<std::uint32_t>>>
JourneyEvents::rows(const Context& context, const Journey& journey, const JobContext& job) const {
    using Rows = std::shared_ptr<const std::vector<std::uint32_t>>;
    const std::lock_guard lock(m_rowsMutex);
    if (m_rows) return m_rows;
    if (events.rows.size() == events.times.size()) return m_rows = Rows(Rows(), &events.rows);
    // the same events in the same order once more: ties inside a subject may have changed places
    auto again = build(context, journey, tables, true, job);
    if (!again) return again.failure();
    return m_rows = std::make_shared<const std::vector<std::uint32_t>>(std::move((*again)->events.rows));
}

Attempts JourneyEvents::spare() const {
    const std::lock_guard lock(m_spareMutex);
    return std::exchange(m_spare, {});
}

void JourneyEvents::giveBack(Attempts&& attempts) const {
    const std::lock_guard lock(m_spareMutex);
    m_spare = std::move(attempts);
}

std::uint64_t JourneyEvents::fits(std::size_t part, std::size_t row) const {
    if (!rowFits[part].empty()) return rowFits[part][row];
    const std::uint8_t stage = rowStage[part].empty() ? codeStage[stageColumn->codes[row]] : rowStage[part][row];
    return stage == kNotMapped || stage == kExclusionEvent ? 0 : std::uint64_t{1} << (stage - 1);
}

Result<std::vector<std::size_t>> eventTables(const Workspace& workspace, const std::string& dataset) {
    std::vector<std::size_t> tables;
    if (dataset.empty()) {
        tables = workspace.tablesOfKind(DatasetKind::Events);
        if (tables.empty()) return fail("funnel.no_events");
        if (tables.size() > 255) return fail("funnel.too_many_datasets", {std::to_string(tables.size()), "255"});
    } else {
        auto table = workspace.pickTable(DatasetKind::Events, dataset);
        if (!table) return table.failure();
        tables.push_back(*table);
    }
    for (const std::size_t t : tables)
        if (!workspace.tellsSubjects(t)) return fail("funnel.needs_customer", {workspace.tables[t]->name()});
    return tables;
}

Result<Shared> journeyEvents(const Context& context, const Journey& journey, const JobContext& job) {
    if (journey.stages.empty()) return fail("funnel.no_stages");
    if (auto done = checkJourney(journey); !done) return done.failure();
    if (journey.stages.size() > static_cast<std::size_t>(kMaxStages))
        return fail("funnel.too_many_stages", {std::to_string(journey.stages.size()), std::to_string(kMaxStages)});
    auto tables = eventTables(*context.workspace, journey.dataset);
    if (!tables) return tables.failure();
    // Conditions may ask for other journeys, which are kept in the same place: nothing is locked while they are read.
    const std::string key = cacheKey(journey, *tables);
    const Workspace& workspace = *context.workspace;
    if (auto kept = workspace.kept<JourneyEvents>(key)) return kept;
    auto built = build(context, journey, *tables, false, job);
    if (!built) return built.failure();
    return workspace.keep(key, Shared(*built));
}

} // namespace xo::analysis::detail
