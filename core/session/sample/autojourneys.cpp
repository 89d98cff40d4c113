#include "core/base/timezone.h"
#include "core/session/sample/autonames.h"
#include "core/session/sample/autoworld.h"
#include "core/session/sample/random.h"

#include <algorithm>

namespace xo::session::autostory {

namespace {

constexpr int kLeadRate = 7'000;
constexpr int kVisitRate = 7'500;
constexpr int kDriveRate = 8'000;
constexpr int kRetryRate = 600;

Seconds onlineTime(SampleRandom& random) {
    static constexpr int kHours[24] = {3, 1, 1, 0, 0, 1, 2, 3, 5, 6, 6, 5, 7, 6, 5, 5, 5, 5, 6, 8, 10, 10, 8, 5};
    return random.pick(kHours) * 3600 + random.below(3600);
}

Seconds shopTime(SampleRandom& random) {
    static constexpr int kHours[24] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 10, 9, 5, 7, 10, 12, 10, 7, 4, 2, 0, 0, 0, 0};
    return random.pick(kHours) * 3600 + random.below(3600);
}

Seconds dayOf(Seconds time) {
    return time - time % kDay;
}

/// Tenths of an hour between booking and the first follow-up; the SOP says one day.
int followUpTenths(bool slowDealer, bool flat, SampleRandom& random) {
    const int late = flat ? 3'200 : (slowDealer ? 8'000 : 2'000);
    if (random.chance(late)) return (random.between(242, 800) + random.between(242, 800)) / 2;
    return std::min(random.between(3, 240), random.between(3, 240));
}

int driveMinutes(SampleRandom& random) {
    const std::int64_t minutes = 30 + random.normal() * 8 / SampleRandom::kOne;
    return static_cast<int>(std::clamp<std::int64_t>(minutes, 8, 62));
}

class Journeys {
public:
    explicit Journeys(World& world) : m_world(world), m_random(world.seed, 2) {}

    void run() {
        for (std::uint32_t index = 0; index < m_world.customers.size(); ++index)
            customer(index);
    }

private:
    void customer(std::uint32_t index) {
        begin(index, firstDay());
        if (attempt() || !m_random.chance(kRetryRate)) return;
        // a second start comes after the first one's window, so that both stay apart
        begin(index, dayOf(m_start) + m_random.between(kWindowDays + 10, 240) * kDay);
        attempt();
    }

