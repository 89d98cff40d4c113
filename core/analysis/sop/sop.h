#pragma once

#include "core/analysis/context.h"
#include "core/analysis/score/frame.h"
#include "core/analysis/sop/diagnosis.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/stats/interaction.h"

#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// What `sop` is asked for.
struct SopParams {
    std::string dataset;
    std::string question; ///< score; blank = the only candidate
    std::string standard; ///< "event.wait_hours <= 24": a number of the answer, its customer or its event; <= < >= >
    std::string filter;
    std::vector<double> edges;           ///< where stretches of the dose curve end; blank = about ten of equal size
    std::vector<std::string> moderators; ///< what opposite groups are looked for in; blank = own and customers' columns
    SopPolicy policy;
    bool search = true; ///< false: opposite groups are not looked for
    bool operator==(const SopParams&) const = default;
};

/// Groups in which the metric works in opposite directions (METHODS 4.2, 4.3): chosen on one half of the customers,
/// tested on the other, and the other way round.
struct OppositeGroup {
    std::optional<std::string> value; ///< nullopt = blank
    stats::Slope slope;               ///< score per unit of the metric, all its answers
    std::optional<stats::Correlation> spearman;
};
struct OppositeGroups {
    std::string by;
    double p = 1; ///< Gail–Simon, the larger of the two halves
    std::vector<OppositeGroup> groups;
};

struct SopResult {
    std::string dataset;
    std::string question;
    SopStandard standard;
    SopParams params;
    Diagnosis diagnosis; ///< `verdict` and `why` are final: "incomplete" where opposite groups were found
    std::vector<DoseStep> dose;
    std::optional<OppositeGroups> opposite;
    std::optional<LinkQuality> link; ///< when the metric is one of the event
    std::vector<Note> notes;         ///< sop.binned
};

/// Was a service standard kept, and does it matter for a score (PRODUCT.md 3.27, METHODS 4)? Answers without the score
/// or the metric are left out. Exact counts; a metric with more than 65,534 values is put into 1,024 stretches first
/// (note sop.binned). Errors: those of findQuestion, query::parse, query::evaluateRows, query::reachNumbers;
/// sop.bad_standard{text}; job.cancelled. O(rows).
Result<SopResult> runSop(const Context& context, const SopParams& params, const JobContext& job);

/// PRODUCT.md 5. `why` is a wording key with its arguments beside it.
Json toJson(const SopResult& result);
Json toJson(const SopParams& params);
/// Missing fields keep their default. Error analysis.bad_params{field}.
Result<SopParams> sopParamsFromJson(const Json& json);

/// Arguments of `why`: question, standard, share breached, tolerance, top-2 share kept and breached, Spearman's rho,
/// what opposite groups were found by (else the answers where it was kept), the answers where it was breached; texts
/// as they are shown.
std::vector<std::string> sopArguments(const SopResult& result);

} // namespace xo::analysis
