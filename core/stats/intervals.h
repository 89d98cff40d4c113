#pragma once

#include <cstdint>
#include <optional>

namespace xo::stats {

/// A two-sided confidence interval, both ends in the unit of the estimate.
struct Interval {
    double low = 0;
    double high = 0;
    bool operator==(const Interval&) const = default;
};

/// Answers to an NPS question by class: 9–10 / 7–8 / 0–6.
struct NpsCounts {
    std::int64_t promoters = 0;
    std::int64_t passives = 0;
    std::int64_t detractors = 0;
    std::int64_t n() const { return promoters + passives + detractors; }
    /// Adds two disjoint groups.
    NpsCounts& operator+=(const NpsCounts& other) {
        promoters += other.promoters, passives += other.passives, detractors += other.detractors;
        return *this;
    }
    NpsCounts operator-(const NpsCounts& part) const {
        return {promoters - part.promoters, passives - part.passives, detractors - part.detractors};
    }
    bool operator==(const NpsCounts&) const = default;
};

/// An NPS, in points (−100…+100).
struct NpsEstimate {
    double nps = 0;         ///< 100·(P − D)/n
    double se = 0;          ///< plug-in standard error of `nps`; 0 when all answers are of one class
    double adjustedNps = 0; ///< centre of the interval: counts plus ¾, 1½, ¾
    double adjustedSe = 0;  ///< its standard error, always > 0
    Interval ci;            ///< adjusted Wald, clamped to ±100; not centred on `nps`
    bool operator==(const NpsEstimate&) const = default;
};

/// NPS with its adjusted-Wald interval; nullopt when there is no answer or a count is negative. O(1).
/// Source: Reichheld 2003; interval Rocks 2016, Am. Statistician 70:365.
std::optional<NpsEstimate> npsEstimate(const NpsCounts& counts, double level = 0.95);

/// Wilson score interval of k successes in n (0 ≤ k ≤ n, n > 0, else nullopt); ratios 0…1, exactly 0 and 1 at k = 0 and
/// k = n. n and k may be effective (weighted) sizes. Source: Wilson 1927.
std::optional<Interval> wilsonInterval(double k, double n, double level = 0.95);

/// A mean and its t interval.
struct MeanEstimate {
    double mean = 0;
    double se = 0; ///< s/√n
    double df = 0; ///< n − 1
    Interval ci;
    bool operator==(const MeanEstimate&) const = default;
};

/// estimate ± t(df)·se; nullopt when df ≤ 0 or se is no number ≥ 0.
std::optional<Interval> tInterval(double estimate, double se, double df, double level = 0.95);

/// Mean with interval from the sums of n values and of their squared deviations from the mean; nullopt when n < 2 (a
/// single value has no interval).
std::optional<MeanEstimate> meanEstimate(std::int64_t n, double mean, double sumOfSquaredDeviations,
                                         double level = 0.95);

/// Difference of two independent shares k1/n1 − k0/n0 with Newcombe's hybrid score interval (his method 10); ratios.
struct ShareDifference {
    double difference = 0;
    Interval ci;
    bool operator==(const ShareDifference&) const = default;
};
std::optional<ShareDifference> newcombeDifference(double k1, double n1, double k0, double n0, double level = 0.95);

} // namespace xo::stats
