#include "core/fusion/ties.h"

#include "core/base/parallel.h"
#include "core/fusion/eventvalues.h"
#include "core/fusion/linkindex.h"

#include <algorithm>

namespace xo::fusion {

namespace {

constexpr std::size_t kPollRows = 0x7fff;

// An answer's instants: "at or before" is judged against `end`, the as-of limit against `earliest`.
struct AnswerClock {
    RowTimes times;
    const TimeZone& zone;
    int days;
    Instant end(Instant time) const {
        if (time == kNoTime || !times.byDay) return time;
        return zone.startOfDay(zone.localDay(time) + 1) - 1;
    }
    Instant earliest(Instant time) const {
        if (times.byDay) return zone.startOfDay(zone.localDay(time) - days);
        return time - days * kMsPerDay;
    }
};

void tie(Ties& ties, std::size_t row, std::size_t table, std::uint32_t event, bool ambiguous, bool before) {
    ties.events[row] = {static_cast<std::int32_t>(table), event};
    ++ties.quality.linked;
    if (ambiguous) {
        ties.ambiguous.set(row);
        ++ties.quality.ambiguous;
    }
    if (before) {
        ties.beforeEvent.set(row);
        ++ties.quality.beforeEvent;
    }
}

Result<void> tieByLink(Ties& ties, const Workspace& workspace, const Table& answers,
                       const std::vector<std::size_t>& tables, const EventValues& values, const AnswerClock& clock,
                       const JobContext& job) {
    auto keys = answers.column(*answers.findRole(RoleKind::Link));
    if (!keys) return keys.failure();
    auto built = linkIndex(workspace, tables, job);
    if (!built) return built.failure();
    const LinkIndex& index = **built;
    auto persons = workspace.persons();
    if (!persons) return persons.failure();
    std::vector<RowTimes> times;
    for (const std::size_t t : tables) {
        auto time = RowTimes::of(*workspace.tables[t]);
        if (!time) return time.failure();
        times.push_back(*time);
    }
    const auto timeAt = [&](std::size_t i) { return times[index.parts[i]].at(index.rows[i]); };
    std::vector<std::int8_t> differ(workspace.links->size(), -1); // per key: −1 = not looked at yet
    for (std::size_t row = 0; row < answers.rows(); ++row) {
        if ((row & kPollRows) == 0 && job.cancelled()) return cancelled();
        std::uint32_t key = (*keys)->codes[row];
        if (!key) continue;
        if (*persons) key = (*persons)->link(key);
        const std::size_t begin = index.offsets[key], end = index.offsets[key + 1];
        if (begin == end) continue;
        ties.quality.fanOutMax = std::max<std::uint64_t>(ties.quality.fanOutMax, end - begin);
        if (differ[key] < 0) {
            std::uint64_t seen = 0;
            differ[key] = 0;
            for (std::size_t i = begin; i < end && differ[key] == 0; ++i) {
                const std::uint64_t value = values.key(index.parts[i], index.rows[i]);
                if (value && seen && value != seen) differ[key] = 1;
                if (value) seen = value;
            }
        }
        // the last of those at or before the answer; untimed events stand behind the timed ones
        const Instant answered = clock.end(clock.times.at(row));
        std::size_t low = begin, high = end;
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            const Instant time = timeAt(middle);
            if (time != kNoTime && answered != kNoTime && time <= answered)
                low = middle + 1;
            else
                high = middle;
        }
        const std::size_t chosen = low > begin ? low - 1 : begin;
        const Instant happened = timeAt(chosen);
        const bool before = answered != kNoTime && happened != kNoTime && happened > answered;
        tie(ties, row, tables[index.parts[chosen]], index.rows[chosen], differ[key] > 0, before);
    }
    return {};
}

// The stage each answer is about, as a number of its own: 0 = any.
struct WantedStages {
    std::vector<std::uint32_t> perRow; // empty = any stage for every row
    Dictionary names;
};

Result<WantedStages> wantedStages(const Workspace& workspace, const Table& answers,
                                  const std::vector<std::size_t>& tables, const TieOptions& options) {
    WantedStages wanted;
    Dictionary known;
    for (const std::size_t t : tables) {
        const Table& table = *workspace.tables[t];
        const auto index = table.findRole(RoleKind::Stage);
        if (!index) continue;
        auto column = table.column(*index);
        if (!column) return column.failure();
        if ((*column)->info.type != ValueType::Category) continue;
        for (std::uint32_t code = 1; code < (*column)->dictionary->size(); ++code)
            known.add((*column)->dictionary->at(code));
    }
    const auto spread = [&](RoleKind role, const auto& stageOf) -> Result<void> {
        const auto index = answers.findRole(role);
        if (!index) return {};
        auto column = answers.column(*index);
        if (!column) return column.failure();
        if ((*column)->info.type != ValueType::Category) return {};
        std::vector<std::uint32_t> stages{0};
        for (std::uint32_t code = 1; code < (*column)->dictionary->size(); ++code) {
            const std::string stage = stageOf(std::string((*column)->dictionary->at(code)));
            stages.push_back(stage.empty() ? 0 : wanted.names.add(stage));
        }
        wanted.perRow.resize(answers.rows());
        for (std::size_t row = 0; row < answers.rows(); ++row)
            if (!wanted.perRow[row]) wanted.perRow[row] = stages[(*column)->codes[row]];
        return {};
    };
    auto own =
        spread(RoleKind::Stage, [&](const std::string& text) { return known.find(text) ? text : std::string(); });
    if (!own) return own.failure();
    auto mapped = spread(RoleKind::Survey, [&](const std::string& text) {
        const auto found = options.surveyStages.find(text);
        return found == options.surveyStages.end() ? std::string() : found->second;
    });
    if (!mapped) return mapped.failure();
    return wanted;
}

// One event table while its events and the answers are walked through together.
class EventCursor {
public:
    static Result<EventCursor> over(const Workspace& workspace, std::size_t table, const WantedStages& wanted) {
        EventCursor cursor;
        auto index = workspace.bySubject(table);
        if (!index) return index.failure();
        auto times = RowTimes::of(*workspace.tables[table]);
        if (!times) return times.failure();
        cursor.m_index = *index;
        cursor.m_times = *times;
        if (!wanted.perRow.empty()) {
            cursor.m_latest.resize(wanted.names.size());
            if (const auto stage = workspace.tables[table]->findRole(RoleKind::Stage)) {
                auto column = workspace.tables[table]->column(*stage);
                if (!column) return column.failure();
                if ((*column)->info.type == ValueType::Category) {
                    cursor.m_stages = *column;
                    for (std::uint32_t code = 0; code < (*column)->dictionary->size(); ++code)
                        cursor.m_wanted.push_back(wanted.names.find((*column)->dictionary->at(code)));
                }
            }
        }
        return cursor;
    }

