#include "core/stats/regression.h"

#include "core/stats/distributions.h"

#include <Eigen/Dense>

#include <cmath>
#include <numeric>

namespace xo::stats {

namespace {

constexpr double kSmallestEigenvalue = 1e-10;
constexpr double kSmallestPivot = 1e-10;

Eigen::MatrixXd matrixOf(const CorrelationMatrix& correlations) {
    const auto p = static_cast<Eigen::Index>(correlations.size());
    return Eigen::Map<const Eigen::MatrixXd>(correlations.predictors.data(), p, p);
}

Eigen::VectorXd outcomeOf(const CorrelationMatrix& correlations) {
    return Eigen::Map<const Eigen::VectorXd>(correlations.outcome.data(),
                                             static_cast<Eigen::Index>(correlations.size()));
}

// R² of every set of predictors, sets as bits: one more row of a Cholesky factor per predictor added.
class SubsetFits {
public:
    explicit SubsetFits(const CorrelationMatrix& correlations)
        : m_correlations(correlations), m_size(correlations.size()), m_fits(std::size_t{1} << m_size, 0.0),
          m_rows(m_size * m_size), m_outcome(m_size), m_chosen(m_size) {
        extend(0, 0, 0, 0);
    }
    double of(std::size_t set) const { return m_fits[set]; }

private:
    void extend(std::size_t depth, std::size_t first, std::size_t set, double fit) {
        m_fits[set] = fit;
        for (std::size_t j = first; j < m_size; ++j) {
            double* const row = m_rows.data() + depth * m_size;
            double pivot = 1;
            double projected = m_correlations.outcome[j];
            for (std::size_t k = 0; k < depth; ++k) {
                const double* const above = m_rows.data() + k * m_size;
                double value = m_correlations.predictors[j * m_size + m_chosen[k]];
                for (std::size_t i = 0; i < k; ++i)
                    value -= row[i] * above[i];
                row[k] = value / above[k];
                pivot -= row[k] * row[k];
                projected -= row[k] * m_outcome[k];
            }
            // a predictor that those before it give exactly adds nothing
            const bool adds = pivot > kSmallestPivot;
            row[depth] = adds ? std::sqrt(pivot) : 1;
            m_outcome[depth] = adds ? projected / row[depth] : 0;
            m_chosen[depth] = j;
            const double gain = m_outcome[depth] * m_outcome[depth];
            extend(depth + 1, j + 1, set | (std::size_t{1} << j), fit + gain);
        }
    }

