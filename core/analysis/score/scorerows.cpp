#include "core/analysis/score/scorerows.h"

#include "core/analysis/score/distinct.h"
#include "core/base/text.h"
#include "core/stats/multiplicity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace xo::analysis {

namespace {

constexpr double kOverlapShare = 0.05;
constexpr std::int64_t kFamilyBase = 10;
constexpr std::int64_t kNpsPassiveFrom = 7;
constexpr std::int64_t kNpsPromoterFrom = 9;

// 1 for the two highest points of the scale.
std::vector<double> topTwo(const ScoreFrame& frame) {
    std::vector<double> values(frame.valueCount(), 0);
    for (std::size_t v = values.size() < 2 ? 0 : values.size() - 2; v < values.size(); ++v)
        values[v] = 1;
    return values;
}

std::vector<double> valuesOf(const ScoreFrame& frame, ScoreFigure figure) {
    std::vector<double> values;
    for (int score = frame.scaleLow(); score <= frame.scaleHigh(); ++score) {
        if (figure == ScoreFigure::Mean)
            values.push_back(score);
        else
            values.push_back(score >= kNpsPromoterFrom ? 100 : score >= kNpsPassiveFrom ? 0 : -100);
    }
    return values;
}

stats::NpsCounts npsCounts(const Histogram& histogram) {
    stats::NpsCounts out;
    for (std::size_t v = 0; v < histogram.counts.size(); ++v) {
        const auto score = static_cast<std::int64_t>(v);
        (score >= kNpsPromoterFrom  ? out.promoters
         : score >= kNpsPassiveFrom ? out.passives
                                    : out.detractors) += histogram.counts[v];
    }
    return out;
}

// The table under construction: what the single steps share.
class Builder {
public:
    Builder(ScoreTable& table, const ScoreParams& params, ScoreFigure figure)
        : m_table(table), m_frame(table.frame), m_params(params), m_figure(figure),
          m_values(valuesOf(m_frame, figure)) {}

    Result<void> run(const JobContext& job) {
        auto tally = Tally::of(m_frame, job);
        if (!tally) return tally.failure();
        m_table.base = tally->base();
        readGroups(*tally);
        if (auto ok = readCustomers(job); !ok) return ok;
        if (auto ok = countCustomers(job); !ok) return ok;
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            finishRow(i);
        finishTotal();
        if (m_figure == ScoreFigure::Mean) finishTopTwo();
        adjustForMultiplicity();
        sortRows();
        return {};
    }

private:
    struct Group {
        std::uint32_t group = 0;           // in the frame
        std::uint32_t period = 0;          // code
        std::uint32_t compared = kNoGroup; // index in m_groups
    };

    static Histogram histogramOf(const Tally& tally, std::size_t cell) {
        Histogram out;
        out.counts = tally.counts(cell);
        const auto weights = tally.weights(cell);
        const auto squared = tally.squaredWeights(cell);
        out.weights.assign(weights.begin(), weights.end());
        out.squaredWeights.assign(squared.begin(), squared.end());
        return out;
    }

    void readGroups(const Tally& tally) {
        const GroupIndex& groups = m_frame.groups;
        m_populations.resize(groups.populations());
        std::vector<Histogram> histograms(groups.count());
        std::vector<std::uint8_t> seen(groups.count(), 0);
        std::size_t rows = 0;
        for (std::size_t cell = 0; cell < m_frame.cells.count(); ++cell) {
            if (tally.answers(cell) == 0) continue;
            Histogram own = histogramOf(tally, cell);
            m_table.total.histogram += own;
            for (const std::uint32_t population : groups.populationsOfCell(cell))
                m_populations[population] += own;
            const auto inGroups = groups.ofCell(cell);
            for (const std::uint32_t group : inGroups) {
                if (seen[group] == 0 && inGroups.size() == 1)
                    histograms[group] = std::move(own);
                else
                    histograms[group] += own;
                rows += seen[group] == 0 ? 1U : 0U;
                seen[group] = 1;
            }
        }
        m_groups.reserve(rows);
        m_table.rows.reserve(rows);
        for (std::size_t group = 0; group < groups.count(); ++group) {
            if (seen[group] == 0) continue;
            m_groups.push_back({static_cast<std::uint32_t>(group), m_frame.periodOf(group), kNoGroup});
            ScoreRow& row = m_table.rows.emplace_back();
            row.group.reserve(m_frame.by.size());
            for (std::size_t d = 0; d < m_frame.by.size(); ++d)
                row.group.push_back(m_frame.labels[d].empty() ? std::nullopt
                                                              : m_frame.labels[d][groups.codes(group)[d]]);
            if (m_frame.periods) row.period = m_frame.periods->label(m_groups.back().period);
            row.histogram = std::move(histograms[group]);
            row.moments = momentsOf(row.histogram, m_values);
        }
        if (m_table.rows.empty()) m_table.total.histogram.counts.assign(m_values.size(), 0);
        m_table.total.moments = momentsOf(m_table.total.histogram, m_values);
        if (groups.overlapping()) m_table.notes.push_back({"score.overlapping", {}});
        if (m_params.compare != Compare::None) findCompared();
    }

