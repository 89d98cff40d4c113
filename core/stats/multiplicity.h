#pragma once

#include <span>
#include <vector>

namespace xo::stats {

/// Benjamini–Hochberg q values (false discovery rate), in the order of `p`. Every p in 0…1; a NaN stays NaN and is not
/// counted in the family. O(k log k). Source: Benjamini & Hochberg 1995; equals R's p.adjust("BH").
std::vector<double> benjaminiHochberg(std::span<const double> p);

/// Holm's step-down adjusted p (family-wise error), same conventions. Source: Holm 1979; equals R's p.adjust("holm").
std::vector<double> holm(std::span<const double> p);

} // namespace xo::stats