    // Before entering subjects first … last − 1: their times side by side. Looked up all at once they wait for memory
    // together, one by one each would wait for itself.
    void load(std::size_t first, std::size_t last) {
        m_first = m_index->offsets[first];
        m_near.resize(m_index->offsets[last] - m_first);
        for (std::size_t i = 0; i < m_near.size(); ++i)
            m_near[i] = m_times.at(m_index->rows[m_first + i]);
    }
    void enter(std::uint32_t subject) {
        m_begin = m_next = m_index->offsets[subject];
        m_end = m_index->offsets[subject + 1];
        std::fill(m_latest.begin(), m_latest.end(), kNone);
    }
    // Position of the latest event of the stage at or before `time`; kNone when there is none.
    std::uint64_t latest(Instant time, std::uint32_t stage) {
        for (; m_next < m_end && timeAt(m_next) != kNoTime && timeAt(m_next) <= time; ++m_next)
            if (m_stages) {
                const std::uint32_t of = stageAt(m_next);
                if (of) m_latest[of] = m_next;
            }
        if (stage) return m_stages ? m_latest[stage] : kNone;
        return m_next > m_begin ? m_next - 1 : kNone;
    }
    Instant timeAt(std::uint64_t position) const { return m_near[position - m_first]; }
    std::uint32_t rowAt(std::uint64_t position) const { return m_index->rows[position]; }
    // Other events of the same instant (and stage) with another value?
    bool ambiguous(std::uint64_t chosen, std::uint32_t stage, const EventValues& values, std::size_t part) const {
        const Instant time = timeAt(chosen);
        if (chosen == m_begin || timeAt(chosen - 1) != time) return false;
        std::uint64_t seen = 0;
        for (std::uint64_t i = chosen + 1; i-- > m_begin && timeAt(i) == time;) {
            if (stage && stageAt(i) != stage) continue;
            const std::uint64_t value = values.key(part, rowAt(i));
            if (value && seen && value != seen) return true;
            if (value) seen = value;
        }
        return false;
    }

