#include "core/analysis/sop/diagnosis.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace xo::analysis {

namespace {

constexpr std::int64_t kLeastAnswers = 30;
constexpr std::size_t kDoseSteps = 10;

struct SideName {
    std::string_view text;
    SopStandard::Side side;
};
constexpr std::array<SideName, 4> kSides{{{"<=", SopStandard::Side::AtMost},
                                          {">=", SopStandard::Side::AtLeast},
                                          {"<", SopStandard::Side::Below},
                                          {">", SopStandard::Side::Above}}};

// Counts per score of some values.
class ScoreCounts {
public:
    explicit ScoreCounts(const DoseTable& table) : m_table(&table), m_counts(table.scores.size(), 0) {}
    void add(std::size_t value) {
        for (std::size_t j = 0; j < m_counts.size(); ++j)
            m_counts[j] += m_table->counts[value * m_counts.size() + j];
    }
    std::int64_t n() const { return std::accumulate(m_counts.begin(), m_counts.end(), std::int64_t{0}); }
    std::int64_t top2() const {
        std::int64_t total = 0;
        for (std::size_t j = m_counts.size() - std::min<std::size_t>(2, m_counts.size()); j < m_counts.size(); ++j)
            total += m_counts[j];
        return total;
    }
    double mean() const {
        double total = 0;
        for (std::size_t j = 0; j < m_counts.size(); ++j)
            total += static_cast<double>(m_counts[j]) * m_table->scores[j];
        return total / static_cast<double>(n());
    }
    double squares() const {
        const double centre = mean();
        double total = 0;
        for (std::size_t j = 0; j < m_counts.size(); ++j)
            total += static_cast<double>(m_counts[j]) * (m_table->scores[j] - centre) * (m_table->scores[j] - centre);
        return total;
    }
    SopSide side() const {
        SopSide out;
        out.n = n();
        if (out.n == 0) return out;
        out.mean = mean();
        out.top2Share = static_cast<double>(top2()) / static_cast<double>(out.n);
        if (const auto estimate = stats::meanEstimate(out.n, *out.mean, squares())) out.ci95 = estimate->ci;
        return out;
    }
    stats::SampleMoments moments() const {
        const double size = static_cast<double>(n());
        return {size, size > 0 ? mean() : 0, size > 1 ? squares() / (size - 1) : 0};
    }

private:
    const DoseTable* m_table;
    std::vector<std::int64_t> m_counts;
};

std::int64_t rowCount(const DoseTable& table, std::size_t value) {
    const auto first = table.counts.begin() + static_cast<std::ptrdiff_t>(value * table.scores.size());
    return std::accumulate(first, first + static_cast<std::ptrdiff_t>(table.scores.size()), std::int64_t{0});
}

// On the harmful side of zero: longer than an upper standard allows, or shorter than a lower one asks.
bool harms(const stats::Interval& ci, const SopStandard& standard) {
    return standard.isUpper() ? ci.high < 0 : ci.low > 0;
}

void decide(Diagnosis& out, const SopPolicy& policy) {
    const auto say = [&](const char* verdict, const char* why) {
        out.verdict = verdict;
        out.why = why;
    };
    if (out.kept.n < kLeastAnswers || (out.breached.n > 0 && out.breached.n < kLeastAnswers))
        return say("unsure", "sop.why.few_answers");
    if (out.breached.n == 0)
        return out.keptDrives ? say("wrong_standard", "sop.why.wrong_standard_kept")
                              : say("fine", "sop.why.never_breached");
    if (out.drives && out.breachCi->low > policy.tolerance)
        return say("not_executed", out.keptDrives ? "sop.why.not_executed_loose" : "sop.why.not_executed");
    if (out.drives && out.breachCi->high <= policy.tolerance)
        return out.keptDrives ? say("wrong_standard", "sop.why.wrong_standard") : say("fine", "sop.why.fine");
    if (out.noEffect) return say("irrelevant", "sop.why.irrelevant");
    say("unsure", out.drives ? "sop.why.near_tolerance" : "sop.why.no_evidence");
}

} // namespace

bool SopStandard::keeps(double value) const {
    switch (side) {
    case Side::AtMost:
        return value <= limit;
    case Side::Below:
        return value < limit;
    case Side::AtLeast:
        return value >= limit;
    case Side::Above:
        break;
    }
    return value > limit;
}

std::string SopStandard::text() const {
    for (const SideName& name : kSides)
        if (name.side == side) return metric + " " + std::string(name.text) + " " + formatNumber(limit);
    return metric;
}

std::optional<SopStandard> SopStandard::parse(const std::string& text) {
    for (const SideName& name : kSides) {
        const std::size_t at = text.rfind(name.text);
        if (at == std::string::npos) continue;
        SopStandard out;
        out.metric = std::string(trimmed(std::string_view(text).substr(0, at)));
        const auto limit = parseNumber(std::string_view(text).substr(at + name.text.size()));
        if (out.metric.empty() || !limit) return std::nullopt;
        out.side = name.side;
        out.limit = *limit;
        return out;
    }
    return std::nullopt;
}

