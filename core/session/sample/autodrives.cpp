#include "core/base/timezone.h"
#include "core/session/sample/autonames.h"
#include "core/session/sample/autotruth.h"
#include "core/session/sample/autoworld.h"
#include "core/session/sample/random.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace xo::session::autostory {

namespace {

constexpr std::int64_t kOne = SampleRandom::kOne;

/// What the follow-up did to the test drive's satisfaction: standardised, high = late.
std::int64_t followUpEffect(int tenths) {
    if (tenths < 0) return 0;
    if (tenths <= 240) return -kOne * 686 / 1000 + kOne * 30 / 100 * (tenths - 120) / 240;
    return kOne * 1458 / 1000 + kOne * 50 / 100 * (tenths - 521) / 560;
}

/// Young singles want it short, families with children want time, the others don't care.
int minutesSign(int family) {
    if (family == 0) return -1;
    return family == 2 ? 1 : 0;
}

void drawLatents(World& world, SampleRandom& random) {
    for (TestDrive& drive : world.drives) {
        const Customer& who = world.customers[drive.customer];
        const int sign = minutesSign(who.family);
        std::int64_t latent = random.normal() * (sign == 0 ? 810 : 740) / 1000;
        if (!world.flat) {
            latent -= followUpEffect(drive.followUpTenths) * 560 / 1000;
            latent += sign * (drive.minutes - 30) * kOne / 8 * 330 / 1000;
        }
        drive.latent = latent;
    }
}

/// Ranks the drives of one group by latent satisfaction and hands the scores out by quantile, so that the group's
/// distribution is the planted one to the last answer.
void giveScores(World& world, bool late) {
    std::vector<std::size_t> members;
    for (std::size_t index = 0; index < world.drives.size(); ++index)
        if (world.drives[index].late == late) members.push_back(index);
    std::stable_sort(members.begin(), members.end(), [&world](std::size_t a, std::size_t b) {
        return world.drives[a].latent < world.drives[b].latent;
    });
    const std::array<std::int64_t, 5> share =
        populationShares(late && !world.flat ? kLateAnswers : kEarlyAnswers, world.flat);
    std::int64_t cumulated = 0;
    std::size_t next = 0;
    for (int score = 1; score <= 5; ++score) {
        cumulated += share[static_cast<std::size_t>(score - 1)];
        const std::size_t end =
            score == 5 ? members.size()
                       : static_cast<std::size_t>(cumulated * static_cast<std::int64_t>(members.size()) / kShareUnit);
        for (; next < end; ++next)
            world.drives[members[next]].csat = score;
    }
}

/// Those who order: the planted share of each group, satisfied customers first by tendency.
void giveOrders(World& world, SampleRandom& random, bool late, bool matured) {
    static constexpr std::array<int, 5> kTendency{-45, -28, -10, 5, 18};
    std::vector<std::pair<std::int64_t, std::size_t>> members;
    for (std::size_t index = 0; index < world.drives.size(); ++index) {
        const TestDrive& drive = world.drives[index];
        if (drive.late != late || drive.matured != matured) continue;
        const std::int64_t pull = world.flat ? 0 : kOne * kTendency[static_cast<std::size_t>(drive.csat - 1)] / 100;
        members.emplace_back(-(random.normal() + pull), index);
    }
    std::sort(members.begin(), members.end());
    const int rate = orderRate(late, world.flat);
    const std::size_t orders = (members.size() * static_cast<std::size_t>(rate) + 5'000) / 10'000;
    for (std::size_t place = 0; place < orders; ++place)
        world.drives[members[place].second].ordered = true;
}

class Orders {
public:
    explicit Orders(World& world) : m_world(world), m_random(world.seed, 4) {
        for (std::size_t index = 0; index < world.events.size(); ++index)
            if (world.events[index].stage == Drive) m_driveEvents[world.events[index].reference] = index;
    }

    void run() {
        for (const TestDrive& drive : m_world.drives) {
            m_model = m_world.events[m_driveEvents[drive.reference]];
            if (drive.ordered)
                order(drive);
            else if (m_random.chance(100))
                comeBack(drive);
        }
    }

private:
    void order(const TestDrive& drive) {
        const Seconds day = drive.time - drive.time % kDay;
        const Seconds time = m_random.chance(2'500)
                                 ? drive.time + m_random.between(3'600, 10'800)
                                 : day + m_random.between(1, 16) * kDay + m_random.between(9 * 3600, 20 * 3600);
        if (time >= endSecond()) return;
        const int price = kModelPrices[m_model.model];
        const int amount = price / 1000 * m_random.between(960, 1060) / 100 * 100;
        add(Order, time).amount = amount;
        const CivilDate date = civilFromDays(time / kDay);
        const std::size_t month = static_cast<std::size_t>((date.year - 2024) * 12) + date.month - 1;
        const std::size_t region = m_world.dealers[static_cast<std::size_t>(m_model.dealer)].region;
        m_world.revenue[month][region] += amount;
        ++m_world.orders[month][region];
        if (!m_random.chance(9'200)) return;
        const int wait = m_random.chance(300) ? m_random.between(45, 80) : m_random.between(5, 22);
        const Seconds handover = time - time % kDay + wait * kDay + m_random.between(10 * 3600, 18 * 3600);
        if (handover < endSecond()) add(Delivery, handover);
    }

    /// Looks at the site again months later and leaves it at that.
    void comeBack(const TestDrive& drive) {
        const Seconds time = drive.time + m_random.between(75, 200) * kDay + m_random.between(0, 20'000);
        if (time >= endSecond()) return;
        Event& event = add(Browse, time);
        event.dealer = -1;
        event.adviser = -1;
    }

    Event& add(Stage stage, Seconds time) {
        Event event = m_model;
        event.stage = stage;
        event.time = time;
        event.exported = time + m_random.between(0, 3600);
        event.reference = static_cast<std::uint32_t>(m_world.events.size()) + 10'000'001U;
        event.followUpTenths = -1;
        event.minutes = -1;
        event.odd = false;
        m_world.events.push_back(event);
        return m_world.events.back();
    }

    World& m_world;
    SampleRandom m_random;
    std::unordered_map<std::uint32_t, std::size_t> m_driveEvents;
    Event m_model;
};

} // namespace

void makeTestDriveTruth(World& world) {
    SampleRandom random(world.seed, 3);
    drawLatents(world, random);
    giveScores(world, false);
    giveScores(world, true);
    for (const bool late : {false, true})
        for (const bool matured : {false, true})
            giveOrders(world, random, late, matured);
    Orders(world).run();
    std::stable_sort(world.events.begin(), world.events.end(),
                     [](const Event& a, const Event& b) { return a.exported < b.exported; });
    // three times that nobody can read, on rows that no stage of the journey needs
    int unreadable = 0;
    for (std::size_t index = world.events.size() / 7; index < world.events.size() && unreadable < 3; ++index) {
        if (world.events[index].stage != FollowUp) continue;
        world.events[index].odd = true;
        ++unreadable;
        index += world.events.size() / 4;
    }
}

} // namespace xo::session::autostory
