#include "core/session/sample/autotruth.h"

#include "core/session/sample/autofiles.h"
#include "core/session/sample/autonames.h"
#include "core/stats/correlation.h"

#include <cmath>
#include <functional>
#include <optional>

namespace xo::session::autostory {

namespace {

/// Six decimals, so that the last bit of a division or root can't show.
double six(double value) {
    return std::floor(value * 1e6 + 0.5) / 1e6;
}

/// Sums of one group.
struct Tally {
    std::int64_t n = 0;
    std::int64_t sum = 0;
    std::int64_t squares = 0;
    void add(int value) {
        ++n;
        sum += value;
        squares += value * value;
    }
    double mean() const { return n == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(n); }
    double standardError() const {
        if (n < 2) return 1.0;
        const double count = static_cast<double>(n);
        const double variance = (static_cast<double>(squares) - count * mean() * mean()) / (count - 1);
        return std::sqrt(std::max(variance, 0.0) / count);
    }
};

class Truth {
public:
    explicit Truth(const World& world) : m_world(world) {}

    Json json() {
        orders();
        satisfaction();
        reasons();
        followUp();
        minutes();
        responses();
        const Json counts{{"customers", m_world.customers.size()},
                          {"events", m_world.events.size()},
                          {"answers", m_world.answers.size()},
                          {"invitations", m_world.invitations.size()},
                          {"nps_out_of_range", 2},
                          {"unreadable_times", odd(FollowUp)},
                          {"unreadable_minutes", odd(Drive)}};
        return Json{{"story", "auto"},
                    {"seed", m_world.seed},
                    {"flat", m_world.flat},
                    {"from", timeText(firstSecond()).substr(0, 10)},
                    {"to", timeText(endSecond() - 1).substr(0, 10)},
                    {"late_from", timeText(lateSecond()).substr(0, 10)},
                    {"window", std::to_string(kWindowDays) + "d"},
                    {"satisfied_from", kSatisfiedFrom},
                    {"counts", counts},
                    {"slow_dealers", m_slowDealers},
                    {"facts", m_facts}};
    }

private:
    /// The interval: four standard errors and `slack` (what the recomputation can't tell apart) about the planted
    /// value.
    void fact(const std::string& name, double planted, double realised, std::int64_t n, double standardError,
              double slack, const std::string& how) {
        const double half = 4 * standardError + slack;
        m_facts[name] = Json{{"planted", six(planted)},    {"realised", six(realised)},   {"n", n},
                             {"low", six(planted - half)}, {"high", six(planted + half)}, {"how", how}};
    }

    void share(const std::string& name, double planted, std::int64_t k, std::int64_t n, double slack,
               const std::string& how) {
        const double count = static_cast<double>(std::max<std::int64_t>(n, 1));
        fact(name, planted, static_cast<double>(k) / count, n, std::sqrt(planted * (1 - planted) / count), slack, how);
    }

    void orders() {
        const std::string how = "test drives followed by an order within the window; test drives ";
        for (const bool late : {false, true}) {
            Tally drives;
            for (const TestDrive& drive : m_world.drives)
                if (drive.late == late && drive.matured) drives.add(drive.ordered ? 1 : 0);
            share(late ? "drive_to_order_late" : "drive_to_order_early", orderRate(late, m_world.flat) / 10'000.0,
                  drives.sum, drives.n, 0.004,
                  how + (late ? "of the last six months whose attempt has had its window"
                              : "before the last six months"));
        }
        // customers who come back lift the rates of the counted attempts a little above those of one attempt
        const double customers = static_cast<double>(m_world.customers.size());
        const auto upstream = [&](const char* name, double rate, double reach) {
            fact(name, rate + 0.007, rate, static_cast<std::int64_t>(customers * reach),
                 std::sqrt(rate * (1 - rate) / (customers * reach)), 0.013,
                 "of the matured counted attempts; the realised value is the rate drawn with");
        };
        upstream("browse_to_lead", 0.70, 1.0);
        upstream("lead_to_visit", 0.75, 0.70);
        upstream("visit_to_drive", 0.80, 0.525);
    }

    void satisfaction() {
        for (const bool late : {false, true}) {
            Tally drive;
            Tally others;
            for (const Answer& answer : m_world.answers) {
                if (answer.csat < 0 || answer.odd || answer.about == Drive) continue;
                if ((answer.recorded >= lateSecond()) == late) others.add(answer.csat);
            }
            for (const TestDrive& one : m_world.drives)
                if (one.answered && one.late == late) drive.add(one.csat);
            const std::string when = late ? "late" : "early";
            fact("csat_drive_" + when, late && !m_world.flat ? 3.6 : 4.0, drive.mean(), drive.n, drive.standardError(),
                 0.01, "mean of csat at the touchpoint 试乘试驾, by the day of the drive");
            fact("csat_others_" + when, 4.13, others.mean(), others.n, others.standardError(), 0.01,
                 "mean of csat at the other touchpoints, by the day of the answer");
        }
    }

