#include "core/analysis/funnel/verdict.h"

#include "core/stats/multiplicity.h"

#include <algorithm>

namespace xo::analysis {

namespace {

constexpr std::int64_t kLeastEntrants = 200;
constexpr double kLeastConversions = 30;
constexpr double kLeastScores = 30;
constexpr double kConversionGap = 0.03;
constexpr double kScoreGap = 0.05; // of the scale
constexpr double kLevel = 0.05;

const char* missing(const StageEvidence& stage) {
    if (stage.n < kLeastEntrants || stage.referenceN < kLeastEntrants) return "funnel.why.few_entrants";
    const double rate = static_cast<double>(stage.referenceConverted) / static_cast<double>(stage.referenceN);
    if (static_cast<double>(stage.n) * rate < kLeastConversions) return "funnel.why.few_conversions";
    if (stage.scoreRange <= 0) return "funnel.why.no_satisfaction";
    if (stage.score.n < kLeastScores || stage.referenceScore.n < kLeastScores) return "funnel.why.few_answers";
    return nullptr;
}

// One-sided p that the first group lies below the second; 1 when nothing can be said.
double fallP(const std::optional<stats::DifferenceTest>& test) {
    if (!test) return 1;
    return test->z < 0 ? test->p / 2 : 1 - test->p / 2;
}

} // namespace

std::vector<StageVerdict> stageVerdicts(const std::vector<StageEvidence>& stages) {
    std::vector<StageVerdict> out(stages.size());
    std::vector<std::size_t> tested;
    std::vector<double> pO, pX, pBoth;
    for (std::size_t k = 0; k < stages.size(); ++k) {
        const StageEvidence& stage = stages[k];
        if (const char* why = missing(stage)) {
            out[k].why = why;
            continue;
        }
        tested.push_back(k);
        pO.push_back(fallP(stats::twoProportionTest(static_cast<double>(stage.converted), static_cast<double>(stage.n),
                                                    static_cast<double>(stage.referenceConverted),
                                                    static_cast<double>(stage.referenceN))));
        pX.push_back(fallP(stats::welchTest(stage.score, stage.referenceScore)));
        pBoth.push_back(std::max(pO.back(), pX.back()));
    }
    const auto qO = stats::benjaminiHochberg(pO), qX = stats::benjaminiHochberg(pX),
               qBoth = stats::benjaminiHochberg(pBoth);
    for (std::size_t i = 0; i < tested.size(); ++i) {
        const StageEvidence& stage = stages[tested[i]];
        StageVerdict& verdict = out[tested[i]];
        verdict.qO = qO[i];
        verdict.qX = qX[i];
        verdict.qBoth = qBoth[i];
        const double rate = static_cast<double>(stage.converted) / static_cast<double>(stage.n);
        const double before = static_cast<double>(stage.referenceConverted) / static_cast<double>(stage.referenceN);
        const bool gapO = before - rate >= kConversionGap;
        const bool gapX = stage.referenceScore.mean - stage.score.mean >= kScoreGap * stage.scoreRange;
        const bool fellO = gapO && qO[i] <= kLevel, fellX = gapX && qX[i] <= kLevel;
        verdict.verdict = gapO && gapX && qBoth[i] <= kLevel ? "stuck"
                          : fellO && !fellX                  ? "o_only"
                          : fellX && !fellO                  ? "x_only"
                                                             : "fine";
        verdict.why = "funnel.why." + verdict.verdict;
    }
    return out;
}

} // namespace xo::analysis
