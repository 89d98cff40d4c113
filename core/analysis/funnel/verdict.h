#pragma once

#include "core/base/result.h"
#include "core/stats/attribution.h"
#include "core/stats/differences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xo::analysis {

/// What conversion is held against: the period before, the stage's target, the groups beside it.
enum class ConversionReference : std::uint8_t { History, Target, Peers };
/// What satisfaction is held against: the period before, or what the same customers say about their other stages.
enum class SatisfactionReference : std::uint8_t { History, OtherStages };
std::string_view conversionReferenceName(ConversionReference reference);     ///< "history", "target", "peers"
std::string_view satisfactionReferenceName(SatisfactionReference reference); ///< "history", "stages"
/// Error model.bad_choice{text, what is allowed}.
Result<ConversionReference> conversionReferenceFromName(std::string_view name);
Result<SatisfactionReference> satisfactionReferenceFromName(std::string_view name);

/// What a stage shows in the period looked at and in the one it is compared with: how many matured entrants got there
/// and how many of them went on (O), and the scores of those who answered about it (X).
struct StageEvidence {
    std::int64_t n = 0, converted = 0;
    std::int64_t referenceN = 0, referenceConverted = 0;
    stats::SampleMoments score, referenceScore;
    double scoreRange = 0; ///< highest − lowest score of the scale; 0 = nothing was asked
    ConversionReference conversionReference = ConversionReference::History;
    SatisfactionReference satisfactionReference = SatisfactionReference::History;
    std::optional<double> target;     ///< Target: the share that should go on
    std::optional<double> peerRate;   ///< Peers: their common rate
    double peerZ = 0;                 ///< Peers: z of this one among them, over-dispersion allowed for (METHODS 2.5)
    stats::SampleMoments otherStages; ///< OtherStages: per customer, score here − mean score of the other stages, on a
                                      ///< scale of 0 … 1
    bool lowIsBest = false; ///< the lowest score is the best
    std::size_t next = 0;   ///< index of the stage gone on to; 0 = the one behind
    bool optional = false;  ///< passed over by some: no part of the way from end to end
    /// The rate compared with; nullopt without a base.
    std::optional<double> referenceRate() const;
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

/// Which stages hold customers up. O: one-sided test that the conversion to the next stage lies below the reference —
/// the period before: pooled z; a target: z against the constant, the exact binomial where fewer than 10 are expected
/// on either side; peers: the p given. X: one-sided test that the score lies below — the period before: Welch's t; the
/// customers' other stages: paired t. Both (intersection–union): p = max. A side alone counts when q ≤ 0.01 over the
/// tests of both sides (it has no second witness), stuck when qBoth ≤ 0.05; the gap is at least 3 points of conversion
/// or 5 % of the scale (0.2 on 1–5). Needs 200 entrants and 30 scores (pairs) on each side and 30 conversions expected
/// at the reference rate. The loss is against the reference rate. O(stages log stages). Source: METHODS 2.3; Berger
/// 1982.
std::vector<StageVerdict> stageVerdicts(const std::vector<StageEvidence>& stages);
/// The same for several funnels (groups) at once: one family of tests.
std::vector<std::vector<StageVerdict>> groupVerdicts(const std::vector<std::vector<StageEvidence>>& groups);

/// What the sentence of `verdict.why` says, from the figures: %1 the stage, %2 the next one, then what the key asks for
/// (rates, means, q and the loss; or the bases that are too small).
std::vector<std::string> verdictArguments(const StageVerdict& verdict, const std::string& stage,
                                          const std::string& next);

} // namespace xo::analysis
