#include "core/analysis/funnel/verdict.h"

#include "core/base/text.h"
#include "core/stats/multiplicity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace xo::analysis {

namespace {

constexpr std::int64_t kLeastEntrants = 200;
constexpr double kLeastConversions = 30;
constexpr double kLeastScores = 30;
constexpr double kConversionGap = 0.03;
constexpr double kScoreGap = 0.05; // of the scale
constexpr double kLevel = 0.05;
constexpr double kAloneLevel = 0.01;

constexpr std::array<std::string_view, 3> kConversionReferences{"history", "target", "peers"};
constexpr std::array<std::string_view, 2> kSatisfactionReferences{"history", "stages"};

bool againstHistory(const StageEvidence& stage) {
    return stage.conversionReference == ConversionReference::History;
}
bool withOtherStages(const StageEvidence& stage) {
    return stage.satisfactionReference == SatisfactionReference::OtherStages;
}

const char* missing(const StageEvidence& stage) {
    if (stage.conversionReference == ConversionReference::Target && !stage.target) return "funnel.why.no_target";
    if (stage.conversionReference == ConversionReference::Peers && !stage.peerRate) return "funnel.why.no_peers";
    if (againstHistory(stage) && std::min(stage.n, stage.referenceN) < kLeastEntrants) return "funnel.why.few_entrants";
    if (stage.n < kLeastEntrants) return "funnel.why.few_customers";
    if (static_cast<double>(stage.n) * *stage.referenceRate() < kLeastConversions) return "funnel.why.few_conversions";
    if (stage.scoreRange <= 0) return "funnel.why.no_satisfaction";
    if (withOtherStages(stage)) return stage.otherStages.n < kLeastScores ? "funnel.why.few_pairs" : nullptr;
    if (stage.score.n < kLeastScores || stage.referenceScore.n < kLeastScores) return "funnel.why.few_answers";
    return nullptr;
}

// One-sided p that the first group lies below the second; 1 when nothing can be said.
double fallP(const std::optional<stats::DifferenceTest>& test) {
    if (!test) return 1;
    return test->z < 0 ? test->p / 2 : 1 - test->p / 2;
}

std::optional<stats::DifferenceTest> conversionTest(const StageEvidence& stage) {
    const auto n = static_cast<double>(stage.n), converted = static_cast<double>(stage.converted);
    switch (stage.conversionReference) {
    case ConversionReference::History:
        return stats::twoProportionTest(converted, n, static_cast<double>(stage.referenceConverted),
                                        static_cast<double>(stage.referenceN));
    case ConversionReference::Target:
        return stage.target ? stats::proportionTest(converted, n, *stage.target) : std::nullopt;
    case ConversionReference::Peers:
        break;
    }
    if (!stage.peerRate || stage.n == 0 || stage.peerZ == 0) return std::nullopt;
    const double difference = converted / n - *stage.peerRate;
    return stats::differenceTest(difference, difference / stage.peerZ, std::numeric_limits<double>::infinity());
}

// As if the highest score were the best.
std::optional<stats::DifferenceTest> satisfactionTest(const StageEvidence& stage) {
    if (stage.scoreRange <= 0) return std::nullopt;
    if (withOtherStages(stage)) {
        const stats::SampleMoments& pairs = stage.otherStages;
        if (pairs.n < 2) return std::nullopt;
        return stats::differenceTest(pairs.mean, std::sqrt(pairs.variance / pairs.n), pairs.n - 1);
    }
    return stage.lowIsBest ? stats::welchTest(stage.referenceScore, stage.score)
                           : stats::welchTest(stage.score, stage.referenceScore);
}

// How far satisfaction lies below the reference, as a share of the scale.
double scoreGap(const StageEvidence& stage) {
    if (withOtherStages(stage)) return -stage.otherStages.mean;
    const double fall = stage.referenceScore.mean - stage.score.mean;
    return (stage.lowIsBest ? -fall : fall) / stage.scoreRange;
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
    const auto following = [&](std::size_t at) { return stages[at].next ? stages[at].next : at + 1; };
    for (std::size_t j = following(k); j < stages.size(); j = following(j)) {
        if (stages[j].n <= 0) return std::nullopt;
        onward.push_back(share(stages[j].converted, stages[j].n));
    }
    const StageEvidence& stage = stages[k];
    const stats::StepRate now{static_cast<double>(stage.n), static_cast<double>(stage.converted)};
    if (againstHistory(stage))
        return stats::expectedLoss(
            now, {static_cast<double>(stage.referenceN), static_cast<double>(stage.referenceConverted)}, onward);
    const auto rate = stage.referenceRate();
    if (!rate) return std::nullopt;
    constexpr double kKnown = 1e18; // a base so large that the reference has no error of its own
    return stats::expectedLoss(now, {kKnown, kKnown * *rate}, onward);
}

// The sentence for what was compared with what; the plain key speaks of the period before on both sides.
std::string sentence(const std::string& verdict, const StageEvidence& stage) {
    std::string key = "funnel.why." + verdict;
    if (againstHistory(stage) && !withOtherStages(stage)) return key;
    return key + "." + std::string(conversionReferenceName(stage.conversionReference)) + "_" +
           std::string(satisfactionReferenceName(stage.satisfactionReference));
}

template <class Enum, std::size_t N>
Result<Enum> fromName(const std::array<std::string_view, N>& names, std::string_view name, const char* allowed) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return fail("model.bad_choice", {std::string(name), allowed});
}

} // namespace

