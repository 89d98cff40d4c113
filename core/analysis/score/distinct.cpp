#include "core/analysis/score/distinct.h"

#include "core/analysis/score/arranged.h"
#include "core/base/parallel.h"

#include <algorithm>

namespace xo::analysis {

namespace {

constexpr std::size_t kPieceSubjects = 1U << 14;
constexpr std::size_t kMostGroups = 1U << 20; // that every thread keeps counts of; above, one thread works alone

// Subjects one after the other; one of these per thread.
class Counter {
public:
    Counter(const ScoreFrame& frame, const ArrangedAnswers& answers)
        : m_frame(frame), m_answers(answers), m_counts(frame.groups.count(), 0), m_last(frame.groups.count(), 0) {}

    void add(std::size_t firstSubject, std::size_t lastSubject) {
        const std::vector<std::uint64_t>& offsets = m_answers.index->offsets;
        const auto begin = static_cast<std::size_t>(offsets[firstSubject]);
        const auto end = static_cast<std::size_t>(offsets[lastSubject]);
        m_cells.resize(end - begin);
        m_answers.cells.cellsFrom(begin, m_cells);
        const std::size_t values = m_frame.valueCount();
        const bool single = !m_frame.groups.overlapping();
        for (std::size_t subject = firstSubject; subject < lastSubject; ++subject) {
            bool seen = false;
            const auto mark = static_cast<std::uint32_t>(subject);
            for (auto i = static_cast<std::size_t>(offsets[subject]); i < offsets[subject + 1]; ++i) {
                if ((*m_answers.scores)[i] >= values) continue;
                if (m_answers.selected && !m_answers.selected->test(i)) continue;
                seen = true;
                const std::uint32_t cell = m_cells[i - begin];
                if (single)
                    count(cell, mark);
                else
                    for (const std::uint32_t group : m_frame.groups.ofCell(cell))
                        count(group, mark);
            }
            m_total += seen;
        }
    }

    void addTo(DistinctCustomers& out) const {
        for (std::size_t group = 0; group < m_counts.size(); ++group)
            out.groups[group] += m_counts[group];
        out.total += m_total;
    }

private:
    void count(std::uint32_t group, std::uint32_t subject) {
        m_counts[group] += m_last[group] != subject;
        m_last[group] = subject;
    }

    const ScoreFrame& m_frame;
    const ArrangedAnswers& m_answers;
    std::vector<std::int64_t> m_counts;
    std::vector<std::uint32_t> m_last; // subject counted last; 0 = none
    std::vector<std::uint32_t> m_cells;
    std::int64_t m_total = 0;
};

} // namespace

Result<DistinctCustomers> distinctCustomers(const ScoreFrame& frame, const JobContext& job) {
    const auto answers = arranged(frame, job);
    if (!answers) return answers.failure();
    const std::size_t subjects = answers->index->offsets.size() - 1;
    const std::size_t pieces = (subjects + kPieceSubjects - 1) / kPieceSubjects;
    JobContext counting = job;
    if (frame.groups.count() > kMostGroups) counting.threads = 1;
    std::vector<Counter> counters(workerCount(pieces, counting), Counter(frame, *answers));
    forEachChunk(pieces, counting, [&](std::size_t worker, std::size_t piece) {
        if (job.cancelled()) return;
        const std::size_t first = std::max<std::size_t>(1, piece * kPieceSubjects); // 0 = no customer
        counters[worker].add(first, std::max(first, std::min(subjects, (piece + 1) * kPieceSubjects)));
    });
    if (job.cancelled()) return cancelled();
    DistinctCustomers out;
    out.groups.assign(frame.groups.count(), 0);
    for (const Counter& counter : counters)
        counter.addTo(out);
    return out;
}

} // namespace xo::analysis
