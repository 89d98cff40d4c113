#include "core/analysis/verify/naive.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace xo::analysis::naive {

namespace {

constexpr int kMostSteps = 300'000;
constexpr int kNoStage = 1000;

/// An attempt in the making: places of the events that fill its stages, in `events`.
struct Attempt {
    Instant start = kNoTime;
    std::vector<std::size_t> chain;
    Instant arrived = kNoTime; ///< latest time at which its level can be had
    Instant end = kNoTime;     ///< last instant of what belongs to it
    std::size_t next = 0;      ///< first place where another attempt may begin
    int level() const { return static_cast<int>(chain.size()); }
};

/// The events of one customer (and one held value) in the order of the funnel: by time, then by stage, those of no
/// stage behind them, the exclusion event last. Stages are those that nobody passes over.
class Attempts {
public:
    Attempts(const std::vector<Event>& events, const Journey& journey, const TimeZone& zone)
        : m_events(events), m_journey(journey), m_zone(zone), m_stages(static_cast<int>(journey.stages.size())) {}

    bool fits(std::size_t i, int stage) const {
        return std::find(m_events[i].stages.begin(), m_events[i].stages.end(), stage) != m_events[i].stages.end();
    }
    std::optional<std::size_t> nextEntry(std::size_t from) const {
        for (std::size_t i = from; i < m_events.size(); ++i)
            if (!m_events[i].exclusion && fits(i, 1)) return i;
        return std::nullopt;
    }
    /// The attempt of one entry; nullopt = gave up.
    std::optional<Attempt> from(std::size_t entry) {
        Attempt out;
        out.start = out.arrived = m_events[entry].time;
        out.chain = {entry};
        if (m_journey.order != FunnelOrder::Sequential) {
            walkStrictly(out);
        } else {
            std::vector<std::size_t> chain{entry};
            if (!tryChains(chain, out)) return std::nullopt;
        }
        close(out, entry);
        return out;
    }
    /// The best window that begins with an event of the journey at or behind `low`; `entry`: the event that has to
    /// fill stage 1.
    std::optional<Attempt> anyOrder(std::size_t low, std::optional<std::size_t> entry) const {
        Attempt best;
        for (std::size_t b = low; b < m_events.size(); ++b) {
            const Event& begin = m_events[b];
            if (begin.stages.empty() || (entry && begin.time > m_events[*entry].time)) continue;
            std::vector<std::optional<std::size_t>> first(static_cast<std::size_t>(m_stages));
            for (std::size_t i = low; i < m_events.size(); ++i) {
                if (m_events[i].stages.empty() || !usable(i, begin.time)) continue;
                auto& place = first[static_cast<std::size_t>(m_events[i].stages[0] - 1)];
                if (m_events[i].stages[0] == 1 && entry && i != *entry) continue;
                if (!place) place = i;
            }
            std::vector<std::size_t> chain;
            while (chain.size() < first.size() && first[chain.size()])
                chain.push_back(*first[chain.size()]);
            const bool counts =
                begin.stages[0] <= static_cast<int>(chain.size()) && (begin.stages[0] > 1 || !entry || b == *entry);
            if (!counts || static_cast<int>(chain.size()) <= best.level()) continue;
            best.chain = std::move(chain);
            best.start = begin.time;
        }
        if (best.chain.empty()) return std::nullopt;
        close(best, best.chain.front());
        return best;
    }

private:
    Instant endOf(const Span& span, Instant from) const {
        if (span.unit != Span::Unit::CalendarDay) return from + span.nominalMs();
        return m_zone.startOfDay(m_zone.localDay(from) + span.amount + 1) - 1;
    }
    // Time of the first exclusion event at or after the start; later events don't count.
    std::optional<Instant> stop(Instant start) const {
        for (const Event& event : m_events)
            if (event.exclusion && event.time >= start) return event.time;
        return std::nullopt;
    }
    bool usable(std::size_t i, Instant start) const {
        const auto end = stop(start);
        return !m_events[i].exclusion && m_events[i].time >= start &&
               m_events[i].time <= endOf(m_journey.window, start) && (!end || m_events[i].time <= *end);
    }
    const std::optional<Span>& limitTo(int stage) const {
        return m_journey.stages[static_cast<std::size_t>(stage - 1)].stepLimit;
    }