    static constexpr std::uint64_t kNone = UINT64_MAX;

private:
    std::uint32_t stageAt(std::uint64_t position) const { return m_wanted[m_stages->codes[rowAt(position)]]; }
    std::shared_ptr<const SubjectIndex> m_index;
    RowTimes m_times;
    std::shared_ptr<const Column> m_stages;
    std::vector<std::uint32_t> m_wanted; // stage code of this table → wanted stage
    std::vector<std::uint64_t> m_latest; // per wanted stage
    std::vector<Instant> m_near;         // of the events from m_first on
    std::uint64_t m_first = 0;
    std::uint64_t m_begin = 0, m_next = 0, m_end = 0;
};

Result<void> tieAsOf(Ties& ties, const Workspace& workspace, std::size_t answersTable,
                     const std::vector<std::size_t>& tables, const EventValues& values, const AnswerClock& clock,
                     const TieOptions& options, const JobContext& job) {
    const Table& answers = *workspace.tables[answersTable];
    if (!clock.times.column || tables.empty()) return {};
    auto wanted = wantedStages(workspace, answers, tables, options);
    if (!wanted) return wanted.failure();
    auto index = workspace.bySubject(answersTable);
    if (!index) return index.failure();
    std::vector<EventCursor> cursors;
    for (const std::size_t t : tables) {
        auto cursor = EventCursor::over(workspace, t, *wanted);
        if (!cursor) return cursor.failure();
        cursors.push_back(std::move(*cursor));
    }
    // stretches of subjects on several threads: what they write of their own is put together afterwards
    constexpr std::size_t kPieceSubjects = 1U << 14;
    struct Part {
        std::vector<EventCursor> cursors;
        std::vector<Instant> answered;        // of the answers of a stretch
        std::vector<std::uint32_t> ambiguous; // rows
        std::uint64_t linked = 0;
        bool used = false;
    };
    const std::size_t subjects = (*index)->offsets.size() - 1;
    const std::size_t pieces = (subjects + kPieceSubjects - 1) / kPieceSubjects;
    std::vector<Part> parts(workerCount(pieces, job));
    forEachChunk(pieces, job, [&](std::size_t worker, std::size_t piece) {
        Part& own = parts[worker];
        if (!own.used) own.cursors = cursors, own.used = true;
        const std::size_t last = std::min(subjects, (piece + 1) * kPieceSubjects);
        const std::size_t first = std::clamp<std::size_t>(piece * kPieceSubjects, 1, last);
        if (job.cancelled()) return;
        for (EventCursor& cursor : own.cursors)
            cursor.load(first, last);
        const std::uint64_t from = (*index)->offsets[first];
        own.answered.resize((*index)->offsets[last] - from);
        for (std::size_t i = 0; i < own.answered.size(); ++i)
            own.answered[i] = clock.times.at((*index)->rows[from + i]);
        for (std::size_t subject = first; subject < last; ++subject) {
            const std::uint64_t begin = (*index)->offsets[subject], end = (*index)->offsets[subject + 1];
            if (begin == end) continue;
            if (job.cancelled()) return;
            for (EventCursor& cursor : own.cursors)
                cursor.enter(static_cast<std::uint32_t>(subject));
            for (std::uint64_t i = begin; i < end; ++i) {
                const std::uint32_t row = (*index)->rows[i];
                const Instant time = own.answered[i - from];
                if (time == kNoTime) break;
                const std::uint32_t stage = wanted->perRow.empty() ? 0 : wanted->perRow[row];
                const Instant asked = clock.end(time), earliest = clock.earliest(time);
                std::size_t part = own.cursors.size();
                std::uint64_t chosen = EventCursor::kNone;
                for (std::size_t c = 0; c < own.cursors.size(); ++c) {
                    const std::uint64_t found = own.cursors[c].latest(asked, stage);
                    if (found == EventCursor::kNone || own.cursors[c].timeAt(found) < earliest) continue;
                    if (part == own.cursors.size() || own.cursors[c].timeAt(found) > own.cursors[part].timeAt(chosen))
                        part = c, chosen = found;
                }
                if (part == own.cursors.size()) continue;
                ties.events[row] = {static_cast<std::int32_t>(tables[part]), own.cursors[part].rowAt(chosen)};
                ++own.linked;
                if (own.cursors[part].ambiguous(chosen, stage, values, part)) own.ambiguous.push_back(row);
            }
        }
    });
    if (job.cancelled()) return cancelled();
    for (const Part& part : parts) {
        ties.quality.linked += part.linked;
        ties.quality.ambiguous += part.ambiguous.size();
        for (const std::uint32_t row : part.ambiguous)
            ties.ambiguous.set(row);
    }
    if (ties.quality.linked > 0) ties.quality.fanOutMax = 1;
    return {};
}

} // namespace

