#pragma once

#include "core/stats/intervals.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace xo::stats {

/// How one subject's waiting ended.
enum class Ending : std::uint8_t { Censored, Converted, Lost };

/// The state just after one distinct time at which somebody converted or was lost.
struct SurvivalPoint {
    double time = 0;
    double atRisk = 0;    ///< still waiting just before it
    double converted = 0; ///< at it
    double lost = 0;      ///< at it
    double surviving = 1; ///< S(t), converted and lost both ending the wait
    double cifConverted = 0, cifLost = 0;
    double cifSe = 0; ///< Aalen's, of cifConverted
    Interval cifCi;   ///< of cifConverted, by log(−log)
    /// Kaplan–Meier of converting alone: losses taken as censored. Equal to `surviving` when nothing is lost.
    double kaplanMeier = 1;
    double se = 0; ///< Greenwood's, of kaplanMeier
    Interval ci;   ///< of kaplanMeier, by log(−log)
    bool operator==(const SurvivalPoint&) const = default;
};

/// Time to convert with those still waiting censored: Kaplan–Meier with Greenwood's variance and the log(−log)
/// interval, and, where losses are explicit, the cumulative incidences of both endings (Aalen–Johansen), which don't
/// overstate conversion as 1 − KM does. A censored subject is at risk at its own time. `times` ≥ 0 in any unit and
/// order, one ending each; empty when there is nobody. Where S is 0 or 1 the interval is the point. The variance of the
/// incidence is Aalen's with the factor for ties, kept up in three running sums: V₁ + F²V₃ − 2FV₂ (Gray's cmprsk).
/// O(n log n). Source: Kaplan & Meier 1958; Aalen & Johansen 1978; Aalen 1978; Gray 1988; the log(−log) interval of an
/// incidence: Choudhury 2002; METHODS 2.2; checked against R survival and cmprsk.
std::vector<SurvivalPoint> survivalCurve(std::span<const double> times, std::span<const Ending> endings,
                                         double level = 0.95);

/// The point in force at `time`: the last one not after it; null before the first.
const SurvivalPoint* survivalAt(const std::vector<SurvivalPoint>& curve, double time);

/// The first time by which half have converted (kaplanMeier ≤ ½); nullopt when that isn't reached.
std::optional<double> medianSurvival(const std::vector<SurvivalPoint>& curve);

} // namespace xo::stats
