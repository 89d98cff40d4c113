#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace xo::analysis {

enum class Trend : std::uint8_t { None, Week, Month, Quarter };
enum class Compare : std::uint8_t { None, Previous, Year };
enum class RepeatAnswers : std::uint8_t { All, Latest };
enum class StandardError : std::uint8_t { Plain, Clustered };

std::string_view trendName(Trend trend);                  ///< "none", "week", "month", "quarter"
std::string_view compareName(Compare compare);            ///< "none", "previous", "year"
std::string_view repeatAnswersName(RepeatAnswers repeat); ///< "all", "latest"
std::string_view standardErrorName(StandardError se);     ///< "plain", "clustered"
/// Error analysis.bad_choice{text, what is allowed}.
Result<Trend> trendFromName(std::string_view name);
Result<Compare> compareFromName(std::string_view name);
Result<RepeatAnswers> repeatAnswersFromName(std::string_view name);
Result<StandardError> standardErrorFromName(std::string_view name);

/// What `nps` and `score` are asked for.
struct ScoreParams {
    std::string dataset;         ///< blank = the dataset that holds the question
    std::string question;        ///< column name or label; blank = the only candidate
    std::vector<std::string> by; ///< at most three: "region", "customer.gender", "event.store"
    Trend trend = Trend::None;
    Compare compare =
        Compare::None;  ///< needs a trend: each period beside the one before, or the same one a year earlier
    std::string filter; ///< condition on answers; blank = all
    std::string weight; ///< column of weights; blank = unweighted
    RepeatAnswers repeatAnswers = RepeatAnswers::All;
    StandardError se = StandardError::Plain;
    bool tests = true;      ///< false: differences without z, p and q, and no count of repeated customers
    bool customers = false; ///< count the distinct customers of each row
    bool operator==(const ScoreParams&) const = default;
};
Json toJson(const ScoreParams& params);
/// Missing fields keep their default. Error analysis.bad_params{field}; analysis.bad_choice.
Result<ScoreParams> scoreParamsFromJson(const Json& json);

} // namespace xo::analysis
