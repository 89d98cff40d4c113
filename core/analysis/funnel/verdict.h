#pragma once

#include "core/stats/attribution.h"
#include "core/stats/differences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace xo::analysis {

/// What a stage shows in the period looked at and in the one it is compared with: how many matured entrants got there
/// and how many of them went on (O), and the scores of those who answered about it (X).
struct StageEvidence {
    std::int64_t n = 0, converted = 0;
    std::int64_t referenceN = 0, referenceConverted = 0;
    stats::SampleMoments score, referenceScore;
    double scoreRange = 0; ///< highest − lowest score of the scale; 0 = nothing was asked
    bool operator==(const StageEvidence&) const = default;
};

struct StageVerdict {
    std::string verdict = "unsure";   ///< "stuck", "o_only", "x_only", "fine", "unsure"
    std::string why;                  ///< wording key
    double qBoth = 1, qO = 1, qX = 1; ///< Benjamini–Hochberg over the stages with enough evidence; 1 = not tested
    bool tested = false;
    StageEvidence evidence;
    std::optional<stats::DifferenceTest> conversion, satisfaction; ///< now − reference; two-sided p
    double pBoth = 1; ///< one-sided that both fell: the larger of the two; 1 when a side can't be tested
    std::optional<stats::ExpectedLoss> loss; ///< final conversions lost here, the later steps as they are now
    bool operator==(const StageVerdict&) const = default;
};

/// Which stages hold customers up. O: one-sided pooled z test that the conversion to the next stage fell; X: one-sided
/// Welch t test that the score fell; both (intersection–union): p = max. A side counts when its q ≤ 0.05 and the gap is
/// at least 3 points of conversion or 5 % of the scale (0.2 on 1–5). Needs 200 entrants and 30 scores on each side and
/// 30 conversions expected at the reference rate. O(stages log stages). Source: METHODS 2.3; Berger 1982.
std::vector<StageVerdict> stageVerdicts(const std::vector<StageEvidence>& stages);

/// What the sentence of `verdict.why` says, from the figures: %1 the stage, %2 the next one, then what the key asks for
/// (rates, means, q and the loss; or the bases that are too small).
std::vector<std::string> verdictArguments(const StageVerdict& verdict, const std::string& stage,
                                          const std::string& next);

} // namespace xo::analysis
