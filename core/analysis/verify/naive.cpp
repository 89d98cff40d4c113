#include "core/analysis/verify/naive.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace xo::analysis::naive {

namespace {

constexpr int kMostSteps = 300'000;

class Attempts {
public:
    Attempts(const std::vector<Event>& events, const Journey& journey, const TimeZone& zone)
        : m_events(events), m_journey(journey), m_zone(zone), m_stages(static_cast<int>(journey.stages.size())) {}

    bool within(const Span& span, Instant from, Instant to) const {
        if (span.unit == Span::Unit::CalendarDay) return m_zone.localDay(to) - m_zone.localDay(from) <= span.amount;
        return to - from <= span.nominalMs();
    }
    bool fits(std::size_t i, int stage) const {
        return std::find(m_events[i].stages.begin(), m_events[i].stages.end(), stage) != m_events[i].stages.end();
    }
    // Time of the first exclusion event at or after the start; later events don't count.
    std::optional<Instant> stop(Instant start) const {
        std::optional<Instant> first;
        for (const Event& event : m_events)
            if (event.exclusion && event.time >= start && (!first || event.time < *first)) first = event.time;
        return first;
    }
    bool usable(std::size_t i, Instant start) const {
        const auto end = stop(start);
        return !m_events[i].exclusion && m_events[i].time >= start &&
               within(m_journey.window, start, m_events[i].time) && (!end || m_events[i].time <= *end);
    }

    // Every chain from `chain` on; the highest level met. False = gave up.
    bool tryChains(std::vector<std::size_t>& chain, Instant start, int& level) {
        level = std::max(level, static_cast<int>(chain.size()));
        if (level == m_stages) return true;
        const int next = static_cast<int>(chain.size()) + 1;
        const auto& limit = m_journey.stages[static_cast<std::size_t>(next - 1)].stepLimit;
        const Instant arrived = m_events[chain.back()].time;
        std::set<Instant> tried; // two equal events lead to the same unless conditions overlap
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            if (++m_steps > kMostSteps) return false;
            if (!fits(i, next) || m_events[i].time < arrived || !usable(i, start)) continue;
            if (limit && !within(*limit, arrived, m_events[i].time)) continue;
            if (std::find(chain.begin(), chain.end(), i) != chain.end()) continue;
            if (m_events[i].stages.size() == 1 && !tried.insert(m_events[i].time).second) continue;
            chain.push_back(i);
            const bool done = tryChains(chain, start, level);
            chain.pop_back();
            if (!done) return false;
            if (level == m_stages) return true;
        }
        return true;
    }

    // The events after the start one by one; each fits one stage at most here.
    int walkStrictly(std::size_t start) const {
        int level = 1;
        Instant arrived = m_events[start].time;
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < m_events.size(); ++i)
            if (i != start && usable(i, arrived)) order.push_back(i);
        const auto stageOf = [&](std::size_t i) { return m_events[i].stages.empty() ? 1000 : m_events[i].stages[0]; };
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return m_events[a].time != m_events[b].time ? m_events[a].time < m_events[b].time : stageOf(a) < stageOf(b);
        });
        for (const std::size_t i : order) {
            if (level == m_stages) break;
            const auto& limit = m_journey.stages[static_cast<std::size_t>(level)].stepLimit;
            if (stageOf(i) == level + 1 && (!limit || within(*limit, arrived, m_events[i].time))) {
                ++level;
                arrived = m_events[i].time;
            } else if (stageOf(i) == 1000 ? m_journey.order == FunnelOrder::StrictAll : stageOf(i) != level) {
                break;
            }
        }
        return level;
    }

    // The best window that begins with an event of the journey.
    std::vector<Unit> anyOrder() const {
        Unit best;
        for (const Event& begin : m_events) {
            if (begin.stages.empty()) continue;
            std::set<int> present;
            for (std::size_t i = 0; i < m_events.size(); ++i)
                if (usable(i, begin.time) && !m_events[i].stages.empty()) present.insert(m_events[i].stages[0]);
            int level = 0;
            while (level < m_stages && present.count(level + 1))
                ++level;
            if (begin.stages[0] > level) continue;
            if (level > best.level || (level == best.level && begin.time < best.start)) best = {begin.time, level};
        }
        return best.level ? std::vector{best} : std::vector<Unit>{};
    }

