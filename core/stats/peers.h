#pragma once

#include <span>
#include <vector>

namespace xo::stats {

/// One unit's figure beside those of its peers.
struct PeerUnit {
    double value = 0;     ///< y: a share, or an NPS in points
    double se = 0;        ///< under the common target; 0 = the unit has no base and is passed over
    double naiveZ = 0;    ///< (y − target)/se
    double adjustedZ = 0; ///< allowing for the variation that units ordinarily have
    double lowP = 1;      ///< one-sided, of being below its peers
    bool operator==(const PeerUnit&) const = default;
};

struct PeerComparison {
    double target = 0;     ///< common to all
    double dispersion = 1; ///< φ: mean square of the winsorised z
    double between = 0;    ///< τ²: variance between units, 0 when φ is no more than chance
    std::vector<PeerUnit> units;
    bool operator==(const PeerComparison&) const = default;
};

/// Units against their peers with over-dispersion: z winsorised at `winsor` and 1 − `winsor` (type-7 quantiles), an
/// additive random effect where the spread exceeds chance. Shares: `converted[i]` of `n[i]`, se under the pooled share.
/// Empty `units` when the sizes differ or nobody has a base. Units to judge need a base of 30 and five peers (METHODS
/// 2.5); that is the caller's to say. O(units log units). Source: Spiegelhalter 2005, Stat. Med. 24:1185.
PeerComparison comparePeers(std::span<const double> converted, std::span<const double> n, double winsor = 0.1);
/// The same for figures with known standard errors under the target, such as NPS.
PeerComparison comparePeers(std::span<const double> values, std::span<const double> ses, double target, double winsor);

} // namespace xo::stats