    const CorrelationMatrix& m_correlations;
    std::size_t m_size;
    std::vector<double> m_fits, m_rows, m_outcome;
    std::vector<std::size_t> m_chosen;
};

} // namespace

double CrossProducts::correlation(std::size_t i, std::size_t j) const {
    const double scale = std::sqrt(at(i, i)) * std::sqrt(at(j, j));
    return scale > 0 ? at(i, j) / scale : 0.0;
}

CorrelationMatrix correlationMatrix(const CrossProducts& sums) {
    CorrelationMatrix out;
    const std::size_t p = sums.variables() - 1;
    for (std::size_t i = 0; i < p; ++i) {
        for (std::size_t j = 0; j < p; ++j)
            out.predictors.push_back(i == j ? 1.0 : sums.correlation(i, j));
        out.outcome.push_back(sums.correlation(i, p));
    }
    return out;
}

std::optional<Regression> leastSquares(const CrossProducts& sums) {
    if (sums.variables() < 2) return std::nullopt;
    const std::size_t p = sums.variables() - 1;
    if (sums.n < static_cast<std::int64_t>(p) + 2) return std::nullopt;
    for (std::size_t i = 0; i <= p; ++i)
        if (!(sums.at(i, i) > 0)) return std::nullopt;
    const CorrelationMatrix correlations = correlationMatrix(sums);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> parts(matrixOf(correlations));
    if (parts.info() != Eigen::Success || parts.eigenvalues()(0) < kSmallestEigenvalue) return std::nullopt;
    const Eigen::MatrixXd inverse =
        parts.eigenvectors() * parts.eigenvalues().cwiseInverse().asDiagonal() * parts.eigenvectors().transpose();
    const Eigen::VectorXd outcome = outcomeOf(correlations);
    const Eigen::VectorXd beta = inverse * outcome;
    const double n = static_cast<double>(sums.n);
    const double df = n - static_cast<double>(p) - 1;
    Regression out;
    out.n = sums.n;
    out.r2 = beta.dot(outcome);
    out.r2Adjusted = 1 - (1 - out.r2) * (n - 1) / df;
    const double residual = std::max(0.0, (1 - out.r2) * sums.at(p, p) / df);
    Eigen::VectorXd scaled(static_cast<Eigen::Index>(p)); // means in standard deviations
    out.intercept = sums.means[p];
    for (std::size_t i = 0; i < p; ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        RegressionTerm term;
        term.standardised = beta(at);
        term.coefficient = beta(at) * std::sqrt(sums.at(p, p) / sums.at(i, i));
        term.vif = inverse(at, at);
        term.se = std::sqrt(residual * term.vif / sums.at(i, i));
        term.t = term.coefficient / term.se;
        term.p = term.se > 0 ? tTwoSidedP(term.t, df) : 0;
        out.intercept -= term.coefficient * sums.means[i];
        scaled(at) = sums.means[i] / std::sqrt(sums.at(i, i));
        out.terms.push_back(term);
    }
    out.interceptSe = std::sqrt(residual * (1 / n + scaled.dot(inverse * scaled)));
    return out;
}

std::optional<std::vector<double>> relativeWeights(const CorrelationMatrix& correlations) {
    if (correlations.size() == 0) return std::nullopt;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> parts(matrixOf(correlations));
    if (parts.info() != Eigen::Success || parts.eigenvalues()(0) < kSmallestEigenvalue) return std::nullopt;
    const Eigen::MatrixXd& vectors = parts.eigenvectors();
    const Eigen::VectorXd roots = parts.eigenvalues().cwiseSqrt();
    const Eigen::MatrixXd loadings = vectors * roots.asDiagonal() * vectors.transpose();
    const Eigen::VectorXd beta =
        vectors * roots.cwiseInverse().asDiagonal() * vectors.transpose() * outcomeOf(correlations);
    const Eigen::VectorXd weights = loadings.cwiseAbs2() * beta.cwiseAbs2();
    return std::vector<double>(weights.data(), weights.data() + weights.size());
}

std::optional<std::vector<double>> shapleyWeights(const CorrelationMatrix& correlations) {
    const std::size_t p = correlations.size();
    if (p == 0 || p > kMostShapleyPredictors) return std::nullopt;
    const SubsetFits fits(correlations);
    std::vector<double> share(p); // |S|!(p−|S|−1)!/p!
    share[0] = 1 / static_cast<double>(p);
    for (std::size_t k = 1; k < p; ++k)
        share[k] = share[k - 1] * static_cast<double>(k) / static_cast<double>(p - k);
    std::vector<double> out(p, 0.0);
    for (std::size_t set = 0; set < (std::size_t{1} << p); ++set) {
        std::size_t size = 0;
        for (std::size_t bits = set; bits != 0; bits &= bits - 1)
            ++size;
        for (std::size_t j = 0; j < p; ++j)
            if (!((set >> j) & 1U)) out[j] += share[size] * (fits.of(set | (std::size_t{1} << j)) - fits.of(set));
    }
    return out;
}

std::optional<double> jackknifeError(const std::vector<double>& leftOut) {
    if (leftOut.size() < 2) return std::nullopt;
    const double groups = static_cast<double>(leftOut.size());
    const double mean = std::accumulate(leftOut.begin(), leftOut.end(), 0.0) / groups;
    double squares = 0;
    for (const double value : leftOut)
        squares += (value - mean) * (value - mean);
    return std::sqrt((groups - 1) / groups * squares);
}

} // namespace xo::stats
