#include "core/analysis/funnel/verdict.h"

#include "core/base/text.h"
#include "core/stats/multiplicity.h"

#include <algorithm>
#include <cmath>

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

double share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

std::string percent(double value) {
    return formatFixed(100 * value, 1) + "%";
}

// 0.012, 1.4e-6
std::string probability(double value) {
    if (value >= 0.001 || !(value > 0)) return formatFixed(value, 3);
    const int exponent = static_cast<int>(std::floor(std::log10(value)));
    return formatFixed(value / std::pow(10.0, exponent), 1) + "e" + std::to_string(exponent);
}

std::optional<stats::ExpectedLoss> lossAt(const std::vector<StageEvidence>& stages, std::size_t k) {
    std::vector<double> onward;
    for (std::size_t j = k + 1; j < stages.size(); ++j) {
        if (stages[j].n <= 0) return std::nullopt;
        onward.push_back(share(stages[j].converted, stages[j].n));
    }
    const StageEvidence& stage = stages[k];
    return stats::expectedLoss({static_cast<double>(stage.n), static_cast<double>(stage.converted)},
                               {static_cast<double>(stage.referenceN), static_cast<double>(stage.referenceConverted)},
                               onward);
}

} // namespace

std::vector<std::string> verdictArguments(const StageVerdict& verdict, const std::string& stage,
                                          const std::string& next) {
    const StageEvidence& seen = verdict.evidence;
    const auto count = [](double value) { return formatCount(std::llround(value)); };
    const std::string before = percent(share(seen.referenceConverted, seen.referenceN));
    if (verdict.why == "funnel.why.few_entrants")
        return {stage, next, formatCount(seen.n), formatCount(seen.referenceN)};
    if (verdict.why == "funnel.why.few_conversions") return {stage, next, formatCount(seen.n), before};
    if (verdict.why == "funnel.why.few_answers")
        return {stage, next, count(seen.score.n), count(seen.referenceScore.n)};
    std::vector<std::string> out{stage, next, percent(share(seen.converted, seen.n)), before};
    if (verdict.why == "funnel.why.no_satisfaction") return out;
    out.push_back(formatFixed(seen.score.mean, 2));
    out.push_back(formatFixed(seen.referenceScore.mean, 2));
    out.push_back(probability(verdict.verdict == "o_only"   ? verdict.qO
                              : verdict.verdict == "x_only" ? verdict.qX
                                                            : verdict.qBoth));
    out.push_back(verdict.loss ? count(verdict.loss->lost) + " [" + count(verdict.loss->ci.low) + ", " +
                                     count(verdict.loss->ci.high) + "]"
                               : std::string("–"));
    return out;
}

std::vector<StageVerdict> stageVerdicts(const std::vector<StageEvidence>& stages) {
    std::vector<StageVerdict> out(stages.size());
    std::vector<std::size_t> tested;
    std::vector<double> pO, pX, pBoth;
    for (std::size_t k = 0; k < stages.size(); ++k) {
        const StageEvidence& stage = stages[k];
        out[k].evidence = stage;
        out[k].conversion = stats::twoProportionTest(static_cast<double>(stage.converted), static_cast<double>(stage.n),
                                                     static_cast<double>(stage.referenceConverted),
                                                     static_cast<double>(stage.referenceN));
        if (stage.scoreRange > 0) out[k].satisfaction = stats::welchTest(stage.score, stage.referenceScore);
        out[k].pBoth = std::max(fallP(out[k].conversion), fallP(out[k].satisfaction));
        out[k].loss = lossAt(stages, k);
        if (const char* why = missing(stage)) {
            out[k].why = why;
            continue;
        }
        out[k].tested = true;
        tested.push_back(k);
        pO.push_back(fallP(out[k].conversion));
        pX.push_back(fallP(out[k].satisfaction));
        pBoth.push_back(out[k].pBoth);
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