private:
    const std::vector<Event>& m_events;
    const Journey& m_journey;
    const TimeZone& m_zone;
    int m_stages;
    int m_steps = 0;
};

} // namespace

namespace {

// The journey of the stages that nobody passes over; events of the others alone are no events of it.
Journey withoutOptional(const Journey& journey, std::vector<Event>& events) {
    Journey out = journey;
    out.stages.clear();
    std::vector<int> numbers(journey.stages.size() + 1, 0);
    for (std::size_t k = 0; k < journey.stages.size(); ++k) {
        if (journey.stages[k].optional) continue;
        out.stages.push_back(journey.stages[k]);
        numbers[k + 1] = static_cast<int>(out.stages.size());
    }
    std::erase_if(events, [&](Event& event) {
        if (event.stages.empty()) return false;
        std::vector<int> kept;
        for (const int stage : event.stages)
            if (const int number = numbers[static_cast<std::size_t>(stage)]) kept.push_back(number);
        event.stages = std::move(kept);
        return event.stages.empty();
    });
    return out;
}

// Every value's events by themselves, and the attempt that counts among all of them.
std::optional<std::vector<Unit>> countHeld(const std::vector<Event>& events, const Journey& journey,
                                           const TimeZone& zone) {
    Journey free = journey;
    free.hold.clear();
    std::set<std::string> values;
    for (const Event& event : events)
        if (event.held) values.insert(*event.held);
    std::optional<Unit> best;
    for (const std::string& value : values) {
        std::vector<Event> own;
        std::copy_if(events.begin(), events.end(), std::back_inserter(own),
                     [&](const Event& event) { return event.held ? *event.held == value : event.exclusion; });
        const auto counted = countNaively(std::move(own), free, zone);
        if (!counted) return std::nullopt;
        for (const Unit& unit : *counted) {
            const bool first = journey.attempt == FunnelAttempt::First;
            if (first && best && unit.start == best->start && unit.level != best->level)
                return std::nullopt; // which of two equal entries is first is open
            const bool better = !best || (!first && unit.level > best->level) ||
                                ((first || unit.level == best->level) && unit.start < best->start);
            if (better) best = unit;
        }
    }
    return best ? std::vector{*best} : std::vector<Unit>{};
}

} // namespace

std::optional<std::vector<Unit>> countNaively(std::vector<Event> events, const Journey& whole, const TimeZone& zone) {
    const Journey journey = withoutOptional(whole, events);
    const bool any = journey.order == FunnelOrder::Any;
    const bool strict = journey.order == FunnelOrder::Strict || journey.order == FunnelOrder::StrictAll;
    if (journey.attempt == FunnelAttempt::Every) return std::nullopt;
    if (!journey.hold.empty()) return countHeld(events, journey, zone);
    if (any && journey.attempt != FunnelAttempt::Furthest) return std::nullopt;
    for (const Event& event : events) {
        if ((any || strict) && event.stages.size() > 1) return std::nullopt;
        if (any && event.time == kNoTime && !event.stages.empty()) return std::nullopt;
    }
    events.erase(std::remove_if(events.begin(), events.end(), [](const Event& e) { return e.time == kNoTime; }),
                 events.end());
    Attempts attempts(events, journey, zone);
    if (any) return attempts.anyOrder();
    std::optional<Unit> best;
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (attempts.fits(i, 1)) starts.push_back(i);
    std::stable_sort(starts.begin(), starts.end(),
                     [&](std::size_t a, std::size_t b) { return events[a].time < events[b].time; });
    if (journey.attempt == FunnelAttempt::First && starts.size() > 1) {
        if (events[starts[0]].stages.size() > 1 || events[starts[1]].time == events[starts[0]].time)
            for (const std::size_t i : starts)
                if (events[i].stages.size() > 1) return std::nullopt; // which of two equal entries is first is open
        starts.erase(starts.begin() + 1, starts.end());
    }
    for (const std::size_t start : starts) {
        Unit unit{events[start].time, 1};
        std::vector<std::size_t> chain{start};
        if (strict)
            unit.level = attempts.walkStrictly(start);
        else if (!attempts.tryChains(chain, unit.start, unit.level))
            return std::nullopt;
        if (!best || unit.level > best->level) best = unit;
    }
    return best ? std::vector{*best} : std::vector<Unit>{};
}

