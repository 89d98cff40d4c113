#include "core/analysis/funnel/funnel.h"

#include "core/base/text.h"
#include "core/model/jsonfields.h"

namespace xo::analysis {

Json toJson(const FunnelParams& params) {
    Json json = Json::object();
    const auto text = [&](const char* name, const std::string& value) {
        if (!value.empty()) json[name] = value;
    };
    text("journey", params.journey);
    if (!params.stages.empty()) json["stages"] = params.stages;
    if (params.definition) json["definition"] = xo::toJson(*params.definition);
    text("dataset", params.dataset);
    if (params.window) json["window"] = params.window->text();
    if (params.order) json["order"] = funnelOrderName(*params.order);
    if (params.attempt) json["attempt"] = funnelAttemptName(*params.attempt);
    text("from", params.from);
    text("to", params.to);
    text("as_of", params.asOf);
    text("by", params.by);
    text("filter", params.filter);
    text("satisfaction", params.satisfaction);
    if (params.removeExcluded) json["remove_excluded"] = true;
    if (params.survival) json["survival"] = true;
    if (params.conversionReference) json["reference"] = conversionReferenceName(*params.conversionReference);
    if (params.satisfactionReference)
        json["satisfaction_reference"] = satisfactionReferenceName(*params.satisfactionReference);
    if (params.compare != Compare::None) json["compare"] = compareName(params.compare);
    text("compare_filter", params.compareFilter);
    if (params.trend != Trend::None) json["trend"] = trendName(params.trend);
    text("reasons", params.reasons);
    return json;
}

Result<FunnelParams> funnelParamsFromJson(const Json& json) {
    FunnelParams params;
    JsonFields fields(json, "funnel");
    std::string window, order, attempt, reference, satisfactionReference, compare, trend;
    Json definition;
    fields.read("journey", params.journey);
    fields.read("stages", params.stages);
    fields.read("definition", definition);
    fields.read("dataset", params.dataset);
    fields.read("window", window);
    fields.read("order", order);
    fields.read("attempt", attempt);
    fields.read("from", params.from);
    fields.read("to", params.to);
    fields.read("as_of", params.asOf);
    fields.read("by", params.by);
    fields.read("filter", params.filter);
    fields.read("satisfaction", params.satisfaction);
    fields.read("remove_excluded", params.removeExcluded);
    fields.read("survival", params.survival);
    fields.read("reference", reference);
    fields.read("satisfaction_reference", satisfactionReference);
    fields.read("compare", compare);
    fields.read("compare_filter", params.compareFilter);
    fields.read("trend", trend);
    fields.read("reasons", params.reasons);
    if (auto done = fields.finish(); !done) return done.failure();
    if (!definition.is_null()) {
        auto journey = journeyFromJson(definition);
        if (!journey) return journey.failure();
        params.definition = std::move(*journey);
    }
    Result<void> done;
    const auto choose = [&done](const std::string& text, auto&& read, auto& to) {
        if (text.empty() || !done) return;
        auto value = read(text);
        if (value)
            to = *value;
        else
            done = value.failure();
    };
    choose(window, Span::parse, params.window);
    choose(order, funnelOrderFromName, params.order);
    choose(attempt, funnelAttemptFromName, params.attempt);
    choose(reference, conversionReferenceFromName, params.conversionReference);
    choose(satisfactionReference, satisfactionReferenceFromName, params.satisfactionReference);
    choose(compare, compareFromName, params.compare);
    choose(trend, trendFromName, params.trend);
    if (!done) return done.failure();
    return params;
}

} // namespace xo::analysis
