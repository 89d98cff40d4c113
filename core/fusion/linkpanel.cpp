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

class Panel {
public:
    Panel(const Workspace& workspace, std::size_t examples, const JobContext& job)
        : m_workspace(workspace), m_examples(examples), m_job(job) {}

    Result<LinkPanel> run() {
        auto persons = m_workspace.persons();
        if (!persons) return persons.failure();
        m_persons = *persons;
        for (const std::size_t t : m_workspace.tablesOfKind(DatasetKind::Events))
            if (m_workspace.tables[t]->findRole(RoleKind::Link)) m_linked.push_back(t);
        m_seen.assign(m_workspace.links->size(), false);
        for (const std::size_t t : m_workspace.tablesOfKind(DatasetKind::Answers))
            if (auto done = addAnswers(t); !done) return done.failure();
        if (auto done = addCustomers(); !done) return done.failure();
        if (m_persons)
            for (std::uint32_t code = 1; code < m_persons->ofCustomer.size(); ++code)
                m_out.merged += m_persons->ofCustomer[code] != code;
        return std::move(m_out);
    }

private:
    Result<void> addAnswers(std::size_t t) {
        const Table& table = *m_workspace.tables[t];
        auto ties = tieAnswers(m_workspace, t, {}, {}, m_job);
        if (!ties) return ties.failure();
        auto subjects = m_workspace.subjects(t);
        if (!subjects) return subjects.failure();
        DatasetLinks links{table.name(), table.findRole(RoleKind::Link) && !m_linked.empty(), ties->quality, {}};
        std::shared_ptr<const Column> keys;
        std::shared_ptr<const LinkIndex> index;
        if (links.byKey) {
            auto column = table.column(*table.findRole(RoleKind::Link));
            if (!column) return column.failure();
            keys = *column;
            auto built = linkIndex(m_workspace, m_linked, m_job);
            if (!built) return built.failure();
            index = *built;
        }
        std::map<std::size_t, std::uint64_t> perTable;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if ((row & kPollRows) == 0 && m_job.cancelled()) return cancelled();
            const EventRef& event = ties->events[row];
            const std::uint32_t subject = (**subjects)[row];
            m_out.withoutCustomer += subject == 0;
            std::uint32_t key = keys ? keys->codes[row] : 0;
            if (m_persons) key = m_persons->link(key);
            const std::uint64_t under = key ? index->offsets[key + 1] - index->offsets[key] : 0;
            m_out.rowsIfJoined += std::max<std::uint64_t>(1, under);
            if (under > 1 && !m_seen[key]) m_seen[key] = true, ++m_out.linksWithSeveral;
            if (event.table >= 0) ++perTable[static_cast<std::size_t>(event.table)];
            const auto example = [&](OrphanReason reason) {
                const std::string_view text = links.byKey ? keys->dictionary->at(keys->codes[row])
                                              : subject   ? m_workspace.subjectKey(subject)
                                                          : std::string_view();
                return LinkExample{t, static_cast<std::uint32_t>(row), std::string(text), reason, under};
            };
            if (event.table < 0 && m_out.orphans.size() < m_examples) {
                const OrphanReason reason = links.byKey ? (key ? OrphanReason::UnknownKey : OrphanReason::NoKey)
                                            : subject   ? OrphanReason::NoEvent
                                                        : OrphanReason::NoCustomer;
                m_out.orphans.push_back(example(reason));
            }
            if (ties->ambiguous.test(row) && m_out.ambiguous.size() < m_examples)
                m_out.ambiguous.push_back(example(OrphanReason::NoKey));
        }
        for (const auto& [events, count] : perTable)
            links.events.emplace_back(m_workspace.tables[events]->name(), count);
        (links.byKey ? m_out.equalKey : m_out.asOf) += links.quality.linked;
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
    std::shared_ptr<const Persons> m_persons;
    std::vector<std::size_t> m_linked;
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
        json["by_dataset"].push_back({{"answers_dataset", one.answers},
                                      {"by", one.byKey ? "link" : "as_of"},
                                      {"answers", one.quality.answers},
                                      {"linked", one.quality.linked},
                                      {"ambiguous", one.quality.ambiguous},
                                      {"orphans", one.quality.orphans},
                                      {"before_event", one.quality.beforeEvent},
                                      {"linked_share", share(one.quality.linked, one.quality.answers)},
                                      {"events", events}});
    }
    return json;
}

} // namespace xo::fusion
