#include "core/session/sample/autoworld.h"

#include "core/base/timezone.h"
#include "core/session/sample/autonames.h"
#include "core/session/sample/random.h"

#include <algorithm>

namespace xo::session::autostory {

namespace {

Seconds secondOf(int year, unsigned month, unsigned day) {
    return daysFromCivil(CivilDate{year, month, day}) * kDay;
}

void makeDealers(World& world) {
    // 8 regions × 4 cities give 32 first shops; the busier half of them has a second one
    for (int index = 0; index < kDealers; ++index) {
        const int place = index % 32;
        Dealer dealer;
        dealer.region = static_cast<std::uint8_t>(place % kRegions);
        dealer.city = static_cast<std::uint8_t>(place / kRegions);
        dealer.slow = !world.flat && index % 5 == 2;
        dealer.name = std::string(kCityNames[dealer.region][dealer.city]) +
                      std::string(kDealerSuffixes[static_cast<std::size_t>(index / 32)]);
        world.dealers.push_back(std::move(dealer));
    }
    for (int adviser = 0; adviser < kAdvisers; ++adviser)
        world.dealers[static_cast<std::size_t>(adviser % kDealers)].advisers.push_back(
            static_cast<std::int16_t>(adviser));
}

std::uint8_t ageOf(int family, SampleRandom& random) {
    static constexpr int kWeights[4][5] = {
        {35, 58, 7, 0, 0}, {10, 45, 20, 15, 10}, {0, 38, 50, 11, 1}, {0, 8, 32, 38, 22}};
    return static_cast<std::uint8_t>(random.pick(kWeights[family]));
}

std::uint8_t crowdOf(int family, SampleRandom& random) {
    static constexpr int kWeights[4][6] = {
        {40, 15, 0, 5, 15, 25}, {12, 38, 5, 15, 18, 12}, {3, 10, 52, 20, 10, 5}, {0, 8, 48, 32, 10, 2}};
    return static_cast<std::uint8_t>(random.pick(kWeights[family]));
}

} // namespace

Seconds firstSecond() {
    return secondOf(2024, 1, 1);
}
Seconds lateSecond() {
    return secondOf(2025, 7, 1);
}
Seconds endSecond() {
    return secondOf(2026, 1, 1);
}

void makeDealersAndCustomers(World& world) {
    makeDealers(world);
    SampleRandom random(world.seed, 1);
    static constexpr int kFamilyWeights[4] = {30, 28, 30, 12};
    world.customers.resize(static_cast<std::size_t>(world.customersWanted));
    std::uint32_t number = 10'020;
    std::uint32_t phone = 1'000;
    for (Customer& customer : world.customers) {
        number += static_cast<std::uint32_t>(random.between(1, 9));
        phone += static_cast<std::uint32_t>(random.between(1, 99));
        customer.number = number;
        customer.phone = random.chance(300) ? 0 : phone;
        customer.surname = static_cast<std::uint8_t>(random.below(static_cast<int>(kSurnames.size())));
        customer.gender = random.chance(4'300) ? 1 : 0;
        customer.family = static_cast<std::uint8_t>(random.pick(kFamilyWeights));
        customer.age = ageOf(customer.family, random);
        customer.crowd = crowdOf(customer.family, random);
        customer.dealer = static_cast<std::uint16_t>(random.below(kDealers));
        const Dealer& dealer = world.dealers[customer.dealer];
        customer.region = dealer.region;
        customer.genderKnown = !random.chance(100);
        customer.ageKnown = !random.chance(200);
        // most live in the dealer's city, the others near by
        customer.city = random.chance(8'500) ? dealer.city : static_cast<std::uint8_t>(random.below(4));
    }
}

Result<World> buildWorld(int customers, std::uint64_t seed, bool flat, const JobContext& job) {
    World world;
    world.customersWanted = customers;
    world.seed = seed;
    world.flat = flat;
    for (const auto step : {makeDealersAndCustomers, makeJourneys, makeTestDriveTruth, makeSurveys}) {
        if (job.cancelled()) return cancelled();
        step(world);
    }
    return world;
}

} // namespace xo::session::autostory
