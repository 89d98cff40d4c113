#include "core/fusion/linkpanel.h"

#include "core/fusion/linkindex.h"
#include "core/fusion/ties.h"

#include <algorithm>
#include <array>
#include <map>

namespace xo::fusion {

namespace {

constexpr std::size_t kPollRows = 0x7fff;

void add(LinkQuality& sum, const LinkQuality& one) {
    sum.answers += one.answers;
    sum.linked += one.linked;
    sum.ambiguous += one.ambiguous;
    sum.orphans += one.orphans;
    sum.beforeEvent += one.beforeEvent;
    sum.fanOutMax = std::max(sum.fanOutMax, one.fanOutMax);
}

std::vector<std::size_t> tablesWithLinks(const Workspace& workspace) {
    std::vector<std::size_t> tables;
    for (const std::size_t t : workspace.tablesOfKind(DatasetKind::Events))
        if (workspace.tables[t]->findRole(RoleKind::Link)) tables.push_back(t);
    return tables;
}

// What the panel says of one answer.
struct AnswerLink {
    bool linked = false, ambiguous = false, before = false;
    OrphanReason reason = OrphanReason::NoKey; // of an orphan
    std::uint32_t subject = 0, key = 0;
    std::uint64_t under = 0; // events under its link key
    bool is(LinkFigure figure) const {
        switch (figure) {
        case LinkFigure::Linked:
            return linked;
        case LinkFigure::Orphans:
            return !linked;
        case LinkFigure::NoKey:
            return !linked && reason == OrphanReason::NoKey;
        case LinkFigure::UnknownKey:
            return !linked && reason == OrphanReason::UnknownKey;
        case LinkFigure::NoCustomer:
            return !linked && reason == OrphanReason::NoCustomer;
        case LinkFigure::NoEvent:
            return !linked && reason == OrphanReason::NoEvent;
        case LinkFigure::Ambiguous:
            return ambiguous;
        case LinkFigure::BeforeEvent:
            return before;
        case LinkFigure::WithoutCustomer:
            return subject == 0;
        case LinkFigure::SeveralEvents:
            return under > 1;
        }
        return false;
    }
};

// The answers of one table, one by one.
class AnswerLinks {
public:
    static Result<AnswerLinks> of(const Workspace& workspace, std::size_t t, const JobContext& job) {
        AnswerLinks links;
        const Table& table = *workspace.tables[t];
        auto persons = workspace.persons();
        if (!persons) return persons.failure();
        links.m_persons = *persons;
        auto ties = tieAnswers(workspace, t, {}, {}, job);
        if (!ties) return ties.failure();
        links.ties = std::move(*ties);
        auto subjects = workspace.subjects(t);
        if (!subjects) return subjects.failure();
        links.m_subjects = *subjects;
        const auto tables = tablesWithLinks(workspace);
        const auto link = table.findRole(RoleKind::Link);
        if (!link || tables.empty()) return links;
        auto column = table.column(*link);
        if (!column) return column.failure();
        links.keys = *column;
        auto index = linkIndex(workspace, tables, job);
        if (!index) return index.failure();
        links.m_index = *index;
        return links;
    }
    bool byKey() const { return keys != nullptr; }
    AnswerLink at(std::size_t row) const {
        AnswerLink out;
        out.linked = ties.events[row].table >= 0;
        out.ambiguous = ties.ambiguous.test(row);
        out.before = ties.beforeEvent.test(row);
        out.subject = (*m_subjects)[row];
        out.key = keys ? keys->codes[row] : 0;
        if (m_persons) out.key = m_persons->link(out.key);
        if (out.key) out.under = m_index->offsets[out.key + 1] - m_index->offsets[out.key];
        out.reason = byKey()       ? (out.key ? OrphanReason::UnknownKey : OrphanReason::NoKey)
                     : out.subject ? OrphanReason::NoEvent
                                   : OrphanReason::NoCustomer;
        return out;
    }

    Ties ties;
    std::shared_ptr<const Column> keys; // null as-of

private:
    std::shared_ptr<const std::vector<std::uint32_t>> m_subjects;
    std::shared_ptr<const LinkIndex> m_index;
    std::shared_ptr<const Persons> m_persons;
};

class Panel {
public:
    Panel(const Workspace& workspace, std::size_t examples, const JobContext& job)
        : m_workspace(workspace), m_examples(examples), m_job(job) {}

