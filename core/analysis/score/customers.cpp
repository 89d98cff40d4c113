#include "core/analysis/score/customers.h"

#include "core/analysis/score/exactsums.h"
#include "core/analysis/score/tally.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <bit>

namespace xo::analysis {

namespace {

constexpr std::size_t kPollEvery = 1U << 12;

// Answers in the order of their subjects, copied out of the columns block by block: the random reads of a block don't
// wait for each other.
struct AnswerBlock {
    std::vector<std::uint32_t> cells;
    std::vector<std::uint8_t> scores; // kNotCounted = leave out
    std::vector<double> weights;
};
constexpr std::uint8_t kNotCounted = 255;
constexpr std::size_t kBlockAnswers = 1U << 12;
constexpr std::size_t kChunks = 16;
constexpr std::size_t kChunkRows = 1U << 15; // at least
constexpr std::size_t kMostCellsForChunks = 1U << 16;
constexpr std::size_t kSparse = 8; // fewer than one row in so many counts: sorting them beats walking all

// Sums over clusters that come one after the other. The arrays outlive clusters: `stamp` tells which entries are of the
// current one.
class ClusterAdder {
public:
    ClusterAdder(const ScoreFrame& frame, const Bitmap& counted, std::span<const double> values,
                 std::span<const std::uint32_t> comparedGroup)
        : m_frame(frame), m_counted(counted), m_values(values), m_compared(comparedGroup), m_cells(frame.cells.count()),
          m_groups(frame.groups.overlapping() ? frame.groups.count() : 0), m_populations(frame.groups.populations()) {
        m_out.groups.resize(frame.groups.count());
        m_out.versusRest.resize(frame.groups.count());
        if (!comparedGroup.empty()) m_out.previous.resize(frame.groups.count());
        m_out.populations.resize(m_populations.size());
        m_touchedCells.reserve(m_cells.size());
        m_touchedGroups.reserve(m_groups.size());
        m_touchedPopulations.reserve(m_populations.size());
        m_block.cells.resize(kBlockAnswers);
        m_block.scores.resize(kBlockAnswers);
        m_block.weights.assign(kBlockAnswers, 1);
    }

    /// Adds rows that lie in the order of their subjects; subjectOf(i) of the i-th one, 0 = none. May be called again
    /// with the subjects that follow.
    template <class SubjectOf>
    void add(std::span<const std::uint32_t> rows, SubjectOf&& subjectOf, const JobContext& job) {
        for (std::size_t begin = 0; begin < rows.size() && !job.cancelled(); begin += kBlockAnswers) {
            const auto block = rows.subspan(begin, std::min(kBlockAnswers, rows.size() - begin));
            copy(block);
            for (std::size_t i = 0; i < block.size(); ++i) {
                if (m_block.scores[i] == kNotCounted) continue;
                const std::uint32_t subject = subjectOf(begin + i);
                if (subject != m_subject || subject == 0) startCluster(subject);
                touched(m_cells, m_touchedCells, m_block.cells[i])
                    .add(m_block.weights[i] * m_values[m_block.scores[i]], m_block.weights[i]);
                ++m_answers;
            }
        }
    }

    const CustomerSums& finish() {
        startCluster(0);
        return m_out;
    }

private:
    struct Sums {
        double a = 0, m = 0;
        std::uint64_t stamp = 0;
        std::uint32_t parts = 0;
        void add(double x, double weight) { a += x, m += weight, ++parts; }
    };

    void copy(std::span<const std::uint32_t> rows) {
        const std::uint8_t* const scores = m_frame.answers->scores.data();
        for (std::size_t i = 0; i < rows.size(); ++i)
            m_block.scores[i] = m_counted.test(rows[i]) ? scores[rows[i]] : kNotCounted;
        m_frame.cells.cellsOf(rows, m_block.cells.data());
        for (std::size_t i = 0; i < rows.size() && m_frame.weight; ++i)
            m_block.weights[i] = m_frame.weight->numbers[rows[i]];
    }

    Sums& touched(std::vector<Sums>& all, std::vector<std::uint32_t>& list, std::uint32_t index) {
        Sums& sums = all[index];
        if (sums.stamp != m_stamp) {
            sums = Sums{0, 0, m_stamp, 0};
            list.push_back(index);
        }
        return sums;
    }

    // Books the cluster that ends here and begins the next.
    void startCluster(std::uint32_t subject) {
        if (m_answers > 0) {
            const std::int64_t one = m_subject != 0 ? 1 : 0;
            m_out.repeats.customers += one;
            m_out.repeats.answers += one * m_answers;
            if (m_answers > 1) m_out.repeats.repeating += one;
            if (m_touchedCells.size() == 1 && !m_frame.groups.overlapping())
                bookSingle(m_touchedCells.front(), one);
            else
                book(one);
        }
        ++m_stamp;
        m_answers = 0;
        m_subject = subject;
        m_touchedCells.clear();
        m_touchedGroups.clear();
        m_touchedPopulations.clear();
    }

