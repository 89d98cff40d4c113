#include "core/analysis/score/params.h"

#include "core/base/text.h"

#include <array>
#include <span>

namespace xo::analysis {

namespace {

constexpr std::array<std::string_view, 4> kTrends{"none", "week", "month", "quarter"};
constexpr std::array<std::string_view, 3> kCompares{"none", "previous", "year"};
constexpr std::array<std::string_view, 2> kRepeats{"all", "latest"};
constexpr std::array<std::string_view, 2> kErrors{"plain", "clustered"};

template <class Choice>
Result<Choice> choiceFrom(std::string_view name, std::span<const std::string_view> names) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Choice>(i);
    std::vector<std::string> allowed(names.begin(), names.end());
    return fail("analysis.bad_choice", {std::string(name), joined(allowed, ", ")});
}

Result<std::string> textOf(const Json& value, const std::string& field) {
    if (!value.is_string()) return fail("analysis.bad_params", {field});
    return value.get<std::string>();
}

template <class Choice>
Result<void> readChoice(const Json& value, const std::string& field, Result<Choice> (*reader)(std::string_view),
                        Choice& out) {
    const auto text = textOf(value, field);
    if (!text) return text.failure();
    const auto choice = reader(*text);
    if (!choice) return choice.failure();
    out = *choice;
    return {};
}

Result<void> readText(const Json& value, const std::string& field, std::string& out) {
    auto text = textOf(value, field);
    if (!text) return text.failure();
    out = std::move(*text);
    return {};
}

Result<void> readField(const std::string& field, const Json& value, ScoreParams& out) {
    if (field == "dataset") return readText(value, field, out.dataset);
    if (field == "question") return readText(value, field, out.question);
    if (field == "filter") return readText(value, field, out.filter);
    if (field == "weight") return readText(value, field, out.weight);
    if (field == "trend") return readChoice(value, field, &trendFromName, out.trend);
    if (field == "compare") return readChoice(value, field, &compareFromName, out.compare);
    if (field == "repeat_answers") return readChoice(value, field, &repeatAnswersFromName, out.repeatAnswers);
    if (field == "se") return readChoice(value, field, &standardErrorFromName, out.se);
    if (field == "tests" || field == "customers") {
        if (!value.is_boolean()) return fail("analysis.bad_params", {field});
        (field == "tests" ? out.tests : out.customers) = value.get<bool>();
        return {};
    }
    if (field != "by" || !value.is_array()) return fail("analysis.bad_params", {field});
    for (const Json& name : value) {
        if (!name.is_string()) return fail("analysis.bad_params", {field});
        out.by.push_back(name.get<std::string>());
    }
    return {};
}

} // namespace

std::string_view trendName(Trend trend) {
    return kTrends[static_cast<std::size_t>(trend)];
}
std::string_view compareName(Compare compare) {
    return kCompares[static_cast<std::size_t>(compare)];
}
std::string_view repeatAnswersName(RepeatAnswers repeat) {
    return kRepeats[static_cast<std::size_t>(repeat)];
}
std::string_view standardErrorName(StandardError se) {
    return kErrors[static_cast<std::size_t>(se)];
}
Result<Trend> trendFromName(std::string_view name) {
    return choiceFrom<Trend>(name, kTrends);
}
Result<Compare> compareFromName(std::string_view name) {
    return choiceFrom<Compare>(name, kCompares);
}
Result<RepeatAnswers> repeatAnswersFromName(std::string_view name) {
    return choiceFrom<RepeatAnswers>(name, kRepeats);
}
Result<StandardError> standardErrorFromName(std::string_view name) {
    return choiceFrom<StandardError>(name, kErrors);
}

Json toJson(const ScoreParams& params) {
    return Json{{"dataset", params.dataset},
                {"question", params.question},
                {"by", params.by},
                {"trend", trendName(params.trend)},
                {"compare", compareName(params.compare)},
                {"filter", params.filter},
                {"weight", params.weight},
                {"repeat_answers", repeatAnswersName(params.repeatAnswers)},
                {"se", standardErrorName(params.se)},
                {"tests", params.tests},
                {"customers", params.customers}};
}

Result<ScoreParams> scoreParamsFromJson(const Json& json) {
    if (!json.is_object()) return fail("analysis.bad_params", {"{}"});
    ScoreParams out;
    for (const auto& [field, value] : json.items())
        if (auto read = readField(field, value, out); !read) return read.failure();
    return out;
}

} // namespace xo::analysis