    // Every chain from `chain` on: the earliest of those that get furthest. False = gave up.
    bool tryChains(std::vector<std::size_t>& chain, Attempt& best) {
        const int level = static_cast<int>(chain.size());
        const Instant arrived = m_events[chain.back()].time;
        if (level == best.level()) best.arrived = std::max(best.arrived, arrived);
        if (level > best.level()) best.chain = chain, best.arrived = arrived;
        if (level == m_stages) return true;
        const auto& limit = limitTo(level + 1);
        std::set<Instant> tried; // two equal events lead to the same unless conditions overlap
        for (std::size_t i = 0; i < m_events.size(); ++i) {
            if (++m_steps > kMostSteps) return false;
            if (!fits(i, level + 1) || m_events[i].time < arrived || !usable(i, best.start)) continue;
            if (limit && m_events[i].time > endOf(*limit, arrived)) continue;
            if (std::find(chain.begin(), chain.end(), i) != chain.end()) continue;
            if (m_events[i].stages.size() == 1 && !tried.insert(m_events[i].time).second) continue;
            chain.push_back(i);
            const bool done = tryChains(chain, best);
            chain.pop_back();
            if (!done) return false;
            if (best.level() == m_stages) return true;
        }
        return true;
    }

    // The events after the start one by one; each fits one stage at most here.
    void walkStrictly(Attempt& out) const {
        const std::size_t start = out.chain.front();
        for (std::size_t i = 0; i < m_events.size() && out.level() < m_stages; ++i) {
            if (i == start || !usable(i, out.start)) continue;
            const int stage = m_events[i].stages.empty() ? kNoStage : m_events[i].stages[0];
            const auto& limit = limitTo(out.level() + 1);
            if (stage == out.level() + 1 && (!limit || m_events[i].time <= endOf(*limit, out.arrived))) {
                out.chain.push_back(i);
                out.arrived = m_events[i].time;
            } else if (stage == kNoStage ? m_journey.order == FunnelOrder::StrictAll : stage != out.level()) {
                return;
            }
        }
    }

    // How long the attempt lasts, and where the next one may begin.
    void close(Attempt& out, std::size_t entry) const {
        const bool converted = out.level() == m_stages;
        Instant open = endOf(m_journey.window, out.start);
        if (!converted && m_journey.order != FunnelOrder::Any)
            if (const auto& limit = limitTo(out.level() + 1)) open = std::min(open, endOf(*limit, out.arrived));
        const auto stopped = stop(out.start);
        const bool excluded = !converted && stopped && *stopped <= open;
        out.end =
            excluded ? std::min(*stopped, endOf(m_journey.window, out.start)) : endOf(m_journey.window, out.start);
        out.next = entry + 1;
        if (converted) {
            for (const std::size_t i : out.chain)
                out.next = std::max(out.next, i + 1);
            return;
        }
        while (out.next < m_events.size() && m_events[out.next].time <= open &&
               !(excluded && m_events[out.next].exclusion))
            ++out.next;
    }

    const std::vector<Event>& m_events;
    const Journey& m_journey;
    const TimeZone& m_zone;
    int m_stages;
    int m_steps = 0;
};

// The journey of the stages that nobody passes over.
Journey withoutOptional(const Journey& journey) {
    Journey out = journey;
    std::erase_if(out.stages, [](const JourneyStage& stage) { return stage.optional; });
    return out;
}

// Events as that journey sees them (those of the other stages alone are no events of it), and their places among all.
struct Required {
    std::vector<Event> events;
    std::vector<std::size_t> places;
};
Required requiredOf(const std::vector<Event>& all, const Journey& journey) {
    std::vector<int> numbers(journey.stages.size() + 1, 0);
    int number = 0;
    for (std::size_t k = 0; k < journey.stages.size(); ++k)
        if (!journey.stages[k].optional) numbers[k + 1] = ++number;
    Required out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Event event = all[i];
        event.stages.clear();
        for (const int stage : all[i].stages)
            if (numbers[static_cast<std::size_t>(stage)])
                event.stages.push_back(numbers[static_cast<std::size_t>(stage)]);
        if (event.stages.empty() && !all[i].stages.empty()) continue;
        out.events.push_back(std::move(event));
        out.places.push_back(i);
    }
    return out;
}

