#pragma once

#include "core/base/job.h"
#include "core/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace xo::session::autostory {

/// The auto story before it is written down: a car brand's customers, what they did (O) and what they said (X).
/// Times are seconds of the wall clock in Asia/Shanghai since 1970-01-01.
using Seconds = std::int64_t;
inline constexpr Seconds kDay = 86'400;

enum Stage : std::uint8_t { Browse, Lead, Booking, FollowUp, Visit, Drive, Order, Delivery };
inline constexpr int kStages = 8;
inline constexpr int kTouchpoints = 4; ///< those that are asked about: lead, visit, drive, delivery
inline constexpr int kRegions = 8;
inline constexpr int kDealers = 60;
inline constexpr int kAdvisers = 400;
inline constexpr int kMonths = 24;

struct Customer {
    std::uint32_t number = 0; ///< the digits of the customer id
    std::uint32_t phone = 0;  ///< 0 = none known
    std::uint8_t surname = 0;
    std::uint8_t gender = 0;
    std::uint8_t age = 0;
    std::uint8_t family = 0;
    std::uint8_t crowd = 0;
    std::uint8_t region = 0;
    std::uint8_t city = 0;
    std::uint16_t dealer = 0;
    bool genderKnown = true;
    bool ageKnown = true;
};

struct Event {
    std::uint32_t customer = 0;
    Stage stage = Browse;
    std::uint8_t model = 0;
    std::uint8_t channel = 0;
    Seconds time = 0;
    Seconds exported = 0; ///< when the row reached the CRM: the order of the file
    std::uint32_t reference = 0;
    std::int16_t dealer = -1; ///< −1 = none yet
    std::int16_t adviser = -1;
    std::int16_t followUpTenths = -1; ///< booking → first follow-up in tenths of an hour
    std::int16_t minutes = -1;        ///< on the road
    std::int32_t amount = -1;         ///< CNY
    bool odd = false;                 ///< the clerk typed something that isn't a value
};

struct Invitation {
    std::uint32_t customer = 0;
    Stage about = Lead;
    std::uint32_t reference = 0;
    std::uint8_t channel = 0;
    Seconds sent = 0;
    bool answered = false;
};

struct Answer {
    std::uint32_t customer = 0;
    Stage about = Lead;
    std::uint32_t reference = 0;
    std::uint8_t channel = 0;
    Seconds started = 0;
    Seconds recorded = 0;
    int nps = -1;
    int csat = -1;
    int product = -1; ///< the elements are asked about the test drive only
    int service = -1;
    int route = -1;
    int reason = -1; ///< index of kReasons; only those who did not order are asked
    bool anonymous = false;
    bool lostReference = false;
    bool odd = false;
    std::string verbatim;
    std::uint64_t responseId = 0;
};

/// One customer's first test drive of an attempt, with what the story planted into it.
struct TestDrive {
    std::uint32_t customer = 0;
    std::uint32_t reference = 0;
    Seconds start = 0; ///< of the attempt: its first browsing
    Seconds time = 0;
    bool late = false;    ///< in the last six months
    bool matured = false; ///< its attempt has had the window
    int followUpTenths = -1;
    int minutes = -1;
    int csat = 0;
    bool ordered = false;
    bool answered = false;
    int reason = -1;
    std::int64_t latent = 0;
};

struct Dealer {
    std::string name;
    std::uint8_t region = 0;
    std::uint8_t city = 0;
    bool slow = false; ///< one of the twelve that follow up late
    std::vector<std::int16_t> advisers;
};

struct World {
    int customersWanted = 0;
    bool flat = false;
    std::uint64_t seed = 1;
    std::vector<Dealer> dealers;
    std::vector<Customer> customers;
    std::vector<Event> events; ///< in the order of the export
    std::vector<TestDrive> drives;
    std::vector<Invitation> invitations;
    std::vector<Answer> answers;                                       ///< by time of recording
    std::array<std::array<std::int64_t, kRegions>, kMonths> revenue{}; ///< CNY of the orders
    std::array<std::array<int, kRegions>, kMonths> orders{};
};

inline constexpr int kWindowDays = 60;
Seconds firstSecond(); ///< 2024-01-01 00:00:00
Seconds lateSecond();  ///< 2025-07-01 00:00:00, when the test drive goes wrong
Seconds endSecond();   ///< 2026-01-01 00:00:00, not included

/// Draws the whole story. About 0.4 s per 60,000 customers. Errors: job.cancelled.
Result<World> buildWorld(int customers, std::uint64_t seed, bool flat, const JobContext& job);

/// Steps of buildWorld, in this order.
void makeDealersAndCustomers(World& world);
void makeJourneys(World& world);
void makeTestDriveTruth(World& world);
void makeSurveys(World& world);

} // namespace xo::session::autostory