    Seconds firstDay() {
        for (;;) {
            const Seconds day = firstSecond() + m_random.below(731) * kDay;
            const bool weekend = isoWeekday(day / kDay) >= 6;
            if (weekend || m_random.chance(7'800)) return day;
        }
    }

    void begin(std::uint32_t index, Seconds day) {
        static constexpr int kModels[6] = {22, 16, 20, 20, 10, 12};
        static constexpr int kChannels[4] = {28, 32, 25, 15};
        const Customer& who = m_world.customers[index];
        m_customer = index;
        m_start = day + onlineTime(m_random);
        m_model = static_cast<std::uint8_t>(m_random.pick(kModels));
        m_channel = static_cast<std::uint8_t>(m_random.pick(kChannels));
        m_dealer = static_cast<std::int16_t>(who.dealer);
        const Dealer& dealer = m_world.dealers[who.dealer];
        m_adviser = dealer.advisers[static_cast<std::size_t>(m_random.below(static_cast<int>(dealer.advisers.size())))];
    }

    Event& add(Stage stage, Seconds time) {
        Event event;
        event.customer = m_customer;
        event.stage = stage;
        event.model = m_model;
        event.channel = m_channel;
        event.time = time;
        // each dealer's system delivers its rows some hours or days later
        event.exported =
            time + m_random.between(0, 3600) + (m_random.chance(2'000) ? m_random.between(0, 2) * kDay : 0);
        event.reference = static_cast<std::uint32_t>(m_world.events.size()) + 10'000'001U;
        if (stage != Browse) {
            event.dealer = m_dealer;
            event.adviser = m_adviser;
        }
        m_world.events.push_back(event);
        return m_world.events.back();
    }

    /// True when it got as far as the test drive.
    bool attempt() {
        if (m_start >= endSecond()) return false;
        add(Browse, m_start);
        if (m_random.chance(2'500)) addIfInTime(Browse, m_start + m_random.between(3600, 5 * static_cast<int>(kDay)));
        if (!m_random.chance(kLeadRate)) return false;
        const Seconds lead = m_start + (m_random.chance(6'000) ? m_random.between(120, 7200)
                                                               : m_random.between(7200, 3 * static_cast<int>(kDay)));
        if (!addIfInTime(Lead, lead)) return false;
        const bool visits = m_random.chance(kVisitRate);
        Seconds visitDay = dayOf(lead) + m_random.between(1, 6) * kDay;
        m_followUp = -1;
        // some just walk in; some book and never come
        if (m_random.chance(visits ? 9'000 : 2'500)) visitDay = book(lead);
        if (!visits) return false;
        return visitAndDrive(visitDay + shopTime(m_random));
    }

    /// The booking and the adviser's first call after it; the day agreed for the visit.
    Seconds book(Seconds lead) {
        const Seconds booking = lead + m_random.between(600, static_cast<int>(kDay));
        m_followUp = followUpTenths(m_world.dealers[static_cast<std::size_t>(m_dealer)].slow, m_world.flat, m_random);
        if (booking < endSecond()) add(Booking, booking).followUpTenths = static_cast<std::int16_t>(m_followUp);
        const Seconds call = booking + m_followUp * 360;
        addIfInTime(FollowUp, call);
        return dayOf(call) + m_random.between(1, 5) * kDay;
    }

    bool visitAndDrive(Seconds visit) {
        if (!addIfInTime(Visit, visit)) return false;
        if (m_random.chance(1'000))
            addIfInTime(Visit, dayOf(visit) + m_random.between(1, 6) * kDay + shopTime(m_random));
        if (!m_random.chance(kDriveRate)) return false;
        const Seconds drive = m_random.chance(6'500)
                                  ? visit + m_random.between(900, 5400)
                                  : dayOf(visit) + m_random.between(1, 5) * kDay + shopTime(m_random);
        if (drive >= endSecond()) return false;
        m_world.drives.push_back(driveAt(drive));
        if (m_random.chance(400)) {
            const Seconds again = dayOf(drive) + m_random.between(1, 4) * kDay + shopTime(m_random);
            if (again < endSecond()) driveAt(again);
        }
        return true;
    }

    TestDrive driveAt(Seconds time) {
        TestDrive drive;
        drive.minutes = driveMinutes(m_random);
        drive.followUpTenths = m_followUp;
        Event& event = add(Drive, time);
        event.followUpTenths = static_cast<std::int16_t>(m_followUp);
        const bool noted = !m_random.chance(200);
        event.odd = noted && m_random.chance(10);
        event.minutes = noted ? static_cast<std::int16_t>(drive.minutes) : std::int16_t{-1};
        drive.customer = m_customer;
        drive.reference = event.reference;
        drive.start = m_start;
        drive.time = time;
        drive.late = time >= lateSecond();
        drive.matured = m_start + kWindowDays * kDay < endSecond();
        return drive;
    }

    bool addIfInTime(Stage stage, Seconds time) {
        if (time >= endSecond()) return false;
        add(stage, time);
        return true;
    }

    World& m_world;
    SampleRandom m_random;
    std::uint32_t m_customer = 0;
    Seconds m_start = 0;
    std::uint8_t m_model = 0;
    std::uint8_t m_channel = 0;
    std::int16_t m_dealer = 0;
    std::int16_t m_adviser = 0;
    int m_followUp = -1;
};

} // namespace

void makeJourneys(World& world) {
    world.events.reserve(world.customers.size() * 5);
    Journeys(world).run();
}

} // namespace xo::session::autostory