    // Cells are the groups, and populations the periods, when nothing overlaps.
    void bookSingle(std::uint32_t cell, std::int64_t customer) {
        const Sums& sums = m_cells[cell];
        count(m_out.groups[cell], sums.a, sums.m, customer);
        count(m_out.populations[m_frame.groups.population(cell)], sums.a, sums.m, customer);
        count(m_out.total, sums.a, sums.m, customer);
    }

    void book(std::int64_t customer) {
        const GroupIndex& groups = m_frame.groups;
        double totalA = 0;
        double totalM = 0;
        for (const std::uint32_t cell : m_touchedCells) {
            const Sums& sums = m_cells[cell];
            for (const std::uint32_t population : groups.populationsOfCell(cell))
                touched(m_populations, m_touchedPopulations, population).add(sums.a, sums.m);
            if (groups.overlapping())
                for (const std::uint32_t group : groups.ofCell(cell))
                    touched(m_groups, m_touchedGroups, group).add(sums.a, sums.m);
            totalA += sums.a, totalM += sums.m;
        }
        if (groups.overlapping())
            for (const std::uint32_t group : m_touchedGroups)
                bookGroup(group, m_groups, m_groups[group].parts, customer);
        else
            for (const std::uint32_t cell : m_touchedCells)
                bookGroup(cell, m_cells, 1, customer);
        for (const std::uint32_t population : m_touchedPopulations)
            count(m_out.populations[population], m_populations[population].a, m_populations[population].m, customer);
        count(m_out.total, totalA, totalM, customer);
    }

    // `cells`: how many of the cluster's cells are in the group; the rest of the population holds the others.
    void bookGroup(std::uint32_t group, const std::vector<Sums>& all, std::uint32_t cells, std::int64_t customer) {
        const Sums& sums = all[group];
        const Sums& population = m_populations[m_frame.groups.population(group)];
        count(m_out.groups[group], sums.a, sums.m, customer);
        if (population.parts > cells)
            cross(m_out.versusRest[group], sums, population.a - sums.a, population.m - sums.m, customer);
        if (m_compared.empty() || m_compared[group] == kNoGroup) return;
        const Sums& other = all[m_compared[group]];
        if (other.stamp == m_stamp) cross(m_out.previous[group], sums, other.a, other.m, customer);
    }

    static void count(ClusterSums& out, double a, double m, std::int64_t customer) {
        out.aa += a * a, out.am += a * m, out.mm += m * m;
        ++out.clusters;
        out.customers += customer;
    }

    static void cross(CrossSums& out, const Sums& first, double r, double k, std::int64_t customer) {
        out.ar += first.a * r, out.ak += first.a * k, out.mr += first.m * r, out.mk += first.m * k;
        out.customers += customer;
    }

    const ScoreFrame& m_frame;
    const Bitmap& m_counted;
    std::span<const double> m_values;
    std::span<const std::uint32_t> m_compared;
    CustomerSums m_out;
    AnswerBlock m_block;
    std::vector<Sums> m_cells;
    std::vector<Sums> m_groups; // of overlapping groups; else the cells are the groups
    std::vector<Sums> m_populations;
    std::vector<std::uint32_t> m_touchedCells;
    std::vector<std::uint32_t> m_touchedGroups;
    std::vector<std::uint32_t> m_touchedPopulations;
    std::uint64_t m_stamp = 1;
    std::uint32_t m_subject = 0;
    std::int64_t m_answers = 0; // of the current cluster
};

template <class T>
void addAll(std::vector<T>& into, const std::vector<T>& part) {
    for (std::size_t i = 0; i < part.size(); ++i)
        into[i] += part[i];
}

void addAll(CustomerSums& into, const CustomerSums& part) {
    addAll(into.groups, part.groups);
    addAll(into.versusRest, part.versusRest);
    addAll(into.previous, part.previous);
    addAll(into.populations, part.populations);
    into.total += part.total;
    into.repeats += part.repeats;
}

} // namespace

Result<Bitmap> supersededAnswers(const ScoreFrame& frame, const Column& times, const JobContext& job) {
    const auto index = frame.workspace->bySubject(frame.question.table);
    if (!index) return index.failure();
    const SubjectIndex& subjects = **index;
    const Bitmap valid = countedRows(frame, job);
    Bitmap out(frame.rows());
    // the latest so far by period; a subject's rows come by time, so its periods come in runs
    for (std::size_t subject = 1; subject + 1 < subjects.offsets.size(); ++subject) {
        if (subject % kPollEvery == 0 && job.cancelled()) return cancelled();
        std::uint32_t latest = kNoGroup;
        for (std::uint64_t i = subjects.offsets[subject]; i < subjects.offsets[subject + 1]; ++i) {
            const std::uint32_t row = subjects.rows[static_cast<std::size_t>(i)];
            if (!valid.test(row)) continue;
            const bool samePeriod =
                latest != kNoGroup && (!frame.periods || frame.periods->codeOf(times.times[latest]) ==
                                                             frame.periods->codeOf(times.times[row]));
            if (samePeriod && times.times[row] == kNoTime && times.times[latest] != kNoTime) {
                out.set(row);
                continue;
            }
            if (samePeriod) out.set(latest);
            latest = row;
        }
    }
    return out;
}

RepeatCount countRepeats(const ScoreFrame& frame, const Bitmap& counted, const JobContext& job) {
    struct Part {
        Bitmap seen, again;
        std::int64_t answers = 0;
    };
    std::vector<Part> parts(workerCount((counted.size() + kPieceRows - 1) / kPieceRows, job));
    const std::uint32_t* const subjects = frame.subjects->data();
    forEachPiece(counted.size(), job, [&](std::size_t worker, std::size_t begin, std::size_t end) {
        Part& part = parts[worker];
        if (part.seen.size() == 0) {
            part.seen = Bitmap(frame.workspace->subjectCount());
            part.again = part.seen;
        }
        std::uint64_t* const seen = part.seen.words().data();
        std::uint64_t* const again = part.again.words().data();
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w)
            for (std::uint64_t word = counted.words()[w]; word != 0; word &= word - 1) {
                const std::uint32_t subject = subjects[w * 64 + static_cast<std::size_t>(std::countr_zero(word))];
                const std::uint64_t bit = std::uint64_t{1} << (subject & 63U);
                again[subject >> 6] |= seen[subject >> 6] & bit;
                seen[subject >> 6] |= bit;
                part.answers += subject != 0 ? 1 : 0;
            }
    });
    RepeatCount out;
    Bitmap seen(frame.workspace->subjectCount()), again = seen;
    for (Part& part : parts) {
        out.answers += part.answers;
        if (part.seen.size() == 0) continue;
        again |= part.again;
        Bitmap both = seen; // on two threads
        both &= part.seen;
        again |= both;
        seen |= part.seen;
    }
    seen.reset(0);
    again.reset(0);
    out.customers = static_cast<std::int64_t>(seen.count());
    out.repeating = static_cast<std::int64_t>(again.count());
    return out;
}

