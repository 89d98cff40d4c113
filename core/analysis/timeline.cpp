#include "core/analysis/timeline.h"

#include "core/fusion/ties.h"

#include <algorithm>
#include <map>

namespace xo::analysis {

namespace {

constexpr DatasetKind kKinds[] = {DatasetKind::Events, DatasetKind::Answers, DatasetKind::Feedback,
                                  DatasetKind::Invitations};

bool sharesLink(const Workspace& workspace, const Table& answers) {
    if (!answers.findRole(RoleKind::Link)) return false;
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Events))
        if (workspace.tables[t]->findRole(RoleKind::Link)) return true;
    return false;
}

// Reads the rows of one dataset as entries.
class RowReader {
public:
    static Result<RowReader> of(const Workspace& workspace, std::size_t index) {
        RowReader reader(workspace, index);
        for (std::size_t c = 0; c < reader.m_table.columns().size(); ++c) {
            if (reader.m_table.columns()[c].role.kind == RoleKind::Ignore) continue;
            auto column = reader.m_table.column(c);
            if (!column) return column.failure();
            reader.m_columns.push_back(*column);
        }
        return reader;
    }
    TimelineEntry entry(std::uint32_t row) const {
        TimelineEntry out;
        out.kind = m_table.kind();
        out.dataset = m_table.name();
        out.table = m_index;
        out.row = row;
        bool stage = false, survey = false;
        for (const auto& column : m_columns) {
            const RoleKind role = column->info.role.kind;
            if (role == RoleKind::Customer || !column->isValid(row)) continue;
            if (role == RoleKind::Time && column->isTime() && out.time == kNoTime) {
                out.time = column->times[row];
                out.dateOnly = column->info.type == ValueType::Date;
                out.timeText = m_workspace.zone.format(out.time, out.dateOnly);
                continue;
            }
            const std::string text = column->text(row, m_workspace.zone);
            if (role == RoleKind::Stage && !stage) {
                out.stage = text;
                stage = true;
                continue;
            }
            if (role == RoleKind::Survey && !survey) {
                out.survey = text;
                survey = true;
            }
            if (role == RoleKind::Link && out.linkKey.empty()) out.linkKey = text;
            if (column->info.type == ValueType::Score) out.scores.emplace_back(column->info.name, column->score(row));
            out.cells.emplace_back(column->info.name, text);
        }
        return out;
    }
    void addTo(std::vector<std::pair<std::string, std::string>>& profile, std::uint32_t row) const {
        for (const auto& column : m_columns)
            if (column->info.role.kind != RoleKind::Customer && column->isValid(row))
                profile.emplace_back(column->info.name, column->text(row, m_workspace.zone));
    }

private:
    RowReader(const Workspace& workspace, std::size_t index)
        : m_workspace(workspace), m_table(*workspace.tables[index]), m_index(index) {}
    const Workspace& m_workspace;
    const Table& m_table;
    std::size_t m_index;
    std::vector<std::shared_ptr<const Column>> m_columns;
};

Result<std::vector<std::uint32_t>> rowsOf(const Workspace& workspace, std::size_t table, std::uint32_t subject) {
    std::vector<std::uint32_t> rows;
    if (!workspace.tellsSubjects(table)) return rows;
    auto index = workspace.bySubject(table);
    if (!index) return index.failure();
    for (std::uint64_t i = (*index)->offsets[subject]; i < (*index)->offsets[subject + 1]; ++i)
        rows.push_back((*index)->rows[i]);
    return rows;
}