    // The same group in the compared period.
    void findCompared() {
        std::vector<std::uint32_t> order(m_groups.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = static_cast<std::uint32_t>(i);
        const std::size_t dimensions = m_frame.by.size();
        const auto keyOf = [&](std::uint32_t i) { return m_frame.groups.codes(m_groups[i].group); };
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return keyOf(a) < keyOf(b); });
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            CellIndex::Codes wanted = keyOf(static_cast<std::uint32_t>(i));
            wanted[dimensions] = m_frame.periods->comparedWith(m_groups[i].period, m_params.compare);
            if (wanted[dimensions] == 0) continue;
            const auto found = std::lower_bound(order.begin(), order.end(), wanted,
                                                [&](std::uint32_t a, const auto& key) { return keyOf(a) < key; });
            if (found != order.end() && keyOf(*found) == wanted) m_groups[i].compared = *found;
        }
    }

    Result<void> readCustomers(const JobContext& job) {
        if (!m_frame.subjects || (!m_params.tests && !clustered())) return {};
        if (job.cancelled()) return cancelled();
        if (!needsCustomerSums()) {
            const RepeatCount repeats = countRepeats(m_frame, countedRows(m_frame, job), job);
            if (job.cancelled()) return cancelled();
            noteRepeats(repeats);
            return {};
        }
        std::vector<std::uint32_t> compared;
        if (m_params.compare != Compare::None) {
            compared.assign(m_frame.groups.count(), kNoGroup);
            for (const Group& group : m_groups)
                if (group.compared != kNoGroup) compared[group.group] = m_groups[group.compared].group;
        }
        auto sums = customerSums(m_frame, m_values, compared, job);
        if (!sums) return sums.failure();
        noteRepeats(sums->repeats);
        if (sums->repeats.repeating == 0) return {};
        m_customers = std::move(*sums);
        if (m_figure == ScoreFigure::Nps || !clustered()) return {};
        auto topSums = customerSums(m_frame, topTwo(m_frame), {}, job);
        if (!topSums) return topSums.failure();
        m_topTwoCustomers = std::move(*topSums);
        return {};
    }

    Result<void> countCustomers(const JobContext& job) {
        if (!m_params.customers) return {};
        const auto counts = distinctCustomers(m_frame, job);
        if (!counts) return counts.failure();
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            m_table.rows[i].customers = counts->groups[m_groups[i].group];
        m_table.total.customers = counts->total;
        return {};
    }

    std::size_t periodCount() const { return m_frame.periods ? m_frame.periods->size() : 1; }

    // A plain table of one group has nothing to compare.
    bool needsCustomerSums() const {
        if (clustered() || m_params.compare != Compare::None) return true;
        std::vector<std::uint8_t> seen(periodCount(), 0);
        for (const Group& group : m_groups) {
            if (seen[group.period] != 0) return true;
            seen[group.period] = 1;
        }
        return false;
    }

    void noteRepeats(const RepeatCount& repeats) {
        if (repeats.repeating > 0 && !clustered())
            m_table.notes.push_back(
                {"score.repeat_customers",
                 {formatCount(repeats.repeating), formatCount(repeats.customers), formatCount(repeats.answers)}});
    }

    bool clustered() const { return m_params.se == StandardError::Clustered; }

    std::optional<stats::Interval> intervalOf(const ScoreRow& row) const {
        const Moments& moments = row.moments;
        std::optional<stats::Interval> out;
        if (clustered() && m_customers) {
            if (const auto se = clusteredError(row.clusters, moments))
                out = stats::tInterval(moments.mean, *se, static_cast<double>(row.clusters.clusters - 1));
        } else if (m_frame.weight || clustered()) {
            if (const auto se = moments.se())
                out = stats::tInterval(moments.mean, *se, static_cast<double>(moments.n - 1));
        } else if (m_figure == ScoreFigure::Nps) {
            if (const auto estimate = stats::npsEstimate(npsCounts(row.histogram))) out = estimate->ci;
        } else if (const auto estimate = stats::meanEstimate(moments.n, moments.mean, moments.squares)) {
            out = estimate->ci;
        }
        if (out && m_figure == ScoreFigure::Nps) out = {std::max(-100.0, out->low), std::min(100.0, out->high)};
        return out;
    }

    // Tests two disjoint groups. `pair` is there when customers repeat, `overlapping` when too many are on both sides.
    std::optional<stats::DifferenceTest> tested(const Histogram& first, const Moments& a, const Histogram& second,
                                                const Moments& b, const ClusteredPair* pair, bool overlapping) const {
        if (!m_params.tests || a.n == 0 || b.n == 0) return std::nullopt;
        if (clustered() && !pair) return clusteredDifference(a, b, {a.squares, b.squares, {}, a.n + b.n});
        if (pair && (clustered() || overlapping)) return clusteredDifference(a, b, *pair);
        if (m_frame.weight) return weightedDifference(a, b);
        if (m_figure == ScoreFigure::Nps) return stats::npsDifference(npsCounts(first), npsCounts(second));
        const auto sample = [](const Moments& m) {
            const double n = static_cast<double>(m.n);
            return stats::SampleMoments{n, m.mean, m.n < 2 ? 0 : m.squares / (n - 1)};
        };
        return stats::welchTest(sample(a), sample(b));
    }

    static bool overlaps(std::int64_t both, std::int64_t first, std::int64_t second) {
        return static_cast<double>(both) > kOverlapShare * static_cast<double>(std::min(first, second));
    }

    void finishRow(std::size_t i) {
        ScoreRow& row = m_table.rows[i];
        const Group& group = m_groups[i];
        if (m_customers) row.clusters = m_customers->groups[group.group];
        row.ci95 = intervalOf(row);
        testAgainstRest(row, group);
        if (group.compared != kNoGroup) testAgainstPrevious(row, group);
    }

    void testAgainstRest(ScoreRow& row, const Group& group) {
        Histogram& rest = m_rest;
        rest = m_populations[m_frame.groups.population(group.group)];
        rest -= row.histogram;
        const Moments others = momentsOf(rest, m_values);
        if (row.moments.n == 0 || others.n == 0) return;
        row.versusRest.difference = row.moments.mean - others.mean;
        std::optional<stats::DifferenceTest> test;
        if (m_customers) {
            const CrossSums& cross = m_customers->versusRest[group.group];
            const ClusterSums& all = m_customers->populations[m_frame.groups.population(group.group)];
            // the rest's sums: the whole population, less what the group adds to the clusters it is in
            ClusterSums restSums;
            restSums.aa = all.aa - row.clusters.aa - 2 * cross.ar;
            restSums.am = all.am - row.clusters.am - cross.ak - cross.mr;
            restSums.mm = all.mm - row.clusters.mm - 2 * cross.mk;
            const ClusteredPair pair{clusterSquares(row.clusters, row.moments), clusterSquares(restSums, others), cross,
                                     all.clusters};
            const std::int64_t onlyHere = row.clusters.customers - cross.customers;
            test = tested(row.histogram, row.moments, rest, others, &pair,
                          overlaps(cross.customers, row.clusters.customers, all.customers - onlyHere));
        } else {
            test = tested(row.histogram, row.moments, rest, others, nullptr, false);
        }
        if (!test) return;
        row.versusRest.z = test->z;
        row.versusRest.p = test->p;
    }

    void testAgainstPrevious(ScoreRow& row, const Group& group) const {
        const ScoreRow& other = m_table.rows[group.compared];
        if (row.moments.n == 0 || other.moments.n == 0) return;
        std::optional<stats::DifferenceTest> test;
        if (m_customers) {
            const CrossSums& cross = m_customers->previous[group.group];
            const ClusterSums& before = m_customers->groups[m_groups[group.compared].group];
            const ClusteredPair pair{clusterSquares(row.clusters, row.moments), clusterSquares(before, other.moments),
                                     cross, row.clusters.clusters + before.clusters - cross.customers};
            test = tested(row.histogram, row.moments, other.histogram, other.moments, &pair,
                          overlaps(cross.customers, row.clusters.customers, before.customers));
        } else {
            test = tested(row.histogram, row.moments, other.histogram, other.moments, nullptr, false);
        }
        row.previous = PreviousPeriod{other.moments.mean, row.moments.mean - other.moments.mean,
                                      test ? std::optional(test->p) : std::nullopt};
    }

    void finishTotal() {
        ScoreRow& total = m_table.total;
        if (m_customers) total.clusters = m_customers->total;
        total.ci95 = intervalOf(total);
    }

    void finishTopTwo() {
        const std::vector<double> values = topTwo(m_frame);
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            finishTopTwo(m_table.rows[i], values,
                         m_topTwoCustomers ? &m_topTwoCustomers->groups[m_groups[i].group] : nullptr);
        finishTopTwo(m_table.total, values, m_topTwoCustomers ? &m_topTwoCustomers->total : nullptr);
    }

    void finishTopTwo(ScoreRow& row, std::span<const double> values, const ClusterSums* clusters) const {
        const Moments moments = momentsOf(row.histogram, values);
        if (moments.n == 0) return;
        row.top2Share = moments.mean;
        if (!m_frame.weight && !clustered()) {
            const double n = static_cast<double>(moments.n);
            row.top2Ci95 = stats::wilsonInterval(std::round(moments.mean * n), n);
            return;
        }
        const auto se = clusters ? clusteredError(*clusters, moments) : moments.se();
        if (!se) return;
        const double df = static_cast<double>((clusters ? clusters->clusters : moments.n) - 1);
        row.top2Ci95 = stats::tInterval(moments.mean, *se, df);
        if (row.top2Ci95) row.top2Ci95 = {std::max(0.0, row.top2Ci95->low), std::min(1.0, row.top2Ci95->high)};
    }

    void adjustForMultiplicity() {
        std::vector<std::vector<std::size_t>> families(periodCount());
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            if (m_table.rows[i].moments.n >= kFamilyBase && m_table.rows[i].versusRest.p)
                families[m_groups[i].period].push_back(i);
        for (const auto& family : families) {
            if (family.size() < 2) continue;
            std::vector<double> p;
            for (const std::size_t i : family)
                p.push_back(*m_table.rows[i].versusRest.p);
            const auto q = stats::benjaminiHochberg(p);
            for (std::size_t k = 0; k < family.size(); ++k)
                m_table.rows[family[k]].versusRest.q = q[k];
        }
    }

    // By code of a dimension, where its text stands among those that rows have: one comparison of numbers instead of
    // many of texts. Blank comes first.
    std::vector<std::uint32_t> textRanks(std::size_t dimension) const {
        const auto& labels = m_frame.labels[dimension];
        std::vector<std::uint32_t> out(labels.size(), 0);
        if (labels.empty()) return out;
        std::vector<std::uint8_t> used(labels.size(), 0);
        for (const Group& group : m_groups)
            used[m_frame.groups.codes(group.group)[dimension]] = 1;
        std::vector<std::uint32_t> codes;
        for (std::uint32_t code = 0; code < labels.size(); ++code)
            if (used[code] != 0) codes.push_back(code);
        std::sort(codes.begin(), codes.end(), [&](std::uint32_t a, std::uint32_t b) { return labels[a] < labels[b]; });
        for (std::size_t i = 1; i < codes.size(); ++i)
            out[codes[i]] = out[codes[i - 1]] + (labels[codes[i - 1]] < labels[codes[i]] ? 1U : 0U);
        return out;
    }

    void sortRows() {
        struct Place {
            std::uint32_t period = 0;
            std::int64_t n = 0;
            CellIndex::Codes ranks{}; // of the group's texts
            std::size_t row = 0;
        };
        std::vector<std::vector<std::uint32_t>> ranks;
        for (std::size_t d = 0; d < m_frame.by.size(); ++d)
            ranks.push_back(textRanks(d));
        std::vector<Place> order(m_groups.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            const Group& group = m_groups[i];
            Place& place = order[i];
            place.period =
                group.period == 0 && m_frame.periods ? std::numeric_limits<std::uint32_t>::max() : group.period;
            place.n = m_table.rows[i].moments.n;
            place.row = i;
            for (std::size_t d = 0; d < ranks.size(); ++d)
                if (!ranks[d].empty()) place.ranks[d] = ranks[d][m_frame.groups.codes(group.group)[d]];
        }
        std::sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
            if (a.period != b.period) return a.period < b.period;
            if (a.n != b.n) return a.n > b.n;
            return a.ranks < b.ranks;
        });
        std::vector<ScoreRow> sorted;
        sorted.reserve(order.size());
        for (const Place& place : order)
            sorted.push_back(std::move(m_table.rows[place.row]));
        m_table.rows = std::move(sorted);
    }

    ScoreTable& m_table;
    const ScoreFrame& m_frame;
    const ScoreParams& m_params;
    ScoreFigure m_figure;
    std::vector<double> m_values;
    std::vector<Group> m_groups;          // of the rows, in the order they were read
    std::vector<Histogram> m_populations; // what the groups are compared within
    Histogram m_rest;                     // of the row at hand
    std::optional<CustomerSums> m_customers;
    std::optional<CustomerSums> m_topTwoCustomers; // clustered means only
};

} // namespace

std::optional<std::string> smallBase(double base, const BasePolicy& policy) {
    if (base < policy.hiddenBelow) return "hidden";
    if (base < policy.indicativeBelow) return "indicative";
    return std::nullopt;
}

Result<ScoreTable> makeScoreTable(const Context& context, const ScoreParams& params, ScoreFigure figure,
                                  const JobContext& job) {
    auto frame =
        makeScoreFrame(context, params, figure == ScoreFigure::Nps ? QuestionKind::Nps : QuestionKind::Score, job);
    if (!frame) return frame.failure();
    ScoreTable table;
    table.frame = std::move(*frame);
    if (auto ok = Builder(table, params, figure).run(job); !ok) return ok.failure();
    return table;
}

} // namespace xo::analysis
