#include "core/stats/distributions.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <limits>

namespace xo::stats {

namespace {

namespace bm = boost::math;
using Quiet = bm::policies::policy<
    bm::policies::domain_error<bm::policies::ignore_error>, bm::policies::pole_error<bm::policies::ignore_error>,
    bm::policies::overflow_error<bm::policies::ignore_error>, bm::policies::underflow_error<bm::policies::ignore_error>,
    bm::policies::denorm_error<bm::policies::ignore_error>, bm::policies::rounding_error<bm::policies::ignore_error>,
    bm::policies::evaluation_error<bm::policies::ignore_error>,
    bm::policies::indeterminate_result_error<bm::policies::ignore_error>,
    // long double differs between platforms; figures must not
    bm::policies::promote_double<false>>;
using Normal = bm::normal_distribution<double, Quiet>;
using StudentT = bm::students_t_distribution<double, Quiet>;
using ChiSquared = bm::chi_squared_distribution<double, Quiet>;
using Binomial = bm::binomial_distribution<double, Quiet>;
using FisherF = bm::fisher_f_distribution<double, Quiet>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool isProbability(double p) {
    return p >= 0 && p <= 1;
}

} // namespace

double normalQuantile(double probability) {
    if (!isProbability(probability)) return kNaN;
    if (probability == 0) return -kInfinity;
    if (probability == 1) return kInfinity;
    return bm::quantile(Normal(), probability);
}

double normalCdf(double z) {
    if (std::isnan(z)) return kNaN;
    if (std::isinf(z)) return z > 0 ? 1 : 0;
    return bm::cdf(Normal(), z);
}

double normalTwoSidedP(double z) {
    if (std::isnan(z)) return kNaN;
    return std::isinf(z) ? 0 : 2 * bm::cdf(Normal(), -std::abs(z));
}

double tQuantile(double probability, double df) {
    if (!isProbability(probability) || !(df > 0)) return kNaN;
    if (probability == 0) return -kInfinity;
    if (probability == 1) return kInfinity;
    if (std::isinf(df)) return normalQuantile(probability);
    return bm::quantile(StudentT(df), probability);
}

double tTwoSidedP(double t, double df) {
    if (std::isnan(t) || !(df > 0)) return kNaN;
    if (std::isinf(t)) return 0;
    if (std::isinf(df)) return normalTwoSidedP(t);
    return 2 * bm::cdf(StudentT(df), -std::abs(t));
}

double chiSquaredUpperP(double x, double df) {
    if (std::isnan(x) || !(df > 0) || std::isinf(df)) return kNaN;
    if (x <= 0) return 1;
    return std::isinf(x) ? 0 : bm::cdf(bm::complement(ChiSquared(df), x));
}

double fUpperP(double f, double df1, double df2) {
    if (std::isnan(f) || !(df1 > 0) || !(df2 > 0) || std::isinf(df1) || std::isinf(df2)) return kNaN;
    if (f <= 0) return 1;
    return std::isinf(f) ? 0 : bm::cdf(bm::complement(FisherF(df1, df2), f));
}

double binomialLowerP(double k, double n, double p) {
    if (!(n >= 0) || !(k >= 0) || k > n || !isProbability(p)) return kNaN;
    return bm::cdf(Binomial(n, p), k);
}

double binomialUpperP(double k, double n, double p) {
    if (!(n >= 0) || !(k >= 0) || k > n || !isProbability(p)) return kNaN;
    return k < 1 ? 1 : bm::cdf(bm::complement(Binomial(n, p), k - 1));
}

} // namespace xo::stats
