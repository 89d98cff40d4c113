#include "core/model/journey.h"

#include "core/base/text.h"
#include "core/model/journeyproblems.h"
#include "core/model/jsonfields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace xo {

namespace {
constexpr std::array<std::string_view, 4> kOrders{"sequential", "strict", "strict-all", "any"};
constexpr std::array<std::string_view, 3> kAttempts{"furthest", "first", "every"};
constexpr std::array<std::pair<std::string_view, Span::Unit>, 7> kUnits{{{"s", Span::Unit::Second},
                                                                         {"min", Span::Unit::Minute},
                                                                         {"m", Span::Unit::Minute},
                                                                         {"h", Span::Unit::Hour},
                                                                         {"cd", Span::Unit::CalendarDay},
                                                                         {"d", Span::Unit::Day},
                                                                         {"w", Span::Unit::Day}}};
} // namespace

Result<Span> Span::parse(std::string_view text) {
    const std::string_view whole = trimmed(text);
    std::size_t digits = 0;
    std::int64_t amount = 0;
    while (digits < whole.size() && digits < 9 && whole[digits] >= '0' && whole[digits] <= '9')
        amount = amount * 10 + (whole[digits++] - '0');
    const std::string unit = lowerAscii(trimmed(whole.substr(digits)));
    for (const auto& [name, kind] : kUnits)
        if (digits > 0 && amount > 0 && name == unit) return Span{name == "w" ? amount * 7 : amount, kind};
    return fail("model.bad_span", {std::string(text)});
}

std::string Span::text() const {
    constexpr std::array<std::string_view, 5> units{"s", "min", "h", "d", "cd"};
    return std::to_string(amount) + std::string(units[static_cast<std::size_t>(unit)]);
}

