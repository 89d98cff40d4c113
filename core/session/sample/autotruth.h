#pragma once

#include "core/base/json.h"
#include "core/session/sample/autoworld.h"

#include <array>
#include <cstdint>

namespace xo::session::autostory {

/// The planted numbers. Shares of the answers 1 … 5 in percent, as those who answer should show them.
inline constexpr std::array<int, 5> kEarlyAnswers{5, 8, 14, 28, 45}; ///< mean 4.0
inline constexpr std::array<int, 5> kLateAnswers{9, 13, 18, 29, 31}; ///< mean 3.6
inline constexpr std::array<int, 5> kOtherAnswers{3, 6, 13, 31, 47}; ///< mean 4.13: every other touchpoint
/// Probability of an answer by satisfaction 1 … 5, in 1/10,000: the unhappy answer somewhat more.
inline constexpr std::array<int, 5> kResponse{2'800, 2'600, 2'200, 1'950, 1'850};
inline constexpr int kFlatResponse = 2'000;
/// Shares of the reasons, in the order of kReasonNames, in percent.
inline constexpr std::array<int, 6> kSatisfiedReasons{45, 35, 20, 0, 0, 0};
inline constexpr std::array<int, 6> kDissatisfiedReasons{0, 0, 0, 50, 25, 25};
inline constexpr std::array<int, 6> kFlatReasons{17, 17, 17, 17, 16, 16};
/// Satisfied with the test drive = 4 or 5, dissatisfied = 1 … 3.
inline constexpr int kSatisfiedFrom = 4;

/// Test drive → order, in 1/10,000.
inline int orderRate(bool late, bool flat) {
    if (flat) return 2'600;
    return late ? 2'000 : 2'800;
}

/// Shares of 1 … 5 among all customers, in 1/kShareUnit, from the shares among those who answer.
inline constexpr std::int64_t kShareUnit = 1'000'000;
inline std::array<std::int64_t, 5> populationShares(const std::array<int, 5>& answers, bool flat) {
    std::array<std::int64_t, 5> share{};
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < 5; ++i)
        sum += share[i] = answers[i] * 1'000'000'000LL / (flat ? kFlatResponse : kResponse[i]);
    for (std::int64_t& one : share)
        one = one * kShareUnit / sum;
    return share;
}

/// truth.json: every planted fact with its planted value, the value this seed realised (from the generator's own
/// arrays, never from the files), its base, and the interval a recomputation from the project must fall into.
Json truthOf(const World& world);

} // namespace xo::session::autostory