Result<void> tieEntries(Timeline& timeline, const Context& context, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> events;
    for (std::size_t i = 0; i < timeline.entries.size(); ++i)
        if (timeline.entries[i].kind == DatasetKind::Events)
            events[{timeline.entries[i].table, timeline.entries[i].row}] = i;
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        TimelineEntry& entry = timeline.entries[i];
        if (entry.kind == DatasetKind::Events) continue;
        auto made = context.hooks->ties(workspace, entry.table, {}, job);
        if (!made) return made.failure();
        const Ties& ties = **made;
        const EventRef& event = ties.events[entry.row];
        if (event.table < 0) continue;
        const bool byLink = sharesLink(workspace, *workspace.tables[entry.table]);
        entry.tie = byLink ? "link" : "as_of";
        if (!byLink) entry.asOfDays = fusion::TieOptions().asOfDays;
        entry.beforeEvent = ties.beforeEvent.test(entry.row);
        entry.ambiguous = ties.ambiguous.test(entry.row);
        const auto table = static_cast<std::size_t>(event.table);
        const auto found = events.find({table, event.row});
        if (found != events.end()) {
            entry.event = found->second;
            timeline.entries[found->second].answers.push_back(i);
            continue;
        }
        auto subjects = workspace.subjects(table);
        if (!subjects) return subjects.failure();
        entry.otherCustomer = std::string(workspace.subjectKey((**subjects)[event.row]));
    }
    return {};
}

Json objectOf(const std::vector<std::pair<std::string, std::string>>& cells) {
    Json json = Json::object();
    for (const auto& [name, text] : cells)
        json[name] = text;
    return json;
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

Result<Timeline> customerTimeline(const Context& context, std::uint32_t subject, const JobContext& job) {
    const Workspace& workspace = *context.workspace;
    Timeline out;
    out.subject = subject;
    out.customer = std::string(workspace.subjectKey(subject));
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Customers)) {
        auto rows = rowsOf(workspace, t, subject);
        if (!rows) return rows.failure();
        if (rows->empty()) continue;
        auto reader = RowReader::of(workspace, t);
        if (!reader) return reader.failure();
        reader->addTo(out.profile, rows->front());
    }
    for (const DatasetKind kind : kKinds)
        for (const std::size_t t : workspace.tablesOfKind(kind)) {
            if (job.cancelled()) return cancelled();
            auto rows = rowsOf(workspace, t, subject);
            if (!rows) return rows.failure();
            if (rows->empty()) continue;
            auto reader = RowReader::of(workspace, t);
            if (!reader) return reader.failure();
            for (const std::uint32_t row : *rows)
                out.entries.push_back(reader->entry(row));
        }
    // a day's answer belongs behind the day's events
    const auto at = [&](const TimelineEntry& entry) {
        if (entry.time == kNoTime) return INT64_MAX;
        if (!entry.dateOnly || entry.kind == DatasetKind::Events) return entry.time;
        return workspace.zone.startOfDay(workspace.zone.localDay(entry.time) + 1) - 1;
    };
    std::stable_sort(out.entries.begin(), out.entries.end(),
                     [&](const TimelineEntry& a, const TimelineEntry& b) { return at(a) < at(b); });
    if (auto done = tieEntries(out, context, job); !done) return done.failure();
    return out;
}

Result<Timeline> customerTimeline(const Context& context, const std::string& key, const JobContext& job) {
    const std::uint32_t subject = context.workspace->findSubject(key);
    if (subject == 0) return fail("timeline.no_customer", {key});
    return customerTimeline(context, subject, job);
}

Json toJson(const Timeline& timeline) {
    Json entries = Json::array();
    for (const TimelineEntry& entry : timeline.entries) {
        Json scores = Json::object(), tie = nullptr;
        for (const auto& [name, score] : entry.scores)
            scores[name] = score;
        if (!entry.tie.empty()) {
            tie = {{"rule", entry.tie},
                   {"event", entry.event ? Json(*entry.event) : Json(nullptr)},
                   {"before_event", entry.beforeEvent},
                   {"ambiguous", entry.ambiguous}};
            if (entry.tie == "link")
                tie["key"] = entry.linkKey;
            else
                tie["days"] = entry.asOfDays;
            if (entry.otherCustomer) tie["other_customer"] = *entry.otherCustomer;
        }
        entries.push_back({{"kind", datasetKindName(entry.kind)},
                           {"dataset", entry.dataset},
                           {"row", entry.row + 1},
                           {"time", textOrNull(entry.timeText)},
                           {"stage", textOrNull(entry.stage)},
                           {"survey", textOrNull(entry.survey)},
                           {"cells", objectOf(entry.cells)},
                           {"scores", scores},
                           {"tie", tie},
                           {"answers", entry.answers}});
    }
    return {{"customer", timeline.customer}, {"profile", objectOf(timeline.profile)}, {"entries", entries}};
}

} // namespace xo::analysis
