#include "core/analysis/score/tally.h"

#include "core/base/text.h"

#include <bit>
#include <cmath>
#include <numeric>

namespace xo::analysis {

namespace {
constexpr std::size_t kBlockRows = 1U << 16;

// Calls f(row) for the selected rows, looking at the stop flag between blocks; false = cancelled.
template <class F>
bool forSelected(const ScoreFrame& frame, const JobContext& job, F&& f) {
    for (std::size_t begin = 0; begin < frame.rows(); begin += kBlockRows) {
        if (job.cancelled()) return false;
        const std::size_t end = std::min(begin + kBlockRows, frame.rows());
        if (!frame.selected) {
            for (std::size_t row = begin; row < end; ++row)
                f(row);
            continue;
        }
        const auto& words = frame.selected->words();
        for (std::size_t w = begin / 64; w < (end + 63) / 64; ++w)
            for (std::uint64_t word = words[w]; word != 0; word &= word - 1)
                f(w * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
    return true;
}

} // namespace

std::int64_t BaseCounts::answers() const {
    return std::accumulate(byState.begin(), byState.end(), std::int64_t{0});
}

Result<Tally> Tally::of(const ScoreFrame& frame, const JobContext& job) {
    Tally out;
    out.m_cells = frame.cells.count();
    out.m_values = frame.valueCount();
    out.m_width = out.m_values + kCellStateCount;
    out.m_counts.assign(out.m_cells * out.m_width, 0);

    std::array<std::uint16_t, 256> column{};
    for (std::size_t byte = 0; byte < column.size(); ++byte) {
        std::size_t at = byte;
        if (byte >= kScoreStateBase) at = out.m_values + (byte - kScoreStateBase);
        // a byte no importer writes must not reach beyond the row of the histogram
        if (byte < kScoreStateBase && byte >= out.m_values) at = out.m_values + static_cast<int>(CellState::OutOfRange);
        column[byte] = static_cast<std::uint16_t>(at);
    }
    const std::uint8_t* const scores = frame.answers->scores.data();
    const std::uint32_t* const cells = frame.cells.ofRows().empty() ? nullptr : frame.cells.ofRows().data();
    std::uint32_t* const counts = out.m_counts.data();
    const std::size_t width = out.m_width;
    const std::size_t values = out.m_values;

    bool finished = false;
    if (!frame.weight && !frame.superseded) {
        finished = cells ? forSelected(frame, job,
                                       [&](std::size_t row) { ++counts[cells[row] * width + column[scores[row]]]; })
                         : forSelected(frame, job, [&](std::size_t row) { ++counts[column[scores[row]]]; });
        return finished ? Result<Tally>(std::move(out)) : cancelled();
    }
    if (frame.weight) {
        out.m_weights.assign(out.m_cells * values, 0);
        out.m_squaredWeights.assign(out.m_cells * values, 0);
    }
    std::int64_t badWeights = 0;
    finished = forSelected(frame, job, [&](std::size_t row) {
        const std::size_t cell = cells ? cells[row] : 0;
        std::size_t at = column[scores[row]];
        if (at < values && frame.superseded && frame.superseded->test(row)) at = values;
        ++counts[cell * width + at];
        if (!frame.weight || at >= values) return;
        const double weight = frame.weight->numbers[row];
        if (!(weight > 0) || !std::isfinite(weight)) ++badWeights;
        out.m_weights[cell * values + at] += weight;
        out.m_squaredWeights[cell * values + at] += weight * weight;
    });
    if (!finished) return cancelled();
    if (badWeights > 0) return fail("score.bad_weights", {formatCount(badWeights), frame.weight->info.name});
    return out;
}

std::vector<std::int64_t> Tally::counts(std::size_t cell) const {
    const auto begin = m_counts.begin() + static_cast<std::ptrdiff_t>(cell * m_width);
    return {begin, begin + static_cast<std::ptrdiff_t>(m_values)};
}

std::span<const double> Tally::weights(std::size_t cell) const {
    return m_weights.empty() ? std::span<const double>() : std::span(m_weights).subspan(cell * m_values, m_values);
}

std::span<const double> Tally::squaredWeights(std::size_t cell) const {
    return m_weights.empty() ? std::span<const double>()
                             : std::span(m_squaredWeights).subspan(cell * m_values, m_values);
}

std::int64_t Tally::answers(std::size_t cell) const {
    const auto begin = m_counts.begin() + static_cast<std::ptrdiff_t>(cell * m_width);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(m_width), std::int64_t{0});
}

BaseCounts Tally::base() const {
    BaseCounts out;
    auto& valid = out.byState[static_cast<std::size_t>(CellState::Valid)];
    for (std::size_t cell = 0; cell < m_cells; ++cell) {
        const std::uint32_t* const row = m_counts.data() + cell * m_width;
        for (std::size_t v = 0; v < m_values; ++v)
            valid += row[v];
        out.superseded += row[m_values];
        for (std::size_t state = 1; state < kCellStateCount; ++state)
            out.byState[state] += row[m_values + state];
    }
    valid += out.superseded;
    return out;
}

Bitmap countedRows(const ScoreFrame& frame) {
    Bitmap out(frame.rows());
    const std::uint8_t* const scores = frame.answers->scores.data();
    const std::size_t values = frame.valueCount();
    auto& words = out.words();
    for (std::size_t w = 0; w < words.size(); ++w) {
        const std::size_t begin = w * 64;
        const std::size_t count = std::min<std::size_t>(64, frame.rows() - begin);
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < count; ++i)
            word |= static_cast<std::uint64_t>(scores[begin + i] < values) << i;
        words[w] = word;
    }
    if (frame.selected) out &= *frame.selected;
    if (frame.superseded) out.subtract(*frame.superseded);
    return out;
}

} // namespace xo::analysis