Diagnosis diagnose(const DoseTable& table, const SopStandard& standard, const SopPolicy& policy) {
    Diagnosis out;
    ScoreCounts kept(table), breached(table);
    std::vector<std::int64_t> keptCounts;
    for (std::size_t i = 0; i < table.values.size(); ++i) {
        const bool keeps = standard.keeps(table.values[i]);
        (keeps ? kept : breached).add(i);
        if (!keeps) continue;
        const auto first = table.counts.begin() + static_cast<std::ptrdiff_t>(i * table.scores.size());
        keptCounts.insert(keptCounts.end(), first, first + static_cast<std::ptrdiff_t>(table.scores.size()));
    }
    out.kept = kept.side();
    out.breached = breached.side();
    out.n = out.kept.n + out.breached.n;
    if (out.n > 0) {
        const double n = static_cast<double>(out.n);
        out.breachRate = static_cast<double>(out.breached.n) / n;
        out.breachCi = stats::wilsonInterval(static_cast<double>(out.breached.n), n);
    }
    if (out.kept.n > 0 && out.breached.n > 0) {
        out.gap = stats::newcombeDifference(static_cast<double>(kept.top2()), static_cast<double>(out.kept.n),
                                            static_cast<double>(breached.top2()), static_cast<double>(out.breached.n));
        out.difference = stats::welchTest(kept.moments(), breached.moments());
    }
    out.spearman = stats::spearmanOfTable(table.counts, table.scores.size());
    out.spearmanKept = stats::spearmanOfTable(keptCounts, table.scores.size());
    if (const auto narrow = stats::spearmanOfTable(table.counts, table.scores.size(), 0.90))
        out.spearmanCi90 = narrow->ci;
    out.drives = out.spearman && harms(out.spearman->ci, standard) && out.gap && out.gap->ci.low > 0 &&
                 out.gap->difference >= policy.leastGap;
    out.keptDrives = out.spearmanKept && harms(out.spearmanKept->ci, standard);
    out.noEffect =
        out.spearmanCi90 && out.spearmanCi90->low > -policy.leastRho && out.spearmanCi90->high < policy.leastRho;
    decide(out, policy);
    return out;
}

std::vector<DoseStep> doseCurve(const DoseTable& table, const SopStandard& standard, const std::vector<double>& edges) {
    std::int64_t n = 0;
    for (const std::int64_t count : table.counts)
        n += count;
    std::vector<double> sorted = edges;
    std::sort(sorted.begin(), sorted.end());
    std::vector<DoseStep> out;
    ScoreCounts step(table);
    std::size_t place = 0; // of the stretch being filled: which edges lie below it, or its number
    std::int64_t before = 0;
    const auto placeOf = [&](std::size_t i) -> std::size_t {
        const double value = table.values[i];
        if (!sorted.empty()) {
            const auto at = standard.isUpper() ? std::lower_bound(sorted.begin(), sorted.end(), value)
                                               : std::upper_bound(sorted.begin(), sorted.end(), value);
            return static_cast<std::size_t>(at - sorted.begin());
        }
        const bool beyond = standard.keeps(value) != standard.isUpper();
        const std::size_t tenth =
            n > 0 ? static_cast<std::size_t>(before * static_cast<std::int64_t>(kDoseSteps) / n) : 0;
        return 2 * tenth + (beyond ? 1 : 0);
    };
    const auto close = [&](std::size_t last) {
        const SopSide side = step.side();
        if (side.n == 0) return;
        out.back().to = table.values[last];
        out.back().n = side.n;
        out.back().mean = *side.mean;
        out.back().ci95 = side.ci95;
        out.back().top2Share = *side.top2Share;
    };
    std::size_t last = 0;
    for (std::size_t i = 0; i < table.values.size(); ++i) {
        const std::int64_t count = rowCount(table, i);
        if (count == 0) continue;
        if (const std::size_t now = placeOf(i); out.empty() || now != place) {
            if (!out.empty()) close(last);
            step = ScoreCounts(table);
            out.push_back({});
            out.back().from = table.values[i];
            place = now;
        }
        step.add(i);
        before += count;
        last = i;
    }
    if (!out.empty()) close(last);
    return out;
}

DoseTable condensed(const DoseTable& table, std::size_t most) {
    if (table.values.size() <= most) return table;
    std::int64_t n = 0;
    for (const std::int64_t count : table.counts)
        n += count;
    DoseTable out;
    out.scores = table.scores;
    const std::size_t width = table.scores.size();
    std::int64_t before = 0;
    std::int64_t inside = 0;
    double sum = 0;
    std::size_t place = most;
    for (std::size_t i = 0; i < table.values.size(); ++i) {
        const std::int64_t count = rowCount(table, i);
        if (count == 0) continue;
        const auto now = static_cast<std::size_t>(before * static_cast<std::int64_t>(most) / n);
        if (now != place) {
            out.values.push_back(0);
            out.counts.resize(out.counts.size() + width, 0);
            place = now, inside = 0, sum = 0;
        }
        for (std::size_t j = 0; j < width; ++j)
            out.counts[out.counts.size() - width + j] += table.counts[i * width + j];
        before += count;
        inside += count;
        sum += static_cast<double>(count) * table.values[i];
        out.values.back() = sum / static_cast<double>(inside);
    }
    return out;
}

} // namespace xo::analysis
