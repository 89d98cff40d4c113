#include "core/analysis/drivers/drivers.h"
#include "core/analysis/score/scorerows.h"

#include <cmath>

namespace xo::analysis {

std::string_view driverMethodName(DriverMethod method) {
    return method == DriverMethod::Lmg ? "lmg" : "johnson";
}

Result<DriverMethod> driverMethodFromName(std::string_view name) {
    for (const DriverMethod method : {DriverMethod::Johnson, DriverMethod::Lmg})
        if (driverMethodName(method) == name) return method;
    return fail("analysis.bad_choice", {std::string(name), "johnson, lmg"});
}

Json toJson(const DriversResult& result) {
    Json out{{"analysis", "drivers"},
             {"dataset", result.dataset},
             {"target", result.target},
             {"method", driverMethodName(result.params.method)},
             {"n", result.n},
             {"n_lost", result.nLost},
             {"r2", result.r2},
             {"r2_adjusted", result.r2Adjusted},
             {"small_base", optionalJson(result.smallBase)},
             {"intercept", result.intercept},
             {"intercept_se", result.interceptSe}};
    Json& drivers = out["drivers"] = Json::array();
    Json names = Json::array();
    for (const Driver& driver : result.drivers) {
        const stats::RegressionTerm& term = driver.regression;
        drivers.push_back({{"name", driver.name},
                           {"weight", driver.weight},
                           {"share", driver.share},
                           {"ci95", intervalJson(driver.ci95)},
                           {"sign", driver.sign},
                           {"correlation", driver.correlation},
                           {"performance", driver.performance},
                           {"vif", term.vif},
                           {"p", term.p},
                           {"coefficient", term.coefficient},
                           {"se", term.se},
                           {"t", std::isfinite(term.t) ? Json(term.t) : Json(nullptr)},
                           {"beta", term.standardised}});
        names.push_back(driver.name);
    }
    names.push_back(result.target);
    out["correlations"] = {{"names", names}, {"r", result.correlations}};
    if (result.link) out["link"] = linkJson(*result.link);
    out["notes"] = notesJson(result.notes);
    return out;
}

Json toJson(const DriversParams& params) {
    return {{"dataset", params.dataset},
            {"target", params.target},
            {"drivers", params.drivers},
            {"filter", params.filter},
            {"method", driverMethodName(params.method)}};
}

Result<DriversParams> driversParamsFromJson(const Json& json) {
    if (!json.is_object()) return fail("analysis.bad_params", {"{}"});
    DriversParams out;
    for (const auto& [field, value] : json.items()) {
        std::string* const text = field == "dataset"  ? &out.dataset
                                  : field == "target" ? &out.target
                                  : field == "filter" ? &out.filter
                                                      : nullptr;
        if (text && value.is_string()) {
            *text = value.get<std::string>();
        } else if (field == "method" && value.is_string()) {
            const auto method = driverMethodFromName(value.get<std::string>());
            if (!method) return method.failure();
            out.method = *method;
        } else if (field == "drivers" && value.is_array()) {
            for (const Json& name : value) {
                if (!name.is_string()) return fail("analysis.bad_params", {field});
                out.drivers.push_back(name.get<std::string>());
            }
        } else {
            return fail("analysis.bad_params", {field});
        }
    }
    return out;
}

} // namespace xo::analysis
