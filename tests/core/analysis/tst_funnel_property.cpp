#include "core/analysis/funnel/funnel.h"
#include "tests/core/analysis/funnelprojects.h"
#include "tests/core/analysis/naivefunnel.h"

#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

using namespace xo;
using namespace xo::analysis;
using namespace xo::analysis::testing;
using xo::testing::TextTables;

namespace {

// Quantile of type 7.
double quantile(std::vector<double> values, double p) {
    std::sort(values.begin(), values.end());
    const double at = p * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

struct Counted {
    Naive::Unit unit;
    std::string customer;
    std::optional<std::string> group;
};

class Reference {
public:
    explicit Reference(const Case& of) : m_case(of), m_journey(*of.params.definition) {
        std::map<std::string, std::vector<Row>> customers;
        const TimeZone zone = *TimeZone::named("UTC");
        const auto instant = [&](const std::string& text) { return zone.fromParsed(*parseTime(text)); };
        for (const Row& row : of.rows) {
            if (row.customer != "-") customers[row.customer].push_back(row);
            if (row.time == "-") continue;
            m_asOf = std::max(m_asOf, instant(row.time));
            m_timed = m_timed || std::any_of(m_journey.stages.begin(), m_journey.stages.end(),
                                             [&](const JourneyStage& stage) { return stage.name == row.stage; });
        }
        if (!of.params.asOf.empty()) m_asOf = instant("2026-03-11T00:00") - 1;
        for (const auto& [customer, rows] : customers) {
            Naive naive;
            naive.stages = static_cast<int>(m_journey.stages.size());
            naive.rules.order = m_journey.order;
            naive.rules.attempt = m_journey.attempt;
            naive.rules.window = m_journey.window;
            if (!of.params.from.empty()) naive.rules.from = instant("2026-01-05T00:00");
            if (!of.params.to.empty()) naive.rules.to = instant("2026-01-21T00:00") - 1;
            std::vector<std::pair<Ev, std::string>> events;
            for (const Row& row : rows) {
                if (row.time == "-" || !of.condition.holds(row, rows)) continue;
                Ev event{instant(row.time), 0, row.stage == "退订" && !m_journey.exclusion.empty()};
                for (std::size_t k = 0; k < m_journey.stages.size() && !event.exclusion; ++k)
                    if (m_journey.stages[k].name == row.stage) event.fits |= std::uint64_t{1} << k;
                events.emplace_back(event, row.store);
            }
            const auto rank = [](const Ev& e) { return e.exclusion ? 200 : e.fits ? std::countr_zero(e.fits) : 100; };
            std::stable_sort(events.begin(), events.end(), [&](const auto& a, const auto& b) {
                return std::pair(a.first.time, rank(a.first)) < std::pair(b.first.time, rank(b.first));
            });
            for (const auto& [event, store] : events)
                naive.events.push_back(event);
            for (const Naive::Unit& unit : naive.units()) {
                Counted counted{unit, customer, std::nullopt};
                if (of.params.by == "customer.gender") counted.group = isFemale(customer) ? "f" : "m";
                if (of.params.by == "store")
                    for (const std::size_t i : unit.used)
                        if (!counted.group && events[i].second != "-") counted.group = events[i].second;
                m_units.push_back(counted);
            }
        }
    }

    bool timed() const { return m_timed; }
    const std::vector<Counted>& units() const { return m_units; }

    /// What is odd about the stages counted for some of the units; blank = nothing.
    std::string compared(const std::vector<FunnelStage>& stages, const std::vector<Counted>& units) const {
        const auto length = static_cast<int>(m_journey.stages.size());
        std::vector<std::int64_t> before;
        for (int k = 1; k <= length; ++k) {
            const FunnelStage& stage = stages[static_cast<std::size_t>(k) - 1];
            std::int64_t reached = 0, matured = 0, maturedReached = 0, open = 0, lost = 0, excluded = 0, previous = 0;
            std::vector<double> times;
            for (const Counted& counted : units) {
                const Naive::Unit& unit = counted.unit;
                const bool over = unit.start + m_journey.window.nominalMs() <= m_asOf;
                matured += over;
                previous += unit.level >= k - 1;
                if (unit.level < k) continue;
                ++reached;
                maturedReached += over;
                if (k > 1 && m_journey.order != FunnelOrder::Any)
                    times.push_back(static_cast<double>(unit.times[static_cast<std::size_t>(k) - 1] -
                                                        unit.times[static_cast<std::size_t>(k) - 2]) /
                                    1000);
                if (unit.level > k || k == length) continue;
                if (unit.excluded)
                    ++excluded;
                else
                    ++(unit.openUntil <= m_asOf ? lost : open);
            }
            const std::string at = " at stage " + std::to_string(k);
            const auto entrants = static_cast<std::int64_t>(units.size());
            if (stage.all.entrants != entrants || stage.matured.entrants != matured) return "entrants" + at;
            if (stage.all.reached != reached) return "reached" + at;
            if (stage.matured.reached != maturedReached) return "matured" + at;
            if (stage.open != open || stage.lost != lost || stage.excluded != excluded) return "open or lost" + at;
            const auto ratio = [](std::int64_t a, std::int64_t b) {
                return b == 0 ? std::nullopt : std::optional(static_cast<double>(a) / static_cast<double>(b));
            };
            if (k > 1 && (stage.all.rateFromStart != ratio(reached, entrants) ||
                          stage.all.rateFromPrevious != ratio(reached, previous)))
                return "rates" + at;
            if (stage.timeFromPrevious.has_value() != (k > 1 && m_journey.order != FunnelOrder::Any))
                return "times" + at;
            if (!stage.timeFromPrevious) continue;
            const StageTimes& found = *stage.timeFromPrevious;
            if (found.p50.has_value() == times.empty()) return "P50" + at;
            if (times.empty()) continue;
            const double sum = std::accumulate(times.begin(), times.end(), 0.0);
            for (const auto& [value, expected] :
                 {std::pair(*found.p50, quantile(times, 0.5)), std::pair(*found.p75, quantile(times, 0.75)),
                  std::pair(*found.p90, quantile(times, 0.9)),
                  std::pair(*found.mean, sum / static_cast<double>(times.size()))})
                if (std::abs(value - expected) > 1e-6) return "quantiles" + at;
        }
        return {};
    }

private:
    const Case& m_case;
    const Journey& m_journey;
    Instant m_asOf = INT64_MIN;
    bool m_timed = false; // some event of the journey has a time
    std::vector<Counted> m_units;
};

} // namespace

/// Funnels of random projects against counting by trying everything out.
class TestFunnelProperty : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTryingEverything() {
        std::size_t units = 0, groups = 0, refused = 0, excluded = 0, open = 0, medians = 0;
        for (std::uint64_t seed = 1; seed <= kProjects; ++seed) {
            const Case one = randomCase(seed);
            const Reference reference(one);
            const std::string text = "seed " + std::to_string(seed) + ": ";
            const auto result = runFunnel(makeContext(one.workspace), one.params, {});
            if (!result && result.error().code == "funnel.needs_times") { // none of the journey's events has one
                QVERIFY2(!reference.timed() && one.params.definition->order != FunnelOrder::Any,
                         (text + described(one)).c_str());
                ++refused;
                continue;
            }
            QVERIFY2(result, (text + (result ? "" : result.error().code) + described(one)).c_str());
            QVERIFY2(result->entrants == static_cast<std::int64_t>(reference.units().size()),
                     (text + described(one)).c_str());
            const std::string odd = reference.compared(result->stages, reference.units());
            QVERIFY2(odd.empty(), (text + odd + " " + described(one)).c_str());
            std::map<std::optional<std::string>, std::vector<Counted>> byGroup;
            for (const Counted& counted : reference.units())
                if (!one.params.by.empty()) byGroup[counted.group].push_back(counted);
            QVERIFY2(result->groups.size() == byGroup.size(), (text + described(one)).c_str());
            for (const FunnelGroup& group : result->groups) {
                QVERIFY2(byGroup.count(group.value) == 1, (text + described(one)).c_str());
                const std::string odder = reference.compared(group.stages, byGroup[group.value]);
                QVERIFY2(odder.empty(),
                         (text + group.value.value_or("(blank)") + " " + odder + described(one)).c_str());
            }
            for (const unsigned threads : {1U, 2U, 4U}) {
                JobContext job;
                job.threads = threads;
                const auto again = runFunnel(makeContext(randomCase(seed).workspace), one.params, job);
                QVERIFY2(again && *again == *result && toJson(*again).dump() == toJson(*result).dump(), text.c_str());
            }
            units += reference.units().size();
            groups += byGroup.size();
            excluded += static_cast<std::size_t>(result->excluded);
            for (const FunnelStage& stage : result->stages) {
                open += static_cast<std::size_t>(stage.open);
                medians += stage.timeFromPrevious && stage.timeFromPrevious->p50;
            }
        }
        // the projects were rich enough to mean something
        QVERIFY2(units > 3 * kProjects && groups > kProjects / 2 && refused > kProjects / 200,
                 qPrintable(QString::number(units)));
        const auto seen = QStringLiteral("%1 excluded, %2 open, %3 medians").arg(excluded).arg(open).arg(medians);
        QVERIFY2(excluded > kProjects / 20 && open > kProjects / 10 && medians > kProjects / 5, qPrintable(seen));
    }
};

QTEST_APPLESS_MAIN(TestFunnelProperty)
#include "tst_funnel_property.moc"