std::string_view conversionReferenceName(ConversionReference reference) {
    return kConversionReferences[static_cast<std::size_t>(reference)];
}
std::string_view satisfactionReferenceName(SatisfactionReference reference) {
    return kSatisfactionReferences[static_cast<std::size_t>(reference)];
}
Result<ConversionReference> conversionReferenceFromName(std::string_view name) {
    return fromName<ConversionReference>(kConversionReferences, name, "history, target, peers");
}
Result<SatisfactionReference> satisfactionReferenceFromName(std::string_view name) {
    return fromName<SatisfactionReference>(kSatisfactionReferences, name, "history, stages");
}

std::optional<double> StageEvidence::referenceRate() const {
    if (conversionReference == ConversionReference::Target) return target;
    if (conversionReference == ConversionReference::Peers) return peerRate;
    if (referenceN <= 0) return std::nullopt;
    return static_cast<double>(referenceConverted) / static_cast<double>(referenceN);
}

std::vector<std::string> verdictArguments(const StageVerdict& verdict, const std::string& stage,
                                          const std::string& next) {
    const StageEvidence& seen = verdict.evidence;
    const auto count = [](double value) { return formatCount(std::llround(value)); };
    const std::string before = percent(seen.referenceRate().value_or(0));
    if (verdict.why == "funnel.why.no_target" || verdict.why == "funnel.why.no_peers") return {stage, next};
    if (verdict.why == "funnel.why.few_customers") return {stage, next, formatCount(seen.n)};
    if (verdict.why == "funnel.why.few_entrants")
        return {stage, next, formatCount(seen.n), formatCount(seen.referenceN)};
    if (verdict.why == "funnel.why.few_conversions") return {stage, next, formatCount(seen.n), before};
    if (verdict.why == "funnel.why.few_pairs") return {stage, next, count(seen.otherStages.n)};
    if (verdict.why == "funnel.why.few_answers")
        return {stage, next, count(seen.score.n), count(seen.referenceScore.n)};
    std::vector<std::string> out{stage, next, percent(share(seen.converted, seen.n)), before};
    if (verdict.why == "funnel.why.no_satisfaction") return out;
    out.push_back(formatFixed(seen.score.mean, 2));
    out.push_back(withOtherStages(seen)
                      ? (seen.otherStages.mean > 0 ? "+" : "") + formatFixed(100 * seen.otherStages.mean, 1) + "%"
                      : formatFixed(seen.referenceScore.mean, 2));
    out.push_back(probability(verdict.verdict == "o_only"   ? verdict.qO
                              : verdict.verdict == "x_only" ? verdict.qX
                                                            : verdict.qBoth));
    out.push_back(verdict.loss ? count(verdict.loss->lost) + " [" + count(verdict.loss->ci.low) + ", " +
                                     count(verdict.loss->ci.high) + "]"
                               : std::string("–"));
    return out;
}

std::vector<StageVerdict> stageVerdicts(const std::vector<StageEvidence>& stages) {
    return groupVerdicts({stages}).front();
}

std::vector<std::vector<StageVerdict>> groupVerdicts(const std::vector<std::vector<StageEvidence>>& groups) {
    std::vector<std::vector<StageVerdict>> out;
    std::vector<std::pair<std::size_t, std::size_t>> tested;
    std::vector<double> pO, pX, pBoth;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        out.emplace_back(groups[g].size());
        for (std::size_t k = 0; k < groups[g].size(); ++k) {
            const StageEvidence& stage = groups[g][k];
            StageVerdict& verdict = out[g][k];
            verdict.evidence = stage;
            verdict.conversion = conversionTest(stage);
            verdict.satisfaction = satisfactionTest(stage);
            const double o = fallP(verdict.conversion), x = fallP(verdict.satisfaction);
            verdict.pBoth = std::max(o, x);
            verdict.loss = lossAt(groups[g], k);
            if (const char* why = missing(stage)) {
                verdict.why = why;
                continue;
            }
            verdict.tested = true;
            tested.emplace_back(g, k);
            pO.push_back(o);
            pX.push_back(x);
            pBoth.push_back(verdict.pBoth);
        }
    }
    const auto qO = stats::benjaminiHochberg(pO), qX = stats::benjaminiHochberg(pX),
               qBoth = stats::benjaminiHochberg(pBoth);
    // a word about one side alone has no second witness: it goes by the tests of both sides together at the stricter
    // level, so that of a hundred journeys in which nothing fell about one shows any
    std::vector<double> pAlone = pO;
    pAlone.insert(pAlone.end(), pX.begin(), pX.end());
    const auto qAlone = stats::benjaminiHochberg(pAlone);
    for (std::size_t i = 0; i < tested.size(); ++i) {
        const StageEvidence& stage = groups[tested[i].first][tested[i].second];
        StageVerdict& verdict = out[tested[i].first][tested[i].second];
        verdict.qO = qO[i];
        verdict.qX = qX[i];
        verdict.qBoth = qBoth[i];
        const bool gapO = *stage.referenceRate() - share(stage.converted, stage.n) >= kConversionGap;
        const bool gapX = scoreGap(stage) >= kScoreGap;
        const bool fellO = gapO && qAlone[i] <= kAloneLevel;
        const bool fellX = gapX && qAlone[tested.size() + i] <= kAloneLevel;
        verdict.verdict = gapO && gapX && qBoth[i] <= kLevel ? "stuck"
                          : fellO && !fellX                  ? "o_only"
                          : fellX && !fellO                  ? "x_only"
                                                             : "fine";
        verdict.why = sentence(verdict.verdict, stage);
    }
    // the test as shown: on the scale's own direction
    for (auto& verdicts : out)
        for (StageVerdict& verdict : verdicts)
            if (verdict.evidence.lowIsBest && !withOtherStages(verdict.evidence) && verdict.satisfaction)
                verdict.satisfaction = stats::welchTest(verdict.evidence.score, verdict.evidence.referenceScore);
    return out;
}

} // namespace xo::analysis