Result<Ties> tieAnswers(const Workspace& workspace, std::size_t answersTable, const std::string& column,
                        const TieOptions& options, const JobContext& job) {
    const Table& answers = *workspace.tables[answersTable];
    Ties ties;
    ties.events.resize(answers.rows());
    ties.ambiguous = ties.beforeEvent = Bitmap(answers.rows());

    std::vector<std::size_t> tables, linked;
    const bool hasLink = answers.findRole(RoleKind::Link).has_value();
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Events)) {
        if (!column.empty() && !workspace.tables[t]->find(column)) continue;
        tables.push_back(t);
        if (hasLink && workspace.tables[t]->findRole(RoleKind::Link)) linked.push_back(t);
    }
    auto times = RowTimes::of(answers);
    if (!times) return times.failure();
    const AnswerClock clock{*times, workspace.zone, options.asOfDays};
    const std::vector<std::size_t>& used = linked.empty() ? tables : linked;
    auto values = EventValues::of(workspace, used, column);
    if (!values) return values.failure();
    auto done = linked.empty() ? tieAsOf(ties, workspace, answersTable, used, *values, clock, options, job)
                               : tieByLink(ties, workspace, answers, used, *values, clock, job);
    if (!done) return done.failure();
    ties.quality.answers = answers.rows();
    ties.quality.orphans = ties.quality.answers - ties.quality.linked;
    return ties;
}

Result<LinkQuality> linkQuality(const Workspace& workspace, const JobContext& job) {
    LinkQuality sum;
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Answers)) {
        auto ties = tieAnswers(workspace, t, {}, {}, job);
        if (!ties) return ties.failure();
        const LinkQuality& one = ties->quality;
        sum.answers += one.answers;
        sum.linked += one.linked;
        sum.ambiguous += one.ambiguous;
        sum.orphans += one.orphans;
        sum.beforeEvent += one.beforeEvent;
        sum.fanOutMax = std::max(sum.fanOutMax, one.fanOutMax);
    }
    return sum;
}

Json toJson(const LinkQuality& quality) {
    Json json{{"answers", quality.answers},          {"linked", quality.linked},
              {"ambiguous", quality.ambiguous},      {"orphans", quality.orphans},
              {"before_event", quality.beforeEvent}, {"linked_share", nullptr},
              {"fan_out_max", quality.fanOutMax}};
    if (quality.answers) json["linked_share"] = quality.linkedShare();
    return json;
}

} // namespace xo::fusion