Result<Rows> Rows::of(const Workspace& workspace, const JobContext& job) {
    Rows rows;
    rows.m_workspace = &workspace;
    for (const auto& table : workspace.tables) {
        rows.m_columns.emplace_back();
        for (const RoleKind role : {RoleKind::Customer, RoleKind::Link, RoleKind::Time, RoleKind::Stage})
            if (const auto index = table->findRole(role)) {
                auto column = table->column(*index);
                if (!column) return column.failure();
                rows.m_columns.back()[role] = *column;
            }
    }
    auto persons = workspace.persons();
    if (!persons) return persons.failure();
    rows.m_persons = *persons;
    for (std::size_t t = 0; t < workspace.tables.size(); ++t) {
        if (!rows.has(t, RoleKind::Customer) || !rows.has(t, RoleKind::Link)) continue;
        for (std::size_t row = 0; row < workspace.tables[t]->rows(); ++row) {
            if ((row & 0x3fffU) == 0 && job.cancelled()) return cancelled();
            const std::string link = rows.text(t, RoleKind::Link, row);
            const std::string customer = rows.customer(t, row);
            if (!link.empty() && !customer.empty()) rows.m_owners.emplace(link, customer);
        }
    }
    return rows;
}

bool Rows::has(std::size_t table, RoleKind role) const {
    return m_columns[table].count(role) > 0;
}

std::string Rows::text(std::size_t table, RoleKind role, std::size_t row) const {
    const auto found = m_columns[table].find(role);
    if (found == m_columns[table].end()) return {};
    if (role == RoleKind::Link && m_persons)
        return std::string(m_workspace->links->at(m_persons->link(found->second->codes[row])));
    return found->second->text(row, m_workspace->zone);
}

// Who is one person is taken from the snapshot: rules are checked elsewhere.
std::string Rows::customer(std::size_t table, std::size_t row) const {
    const std::string own = text(table, RoleKind::Customer, row);
    if (!m_persons) return own;
    if (!own.empty())
        return std::string(m_workspace->customers->at(m_persons->customer(m_workspace->customers->find(own))));
    const auto keyed = m_persons->keyed.find(table);
    return keyed == m_persons->keyed.end() ? std::string() : std::string(m_workspace->subjectKey(keyed->second[row]));
}

Instant Rows::time(std::size_t table, std::size_t row) const {
    const auto found = m_columns[table].find(RoleKind::Time);
    return found == m_columns[table].end() || !found->second->isTime() ? kNoTime : found->second->times[row];
}

bool Rows::byDay(std::size_t table) const {
    const auto found = m_columns[table].find(RoleKind::Time);
    return found != m_columns[table].end() && found->second->info.type == ValueType::Date;
}

std::string Rows::person(std::size_t table, std::size_t row) const {
    if (const std::string known = customer(table, row); !known.empty() || has(table, RoleKind::Customer)) return known;
    const std::string link = text(table, RoleKind::Link, row);
    if (link.empty()) return {};
    const auto owner = m_owners.find(link);
    return owner == m_owners.end() ? "link:" + link : owner->second;
}

} // namespace xo::analysis::naive