Result<CustomerSums> customerSums(const ScoreFrame& frame, std::span<const double> values,
                                  std::span<const std::uint32_t> comparedGroup, const JobContext& job) {
    if (hasExactSums(frame, values)) return exactCustomerSums(frame, values, comparedGroup, job);
    const std::vector<std::uint32_t>& subjectOfRow = *frame.subjects;
    const Bitmap counted = countedRows(frame, job);
    const std::size_t answers = counted.count();
    if (answers < frame.rows() / kSparse) {
        std::vector<std::uint64_t> keys; // subject, then row
        keys.reserve(answers);
        counted.forEach([&](std::size_t row) { keys.push_back(std::uint64_t{subjectOfRow[row]} << 32 | row); });
        std::sort(keys.begin(), keys.end());
        std::vector<std::uint32_t> rows(keys.size());
        std::transform(keys.begin(), keys.end(), rows.begin(),
                       [](std::uint64_t key) { return static_cast<std::uint32_t>(key); });
        ClusterAdder adder(frame, counted, values, comparedGroup);
        adder.add(
            rows, [&](std::size_t i) { return subjectOfRow[rows[i]]; }, job);
        if (job.cancelled()) return cancelled();
        return adder.finish();
    }

    const auto index = frame.workspace->bySubject(frame.question.table);
    if (!index) return index.failure();
    const std::span<const std::uint32_t> rows((*index)->rows);
    const std::vector<std::uint64_t>& offsets = (*index)->offsets;
    const std::size_t subjects = offsets.size() - 1;
    // the parts are cut the same way whatever the number of threads
    const std::size_t chunks = std::max(frame.cells.count(), frame.groups.count()) > kMostCellsForChunks
                                   ? 1
                                   : std::clamp<std::size_t>(std::min(subjects, rows.size() / kChunkRows), 1, kChunks);
    std::vector<ClusterAdder> adders;
    adders.reserve(chunks);
    for (std::size_t i = 0; i < chunks; ++i)
        adders.emplace_back(frame, counted, values, comparedGroup);
    forEachChunk(chunks, job, [&](std::size_t, std::size_t chunk) {
        std::size_t subject = subjects * chunk / chunks;
        const auto begin = static_cast<std::size_t>(offsets[subject]);
        const auto end = static_cast<std::size_t>(offsets[subjects * (chunk + 1) / chunks]);
        const auto subjectOf = [&](std::size_t i) {
            while (offsets[subject + 1] <= begin + i)
                ++subject;
            return static_cast<std::uint32_t>(subject);
        };
        adders[chunk].add(rows.subspan(begin, end - begin), subjectOf, job);
    });
    if (job.cancelled()) return cancelled();
    CustomerSums out;
    for (std::size_t i = 0; i < chunks; ++i) {
        if (i == 0)
            out = adders[i].finish();
        else
            addAll(out, adders[i].finish());
    }
    return out;
}

} // namespace xo::analysis
