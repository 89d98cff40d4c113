#pragma once

#include "core/analysis/context.h"
#include "core/analysis/score/frame.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/stats/intervals.h"
#include "core/stats/regression.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

enum class DriverMethod : std::uint8_t {
    Johnson, ///< relative weights
    Lmg      ///< mean gain in R² over all orders; at most stats::kMostShapleyPredictors drivers
};
std::string_view driverMethodName(DriverMethod method); ///< "johnson", "lmg"
/// Error analysis.bad_choice.
Result<DriverMethod> driverMethodFromName(std::string_view name);

/// What `drivers` is asked for.
struct DriversParams {
    std::string dataset;
    std::string target;               ///< a score (or number) of the answers; blank = the NPS, else the only score
    std::vector<std::string> drivers; ///< scores or numbers: own, "customer." or "event."; blank = the other scores
    std::string filter;
    DriverMethod method = DriverMethod::Johnson;
    bool operator==(const DriversParams&) const = default;
};

/// How strongly one question or number goes along with the target; association, not cause.
struct Driver {
    std::string name;
    double weight = 0;                   ///< its part of R²; the weights add up to R²
    double share = 0;                    ///< weight / R²
    std::optional<stats::Interval> ci95; ///< of the share: delete-a-group jackknife, t; inside 0…1
    int sign = 0;                        ///< of the regression coefficient: −1, 0, +1
    double correlation = 0;              ///< Pearson's r with the target
    double performance = 0;              ///< mean over the rows used
    stats::RegressionTerm regression;    ///< least squares with all drivers: coefficient, error, p, VIF
};

struct DriversResult {
    std::string dataset;
    std::string target;
    DriversParams params;
    std::int64_t n = 0;     ///< answers with the target and all drivers
    std::int64_t nLost = 0; ///< answers with the target that lack a driver
    double r2 = 0;
    double r2Adjusted = 0;
    double intercept = 0;
    double interceptSe = 0;
    std::optional<std::string>
        smallBase;               ///< METHODS 3.3: under 50 "hidden", under max(100, 10 per driver) "indicative"
    std::vector<Driver> drivers; ///< by weight descending
    /// Pearson's r of drivers (in the order of `drivers`) and the target (last) with each other.
    std::vector<std::vector<double>> correlations;
    std::optional<LinkQuality> link; ///< when an event. number was asked for
    std::vector<Note> notes;         ///< drivers.constant, drivers.duplicate, drivers.explains_little
};

/// Which scores and numbers go along with a score, how much of its variance they share (PRODUCT.md 3.23, METHODS 3).
/// Rows that lack one of them are left out. A driver that is constant, or correlates above 0.98 with one before it, is
/// left out with a note. Errors: those of findQuestion, query::parse, query::evaluateRows, query::reachNumbers;
/// drivers.few_drivers{count} (two at least); drivers.repeated{name}; drivers.is_target{name};
/// drivers.too_many{count, limit} (lmg); drivers.few_answers{n, needed}; drivers.constant_target{name};
/// drivers.collinear{names}; job.cancelled. O(rows · columns²) + 51 · method.
Result<DriversResult> runDrivers(const Context& context, const DriversParams& params, const JobContext& job);

/// PRODUCT.md 5.
Json toJson(const DriversResult& result);
Json toJson(const DriversParams& params);
/// Missing fields keep their default. Errors analysis.bad_params{field}, analysis.bad_choice.
Result<DriversParams> driversParamsFromJson(const Json& json);

} // namespace xo::analysis