// Puts the earliest event of each optional stage between its neighbours.
std::uint64_t reachedBy(const Attempt& attempt, const Required& required, const std::vector<Event>& all,
                        const Journey& journey, const TimeZone& zone) {
    const std::size_t stages = journey.stages.size();
    std::vector<std::optional<std::size_t>> at(stages);
    std::size_t filled = 0;
    for (std::size_t k = 0; k < stages && filled < attempt.chain.size(); ++k)
        if (!journey.stages[k].optional) at[k] = required.places[attempt.chain[filled++]];
    const bool any = journey.order == FunnelOrder::Any;
    std::uint64_t out = 0;
    std::optional<std::size_t> before;
    for (std::size_t k = 0; k < stages; ++k) {
        if (journey.stages[k].optional && before) {
            std::size_t last = all.size();
            for (std::size_t later = k + 1; later < stages && !any; ++later)
                if (at[later]) last = std::min(last, *at[later]);
            Instant end = attempt.end;
            if (const auto& limit = journey.stages[k].stepLimit; limit && !any) {
                const Instant from = all[*before].time;
                end = std::min(end, limit->unit == Span::Unit::CalendarDay
                                        ? zone.startOfDay(zone.localDay(from) + limit->amount + 1) - 1
                                        : from + limit->nominalMs());
            }
            for (std::size_t i = any ? 0 : *before + 1; i < last && !at[k]; ++i)
                if (!all[i].stages.empty() && all[i].stages[0] == static_cast<int>(k + 1) && all[i].time <= end &&
                    all[i].time >= attempt.start)
                    at[k] = i;
        }
        if (!at[k]) continue;
        out |= std::uint64_t{1} << k;
        before = at[k];
    }
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
    const bool first = journey.attempt == FunnelAttempt::First;
    const auto level = [&](const Unit& unit) {
        int out = 0;
        for (std::size_t k = 0; k < journey.stages.size(); ++k)
            if (!journey.stages[k].optional && (unit.reached >> k & 1U)) ++out;
        return out;
    };
    std::vector<Unit> all;
    for (const std::string& value : values) {
        std::vector<Event> own;
        std::copy_if(events.begin(), events.end(), std::back_inserter(own),
                     [&](const Event& event) { return event.held ? *event.held == value : event.exclusion; });
        const auto counted = countNaively(std::move(own), free, zone);
        if (!counted) return std::nullopt;
        all.insert(all.end(), counted->begin(), counted->end());
    }
    if (journey.attempt == FunnelAttempt::Every) {
        std::sort(all.begin(), all.end(), [](const Unit& a, const Unit& b) {
            return std::pair(a.start, a.reached) < std::pair(b.start, b.reached);
        });
        return all;
    }
    std::optional<Unit> best;
    for (const Unit& unit : all) {
        const bool equal = best && unit.start == best->start && (first || level(unit) == level(*best));
        if (equal && !(unit == *best)) return std::nullopt; // which of two equal entries counts is open
        const bool better = !best || (!first && level(unit) > level(*best)) ||
                            ((first || level(unit) == level(*best)) && unit.start < best->start);
        if (better) best = unit;
    }
    return best ? std::vector{*best} : std::vector<Unit>{};
}

} // namespace

std::optional<std::vector<Unit>> countNaively(std::vector<Event> events, const Journey& whole, const TimeZone& zone) {
    if (!whole.hold.empty()) return countHeld(events, whole, zone);
    const Journey journey = withoutOptional(whole);
    const bool any = journey.order == FunnelOrder::Any, every = journey.attempt == FunnelAttempt::Every;
    const bool optional = journey.stages.size() < whole.stages.size();
    for (const Event& event : events) {
        if ((journey.order != FunnelOrder::Sequential || every || optional) && event.stages.size() > 1)
            return std::nullopt;
        if (any && event.time == kNoTime && !event.stages.empty()) return std::nullopt;
    }
    std::erase_if(events, [](const Event& event) { return event.time == kNoTime; });
    const auto rank = [](const Event& event) {
        return event.exclusion ? kNoStage + 1 : event.stages.empty() ? kNoStage : event.stages[0];
    };
    std::stable_sort(events.begin(), events.end(), [&](const Event& a, const Event& b) {
        return std::pair(a.time, rank(a)) < std::pair(b.time, rank(b));
    });
    const Required required = requiredOf(events, whole);
    Attempts attempts(required.events, journey, zone);
    std::vector<Unit> out;
    const auto keep = [&](const Attempt& attempt) {
        out.push_back({attempt.start, reachedBy(attempt, required, events, whole, zone)});
    };
    if (any && journey.attempt == FunnelAttempt::Furthest) {
        if (const auto best = attempts.anyOrder(0, std::nullopt)) keep(*best);
        return out;
    }
    const auto attemptAt = [&](std::size_t low, std::size_t entry) {
        return any ? attempts.anyOrder(low, entry) : attempts.from(entry);
    };
    std::optional<Attempt> best;
    std::size_t low = 0;
    std::optional<std::size_t> entry = attempts.nextEntry(0);
    const auto other = entry ? attempts.nextEntry(*entry + 1) : std::nullopt;
    if (journey.attempt == FunnelAttempt::First && other) {
        const Event &one = required.events[*entry], &two = required.events[*other];
        const bool overlaps = std::any_of(required.events.begin(), required.events.end(), [](const Event& event) {
            return event.stages.size() > 1 && event.stages[0] == 1;
        });
        if (overlaps && (one.stages.size() > 1 || one.time == two.time))
            return std::nullopt; // which of two equal entries is first is open
    }
    for (; entry; entry = attempts.nextEntry(low)) {
        const auto attempt = attemptAt(low, *entry);
        if (!attempt) return std::nullopt;
        if (!best || attempt->level() > best->level()) best = *attempt;
        if (every) keep(*attempt);
        if (journey.attempt == FunnelAttempt::First) break;
        low = every ? attempt->next : *entry + 1;
    }
    if (best && !every) keep(*best);
    return out;
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