    void reasons() {
        for (const bool satisfied : {true, false}) {
            std::array<std::int64_t, 6> counts{};
            std::int64_t n = 0;
            for (const TestDrive& drive : m_world.drives) {
                if (drive.reason < 0 || (drive.csat >= kSatisfiedFrom) != satisfied) continue;
                ++counts[static_cast<std::size_t>(drive.reason)];
                ++n;
            }
            const std::array<int, 6>& planted = m_world.flat ? kFlatReasons
                                                : satisfied  ? kSatisfiedReasons
                                                             : kDissatisfiedReasons;
            for (std::size_t reason = 0; reason < planted.size(); ++reason) {
                if (planted[reason] == 0) continue;
                share(std::string(satisfied ? "reason_satisfied_" : "reason_dissatisfied_") +
                          std::string(kReasonNames[reason]),
                      planted[reason] / 100.0, counts[reason], n, 0.005,
                      satisfied ? "of the reasons given at 试乘试驾 with csat 4-5"
                                : "of the reasons given at 试乘试驾 with csat 1-3");
            }
        }
    }

    void followUp() {
        std::array<Tally, 2> breached; // by slow dealer or not
        for (const Event& event : m_world.events) {
            if (event.stage != Booking) continue;
            const bool slow = m_world.dealers[static_cast<std::size_t>(event.dealer)].slow;
            breached[slow ? 1 : 0].add(event.followUpTenths > 240 ? 1 : 0);
        }
        const std::string how = "of the rows 预约试驾 with followup_hours above 24";
        share("breach_rate", 0.32, breached[0].sum + breached[1].sum, breached[0].n + breached[1].n, 0.006, how);
        if (!m_world.flat) {
            share("breach_rate_slow_dealers", 0.8, breached[1].sum, breached[1].n, 0.002, how + ", the slow dealers");
            share("breach_rate_other_dealers", 0.2, breached[0].sum, breached[0].n, 0.002, how + ", the other dealers");
        }
        for (const Dealer& dealer : m_world.dealers)
            if (dealer.slow) m_slowDealers.push_back(dealer.name);
        correlation("spearman_followup", m_world.flat ? 0.0 : -0.5, "followup_hours of the test drive with its csat",
                    [](const TestDrive& drive) {
                        return drive.followUpTenths < 0 ? std::nullopt : std::optional<int>(drive.followUpTenths);
                    });
    }

    void minutes() {
        const auto of = [this](int family) {
            return [this, family](const TestDrive& drive) {
                const bool wanted = family < 0 || m_world.customers[drive.customer].family == family;
                return wanted ? std::optional<int>(drive.minutes) : std::nullopt;
            };
        };
        const std::string how = "drive_minutes of the test drive with its csat";
        correlation("spearman_minutes", 0.0, how, of(-1));
        correlation("spearman_minutes_families", m_world.flat ? 0.0 : 0.3, how + ", families with children", of(2));
        correlation("spearman_minutes_singles", m_world.flat ? 0.0 : -0.3, how + ", young singles", of(0));
    }

    void correlation(const std::string& name, double planted, const std::string& how,
                     const std::function<std::optional<int>(const TestDrive&)>& metric) {
        std::vector<double> x;
        std::vector<double> y;
        for (const TestDrive& drive : m_world.drives) {
            const std::optional<int> value = metric(drive);
            if (!drive.answered || !value) continue;
            x.push_back(*value);
            y.push_back(drive.csat);
        }
        const auto found = stats::spearman(x, y);
        const double n = static_cast<double>(std::max<std::size_t>(x.size(), 10));
        fact(name, planted, found ? found->coefficient : 0.0, static_cast<std::int64_t>(x.size()), 1 / std::sqrt(n - 3),
             0.03, how + " (answerers, Spearman)");
    }

    void responses() {
        std::int64_t answered = 0;
        for (const Invitation& invitation : m_world.invitations)
            answered += invitation.answered ? 1 : 0;
        share("response_rate", 0.2, answered, static_cast<std::int64_t>(m_world.invitations.size()), 0.008,
              "answers per invitation");
    }

    std::int64_t odd(Stage stage) const {
        std::int64_t count = 0;
        for (const Event& event : m_world.events)
            count += event.stage == stage && event.odd ? 1 : 0;
        return count;
    }

    const World& m_world;
    Json m_facts = Json::object();
    std::vector<std::string> m_slowDealers;
};

} // namespace

Json truthOf(const World& world) {
    return Truth(world).json();
}

} // namespace xo::session::autostory
