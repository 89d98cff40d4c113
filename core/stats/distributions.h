#pragma once

namespace xo::stats {

// Distribution functions never throw: an argument outside the domain (a probability outside 0…1, df ≤ 0, NaN) gives
// NaN. Values are Boost.Math's, equal to scipy's to about 14 digits, tails included. O(1).

/// z with P(Z ≤ z) = probability; ±infinity at 1 and 0.
double normalQuantile(double probability);
/// P(Z ≤ z) of the standard normal.
double normalCdf(double z);
/// P(|Z| ≥ |z|): the two-sided p of a z test.
double normalTwoSidedP(double z);
/// t with P(T ≤ t) = probability at `df` degrees of freedom (df need not be whole; infinity = normal).
double tQuantile(double probability, double df);
/// P(|T| ≥ |t|): the two-sided p of a t test.
double tTwoSidedP(double t, double df);
/// P(X ≥ x) of chi-squared.
double chiSquaredUpperP(double x, double df);
/// P(F ≥ f).
double fUpperP(double f, double df1, double df2);

/// P(X ≤ k) and P(X ≥ k) of k successes in n with probability p each; whole k in 0 … n.
double binomialLowerP(double k, double n, double p);
double binomialUpperP(double k, double n, double p);

} // namespace xo::stats