    Result<LinkPanel> run() {
        auto persons = m_workspace.persons();
        if (!persons) return persons.failure();
        m_seen.assign(m_workspace.links->size(), false);
        for (const std::size_t t : m_workspace.tablesOfKind(DatasetKind::Answers))
            if (auto done = addAnswers(t); !done) return done.failure();
        if (auto done = addCustomers(); !done) return done.failure();
        if (*persons)
            for (std::uint32_t code = 1; code < (*persons)->ofCustomer.size(); ++code)
                m_out.merged += (*persons)->ofCustomer[code] != code;
        return std::move(m_out);
    }

private:
    Result<void> addAnswers(std::size_t t) {
        const Table& table = *m_workspace.tables[t];
        auto answers = AnswerLinks::of(m_workspace, t, m_job);
        if (!answers) return answers.failure();
        DatasetLinks links;
        links.answers = table.name();
        links.byKey = answers->byKey();
        links.asOfDays = links.byKey ? 0 : TieOptions().asOfDays;
        links.quality = answers->ties.quality;
        std::map<std::size_t, std::uint64_t> perTable;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if ((row & kPollRows) == 0 && m_job.cancelled()) return cancelled();
            const AnswerLink one = answers->at(row);
            links.withoutCustomer += one.subject == 0;
            links.rowsIfJoined += std::max<std::uint64_t>(1, one.under);
            links.severalEvents += one.under > 1;
            if (one.under > 1 && !m_seen[one.key]) m_seen[one.key] = true, ++m_out.linksWithSeveral;
            if (one.linked)
                ++perTable[static_cast<std::size_t>(answers->ties.events[row].table)];
            else
                ++links.reasons[static_cast<std::size_t>(one.reason)];
            const auto example = [&](OrphanReason reason) {
                const std::string_view text = links.byKey   ? answers->keys->dictionary->at(answers->keys->codes[row])
                                              : one.subject ? m_workspace.subjectKey(one.subject)
                                                            : std::string_view();
                return LinkExample{t, static_cast<std::uint32_t>(row), std::string(text), reason, one.under};
            };
            if (!one.linked && m_out.orphans.size() < m_examples) m_out.orphans.push_back(example(one.reason));
            if (one.ambiguous && m_out.ambiguous.size() < m_examples)
                m_out.ambiguous.push_back(example(OrphanReason::NoKey));
        }
        for (const auto& [events, count] : perTable)
            links.events.emplace_back(m_workspace.tables[events]->name(), count);
        (links.byKey ? m_out.equalKey : m_out.asOf) += links.quality.linked;
        m_out.withoutCustomer += links.withoutCustomer;
        m_out.rowsIfJoined += links.rowsIfJoined;
        add(m_out.quality, links.quality);
        m_out.datasets.push_back(std::move(links));
        return {};
    }

    Result<void> addCustomers() {
        std::array<Bitmap, 2> seen{Bitmap(m_workspace.subjectCount()), Bitmap(m_workspace.subjectCount())};
        for (std::size_t side = 0; side < 2; ++side)
            for (const std::size_t t : m_workspace.tablesOfKind(side ? DatasetKind::Events : DatasetKind::Answers)) {
                if (m_job.cancelled()) return cancelled();
                auto subjects = m_workspace.subjects(t);
                if (!subjects) return subjects.failure();
                for (const std::uint32_t subject : **subjects)
                    if (subject) seen[side].set(subject);
            }
        Bitmap both = seen[0];
        both &= seen[1];
        m_out.customersBoth = both.count();
        m_out.customersOnlyX = seen[0].count() - m_out.customersBoth;
        m_out.customersOnlyO = seen[1].count() - m_out.customersBoth;
        return {};
    }

    const Workspace& m_workspace;
    std::size_t m_examples;
    const JobContext& m_job;
    std::vector<bool> m_seen;
    LinkPanel m_out;
};

Json share(std::uint64_t part, std::uint64_t of) {
    return of ? Json(static_cast<double>(part) / static_cast<double>(of)) : Json();
}

} // namespace

std::string_view orphanReasonName(OrphanReason reason) {
    static constexpr std::array<std::string_view, 4> kNames{"no_key", "unknown_key", "no_customer", "no_event"};
    return kNames[static_cast<std::size_t>(reason)];
}

Result<LinkPanel> linkPanel(const Workspace& workspace, std::size_t examples, const JobContext& job) {
    return Panel(workspace, examples, job).run();
}

Result<std::vector<std::uint32_t>> linkFigureRows(const Workspace& workspace, std::size_t answersTable,
                                                  LinkFigure figure, const JobContext& job) {
    auto answers = AnswerLinks::of(workspace, answersTable, job);
    if (!answers) return answers.failure();
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < workspace.tables[answersTable]->rows(); ++row) {
        if ((row & kPollRows) == 0 && job.cancelled()) return cancelled();
        if (answers->at(row).is(figure)) rows.push_back(static_cast<std::uint32_t>(row));
    }
    return rows;
}

Json toJson(const LinkPanel& panel) {
    Json json = toJson(panel.quality);
    json["equal_key"] = panel.equalKey;
    json["as_of"] = panel.asOf;
    json["answers_without_customer"] = panel.withoutCustomer;
    json["customers_only_in_x"] = panel.customersOnlyX;
    json["customers_only_in_o"] = panel.customersOnlyO;
    json["customers_in_both"] = panel.customersBoth;
    json["fan_out"] = {{"links_with_several_events", panel.linksWithSeveral},
                       {"max_events_per_link", panel.quality.fanOutMax},
                       {"rows_if_joined", panel.rowsIfJoined}};
    json["merges"] = panel.merged;
    json["by_dataset"] = Json::array();
    for (const DatasetLinks& one : panel.datasets) {
        Json events = Json::array();
        for (const auto& [name, count] : one.events)
            events.push_back({{"dataset", name}, {"linked", count}});
        Json reasons = Json::object();
        for (std::size_t reason = 0; reason < kOrphanReasons; ++reason)
            reasons[std::string(orphanReasonName(static_cast<OrphanReason>(reason)))] = one.reasons[reason];
        json["by_dataset"].push_back({{"answers_dataset", one.answers},
                                      {"by", one.byKey ? "link" : "as_of"},
                                      {"as_of_days", one.byKey ? Json() : Json(one.asOfDays)},
                                      {"answers", one.quality.answers},
                                      {"linked", one.quality.linked},
                                      {"ambiguous", one.quality.ambiguous},
                                      {"orphans", one.quality.orphans},
                                      {"reasons", reasons},
                                      {"before_event", one.quality.beforeEvent},
                                      {"linked_share", share(one.quality.linked, one.quality.answers)},
                                      {"without_customer", one.withoutCustomer},
                                      {"with_several_events", one.severalEvents},
                                      {"rows_if_joined", one.rowsIfJoined},
                                      {"events", events}});
    }
    return json;
}

} // namespace xo::fusion
