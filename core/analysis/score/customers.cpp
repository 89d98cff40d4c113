#include "core/analysis/score/customers.h"

#include "core/analysis/score/tally.h"

#include <algorithm>

namespace xo::analysis {

namespace {

constexpr std::size_t kPollEvery = 1U << 12;

// Sums of one cluster, spread over the cells it has answers in. The arrays outlive clusters: `stamp` tells which
// entries are its own.
class ClusterScratch {
public:
    ClusterScratch(const ScoreFrame& frame, std::span<const double> values, std::span<const std::uint32_t> comparedCell,
                   CustomerSums& out)
        : m_frame(frame), m_values(values), m_compared(comparedCell), m_out(out), m_cells(frame.cells.count()),
          m_periods(out.periods.size()) {}

    void begin() {
        ++m_stamp;
        m_touchedCells.clear();
        m_touchedPeriods.clear();
    }

    void add(std::size_t row) {
        const std::uint32_t cell = m_frame.cellOf(row);
        const double weight = m_frame.weight ? m_frame.weight->numbers[row] : 1.0;
        touched(m_cells, m_touchedCells, cell).add(weight * m_values[m_frame.answers->scores[row]], weight);
    }

    void finish(bool customer) {
        const std::int64_t one = customer ? 1 : 0;
        double totalA = 0;
        double totalM = 0;
        for (const std::uint32_t cell : m_touchedCells) {
            const Sums& sums = m_cells[cell];
            Sums& period = touched(m_periods, m_touchedPeriods, m_frame.periodOf(cell));
            period.add(sums.a, sums.m);
            totalA += sums.a, totalM += sums.m;
        }
        for (const std::uint32_t cell : m_touchedCells)
            finishCell(cell, one);
        for (const std::uint32_t period : m_touchedPeriods)
            count(m_out.periods[period], m_periods[period].a, m_periods[period].m, one);
        if (!m_touchedCells.empty()) count(m_out.total, totalA, totalM, one);
    }

private:
    struct Sums {
        double a = 0, m = 0;
        std::uint64_t stamp = 0;
        std::uint32_t parts = 0;
        void add(double x, double weight) { a += x, m += weight, ++parts; }
    };

    Sums& touched(std::vector<Sums>& all, std::vector<std::uint32_t>& list, std::uint32_t index) {
        Sums& sums = all[index];
        if (sums.stamp != m_stamp) {
            sums = Sums{0, 0, m_stamp, 0};
            list.push_back(index);
        }
        return sums;
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

    void finishCell(std::uint32_t cell, std::int64_t customer) {
        const Sums& sums = m_cells[cell];
        const Sums& period = m_periods[m_frame.periodOf(cell)];
        count(m_out.cells[cell], sums.a, sums.m, customer);
        if (period.parts > 1) cross(m_out.versusRest[cell], sums, period.a - sums.a, period.m - sums.m, customer);
        if (m_compared.empty() || m_compared[cell] == kNoCell) return;
        const Sums& other = m_cells[m_compared[cell]];
        if (other.stamp == m_stamp) cross(m_out.previous[cell], sums, other.a, other.m, customer);
    }

    const ScoreFrame& m_frame;
    std::span<const double> m_values;
    std::span<const std::uint32_t> m_compared;
    CustomerSums& m_out;
    std::vector<Sums> m_cells;
    std::vector<Sums> m_periods;
    std::vector<std::uint32_t> m_touchedCells;
    std::vector<std::uint32_t> m_touchedPeriods;
    std::uint64_t m_stamp = 0;
};

} // namespace

Result<Bitmap> supersededAnswers(const ScoreFrame& frame, const Column& times, const JobContext& job) {
    const auto index = frame.workspace->bySubject(frame.question.table);
    if (!index) return index.failure();
    const SubjectIndex& subjects = **index;
    const Bitmap valid = countedRows(frame);
    Bitmap out(frame.rows());
    // the latest so far by period; a subject's rows come by time, so its periods come in runs
    for (std::size_t subject = 1; subject + 1 < subjects.offsets.size(); ++subject) {
        if (subject % kPollEvery == 0 && job.cancelled()) return cancelled();
        std::uint32_t latest = kNoCell;
        for (std::uint64_t i = subjects.offsets[subject]; i < subjects.offsets[subject + 1]; ++i) {
            const std::uint32_t row = subjects.rows[static_cast<std::size_t>(i)];
            if (!valid.test(row)) continue;
            const bool samePeriod =
                latest != kNoCell && (!frame.periods || frame.periods->codeOf(times.times[latest]) ==
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

RepeatCount countRepeats(const ScoreFrame& frame, const Bitmap& counted) {
    RepeatCount out;
    Bitmap seen(frame.workspace->subjectCount());
    Bitmap again(frame.workspace->subjectCount());
    const std::vector<std::uint32_t>& subjects = *frame.subjects;
    counted.forEach([&](std::size_t row) {
        const std::uint32_t subject = subjects[row];
        if (subject == 0) return;
        ++out.answers;
        if (seen.test(subject))
            again.set(subject);
        else
            seen.set(subject), ++out.customers;
    });
    out.repeating = static_cast<std::int64_t>(again.count());
    return out;
}

Result<CustomerSums> customerSums(const ScoreFrame& frame, const Bitmap& counted, std::span<const double> values,
                                  std::span<const std::uint32_t> comparedCell, const JobContext& job) {
    const auto index = frame.workspace->bySubject(frame.question.table);
    if (!index) return index.failure();
    const SubjectIndex& subjects = **index;
    CustomerSums out;
    out.cells.resize(frame.cells.count());
    out.versusRest.resize(frame.cells.count());
    if (!comparedCell.empty()) out.previous.resize(frame.cells.count());
    out.periods.resize(frame.periods ? frame.periods->size() : 1);
    ClusterScratch scratch(frame, values, comparedCell, out);
    std::size_t nextPoll = 0;
    for (std::size_t subject = 0; subject + 1 < subjects.offsets.size(); ++subject) {
        const auto begin = static_cast<std::size_t>(subjects.offsets[subject]);
        const auto end = static_cast<std::size_t>(subjects.offsets[subject + 1]);
        scratch.begin();
        for (std::size_t i = begin; i < end; ++i) {
            if (i >= nextPoll) {
                if (job.cancelled()) return cancelled();
                nextPoll = i + kPollEvery;
            }
            if (!counted.test(subjects.rows[i])) continue;
            scratch.add(subjects.rows[i]);
            if (subject != 0) continue;
            scratch.finish(false);
            scratch.begin();
        }
        if (subject != 0) scratch.finish(true);
    }
    return out;
}

} // namespace xo::analysis