std::int64_t Span::nominalMs() const {
    constexpr std::array<std::int64_t, 5> lengths{1000, 60'000, 3'600'000, 86'400'000, 86'400'000};
    return amount * lengths[static_cast<std::size_t>(unit)];
}

std::string_view funnelOrderName(FunnelOrder order) {
    return kOrders[static_cast<std::size_t>(order)];
}
std::string_view funnelAttemptName(FunnelAttempt attempt) {
    return kAttempts[static_cast<std::size_t>(attempt)];
}
Result<FunnelOrder> funnelOrderFromName(std::string_view name) {
    for (std::size_t i = 0; i < kOrders.size(); ++i)
        if (kOrders[i] == name) return static_cast<FunnelOrder>(i);
    return fail("model.bad_choice", {std::string(name), "sequential, strict, strict-all, any"});
}
Result<FunnelAttempt> funnelAttemptFromName(std::string_view name) {
    for (std::size_t i = 0; i < kAttempts.size(); ++i)
        if (kAttempts[i] == name) return static_cast<FunnelAttempt>(i);
    return fail("model.bad_choice", {std::string(name), "furthest, first, every"});
}

Json toJson(const Journey& journey) {
    Json stages = Json::array();
    for (const JourneyStage& stage : journey.stages) {
        Json entry{{"name", stage.name}};
        if (!stage.condition.empty()) entry["condition"] = stage.condition;
        if (stage.stepLimit) entry["step_limit"] = stage.stepLimit->text();
        if (!stage.moreQuestions.empty()) {
            entry["questions"] = Json::array({stage.question});
            for (const std::string& question : stage.moreQuestions)
                entry["questions"].push_back(question);
        } else if (!stage.question.empty()) {
            entry["question"] = stage.question;
        }
        if (stage.optional) entry["optional"] = true;
        if (stage.target) entry["target"] = *stage.target;
        for (const StageStandard& standard : stage.standards)
            entry["standards"].push_back({{"metric", standard.metric}, {"op", standard.op}, {"limit", standard.limit}});
        stages.push_back(std::move(entry));
    }
    Json json{{"name", journey.name},
              {"stages", stages},
              {"window", journey.window.text()},
              {"order", funnelOrderName(journey.order)},
              {"attempt", funnelAttemptName(journey.attempt)}};
    if (!journey.dataset.empty()) json["dataset"] = journey.dataset;
    if (!journey.exclusion.empty()) json["exclusion"] = journey.exclusion;
    if (!journey.hold.empty()) json["hold"] = journey.hold;
    return json;
}

std::size_t nextRequired(const Journey& journey, std::size_t stage) {
    while (++stage < journey.stages.size() && journey.stages[stage].optional) {
    }
    return stage;
}
std::size_t previousRequired(const Journey& journey, std::size_t stage) {
    while (--stage > 0 && journey.stages[stage].optional) {
    }
    return stage;
}

std::vector<JourneyProblem> journeyProblems(const Journey& journey) {
    using Field = JourneyProblem::Field;
    std::vector<JourneyProblem> out;
    for (std::size_t k = 0; k < journey.stages.size(); ++k) {
        const JourneyStage& stage = journey.stages[k];
        if (stage.name.empty()) out.push_back({k, Field::Name});
        if (stage.optional && (k == 0 || k + 1 == journey.stages.size())) out.push_back({k, Field::Optional});
        if (stage.target && !(*stage.target >= 0 && *stage.target <= 1)) out.push_back({k, Field::Target});
        const bool standards = std::all_of(stage.standards.begin(), stage.standards.end(), [](const StageStandard& s) {
            return !s.metric.empty() && (s.op == "<=" || s.op == "<" || s.op == ">=" || s.op == ">");
        });
        if (!standards) out.push_back({k, Field::Standards});
    }
    return out;
}

Result<void> checkJourney(const Journey& journey) {
    const auto problems = journeyProblems(journey);
    if (problems.empty()) return {};
    const auto& [stage, field] = problems.front();
    constexpr const char* kFields[] = {"name", "optional", "target", "standards"};
    const std::string& name = journey.stages[stage].name;
    return fail("model.bad_journey", {(name.empty() ? "stage " + std::to_string(stage + 1) : name) + ": " +
                                      kFields[static_cast<std::size_t>(field)]});
}

namespace {

Result<JourneyStage> stageFromJson(const Json& json) {
    JourneyStage stage;
    JsonFields part(json, "stages");
    std::string limit;
    std::vector<std::string> questions;
    Json target;
    part.read("name", stage.name);
    part.read("condition", stage.condition);
    part.read("step_limit", limit);
    part.read("question", stage.question);
    part.read("questions", questions);
    part.read("optional", stage.optional);
    part.read("target", target);
    for (const Json& entry : part.array("standards")) {
        StageStandard standard;
        JsonFields fields(entry, "standards");
        fields.read("metric", standard.metric);
        fields.read("op", standard.op);
        fields.read("limit", standard.limit);
        if (auto done = fields.finish(); !done) return done.failure();
        stage.standards.push_back(std::move(standard));
    }
    if (auto done = part.finish(); !done) return done.failure();
    if (!questions.empty()) {
        if (!stage.question.empty()) questions.insert(questions.begin(), stage.question);
        stage.question = questions.front();
        stage.moreQuestions.assign(questions.begin() + 1, questions.end());
    }
    if (target.is_number())
        stage.target = target.get<double>();
    else if (!target.is_null())
        return fail("model.bad_json", {"stages.target: a number is expected"});
    if (!limit.empty()) {
        auto span = Span::parse(limit);
        if (!span) return span.failure();
        stage.stepLimit = *span;
    }
    return stage;
}

} // namespace

Result<Journey> journeyFromJson(const Json& json) {
    Journey journey;
    JsonFields fields(json, "journey");
    std::string window = journey.window.text(), order = "sequential", attempt = "furthest";
    fields.read("name", journey.name);
    fields.read("dataset", journey.dataset);
    fields.read("window", window);
    fields.read("order", order);
    fields.read("attempt", attempt);
    fields.read("exclusion", journey.exclusion);
    fields.read("hold", journey.hold);
    for (const Json& entry : fields.array("stages")) {
        JourneyStage stage;
        if (entry.is_string()) {
            stage.name = entry.get<std::string>();
        } else {
            auto read = stageFromJson(entry);
            if (!read) return read.failure();
            stage = std::move(*read);
        }
        if (stage.name.empty()) return fail("model.bad_json", {"stages: a stage without a name"});
        journey.stages.push_back(std::move(stage));
    }
    if (auto done = fields.finish(); !done) return done.failure();
    if (journey.name.empty()) return fail("model.bad_json", {"journey: 'name' is missing"});
    if (journey.stages.empty()) return fail("model.bad_json", {"journey: 'stages' is empty"});
    if (auto done = checkJourney(journey); !done) return done.failure();
    auto span = Span::parse(window);
    if (!span) return span.failure();
    auto parsedOrder = funnelOrderFromName(order);
    if (!parsedOrder) return parsedOrder.failure();
    auto parsedAttempt = funnelAttemptFromName(attempt);
    if (!parsedAttempt) return parsedAttempt.failure();
    journey.window = *span;
    journey.order = *parsedOrder;
    journey.attempt = *parsedAttempt;
    return journey;
}

Json toJson(const Segment& segment) {
    Json json{{"name", segment.name}, {"rule", segment.rule}};
    if (!segment.note.empty()) json["note"] = segment.note;
    if (segment.snapshot) {
        json["snapshot"] = segment.snapshotDay;
        json["customers"] = segment.snapshotKeys;
    }
    return json;
}

Result<Segment> segmentFromJson(const Json& json) {
    Segment segment;
    JsonFields fields(json, "segment");
    fields.read("name", segment.name);
    fields.read("rule", segment.rule);
    fields.read("note", segment.note);
    segment.snapshot = fields.has("snapshot");
    fields.read("snapshot", segment.snapshotDay);
    fields.read("customers", segment.snapshotKeys);
    if (auto done = fields.finish(); !done) return done.failure();
    if (segment.name.empty()) return fail("model.bad_json", {"segment: 'name' is missing"});
    return segment;
}

} // namespace xo
